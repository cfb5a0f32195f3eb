// D-13: an upgrade that is killed resumes or rolls back; a database of a newer program is refused with a clear text.
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <iostream>
#include <random>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "rig.h"
#include "storage/migrations.h"

namespace lilong::trust
{
namespace
{

using storage::Connection;
using storage::Sql;

// `lilong migrate`, killed after so long unless it was done before; says whether it was killed.
bool migrate_and_kill(std::filesystem::path const& data, std::chrono::microseconds after)
{
    auto const pid = ::fork();
    if (pid == 0) {
        auto const nowhere = ::open("/dev/null", O_WRONLY);
        ::dup2(nowhere, 2);
        ::execl(LILONG_PROGRAM, LILONG_PROGRAM, "migrate", "--data", data.c_str(), nullptr);
        ::_exit(127);
    }
    std::this_thread::sleep_for(after);
    ::kill(pid, SIGKILL);
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFSIGNALED(status);
}

TEST(D13, a_migration_that_is_killed_resumes_or_rolls_back)
{
    std::mt19937 chance{std::random_device{}()};
    Folder const timing;
    auto const begun = std::chrono::steady_clock::now();
    ASSERT_EQ(run_program({"migrate", "--data", timing.path()}).code, 0);
    auto const whole = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
    int killed = 0, in_the_middle = 0;
    for (int n = 0; n < 6; ++n) {
        Folder const folder;
        for (int attempt = 0; attempt < 3; ++attempt) {
            killed += migrate_and_kill(folder.path(), std::chrono::microseconds{std::uniform_int_distribution<long>{
                                                          whole.count() / 20, whole.count() * 6 / 10}(chance)});
            if (!std::filesystem::exists(folder / "lilong.db") || std::filesystem::file_size(folder / "lilong.db") == 0)
                continue;
            Connection database{(folder / "lilong.db").string(), Connection::Mode::read_write};
            constexpr Sql integrity{"test.integrity", "pragma integrity_check"},
                table{"test.table", "select count(*) from sqlite_master where name = 'migration'"};
            EXPECT_EQ(database.scalar<std::string>(integrity), "ok");
            if (database.scalar<std::int64_t>(table) == 0) continue;
            auto const pending = storage::pending_migrations(database).size();
            in_the_middle += pending > 0;
        }
        auto const done = run_program({"migrate", "--data", folder.path()});
        EXPECT_EQ(done.code, 0) << done.output;
        Connection database{(folder / "lilong.db").string(), Connection::Mode::read_write};
        EXPECT_TRUE(storage::pending_migrations(database).empty());
    }
    EXPECT_GT(killed, 0);
    std::cout << "D-13: killed " << killed << " times, " << in_the_middle
              << " times between two migrations; all finished afterwards\n";
}

TEST(D13, a_database_of_a_newer_program_is_refused_with_a_clear_text)
{
    constexpr Sql newer{"test.newer",
                        "insert into migration (number, name, sha256) values (9999, '9999-tomorrow.sql', 'x')"};
    Folder const folder;
    ASSERT_EQ(run_program({"migrate", "--data", folder.path()}).code, 0);
    storage::Database::open((folder / "lilong.db").string())->load([&](storage::Transaction& tx) { tx.change(newer); });
    for (std::string const command : {"migrate", "serve"}) {
        auto const refused = run_program({command, "--data", folder.path()});
        EXPECT_EQ(refused.code, 1);
        EXPECT_NE(refused.output.find("made by a newer Lilong (migration 9999)"), std::string::npos) << refused.output;
    }
}

} // namespace
} // namespace lilong::trust
