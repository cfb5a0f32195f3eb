#include "analysis/guess_store.h"

namespace lilong::analysis::guess_store
{

namespace
{

using storage::Connection;
using storage::Row;
using storage::Sql;
using storage::Transaction;

constexpr Sql kAdd{"analysis.add_guess", "insert into guess (area_id, round_id, user_id, author, waived, reason, "
                                         "recorded_at) values ($1, $2, $3, $4, $5, $6, $7)"};
constexpr Sql kAddBand{"analysis.add_guess_band", "insert into guess_band (area_id, round_id, user_id, item, "
                                                  "lower_percent, upper_percent) values ($1, $2, $3, $4, $5, $6)"};
constexpr Sql kAddTop{"analysis.add_guess_top",
                      "insert into guess_top (area_id, round_id, user_id, place, item) values ($1, $2, $3, $4, $5)"};
constexpr Sql kFind{"analysis.guess", "select user_id, author, waived, reason, recorded_at from guess "
                                      "where area_id = $1 and round_id = $2 and user_id = $3"};
constexpr Sql kAll{"analysis.guesses", "select user_id, author, waived, reason, recorded_at from guess "
                                       "where area_id = $1 and round_id = $2 order by recorded_at, user_id"};
constexpr Sql kBands{"analysis.guess_bands", "select item, lower_percent, upper_percent from guess_band "
                                             "where area_id = $1 and round_id = $2 and user_id = $3 order by item"};
constexpr Sql kTop{"analysis.guess_top",
                   "select item from guess_top where area_id = $1 and round_id = $2 and user_id = $3 order by place"};
constexpr Sql kStanding{"analysis.result_standing",
                        "select (select count(*) from guess where area_id = $1 and round_id = $2 and user_id = $3), "
                        "(select opened_at from result_opening where area_id = $1 and round_id = $2 and user_id = $3)"};
constexpr Sql kAddOpening{"analysis.add_result_opening",
                          "insert into result_opening (area_id, round_id, user_id, opened_at) values ($1, $2, $3, $4) "
                          "on conflict do nothing"};

Guess guess_of(AreaId const& committee, RoundId const& round, Row const& row)
{
    return {.area = committee,
            .round = round,
            .author = row.at<UserId>(0),
            .author_name = row.at<std::string>(1),
            .waived = row.integer(2) == 1,
            .reason = row.at<std::string>(3),
            .bands = {},
            .top = {},
            .recorded_at = row.at<Instant>(4)};
}

void read_details(Connection& connection, Guess& guess)
{
    guess.bands = connection.all(
        kBands,
        [](Row row) {
            return GuessBand{row.at<std::string>(0), static_cast<int>(row.integer(1)),
                             static_cast<int>(row.integer(2))};
        },
        guess.area, guess.round, guess.author);
    guess.top = connection.all(
        kTop, [](Row row) { return row.at<std::string>(0); }, guess.area, guess.round, guess.author);
}

} // namespace

void add(Transaction& tx, Guess const& guess)
{
    tx.change(kAdd, guess.area, guess.round, guess.author, guess.author_name, guess.waived ? 1 : 0, guess.reason,
              guess.recorded_at);
    for (auto const& band : guess.bands)
        tx.change(kAddBand, guess.area, guess.round, guess.author, band.item, band.lower, band.upper);
    std::int64_t place = 1;
    for (auto const& item : guess.top) tx.change(kAddTop, guess.area, guess.round, guess.author, place++, item);
}

std::optional<Guess> find(Connection& connection, AreaId const& committee, RoundId const& round, UserId const& author)
{
    auto found = connection.first(
        kFind, [&](Row row) { return guess_of(committee, round, row); }, committee, round, author);
    if (found) read_details(connection, *found);
    return found;
}

std::vector<Guess> all(Connection& connection, AreaId const& committee, RoundId const& round)
{
    auto found = connection.all(
        kAll, [&](Row row) { return guess_of(committee, round, row); }, committee, round);
    for (auto& guess : found) read_details(connection, guess);
    return found;
}

Standing standing(Connection& connection, AreaId const& committee, RoundId const& round, UserId const& user)
{
    return connection
        .first(
            kStanding,
            [](Row row) {
                return Standing{row.integer(0) > 0, row.at<std::optional<Instant>>(1)};
            },
            committee, round, user)
        .value_or(Standing{});
}

void add_opening(Transaction& tx, AreaId const& committee, RoundId const& round, UserId const& user, Instant at)
{
    tx.change(kAddOpening, committee, round, user, at);
}

} // namespace lilong::analysis::guess_store
