// Responses in the database. The rows of one committee's round lie together in the order of their households, so that
// the cube reads them front to back:
//     response_store::for_each_coded(connection, committee, round, [&](CodedRow const& row) { … row.coded[7] … });
#pragma once

#include <span>
#include <string>
#include <vector>

#include "storage/connection.h"
#include "storage/database.h"
#include "survey/types.h"

namespace lilong::survey
{

// One response as it is counted. The views live until the next row.
struct CodedRow {
    std::string_view household, estate; // ids as text
    int person = 0;
    GroupMask groups = 0;
    std::string_view coded;
    bool set_aside = false; // ST-80: figures are given with and without
};

// n = valid answers (also "cannot say"), x = those of the first two choices, for a need item "need" and "need a
// little".
struct ItemCount {
    AreaId area;
    int place = 0;
    std::int64_t n = 0, x = 0;
    bool operator==(ItemCount const&) const = default;
};

struct ResponseFilter {
    std::optional<Review> review;
    std::optional<AreaId> estate;
    std::optional<HouseholdId> household;
    std::optional<std::pair<HouseholdId, int>> after; // keyset
    int most = 50;
};

struct AnsweredHousehold {
    HouseholdId household;
    AreaId estate;
    std::optional<AreaId> building;
    std::int64_t responses = 0;
};

struct DayCount {
    Date day;
    std::int64_t responses = 0;
};

namespace response_store
{

inline constexpr storage::Sql kCoded{
    "survey.coded", "select household_id, estate_id, person, group_mask, coded, review = 'set_aside' from response "
                    "where area_id = $1 and round_id = $2 and withdrawn_at is null order by household_id, person"};
inline constexpr storage::Sql kCodedOfHousehold{
    "survey.coded_of_household",
    "select household_id, estate_id, person, group_mask, coded, review = 'set_aside' from response "
    "where area_id = $1 and round_id = $2 and household_id = $3 and withdrawn_at is null order by person"};

inline CodedRow coded_row(storage::Row row)
{
    return {.household = row.text_view(0),
            .estate = row.text_view(1),
            .person = static_cast<int>(row.integer(2)),
            .groups = static_cast<GroupMask>(row.integer(3)),
            .coded = row.text_view(4),
            .set_aside = row.integer(5) != 0};
}

// Every response of the committee that was not withdrawn, by household and person.
template <typename Visit>
void for_each_coded(storage::Connection& connection, AreaId const& area, RoundId const& round, Visit visit)
{
    for (auto row : connection.query(kCoded, area, round)) visit(coded_row(row));
}
template <typename Visit>
void for_each_coded(storage::Connection& connection, AreaId const& area, RoundId const& round,
                    HouseholdId const& household, Visit visit)
{
    for (auto row : connection.query(kCodedOfHousehold, area, round, household)) visit(coded_row(row));
}

// Refuses survey.already_answered: a household (and person) answers a round once.
Result<void> insert(storage::Transaction& tx, Response const& response);
void insert_all(storage::Transaction& tx, std::span<Response const> responses); // of households that have not answered
Result<Response> by_id(storage::Connection& connection, AreaId const& area, ResponseId const& id); // survey.no_response
std::optional<Response> by_household(storage::Connection& connection, AreaId const& area, RoundId const& round,
                                     HouseholdId const& household, int person);
std::vector<Response> list(storage::Connection& connection, AreaId const& area, RoundId const& round,
                           ResponseFilter const& filter);
// The response with its next version; the former answers are kept beside it.
Result<void> correct(storage::Transaction& tx, Response const& former, Response const& corrected, UserId const& by,
                     std::string_view reason, Instant at);
Result<void> set_review(storage::Transaction& tx, Response const& response, Review review, std::string_view reason);
Result<void> withdraw(storage::Transaction& tx, Response const& response, std::string_view reason, Instant at);
std::vector<FormerResponse> history(storage::Connection& connection, AreaId const& area, ResponseId const& id);

// Raises the change counter of (area, round) by one and gives the new number.
std::int64_t raise_change(storage::Transaction& tx, AreaId const& area, RoundId const& round);
std::int64_t change_number(storage::Connection& connection, AreaId const& area,
                           RoundId const& round); // 0: no answer yet

// ST-90: one statement for all items of a round, per committee and place; what was set aside does not count.
std::vector<ItemCount> count_in_database(storage::Connection& connection, Round const& round);

std::vector<AreaId> areas_with_answers(storage::Connection& connection, RoundId const& round);
std::vector<AnsweredHousehold> answered(storage::Connection& connection, AreaId const& area, RoundId const& round);
std::vector<DayCount> per_day(storage::Connection& connection, AreaId const& area, RoundId const& round);

std::vector<Response> of_import(storage::Connection& connection, AreaId const& area, ImportId const& import);
int remove_import(storage::Transaction& tx, AreaId const& area, ImportId const& import);

} // namespace response_store

} // namespace lilong::survey
