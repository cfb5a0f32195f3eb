// S-17: history cannot be rewritten unseen. Two hundred random mutations over 20,000 rows in 200 chains, each by
// somebody with the file and an editor: one bit of one column, a row deleted, inserted, exchanged with its neighbour,
// or the tail cut.
#include <gtest/gtest.h>
#include <iostream>

#include "access/audit_anchor.h"
#include "base/chance.h"
#include "base/text.h"
#include "rig.h"

namespace lilong::trust
{
namespace
{

using access::AuditBreak;
using access::Fault;
using storage::Database;
using storage::Sql;
using storage::Transaction;

constexpr int kChains = 200, kRows = 100;
constexpr Sql kAppend{"test.append", "insert into audit_event (area_id, seq, at, actor_id, actor_name, what, object, "
                                     "details, hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
constexpr Sql kDelete{"test.delete", "delete from audit_event where area_id = $1 and seq = $2"};
constexpr Sql kCut{"test.cut", "delete from audit_event where area_id = $1 and seq >= $2"};
constexpr Sql kMove{"test.move", "update audit_event set seq = $3 where area_id = $1 and seq = $2"};
constexpr Sql kHole{"test.hole", "update audit_event set seq = -seq - 1 where area_id = $1 and seq >= $2"};
constexpr Sql kCloseHole{"test.close_hole", "update audit_event set seq = -seq where area_id = $1 and seq < 0"};
constexpr Sql kCopy{"test.copy", "insert into audit_event select area_id, $3, at, actor_id, actor_name, what, object, "
                                 "details, hash from audit_event where area_id = $1 and seq = $2"};
constexpr Sql kColumn[]{{"test.at", "select at from audit_event where area_id = $1 and seq = $2"},
                        {"test.actor", "select actor_id from audit_event where area_id = $1 and seq = $2"},
                        {"test.name", "select actor_name from audit_event where area_id = $1 and seq = $2"},
                        {"test.what", "select what from audit_event where area_id = $1 and seq = $2"},
                        {"test.object", "select object from audit_event where area_id = $1 and seq = $2"},
                        {"test.details", "select details from audit_event where area_id = $1 and seq = $2"},
                        {"test.hash", "select hash from audit_event where area_id = $1 and seq = $2"}};
constexpr Sql kSet[]{{"test.set_at", "update audit_event set at = $3 where area_id = $1 and seq = $2"},
                     {"test.set_actor", "update audit_event set actor_id = $3 where area_id = $1 and seq = $2"},
                     {"test.set_name", "update audit_event set actor_name = $3 where area_id = $1 and seq = $2"},
                     {"test.set_what", "update audit_event set what = $3 where area_id = $1 and seq = $2"},
                     {"test.set_object", "update audit_event set object = $3 where area_id = $1 and seq = $2"},
                     {"test.set_details", "update audit_event set details = $3 where area_id = $1 and seq = $2"},
                     {"test.set_hash", "update audit_event set hash = $3 where area_id = $1 and seq = $2"}};

class S17 : public testing::Test
{
protected:
    S17()
    {
        for (int c = 0; c < kChains; ++c) areas.push_back(AreaId::random(rng));
        database->load([&](Transaction& tx) {
            for (auto const& area : areas) write_chain(tx, area);
        });
        std::filesystem::remove(file);
        EXPECT_TRUE(database->read(
            [&](storage::Connection& c) { return access::append_anchor(c, file, day(kRows)).has_value(); }));
    }

    // Rows of three days, hashed as the trail does it.
    static Instant day(int row)
    {
        return Instant::parse("2026-05-08T02:00:00.000Z")->plus(std::chrono::minutes{row * 40});
    }
    void write_chain(Transaction& tx, AreaId const& area)
    {
        std::string hash;
        for (std::int64_t seq = 1; seq <= kRows; ++seq) {
            auto const at = day(static_cast<int>(seq)).text(), actor = UserId::random(rng).text(),
                       object = NeedId::random(rng).text();
            auto const details = R"({"field":"heads","row":")" + std::to_string(seq) + "\"}";
            hash = access::audit_hash(hash, {seq, at, actor, "王书记", "needs.confirmed", object, details});
            tx.change(kAppend, area, seq, at, actor, "王书记", "needs.confirmed", object, details, hash);
        }
    }

    // Does it, and says which row must be named.
    std::int64_t mutate(AreaId const& area, int kind)
    {
        std::int64_t expected = 0;
        database->load([&](Transaction& tx) {
            auto const row = static_cast<std::int64_t>(rng.below(kRows - 2)) + 1; // never the last two
            expected = row;
            if (kind == 0) flip_bit(tx, area, row);
            if (kind == 1) tx.change(kDelete, area, row);
            if (kind == 2) insert_before(tx, area, row);
            if (kind == 3) exchange(tx, area, row);
            if (kind == 4) tx.change(kCut, area, row);
        });
        return expected;
    }
    void flip_bit(Transaction& tx, AreaId const& area, std::int64_t row)
    {
        auto const column = rng.below(std::size(kColumn));
        auto text = tx.scalar<std::string>(kColumn[column], area, row).value();
        text[rng.below(text.size())] ^= static_cast<char>(1U << rng.below(7));
        tx.change(kSet[column], area, row, text);
    }
    void insert_before(Transaction& tx, AreaId const& area, std::int64_t row)
    {
        tx.change(kHole, area, row);
        tx.change(kCloseHole, area);
        tx.change(kCopy, area, row + 1, row); // a copy of the true row in front of it
        tx.change(kSet[3], area, row, "needs.closed");
    }
    void exchange(Transaction& tx, AreaId const& area, std::int64_t row)
    {
        tx.change(kMove, area, row, -1);
        tx.change(kMove, area, row + 1, row);
        tx.change(kMove, area, -1, row + 1);
    }

    std::vector<AuditBreak> found()
    {
        auto const anchors = access::read_anchors(file).value();
        return database->read([&](storage::Connection& c) { return breaks(c, anchors); });
    }

    SeededRng rng{17};
    std::vector<AreaId> areas;
    std::unique_ptr<Database> database = Database::in_memory();
    Folder folder;
    std::filesystem::path file = folder / "anchors.jsonl";
};

TEST_F(S17, each_of_two_hundred_mutations_over_twenty_thousand_rows_is_named_with_its_row)
{
    EXPECT_TRUE(found().empty()) << "before anybody touched it";
    std::map<AreaId, std::int64_t> expected;
    auto const anchors = access::read_anchors(file).value();
    for (int m = 0; m < 200; ++m) {
        auto const& area = areas[static_cast<std::size_t>(m)];
        auto const kind = m % 5;
        auto const row = mutate(area, kind);
        expected[area] = row;
        auto const alone = database->read(
            [&](storage::Connection& c) { return access::breaks_of(c, area, access::seen_by(anchors)); });
        ASSERT_EQ(alone.size(), 1U) << "mutation " << m << " of kind " << kind;
        EXPECT_EQ(alone[0].seq, row) << "mutation " << m << " of kind " << kind;
        EXPECT_EQ(alone[0].area, area);
        EXPECT_EQ(alone[0].date.size(), 10U);
    }
    auto const begun = std::chrono::steady_clock::now();
    auto const all = found();
    auto const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    EXPECT_EQ(all.size(), 200U);
    for (auto const& one : all) EXPECT_EQ(one.seq, expected.at(one.area)) << one.area.text();
    std::cout << "S-17: 200 mutations over " << kChains * kRows << " rows, " << all.size() << " named, one pass in "
              << seconds << " s\n";
}

TEST_F(S17, a_chain_written_anew_in_full_is_found_by_the_anchors)
{
    database->load([&](Transaction& tx) {
        tx.change(kCut, areas[7], 1);
        write_chain(tx, areas[7]);
    });
    auto const all = found();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].area, areas[7]);
    EXPECT_EQ(all[0].fault, Fault::rewritten);
}

TEST(S17Command, verify_names_the_row_and_its_day_and_exits_with_3)
{
    Folder const folder;
    make_installation(folder.path());
    { // a little history, and an anchor of it
        Server server{folder.path()};
        ASSERT_TRUE(server.ready());
        Connection connection{server.port()};
        EXPECT_EQ(connection.ask(get_request("/healthz", "")).value().status, 200);
    }
    ASSERT_EQ(run_program({"keys", "make", "--data", folder.path()}).code, 0);
    ASSERT_EQ(run_program({"audit", "anchor", "--data", folder.path()}).code, 0);
    auto const good = run_program({"audit", "verify", "--data", folder.path()});
    EXPECT_EQ(good.code, 0) << good.output;
    constexpr Sql forge{"test.forge", "update audit_event set what = 'needs.closed' where seq = 1"};
    Database::open((folder / "lilong.db").string())->load([&](Transaction& tx) { ASSERT_GT(tx.change(forge), 0); });
    auto const bad =
        run_program({"audit", "verify", "--data", folder.path(), "--anchors", (folder / "anchors.jsonl").string()});
    EXPECT_EQ(bad.code, 3);
    EXPECT_NE(bad.output.find("row 1 of 20"), std::string::npos) << bad.output;
    EXPECT_NE(bad.output.find("was changed"), std::string::npos) << bad.output;
    auto const exported = run_program({"audit", "export", "--data", folder.path()});
    EXPECT_EQ(exported.code, 0);
    EXPECT_NE(exported.output.find("\"what\":\"needs.closed\""), std::string::npos);
}

} // namespace
} // namespace lilong::trust
