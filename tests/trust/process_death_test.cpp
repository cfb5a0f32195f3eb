// D-1: acknowledged is stored when the process dies. Sixteen clients post numbered submissions, each with an
// Idempotency-Key; the server is killed again and again; at the end what is stored must agree with what the clients
// were told.
#include <atomic>
#include <csignal>
#include <gtest/gtest.h>
#include <iostream>
#include <random>
#include <thread>

#include "rig.h"

namespace lilong::trust
{
namespace
{

enum class Told { ok, refused, unknown };

struct Load {
    Installation installation;
    int submissions = 0;
    std::atomic<int> next{0}, acknowledged{0}, repeated{0};
    std::atomic<std::uint16_t> port{0};
    std::vector<Told> told;
};

std::string name_of(int n) { return "提供者" + std::to_string(n); }

// Every twentieth submission is one that must be refused; every tenth client gives up when it does not know.
bool is_wrong(int n) { return n % 20 == 7; }
bool gives_up(int n) { return n % 10 == 3; }

Told outcome_of(Reply const& reply)
{
    if (reply.status == 201) return Told::ok;
    if (reply.status >= 400 && reply.status < 500) return Told::refused;
    return Told::unknown;
}

Told submit(Load& load, std::unique_ptr<Connection>& connection, int n)
{
    auto const body = is_wrong(n) ? R"({"kind":"nonsense","zh":")" + name_of(n) + R"("})" : provider_body(name_of(n));
    auto const request =
        post_request(load.installation.providers(), load.installation.token, body, "submission-" + std::to_string(n));
    for (bool sent_before = false;;) {
        if (!connection || !connection->connected() || connection->told_to_close())
            connection = std::make_unique<Connection>(load.port);
        if (!connection->connected()) { // not sent
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
            continue;
        }
        auto const reply = connection->ask(request);
        auto const told = reply ? outcome_of(*reply) : Told::unknown;
        if (reply && sent_before && reply->header("Idempotency-Replayed") == "true") ++load.repeated;
        if (told != Told::unknown) return told;
        if (!reply) connection.reset();
        sent_before = true;
        if (gives_up(n)) return Told::unknown;
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

void client(Load& load)
{
    std::unique_ptr<Connection> connection;
    for (int n = load.next++; n < load.submissions; n = load.next++) {
        auto const told = submit(load, connection, n);
        load.told[static_cast<std::size_t>(n)] = told;
        if (told == Told::ok) ++load.acknowledged;
    }
}

TEST(D1, what_was_acknowledged_is_stored_once_although_the_server_is_killed_four_times)
{
    constexpr int kSubmissions = 2000, kKills = 4;
    Folder const folder;
    Load load;
    load.installation = make_installation(folder.path());
    load.submissions = kSubmissions;
    load.told.assign(kSubmissions, Told::unknown);
    std::mt19937 chance{std::random_device{}()};
    std::vector<std::thread> clients;
    for (int i = 0; i < 16; ++i) clients.emplace_back([&load] { client(load); });
    int kills = 0;
    for (; kills <= kKills; ++kills) {
        Server server{folder.path()};
        ASSERT_TRUE(server.ready()) << server.output();
        load.port = server.port();
        // In the middle of the work: at a random moment after this part of the submissions has been acknowledged.
        auto const part = kills == kKills ? kSubmissions : (kills + 1) * kSubmissions / (kKills + 2);
        while (load.acknowledged < part && load.next < kSubmissions + 16)
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        if (kills == kKills) {
            for (auto& one : clients) one.join();
            server.send(SIGTERM);
            EXPECT_EQ(server.wait(), 0) << server.output();
            break;
        }
        std::this_thread::sleep_for(std::chrono::microseconds{std::uniform_int_distribution<int>{0, 20'000}(chance)});
        server.send(SIGKILL);
        EXPECT_EQ(server.wait(), -SIGKILL);
    }
    auto const stored = stored_providers(folder.path());
    int lost = 0, doubled = 0, lied = 0, unknown = 0;
    for (int n = 0; n < kSubmissions; ++n) {
        auto const found = stored.find(name_of(n));
        auto const times = found == stored.end() ? 0 : found->second;
        auto const told = load.told[static_cast<std::size_t>(n)];
        lost += told == Told::ok && times == 0;
        lied += told == Told::refused && times != 0;
        doubled += times > 1;
        unknown += told == Told::unknown;
        EXPECT_EQ(told == Told::refused, is_wrong(n) && told != Told::unknown) << n;
    }
    EXPECT_EQ(lost, 0);
    EXPECT_EQ(doubled, 0);
    EXPECT_EQ(lied, 0);
    std::cout << "D-1: " << kSubmissions << " submissions, " << kills << " kills, 16 clients: " << load.acknowledged
              << " acknowledged, " << lost << " lost, " << doubled << " doubled, " << unknown << " unknown, "
              << load.repeated << " answered from memory\n";
}

} // namespace
} // namespace lilong::trust
