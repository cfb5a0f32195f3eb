#include "analysis/cube_count_store.h"

namespace lilong::analysis::cube_count_store
{

namespace
{

using storage::Sql;

// Level 1 sums inside a household, level 2 over the households of an estate; domain 0 is everybody, domain d the bit
// d - 1 of the group mask. What was set aside or withdrawn does not count.
constexpr Sql kCount{
    "analysis.count_cube",
    "with domain (number, mask) as (values "
    "(0, 0), (1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 32), (7, 64), (8, 128), (9, 256), "
    "(10, 512), (11, 1024), (12, 2048), (13, 4096), (14, 8192), (15, 16384), (16, 32768), "
    "(17, 65536), (18, 131072), (19, 262144), (20, 524288), (21, 1048576), (22, 2097152), "
    "(23, 4194304), (24, 8388608), (25, 16777216), (26, 33554432), (27, 67108864), "
    "(28, 134217728), (29, 268435456), (30, 536870912), (31, 1073741824), (32, 2147483648)"
    "), household_sum as ("
    "select r.area_id, min(r.estate_id) as estate_id, d.number as domain, i.place, r.household_id, "
    "sum(case when substr(r.coded, cast(i.place as integer), 1) in ('-', '.', 'r') then 0 else 1 end) as a, "
    "sum(case when substr(r.coded, cast(i.place as integer), 1) in ('1', '2') then 1 else 0 end) as b "
    "from response r cross join coded_item i cross join domain d "
    "where r.round_id = $1 and r.withdrawn_at is null and r.review <> 'set_aside' "
    "and i.area_id = $2 and i.questionnaire_id = $3 and i.number = $4 and i.need_item <> '' "
    "and d.number < $5 and (d.number = 0 or (r.group_mask & d.mask) <> 0) "
    "group by r.area_id, d.number, i.place, r.household_id) "
    "select area_id, estate_id, domain, place, count(*), "
    "cast(sum(case when a > 0 then 1 else 0 end) as bigint), cast(sum(a) as bigint), cast(sum(b) as bigint), "
    "cast(sum(a * a) as bigint), cast(sum(a * b) as bigint), cast(sum(b * b) as bigint) "
    "from household_sum group by area_id, estate_id, domain, place order by area_id, estate_id, domain, place"};

} // namespace

Cube count_in_database(storage::Connection& connection, RoundCube const& like)
{
    Cube out{like.cube.shape()};
    std::map<int, std::int32_t> item_of_place;
    for (std::size_t j = 0; j < like.axes.places.size(); ++j)
        item_of_place.emplace(like.axes.places[j], static_cast<std::int32_t>(j));
    for (auto row : connection.query(kCount, like.round.id, like.round.questionnaire_area, like.round.questionnaire,
                                     like.round.questionnaire_version, like.cube.shape().domains)) {
        auto const item = item_of_place.find(static_cast<int>(row.integer(3)));
        auto const rest = like.axes.cell_of.find(row.at<AreaId>(0));
        if (item == item_of_place.end() || rest == like.axes.cell_of.end()) continue;
        auto const estate = like.axes.cell_of.find(row.at<AreaId>(1));
        auto const cell = estate == like.axes.cell_of.end() ? rest->second : estate->second;
        out.add_counts(cell, static_cast<std::int32_t>(row.integer(2)), item->second,
                       {.households = row.integer(5),
                        .a = row.integer(6),
                        .b = row.integer(7),
                        .aa = row.integer(8),
                        .ab = row.integer(9),
                        .bb = row.integer(10)});
        if (item->second == 0) out.add_households(cell, static_cast<std::int32_t>(row.integer(2)), row.integer(4));
    }
    return out;
}

} // namespace lilong::analysis::cube_count_store
