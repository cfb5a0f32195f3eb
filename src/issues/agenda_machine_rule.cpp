#include "issues/agenda_machine_rule.h"

namespace lilong::issues
{

namespace
{

using Roles = std::vector<Role>;

Machine machine(Role dispatcher, Roles const& submitters, Roles const& reporters)
{
    auto const yes = NeedsReason::yes;
    Roles const d{dispatcher};
    Machine m{"agenda_item", {}, {"merged", "fed_back", "returned"}};
    auto const add = [&](Edge edge) { m.edges.push_back(std::move(edge)); };
    add({"candidate", "submit", "submitted", submitters, {"members"}, NeedsReason::no, {"dispatcher"}});
    add({"candidate", "submit", "submitted", {}, {"silence"}, NeedsReason::no, {"dispatcher"}});
    add({"submitted", "classify", "classified", d, {"domain", "lead_unit"}, NeedsReason::no, {"members"}});
    add({"classified", "accept", "accepted", d, {"plan_date"}, NeedsReason::no, {"members"}});
    for (auto from : {"submitted", "classified"})
        add({from, "return", "returned", d, {"answer_text"}, yes, {"members", "origins"}});
    for (auto from : {"submitted", "classified", "accepted"})
        add({from, "merge", "merged", d, {"older_item"}, NeedsReason::no, {"members"}});
    add({"accepted",
         "decide",
         "decided",
         d,
         {"body", "answer_text", "measures_or_reasoned_no"},
         NeedsReason::no,
         {"origins", "public page"}});
    for (auto from : {"accepted", "returned"}) add({from, "raise", "raised", d, {"level_above"}, yes, {"members"}});
    for (auto from : {"submitted", "classified", "accepted", "returned"})
        add({from, "raise", "raised", {}, {"level_above"}, yes, {"members"}});
    add({"raised", "answer", "decided", {}, {"decision_from_above"}, NeedsReason::no, {"members"}});
    add({"raised", "answer", "returned", {}, {"return_from_above"}, NeedsReason::no, {"members"}});
    add({"decided", "execute", "executing", d, {}, NeedsReason::no, {"members"}});
    add({"executing", "report", "executed", reporters, {"measures_done"}, NeedsReason::no, {"origins"}});
    add({"executed", "feed_back", "fed_back", {}, {"reach"}, NeedsReason::no, {"public page"}});
    return m;
}

} // namespace

Machine const& agenda_machine(Level level)
{
    using enum Role;
    static Machine const sub_district =
        machine(sub_district_dispatcher, {committee_secretary}, {sub_district_dispatcher, sub_district_handler});
    static Machine const district = machine(district_dispatcher, {committee_secretary, sub_district_dispatcher},
                                            {district_dispatcher, district_department});
    return level == Level::district ? district : sub_district;
}

} // namespace lilong::issues
