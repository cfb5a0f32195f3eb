#include "issues/issue_store.h"

#include "base/text.h"

namespace lilong::issues::issue_store
{

namespace
{

using storage::Row;
using storage::Sql;

#define LILONG_ISSUE_COLUMNS                                                                                           \
    "i.area_id, i.id, i.category, i.text, i.estate_id, i.lon, i.lat, i.asset, i.source, i.reporter_id, i.reference, "  \
    "i.level, i.lead_unit, i.co_units, i.service_class, i.outcome, i.result, i.plan, i.plan_date, i.returns, "         \
    "i.redos, "                                                                                                        \
    "i.extensions, i.reds, i.reopens, i.supervised, i.supervise_by, i.released, i.master_id, i.extension_until, "      \
    "i.extension_reason, i.reported_at, i.closed_at"

constexpr Sql kAdd{"issues.add", "insert into issue (area_id, id, category, text, estate_id, lon, lat, asset, source, "
                                 "reporter_id, reference, code_hash, level, lead_unit, co_units, "
                                 "service_class, result, plan, returns, redos, extensions, reds, reopens, supervised, "
                                 "released, extension_reason, reported_at) "
                                 "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', '', $14, '', '', "
                                 "0, 0, 0, 0, 0, 0, 0, '', $15)"};
constexpr Sql kSave{"issues.save",
                    "update issue set category = $3, level = $4, lead_unit = $5, co_units = $6, service_class = $7, "
                    "outcome = $8, result = $9, plan = $10, plan_date = $11, "
                    "returns = $12, redos = $13, extensions = $14, reds = $15, reopens = $16, supervised = $17, "
                    "supervise_by = $18, released = $19, master_id = $20, "
                    "extension_until = $21, extension_reason = $22, closed_at = $23 where area_id = $1 and id = $2"};
constexpr Sql kFind{"issues.find", "select " LILONG_ISSUE_COLUMNS " from issue i where i.area_id = $1 and i.id = $2"};
constexpr Sql kOfArea{
    "issues.of_area",
    "select " LILONG_ISSUE_COLUMNS
    ", s.state, s.version, s.due from issue i join object_state s on s.area_id = i.area_id and s.object_id = i.id "
    "where i.area_id = $1 order by i.reported_at desc, i.id"};
constexpr Sql kByReference{"issues.by_reference", "select area_id, id, code_hash from issue where reference = $1"};
constexpr Sql kRecent{
    "issues.recent",
    "select " LILONG_ISSUE_COLUMNS
    ", s.state, s.version, s.due from issue i join object_state s on s.area_id = i.area_id and s.object_id = i.id "
    "where i.area_id = $1 and i.category = $2 and s.state not in ('refused', 'merged') and (i.closed_at is null or "
    "i.closed_at >= $3) "
    "order by i.reported_at desc, i.id limit 200"};
constexpr Sql kDropClock{"issues.drop_clock",
                         "delete from issue_clock where area_id = $1 and issue_id = $2 and kind = $3"};
constexpr Sql kAddClock{"issues.add_clock",
                        "insert into issue_clock (area_id, issue_id, kind, started_at, due_at, allowed_ms, met_at, "
                        "stopped_at, left_ms, pauses, extensions, red_noted, assumed) "
                        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"};
constexpr Sql kClocks{"issues.clocks", "select kind, started_at, due_at, allowed_ms, met_at, stopped_at, left_ms, "
                                       "pauses, extensions, red_noted, assumed from issue_clock "
                                       "where area_id = $1 and issue_id = $2 order by kind"};
constexpr Sql kLate{"issues.late_clocks",
                    "select area_id, issue_id, kind from issue_clock where kind in ('contact', 'answer') and met_at is "
                    "null and stopped_at is null and red_noted = 0 and due_at < $1 "
                    "order by area_id, issue_id, kind limit 1000"};
constexpr Sql kAddTry{
    "issues.add_try",
    "insert into issue_try (area_id, issue_id, seq, kind, reached, solved, rating, note, caller_id, at) "
    "select $1, $2, coalesce(max(seq), 0) + 1, $3, $4, $5, $6, $7, $8, $9 from issue_try where area_id = $1 and "
    "issue_id = $2"};
constexpr Sql kTries{"issues.tries", "select kind, reached, solved, rating, note, caller_id, at from issue_try where "
                                     "area_id = $1 and issue_id = $2 order by seq"};
constexpr Sql kAddWord{
    "issues.add_word",
    "insert into issue_word (area_id, issue_id, seq, text, at) "
    "select $1, $2, coalesce(max(seq), 0) + 1, $3, $4 from issue_word where area_id = $1 and issue_id = $2"};
constexpr Sql kWordsOf{"issues.words",
                       "select text, at from issue_word where area_id = $1 and issue_id = $2 order by seq"};
constexpr Sql kSubscribe{"issues.subscribe", "insert into issue_subscription (area_id, issue_id, household_id, "
                                             "first_issue_id, at) values ($1, $2, $3, $2, $4) on conflict do nothing"};
constexpr Sql kSubscribers{
    "issues.subscribers",
    "select distinct household_id from issue_subscription where area_id = $1 and issue_id = $2 order by household_id"};
constexpr Sql kMoveSubscriptions{"issues.move_subscriptions",
                                 "update issue_subscription set issue_id = $3 where area_id = $1 and issue_id = $2"};
constexpr Sql kMoveMerged{"issues.move_merged",
                          "update issue set master_id = $3 where area_id = $1 and master_id = $2"};
constexpr Sql kMoveBack{"issues.move_back",
                        "update issue_subscription set issue_id = $2 where area_id = $1 and first_issue_id = $2"};
constexpr Sql kAddAnswer{"issues.add_answer",
                         "insert into member_answer (area_id, member_kind, member_id, item_area_id, item_id, kind, "
                         "accepts, body, text_zh, text_en, measures, next_look, at) "
                         "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"};
constexpr Sql kAnswers{"issues.answers", "select member_kind, member_id, item_area_id, item_id, kind, accepts, body, "
                                         "text_zh, text_en, measures, next_look, at from member_answer "
                                         "where area_id = $1 and member_kind = $2 and member_id = $3 order by at"};

template <typename Enum>
Enum enum_at(Row row, int column)
{
    if (auto const found = word_of<Enum>(row.at<std::string>(column))) return *found;
    throw storage::BadColumn{};
}

template <typename Enum>
std::optional<Enum> optional_enum_at(Row row, int column)
{
    auto const text = row.at<std::optional<std::string>>(column);
    return text ? word_of<Enum>(*text) : std::nullopt;
}

template <typename Enum>
std::optional<std::string> wire(std::optional<Enum> value)
{
    return value ? std::optional{std::string{word(*value)}} : std::nullopt;
}

std::string joined(std::vector<std::string> const& units)
{
    std::string out;
    for (auto const& unit : units) out += (out.empty() ? "" : "|") + unit;
    return out;
}

std::vector<std::string> units_of(std::string const& text)
{
    std::vector<std::string> out;
    for (auto part : split(text, '|'))
        if (!part.empty()) out.emplace_back(part);
    return out;
}

Issue issue_of(Row r)
{
    Issue i;
    i.area = r.at<AreaId>(0), i.id = r.at<IssueId>(1), i.category = r.at<std::string>(2), i.text = r.at<std::string>(3);
    i.place = {r.at<std::optional<AreaId>>(4), r.at<std::optional<double>>(5), r.at<std::optional<double>>(6),
               r.at<std::string>(7)};
    i.source = enum_at<Source>(r, 8), i.reporter = r.at<std::optional<HouseholdId>>(9),
    i.reference = r.at<std::string>(10);
    i.level = enum_at<Level>(r, 11), i.lead_unit = r.at<std::string>(12), i.co_units = units_of(r.at<std::string>(13));
    i.service_class = enum_at<ServiceClass>(r, 14), i.outcome = optional_enum_at<Outcome>(r, 15),
    i.result = r.at<std::string>(16);
    i.plan = r.at<std::string>(17), i.plan_date = r.at<std::optional<Date>>(18);
    i.returns = r.at<int>(19), i.redos = r.at<int>(20), i.extensions = r.at<int>(21), i.reds = r.at<int>(22),
    i.reopens = r.at<int>(23);
    i.supervised = r.at<int>(24) != 0, i.supervise_by = r.at<std::optional<Date>>(25), i.released = r.at<int>(26) != 0;
    i.master = r.at<std::optional<IssueId>>(27), i.extension_until = r.at<std::optional<Instant>>(28),
    i.extension_reason = r.at<std::string>(29);
    i.reported_at = r.at<Instant>(30), i.closed_at = r.at<std::optional<Instant>>(31);
    return i;
}

Listed listed_of(Row r)
{
    return {issue_of(r), r.at<std::string>(32), r.at<std::int64_t>(33), r.at<std::optional<Date>>(34)};
}

IssueClock clock_of(Row r)
{
    return {enum_at<ClockKind>(r, 0),
            r.at<Instant>(1),
            r.at<Instant>(2),
            r.at<std::int64_t>(3),
            r.at<std::optional<Instant>>(4),
            r.at<std::optional<Instant>>(5),
            r.at<std::int64_t>(6),
            r.at<int>(7),
            r.at<int>(8),
            r.at<int>(9) != 0,
            r.at<int>(10) != 0};
}

} // namespace

void add(Transaction& tx, Issue const& i, std::string const& code_hash)
{
    tx.change(kAdd, i.area, i.id, i.category, i.text, i.place.estate, i.place.lon, i.place.lat, i.place.asset,
              word(i.source), i.reporter, i.reference, code_hash, word(i.level), word(i.service_class), i.reported_at);
}

void save(Transaction& tx, Issue const& i)
{
    tx.change(kSave, i.area, i.id, i.category, word(i.level), i.lead_unit, joined(i.co_units), word(i.service_class),
              wire(i.outcome), i.result, i.plan, i.plan_date, i.returns, i.redos, i.extensions, i.reds, i.reopens,
              i.supervised, i.supervise_by, i.released, i.master, i.extension_until, i.extension_reason, i.closed_at);
}

Result<Issue> find(Connection& c, AreaId const& area, IssueId const& id)
{
    auto found = c.first(kFind, issue_of, area, id);
    if (!found) return refuse(ErrorKind::not_found, "issues.not_found");
    return *found;
}

std::vector<Listed> of_area(Connection& c, AreaId const& area) { return c.all(kOfArea, listed_of, area); }

std::optional<Followed> by_reference(Connection& c, std::string const& reference)
{
    return c.first(
        kByReference,
        [](Row r) {
            return Followed{r.at<AreaId>(0), r.at<IssueId>(1), r.at<std::string>(2)};
        },
        reference);
}

std::vector<Listed> recent_of_categories(Connection& c, AreaId const& area, std::vector<std::string> const& categories,
                                         Instant since)
{
    std::vector<Listed> out;
    for (auto const& category : categories)
        for (auto& found : c.all(kRecent, listed_of, area, category, since)) out.push_back(std::move(found));
    return out;
}

void put_clock(Transaction& tx, Issue const& issue, IssueClock const& k)
{
    tx.change(kDropClock, issue.area, issue.id, word(k.kind));
    tx.change(kAddClock, issue.area, issue.id, word(k.kind), k.started_at, k.due_at, k.allowed_ms, k.met_at,
              k.stopped_at, k.left_ms, k.pauses, k.extensions, k.red_noted, k.assumed);
}

std::vector<IssueClock> clocks_of(Connection& c, AreaId const& area, IssueId const& id)
{
    return c.all(kClocks, clock_of, area, id);
}

std::vector<LateClock> late_clocks(Connection& c, Instant now)
{
    return c.all(
        kLate,
        [](Row r) {
            return LateClock{r.at<AreaId>(0), r.at<IssueId>(1), enum_at<ClockKind>(r, 2)};
        },
        now);
}

void add_try(Transaction& tx, AreaId const& area, IssueId const& id, Try const& t)
{
    tx.change(kAddTry, area, id, word(t.kind), t.reached, wire(t.solved), t.rating, t.note, t.caller, t.at);
}

std::vector<Try> tries_of(Connection& c, AreaId const& area, IssueId const& id)
{
    return c.all(
        kTries,
        [](Row r) {
            return Try{enum_at<TryKind>(r, 0),
                       r.at<int>(1) != 0,
                       optional_enum_at<Solved>(r, 2),
                       r.at<std::optional<int>>(3),
                       r.at<std::string>(4),
                       r.at<UserId>(5),
                       r.at<Instant>(6)};
        },
        area, id);
}

void add_word(Transaction& tx, AreaId const& area, IssueId const& id, std::string const& text, Instant at)
{
    tx.change(kAddWord, area, id, text, at);
}

std::vector<Word> words_of(Connection& c, AreaId const& area, IssueId const& id)
{
    return c.all(
        kWordsOf,
        [](Row r) {
            return Word{r.at<std::string>(0), r.at<Instant>(1)};
        },
        area, id);
}

void subscribe(Transaction& tx, AreaId const& area, IssueId const& id, HouseholdId const& household, Instant at)
{
    tx.change(kSubscribe, area, id, household, at);
}

std::vector<HouseholdId> subscribers(Connection& c, AreaId const& area, IssueId const& id)
{
    return c.all(
        kSubscribers, [](Row r) { return r.at<HouseholdId>(0); }, area, id);
}

void move_to_master(Transaction& tx, AreaId const& area, IssueId const& merged, IssueId const& master)
{
    tx.change(kMoveSubscriptions, area, merged, master);
    tx.change(kMoveMerged, area, merged, master);
}

void move_back(Transaction& tx, AreaId const& area, IssueId const& merged) { tx.change(kMoveBack, area, merged); }

void add_answer(Transaction& tx, AreaId const& area, MemberAnswer const& a)
{
    tx.change(kAddAnswer, area, a.member_kind, a.member, a.item_area, a.item, a.kind, a.accepts, a.body, a.text_zh,
              a.text_en, a.measures, a.next_look, a.at);
}

std::vector<MemberAnswer> answers_of(Connection& c, AreaId const& area, std::string_view kind, ObjectId const& member)
{
    return c.all(
        kAnswers,
        [](Row r) {
            return MemberAnswer{r.at<std::string>(0),
                                r.at<ObjectId>(1),
                                r.at<AreaId>(2),
                                r.at<AgendaItemId>(3),
                                r.at<std::string>(4),
                                r.at<int>(5) != 0,
                                r.at<std::string>(6),
                                r.at<std::string>(7),
                                r.at<std::string>(8),
                                r.at<std::string>(9),
                                r.at<std::optional<Date>>(10),
                                r.at<Instant>(11)};
        },
        area, kind, member);
}

} // namespace lilong::issues::issue_store
