// What one committee's forms come to: counters per interviewer and item, and the flags that need no other committee.
// Made anew when the committee's change number has moved, so a page costs only the committees that changed. Pure.
#pragma once

#include <map>
#include <set>

#include "quality/question_rule.h"
#include "quality/time_rule.h"
#include "quality/types.h"

namespace lilong::quality
{

// What the committee is besides its forms.
struct CommitteeGround {
    AreaId committee, sub_district;
    std::map<AreaId, std::int64_t> households; // N_h of each estate, and of the committee under its own id
    std::map<AreaId, MapPoint> places;         // of estates and buildings that are on the map
    bool one_form_per_household = true;
};

// One interviewer's forms; the first slot is for those that nobody is known to have collected.
struct Slot {
    std::optional<UserId> collector;
    OptionCounts counts;
    std::vector<ResponseId> forms, straight;
};

struct CommitteeDigest {
    AreaId committee, sub_district;
    std::vector<Slot> slots;
    OptionCounts all, set_aside;
    std::vector<std::int64_t> asked, blank; // by item
    std::vector<TimedForm> timed;
    std::vector<Flag> flags;
    std::set<ResponseId> aside; // which forms are set aside
    std::int64_t forms = 0;
};

CommitteeDigest digest_of(Questions const& questions, CommitteeForms const& committee, CommitteeGround const& ground,
                          Limits const& limits);

} // namespace lilong::quality
