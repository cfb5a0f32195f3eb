// The three rates of issues (LO-74), each with its base and the Wilson 95 % interval. "Closed on time" never stands in
// for "solved", and partly solved is shown beside solved, not inside it.
//     (p̂ + z²/2n ± z·√(p̂(1−p̂)/n + z²/4n²)) / (1 + z²/n), E. B. Wilson, JASA 22 (1927) 209–212
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "issues/types.h"

namespace lilong::issues
{

struct Rate {
    std::int64_t numerator = 0, denominator = 0;
    std::optional<double> value, lower, upper; // nothing when nobody answered
};

struct RateFacts {                         // of one issue
    std::optional<bool> contacted_in_time; // nothing: no contact was due
    std::optional<Solved> solved;          // as the reporter says
    std::optional<int> rating;
    std::string excluded; // merged, refused, anonymous, withdrawn; empty: counts
};

struct ThreeRates {
    Rate timely_contact, solve, satisfaction;
    std::int64_t partly = 0;
    std::map<std::string, std::int64_t> excluded;
    bool may_be_ranked = false; // n ≥ 30
};

Rate wilson(std::int64_t numerator, std::int64_t denominator);
ThreeRates three_rates(std::vector<RateFacts> const& issues);

} // namespace lilong::issues
