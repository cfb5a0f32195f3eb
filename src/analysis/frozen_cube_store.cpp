#include "analysis/frozen_cube_store.h"

#include <charconv>
#include <fmt/format.h>

#include "base/text.h"

namespace lilong::analysis::frozen_cube_store
{

namespace
{

using storage::Sql;

constexpr Sql kPut{
    "analysis.freeze_committee",
    "insert into frozen_cube (area_id, round_id, round_version, frozen_at, change_number, cells, counters) "
    "values ($1, $2, $3, $4, $5, $6, $7) on conflict (area_id, round_id) do update set "
    "round_version = excluded.round_version, frozen_at = excluded.frozen_at, "
    "change_number = excluded.change_number, cells = excluded.cells, counters = excluded.counters"};
constexpr Sql kOfRound{"analysis.frozen_of_round",
                       "select area_id, frozen_at, change_number, cells, counters from frozen_cube "
                       "where round_id = $1 and round_version = $2 order by area_id"};
constexpr Sql kCommittees{"analysis.frozen_committees", "select area_id from frozen_cube where round_id = $1 and "
                                                        "round_version = $2 order by area_id"};

std::vector<std::int64_t> integers_of(std::string_view text)
{
    std::vector<std::int64_t> out;
    for (auto const* at = text.data(); at < text.data() + text.size();) {
        std::int64_t number = 0;
        auto const read = std::from_chars(at, text.data() + text.size(), number);
        if (read.ec != std::errc{}) throw storage::BadColumn{};
        out.push_back(number);
        at = read.ptr + 1;
    }
    return out;
}

std::vector<AreaId> areas_of(std::string_view text)
{
    std::vector<AreaId> out;
    for (auto const part : split(text, ' ')) {
        auto const id = Uuid::parse(part);
        if (!id) throw storage::BadColumn{};
        out.push_back(AreaId{*id});
    }
    return out;
}

} // namespace

void put(storage::Transaction& tx, FrozenCommittee const& frozen)
{
    std::vector<std::string> cells;
    for (auto const& cell : frozen.cells) cells.push_back(cell.text());
    tx.change(kPut, frozen.committee, frozen.round, frozen.round_version, frozen.frozen_at, frozen.change,
              fmt::format("{}", fmt::join(cells, " ")), fmt::format("{}", fmt::join(frozen.counters, " ")));
}

std::vector<FrozenCommittee> of_round(storage::Connection& connection, RoundId const& round, std::int64_t round_version)
{
    std::vector<FrozenCommittee> out;
    for (auto row : connection.query(kOfRound, round, round_version))
        out.push_back({.committee = row.at<AreaId>(0),
                       .round = round,
                       .round_version = round_version,
                       .frozen_at = row.at<Instant>(1),
                       .change = row.integer(2),
                       .cells = areas_of(row.text_view(3)),
                       .counters = integers_of(row.text_view(4))});
    return out;
}

std::vector<AreaId> committees_of(storage::Connection& connection, RoundId const& round, std::int64_t round_version)
{
    return connection.all(
        kCommittees, [](storage::Row row) { return row.at<AreaId>(0); }, round, round_version);
}

} // namespace lilong::analysis::frozen_cube_store
