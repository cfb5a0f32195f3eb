#include "needs/need_store.h"

#include <set>

#include "base/text.h"

namespace lilong::needs::need_store
{

namespace
{

using storage::Connection;
using storage::Row;
using storage::Sql;
using storage::Transaction;

constexpr Sql kAdd{"needs.add", "insert into need (area_id, id, cycle, kind, basis, item, group_key, round_id, "
                                "title_zh, title_en, place, unit, heads, heads_lower, heads_upper, lower_bound, "
                                "design, depends_on_who_answered, severity, category, cause_argument, blocked_by, "
                                "origins_sha256, origins_left, decline_code, next_look, before_after, made_at) "
                                "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, "
                                "$18, null, null, '', $19, $20, 0, '', null, 'not_measurable_yet', $21)"};
#define LILONG_NEED_COLUMNS                                                                                            \
    "select n.area_id, n.id, n.cycle, n.kind, n.basis, n.item, n.group_key, n.round_id, n.title_zh, n.title_en, "      \
    "n.place, n.unit, n.heads, n.heads_lower, n.heads_upper, n.lower_bound, n.design, n.depends_on_who_answered, "     \
    "n.severity, n.category, n.cause_argument, n.blocked_by, n.origins_sha256, n.origins_left, n.decline_code, "       \
    "n.next_look, n.before_after, n.made_at, s.state, s.version from need n "                                          \
    "join object_state s on s.area_id = n.area_id and s.object_id = n.id "
constexpr Sql kFind{"needs.find", LILONG_NEED_COLUMNS "where n.area_id = $1 and n.id = $2"};
constexpr Sql kList{"needs.list", LILONG_NEED_COLUMNS "where n.area_id = $1 and ($2 = '' or s.state = $2) and ($3 = '' "
                                                      "or n.item = $3) order by n.made_at desc, n.id limit $4"};
#undef LILONG_NEED_COLUMNS
constexpr Sql kIsOpen{
    "needs.is_open",
    "select count(*) from need n join object_state s on s.area_id = n.area_id and s.object_id = n.id "
    "where n.area_id = $1 and n.item = $2 and n.group_key = $3 and n.kind = 'area' and coalesce(n.round_id, '') = $4 "
    "and s.state not in ('set_aside', 'fed_back', 'declined')"};
constexpr Sql kUpdate{"needs.update", "update need set cycle = $3, severity = $4, category = $5, cause_argument = $6, "
                                      "blocked_by = $7, decline_code = $8, next_look = $9, before_after = $10 "
                                      "where area_id = $1 and id = $2"};
constexpr Sql kAddSnapshot{
    "needs.add_snapshot",
    "insert into need_snapshot (area_id, need_id, seq, content, sha256, taken_at) values ($1, $2, $3, $4, $5, $6)"};
constexpr Sql kSnapshots{
    "needs.snapshots",
    "select seq, content, sha256, taken_at from need_snapshot where area_id = $1 and need_id = $2 order by seq"};
constexpr Sql kAddOrigin{
    "needs.add_origin",
    "insert into need_origin (area_id, need_id, household_id) values ($1, $2, $3) on conflict do nothing"};
constexpr Sql kOrigins{
    "needs.origins", "select household_id from need_origin where area_id = $1 and need_id = $2 order by household_id"};
constexpr Sql kCountLeft{"needs.count_left",
                         "update need set origins_left = origins_left + 1 where area_id = $1 and id in (select need_id "
                         "from need_origin where area_id = $1 and household_id = $2)"};
constexpr Sql kForget{"needs.forget", "delete from need_origin where area_id = $1 and household_id = $2"};
constexpr Sql kAddPlan{
    "needs.add_plan",
    "insert into need_visit_plan (area_id, need_id, cycle, seed, drawn_at) values ($1, $2, $3, $4, $5)"};
constexpr Sql kAddVisit{"needs.add_visit", "insert into need_visit (area_id, need_id, cycle, household_id, seq, "
                                           "answered, building) values ($1, $2, $3, $4, $5, $6, $7)"};
constexpr Sql kPlan{"needs.plan",
                    "select seed, drawn_at from need_visit_plan where area_id = $1 and need_id = $2 and cycle = $3"};
constexpr Sql kVisits{"needs.visits", "select household_id, answered, building from need_visit where area_id = $1 and "
                                      "need_id = $2 and cycle = $3 order by seq"};
constexpr Sql kAddNote{"needs.add_note", "insert into cause_note (area_id, id, need_id, cycle, household_id, "
                                         "visitor_id, visitor_name, visited_on, words, suggestion, place, noted_at) "
                                         "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};
constexpr Sql kAddCause{"needs.add_cause",
                        "insert into cause_note_cause (area_id, note_id, cause) values ($1, $2, $3)"};
constexpr Sql kNotes{
    "needs.notes", "select n.id, n.household_id, n.visitor_id, n.visitor_name, n.visited_on, n.words, n.suggestion, "
                   "n.place, v.answered from cause_note n "
                   "join need_visit v on v.area_id = n.area_id and v.need_id = n.need_id and v.cycle = n.cycle and "
                   "v.household_id = n.household_id "
                   "where n.area_id = $1 and n.need_id = $2 and n.cycle = $3 order by n.visited_on, n.noted_at, n.id"};
constexpr Sql kCauses{"needs.causes",
                      "select cause from cause_note_cause where area_id = $1 and note_id = $2 order by cause"};
constexpr Sql kAddRoute{"needs.add_route",
                        "insert into need_route (area_id, need_id, cycle, target_id, target_area_id, target_kind, "
                        "title_zh, title_en, share_permille, state, made_at) "
                        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10)"};
constexpr Sql kRoutes{
    "needs.routes",
    "select target_area_id, target_kind, target_id, title_zh, title_en, share_permille, state from need_route "
    "where area_id = $1 and need_id = $2 and cycle = $3 order by made_at, target_id"};
constexpr Sql kRoutedTo{
    "needs.routed_to",
    "select area_id, need_id from need_route where target_id = $1 and state = 'open' order by area_id, need_id"};
constexpr Sql kEndRoute{
    "needs.end_route",
    "update need_route set state = $4 where area_id = $1 and need_id = $2 and target_id = $3 and state = 'open'"};

Need need_of(Row row)
{
    Need n;
    n.area = row.at<AreaId>(0);
    n.id = row.at<NeedId>(1);
    n.cycle = row.at<std::int64_t>(2);
    n.kind = row.at<std::string>(3);
    n.basis = row.at<std::string>(4);
    n.item = row.at<std::string>(5);
    n.group = row.at<std::string>(6);
    n.round = row.at<std::optional<RoundId>>(7);
    n.title = {row.at<std::string>(8), row.at<std::string>(9)};
    n.place = row.at<std::string>(10);
    n.unit = row.at<std::string>(11);
    n.heads = {row.integer(12), row.integer(13), row.integer(14)};
    n.lower_bound = row.at<double>(15);
    n.design = row.at<std::string>(16);
    n.depends_on_who_answered = row.integer(17) != 0;
    n.severity = row.at<std::optional<int>>(18);
    n.category = row.at<std::optional<std::string>>(19).value_or("");
    n.cause_argument = row.at<std::string>(20);
    n.blocked_by = row.at<std::string>(21);
    n.origins_sha256 = row.at<std::string>(22);
    n.origins_left = row.integer(23);
    n.decline_code = row.at<std::string>(24);
    n.next_look = row.at<std::optional<Date>>(25);
    n.before_after = row.at<std::string>(26);
    n.made_at = row.at<Instant>(27);
    n.state = row.at<std::string>(28);
    n.version = row.integer(29);
    return n;
}

} // namespace

void add(Transaction& tx, Need const& n)
{
    tx.change(kAdd, n.area, n.id, n.cycle, n.kind, n.basis, n.item, n.group, n.round, n.title.zh, n.title.en, n.place,
              n.unit, n.heads.estimate, n.heads.lower, n.heads.upper, n.lower_bound, n.design,
              n.depends_on_who_answered, n.blocked_by, n.origins_sha256, n.made_at);
}

std::optional<Need> find(Connection& connection, AreaId const& area, NeedId const& id)
{
    return connection.first(kFind, need_of, area, id);
}

std::vector<Need> list(Connection& connection, AreaId const& area, NeedFilter const& filter)
{
    return connection.all(kList, need_of, area, filter.state, filter.item, filter.most);
}

bool is_open(Connection& connection, Need const& like)
{
    return connection
               .scalar<std::int64_t>(kIsOpen, like.area, like.item, like.group,
                                     like.round ? like.round->text() : std::string{})
               .value_or(0) > 0;
}

void update(Transaction& tx, Need const& n)
{
    auto const category = n.category.empty() ? std::optional<std::string>{} : std::optional{n.category};
    tx.change(kUpdate, n.area, n.id, n.cycle, n.severity, category, n.cause_argument, n.blocked_by, n.decline_code,
              n.next_look, n.before_after);
}

void add_snapshot(Transaction& tx, Need const& need, Snapshot const& snapshot)
{
    tx.change(kAddSnapshot, need.area, need.id, snapshot.seq, snapshot.content, snapshot.sha256, snapshot.taken_at);
}

std::vector<Snapshot> snapshots(Connection& connection, Need const& need)
{
    return connection.all(
        kSnapshots,
        [](Row row) {
            return Snapshot{row.integer(0), row.at<std::string>(1), row.at<std::string>(2), row.at<Instant>(3)};
        },
        need.area, need.id);
}

void add_origin(Transaction& tx, Need const& need, HouseholdId const& household)
{
    tx.change(kAddOrigin, need.area, need.id, household);
}

std::vector<HouseholdId> origins(Connection& connection, Need const& need)
{
    return connection.all(
        kOrigins, [](Row row) { return row.at<HouseholdId>(0); }, need.area, need.id);
}

int forget_household(Transaction& tx, AreaId const& area, HouseholdId const& household)
{
    tx.change(kCountLeft, area, household);
    return tx.change(kForget, area, household);
}

void add_plan(Transaction& tx, Need const& need, FollowUpPlan const& plan)
{
    tx.change(kAddPlan, need.area, need.id, need.cycle, std::to_string(plan.seed), plan.drawn_at);
    std::int64_t seq = 0;
    for (auto const& visit : plan.visits)
        tx.change(kAddVisit, need.area, need.id, need.cycle, visit.household, ++seq, visit.answered, visit.building);
}

std::optional<FollowUpPlan> plan(Connection& connection, Need const& need)
{
    auto found = connection.first(
        kPlan,
        [](Row row) {
            return FollowUpPlan{std::stoull(row.at<std::string>(0)), row.at<Instant>(1), {}};
        },
        need.area, need.id, need.cycle);
    if (!found) return std::nullopt;
    std::set<HouseholdId> visited;
    for (auto const& note : notes(connection, need)) visited.insert(note.household);
    for (auto row : connection.query(kVisits, need.area, need.id, need.cycle)) {
        auto const household = row.at<HouseholdId>(0);
        found->visits.push_back(
            {household, row.at<std::string>(1), row.at<std::string>(2), visited.contains(household)});
    }
    return found;
}

void add_note(Transaction& tx, Need const& need, CauseNote const& note, Instant at)
{
    tx.change(kAddNote, need.area, note.id, need.id, need.cycle, note.household, note.visitor, note.visitor_name,
              note.visited_on, note.words, note.suggestion, note.place, at);
    for (auto const& cause : std::set<std::string>{note.causes.begin(), note.causes.end()})
        tx.change(kAddCause, need.area, note.id, cause);
}

std::vector<CauseNote> notes(Connection& connection, Need const& need)
{
    auto found = connection.all(
        kNotes,
        [](Row row) {
            return CauseNote{row.at<CauseNoteId>(0),        row.at<HouseholdId>(1), row.at<UserId>(2),
                             row.at<std::string>(3),        row.at<Date>(4),        {},
                             row.at<std::string>(5),        row.at<std::string>(6), row.at<std::string>(7),
                             row.at<std::string>(8) == "no"};
        },
        need.area, need.id, need.cycle);
    for (auto& note : found)
        note.causes = connection.all(
            kCauses, [](Row row) { return row.at<std::string>(0); }, need.area, note.id);
    return found;
}

std::vector<std::vector<std::string>> named_causes(Connection& connection, Need const& need)
{
    std::vector<std::vector<std::string>> out;
    for (auto const& note : notes(connection, need))
        if (!note.contrast) out.push_back(note.causes);
    return out;
}

void add_route(Transaction& tx, Need const& need, Route const& route, Instant at)
{
    tx.change(kAddRoute, need.area, need.id, need.cycle, route.target, route.target_area, route.target_kind,
              route.title.zh, route.title.en, route.share_permille, at);
}

std::vector<Route> routes(Connection& connection, Need const& need)
{
    return connection.all(
        kRoutes,
        [](Row row) {
            return Route{row.at<AreaId>(0),   row.at<std::string>(1),
                         row.at<ObjectId>(2), {row.at<std::string>(3), row.at<std::string>(4)},
                         row.at<int>(5),      row.at<std::string>(6)};
        },
        need.area, need.id, need.cycle);
}

std::vector<RoutedNeed> routed_to(Connection& connection, ObjectId const& target)
{
    return connection.all(
        kRoutedTo,
        [](Row row) {
            return RoutedNeed{row.at<AreaId>(0), row.at<NeedId>(1)};
        },
        target);
}

void end_route(Transaction& tx, RoutedNeed const& need, ObjectId const& target, std::string_view state)
{
    tx.change(kEndRoute, need.area, need.need, target, state);
}

} // namespace lilong::needs::need_store
