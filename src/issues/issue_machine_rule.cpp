#include "issues/issue_machine_rule.h"

namespace lilong::issues
{

namespace
{

using Roles = std::vector<Role>;

Machine machine(Roles const& dispatcher, Roles const& above, Roles const& handler, Roles const& caller,
                Roles const& raiser)
{
    auto const yes = NeedsReason::yes;
    Machine m{"issue", {}, {"refused", "merged", "closed"}};
    auto const add = [&](Edge edge) { m.edges.push_back(std::move(edge)); };
    add({"registered",
         "accept",
         "accepted",
         dispatcher,
         {"category", "level", "service_class"},
         NeedsReason::no,
         {"reporter"}});
    add({"registered", "refuse", "refused", dispatcher, {"where_to_turn"}, yes, {"reporter"}});
    for (auto from : {"registered", "accepted", "dispatched", "signed", "contacted", "in_progress"})
        add({from, "merge", "merged", dispatcher, {"master"}, NeedsReason::no, {"reporters of both"}});
    add({"accepted", "dispatch", "dispatched", dispatcher, {"lead_unit"}, NeedsReason::no, {"lead unit"}});
    add({"dispatched", "sign", "signed", handler, {}, NeedsReason::no, {"reporter"}});
    add({"dispatched",
         "return",
         "accepted",
         handler,
         {"evidence", "within_a_working_day", "returns_left"},
         yes,
         {"dispatcher"}});
    add({"signed", "contact", "contacted", handler, {"talk_or_three_tries"}});
    for (auto from : {"contacted", "parked"})
        add({from, "work", "in_progress", handler, {"plan", "plan_date"}, NeedsReason::no, {"reporter"}});
    add({"in_progress", "extend", "in_progress", dispatcher, {"asked_for", "first_extension"}, yes, {"reporter"}});
    add({"in_progress", "park", "parked", above, {"review_date"}, yes, {"reporter"}});
    add({"in_progress", "raise", "raised", raiser, {"level_above"}, yes, {"reporter"}});
    add({"in_progress", "raise", "raised", {}, {"level_above"}, yes, {"reporter"}});
    add({"raised", "answer", "in_progress", {}, {"measures_or_return"}, NeedsReason::no, {"reporter"}});
    add({"raised", "answer", "finished", {}, {"reasoned_no"}, NeedsReason::no, {"reporter"}});
    add({"in_progress", "finish", "finished", handler, {"outcome", "evidence"}, NeedsReason::no, {"reporter"}});
    add({"finished", "confirm", "closed", caller, {"callback"}, NeedsReason::no, {"subscribers"}});
    add({"finished", "redo", "in_progress", caller, {"not_solved"}, yes, {"unit", "its superior"}});
    add({"closed", "reopen", "in_progress", {Role::resident}, {"within_30_days"}, yes, {"unit"}});
    add({"closed", "reopen", "in_progress", {}, {"recurrence"}, yes, {"unit"}});
    add({"merged", "unmerge", "accepted", dispatcher, {}, yes, {"reporters of both"}}); // a merge can be undone (LO-70)
    return m;
}

} // namespace

Machine const& issue_machine(Level level)
{
    using enum Role;
    static Machine const committee =
        machine({committee_secretary}, {sub_district_dispatcher}, {committee_worker},
                {committee_worker, committee_secretary, sub_district_callback_clerk}, {committee_secretary});
    static Machine const sub_district =
        machine({sub_district_dispatcher}, {district_dispatcher}, {sub_district_handler}, {sub_district_callback_clerk},
                {committee_secretary, sub_district_dispatcher});
    static Machine const district = machine({district_dispatcher}, {district_dispatcher}, {district_department},
                                            {sub_district_callback_clerk}, {district_dispatcher});
    return level == Level::committee ? committee : level == Level::sub_district ? sub_district : district;
}

} // namespace lilong::issues
