#include "analysis/small_area_store.h"

namespace lilong::analysis::small_area_store
{

namespace
{

using storage::Connection;
using storage::Sql;
using storage::Transaction;

constexpr Sql kFind{
    "analysis.model_uncertainty",
    "select cube_version, seed, draws, used from model_uncertainty where area_id = $1 and round_id = $2 "
    "and unit = $3 and item = $4 and cube_version = $5"};
constexpr Sql kInflation{"analysis.model_inflation",
                         "select place_id, inflation from model_inflation where area_id = $1 and round_id = $2 and "
                         "unit = $3 and item = $4"};
constexpr Sql kForgetInflation{
    "analysis.forget_inflation",
    "delete from model_inflation where area_id = $1 and round_id = $2 and unit = $3 and item = $4"};
constexpr Sql kForget{"analysis.forget_uncertainty",
                      "delete from model_uncertainty where area_id = $1 and round_id = $2 and unit = $3 and item = $4"};
constexpr Sql kAdd{"analysis.add_uncertainty",
                   "insert into model_uncertainty (area_id, round_id, unit, item, cube_version, seed, draws, used, "
                   "made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
constexpr Sql kAddInflation{"analysis.add_inflation",
                            "insert into model_inflation (area_id, round_id, unit, item, place_id, inflation) values "
                            "($1, $2, $3, $4, $5, $6)"};

} // namespace

std::optional<StoredUncertainty> find(Connection& connection, ModelKey const& key, std::int64_t cube_version)
{
    auto found = connection.first(
        kFind,
        [](storage::Row row) {
            return StoredUncertainty{.cube_version = row.integer(0),
                                     .seed = std::stoull(row.at<std::string>(1)),
                                     .draws = static_cast<int>(row.integer(2)),
                                     .used = static_cast<int>(row.integer(3)),
                                     .inflation = {}};
        },
        key.area, key.round, key.unit, key.item, cube_version);
    if (!found) return {};
    for (auto row : connection.query(kInflation, key.area, key.round, key.unit, key.item))
        found->inflation[row.at<AreaId>(0)] = row.at<double>(1);
    return found;
}

void replace(Transaction& tx, ModelKey const& key, StoredUncertainty const& made, Instant at)
{
    tx.change(kForgetInflation, key.area, key.round, key.unit, key.item);
    tx.change(kForget, key.area, key.round, key.unit, key.item);
    tx.change(kAdd, key.area, key.round, key.unit, key.item, made.cube_version, std::to_string(made.seed), made.draws,
              made.used, at);
    for (auto const& [place, inflation] : made.inflation)
        tx.change(kAddInflation, key.area, key.round, key.unit, key.item, place, inflation);
}

} // namespace lilong::analysis::small_area_store
