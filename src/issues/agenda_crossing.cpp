// The parts of AgendaService that cross areas: what arrives from below, what goes up, what comes down, and the clocks.
#include <algorithm>

#include "issues/agenda_machine_rule.h"
#include "issues/agenda_service.h"
#include "issues/issue_machine_rule.h"

namespace lilong::issues
{

namespace
{

using storage::Connection;
using storage::Transaction;

constexpr int kRecurrenceDays = 90;

} // namespace

AgendaItem AgendaService::open_item(Transaction& tx, Actor const& who, AreaId const& area, Raised const& raised)
{
    AgendaItem item;
    item.id = AgendaItemId::random(p_.rng), item.area = area,
    item.level = level_of(p_.tree, area) == Level::district ? Level::district : Level::sub_district;
    item.domain = raised.domain, item.rule = raised.rule, item.category = raised.category, item.title = raised.title,
    item.year = raised.year;
    item.times_returned = raised.times_returned;
    p_.states.begin(tx, ref(item), "candidate", who, {raised.member.trace}, {"rule_" + raised.rule, raised.inputs});
    agenda_store::add(tx, item);
    settle_due(tx, item, "candidate");
    return item;
}

Result<void> AgendaService::receive_raised(Transaction& tx, AreaId const& area, Raised const& raised)
{
    auto const sender = raised.submitted_by ? Actor{.user = raised.actor,
                                                    .name = raised.actor_name,
                                                    .grants = {{*raised.submitted_by, area}},
                                                    .household = {},
                                                    .provider = {}}
                                            : system_actor();
    std::optional<agenda_store::Listed> same;
    for (auto const& listed : agenda_store::same_matter(tx, area, raised.rule, raised.category, raised.year))
        if (!same && (takes_members(listed.state) || is_decided(listed.state))) same = listed;
    auto const now = p_.clock.now();
    if (!same) {
        auto const item = open_item(tx, sender, area, raised);
        agenda_store::add_member(tx, item, raised.member, now);
        // Raised by hand, or for safety: submitted at once. Else the secretary has ten working days.
        if (raised.submitted_by || raised.rule == "f")
            TRY(transition(tx, sender, item, {.action = "submit", .reason = {raised.inputs, raised.reason}}));
        return {};
    }
    agenda_store::add_member(tx, same->item, raised.member, now);
    p_.states.add_trace(tx, ref(same->item), raised.member.trace);
    p_.audit.note(tx, sender, area, "agenda_item.member_joined", same->item.id);
    if (same->state == "candidate" && raised.submitted_by)
        TRY(transition(tx, sender, same->item, {.action = "submit", .reason = {raised.inputs, raised.reason}}));
    else if (same->state != "candidate")
        freeze(tx, same->item, raised.reason, {raised.member}); // an addendum, never an edit
    if (is_decided(same->state))
        if (auto const decision = agenda_store::decision_of(tx, area, same->item.id))
            send_down(tx, same->item, {raised.member}, "decision", *decision);
    return {};
}

void AgendaService::send_down(Transaction& tx, AgendaItem const& item, std::vector<Member> const& members,
                              std::string const& kind, Decision const& d)
{
    for (auto const& m : members) {
        issue_store::MemberAnswer const answer{m.kind,      m.object,
                                               item.area,   item.id,
                                               kind,        kind == "decision" && d.accepts,
                                               d.body,      d.text_zh,
                                               d.text_en,   measures_json(d.measures),
                                               d.next_look, d.at};
        p_.outbox.send(tx, item.area, kAnswered, m.area, to_payload(answer));
        agenda_store::mark_answered(tx, item.area, item.id, m.object, p_.clock.now());
    }
}

Result<void> AgendaService::send_up(Transaction& tx, Actor const& who, AgendaItem const& item, AgendaAct const& act)
{
    auto const district = area_at(p_.tree, item.area, Level::district);
    if (!district) return refuse(ErrorKind::conflict, "issues.nothing_above");
    freeze(tx, item, act.reason.text, agenda_store::members_of(tx, item.area, item.id)); // with this level's own steps
    auto const packs = agenda_store::packs_of(tx, item.area, item.id);
    auto const traces = p_.states.traces_of(tx, ref(item));
    Raised raised;
    raised.rule = item.rule, raised.category = item.category, raised.title = item.title,
    raised.inputs = act.reason.code.empty() ? "raised by hand" : act.reason.code;
    raised.reason = act.reason.text, raised.domain = item.domain, raised.year = item.year;
    raised.actor = who.user, raised.actor_name = who.name;
    if (who.user != system_actor().user) raised.submitted_by = Role::sub_district_dispatcher;
    raised.member = {"agenda_item",
                     item.area,
                     ObjectId{item.id.uuid()},
                     "",
                     item.category,
                     packs.back().content,
                     traces.empty() ? TraceId{} : traces.front(),
                     {}};
    p_.outbox.send(tx, item.area, kRaised, *district, to_payload(raised));
    return {};
}

Result<void> AgendaService::receive_answer(Transaction& tx, AreaId const& area, issue_store::MemberAnswer const& answer)
{
    if (answer.member_kind == "need") {
        p_.audit.note(tx, system_actor(), area, "need.answer_received", answer.member);
        return answer_to_need_ ? answer_to_need_(tx, area, answer) : Result<void>{};
    }
    auto const item = TRY(agenda_store::find(tx, area, AgendaItemId{answer.member.uuid()}));
    auto const state = TRY(p_.states.state_of(tx, ref(item)));
    Decision decision{answer.body, answer.accepts, answer.text_zh, answer.text_en, answer.next_look, {}, answer.at};
    if (state.state == "raised") {
        auto const done = TRY(p_.states.apply(tx, ref(item), agenda_machine(item.level), "answer", system_actor(),
                                              {answer.kind == "decision" ? "decision_from_above" : "return_from_above"},
                                              {answer.kind, answer.text_zh}));
        if (answer.kind == "decision")
            agenda_store::add_decision(tx, item, decision); // its measures stay with the level that took them
        settle_due(tx, item, done.to);
    } else {
        p_.audit.note(tx, system_actor(), area, "agenda_item.answer_received", item.id);
    }
    // Down again as it came, measures and all, so that each household hears the whole of it.
    for (auto const& m : agenda_store::members_of(tx, area, item.id)) {
        auto below = answer;
        below.member_kind = m.kind, below.member = m.object;
        p_.outbox.send(tx, area, kAnswered, m.area, to_payload(below));
        agenda_store::mark_answered(tx, area, item.id, m.object, p_.clock.now());
    }
    return {};
}

Result<void> AgendaService::raise_need(Actor const& who, AreaId const& area, NeedToRaise const& need)
{
    auto const target = area_at(p_.tree, area, Level::sub_district);
    if (!target) return refuse(ErrorKind::conflict, "issues.nothing_above");
    auto const* category = p_.taxonomy.category(need.category);
    if (!category) return refuse(ErrorKind::bad_input, "issues.unknown_category", {{"category", need.category}});
    auto done = p_.database.write(area, [&](Transaction& tx) -> Result<void> {
        Raised raised;
        raised.rule = need.rule, raised.category = need.category, raised.title = need.title, raised.inputs = need.item,
        raised.reason = need.reason;
        raised.domain = category->domain, raised.year = p_.clock.today().year(), raised.actor = who.user,
        raised.actor_name = who.name;
        if (who.user != system_actor().user) raised.submitted_by = Role::committee_secretary;
        raised.member = {"need", area, ObjectId{need.need.uuid()}, "", need.category, need.evidence, need.trace, {}};
        p_.outbox.send(tx, area, kRaised, *target, to_payload(raised));
        p_.audit.note(tx, who, area, "need.raised", need.need);
        return {};
    });
    while (p_.outbox.drain() > 0) {
    }
    return done;
}

Result<AgendaItemId> AgendaService::propose(AreaId const& area, Promotion const& promotion,
                                            std::vector<Member> const& members)
{
    return p_.database.write(area, [&](Transaction& tx) -> Result<AgendaItemId> {
        if (members.empty()) return refuse(ErrorKind::bad_input, "issues.no_members");
        auto const* category = p_.taxonomy.category(members.front().category);
        Raised raised;
        raised.rule = promotion.rule, raised.category = members.front().category,
        raised.title = category ? category->zh : promotion.subject, raised.inputs = promotion.inputs;
        raised.domain = category ? category->domain : Domain::public_service, raised.year = p_.clock.today().year(),
        raised.member = members.front();
        for (auto const& member : members) {
            raised.member = member;
            for (auto const& listed : agenda_store::same_matter(tx, area, raised.rule, raised.category, raised.year)) {
                auto const known = agenda_store::members_of(tx, area, listed.item.id);
                if (std::ranges::find(known, member.object, &Member::object) != known.end()) raised.member.object = {};
            }
            if (!raised.member.object.empty()) TRY(receive_raised(tx, area, raised));
        }
        tx.mark_noted(); // proposing the same again changes nothing
        auto const found = agenda_store::same_matter(tx, area, raised.rule, raised.category, raised.year);
        return found.front().item.id;
    });
}

std::size_t AgendaService::propose_recurrences(AreaId const& sub_district)
{
    auto const today = p_.clock.today();
    std::vector<Occurrence> seen;
    std::map<std::pair<AreaId, std::string>, Issue> latest;
    p_.database.read([&](Connection& c) {
        for (auto const& committee : committees_in(p_.tree, sub_district))
            for (auto const& listed : issue_store::of_area(c, committee)) {
                if (listed.state == "refused" ||
                    today.days_since(china_date(listed.issue.reported_at)) > kRecurrenceDays)
                    continue;
                seen.push_back({committee, listed.issue.category, listed.issue.place,
                                china_date(listed.issue.reported_at), listed.issue.reopens});
                latest.try_emplace({committee, listed.issue.category}, listed.issue); // newest first
            }
        return 0;
    });
    std::size_t proposed = 0;
    for (auto const& promotion : recurrences_that_rise(seen, today)) {
        std::vector<Member> members;
        for (auto const& committee : promotion.areas) {
            auto const& issue = latest.at({committee, promotion.subject});
            auto const traces = p_.database.read(
                [&](Connection& c) { return p_.states.traces_of(c, loop::ref(issue.area, "issue", issue.id)); });
            members.push_back({"issue",
                               issue.area,
                               ObjectId{issue.id.uuid()},
                               issue.reference,
                               issue.category,
                               "{}",
                               traces.empty() ? TraceId{} : traces.front(),
                               {}});
        }
        proposed += propose(sub_district, promotion, members).has_value();
    }
    return proposed;
}

bool AgendaService::reach_enough(Connection& c, AgendaItem const& item) const
{
    auto const members = agenda_store::members_of(c, item.area, item.id);
    return std::ranges::all_of(members, [&](Member const& m) {
        auto const reach = p_.feedback.reach(c, {m.area, m.kind, m.object});
        return reach.origins == 0 || reach.closes_loop();
    });
}

std::size_t AgendaService::run_clocks()
{
    auto const [waiting, executed] = p_.database.read([&](Connection& c) {
        auto heard = agenda_store::executed(c);
        std::erase_if(heard, [&](agenda_store::Listed const& l) { return !reach_enough(c, l.item); });
        return std::pair{agenda_store::past_due(c, p_.clock.today()), std::move(heard)};
    });
    std::size_t acted = 0;
    for (auto const& listed : waiting) {
        auto const done = p_.database.write(listed.item.area, [&](Transaction& tx) -> Result<void> {
            auto item = TRY(agenda_store::find(tx, listed.item.area, listed.item.id));
            if (listed.state == "candidate")
                TRY(transition(tx, system_actor(), item,
                               {.action = "submit", .reason = {"silence", "ten working days without an act"}}));
            else if (item.level == Level::sub_district)
                TRY(transition(
                    tx, system_actor(), item,
                    {.action = "raise", .reason = {"no_act_by_the_end", "the clock of this level has ended"}}));
            else if (!item.supervised) {
                item.supervised = true;
                agenda_store::save(tx, item);
                p_.audit.note(tx, system_actor(), item.area, "agenda_item.supervised", item.id);
            } else
                return refuse(ErrorKind::conflict, "loop.stale");
            return {};
        });
        acted += done.has_value();
    }
    for (auto const& listed : executed) {
        auto const done = p_.database.write(listed.item.area, [&](Transaction& tx) -> Result<void> {
            TRY(p_.states.apply(tx, ref(listed.item), agenda_machine(listed.item.level), "feed_back", system_actor(),
                                {"reach"}));
            p_.states.set_due(tx, ref(listed.item), {});
            return {};
        });
        acted += done.has_value();
    }
    while (p_.outbox.drain() > 0) {
    }
    return acted;
}

void register_outbox_handlers(loop::OutboxService& outbox, IssueService& issues, AgendaService& agenda)
{
    outbox.on(std::string{kRaised}, [&agenda](Transaction& tx, AreaId const& target, std::string const& payload) {
        return agenda.receive_raised(tx, target, raised_of(payload));
    });
    outbox.on(std::string{kAnswered},
              [&issues, &agenda](Transaction& tx, AreaId const& target, std::string const& payload) -> Result<void> {
                  auto const answer = answer_of(payload);
                  issue_store::add_answer(tx, target, answer);
                  if (answer.member_kind == "issue") return issues.receive_answer(tx, target, answer);
                  return agenda.receive_answer(tx, target, answer);
              });
}

} // namespace lilong::issues
