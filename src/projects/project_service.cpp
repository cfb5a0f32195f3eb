#include "projects/project_service.h"

#include "base/chance.h"
#include "projects/costing_rule.h"
#include "projects/project_machine_rule.h"
#include "projects/project_store.h"

namespace lilong::projects
{

using loop::Reason;
using storage::Connection;
using storage::Transaction;

loop::ObjectRef ref_of(Project const& project) { return loop::ref(project.area, "project", project.id); }

Result<Project> ProjectService::in_tx(Connection& c, AreaId const& area, ProjectId const& id) const
{
    auto found = project_store::find(c, area, id);
    if (!found) return refuse(ErrorKind::not_found, "projects.not_found");
    return *found;
}

Result<Project> ProjectService::step(Transaction& tx, Actor const& who, Project const& project, std::string_view action,
                                     Requirements const& met, Reason const& reason) const
{
    TRY(states_.apply(tx, ref_of(project), kProjectMachine, action, who, met, reason));
    return in_tx(tx, project.area, project.id);
}

std::vector<HouseholdId> ProjectService::origins(Connection& c, Project const& project) const
{
    std::vector<HouseholdId> out;
    for (auto const& need : project.needs) {
        auto const some = needs_.origins(c, project.area, need);
        out.insert(out.end(), some.begin(), some.end());
    }
    return out;
}

std::size_t ProjectService::tell(Transaction& tx, Actor const& who, Project const& project, std::string cause,
                                 Names const& text, bool closes) const
{
    return feedback_.fan_out(
        tx, who, {ref_of(project), states_.traces_of(tx, ref_of(project)), std::move(cause), text.zh, text.en, closes},
        origins(tx, project));
}

void ProjectService::met_by_meetings(Connection& c, Project const& p, Requirements& out) const
{
    auto const subject = ref_of(p).id;
    auto const written = [](consultation::Meeting const& m) {
        return m.state == "minuted" || m.state == "signed" || m.state == "published";
    };
    auto const meetings = meetings_.meetings_in(c, p.area, subject);
    auto const has = [&](std::string_view kind) {
        return std::ranges::any_of(meetings, [&](auto const& m) { return m.kind == kind && written(m); });
    };
    if (has("hearing") || !hearing_required(p.cost_planned, p.common_parts, p.costing.households_affected))
        out.insert("hearing");
    if (has("evaluation")) out.insert("evaluation_meeting");
    auto const rounds = rounds_.rounds_in(c, p.area, subject);
    if (std::ranges::any_of(rounds, [](auto const& r) { return r.state == "decided" || r.state == "fed_back"; }))
        out.insert("decided_round");
    auto const votes = meetings_.owners_votes_in(c, p.area, subject);
    if (!p.common_parts || std::ranges::any_of(votes, [](auto const& v) { return v.state == "passed"; }))
        out.insert("owners_vote");
}

// What the records fulfil by themselves; what an action brings is added there.
Requirements ProjectService::met(Connection& c, Project const& p, Actor const& who) const
{
    Requirements out;
    if (p.proposer != who.user) out.insert("not_the_proposer");
    if (p.cost_planned <= kFreeLine) out.insert("within_free_line");
    met_by_meetings(c, p, out);
    if (!p.works.milestones.empty() && std::ranges::all_of(p.works.milestones, &Milestone::over))
        out.insert("milestones_done");
    auto const said = feedback_.satisfaction(c, ref_of(p));
    if (loop::enough_answered(said) && loop::satisfied_enough(said)) out.insert("satisfied");
    auto handled = false;
    for (auto const& one : states_.timeline(c, ref_of(p)))
        handled |= (one.action == "begin" || one.action == "accept") && one.actor == who.user;
    if (!handled) out.insert("not_the_handler");
    if (p.cost_final && ledger_.of_project(c, p.area, p.id).paid == *p.cost_final) out.insert("paid_in_full");
    return out;
}

std::vector<AllowedAction> ProjectService::allowed(Actor const& who, Project const& project) const
{
    return database_.read([&](Connection& c) {
        auto known = met(c, project, who);
        // These are given with the action itself.
        known.insert({"alternatives", "budget_lines", "price_sources", "affected_households", "contractor",
                      "works_dates", "milestones", "safety_notice"});
        return states_.allowed(kProjectMachine, project.state, who, project.area, known);
    });
}

Result<ProjectId> ProjectService::start(Actor const& who, AreaId const& area, std::vector<NeedId> const& need_ids,
                                        Names const& title, bool common_parts) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<ProjectId> {
        Project p;
        std::vector<TraceId> traces;
        auto confirmed = !need_ids.empty();
        for (auto const& id : need_ids) {
            auto const need = TRY(needs_.need_in(tx, area, id));
            confirmed &= need.state == "confirmed" || need.state == "routed";
            p.category = need.category;
            for (auto const& trace : states_.traces_of(tx, needs::ref_of(need))) traces.push_back(trace);
        }
        TRY(lilong::apply(kProjectMachine, "–", "start", states_.roles_in(who, area), false,
                          confirmed ? Requirements{"confirmed_need"} : Requirements{}, false));
        p.area = area;
        p.id = ProjectId::ordered(rng_, clock_.now());
        p.title = title;
        p.common_parts = common_parts;
        p.proposer = who.user;
        p.proposer_name = who.name;
        p.needs = need_ids;
        p.made_at = clock_.now();
        project_store::add(tx, p);
        states_.begin(tx, ref_of(p), "idea", who, traces);
        return p.id;
    });
}

Result<Project> ProjectService::cost(Actor const& who, AreaId const& area, ProjectId const& id,
                                     Costing const& costing) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Project> {
        auto project = TRY(in_tx(tx, area, id));
        project.costing = costing;
        project.cost_planned = sum_of(costing.lines);
        Requirements known;
        if (enough_alternatives(costing)) known.insert("alternatives");
        if (lines_sum(costing)) known.insert("budget_lines");
        if (prices_sourced(costing)) known.insert("price_sources");
        if (costing.households_affected > 0) known.insert("affected_households");
        TRY(step(tx, who, project, "cost", known));
        project_store::save_costing(tx, project);
        return in_tx(tx, area, id);
    });
}

Result<Project> ProjectService::consult(Actor const& who, AreaId const& area, ProjectId const& id) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Project> {
        auto const project = TRY(in_tx(tx, area, id));
        return step(tx, who, project, "consult", met(tx, project, who));
    });
}

Result<Project> ProjectService::approve(Actor const& who, AreaId const& area, ProjectId const& id) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Project> {
        auto const project = TRY(in_tx(tx, area, id));
        auto done = TRY(step(tx, who, project, "approve", met(tx, project, who)));
        auto const line = budgeting::line_of(project.costing.line).value_or(budgeting::Line::service);
        TRY(ledger_.commit(tx, who, project.proposer, area, project.costing.year, line, id, project.cost_planned,
                           project.title.zh, project.title.en));
        tell(tx, who, project, "approve",
             {"“" + project.title.zh + "”已批准，经费已落实。开工前会再通知。",
              "\"" + project.title.en + "\" is approved and its money reserved. You will hear before works begin."},
             false);
        return done;
    });
}

Result<Project> ProjectService::begin(Actor const& who, AreaId const& area, ProjectId const& id,
                                      Works const& works) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Project> {
        auto project = TRY(in_tx(tx, area, id));
        auto known = met(tx, project, who);
        project.works = works;
        if (!works.contractor.empty()) known.insert("contractor");
        if (works.from && works.to && *works.to >= *works.from) known.insert("works_dates");
        if (!works.milestones.empty()) known.insert("milestones");
        if (!works.safety_notice.empty()) known.insert("safety_notice");
        TRY(step(tx, who, project, "begin", known));
        project_store::save_works(tx, project);
        states_.set_due(tx, ref_of(project), works.to);
        auto const from = works.from->text();
        tell(tx, who, project, "begin",
             {"“" + project.title.zh + "”" + from + " 开工，请注意安全：" + works.safety_notice,
              "Works for \"" + project.title.en + "\" begin on " + from + ". Safety: " + works.safety_notice},
             true);
        return in_tx(tx, area, id);
    });
}

Result<Project> ProjectService::milestone_over(Actor const& who, AreaId const& area, ProjectId const& id, int seq,
                                               std::string const& evidence, std::string const& waived_reason) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Project> {
        auto const project = TRY(in_tx(tx, area, id));
        if (project.state != "in_works") return refuse(ErrorKind::conflict, "projects.not_in_works");
        auto const found = std::ranges::find(project.works.milestones, seq, &Milestone::seq);
        if (found == project.works.milestones.end())
            return refuse(ErrorKind::not_found, "projects.milestone_not_found");
        if (evidence.empty() && waived_reason.empty()) return refuse(ErrorKind::bad_input, "projects.evidence_missing");
        auto over = *found;
        if (waived_reason.empty()) over.done_on = clock_.today();
        over.evidence = evidence;
        over.waived_reason = waived_reason;
        project_store::save_milestone(tx, project, over);
        audit_.note(tx, who, area, "projects.milestone_over", id, {{"milestone", std::to_string(seq)}});
        return in_tx(tx, area, id);
    });
}

Result<std::size_t> ProjectService::ask(Actor const& who, AreaId const& area, ProjectId const& id) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<std::size_t> {
        auto const project = TRY(in_tx(tx, area, id));
        if (project.state != "in_works") return refuse(ErrorKind::conflict, "projects.not_in_works");
        audit_.note(tx, who, area, "projects.asked", id);
        return tell(
            tx, who, project, "evaluate",
            {"“" + project.title.zh + "”即将验收。您满意吗（1–5 分）？解决了吗？",
             "\"" + project.title.en + "\" is about to be accepted. How satisfied are you (1 to 5), and is it solved?"},
            true);
    });
}

Result<Project> ProjectService::pay(Actor const& who, AreaId const& area, ProjectId const& id, Money amount,
                                    budgeting::Voucher const& voucher) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Project> {
        auto const project = TRY(in_tx(tx, area, id));
        if (project.state != "in_works" && project.state != "accepted")
            return refuse(ErrorKind::conflict, "projects.not_in_works");
        TRY(ledger_.pay(tx, who, area, id, amount, voucher));
        return project;
    });
}

Result<Project> ProjectService::accept(Actor const& who, AreaId const& area, ProjectId const& id,
                                       Money final_cost) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Project> {
        auto const project = TRY(in_tx(tx, area, id));
        TRY(step(tx, who, project, "accept", met(tx, project, who)));
        project_store::set_final_cost(tx, project, final_cost);
        TRY(needs_.route_delivered(tx, ref_of(project)));
        return in_tx(tx, area, id);
    });
}

Result<Project> ProjectService::close(Actor const& who, AreaId const& area, ProjectId const& id) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Project> {
        auto const project = TRY(in_tx(tx, area, id));
        auto done = TRY(step(tx, who, project, "close", met(tx, project, who)));
        TRY(ledger_.release_rest(tx, who, area, id));
        states_.set_due(tx, ref_of(project), {});
        return done;
    });
}

Result<Project> ProjectService::send_back(Actor const& who, AreaId const& area, ProjectId const& id,
                                          Reason const& reason) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Project> {
        auto const project = TRY(in_tx(tx, area, id));
        auto done = TRY(step(tx, who, project, "return", {}, reason));
        TRY(ledger_.release_rest(tx, who, area, id));
        return done;
    });
}

Result<Project> ProjectService::cancel(Actor const& who, AreaId const& area, ProjectId const& id,
                                       Reason const& reason) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Project> {
        auto const project = TRY(in_tx(tx, area, id));
        auto const action = project.state == "in_works" ? "stop" : "cancel";
        auto done = TRY(step(tx, who, project, action, {}, reason));
        TRY(ledger_.release_rest(tx, who, area, id));
        TRY(needs_.route_ended(tx, ref_of(project), {.code = action, .text = reason.text}));
        tell(tx, who, project, action,
             {"“" + project.title.zh + "”停止实施，我们会另找办法。",
              "\"" + project.title.en + "\" does not go on. We look for another way."},
             true);
        return done;
    });
}

Result<Project> ProjectService::project(AreaId const& area, ProjectId const& id) const
{
    return database_.read([&](Connection& c) { return in_tx(c, area, id); });
}

std::vector<Project> ProjectService::list(AreaId const& area, std::string const& state) const
{
    return database_.read([&](Connection& c) { return project_store::list(c, area, state); });
}

} // namespace lilong::projects
