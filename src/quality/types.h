// The words of data quality: a form as the rules read it, a limit that may be argued about, and a flag, which is a
// question to people and never a verdict (ST-80). Nothing here changes an answer.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"

namespace lilong::quality
{

// One response, with what section 16 of the specification asks of it. `collector` counts through
// CommitteeForms::collectors; nothing where nobody knows who asked (imports).
struct Form {
    ResponseId id;
    HouseholdId household;
    int person = 0;
    AreaId estate;
    std::optional<AreaId> building;
    std::optional<std::size_t> collector;
    std::string coded;
    std::optional<Instant> started, ended;
    bool at_door = true; // the times are those of the interview, not of keying
    bool set_aside = false;
};

struct CommitteeForms {
    AreaId committee;
    std::vector<UserId> collectors;
    std::vector<Form> forms;
};

// The defaults of ST-80; what is not in the specification says why it is needed.
struct Limits {
    std::int64_t zero_variance_forms = 30;
    double zero_variance_chance = 1e-6;
    std::size_t straight_grid = 6;
    double straight_run = 0.80;
    std::size_t straight_page = 10;  // a run is judged over at least so many answers
    double straight_chance = 1e-4;   // "no need" all along is no surprise where most say so
    double pattern_rate = 0.05;      // of Benjamini-Hochberg
    double pattern_gap = 0.10;       // what differs by less is of no use to anybody
    std::int64_t pattern_forms = 10; // of the interviewer
    std::int64_t pattern_peers = 30; // of the others
    double duplicate_share = 0.85;
    std::int64_t duplicate_items = 20;
    double varies_below = 0.95;     // an item varies when its commonest answer is given by fewer
    double duplicate_chance = 0.01; // that any pair of this interviewer would be as alike
    double fast_part = 0.40;        // of the median
    std::int64_t fast_forms = 30;   // with times, before a median means anything
    std::int64_t forms_an_hour = 8;
    double walking_kmh = 15;
    double walking_metres = 200; // nearer than that the map is not exact enough
    double missing_share = 0.20;
    std::int64_t missing_forms = 30;
    // Interviewers differ even when all is well: correlation expected before there are data, and how many degrees of
    // freedom that expectation is worth (Kish 1962 found 0 to 0.05).
    double expected_correlation = 0.015, expectation_worth = 10, least_correlation = 0.01;
};

enum class Family {
    zero_variance,
    straight_lining,
    interviewer_pattern,
    near_duplicates,
    speed,
    time_and_place,
    coverage
};
inline constexpr Family kFamilies[]{Family::zero_variance,   Family::straight_lining, Family::interviewer_pattern,
                                    Family::near_duplicates, Family::speed,           Family::time_and_place,
                                    Family::coverage};
constexpr std::string_view name(Family family)
{
    constexpr std::string_view names[]{"zero_variance",   "straight_lining", "interviewer_pattern",
                                       "near_duplicates", "speed",           "time_and_place",
                                       "coverage"};
    return names[static_cast<int>(family)];
}

inline constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// What one of the others did: a dot on the page.
struct PeerDot {
    double value = 0;
    std::int64_t forms = 0;
};

struct Flag {
    std::string key; // the same finding keeps its key when it is found again
    Family family = Family::zero_variance;
    std::string rule; // which rule of the family, as on the wire
    AreaId area;
    std::optional<UserId> collector; // for the secretary of the committee only (ST-81)
    std::string item;                // its name in the questionnaire
    std::string answer;              // the option that all gave
    std::int64_t forms = 0;
    double observed = kNone, peers = kNone, limit = kNone; // in the unit of the rule: shares, minutes, km/h …
    double chance = kNone;                                 // by the peers' model
    double correlation = kNone;                            // between the answers of one interviewer to the item
    std::vector<PeerDot> dots;
    std::vector<ResponseId> records;
};

} // namespace lilong::quality
