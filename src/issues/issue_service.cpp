#include "issues/issue_service.h"

#include <algorithm>

#include "issues/crossing.h"
#include "issues/evidence_rule.h"
#include "issues/exclusion_rule.h"
#include "issues/issue_machine_rule.h"
#include "issues/reference.h"

namespace lilong::issues
{

namespace
{

using storage::Connection;
using storage::Transaction;

constexpr int kAppendDays = 7, kMostRedos = 2;
constexpr areas::ClockLimit kToAccept{areas::ClockUnit::working_days, 1},
    kToCallBack{areas::ClockUnit::working_days, 3};
constexpr int kToSupervise = 3, kAgendaDays = 15; // working days

bool open(std::string_view state) { return !is_final(state) && state != "finished"; }

Level one_up(Level level) { return level == Level::committee ? Level::sub_district : Level::district; }

std::vector<IssueStep> steps_of(std::vector<loop::Transition> const& timeline)
{
    std::vector<IssueStep> out;
    for (auto const& t : timeline) out.push_back({t.at, t.action, t.to, t.role, t.reason.text});
    return out;
}

} // namespace

Result<Registered> IssueService::report(Actor const& who, AreaId const& area, NewIssue const& given)
{
    return p_.database.write(area, [&](Transaction& tx) -> Result<Registered> {
        auto const* category = p_.taxonomy.category(given.category);
        if (given.category != "unsure" && !(category && category->issue_category))
            return refuse(ErrorKind::bad_input, "issues.unknown_category", {{"category", given.category}});
        if (level_of(p_.tree, area) != Level::committee)
            return refuse(ErrorKind::bad_input, "issues.report_to_a_committee");
        if (given.place.estate && !p_.tree.reaches(area, *given.place.estate))
            return refuse(ErrorKind::bad_input, "issues.place_elsewhere");
        auto const now = p_.clock.now();
        if (given.reporter)
            for (auto const& own : issue_store::recent_of_categories(tx, area, {given.category}, now))
                if (own.issue.reporter == given.reporter && open(own.state) &&
                    p_.clock.today().days_since(china_date(own.issue.reported_at)) <= kAppendDays) {
                    issue_store::add_word(tx, area, own.issue.id, given.text, now);
                    p_.audit.note(tx, who, area, "issue.words_added", own.issue.id);
                    return Registered{own.issue, "", true};
                }
        Issue issue;
        issue.id = IssueId::random(p_.rng), issue.area = area, issue.category = given.category, issue.text = given.text,
        issue.place = given.place;
        issue.source = given.source, issue.reporter = given.reporter, issue.reported_at = now,
        issue.reference = new_reference(p_.rng);
        while (issue_store::by_reference(tx, issue.reference)) issue.reference = new_reference(p_.rng);
        auto const code = new_code(p_.rng);
        p_.states.begin(tx, ref(issue), "registered", who, {TraceId::random(p_.rng)});
        issue_store::add(tx, issue, code_hash(issue.reference, code));
        if (given.reporter) issue_store::subscribe(tx, area, issue.id, *given.reporter, now);
        settle_due(tx, issue, "registered");
        return Registered{issue, code, false};
    });
}

Result<void> IssueService::exclusions(Connection& c, Actor const& who, Issue const& issue,
                                      std::string_view action) const
{
    if (who.user == system_actor().user || part_of(action) == Part::none) return {};
    if (who.household && who.household == issue.reporter)
        return refuse(ErrorKind::not_permitted, "issues.own_household");
    std::vector<Deed> deeds;
    for (auto const& t : p_.states.timeline(c, ref(issue))) deeds.push_back({t.actor, part_of(t.action)});
    for (auto const& t : issue_store::tries_of(c, issue.area, issue.id))
        deeds.push_back({t.caller, t.kind == TryKind::contact ? Part::handler : Part::caller});
    return parts_differ(who.user, part_of(action), deeds);
}

Result<Issue> IssueService::act(Actor const& who, AreaId const& area, IssueId const& id, IssueAct const& act)
{
    auto done = p_.database.write(area, [&](Transaction& tx) -> Result<Issue> {
        auto issue = TRY(issue_store::find(tx, area, id));
        return transition(tx, who, issue, act);
    });
    if (act.action == "raise")
        while (p_.outbox.drain() > 0) {
        }
    return done;
}

Result<Issue> IssueService::transition(Transaction& tx, Actor const& who, Issue issue, IssueAct const& act)
{
    TRY(exclusions(tx, who, issue, act.action));
    auto const done = TRY(p_.states.apply(tx, ref(issue), issue_machine(issue.level), act.action, who,
                                          met(tx, issue, act), act.reason, act.version));
    TRY(effect(tx, who, issue, act, done.from));
    issue_store::save(tx, issue);
    settle_due(tx, issue, done.to);
    return issue;
}

Result<void> IssueService::effect(Transaction& tx, Actor const& who, Issue& issue, IssueAct const& act,
                                  std::string_view from)
{
    auto const now = p_.clock.now();
    auto const limits = [&] { return areas::service_clocks(issue.service_class); };
    auto const begin_answer = [&] { start_clock(tx, issue, ClockKind::answer, limits().answer); };
    if (act.action == "accept") {
        issue.category = act.category.value_or(issue.category);
        issue.level = act.level.value_or(issue.level);
        auto const* duty = p_.taxonomy.duty(issue.category, issue.level);
        issue.service_class = act.service_class ? *act.service_class : duty->service_class;
    } else if (act.action == "refuse") {
        issue.result = *act.where_to_turn;
        tell_subscribers(tx, issue, "refuse",
                         "您反映的事项（" + issue.reference + "）不予受理：" + act.reason.text + "。可联系：" +
                             *act.where_to_turn,
                         "Your issue " + issue.reference + " was not accepted: " + act.reason.text +
                             " Where to turn: " + *act.where_to_turn,
                         true);
    } else if (act.action == "merge") {
        auto const master = TRY(issue_store::find(tx, issue.area, *act.master));
        auto const state = TRY(p_.states.state_of(tx, ref(master)));
        if (is_final(state.state) && state.state != "closed")
            return refuse(ErrorKind::conflict, "issues.master_not_open");
        issue.master = master.id;
        tell_subscribers(tx, issue, "merge",
                         "您反映的事项（" + issue.reference + "）已并入 " + master.reference + "，后续请以该编号查询。",
                         "Your issue " + issue.reference + " was joined to " + master.reference +
                             "; from now on follow that reference.");
        issue_store::move_to_master(tx, issue.area, issue.id, master.id);
    } else if (act.action == "unmerge") {
        issue_store::move_back(tx, issue.area, issue.id);
        issue.master.reset();
    } else if (act.action == "dispatch") {
        auto const* duty = p_.taxonomy.duty(issue.category, issue.level);
        issue.lead_unit = act.lead_unit && !act.lead_unit->empty() ? *act.lead_unit : duty->unit;
        issue.co_units = act.co_units;
        start_clock(tx, issue, ClockKind::contact, limits().contact);
        if (!clock_of(tx, issue, ClockKind::answer)) begin_answer(); // a return does not buy time
    } else if (act.action == "return") {
        ++issue.returns;
    } else if (act.action == "contact") {
        meet_clock(tx, issue, ClockKind::contact);
    } else if (act.action == "work") {
        issue.plan = *act.plan, issue.plan_date = act.plan_date;
        if (from == "parked") {
            if (auto const answer = clock_of(tx, issue, ClockKind::answer))
                issue_store::put_clock(tx, issue, resumed(*answer, issue.service_class, now, p_.calendar));
            meet_clock(tx, issue, ClockKind::review);
        }
    } else if (act.action == "extend") {
        if (auto const answer = clock_of(tx, issue, ClockKind::answer))
            issue_store::put_clock(tx, issue,
                                   extended(*answer, issue.service_class, *issue.extension_until, p_.calendar));
        issue.extension_until.reset();
        issue.extensions = 1;
    } else if (act.action == "park") {
        if (auto const answer = clock_of(tx, issue, ClockKind::answer))
            issue_store::put_clock(tx, issue, stopped(*answer, issue.service_class, now, p_.calendar));
        issue_store::put_clock(tx, issue,
                               started_until(ClockKind::review, issue.service_class, now,
                                             end_of_working_day(*act.review_date), p_.calendar));
        tell_subscribers(tx, issue, "park",
                         "您反映的事项（" + issue.reference + "）暂时挂账，复核日期 " + act.review_date->text() + "：" +
                             act.reason.text,
                         "Your issue " + issue.reference + " is parked until it is looked at again on " +
                             act.review_date->text() + ": " + act.reason.text);
    } else if (act.action == "raise") {
        TRY(send_up(tx, who, issue, act));
    } else if (act.action == "finish") {
        issue.outcome = act.outcome, issue.result = *act.evidence;
        meet_clock(tx, issue, ClockKind::answer);
        start_clock(tx, issue, ClockKind::callback, kToCallBack);
    } else if (act.action == "confirm") {
        issue.closed_at = now;
        meet_clock(tx, issue, ClockKind::callback);
        tell_subscribers(tx, issue, "close", "您反映的事项（" + issue.reference + "）已结案：" + issue.result,
                         "Your issue " + issue.reference + " is closed: " + issue.result, true);
    } else if (act.action == "redo") {
        if (++issue.redos > kMostRedos)
            issue.supervised = true, issue.supervise_by = p_.calendar.add_working_days(p_.clock.today(), kToSupervise);
        issue.outcome.reset();
        meet_clock(tx, issue, ClockKind::callback);
        begin_answer();
    } else if (act.action == "reopen") {
        ++issue.reopens;
        issue.outcome.reset(), issue.closed_at.reset();
        begin_answer();
    }
    return {};
}

void IssueService::start_clock(Transaction& tx, Issue const& issue, ClockKind kind, areas::ClockLimit limit) const
{
    issue_store::put_clock(tx, issue, started(kind, issue.service_class, p_.clock.now(), limit, p_.calendar));
}

std::optional<IssueClock> IssueService::clock_of(Connection& c, Issue const& issue, ClockKind kind) const
{
    for (auto const& clock : issue_store::clocks_of(c, issue.area, issue.id))
        if (clock.kind == kind) return clock;
    return std::nullopt;
}

void IssueService::meet_clock(Transaction& tx, Issue const& issue, ClockKind kind) const
{
    auto clock = clock_of(tx, issue, kind);
    if (!clock || clock->met_at) return;
    clock->met_at = p_.clock.now();
    issue_store::put_clock(tx, issue, *clock);
}

Instant IssueService::last_time(Connection& c, Issue const& issue, std::string_view action) const
{
    Instant at;
    for (auto const& t : p_.states.timeline(c, ref(issue)))
        if (t.action == action) at = t.at;
    return at;
}

// No dead end (LO-2): what is not final has a date, the nearest of its running clocks or one of its own.
void IssueService::settle_due(Transaction& tx, Issue const& issue, std::string_view state) const
{
    std::optional<Date> due;
    if (!is_final(state)) {
        for (auto const& clock : issue_store::clocks_of(tx, issue.area, issue.id))
            if (!clock.met_at && !clock.stopped_at && (!due || china_date(clock.due_at) < *due))
                due = china_date(clock.due_at);
        auto const in = [&](int days) { return p_.calendar.add_working_days(p_.clock.today(), days); };
        if (state == "registered" || state == "accepted") due = in(kToAccept.amount);
        if (state == "raised") due = in(kAgendaDays);
        if (!due) due = in(kToAccept.amount);
    }
    p_.states.set_due(tx, ref(issue), due);
}

std::string IssueService::evidence_of(Connection& c, Issue const& issue) const
{
    return issue_evidence(issue, steps_of(p_.states.timeline(c, ref(issue))),
                          issue_store::clocks_of(c, issue.area, issue.id),
                          issue_store::subscribers(c, issue.area, issue.id).size(), p_.taxonomy);
}

Result<void> IssueService::send_up(Transaction& tx, Actor const& who, Issue const& issue, IssueAct const& act)
{
    auto const target = area_at(p_.tree, issue.area, one_up(issue.level));
    if (!target) return refuse(ErrorKind::conflict, "issues.nothing_above");
    auto const* category = p_.taxonomy.category(issue.category);
    auto const traces = p_.states.traces_of(tx, ref(issue));
    Raised raised;
    raised.rule = act.rule.value_or("c"), raised.category = issue.category,
    raised.title = category ? category->zh : issue.category;
    raised.domain = category ? category->domain : Domain::public_management, raised.year = p_.clock.today().year();
    raised.inputs = act.reason.code.empty() ? "raised by hand" : act.reason.code, raised.reason = act.reason.text;
    raised.actor = who.user, raised.actor_name = who.name;
    if (who.user != system_actor().user)
        raised.submitted_by =
            issue.level == Level::committee ? Role::committee_secretary : Role::sub_district_dispatcher;
    raised.member = {"issue",
                     issue.area,
                     ObjectId{issue.id.uuid()},
                     issue.reference,
                     issue.category,
                     evidence_of(tx, issue),
                     traces.empty() ? TraceId{} : traces.front(),
                     {}};
    p_.outbox.send(tx, issue.area, kRaised, *target, to_payload(raised));
    return {};
}

void IssueService::tell_subscribers(Transaction& tx, Issue const& issue, std::string const& cause,
                                    std::string const& zh, std::string const& en, bool closes) const
{
    auto const households = issue_store::subscribers(tx, issue.area, issue.id);
    if (!households.empty())
        p_.feedback.fan_out(tx, system_actor(),
                            {ref(issue), p_.states.traces_of(tx, ref(issue)), cause, zh, en, closes}, households);
}

Result<void> IssueService::receive_answer(Transaction& tx, AreaId const& area, issue_store::MemberAnswer const& answer)
{
    auto issue = TRY(issue_store::find(tx, area, IssueId{answer.member.uuid()}));
    auto const state = TRY(p_.states.state_of(tx, ref(issue)));
    auto const no = answer.kind == "decision" && !answer.accepts;
    if (state.state == "raised") {
        auto const done =
            TRY(p_.states.apply(tx, ref(issue), issue_machine(issue.level), "answer", system_actor(),
                                {no ? "reasoned_no" : "measures_or_return"}, {answer.kind, answer.text_zh}));
        if (no) {
            issue.outcome = Outcome::explained, issue.result = answer.text_zh;
            issue_store::save(tx, issue);
            meet_clock(tx, issue, ClockKind::answer);
            start_clock(tx, issue, ClockKind::callback, kToCallBack);
        }
        settle_due(tx, issue, done.to);
    } else {
        p_.audit.note(tx, system_actor(), area, "issue.answer_received", issue.id);
    }
    tell_subscribers(tx, issue, answer.kind, answer.text_zh, answer.text_en, true);
    return {};
}

Result<void> IssueService::try_reporter(Actor const& who, AreaId const& area, IssueId const& id, Try attempt)
{
    return p_.database.write(area, [&](Transaction& tx) -> Result<void> {
        auto const issue = TRY(issue_store::find(tx, area, id));
        auto const state = TRY(p_.states.state_of(tx, ref(issue)));
        auto const contact = attempt.kind == TryKind::contact;
        if (state.state != (contact ? "signed" : "finished"))
            return refuse(ErrorKind::conflict,
                          contact ? "issues.contact_after_signing" : "issues.callback_after_finish");
        auto const action = contact ? "contact" : "confirm";
        TRY(exclusions(tx, who, issue, action));
        Requirements const all{"talk_or_three_tries", "callback"};
        TRY(lilong::apply(issue_machine(issue.level), state.state, action, p_.states.roles_in(who, area), false, all,
                          true));
        attempt.caller = who.user, attempt.at = p_.clock.now();
        issue_store::add_try(tx, area, id, attempt);
        p_.audit.note(tx, who, area, contact ? "issue.contact_tried" : "issue.callback_tried", id);
        return {};
    });
}

Result<void> IssueService::ask_extension(Actor const& who, AreaId const& area, IssueId const& id, Date until,
                                         std::string const& reason)
{
    return p_.database.write(area, [&](Transaction& tx) -> Result<void> {
        auto issue = TRY(issue_store::find(tx, area, id));
        auto const state = TRY(p_.states.state_of(tx, ref(issue)));
        TRY(exclusions(tx, who, issue, "ask_extension"));
        if (issue.extensions > 0) return refuse(ErrorKind::conflict, "issues.extended_already");
        TRY(lilong::apply(issue_machine(issue.level), state.state, "finish", p_.states.roles_in(who, area), false,
                          {"outcome", "evidence"}, true)); // the handler, at work
        auto const answer = clock_of(tx, issue, ClockKind::answer);
        if (!answer || end_of_working_day(until) <= answer->due_at)
            return refuse(ErrorKind::bad_input, "issues.extension_not_later");
        issue.extension_until = end_of_working_day(until), issue.extension_reason = reason;
        issue_store::save(tx, issue);
        p_.audit.note(tx, who, area, "issue.extension_asked", id);
        return {};
    });
}

Result<void> IssueService::release(Actor const& who, AreaId const& area, IssueId const& id, bool released)
{
    return p_.database.write(area, [&](Transaction& tx) -> Result<void> {
        auto issue = TRY(issue_store::find(tx, area, id));
        issue.released = released;
        issue_store::save(tx, issue);
        p_.audit.note(tx, who, area, released ? "issue.released" : "issue.withheld", id);
        return {};
    });
}

} // namespace lilong::issues
