// D-10: a backup is made while people work and holds everything that was acknowledged before it began.
// D-11: a restore brings it back; a backup that is damaged, of another installation or opened with another key changes
// nothing.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <gtest/gtest.h>
#include <iostream>
#include <mutex>
#include <set>
#include <thread>

#include "access/audit.h"
#include "backup/backup_service.h"
#include "base/csv.h"
#include "rig.h"

namespace lilong::trust
{
namespace
{

using backup::RecoveryKey;
using storage::Database;
using storage::Sql;
using storage::Transaction;

constexpr Sql kAddProvider{"test.add_provider", "insert into provider (area_id, id, kind, zh, en, licence, created_by, "
                                                "created_at) values ($1, $2, 'group', $3, $3, '', $4, $5)"};

std::string printed_key(std::filesystem::path const& data)
{
    auto const made = run_program({"keys", "make", "--data", data});
    EXPECT_EQ(made.code, 0) << made.output;
    return made.output.substr(made.output.find("LLK1"));
}

class BackupTest : public testing::Test
{
protected:
    BackupTest() { installation = make_installation(folder.path()); }

    void add(Database& database, std::string const& name)
    {
        SystemRng rng;
        auto const done = database.write(installation.committee, [&](Transaction& tx) -> Result<void> {
            auto const id = ProviderId::random(rng);
            tx.change(kAddProvider, installation.committee, id, name, installation.wang, clock.now());
            access::AuditTrail{clock}.note(
                tx, {.user = installation.wang, .name = "王书记", .grants = {}, .household = {}, .provider = {}},
                installation.committee, "resources.provider_registered", id);
            return {};
        });
        ASSERT_TRUE(done);
    }
    void add(std::string const& name) { add(*Database::open((folder / "lilong.db").string()), name); }

    Folder folder;
    SystemClock clock;
    Installation installation;
};

using D10 = BackupTest;
using D11 = BackupTest;

TEST_F(D10, a_backup_made_while_people_work_holds_everything_acknowledged_before_it)
{
    auto const key = RecoveryKey::parse(printed_key(folder.path())).value();
    Folder const elsewhere, fresh;
    std::set<std::string> before;
    std::filesystem::path file;
    int during = 0;
    double alone = 0, beside = 0;
    {
        auto const database = Database::open((folder / "lilong.db").string());
        std::atomic<bool> stop{false};
        std::atomic<int> acknowledged{0};
        std::vector<std::thread> people;
        std::mutex mutex;
        std::set<std::string> names;
        for (int p = 0; p < 8; ++p)
            people.emplace_back([&, p] {
                for (int n = 0; !stop; ++n) {
                    auto const name = std::to_string(p) + "-" + std::to_string(n);
                    add(*database, name);
                    ++acknowledged;
                    std::lock_guard lock{mutex};
                    names.insert(name);
                }
            });
        auto const rate = [&](auto work) {
            auto const begun = std::chrono::steady_clock::now();
            auto const first = acknowledged.load();
            work();
            return (acknowledged - first) /
                   std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        };
        alone = rate([] { std::this_thread::sleep_for(std::chrono::milliseconds{700}); });
        {
            std::lock_guard lock{mutex};
            before = names;
        }
        auto const first = acknowledged.load();
        beside = rate([&] {
            auto const made = backup::create(folder.path(), elsewhere.path(), clock.now(), "test");
            ASSERT_TRUE(made);
            file = made->file;
        });
        during = acknowledged - first;
        stop = true;
        for (auto& one : people) one.join();
    }
    ASSERT_TRUE(backup::restore(file, key, fresh.path(), clock.now()));
    auto const stored = stored_providers(fresh.path());
    for (auto const& name : before) EXPECT_TRUE(stored.contains(name)) << name;
    std::cout << fmt::format("D-10: {} acknowledged before the backup, all in it; {} more while it was made ({:.0f}/s, "
                             "without it {:.0f}/s)\n",
                             before.size(), during, beside, alone);
}

TEST_F(D11, what_was_backed_up_comes_back_beside_the_former_data)
{
    auto const text = printed_key(folder.path());
    std::ofstream{folder / "recovery-key.txt"} << text;
    add("before");
    Folder const elsewhere;
    auto const made = run_program({"backup", "create", "--to", elsewhere.path(), "--data", folder.path()});
    ASSERT_EQ(made.code, 0) << made.output;
    auto const file = made.output.substr(0, made.output.find('\n'));
    add("after");
    auto const verified =
        run_program({"backup", "verify", file, "--key", folder / "recovery-key.txt", "--data", folder.path()});
    EXPECT_EQ(verified.code, 0) << verified.output;
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator{elsewhere.path()}, {}), 1)
        << "verifying leaves nothing behind";
    auto const restored = run_program({"backup", "restore", file, "--key", "-", "--data", folder.path()}, text);
    EXPECT_EQ(restored.code, 0) << restored.output;
    EXPECT_EQ(stored_providers(folder.path()), (std::map<std::string, int>{{"before", 1}}));
    auto const at = restored.output.find("former data are in ") + 19;
    EXPECT_EQ(stored_providers(restored.output.substr(at, restored.output.find(';', at) - at)),
              (std::map<std::string, int>{{"after", 1}, {"before", 1}}));
    Server server{folder.path()};
    EXPECT_TRUE(server.ready()) << "the restored installation serves";
}

TEST_F(D11, six_damaged_copies_are_refused_and_the_live_data_stay)
{
    auto const key = RecoveryKey::parse(printed_key(folder.path())).value();
    for (int n = 0; n < 5; ++n) add("row " + std::to_string(n));
    Folder const elsewhere;
    auto const file = backup::create(folder.path(), elsewhere / "good.backup", clock.now(), "test").value().file;
    auto const good = read_file(file.string()).value();
    ASSERT_GT(good.size(), 300'000U) << "more than four chunks";
    add("later");
    auto const live = stored_providers(folder.path());
    SystemRng rng;
    auto const refused = [&](std::string const& bytes, RecoveryKey const& with, std::filesystem::path const& data,
                             std::string const& code) {
        auto const copy = elsewhere / "copy.backup";
        std::ofstream{copy, std::ios::binary} << bytes;
        auto const outcome = backup::restore(copy, with, data, clock.now());
        EXPECT_EQ(outcome ? "restored" : outcome.error().code, code);
    };
    auto const changed = [&](auto change) {
        auto bytes = good;
        change(bytes);
        return bytes;
    };
    constexpr std::size_t sealed = 64 * 1024 + 17;
    auto const header =
        static_cast<std::size_t>(static_cast<unsigned char>(good[12])) + 256U * static_cast<unsigned char>(good[13]);
    auto const chunk = [&](std::size_t n) {
        return static_cast<std::ptrdiff_t>(16 + header + 80 + 24 + n * sealed);
    }; // where the n-th begins
    refused(good, RecoveryKey::random(rng), folder.path(), "backup.wrong_key");
    refused(changed([&](std::string& b) { b[static_cast<std::size_t>(chunk(2)) + 99] ^= 1; }), key, folder.path(),
            "backup.damaged");
    refused(good.substr(0, good.size() - 70'000), key, folder.path(), "backup.damaged");
    refused(changed([&](std::string& b) {
                std::swap_ranges(b.begin() + chunk(1), b.begin() + chunk(2), b.begin() + chunk(2));
            }),
            key, folder.path(), "backup.damaged");
    refused(changed([](std::string& b) { b[8] = 2; }), key, folder.path(), "backup.unknown_format");
    Folder const other;
    make_installation(other.path());
    printed_key(other.path());
    refused(good, key, other.path(), "backup.other_installation");
    // and further: the readable header, the end that is more than the end, something else altogether
    refused(changed([](std::string& b) { b[b.find("made_at") + 10] ^= 1; }), key, folder.path(), "backup.damaged");
    refused(good + "x", key, folder.path(), "backup.damaged");
    refused("a letter", key, folder.path(), "backup.not_a_backup");
    EXPECT_EQ(stored_providers(folder.path()), live);
    EXPECT_TRUE(backup::verify(file, key)) << "the true copy is in order";
    for (auto const& entry : std::filesystem::directory_iterator{folder.path()})
        EXPECT_FALSE(entry.path().filename().string().starts_with("former-")) << entry.path();
}

// A bit anywhere: every hundredth part of the file.
TEST_F(D11, one_flipped_bit_anywhere_is_refused)
{
    auto const key = RecoveryKey::parse(printed_key(folder.path())).value();
    Folder const elsewhere;
    auto const file = backup::create(folder.path(), elsewhere / "good.backup", clock.now(), "test").value().file;
    auto bytes = read_file(file.string()).value();
    for (std::size_t part = 0; part < 40; ++part) {
        auto const at = part * (bytes.size() - 1) / 39;
        bytes[at] ^= 4;
        std::ofstream{elsewhere / "copy.backup", std::ios::binary} << bytes;
        EXPECT_FALSE(backup::verify(elsewhere / "copy.backup", key)) << "byte " << at;
        bytes[at] ^= 4;
    }
}

TEST_F(D11, a_restore_waits_until_no_server_uses_the_folder)
{
    auto const key = RecoveryKey::parse(printed_key(folder.path())).value();
    Folder const elsewhere;
    auto const file = backup::create(folder.path(), elsewhere.path(), clock.now(), "test").value().file;
    Server server{folder.path()};
    ASSERT_TRUE(server.ready());
    auto const refused = backup::restore(file, key, folder.path(), clock.now());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "backup.server_running");
    server.send(SIGTERM);
    EXPECT_EQ(server.wait(), 0);
    EXPECT_TRUE(backup::restore(file, key, folder.path(), clock.now()));
}

TEST_F(D11, the_machine_that_makes_backups_cannot_read_them)
{
    auto const text = printed_key(folder.path());
    for (auto const& entry : std::filesystem::recursive_directory_iterator{folder.path()})
        EXPECT_FALSE(entry.is_regular_file() &&
                     read_file(entry.path().string()).value().find(text.substr(5, 17)) != std::string::npos)
            << entry.path();
    EXPECT_EQ(run_program({"keys", "make", "--data", folder.path()}).code, 4)
        << "a second pair would make the first backups a riddle";
}

} // namespace
} // namespace lilong::trust
