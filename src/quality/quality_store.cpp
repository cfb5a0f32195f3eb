#include "quality/quality_store.h"

#include <algorithm>

#include "survey/types.h"

namespace lilong::quality::quality_store
{

namespace
{

using storage::Row;
using storage::Sql;

constexpr Sql kChanges{"quality.changes", "select area_id, number from round_change where round_id = $1"};
constexpr Sql kForms{"quality.forms",
                     "select id, household_id, person, estate_id, building_id, collector_id, coded, started_at, "
                     "ended_at, mode, review = 'set_aside' from response "
                     "where area_id = $1 and round_id = $2 and withdrawn_at is null order by household_id, person"};
constexpr Sql kVisits{"quality.visits", "select household_id, collector_id, disposition from visit "
                                        "where area_id = $1 and round_id = $2 order by household_id, at, id"};
constexpr Sql kAlone{"quality.forms_without_visit",
                     "select r.household_id, r.collector_id from response r where r.area_id = $1 and r.round_id = $2 "
                     "and r.withdrawn_at is null and r.collector_id is not null and not exists (select 1 from visit v "
                     "where v.area_id = r.area_id and v.round_id = r.round_id and v.household_id = r.household_id "
                     "and v.collector_id = r.collector_id) order by r.household_id"};
constexpr Sql kNotes{"quality.notes", "select area_id, flag, action, reason, author_name, forms, at from quality_note "
                                      "where round_id = $1 order by area_id, flag, seq"};
constexpr Sql kLast{"quality.last_note",
                    "select max(seq) from quality_note where area_id = $1 and round_id = $2 and flag = $3"};
constexpr Sql kNote{"quality.note",
                    "insert into quality_note (area_id, round_id, flag, seq, action, reason, forms, author_id, "
                    "author_name, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};

std::size_t position(std::vector<UserId>& collectors, UserId const& collector)
{
    auto const found = std::ranges::find(collectors, collector);
    if (found != collectors.end()) return static_cast<std::size_t>(found - collectors.begin());
    collectors.push_back(collector);
    return collectors.size() - 1;
}

} // namespace

std::map<AreaId, std::int64_t> change_numbers(storage::Connection& connection, RoundId const& round)
{
    std::map<AreaId, std::int64_t> out;
    for (auto row : connection.query(kChanges, round)) out[row.at<AreaId>(0)] = row.integer(1);
    return out;
}

CommitteeForms forms(storage::Connection& connection, AreaId const& committee, RoundId const& round)
{
    CommitteeForms out{committee, {}, {}};
    for (auto row : connection.query(kForms, committee, round)) {
        Form form;
        form.id = row.at<ResponseId>(0);
        form.household = row.at<HouseholdId>(1);
        form.person = row.at<int>(2);
        form.estate = row.at<AreaId>(3);
        form.building = row.at<std::optional<AreaId>>(4);
        if (auto const collector = row.at<std::optional<UserId>>(5))
            form.collector = position(out.collectors, *collector);
        form.coded = row.text_view(6);
        form.started = row.at<std::optional<Instant>>(7);
        form.ended = row.at<std::optional<Instant>>(8);
        auto const mode = row.text_view(9);
        form.at_door = mode == "door_web" || mode == "door_collect" || mode == "phone";
        form.set_aside = row.integer(10) != 0;
        out.forms.push_back(std::move(form));
    }
    return out;
}

std::vector<VisitRow> visits(storage::Connection& connection, AreaId const& committee, RoundId const& round)
{
    std::vector<VisitRow> out;
    for (auto row : connection.query(kVisits, committee, round)) {
        auto const disposition = survey::disposition_of(row.text_view(2));
        if (!disposition) throw storage::BadColumn{};
        out.push_back({row.at<HouseholdId>(0), row.at<UserId>(1), *disposition, true});
    }
    for (auto row : connection.query(kAlone, committee, round))
        out.push_back({row.at<HouseholdId>(0), row.at<UserId>(1), survey::Disposition::complete, false});
    return out;
}

Notes notes(storage::Connection& connection, RoundId const& round)
{
    Notes out;
    for (auto row : connection.query(kNotes, round))
        out[{row.at<AreaId>(0), row.at<std::string>(1)}].push_back({row.at<std::string>(2), row.at<std::string>(3),
                                                                    row.at<std::string>(4), row.integer(5),
                                                                    row.at<Instant>(6)});
    return out;
}

void add_note(storage::Transaction& tx, RoundId const& round, AreaId const& area, std::string const& flag,
              FlagNote const& note, UserId const& author)
{
    auto const last = tx.scalar<std::int64_t>(kLast, area, round, flag).value_or(0);
    tx.change(kNote, area, round, flag, last + 1, note.action, note.reason, note.forms, author, note.author, note.at);
}

} // namespace lilong::quality::quality_store
