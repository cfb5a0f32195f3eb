// What the secretaries expected of round 2026, written down on the day it opened. 王书记 expected 40 to 60 % to want better
// common facilities; in May it was 90 %.
#include "demo/story.h"

namespace lilong::demo
{

using analysis::GuessBand;

Result<void> record_guesses(StoryParts const& parts, TestClock& clock, DemoDistrict const& d, Cast const& cast)
{
    clock.set(morning(Date{2026, 3, 2}));
    auto const& wang = cast.secretary_wang.actor;
    auto const& tang = cast.officer_tang.actor;
    auto const& lu = cast.secretary_lu.actor;
    TRY(parts.guesses.record(wang, d.gate_committee, d.round_2026,
                             {{"facilities", 40, 60}, {"parking", 40, 70}, {"nearby", 20, 50}, {"repairs", 20, 50}},
                             {"parking", "property", "facilities", "repairs", "clinic"}));
    TRY(parts.guesses.record(lu, d.growers_committee, d.round_2026, {{"nearby", 50, 80}, {"facilities", 20, 60}}, {}));
    TRY(parts.guesses.waive(tang, d.gate_committee, d.round_2026, "王书记已代本居委会写下估计 Wang has guessed for this committee"));
    // the round before was over when guessing began
    for (auto const& [who, committee] : {std::pair{wang, d.gate_committee}, {tang, d.gate_committee}, {lu, d.growers_committee}})
        TRY(parts.guesses.waive(who, committee, d.round_2025, "上一轮结果去年已公布 the results of last year were published then"));
    return {};
}

} // namespace lilong::demo
