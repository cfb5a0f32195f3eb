#include "survey/visit_store.h"

#include "survey/disposition_rule.h"

namespace lilong::survey::visit_store
{

namespace
{

using storage::Row;
using storage::Sql;

#define VISIT_COLUMNS                                                                                                  \
    "area_id, id, round_id, household_id, estate_id, building_id, at, collector_id, disposition, next_visit_on, "      \
    "next_day_part, note"
constexpr Sql kInsert{"survey.insert_visit", "insert into visit (" VISIT_COLUMNS
                                             ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};
constexpr Sql kById{"survey.visit_by_id", "select " VISIT_COLUMNS " from visit where area_id = $1 and id = $2"};
constexpr Sql kOfHousehold{"survey.visits_of_household", "select " VISIT_COLUMNS " from visit where area_id = $1 "
                                                         "and household_id = $2 order by at desc, id"};
constexpr Sql kLatest{"survey.latest_visits",
                      "select " VISIT_COLUMNS " from visit where area_id = $1 and round_id = $2 "
                      "order by at desc, id limit $3"};
constexpr Sql kInOrder{"survey.visits_in_order", "select household_id, estate_id, building_id, disposition from visit "
                                                 "where area_id = $1 and round_id = $2 order by household_id, at, id"};
#undef VISIT_COLUMNS

Disposition disposition_at(Row const& row, int column)
{
    auto const found = disposition_of(row.text_view(column));
    if (!found) throw storage::BadColumn{};
    return *found;
}

Visit visit_of(Row row)
{
    return {.area = row.at<AreaId>(0),
            .id = row.at<VisitId>(1),
            .round = row.at<RoundId>(2),
            .household = row.at<HouseholdId>(3),
            .estate = row.at<AreaId>(4),
            .building = row.at<std::optional<AreaId>>(5),
            .at = row.at<Instant>(6),
            .collector = row.at<UserId>(7),
            .disposition = disposition_at(row, 8),
            .next_visit_on = row.at<std::optional<Date>>(9),
            .next_day_part = row.at<std::optional<std::string>>(10),
            .note = row.at<std::string>(11)};
}

} // namespace

void insert(storage::Transaction& tx, Visit const& v)
{
    tx.change(kInsert, v.area, v.id, v.round, v.household, v.estate, v.building, v.at, v.collector, name(v.disposition),
              v.next_visit_on, v.next_day_part, v.note);
}

std::optional<Visit> by_id(storage::Connection& connection, AreaId const& area, VisitId const& id)
{
    return connection.first(kById, visit_of, area, id);
}

std::vector<Visit> of_household(storage::Connection& connection, AreaId const& area, HouseholdId const& household)
{
    return connection.all(kOfHousehold, visit_of, area, household);
}

std::vector<Visit> latest(storage::Connection& connection, AreaId const& area, RoundId const& round, int most)
{
    return connection.all(kLatest, visit_of, area, round, most);
}

std::vector<Outcome> outcomes(storage::Connection& connection, AreaId const& area, RoundId const& round)
{
    std::vector<Outcome> out;
    std::vector<Disposition> visits;
    auto const finish = [&] {
        if (out.empty()) return;
        out.back().disposition = final_disposition(visits);
        out.back().visits = static_cast<std::int64_t>(visits.size());
    };
    for (auto row : connection.query(kInOrder, area, round)) {
        auto const household = row.at<HouseholdId>(0);
        if (out.empty() || out.back().household != household) {
            finish();
            visits.clear();
            out.push_back({household, row.at<AreaId>(1), row.at<std::optional<AreaId>>(2)});
        }
        visits.push_back(disposition_at(row, 3));
    }
    finish();
    return out;
}

} // namespace lilong::survey::visit_store
