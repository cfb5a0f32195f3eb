#include "consultation/round_store.h"

namespace lilong::consultation::round_store
{

namespace
{

using storage::Connection;
using storage::Row;
using storage::Sql;
using storage::Transaction;

constexpr Sql kNextDraft{"consultation.next_draft",
                         "select coalesce(max(number), 0) + 1 from draft where area_id = $1 and subject_id = $2"};
constexpr Sql kAddDraft{"consultation.add_draft", "insert into draft (area_id, id, subject_kind, subject_id, number, "
                                                  "plain_zh, plain_en, changes_zh, changes_en, made_at) "
                                                  "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
#define LILONG_DRAFT_COLUMNS                                                                                           \
    "select id, subject_kind, subject_id, number, plain_zh, plain_en, changes_zh, changes_en, made_at from draft "
constexpr Sql kDraft{"consultation.draft", LILONG_DRAFT_COLUMNS "where area_id = $1 and id = $2"};
constexpr Sql kDrafts{"consultation.drafts",
                      LILONG_DRAFT_COLUMNS "where area_id = $1 and subject_id = $2 order by number"};
#undef LILONG_DRAFT_COLUMNS
constexpr Sql kNextRound{
    "consultation.next_round",
    "select coalesce(max(number), 0) + 1 from consultation_round where area_id = $1 and subject_id = $2"};
constexpr Sql kAdd{"consultation.add_round",
                   "insert into consultation_round (area_id, id, subject_kind, subject_id, number, draft_id, "
                   "question_zh, question_en, opens_on, closes_on, electorate, rule_hash, "
                   "draft_answer, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, null, null, 0, '', '', $9)"};
constexpr Sql kUpdate{"consultation.update_round",
                      "update consultation_round set opens_on = $3, closes_on = $4, electorate = $5, rule_hash = $6, "
                      "draft_answer = $7 where area_id = $1 and id = $2"};
#define LILONG_ROUND_COLUMNS                                                                                           \
    "select r.id, r.subject_kind, r.subject_id, r.number, r.draft_id, r.question_zh, r.question_en, r.opens_on, "      \
    "r.closes_on, r.electorate, r.rule_hash, r.draft_answer, r.made_at, s.state, s.version "                           \
    "from consultation_round r join object_state s on s.area_id = r.area_id and s.object_id = r.id "
constexpr Sql kFind{"consultation.round", LILONG_ROUND_COLUMNS "where r.area_id = $1 and r.id = $2"};
constexpr Sql kList{"consultation.rounds", LILONG_ROUND_COLUMNS
                    "where r.area_id = $1 and ($2 = '' or r.subject_id = $2) order by r.made_at, r.number, r.id"};
#undef LILONG_ROUND_COLUMNS
constexpr Sql kAddElector{
    "consultation.add_elector",
    "insert into consultation_elector (area_id, round_id, household_id, token_sha256) values ($1, $2, $3, $4)"};
constexpr Sql kIsElector{
    "consultation.is_elector",
    "select count(*) from consultation_elector where area_id = $1 and round_id = $2 and household_id = $3"};
constexpr Sql kByToken{
    "consultation.by_token",
    "select round_id, household_id from consultation_elector where area_id = $1 and token_sha256 = $2"};
constexpr Sql kSetToken{
    "consultation.set_token",
    "update consultation_elector set token_sha256 = $4 where area_id = $1 and round_id = $2 and household_id = $3"};
constexpr Sql kAddVote{"consultation.add_vote",
                       "insert into consultation_vote (area_id, round_id, household_id, seq, choice, comment, channel, "
                       "batch, entered_by, at) "
                       "select $1, $2, $3, coalesce(max(seq), 0) + 1, $4, $5, $6, $7, $8, $9 from consultation_vote "
                       "where area_id = $1 and round_id = $2 and household_id = $3"};
constexpr Sql kLastVotes{
    "consultation.last_votes",
    "select v.household_id, v.choice, v.comment, v.channel, v.batch, v.entered_by, v.at from consultation_vote v "
    "where v.area_id = $1 and v.round_id = $2 and v.seq = (select max(w.seq) from consultation_vote w "
    "where w.area_id = v.area_id and w.round_id = v.round_id and w.household_id = v.household_id) order by "
    "v.household_id"};
constexpr Sql kAddTheme{"consultation.add_theme", "insert into consultation_theme (area_id, round_id, seq, theme_zh, "
                                                  "theme_en, comments, answer, reason_zh, reason_en) "
                                                  "select $1, $2, coalesce(max(seq), 0) + 1, $3, $4, $5, $6, $7, $8 "
                                                  "from consultation_theme where area_id = $1 and round_id = $2"};
constexpr Sql kThemes{"consultation.themes", "select theme_zh, theme_en, comments, answer, reason_zh, reason_en from "
                                             "consultation_theme where area_id = $1 and round_id = $2 order by seq"};

Draft draft_of(Row row)
{
    return {row.at<DraftId>(0),
            {row.at<std::string>(1), row.at<ObjectId>(2)},
            row.at<int>(3),
            {row.at<std::string>(4), row.at<std::string>(5)},
            {row.at<std::string>(6), row.at<std::string>(7)},
            row.at<Instant>(8)};
}

Round round_of(Row row)
{
    Round r;
    r.id = row.at<ConsultationRoundId>(0);
    r.subject = {row.at<std::string>(1), row.at<ObjectId>(2)};
    r.number = row.at<int>(3);
    r.draft = row.at<DraftId>(4);
    r.question = {row.at<std::string>(5), row.at<std::string>(6)};
    r.opens_on = row.at<std::optional<Date>>(7);
    r.closes_on = row.at<std::optional<Date>>(8);
    r.electorate = row.integer(9);
    r.rule_hash = row.at<std::string>(10);
    r.draft_answer = row.at<std::string>(11);
    r.made_at = row.at<Instant>(12);
    r.state = row.at<std::string>(13);
    r.version = row.integer(14);
    return r;
}

} // namespace

int next_draft_number(Connection& c, AreaId const& area, Subject const& subject)
{
    return c.scalar<int>(kNextDraft, area, subject.id).value_or(1);
}
void add_draft(Transaction& tx, AreaId const& area, Draft const& d)
{
    tx.change(kAddDraft, area, d.id, d.subject.kind, d.subject.id, d.number, d.plain.zh, d.plain.en, d.changes.zh,
              d.changes.en, d.made_at);
}
std::optional<Draft> draft(Connection& c, AreaId const& area, DraftId const& id)
{
    return c.first(kDraft, draft_of, area, id);
}
std::vector<Draft> drafts(Connection& c, AreaId const& area, ObjectId const& subject)
{
    return c.all(kDrafts, draft_of, area, subject);
}

int next_round_number(Connection& c, AreaId const& area, Subject const& subject)
{
    return c.scalar<int>(kNextRound, area, subject.id).value_or(1);
}
void add(Transaction& tx, AreaId const& area, Round const& r)
{
    tx.change(kAdd, area, r.id, r.subject.kind, r.subject.id, r.number, r.draft, r.question.zh, r.question.en,
              r.made_at);
}
void update(Transaction& tx, AreaId const& area, Round const& r)
{
    tx.change(kUpdate, area, r.id, r.opens_on, r.closes_on, r.electorate, r.rule_hash, r.draft_answer);
}
std::optional<Round> find(Connection& c, AreaId const& area, ConsultationRoundId const& id)
{
    return c.first(kFind, round_of, area, id);
}
std::vector<Round> list(Connection& c, AreaId const& area, std::optional<ObjectId> const& subject)
{
    return c.all(kList, round_of, area, subject ? subject->text() : std::string{});
}

void add_elector(Transaction& tx, AreaId const& area, Round const& r, HouseholdId const& household,
                 std::string_view token)
{
    tx.change(kAddElector, area, r.id, household, token);
}
bool is_elector(Connection& c, AreaId const& area, Round const& r, HouseholdId const& household)
{
    return c.scalar<std::int64_t>(kIsElector, area, r.id, household).value_or(0) > 0;
}
std::optional<Elector> elector_by_token(Connection& c, AreaId const& area, std::string_view token)
{
    return c.first(
        kByToken,
        [](Row row) {
            return Elector{row.at<ConsultationRoundId>(0), row.at<HouseholdId>(1)};
        },
        area, token);
}
void set_token(Transaction& tx, AreaId const& area, Round const& r, HouseholdId const& household,
               std::string_view token)
{
    tx.change(kSetToken, area, r.id, household, token);
}

void add_vote(Transaction& tx, AreaId const& area, Round const& r, Vote const& v)
{
    tx.change(kAddVote, area, r.id, v.household, v.choice, v.comment, v.channel, v.batch, v.entered_by, v.at);
}

std::vector<Vote> last_votes(Connection& c, AreaId const& area, Round const& r)
{
    return c.all(
        kLastVotes,
        [](Row row) {
            return Vote{row.at<HouseholdId>(0), row.at<std::string>(1), row.at<std::string>(2), row.at<std::string>(3),
                        row.at<std::string>(4), row.at<std::string>(5), row.at<Instant>(6)};
        },
        area, r.id);
}

Tally tally(Connection& c, AreaId const& area, Round const& r)
{
    Tally out;
    out.electorate = r.electorate;
    for (auto const& vote : last_votes(c, area, r)) {
        ++(vote.choice == "yes" ? out.yes : vote.choice == "no" ? out.no : out.abstain);
        ++out.by_channel[vote.channel];
    }
    return out;
}

void add_theme(Transaction& tx, AreaId const& area, Round const& r, Theme const& t)
{
    tx.change(kAddTheme, area, r.id, t.theme.zh, t.theme.en, t.comments, t.answer, t.reason.zh, t.reason.en);
}
std::vector<Theme> themes(Connection& c, AreaId const& area, Round const& r)
{
    return c.all(
        kThemes,
        [](Row row) {
            return Theme{{row.at<std::string>(0), row.at<std::string>(1)},
                         row.integer(2),
                         row.at<std::string>(3),
                         {row.at<std::string>(4), row.at<std::string>(5)}};
        },
        area, r.id);
}

} // namespace lilong::consultation::round_store
