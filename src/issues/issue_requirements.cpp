// What each action of an issue still needs; issue_machine_rule.h names the requirements, here they are looked up.
#include <set>

#include "issues/issue_machine_rule.h"
#include "issues/issue_service.h"

namespace lilong::issues
{

namespace
{

constexpr int kMostReturns = 2, kThreeTries = 3, kReopenDays = 30, kParkedDays = 90;

bool given(std::optional<std::string> const& text) { return text && !text->empty(); }

// Three tries, at different hours; for a callback also on two days (LO-73).
bool tried_enough(std::vector<Try> const& tries, TryKind kind, Instant since)
{
    std::set<std::int64_t> hours;
    std::set<Date> days;
    for (auto const& attempt : tries)
        if (attempt.kind == kind && attempt.at >= since)
            hours.insert(attempt.at.ms() / 3'600'000), days.insert(china_date(attempt.at));
    return hours.size() >= kThreeTries && (kind == TryKind::contact || days.size() >= 2);
}

Try const* last_reached(std::vector<Try> const& tries, TryKind kind, Instant since)
{
    Try const* found = nullptr;
    for (auto const& attempt : tries)
        if (attempt.kind == kind && attempt.reached && attempt.at >= since) found = &attempt;
    return found;
}

} // namespace

void IssueService::met_by_handling(storage::Connection& c, Issue const& issue, IssueAct const& act,
                                   Requirements& out) const
{
    auto const now = p_.clock.now();
    auto const tries = issue_store::tries_of(c, issue.area, issue.id);
    auto const signed_at = last_time(c, issue, "sign");
    if (!issue.reporter || last_reached(tries, TryKind::contact, signed_at) ||
        tried_enough(tries, TryKind::contact, signed_at))
        out.insert("talk_or_three_tries");
    auto const dispatched_at = last_time(c, issue, "dispatch");
    if (now <= areas::deadline(p_.calendar, dispatched_at, {areas::ClockUnit::working_days, 1}).due)
        out.insert("within_a_working_day");
    if (issue.returns < kMostReturns) out.insert("returns_left");
    if (given(act.evidence)) out.insert("evidence");
    if (given(act.plan)) out.insert("plan");
    if (act.plan_date && *act.plan_date >= p_.clock.today()) out.insert("plan_date");
    if (act.outcome) out.insert("outcome");
    if (issue.extension_until) out.insert("asked_for");
    if (issue.extensions == 0) out.insert("first_extension");
    auto const today = p_.clock.today();
    if (act.review_date && *act.review_date > today && *act.review_date <= today.plus_days(kParkedDays))
        out.insert("review_date");
    met_by_callback(tries, issue, last_time(c, issue, "finish"), out);
}

void IssueService::met_by_callback(std::vector<Try> const& tries, Issue const& issue, Instant finished_at,
                                   Requirements& out) const
{
    auto const* said = last_reached(tries, TryKind::callback, finished_at);
    auto const not_solved = said && said->solved && *said->solved != Solved::yes;
    if (not_solved) out.insert("not_solved");
    // Somebody who was told honestly that it cannot be done may say "not solved", and the issue still closes.
    auto const claimed = issue.outcome == Outcome::solved || issue.outcome == Outcome::partly;
    auto const contradicted = said && said->solved == Solved::no && claimed;
    if (!contradicted && (said || !issue.reporter || tried_enough(tries, TryKind::callback, finished_at)))
        out.insert("callback");
}

Requirements IssueService::met(storage::Connection& c, Issue const& issue, IssueAct const& act) const
{
    Requirements out;
    auto const category = act.category.value_or(issue.category);
    auto const* known = p_.taxonomy.category(category);
    auto const level = act.level.value_or(issue.level);
    auto const* duty = p_.taxonomy.duty(category, level);
    if (known && known->issue_category) out.insert("category");
    if (!act.level || area_at(p_.tree, issue.area, *act.level)) out.insert("level");
    if (act.service_class || duty) out.insert("service_class");
    if (given(act.where_to_turn)) out.insert("where_to_turn");
    if (act.master && *act.master != issue.id) out.insert("master");
    // From the duty list, or with a reason; after two returns somebody rules in writing (LO-71).
    auto const by_the_list = duty && (!given(act.lead_unit) || *act.lead_unit == duty->unit);
    if ((by_the_list && issue.returns < kMostReturns) || (act.reason.given() && (duty || given(act.lead_unit))))
        out.insert("lead_unit");
    if (issue.level != Level::district &&
        area_at(p_.tree, issue.area, static_cast<Level>(static_cast<int>(issue.level) + 1)))
        out.insert("level_above");
    if (issue.closed_at && p_.clock.today().days_since(china_date(*issue.closed_at)) <= kReopenDays)
        out.insert("within_30_days");
    met_by_handling(c, issue, act, out);
    return out;
}

} // namespace lilong::issues
