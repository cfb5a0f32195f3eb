// What happens to an issue: reported, accepted, dispatched, handled, raised or finished, called back, closed, reopened.
// Each act is one write: exclusions, the machine of its level, its clocks, and what crosses to the level
// above.
#pragma once

#include "issues/area_order.h"
#include "issues/deadline_rule.h"
#include "issues/issue_store.h"
#include "loop/feedback_service.h"
#include "loop/outbox_service.h"
#include "loop/state_service.h"

namespace lilong::issues
{

struct IssueParts { // what the services of this folder are made of
    storage::Database& database;
    access::AuditTrail const& audit;
    loop::StateService const& states;
    loop::OutboxService& outbox;
    loop::FeedbackService const& feedback;
    areas::AreaTree const& tree;
    areas::Taxonomy const& taxonomy;
    areas::WorkingCalendar const& calendar;
    Clock const& clock;
    Rng& rng;
};

struct NewIssue {
    std::string category, text;
    Place place;
    Source source = Source::resident;
    std::optional<HouseholdId> reporter;
};

struct Registered {
    Issue issue;
    std::string code;      // shown once
    bool appended = false; // the household's own open issue of this category took the words (LO-69)
};

struct IssueAct { // what an action may bring; each action reads its own part
    std::string action;
    loop::Reason reason;
    std::optional<std::string> category, lead_unit, where_to_turn, evidence, plan, rule;
    std::optional<Level> level;
    std::optional<ServiceClass> service_class;
    std::optional<Outcome> outcome;
    std::optional<Date> plan_date, review_date;
    std::optional<IssueId> master;
    std::vector<std::string> co_units;
    std::optional<std::int64_t> version;
};

struct IssueView {
    Issue issue;
    loop::ObjectState state;
    std::vector<IssueClock> clocks;
    Colour colour = Colour::green;
    std::vector<Try> tries;
    std::vector<issue_store::Word> words;
    std::vector<loop::Transition> timeline;
    std::vector<issue_store::MemberAnswer> answers;
    std::size_t subscribers = 0;
};

struct Duplicate {
    Issue issue;
    std::string state;
    double score = 0;
};

class IssueService
{
public:
    explicit IssueService(IssueParts parts) : p_(std::move(parts)) {}

    Result<Registered> report(Actor const& who, AreaId const& area, NewIssue const& issue);
    Result<Issue> act(Actor const& who, AreaId const& area, IssueId const& id, IssueAct const& act);
    // A try to talk with the reporter: the handler before the work, the callback clerk after it (LO-73).
    Result<void> try_reporter(Actor const& who, AreaId const& area, IssueId const& id, Try attempt);
    Result<void> ask_extension(Actor const& who, AreaId const& area, IssueId const& id, Date until,
                               std::string const& reason);
    Result<void> release(Actor const& who, AreaId const& area, IssueId const& id, bool released);

    // With reference and code, without an account. issues.reference_unknown when either is wrong.
    Result<IssueView> follow(std::string const& reference, std::string const& code);
    Result<void> reopen(std::string const& reference, std::string const& code, std::string const& text);
    Result<void> rate(std::string const& reference, std::string const& code, Solved solved, std::optional<int> rating);

    Result<IssueView> view(AreaId const& area, IssueId const& id);
    std::vector<issue_store::Listed> list(AreaId const& area); // of an area and all committees in it
    std::vector<Duplicate> duplicates(AreaId const& area, NewIssue const& issue);
    std::vector<AllowedAction> allowed(Actor const& who, IssueView const& view);
    Colour colour_of(Issue const& issue, std::vector<IssueClock> const& clocks) const;
    std::vector<IssueClock> clocks_of(Issue const& issue);

    // Notes clocks that have run out; two reds set supervision; a silent answer clock raises the issue (LO-68, rule d).
    // Taking the same clock twice has no effect.
    std::size_t run_clocks();
    // The answer of an agenda item arrives at its member (LO-80).
    Result<void> receive_answer(storage::Transaction& tx, AreaId const& area, issue_store::MemberAnswer const& answer);

    areas::Taxonomy const& taxonomy() const { return p_.taxonomy; }
    Clock const& clock() const { return p_.clock; }

private:
    Result<Issue> transition(storage::Transaction& tx, Actor const& who, Issue issue, IssueAct const& act);
    Result<void> exclusions(storage::Connection& c, Actor const& who, Issue const& issue,
                            std::string_view action) const;
    Requirements met(storage::Connection& c, Issue const& issue, IssueAct const& act) const;
    void met_by_handling(storage::Connection& c, Issue const& issue, IssueAct const& act, Requirements& out) const;
    void met_by_callback(std::vector<Try> const& tries, Issue const& issue, Instant finished_at,
                         Requirements& out) const;
    Result<void> effect(storage::Transaction& tx, Actor const& who, Issue& issue, IssueAct const& act,
                        std::string_view from);
    void settle_due(storage::Transaction& tx, Issue const& issue, std::string_view state) const;
    Result<void> send_up(storage::Transaction& tx, Actor const& who, Issue const& issue, IssueAct const& act);
    std::string evidence_of(storage::Connection& c, Issue const& issue) const;
    void start_clock(storage::Transaction& tx, Issue const& issue, ClockKind kind, areas::ClockLimit limit) const;
    void meet_clock(storage::Transaction& tx, Issue const& issue, ClockKind kind) const;
    std::optional<IssueClock> clock_of(storage::Connection& c, Issue const& issue, ClockKind kind) const;
    Instant last_time(storage::Connection& c, Issue const& issue, std::string_view action) const;
    Result<std::pair<Issue, Actor>> reporter_of(storage::Connection& c, std::string const& reference,
                                                std::string const& code) const;
    void tell_subscribers(storage::Transaction& tx, Issue const& issue, std::string const& cause, std::string const& zh,
                          std::string const& en, bool closes = false) const;
    loop::ObjectRef ref(Issue const& issue) const { return loop::ref(issue.area, "issue", issue.id); }
    IssueParts p_;
};

} // namespace lilong::issues
