#include "issues/agenda_store.h"

namespace lilong::issues::agenda_store
{

namespace
{

using storage::Row;
using storage::Sql;

#define LILONG_ITEM                                                                                                    \
    "select a.area_id, a.id, a.level, a.domain, a.rule, a.category, a.title, a.year, a.lead_unit, a.plan_date, "       \
    "a.times_returned, a.supervised, a.submitted_at, s.state, s.version, s.due, (select count(*) from agenda_member "  \
    "m "                                                                                                               \
    "where m.area_id = a.area_id and m.item_id = a.id) from agenda_item a "                                            \
    "join object_state s on s.area_id = a.area_id and s.object_id = a.id "

constexpr Sql kAdd{"agenda.add", "insert into agenda_item (area_id, id, level, domain, rule, category, title, year, "
                                 "lead_unit, plan_date, times_returned, supervised, submitted_at) "
                                 "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"};
constexpr Sql kSave{"agenda.save", "update agenda_item set domain = $3, lead_unit = $4, plan_date = $5, times_returned "
                                   "= $6, supervised = $7, submitted_at = $8 where area_id = $1 and id = $2"};
constexpr Sql kFind{"agenda.find", LILONG_ITEM "where a.area_id = $1 and a.id = $2"};
constexpr Sql kOfArea{"agenda.of_area", LILONG_ITEM "where a.area_id = $1 order by s.created_at desc, a.id"};
constexpr Sql kFromHome{"agenda.from_home",
                        LILONG_ITEM "where exists (select 1 from agenda_member h where h.member_area_id = $1 and "
                                    "h.area_id = a.area_id and h.item_id = a.id) "
                                    "order by s.created_at desc, a.id"};
constexpr Sql kSame{
    "agenda.same_matter", LILONG_ITEM
    "where a.area_id = $1 and a.rule = $2 and a.category = $3 and a.year = $4 order by s.created_at desc, a.id"};
constexpr Sql kPastDue{"agenda.past_due", LILONG_ITEM "where s.due < $1 and s.state in ('candidate', 'submitted', "
                                                      "'classified', 'accepted') order by s.due, a.id limit 1000"};
constexpr Sql kExecuted{"agenda.executed", LILONG_ITEM "where s.state = 'executed' order by a.id limit 1000"};
constexpr Sql kAddMember{"agenda.add_member",
                         "insert into agenda_member (area_id, item_id, member_kind, member_area_id, member_id, "
                         "reference, category, trace_id, evidence, joined_at) "
                         "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing"};
constexpr Sql kMembers{"agenda.members", "select member_kind, member_area_id, member_id, reference, category, "
                                         "evidence, trace_id, answered_at from agenda_member "
                                         "where area_id = $1 and item_id = $2 order by joined_at, member_id"};
constexpr Sql kCopyMembers{"agenda.copy_members",
                           "insert into agenda_member (area_id, item_id, member_kind, member_area_id, member_id, "
                           "reference, category, trace_id, evidence, joined_at) "
                           "select area_id, $3, member_kind, member_area_id, member_id, reference, category, trace_id, "
                           "evidence, joined_at from agenda_member "
                           "where area_id = $1 and item_id = $2 on conflict do nothing"};
constexpr Sql kAnswered{
    "agenda.answered",
    "update agenda_member set answered_at = $4 where area_id = $1 and item_id = $2 and member_id = $3"};
constexpr Sql kAddPack{
    "agenda.add_pack",
    "insert into evidence_pack (area_id, item_id, seq, content, sha256, at) values ($1, $2, $3, $4, $5, $6)"};
constexpr Sql kPacks{
    "agenda.packs",
    "select seq, content, sha256, at from evidence_pack where area_id = $1 and item_id = $2 order by seq"};
constexpr Sql kDropMeasures{"agenda.drop_measures", "delete from agenda_measure where area_id = $1 and item_id = $2"};
constexpr Sql kDropDecision{"agenda.drop_decision", "delete from agenda_decision where area_id = $1 and item_id = $2"};
constexpr Sql kAddDecision{"agenda.add_decision",
                           "insert into agenda_decision (area_id, item_id, body, accepts, text_zh, text_en, next_look, "
                           "at) values ($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Sql kAddMeasure{"agenda.add_measure", "insert into agenda_measure (area_id, item_id, seq, what, who, due, "
                                                "cost_fen, evidence) values ($1, $2, $3, $4, $5, $6, $7, '')"};
constexpr Sql kDecision{
    "agenda.decision",
    "select body, accepts, text_zh, text_en, next_look, at from agenda_decision where area_id = $1 and item_id = $2"};
constexpr Sql kMeasures{"agenda.measures", "select what, who, due, cost_fen, done_at, evidence from agenda_measure "
                                           "where area_id = $1 and item_id = $2 order by seq"};
constexpr Sql kMeasureDone{"agenda.measure_done", "update agenda_measure set done_at = $4, evidence = $5 where area_id "
                                                  "= $1 and item_id = $2 and seq = $3 and done_at is null"};

template <typename Enum>
Enum enum_at(Row row, int column)
{
    if (auto const found = word_of<Enum>(row.at<std::string>(column))) return *found;
    throw storage::BadColumn{};
}

Listed listed_of(Row r)
{
    AgendaItem i;
    i.area = r.at<AreaId>(0), i.id = r.at<AgendaItemId>(1), i.level = enum_at<Level>(r, 2),
    i.domain = enum_at<Domain>(r, 3);
    i.rule = r.at<std::string>(4), i.category = r.at<std::string>(5), i.title = r.at<std::string>(6),
    i.year = r.at<int>(7), i.lead_unit = r.at<std::string>(8);
    i.plan_date = r.at<std::optional<Date>>(9), i.times_returned = r.at<int>(10), i.supervised = r.at<int>(11) != 0,
    i.submitted_at = r.at<std::optional<Instant>>(12);
    return {i, r.at<std::string>(13), r.at<std::int64_t>(14), r.at<std::optional<Date>>(15), r.at<std::int64_t>(16)};
}

} // namespace

void add(Transaction& tx, AgendaItem const& i)
{
    tx.change(kAdd, i.area, i.id, word(i.level), word(i.domain), i.rule, i.category, i.title, i.year, i.lead_unit,
              i.plan_date, i.times_returned, i.supervised, i.submitted_at);
}

void save(Transaction& tx, AgendaItem const& i)
{
    tx.change(kSave, i.area, i.id, word(i.domain), i.lead_unit, i.plan_date, i.times_returned, i.supervised,
              i.submitted_at);
}

Result<AgendaItem> find(Connection& c, AreaId const& area, AgendaItemId const& id)
{
    auto found = c.first(kFind, listed_of, area, id);
    if (!found) return refuse(ErrorKind::not_found, "issues.item_not_found");
    return found->item;
}

std::vector<Listed> of_area(Connection& c, AreaId const& area) { return c.all(kOfArea, listed_of, area); }
std::vector<Listed> with_member_from(Connection& c, AreaId const& committee)
{
    return c.all(kFromHome, listed_of, committee);
}
std::vector<Listed> same_matter(Connection& c, AreaId const& area, std::string_view rule, std::string_view category,
                                int year)
{
    return c.all(kSame, listed_of, area, rule, category, year);
}
std::vector<Listed> past_due(Connection& c, Date today) { return c.all(kPastDue, listed_of, today); }
std::vector<Listed> executed(Connection& c) { return c.all(kExecuted, listed_of); }

void add_member(Transaction& tx, AgendaItem const& item, Member const& m, Instant at)
{
    tx.change(kAddMember, item.area, item.id, m.kind, m.area, m.object, m.reference, m.category, m.trace, m.evidence,
              at);
}

std::vector<Member> members_of(Connection& c, AreaId const& area, AgendaItemId const& id)
{
    return c.all(
        kMembers,
        [](Row r) {
            return Member{
                r.at<std::string>(0), r.at<AreaId>(1),      r.at<ObjectId>(2), r.at<std::string>(3),
                r.at<std::string>(4), r.at<std::string>(5), r.at<TraceId>(6),  r.at<std::optional<Instant>>(7)};
        },
        area, id);
}

void move_members(Transaction& tx, AreaId const& area, AgendaItemId const& from, AgendaItemId const& to)
{
    tx.change(kCopyMembers, area, from, to);
}

void mark_answered(Transaction& tx, AreaId const& area, AgendaItemId const& id, ObjectId const& member, Instant at)
{
    tx.change(kAnswered, area, id, member, at);
}

void add_pack(Transaction& tx, AgendaItem const& item, EvidencePack const& p)
{
    tx.change(kAddPack, item.area, item.id, p.seq, p.content, p.sha256, p.at);
}

std::vector<EvidencePack> packs_of(Connection& c, AreaId const& area, AgendaItemId const& id)
{
    return c.all(
        kPacks,
        [](Row r) {
            return EvidencePack{r.at<int>(0), r.at<std::string>(1), r.at<std::string>(2), r.at<Instant>(3)};
        },
        area, id);
}

void add_decision(Transaction& tx, AgendaItem const& item, Decision const& d)
{
    tx.change(kDropMeasures, item.area, item.id); // a returned item may be decided after all
    tx.change(kDropDecision, item.area, item.id);
    tx.change(kAddDecision, item.area, item.id, d.body, d.accepts, d.text_zh, d.text_en, d.next_look, d.at);
    std::int64_t seq = 0;
    for (auto const& m : d.measures) tx.change(kAddMeasure, item.area, item.id, ++seq, m.what, m.who, m.due, m.cost);
}

std::optional<Decision> decision_of(Connection& c, AreaId const& area, AgendaItemId const& id)
{
    auto decision = c.first(
        kDecision,
        [](Row r) {
            return Decision{r.at<std::string>(0),
                            r.at<int>(1) != 0,
                            r.at<std::string>(2),
                            r.at<std::string>(3),
                            r.at<std::optional<Date>>(4),
                            {},
                            r.at<Instant>(5)};
        },
        area, id);
    if (decision)
        decision->measures = c.all(
            kMeasures,
            [](Row r) {
                return Measure{r.at<std::string>(0),
                               r.at<std::string>(1),
                               r.at<Date>(2),
                               r.at<Money>(3),
                               r.at<std::optional<Instant>>(4),
                               r.at<std::string>(5)};
            },
            area, id);
    return decision;
}

int measure_done(Transaction& tx, AreaId const& area, AgendaItemId const& id, std::int64_t seq,
                 std::string const& evidence, Instant at)
{
    return tx.change(kMeasureDone, area, id, seq, at, evidence);
}

} // namespace lilong::issues::agenda_store
