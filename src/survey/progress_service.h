// Progress of a round in an area and in each of its parts, down to the building.
#pragma once

#include "areas/area_tree.h"
#include "base/time.h"
#include "storage/database.h"
#include "survey/progress_rule.h"
#include "survey/response_store.h"
#include "survey/types.h"

namespace lilong::survey
{

struct AreaProgress {
    areas::Area area;
    Progress progress;
    std::optional<Design> design; // of a committee (ST-4)
};

struct RoundProgress {
    AreaProgress whole;
    std::vector<AreaProgress> parts; // sub-districts, committees, estates or buildings
    std::vector<DayCount> days;      // of a committee or a larger area
    double e = 1;                    // of the sub-district; of a district, the district's (ST-78)
    Instant as_of;
};

class ProgressService
{
public:
    ProgressService(storage::Database& database, areas::AreaTree const& tree, Clock const& clock)
        : database_(database), tree_(tree), clock_(clock)
    {
    }
    Result<RoundProgress> progress(AreaId const& area, RoundId const& round); // survey.no_round

private:
    storage::Database& database_;
    areas::AreaTree const& tree_;
    Clock const& clock_;
};

} // namespace lilong::survey
