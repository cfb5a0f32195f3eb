// lilong doctor: what is in order and what is not, for people and as JSON.
#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "rig.h"

namespace lilong::trust
{
namespace
{

using storage::Sql;

std::string health_of(std::filesystem::path const& data, std::string const& what)
{
    auto const seen = run_program({"doctor", "--data", data, "--format", "json"});
    auto const report = nlohmann::json::parse(seen.output, nullptr, false);
    for (auto const& finding : report.at("findings"))
        if (finding.at("what") == what) return finding.at("health");
    return "not examined";
}

int strict(std::filesystem::path const& data) { return run_program({"doctor", "--data", data, "--strict"}).code; }

TEST(doctor, an_installation_without_key_and_backup_is_warned_and_with_them_in_order)
{
    Folder const folder, elsewhere;
    make_installation(folder.path());
    EXPECT_EQ(run_program({"doctor", "--data", folder.path()}).code, 0) << "warnings alone are no failure";
    EXPECT_EQ(strict(folder.path()), 1);
    EXPECT_EQ(health_of(folder.path(), "backup"), "warning");
    EXPECT_EQ(health_of(folder.path(), "anchors"), "warning");

    auto const made = run_program({"keys", "make", "--data", folder.path()});
    std::ofstream{elsewhere / "key.txt"} << made.output.substr(made.output.find("LLK1"));
    auto const backup = run_program({"backup", "create", "--to", elsewhere.path(), "--data", folder.path()});
    auto const file = backup.output.substr(0, backup.output.find('\n'));
    EXPECT_EQ(health_of(folder.path(), "backup"), "warning") << "made, but never verified";
    ASSERT_EQ(run_program({"backup", "verify", file, "--key", elsewhere / "key.txt", "--data", folder.path()}).code, 0);
    ASSERT_EQ(run_program({"audit", "anchor", "--data", folder.path()}).code, 0);
    for (auto const* what : {"database", "migrations", "anchors", "file modes", "backup", "server"})
        EXPECT_EQ(health_of(folder.path(), what), "ok") << what;
}

TEST(doctor, what_is_broken_is_named_and_ends_with_1)
{
    constexpr Sql forge{"test.forge", "update audit_event set what = 'needs.closed' where seq = 1"};
    Folder const folder;
    make_installation(folder.path());
    ASSERT_EQ(run_program({"keys", "make", "--data", folder.path()}).code, 0);
    ASSERT_EQ(run_program({"audit", "anchor", "--data", folder.path()}).code, 0);

    ::chmod((folder / "anchors.jsonl").c_str(), 0644);
    EXPECT_EQ(health_of(folder.path(), "file modes"), "broken");
    ::chmod((folder / "anchors.jsonl").c_str(), 0600);

    storage::Database::open((folder / "lilong.db").string())->load([&](storage::Transaction& tx) { tx.change(forge); });
    EXPECT_EQ(health_of(folder.path(), "database"), "broken");
    auto const seen = run_program({"doctor", "--data", folder.path()});
    EXPECT_EQ(seen.code, 1);
    EXPECT_NE(seen.output.find("audit trail of area"), std::string::npos) << seen.output;

    std::ofstream{folder / "anchors.jsonl", std::ios::app} << "{\"date\":\"2026-05-09\"}\n";
    EXPECT_EQ(health_of(folder.path(), "anchors"), "broken");
}

TEST(doctor, a_running_server_is_seen_with_its_address)
{
    Folder const folder;
    make_installation(folder.path());
    Server server{folder.path()};
    ASSERT_TRUE(server.ready());
    auto const seen = run_program({"doctor", "--data", folder.path()});
    EXPECT_NE(seen.output.find("127.0.0.1 port " + std::to_string(server.port())), std::string::npos) << seen.output;
    EXPECT_EQ(health_of(folder.path(), "server"), "ok");
}

TEST(doctor, a_folder_without_an_installation_is_said_to_be_one)
{
    Folder const folder;
    auto const seen = run_program({"doctor", "--data", folder.path()});
    EXPECT_EQ(seen.code, 1);
    EXPECT_NE(seen.output.find("holds no installation"), std::string::npos);
}

} // namespace
} // namespace lilong::trust
