#include "matching/match_store.h"

namespace lilong::matching::match_store
{

namespace
{

using storage::Connection;
using storage::Row;
using storage::Sql;
using storage::Transaction;

constexpr Sql kAdd{"matching.add", "insert into match (area_id, id, run_id, need_id, offer_area_id, offer_id, "
                                   "provider_id, heads, origin, need_zh, need_en, offer_zh, offer_en, "
                                   "explanation, sentence_zh, sentence_en, hand_reason, made_at) values ($1, $2, $3, "
                                   "$4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"};
constexpr Sql kSetAcceptances{"matching.set_acceptances",
                              "update match set committee_by = $3, committee_name = $4, committee_at = $5, provider_by "
                              "= $6, provider_name = $7, provider_at = $8 "
                              "where area_id = $1 and id = $2"};

#define LILONG_MATCH_COLUMNS                                                                                           \
    "select m.area_id, m.id, m.run_id, m.need_id, m.offer_area_id, m.offer_id, m.provider_id, m.heads, m.origin, "     \
    "m.need_zh, m.need_en, m.offer_zh, "                                                                               \
    "m.offer_en, m.explanation, m.sentence_zh, m.sentence_en, m.hand_reason, m.committee_by, m.committee_name, "       \
    "m.committee_at, m.provider_by, "                                                                                  \
    "m.provider_name, m.provider_at, m.made_at, s.state, s.version, s.due from match m join object_state s on "        \
    "s.area_id = m.area_id and s.object_id = m.id "
constexpr Sql kFind{"matching.find", LILONG_MATCH_COLUMNS "where m.area_id = $1 and m.id = $2"};
constexpr Sql kBelow{
    "matching.below", LILONG_MATCH_COLUMNS
    "where m.area_id in (select descendant_id from area_closure where ancestor_id = $1) order by m.made_at desc, m.id"};
constexpr Sql kOverdue{"matching.overdue",
                       LILONG_MATCH_COLUMNS "where s.state = 'proposed' and s.due < $1 order by m.area_id, m.id"};
constexpr Sql kUntouched{"matching.untouched_proposals",
                         LILONG_MATCH_COLUMNS "where m.area_id = $1 and s.state = 'proposed' and m.origin = 'run' and "
                                              "m.committee_by is null and m.provider_by is null order by m.id"};
#undef LILONG_MATCH_COLUMNS

constexpr Sql kHeadsHeld{
    "matching.heads_held",
    "select coalesce(sum(m.heads), 0) from match m join object_state s on s.area_id = m.area_id and s.object_id = m.id "
    "where m.area_id = $1 and m.need_id = $2 "
    "and (s.state in ('agreed', 'scheduled', 'running', 'suspended', 'completed', 'evaluated') "
    "or (s.state = 'proposed' and (m.origin = 'hand' or m.committee_by is not null or m.provider_by is not null)))"};
constexpr Sql kHeadsWaiting{
    "matching.heads_waiting",
    "select coalesce(sum(m.heads), 0) from match m join object_state s on s.area_id = m.area_id and s.object_id = m.id "
    "where m.offer_id = $1 "
    "and s.state = 'proposed' and (m.origin = 'hand' or m.committee_by is not null or m.provider_by is not null)"};

constexpr Sql kAddSession{"matching.add_session",
                          "insert into service_session (area_id, id, match_id, date, time_window, place, planned, "
                          "absent, note) values ($1, $2, $3, $4, $5, $6, $7, '', '')"};
constexpr Sql kSetResult{
    "matching.set_result",
    "update service_session set served = $3, absent = $4, note = $5 where area_id = $1 and id = $2"};
#define LILONG_SESSION_COLUMNS                                                                                         \
    "select v.area_id, v.id, v.match_id, v.date, v.time_window, v.place, v.planned, v.served, v.absent, v.note, "      \
    "s.state, s.version "                                                                                              \
    "from service_session v join object_state s on s.area_id = v.area_id and s.object_id = v.id "
constexpr Sql kSessions{"matching.sessions", LILONG_SESSION_COLUMNS
                        "where v.area_id = $1 and v.match_id = $2 order by v.date, v.time_window, v.id"};
constexpr Sql kSession{"matching.session", LILONG_SESSION_COLUMNS "where v.area_id = $1 and v.id = $2"};
#undef LILONG_SESSION_COLUMNS

constexpr Sql kAddRun{
    "matching.add_run",
    "insert into match_run (area_id, id, objective, data_sha256, needs, offers, pairs, heads, served, served_weight, "
    "burden, proposals, milliseconds, shortages, "
    "started_by, started_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"};
#define LILONG_RUN_COLUMNS                                                                                             \
    "select area_id, id, objective, data_sha256, needs, offers, pairs, heads, served, served_weight, burden, "         \
    "proposals, milliseconds, shortages, started_by, "                                                                 \
    "started_at from match_run "
constexpr Sql kRun{"matching.find_run", LILONG_RUN_COLUMNS "where area_id = $1 and id = $2"};
constexpr Sql kRuns{"matching.runs",
                    LILONG_RUN_COLUMNS "where area_id = $1 order by started_at desc, id desc limit 100"};
#undef LILONG_RUN_COLUMNS

constexpr Sql kBan{
    "matching.ban",
    "insert into arc_ban (area_id, need_id, offer_id, clause, until, made_at) values ($1, $2, $3, $4, $5, $6) "
    "on conflict (area_id, need_id, offer_id) do update set clause = excluded.clause, until = excluded.until, made_at "
    "= excluded.made_at"};
constexpr Sql kBans{"matching.bans",
                    "select area_id, need_id, offer_id, clause, until from arc_ban where area_id = $1 and until >= $2"};

constexpr Sql kAddUnmet{"matching.add_unmet",
                        "insert into unmet_need (area_id, run_id, need_id, need_zh, need_en, category, heads, cause, "
                        "detail, sentence_zh, sentence_en, certificate, since, latest) "
                        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)"};
constexpr Sql kForgetLatest{"matching.forget_latest",
                            "update unmet_need set latest = 0 where area_id = $1 and latest = 1"};
#define LILONG_UNMET_COLUMNS                                                                                           \
    "select area_id, run_id, need_id, need_zh, need_en, category, heads, cause, detail, sentence_zh, sentence_en, "    \
    "certificate, since from unmet_need "
constexpr Sql kUnmetBelow{"matching.unmet_below",
                          LILONG_UNMET_COLUMNS "where latest = 1 and area_id in (select descendant_id from "
                                               "area_closure where ancestor_id = $1) order by heads desc, need_id"};
constexpr Sql kUnmetIn{"matching.unmet_in", LILONG_UNMET_COLUMNS "where latest = 1 and area_id = $1 order by need_id"};
#undef LILONG_UNMET_COLUMNS

Names names_at(Row row, int column) { return {row.at<std::string>(column), row.at<std::string>(column + 1)}; }

std::optional<Acceptance> acceptance_at(Row row, int column)
{
    auto const by = row.at<std::optional<UserId>>(column);
    if (!by) return std::nullopt;
    return Acceptance{*by, row.at<std::string>(column + 1), row.at<Instant>(column + 2)};
}

MatchView match_of(Row row)
{
    Match m{.area = row.at<AreaId>(0),
            .id = row.at<MatchId>(1),
            .run = row.at<std::optional<MatchRunId>>(2),
            .need = row.at<NeedId>(3)};
    m.offer_area = row.at<AreaId>(4);
    m.offer = row.at<OfferId>(5);
    m.provider = row.at<ProviderId>(6);
    m.heads = row.at<std::int64_t>(7);
    m.origin = row.at<std::string>(8);
    m.need_names = names_at(row, 9);
    m.offer_names = names_at(row, 11);
    m.explanation = row.at<std::string>(13);
    m.sentence = names_at(row, 14);
    m.hand_reason = row.at<std::string>(16);
    m.committee = acceptance_at(row, 17);
    m.provider_side = acceptance_at(row, 20);
    m.made_at = row.at<Instant>(23);
    return {std::move(m), row.at<std::string>(24), row.at<std::int64_t>(25), row.at<std::optional<Date>>(26)};
}

ServiceSession session_of(Row row)
{
    return {.area = row.at<AreaId>(0),
            .id = row.at<ServiceSessionId>(1),
            .match = row.at<MatchId>(2),
            .date = row.at<Date>(3),
            .window = row.at<std::string>(4),
            .place = row.at<std::string>(5),
            .planned = row.at<std::int64_t>(6),
            .served = row.at<std::optional<std::int64_t>>(7),
            .absent = row.at<std::string>(8),
            .note = row.at<std::string>(9),
            .state = row.at<std::string>(10),
            .version = row.at<std::int64_t>(11)};
}

MatchRun run_of(Row row)
{
    MatchRun run{.area = row.at<AreaId>(0),
                 .id = row.at<MatchRunId>(1),
                 .objective = row.at<std::string>(2),
                 .data_sha256 = row.at<std::string>(3)};
    std::int64_t* const figures[]{&run.needs,         &run.offers, &run.pairs,     &run.heads,       &run.served,
                                  &run.served_weight, &run.burden, &run.proposals, &run.milliseconds};
    for (int i = 0; i < 9; ++i) *figures[i] = row.integer(4 + i);
    run.shortages = row.at<std::string>(13);
    run.started_by = row.at<std::string>(14);
    run.started_at = row.at<Instant>(15);
    return run;
}

UnmetRow unmet_of(Row row)
{
    return {.area = row.at<AreaId>(0),
            .need = row.at<NeedId>(2),
            .run = row.at<MatchRunId>(1),
            .need_names = names_at(row, 3),
            .category = row.at<std::string>(5),
            .heads = row.at<std::int64_t>(6),
            .cause = row.at<std::string>(7),
            .detail = row.at<std::string>(8),
            .sentence = names_at(row, 9),
            .certificate = row.at<std::string>(11),
            .since = row.at<Instant>(12)};
}

} // namespace

void add(Transaction& tx, Match const& m)
{
    tx.change(kAdd, m.area, m.id, m.run, m.need, m.offer_area, m.offer, m.provider, m.heads, m.origin, m.need_names.zh,
              m.need_names.en, m.offer_names.zh, m.offer_names.en, m.explanation, m.sentence.zh, m.sentence.en,
              m.hand_reason, m.made_at);
}

void set_acceptances(Transaction& tx, Match const& m)
{
    auto const by = [](auto const& a) { return a ? std::optional{a->by} : std::nullopt; };
    auto const name = [](auto const& a) { return a ? std::optional{a->name} : std::nullopt; };
    auto const at = [](auto const& a) { return a ? std::optional{a->at} : std::nullopt; };
    tx.change(kSetAcceptances, m.area, m.id, by(m.committee), name(m.committee), at(m.committee), by(m.provider_side),
              name(m.provider_side), at(m.provider_side));
}

std::optional<MatchView> find(Connection& c, AreaId const& area, MatchId const& id)
{
    return c.first(kFind, match_of, area, id);
}
std::vector<MatchView> below(Connection& c, AreaId const& area) { return c.all(kBelow, match_of, area); }
std::vector<MatchView> overdue(Connection& c, Date today) { return c.all(kOverdue, match_of, today); }
std::vector<MatchView> untouched_proposals(Connection& c, AreaId const& area)
{
    return c.all(kUntouched, match_of, area);
}
std::int64_t heads_held(Connection& c, AreaId const& area, NeedId const& need)
{
    return c.scalar<std::int64_t>(kHeadsHeld, area, need).value_or(0);
}
std::int64_t heads_waiting(Connection& c, OfferId const& offer)
{
    return c.scalar<std::int64_t>(kHeadsWaiting, offer).value_or(0);
}

void add(Transaction& tx, ServiceSession const& s)
{
    tx.change(kAddSession, s.area, s.id, s.match, s.date, s.window, s.place, s.planned);
}
void set_result(Transaction& tx, ServiceSession const& s)
{
    tx.change(kSetResult, s.area, s.id, s.served, s.absent, s.note);
}
std::vector<ServiceSession> sessions(Connection& c, AreaId const& area, MatchId const& match)
{
    return c.all(kSessions, session_of, area, match);
}
std::optional<ServiceSession> find_session(Connection& c, AreaId const& area, ServiceSessionId const& id)
{
    return c.first(kSession, session_of, area, id);
}

void add(Transaction& tx, MatchRun const& r)
{
    tx.change(kAddRun, r.area, r.id, r.objective, r.data_sha256, r.needs, r.offers, r.pairs, r.heads, r.served,
              r.served_weight, r.burden, r.proposals, r.milliseconds, r.shortages, r.started_by, r.started_at);
}
std::optional<MatchRun> find_run(Connection& c, AreaId const& area, MatchRunId const& id)
{
    return c.first(kRun, run_of, area, id);
}
std::vector<MatchRun> runs(Connection& c, AreaId const& area) { return c.all(kRuns, run_of, area); }

void ban(Transaction& tx, ArcBan const& b, Instant at)
{
    tx.change(kBan, b.area, b.need, b.offer, b.clause, b.until, at);
}
std::vector<ArcBan> bans(Connection& c, AreaId const& area, Date today)
{
    return c.all(
        kBans,
        [](Row row) {
            return ArcBan{row.at<AreaId>(0), row.at<NeedId>(1), row.at<OfferId>(2), row.at<std::string>(3),
                          row.at<Date>(4)};
        },
        area, today);
}

void add(Transaction& tx, UnmetRow const& u)
{
    tx.change(kAddUnmet, u.area, u.run, u.need, u.need_names.zh, u.need_names.en, u.category, u.heads, u.cause,
              u.detail, u.sentence.zh, u.sentence.en, u.certificate, u.since);
}
void forget_latest(Transaction& tx, AreaId const& area) { tx.change(kForgetLatest, area); }
std::vector<UnmetRow> unmet_below(Connection& c, AreaId const& area) { return c.all(kUnmetBelow, unmet_of, area); }
std::vector<UnmetRow> unmet_in(Connection& c, AreaId const& area) { return c.all(kUnmetIn, unmet_of, area); }

} // namespace lilong::matching::match_store
