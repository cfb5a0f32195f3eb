#include "access/audit_anchor.h"

#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/chance.h"
#include "base/csv.h"

namespace lilong::access
{
namespace
{

using storage::Connection;
using storage::Sql;
using storage::Transaction;

class AnchorTest : public testing::Test
{
protected:
    AnchorTest() { std::filesystem::remove(file); }
    ~AnchorTest() override { std::filesystem::remove(file); }

    void work(AreaId const& area, int notes)
    {
        for (int i = 0; i < notes; ++i) {
            auto const done = database->write(area, [&](Transaction& tx) -> Result<void> {
                audit.note(tx, wang, area, "needs.seen", NeedId::random(rng));
                return {};
            });
            EXPECT_TRUE(done);
        }
    }
    bool anchor()
    {
        return database->read([&](Connection& c) { return append_daily_anchor(c, file, clock.now()).value(); });
    }
    void next_day() { clock.advance(std::chrono::hours{24}); }
    std::vector<AuditBreak> found()
    {
        auto const anchors = read_anchors(file).value();
        return database->read([&](Connection& c) { return breaks(c, anchors); });
    }
    void expect_only(AreaId const& area, std::int64_t seq, std::string const& date, Fault fault)
    {
        auto const all = found();
        ASSERT_EQ(all.size(), 1U);
        EXPECT_EQ(all[0].area, area);
        EXPECT_EQ(all[0].seq, seq);
        EXPECT_EQ(all[0].date, date);
        EXPECT_EQ(all[0].fault, fault);
    }
    void edit_anchors(std::string const& from, std::string const& to)
    {
        auto text = read_file(file.string()).value();
        text.replace(text.find(from), from.size(), to);
        std::ofstream{file, std::ios::binary} << text;
    }

    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    TestClock clock{*Instant::parse("2026-05-08T06:30:00.000Z")};
    AuditTrail audit{clock};
    SeededRng rng{1};
    AreaId home = AreaId::random(rng), next_door = AreaId::random(rng);
    Actor wang{.user = UserId::random(rng), .name = "王书记", .grants = {}, .household = {}, .provider = {}};
    std::filesystem::path file =
        std::filesystem::temp_directory_path() / ("lilong-anchors-" + std::to_string(::getpid()) + ".jsonl");
};

TEST_F(AnchorTest, one_anchor_a_day_holds_the_end_of_every_chain)
{
    work(home, 3);
    work(next_door, 2);
    EXPECT_TRUE(anchor());
    EXPECT_FALSE(anchor()) << "once a day";
    next_day();
    EXPECT_TRUE(anchor());
    auto const anchors = read_anchors(file).value();
    ASSERT_EQ(anchors.lines.size(), 2U);
    EXPECT_EQ(anchors.lines[0].ends.size(), 2U);
    EXPECT_FALSE(anchors.broken);
    EXPECT_TRUE(found().empty());
}

TEST_F(AnchorTest, a_cut_tail_is_named_by_its_first_row_and_the_day_that_saw_it)
{
    constexpr Sql cut{"test.cut", "delete from audit_event where area_id = $1 and seq > 3"};
    work(home, 5);
    anchor();
    database->load([&](Transaction& tx) { tx.change(cut, home); });
    expect_only(home, 4, "2026-05-08", Fault::missing);
}

TEST_F(AnchorTest, a_chain_of_which_nothing_is_left_is_named)
{
    constexpr Sql cut{"test.cut", "delete from audit_event where area_id = $1"};
    work(home, 2);
    work(next_door, 2);
    anchor();
    database->load([&](Transaction& tx) { tx.change(cut, next_door); });
    expect_only(next_door, 1, "2026-05-08", Fault::missing);
}

TEST_F(AnchorTest, a_chain_written_anew_agrees_with_itself_but_not_with_the_anchors)
{
    constexpr Sql cut{"test.cut", "delete from audit_event where area_id = $1 and seq > 4"};
    work(home, 4);
    anchor();
    next_day();
    work(home, 3);
    anchor();
    database->load([&](Transaction& tx) { tx.change(cut, home); });
    work(home, 3); // somebody with the program and other memories
    EXPECT_FALSE(database->read([](Connection& c) { return first_break(c); }));
    expect_only(home, 5, "2026-05-09", Fault::rewritten);
}

TEST_F(AnchorTest, an_anchor_that_was_changed_is_named_by_its_line)
{
    work(home, 1);
    for (int day = 0; day < 3; ++day) {
        anchor();
        next_day();
    }
    edit_anchors("\"date\":\"2026-05-09\"", "\"date\":\"2026-05-19\"");
    auto const all = found();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].fault, Fault::anchor);
    EXPECT_EQ(all[0].seq, 2);
}

TEST_F(AnchorTest, a_line_that_was_cut_off_by_a_crash_is_written_again)
{
    work(home, 1);
    anchor();
    std::ofstream{file, std::ios::app | std::ios::binary} << "{\"date\":\"2026-05-09\",\"at\"";
    EXPECT_TRUE(found().empty());
    next_day();
    EXPECT_TRUE(anchor());
    EXPECT_EQ(read_anchors(file).value().lines.size(), 2U);
    EXPECT_TRUE(found().empty());
}

TEST_F(AnchorTest, the_exported_trail_can_be_checked_line_by_line)
{
    work(home, 3);
    std::vector<std::string> lines;
    database->read([&](Connection& c) {
        export_trail(c, [&](std::string_view line) { lines.emplace_back(line); });
        return 0;
    });
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_NE(lines[0].find("\"seq\":1"), std::string::npos);
    EXPECT_NE(lines[2].find("\"hash\":\""), std::string::npos);
}

} // namespace
} // namespace lilong::access
