// D-8: stopping is graceful. Under load, SIGTERM: no request that was sent stays without its answer, everything
// acknowledged is stored, and the server is ready again soon. And when a sync fails, the process ends with 74 and
// starts again in order.
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <gtest/gtest.h>
#include <iostream>
#include <mutex>
#include <set>
#include <thread>

#include "rig.h"

namespace lilong::trust
{
namespace
{

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

int run_quietly(std::string const& command) { return std::system((command + " >/dev/null 2>&1").c_str()); }
double seconds(Clock::duration d) { return std::chrono::duration<double>(d).count(); }

TEST(D8, no_request_under_way_is_cut_when_the_server_is_told_to_stop)
{
    Folder const folder;
    auto const installation = make_installation(folder.path());
    std::atomic<int> answered{0}, cut{0};
    std::mutex mutex;
    std::set<std::string> acknowledged;
    double stopping = 0, starting = 0;
    {
        Server server{folder.path()};
        ASSERT_TRUE(server.ready()) << server.output();
        std::vector<std::thread> clients;
        for (int c = 0; c < 16; ++c)
            clients.emplace_back([&, c] {
                std::optional<Connection> connection;
                for (int n = 0;; ++n) {
                    if (!connection || connection->told_to_close()) connection.emplace(server.port());
                    if (!connection->connected()) return; // nobody listens any more: nothing was sent
                    auto const name = "提供者" + std::to_string(c) + "-" + std::to_string(n);
                    auto const reply =
                        connection->ask(n % 2 ? post_request(installation.providers(), installation.token,
                                                             provider_body(name), "key-" + name.substr(9) + "-12345")
                                              : get_request("/api/v1/session", installation.token));
                    if (!reply) {
                        ++cut;
                        return;
                    }
                    ++answered;
                    if (reply->status == 201) {
                        std::lock_guard lock{mutex};
                        acknowledged.insert(name);
                    }
                    std::this_thread::sleep_for(60ms); // sixteen of them: about 200 requests a second
                }
            });
        std::this_thread::sleep_for(1500ms);
        auto const begun = Clock::now();
        server.send(SIGTERM);
        EXPECT_EQ(server.wait(), 0) << server.output();
        stopping = seconds(Clock::now() - begun);
        for (auto& client : clients) client.join();
    }
    EXPECT_EQ(cut, 0);
    EXPECT_LE(stopping, 10);
    auto const stored = stored_providers(folder.path());
    for (auto const& name : acknowledged) EXPECT_TRUE(stored.contains(name)) << name;
    EXPECT_FALSE(std::filesystem::exists(folder / "lilong.db-wal")) << "the log was copied into the database";
    auto const begun = Clock::now();
    Server again{folder.path()};
    EXPECT_TRUE(again.ready());
    starting = seconds(Clock::now() - begun);
    std::cout << fmt::format("D-8: {} answered, {} cut, stopped in {:.1f} s, ready again in {:.1f} s\n",
                             answered.load(), cut.load(), stopping, starting);
}

TEST(D8, two_servers_never_serve_one_folder)
{
    Folder const folder;
    make_installation(folder.path());
    Server first{folder.path()};
    ASSERT_TRUE(first.ready());
    Server second{folder.path()};
    EXPECT_FALSE(second.ready());
    EXPECT_NE(second.output().find("is served already"), std::string::npos);
}

// The same from outside: the kernel itself says EIO to every sync from the thirtieth on.
TEST(D6Command, a_failed_sync_ends_the_process_with_74_and_the_next_start_finds_everything_acknowledged)
{
    if (run_quietly("strace -e trace=fdatasync true") != 0)
        GTEST_SKIP() << "tracing needs strace and the right to use it";
    Folder const folder;
    auto const installation = make_installation(folder.path());
    std::set<std::string> acknowledged;
    {
        Server server{folder.path(),
                      {"env", "ASAN_OPTIONS=detect_leaks=0", "strace", "-f", "-qq", "-o", "/dev/null", "-e",
                       "trace=fdatasync", "-e", "inject=fdatasync:error=EIO:when=30+"}};
        ASSERT_TRUE(server.ready()) << server.output();
        Connection connection{server.port()};
        int status = 201;
        for (int n = 0; n < 200 && status == 201; ++n) {
            auto const name = "提供者" + std::to_string(n);
            auto const reply = connection.ask(post_request(installation.providers(), installation.token,
                                                           provider_body(name), "key-number-" + std::to_string(n)));
            status = reply ? reply->status : 0;
            if (status == 201) acknowledged.insert(name);
        }
        EXPECT_NE(status, 201) << "the fault was met";
        EXPECT_EQ(server.wait(), 74) << server.output();
    }
    EXPECT_GT(acknowledged.size(), 0U);
    Server again{folder.path()};
    EXPECT_TRUE(again.ready()) << again.output();
    auto const stored = stored_providers(folder.path());
    for (auto const& name : acknowledged) EXPECT_TRUE(stored.contains(name)) << name << " was acknowledged and is lost";
    std::cout << "D-6: EIO from the kernel after " << acknowledged.size() << " acknowledged: exit 74, 0 lost\n";
}

} // namespace
} // namespace lilong::trust
