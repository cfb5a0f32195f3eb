// D-5: a full disk stops writing, nothing else. On a small file system of its own where the test may mount one (root).
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <iostream>
#include <set>
#include <sys/mount.h>
#include <thread>
#include <unistd.h>

#include "access/audit.h"
#include "fault_vfs.h"
#include "rig.h"
#include <sqlite3.h>

namespace lilong::trust
{
namespace
{

using namespace std::chrono_literals;

class SmallDisk
{
public:
    explicit SmallDisk(std::filesystem::path path) : path_(std::move(path))
    {
        mounted_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=12m") == 0;
    }
    ~SmallDisk()
    {
        if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
    }
    bool mounted() const { return mounted_; }
    bool grow() const { return ::mount("tmpfs", path_.c_str(), "tmpfs", MS_REMOUNT, "size=32m") == 0; }
    // Leaves so many bytes free.
    void fill_up_to(std::uint64_t left) const
    {
        auto const free = std::filesystem::space(path_).available;
        std::ofstream{path_ / "ballast", std::ios::binary} << std::string(free > left ? free - left : 0, 'b');
    }

private:
    std::filesystem::path path_;
    bool mounted_ = false;
};

TEST(D5, on_a_full_disk_reading_goes_on_and_writing_begins_again_by_itself)
{
    Folder const folder;
    SmallDisk const disk{folder.path()};
    if (!disk.mounted()) GTEST_SKIP() << "mounting needs root";
    auto const installation = make_installation(folder.path());
    std::set<std::string> acknowledged, refused;
    std::chrono::steady_clock::duration recovery{};
    {
        Server server{folder.path()};
        ASSERT_TRUE(server.ready()) << server.output();
        disk.fill_up_to(300'000);
        Connection connection{server.port()};
        auto const post = [&](int n) {
            auto const name = "提供者" + std::to_string(n);
            auto const reply = connection.ask(post_request(installation.providers(), installation.token,
                                                           provider_body(name), "key-number-" + std::to_string(n)));
            auto const status = reply ? reply->status : 0;
            if (status == 201) acknowledged.insert(name);
            if (status == 507) refused.insert(name);
            return status;
        };
        int n = 0, status = 201;
        for (; n < 3000 && status == 201; ++n) status = post(n);
        EXPECT_EQ(status, 507);
        for (int more = 0; more < 20; ++more) EXPECT_EQ(post(n++), 507);

        EXPECT_EQ(connection.ask(get_request(installation.providers(), installation.token)).value().status, 200);
        auto const readiness = connection.ask(get_request("/readyz", "")).value();
        EXPECT_EQ(readiness.status, 503);
        EXPECT_NE(readiness.body.find("D-5"), std::string::npos);
        EXPECT_EQ(connection.ask(get_request("/healthz", "")).value().status, 200);

        ASSERT_TRUE(disk.grow());
        auto const grown = std::chrono::steady_clock::now();
        while (post(n++) != 201 && std::chrono::steady_clock::now() - grown < 10s) std::this_thread::sleep_for(50ms);
        recovery = std::chrono::steady_clock::now() - grown;
        EXPECT_LT(recovery, 5s);
        EXPECT_EQ(connection.ask(get_request("/readyz", "")).value().status, 200);
        server.send(SIGTERM);
        EXPECT_EQ(server.wait(), 0);
    }
    auto const stored = stored_providers(folder.path());
    for (auto const& name : acknowledged) EXPECT_TRUE(stored.contains(name)) << name << " was acknowledged and is lost";
    for (auto const& name : refused) EXPECT_FALSE(stored.contains(name)) << name << " was refused and is there";
    EXPECT_FALSE(std::filesystem::exists(folder / ".room-probe"));
    std::cout << "D-5: " << acknowledged.size() << " acknowledged, " << refused.size()
              << " refused with 507, writing again after "
              << std::chrono::duration_cast<std::chrono::milliseconds>(recovery).count() << " ms\n";
}

// The same where nothing may be mounted: SQLite is told that the disk is full.
TEST(D5, a_disk_that_says_full_makes_the_database_read_only_until_a_probe_finds_room)
{
    using storage::Database;
    using storage::Transaction;
    using storage::Writing;
    constexpr storage::Sql make{"test.make", "create table test_note (n bigint not null primary key)"},
        insert{"test.add", "insert into test_note (n) values ($1)"},
        count{"test.count", "select count(*) from test_note"};
    install_fault_vfs();
    Folder const folder;
    auto const database = Database::open(through_fault_vfs((folder / "lilong.db").string()));
    database->load([&](Transaction& tx) { tx.change(make); });
    auto const add = [&](int n) {
        return database->write({}, [&](Transaction& tx) -> Result<void> {
            tx.change(insert, n);
            tx.mark_noted();
            return {};
        });
    };
    ASSERT_TRUE(add(1));
    arm(Failing::write, 1, Lasting::from_now_on, SQLITE_FULL);
    auto const refused = add(2);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::disk_full);
    EXPECT_EQ(database->writing(), Writing::disk_full);
    EXPECT_EQ(database->read([&](storage::Connection& c) { return c.scalar<std::int64_t>(count); }), 1);
    disarm();
    auto const begun = std::chrono::steady_clock::now();
    while (!add(3) && std::chrono::steady_clock::now() - begun < 10s) std::this_thread::sleep_for(20ms);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
    EXPECT_EQ(database->read([&](storage::Connection& c) { return c.scalar<std::int64_t>(count); }), 2);
}

} // namespace
} // namespace lilong::trust
