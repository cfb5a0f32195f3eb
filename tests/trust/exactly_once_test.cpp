// D-3 for every POST: the same request many times at once is carried out once, over HTTP and through the whole program.
#include <atomic>
#include <csignal>
#include <gtest/gtest.h>
#include <thread>

#include "rig.h"

namespace lilong::trust
{
namespace
{

TEST(D3, the_same_request_sixty_four_times_at_once_is_one_row_and_everybody_hears_created)
{
    Folder const folder;
    auto const installation = make_installation(folder.path());
    std::atomic<int> created{0}, replayed{0};
    {
        Server server{folder.path()};
        ASSERT_TRUE(server.ready()) << server.output();
        auto const request = post_request(installation.providers(), installation.token, provider_body("柳岸助浴"),
                                          "one-and-the-same-key");
        std::vector<std::thread> clients;
        std::vector<std::string> bodies(64);
        for (std::size_t i = 0; i < 64; ++i)
            clients.emplace_back([&, i] {
                Connection connection{server.port()};
                auto const reply = connection.ask(request);
                if (!reply) return;
                created += reply->status == 201;
                replayed += reply->header("Idempotency-Replayed") == "true";
                bodies[i] = reply->body;
            });
        for (auto& client : clients) client.join();
        EXPECT_EQ(created, 64) << server.output();
        EXPECT_EQ(replayed, 63);
        EXPECT_EQ(std::set<std::string>(bodies.begin(), bodies.end()).size(), 1U) << "all hear of the same provider";

        Connection other{server.port()};
        auto const refused = other.ask(
            post_request(installation.providers(), installation.token, provider_body("别的"), "one-and-the-same-key"));
        ASSERT_TRUE(refused);
        EXPECT_EQ(refused->status, 422);
        EXPECT_NE(refused->body.find("access.key_used_otherwise"), std::string::npos);
        server.send(SIGTERM);
        EXPECT_EQ(server.wait(), 0);
    }
    auto const stored = stored_providers(folder.path());
    EXPECT_EQ(stored.size(), 1U);
    EXPECT_EQ(stored.at("柳岸助浴"), 1);
}

TEST(D3, a_repetition_after_the_server_was_killed_is_still_recognised)
{
    Folder const folder;
    auto const installation = make_installation(folder.path());
    auto const request =
        post_request(installation.providers(), installation.token, provider_body("柳岸助餐"), "kept-across-a-crash");
    std::string first;
    {
        Server server{folder.path()};
        ASSERT_TRUE(server.ready()) << server.output();
        Connection connection{server.port()};
        first = connection.ask(request).value().body;
    } // killed
    Server server{folder.path()};
    ASSERT_TRUE(server.ready()) << server.output();
    Connection connection{server.port()};
    auto const again = connection.ask(request);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->status, 201);
    EXPECT_EQ(again->body, first);
    EXPECT_EQ(stored_providers(folder.path()).at("柳岸助餐"), 1);
}

} // namespace
} // namespace lilong::trust
