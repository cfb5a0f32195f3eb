// What rises and how its answer comes back: a need or issue is put before the sub-district or the district with a
// frozen evidence pack; the decision goes by itself to each member and from there to the households (LO-77 … LO-80).
#pragma once

#include "issues/agenda_store.h"
#include "issues/crossing.h"
#include "issues/issue_service.h"
#include "issues/promotion_rule.h"

namespace lilong::issues
{

struct AgendaAct { // what an action may bring
    std::string action;
    loop::Reason reason;
    std::optional<Domain> domain;
    std::optional<std::string> lead_unit;
    std::optional<Date> plan_date;
    std::optional<AgendaItemId> older_item;
    std::optional<Decision> decision; // of decide; for return only the texts to residents count
    std::optional<std::int64_t> version;
};

struct AgendaView {
    AgendaItem item;
    loop::ObjectState state;
    std::vector<Member> members;
    std::vector<EvidencePack> packs;
    std::optional<Decision> decision;
    std::vector<loop::Transition> timeline;
};

struct NeedToRaise { // a confirmed need that a committee cannot meet
    NeedId need;
    std::string item, category, title, evidence; // evidence: JSON of the needs' side
    TraceId trace;
    std::string rule;
    std::string reason;
};

class AgendaService
{
public:
    // The answer at a member that is a need: wired to needs/ in lilong/.
    using AnswerToNeed =
        std::function<Result<void>(storage::Transaction&, AreaId const&, issue_store::MemberAnswer const&)>;
    // Have enough of the households of origin heard? (executed → fed_back)
    explicit AgendaService(IssueParts parts) : p_(std::move(parts)) {}
    void on_answer_to_need(AnswerToNeed hook) { answer_to_need_ = std::move(hook); }

    // `area`: where the actor stands: the item's own area, or the committee of one of its members (submit).
    Result<AgendaItem> act(Actor const& who, AreaId const& area, AgendaItemId const& id, AgendaAct const& act);
    Result<void> measure_done(Actor const& who, AreaId const& area, AgendaItemId const& id, std::int64_t seq,
                              std::string const& evidence);
    // From a committee: the message crosses to the level above in the same write.
    Result<void> raise_need(Actor const& who, AreaId const& area, NeedToRaise const& need);
    // Candidates that a rule found (LO-77), in the area of the body that would decide.
    Result<AgendaItemId> propose(AreaId const& area, Promotion const& promotion, std::vector<Member> const& members);
    // Rule b over the issues of all committees of a sub-district; returns how many candidates it opened or joined.
    std::size_t propose_recurrences(AreaId const& sub_district);

    Result<AgendaView> view(AreaId const& area, AgendaItemId const& id); // issues.item_not_found
    std::vector<agenda_store::Listed> list(AreaId const& area);          // own, and those with members from here
    std::vector<AllowedAction> allowed(Actor const& who, AreaId const& area, AgendaView const& view);

    // Silence is an act: candidates are submitted, waiting items rise, at the district they come under supervision.
    std::size_t run_clocks();

    Result<void> receive_raised(storage::Transaction& tx, AreaId const& area, Raised const& raised);
    Result<void> receive_answer(storage::Transaction& tx, AreaId const& area, issue_store::MemberAnswer const& answer);

    Clock const& clock() const { return p_.clock; }
    areas::Taxonomy const& taxonomy() const { return p_.taxonomy; }

private:
    Result<AgendaItem> transition(storage::Transaction& tx, Actor const& who, AgendaItem item, AgendaAct const& act);
    Result<AgendaItem> home_of(storage::Connection& c, AreaId const& area, AgendaItemId const& id) const;
    Requirements met(storage::Connection& c, AgendaItem const& item, AgendaAct const& act) const;
    Result<void> effect(storage::Transaction& tx, Actor const& who, AgendaItem& item, AgendaAct const& act);
    AgendaItem open_item(storage::Transaction& tx, Actor const& who, AreaId const& area, Raised const& raised);
    void freeze(storage::Transaction& tx, AgendaItem const& item, std::string const& inputs,
                std::vector<Member> const& members);
    void send_down(storage::Transaction& tx, AgendaItem const& item, std::vector<Member> const& members,
                   std::string const& kind, Decision const& decision);
    Result<void> send_up(storage::Transaction& tx, Actor const& who, AgendaItem const& item, AgendaAct const& act);
    Result<void> merge_into(storage::Transaction& tx, AgendaItem const& item, AgendaItemId const& older);
    void settle_due(storage::Transaction& tx, AgendaItem const& item, std::string_view state) const;
    Actor standing_in(Actor const& who, AreaId const& from, AreaId const& item_area) const;
    bool reach_enough(storage::Connection& c, AgendaItem const& item) const;
    loop::ObjectRef ref(AgendaItem const& item) const { return loop::ref(item.area, "agenda_item", item.id); }
    IssueParts p_;
    AnswerToNeed answer_to_need_;
};

// The two kinds of message between areas; called in lilong/wiring.cpp.
void register_outbox_handlers(loop::OutboxService& outbox, IssueService& issues, AgendaService& agenda);

} // namespace lilong::issues
