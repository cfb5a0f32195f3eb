#include "consultation/meeting_store.h"

namespace lilong::consultation::meeting_store
{

namespace
{

using storage::Connection;
using storage::Row;
using storage::Sql;
using storage::Transaction;

constexpr Sql kAdd{"consultation.add_meeting",
                   "insert into meeting (area_id, id, kind, subject_kind, subject_id, title_zh, title_en, planned_on, "
                   "place, called_by, chair, residents, staff, others, made_at) "
                   "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, 0, $12)"};
constexpr Sql kAttendance{"consultation.attendance",
                          "update meeting set residents = $3, staff = $4, others = $5 where area_id = $1 and id = $2"};
#define LILONG_MEETING_COLUMNS                                                                                         \
    "select m.id, m.kind, m.subject_kind, m.subject_id, m.title_zh, m.title_en, m.planned_on, m.place, m.called_by, "  \
    "m.chair, m.residents, m.staff, m.others, m.made_at, s.state, s.version from meeting m "                           \
    "join object_state s on s.area_id = m.area_id and s.object_id = m.id "
constexpr Sql kFind{"consultation.meeting", LILONG_MEETING_COLUMNS "where m.area_id = $1 and m.id = $2"};
constexpr Sql kList{"consultation.meetings", LILONG_MEETING_COLUMNS
                    "where m.area_id = $1 and ($2 = '' or m.subject_id = $2) order by m.planned_on, m.id"};
#undef LILONG_MEETING_COLUMNS
constexpr Sql kAddMinute{
    "consultation.add_minute",
    "insert into meeting_minute (area_id, meeting_id, seq, item, discussion, decision, responsible, due) "
    "select $1, $2, coalesce(max(seq), 0) + 1, $3, $4, $5, $6, $7 from meeting_minute where area_id = $1 and "
    "meeting_id = $2"};
constexpr Sql kMinutes{"consultation.minutes", "select item, discussion, decision, responsible, due from "
                                               "meeting_minute where area_id = $1 and meeting_id = $2 order by seq"};
constexpr Sql kAddSignature{
    "consultation.add_signature",
    "insert into meeting_signature (area_id, meeting_id, seq, signer, role) "
    "select $1, $2, coalesce(max(seq), 0) + 1, $3, $4 from meeting_signature where area_id = $1 and meeting_id = $2"};
constexpr Sql kSignatures{
    "consultation.signatures",
    "select signer, role from meeting_signature where area_id = $1 and meeting_id = $2 order by seq"};
constexpr Sql kAddVote{"consultation.add_owners_vote",
                       "insert into owners_vote (area_id, id, subject_kind, subject_id, title_zh, title_en, matter, "
                       "class_reason, total_area, total_heads, opens_on, made_at) "
                       "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, null, $11)"};
constexpr Sql kSetOpening{"consultation.owners_opening",
                          "update owners_vote set opens_on = $3 where area_id = $1 and id = $2"};
#define LILONG_VOTE_COLUMNS                                                                                            \
    "select v.id, v.subject_kind, v.subject_id, v.title_zh, v.title_en, v.matter, v.class_reason, v.total_area, "      \
    "v.total_heads, v.opens_on, v.made_at, s.state, s.version from owners_vote v "                                     \
    "join object_state s on s.area_id = v.area_id and s.object_id = v.id "
constexpr Sql kFindVote{"consultation.owners_vote", LILONG_VOTE_COLUMNS "where v.area_id = $1 and v.id = $2"};
constexpr Sql kVotes{"consultation.owners_votes", LILONG_VOTE_COLUMNS
                     "where v.area_id = $1 and ($2 = '' or v.subject_id = $2) order by v.made_at, v.id"};
#undef LILONG_VOTE_COLUMNS
constexpr Sql kPutCount{"consultation.put_count",
                        "insert into owners_vote_count (area_id, vote_id, entered_by, taking_area, taking_heads, "
                        "favour_area, favour_heads, at) values ($1, $2, $3, $4, $5, $6, $7, $8) "
                        "on conflict (area_id, vote_id, entered_by) do update set taking_area = excluded.taking_area, "
                        "taking_heads = excluded.taking_heads, "
                        "favour_area = excluded.favour_area, favour_heads = excluded.favour_heads, at = excluded.at"};
constexpr Sql kCounts{"consultation.counts",
                      "select entered_by, taking_area, taking_heads, favour_area, favour_heads from owners_vote_count "
                      "where area_id = $1 and vote_id = $2 order by at, entered_by"};

std::string text_of(std::optional<ObjectId> const& id) { return id ? id->text() : std::string{}; }

Meeting meeting_of(Row row)
{
    Meeting m;
    m.id = row.at<MeetingId>(0);
    m.kind = row.at<std::string>(1);
    m.subject = {row.at<std::string>(2), row.at<ObjectId>(3)};
    m.title = {row.at<std::string>(4), row.at<std::string>(5)};
    m.planned_on = row.at<Date>(6);
    m.place = row.at<std::string>(7);
    m.called_by = row.at<std::string>(8);
    m.chair = row.at<std::string>(9);
    m.residents = row.integer(10);
    m.staff = row.integer(11);
    m.others = row.integer(12);
    m.made_at = row.at<Instant>(13);
    m.state = row.at<std::string>(14);
    m.version = row.integer(15);
    return m;
}

OwnersVote vote_of(Row row)
{
    OwnersVote v;
    v.id = row.at<OwnersVoteId>(0);
    v.subject = {row.at<std::string>(1), row.at<ObjectId>(2)};
    v.title = {row.at<std::string>(3), row.at<std::string>(4)};
    v.matter = row.at<std::string>(5) == "major" ? Matter::major : Matter::general;
    v.class_reason = row.at<std::string>(6);
    v.total = {row.integer(7), row.integer(8)};
    v.opens_on = row.at<std::optional<Date>>(9);
    v.made_at = row.at<Instant>(10);
    v.state = row.at<std::string>(11);
    v.version = row.integer(12);
    return v;
}

} // namespace

void add(Transaction& tx, AreaId const& area, Meeting const& m)
{
    tx.change(kAdd, area, m.id, m.kind, m.subject.kind, m.subject.id, m.title.zh, m.title.en, m.planned_on, m.place,
              m.called_by, m.chair, m.made_at);
}
void set_attendance(Transaction& tx, AreaId const& area, Meeting const& m)
{
    tx.change(kAttendance, area, m.id, m.residents, m.staff, m.others);
}
std::optional<Meeting> find(Connection& c, AreaId const& area, MeetingId const& id)
{
    return c.first(kFind, meeting_of, area, id);
}
std::vector<Meeting> list(Connection& c, AreaId const& area, std::optional<ObjectId> const& subject)
{
    return c.all(kList, meeting_of, area, text_of(subject));
}
void add_minute(Transaction& tx, AreaId const& area, MeetingId const& id, Minute const& m)
{
    tx.change(kAddMinute, area, id, m.item, m.discussion, m.decision, m.responsible, m.due);
}
std::vector<Minute> minutes(Connection& c, AreaId const& area, MeetingId const& id)
{
    return c.all(
        kMinutes,
        [](Row row) {
            return Minute{row.at<std::string>(0), row.at<std::string>(1), row.at<std::string>(2),
                          row.at<std::string>(3), row.at<std::optional<Date>>(4)};
        },
        area, id);
}
void add_signature(Transaction& tx, AreaId const& area, MeetingId const& id, Signature const& s)
{
    tx.change(kAddSignature, area, id, s.signer, s.role);
}
std::vector<Signature> signatures(Connection& c, AreaId const& area, MeetingId const& id)
{
    return c.all(
        kSignatures,
        [](Row row) {
            return Signature{row.at<std::string>(0), row.at<std::string>(1)};
        },
        area, id);
}

void add(Transaction& tx, AreaId const& area, OwnersVote const& v)
{
    tx.change(kAddVote, area, v.id, v.subject.kind, v.subject.id, v.title.zh, v.title.en, name(v.matter),
              v.class_reason, v.total.area, v.total.heads, v.made_at);
}
void set_opening(Transaction& tx, AreaId const& area, OwnersVote const& v)
{
    tx.change(kSetOpening, area, v.id, v.opens_on);
}
std::optional<OwnersVote> find(Connection& c, AreaId const& area, OwnersVoteId const& id)
{
    return c.first(kFindVote, vote_of, area, id);
}
std::vector<OwnersVote> owners_votes(Connection& c, AreaId const& area, std::optional<ObjectId> const& subject)
{
    return c.all(kVotes, vote_of, area, text_of(subject));
}
void put_count(Transaction& tx, AreaId const& area, OwnersVoteId const& id, OwnersCount const& n, Instant at)
{
    tx.change(kPutCount, area, id, n.entered_by, n.taking_part.area, n.taking_part.heads, n.in_favour.area,
              n.in_favour.heads, at);
}
std::vector<OwnersCount> counts(Connection& c, AreaId const& area, OwnersVoteId const& id)
{
    return c.all(
        kCounts,
        [](Row row) {
            return OwnersCount{row.at<UserId>(0), {row.integer(1), row.integer(2)}, {row.integer(3), row.integer(4)}};
        },
        area, id);
}

} // namespace lilong::consultation::meeting_store
