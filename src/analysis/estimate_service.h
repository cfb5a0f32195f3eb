// What the pages ask of the answers: the needs of an area in their order, what surprises, what changed between rounds.
// Works for a building's estate as for the whole district; the design and the error travel with every number.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "analysis/band_rule.h"
#include "analysis/guess_rule.h"
#include "analysis/odd_item_estimate.h"
#include "analysis/round_cube_service.h"
#include "analysis/small_area_service.h"

namespace lilong::analysis
{

// One need item in one area and group.
struct NeedEstimate {
    std::string item;
    Estimate share;
    std::optional<Estimate> model_based; // beside a share with too few answers (ST-66)
    Bands bands;
    Estimate households; // how many households that is, on the register
    std::int64_t yes = 0;
    std::optional<RankInterval> rank;
    std::vector<std::string> not_told_apart;
    std::optional<double> expected; // by estates of the same type and age (or committees like it)
    std::optional<SurpriseVerdict> verdict;
};

struct AreaEstimates {
    survey::Round round;
    std::string group = "all";
    std::vector<std::string> groups;
    std::int64_t answered = 0;            // responding households
    std::int64_t register_households = 0; // N
    std::int64_t cube_version = 0;        // sum of the change numbers: equal numbers, equal figures
    std::vector<NeedEstimate> needs;      // largest share first
};

struct AreaSurprise {
    AreaId area;
    std::string item;
    Surprise surprise;
};

// S3: a need that stands out in a committee beyond its general level; an order of reading, not a finding.
struct OddNeed {
    AreaId area;
    std::string item;
    OddItem odd;
};

struct SurpriseWish {
    std::vector<Guess> guesses; // of this committee, for S2
    bool strict = false;        // Benjamini-Yekutieli instead of Benjamini-Hochberg (ST-50)
};

struct AreaSurprises {
    std::string unit;                     // estate or neighbourhood
    std::vector<AreaSurprise> cells;      // S1: those found, strongest first
    std::vector<GuessComparison> guesses; // S2: one per guess
    std::vector<OddNeed> odd;             // S3: the oddest first, of one committee
    std::int64_t tested = 0, flagged = 0; // the family of S1: all cells of the round
    std::int64_t not_detectable = 0;      // cells of this area with too few answers to say
    double rate = 0.10, threshold = 0;
    Control control = Control::benjamini_hochberg;
    double coverage_level = 0.95; // of the adjusted intervals (ST-51)
    double smallest_detectable_gap = kUndefined; // over the cells of this area: what could have been seen at best
};

struct NeedChange {
    std::string item;
    Estimate first, second, difference;
};

struct RoundComparison {
    std::vector<NeedChange> needs; // in the order of the questionnaire
    std::int64_t first_households = 0, second_households = 0, in_both = 0;
};

class EstimateService
{
public:
    EstimateService(RoundCubeService& cubes, SmallAreaService& small_areas, areas::AreaTree const& tree)
        : cubes_(cubes), small_areas_(small_areas), tree_(tree)
    {
    }

    // `area`: estate, neighbourhood, sub_district or district. Refuses survey.no_round, analysis.no_group,
    // analysis.not_in_round.
    Result<AreaEstimates> estimates(AreaId const& area, RoundId const& round, std::string const& group);
    Result<AreaSurprises> surprises(AreaId const& area, RoundId const& round, SurpriseWish const& wish = {});
    Result<RoundComparison> comparison(AreaId const& area, RoundId const& first, RoundId const& second);
    // Who said yes and who said no to an item: the originating households of a need, and those asked for contrast.
    struct Answered {
        std::vector<HouseholdId> yes, no;
    };
    Result<Answered> households_that_answered(storage::Connection& connection, AreaId const& area,
                                              RoundId const& round, std::string const& item, std::string const& group);

private:
    struct Found {
        std::int64_t version = -1;
        SurpriseList estates, committees;
        std::vector<OddItem> odd; // of committees
    };
    std::shared_ptr<Found const> found_surprises(RoundCube const& cube, bool strict = false);
    std::vector<OddItem> find_odd_items(RoundCube const& cube);
    Result<std::vector<GuessComparison>> compare_guesses(AreaId const& area, RoundId const& round,
                                                         std::vector<Guess> const& guesses);

    RoundCubeService& cubes_;
    SmallAreaService& small_areas_;
    areas::AreaTree const& tree_;
    std::mutex mutex_;
    std::map<std::pair<RoundId, bool>, std::shared_ptr<Found const>> found_; // round and strictness, for one version
};

} // namespace lilong::analysis
