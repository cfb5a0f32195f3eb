// S-16: secrets stay secret, files belong to their owner. S-25: a log line is one line, whatever people typed, and
// holds none of it.
#include <csignal>
#include <fstream>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <sstream>
#include <sys/stat.h>

#include "base/csv.h"
#include "lilong/log.h"
#include "rig.h"

namespace lilong::trust
{
namespace
{

using storage::Sql;

TEST(S16, nobody_but_the_owner_reads_the_data_directory_after_a_full_run)
{
    Folder const parent;
    auto const data = parent / "data";
    auto const installation = make_installation(data);
    ASSERT_EQ(run_program({"keys", "make", "--data", data}).code, 0);
    {
        Server server{data};
        ASSERT_TRUE(server.ready()) << server.output();
        Connection connection{server.port()};
        EXPECT_EQ(connection.ask(post_request(installation.providers(), installation.token, provider_body("柳岸")))
                      .value()
                      .status,
                  201);
        ASSERT_EQ(run_program({"backup", "create", "--to", data, "--data", data}).code, 0);
        ASSERT_EQ(run_program({"audit", "anchor", "--data", data}).code, 0);
        int files = 0;
        struct stat about {
        };
        ASSERT_EQ(::stat(data.c_str(), &about), 0);
        EXPECT_EQ(about.st_mode & 0777, 0700U);
        for (auto const& entry : std::filesystem::recursive_directory_iterator{data}) {
            ASSERT_EQ(::stat(entry.path().c_str(), &about), 0);
            EXPECT_EQ(about.st_mode & 0777, entry.is_directory() ? 0700U : 0600U) << entry.path();
            ++files;
        }
        EXPECT_GE(files, 6) << "database, log, its index, lock, anchors, key, backup";
        auto const words = read_file("/proc/" + std::to_string(server.pid()) + "/cmdline").value();
        EXPECT_EQ(words.find(installation.token), std::string::npos);
        EXPECT_EQ(server.output().find(installation.token), std::string::npos);
    }
    EXPECT_EQ(read_file((data / "lilong.db").string()).value().find(installation.token), std::string::npos)
        << "only its hash is stored";
}

TEST(S16, a_fresh_installation_has_no_account_at_all)
{
    constexpr Sql accounts{"test.accounts", "select count(*) from user_account"};
    Folder const folder;
    {
        Server server{folder.path()};
        ASSERT_TRUE(server.ready());
        server.send(SIGTERM);
        server.wait();
    }
    storage::Connection database{(folder / "lilong.db").string(), storage::Connection::Mode::read_write};
    EXPECT_EQ(database.scalar<std::int64_t>(accounts), 0);
}

TEST(S25, no_user_text_begins_a_line_or_moves_the_cursor)
{
    std::ostringstream out;
    auto const before = spdlog::default_logger();
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_st>(out)));
    set_up_log();
    for (auto const* text : {"a\r\n[2026-11-24] [info] 王书记 signed in", "b\n\n\nc", "\x1b[2J\x1b[31mred",
                             "\xc2\x9b"
                             "31m",
                             "d\xe2\x80\xa8"
                             "e",
                             "\x08\x08\x08", "\x7f"})
        spdlog::error("request {} failed", text);
    spdlog::set_default_logger(before);
    auto const log = out.str();
    EXPECT_EQ(std::ranges::count(log, '\n'), 7) << log;
    for (char const c : log) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << static_cast<int>(c);
    EXPECT_NE(log.find("a\\x0d\\x0a[2026-11-24]"), std::string::npos)
        << "still readable, but visibly not a line of ours";
    EXPECT_EQ(log.find("\xc2\x9b"), std::string::npos);
}

TEST(S25, what_people_type_does_not_reach_the_log)
{
    Folder const folder;
    auto const installation = make_installation(folder.path());
    Server server{folder.path()};
    ASSERT_TRUE(server.ready());
    Connection connection{server.port()};
    (void)connection.ask(post_request(installation.providers(), installation.token, provider_body("canary-in-a-name")));
    (void)connection.ask(post_request(installation.providers(), installation.token, R"({"canary-as-member":1})"));
    (void)connection.ask(post_request("/api/v1/session", "", R"({"user":"canary-user","password":"canary-password"})"));
    (void)connection.ask(get_request("/api/v1/canary-path%0d%0aforged?canary-option=1", "canary-token"));
    server.send(SIGTERM);
    server.wait();
    EXPECT_EQ(server.output().find("canary"), std::string::npos) << server.output();
}

} // namespace
} // namespace lilong::trust
