// Surprise S1 (ST-68, ST-69, ST-72): an area whose answers differ from those of areas like it more than such areas
// differ among themselves. One list of cells, one false discovery rate, and an honest "cannot be detected".
//
// Null: beta-binomial with the area's expected share and its peers' spread, winsorised once (Spiegelhalter 2005a,b);
// two-sided mid-p; Benjamini-Hochberg at q = .10 over all cells given (Jones et al. 2008); gap of at least 10 points.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/band_rule.h"
#include "analysis/false_discovery_rule.h"
#include "analysis/types.h"
#include "base/error.h"

namespace lilong::analysis
{

// One area's answers to one item. `estimate` carries design, f and the intervals of the page; areas taken by
// convenience give no surprises (ST-4) but still show in the list as cannot_be_tested.
struct AreaAnswers {
    std::int32_t area = 0;
    std::int64_t yes = 0, answers = 0;   // households
    double deff = 1;                     // answers count for answers/deff where several residents answer
    std::vector<double> characteristics; // of the area: build-year class, estate type, share of elderly …
    Estimate estimate;
    double not_answered = kUndefined; // m of ST-42; 1 - f when undefined
};

struct ItemAnswers {
    std::int32_t item = 0;
    std::vector<AreaAnswers> areas;
};

enum class SurpriseVerdict {
    surprise,
    possible, // band 2 reaches the expected share: non-response alone could explain it
    as_expected,
    cannot_be_detected, // so few answers that even the smallest detectable gap exceeds what areas show
    cannot_be_tested    // convenience sample, no answers, or no model for the item
};
constexpr std::string_view name(SurpriseVerdict verdict)
{
    constexpr std::string_view names[]{"surprise", "possible", "as_expected", "cannot_be_detected", "cannot_be_tested"};
    return names[static_cast<int>(verdict)];
}

struct Surprise {
    std::int32_t area = 0, item = 0;
    SurpriseVerdict verdict = SurpriseVerdict::cannot_be_tested;
    double share = kUndefined;
    double expected = kUndefined; // by areas with its characteristics
    double gap = kUndefined;      // share - expected
    double p_value = kUndefined;
    double adjusted_p = kUndefined;
    // The smallest gaps above and below the expected share that would have been flagged; undefined where none could.
    double detectable_above = kUndefined;
    double detectable_below = kUndefined;
    // What would remove it: the share that those who did not answer would need to have for the area to be as expected.
    // Outside [0,1] no answer of theirs could.
    double removed_by_unseen_share = kUndefined;
    Bands bands;
    Estimate estimate;
    // Of a flagged cell: the share with an interval that allows for having been picked out of many (ST-51), without
    // finite correction. Filled where the counters are at hand (estimate_service).
    std::optional<Estimate> adjusted;
};

struct SurpriseOptions {
    double rate = 0.10;
    Control control = Control::benjamini_hochberg;
    double smallest_gap = 0.10;
    double detectable_limit = 0.40; // a smallest detectable gap above this reads "cannot be detected"
    double nonresponse_gap = kAssumedGap;
};

struct ItemModel {
    std::int32_t item = 0;
    double precision = kUndefined;
    bool intercept_only = false;
    std::string refusal; // the code when there is no model: analysis.model_needs_more_areas, …
};

struct SurpriseList {
    std::vector<Surprise> cells; // in the order given, item by item
    std::vector<ItemModel> models;
    std::int64_t tested = 0; // the family of ST-50
    double rate = 0.10;
    Control control = Control::benjamini_hochberg;
    std::int64_t flagged = 0;        // R: surprises and possible surprises
    double coverage_level = 0.95;    // of the intervals of the flagged cells: 1 - .05 R/m (ST-51)
    double threshold = 0; // the p-value that one more cell would have needed
};

SurpriseList find_surprises(std::span<ItemAnswers const> items, SurpriseOptions const& options = {});

} // namespace lilong::analysis
