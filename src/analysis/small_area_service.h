// Model-based shares for the cells with too few answers (ST-66): fitted when a page first needs them, remembered for
// one version of the cube. After a round is closed the uncertainty of the model is drawn once per item, with a stored
// seed (ST-65); until it is there the estimate carries "model uncertainty not included".
//     if (share.flags.insufficient) row.model_based = small_areas.predicted(cube, SmallAreaUnit::estate, item, cell);
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "access/audit.h"
#include "analysis/round_cube.h"
#include "analysis/small_area_estimate.h"
#include "analysis/small_area_store.h"

namespace lilong::analysis
{

enum class SmallAreaUnit { estate, neighbourhood };
constexpr std::string_view name(SmallAreaUnit unit)
{
    return unit == SmallAreaUnit::estate ? "estate" : "neighbourhood";
}

class SmallAreaService
{
public:
    SmallAreaService(storage::Database& database, access::AuditTrail const& audit, Clock const& clock, Rng& rng)
        : database_(database), audit_(audit), clock_(clock), rng_(rng)
    {
    }

    // `place`: a cell for estates, a stratum for neighbourhoods. Nothing where no model can be fitted, the register
    // does not know the place, its answers came by convenience, or several residents of a household answer.
    std::optional<Estimate> predicted(RoundCube const& cube, SmallAreaUnit unit, std::int32_t item, std::int32_t place);

    // Predicted shares of all places of a unit with their answers, for S3; empty where no model can be fitted.
    struct Share {
        double share = kUndefined;
        std::int64_t answers = 0;
    };
    std::map<std::int32_t, Share> shares(RoundCube const& cube, SmallAreaUnit unit, std::int32_t item);

    // Draws the uncertainty of one model that a page of a closed round has asked for; false when none waits. Called by
    // the jobs of the server, one at a time.
    bool draw_next();

private:
    struct Model {
        small_area_store::ModelKey key;
        std::int64_t version = 0;
        std::vector<SmallArea> areas;
        std::vector<AreaId> ids;
        std::map<std::int32_t, std::size_t> position; // of a place
        std::optional<SmallAreaShares> fitted;
        std::optional<std::map<AreaId, double>> inflation;
        bool asked = false; // for its uncertainty
    };
    using Models = std::map<std::pair<SmallAreaUnit, std::int32_t>, std::shared_ptr<Model>>;

    std::shared_ptr<Model> model(RoundCube const& cube, SmallAreaUnit unit, std::int32_t item);
    std::shared_ptr<Model> fit(RoundCube const& cube, SmallAreaUnit unit, std::int32_t item) const;

    storage::Database& database_;
    access::AuditTrail const& audit_;
    Clock const& clock_;
    Rng& rng_;
    std::mutex mutex_;
    std::map<RoundId, std::pair<std::int64_t, Models>> models_; // for one version of each round's cube
    std::deque<std::shared_ptr<Model>> waiting_;
};

} // namespace lilong::analysis
