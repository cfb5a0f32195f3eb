// Speed, time and place (ST-80): forms answered much faster than others of the same length (Greszki et al. 2015), more
// forms an hour than can be asked, interviews of one person that overlap, and ways faster than a walk. Only interviews
// with both times count; what was keyed from paper has no times of its own. Pure.
#pragma once

#include <functional>
#include <map>
#include <span>

#include "quality/types.h"

namespace lilong::quality
{

struct TimedForm {
    ResponseId id;
    std::optional<UserId> collector;
    int asked = 0; // questions put
    double minutes = 0;
};

// Minutes by number of questions; where fewer than `fast_forms` have that number, its neighbours help out.
class Medians
{
public:
    Medians(std::vector<TimedForm const*> const& forms, Limits const& limits);
    std::optional<double> of(int asked) const; // nothing with too few forms in all

private:
    std::map<int, std::vector<double>> by_asked_;
    std::int64_t fewest_, all_ = 0;
    mutable std::map<int, double> known_;
};

std::vector<Flag> fast_forms(std::span<TimedForm const> committee, AreaId const& area, Medians const& medians,
                             Limits const& limits);

struct MapPoint {
    double lon = 0, lat = 0;
};
double metres_between(MapPoint const& a, MapPoint const& b);

// forms_an_hour, overlapping and faster_than_walking, one flag per interviewer and rule.
std::vector<Flag> time_and_place(CommitteeForms const& committee,
                                 std::function<std::optional<MapPoint>(Form const&)> const& place,
                                 Limits const& limits);

} // namespace lilong::quality
