#include "quality/quality_service.h"

#include <algorithm>

#include "base/text.h"
#include "quality/flag_machine_rule.h"
#include "survey/questionnaire_store.h"
#include "survey/round_store.h"

namespace lilong::quality
{

using areas::AreaKind;
using storage::Connection;
using storage::Transaction;

namespace
{

constexpr std::size_t kMostForms = 2000; // of one decision
constexpr std::int64_t kFewestForFigures = 5;

std::string state_of(std::vector<FlagNote> const& notes)
{
    if (notes.empty()) return "open";
    auto const& last = notes.back().action;
    return last == "explain" ? "explained" : last == "set_aside" ? "set_aside" : "open";
}

Requirements met_by(Flag const& flag)
{
    Requirements met;
    if (!flag.records.empty()) met.insert("forms");
    return met;
}

Result<std::vector<ResponseId>> chosen(Flag const& flag, std::vector<ResponseId> const& records)
{
    for (auto const& record : records)
        if (std::ranges::find(flag.records, record) == flag.records.end())
            return refuse(ErrorKind::bad_input, "quality.record_not_in_flag");
    auto out = records.empty() ? flag.records : records;
    if (out.size() > kMostForms)
        return refuse(ErrorKind::limit_reached, "quality.too_many_forms", {{"most", std::to_string(kMostForms)}});
    return out;
}

} // namespace

std::shared_ptr<QualityService::Held> QualityService::held(RoundId const& round)
{
    std::lock_guard lock{mutex_};
    auto& found = rounds_[round];
    if (!found) found = std::make_shared<Held>();
    return found;
}

CommitteeGround QualityService::ground(Connection& connection, Held const& held, AreaId const& committee) const
{
    CommitteeGround out{committee,
                        tree_.ancestor(committee, AreaKind::sub_district).value_or(committee),
                        {},
                        {},
                        held.unit == survey::Unit::household};
    for (auto const& count : survey::round_store::register_of(connection, committee, held.round->id)) {
        if (count.group != survey::kAllGroups) continue;
        out.households[count.estate] = count.households;
        out.households[committee] += count.households;
    }
    for (auto const kind : {AreaKind::estate, AreaKind::building})
        for (auto const& area : tree_.below(committee, kind))
            if (area.lon && area.lat) out.places[area.id] = {*area.lon, *area.lat};
    return out;
}

Result<void> QualityService::refresh(Connection& connection, RoundId const& id, Held& held) const
{
    if (!held.round) {
        auto round = TRY(survey::round_store::by_id(connection, id));
        auto version =
            TRY(survey::questionnaire_store::version(connection, round.questionnaire, round.questionnaire_version));
        held.unit = TRY(survey::questionnaire_store::by_id(connection, round.questionnaire)).unit;
        held.codebook = std::move(version.codebook);
        held.questions = questions_of(held.codebook);
        held.round = std::move(round);
    }
    auto changed = false;
    for (auto const& [committee, number] : quality_store::change_numbers(connection, id)) {
        if (auto const known = held.committees.find(committee);
            known != held.committees.end() && known->second.change == number)
            continue;
        auto const forms = quality_store::forms(connection, committee, id);
        held.committees.insert_or_assign(
            committee,
            Committee{number, digest_of(held.questions, forms, ground(connection, held, committee), limits_)});
        changed = true;
    }
    if (!changed) return {};
    std::vector<CommitteeDigest const*> digests;
    for (auto const& [committee, kept] : held.committees) digests.push_back(&kept.digest);
    held.flags = flags_of_round(held.questions, digests, limits_);
    return {};
}

RoundQuality QualityService::view(Held const& held, quality_store::Notes const& notes, AreaId const& area) const
{
    RoundQuality out{*held.round, 0, 0, {}, {}};
    OptionCounts all{held.questions}, aside{held.questions};
    std::set<ResponseId> set_aside;
    for (auto const& [committee, kept] : held.committees) {
        if (!tree_.reaches(area, committee)) continue;
        out.forms += kept.digest.forms;
        all += kept.digest.all;
        aside += kept.digest.set_aside;
        set_aside.insert(kept.digest.aside.begin(), kept.digest.aside.end());
    }
    out.set_aside = static_cast<std::int64_t>(set_aside.size());
    for (auto const& flag : held.flags) {
        if (!tree_.reaches(area, flag.area)) continue;
        FlagView view{flag, "open", {}, {}, {}, {}};
        if (auto const found = notes.find({flag.area, flag.key}); found != notes.end()) view.notes = found->second;
        view.state = state_of(view.notes);
        for (auto const& record : flag.records) view.aside.push_back(set_aside.contains(record));
        if (auto const* item = held.codebook.item(flag.item)) {
            view.label = item->label;
            if (auto const* list = held.codebook.list(item->list))
                for (auto const& option : list->options)
                    if (option.name == flag.answer) view.answer = option.label;
        }
        out.flags.push_back(std::move(view));
    }
    if (set_aside.empty()) return out;
    for (auto const& question : held.questions.items) {
        if (!question.need) continue;
        ItemFigures figures{
            question.name, held.codebook.item(question.name)->label, {all.yes(question), all.answers(question)}, {}};
        figures.without = {figures.with.yes - aside.yes(question), figures.with.answers - aside.answers(question)};
        if (figures.without.answers >= kFewestForFigures && figures.without.answers < figures.with.answers)
            out.figures.push_back(std::move(figures));
    }
    return out;
}

Result<RoundQuality> QualityService::quality(AreaId const& area, RoundId const& round)
{
    auto const found = tree_.find(area);
    if (!found || found->kind > AreaKind::neighbourhood) return refuse(ErrorKind::not_found, "quality.not_in_round");
    auto const kept = held(round);
    std::lock_guard lock{kept->mutex};
    return database_.read([&](Connection& c) -> Result<RoundQuality> {
        TRY(refresh(c, round, *kept));
        if (!tree_.reaches(kept->round->area, area) && !tree_.reaches(area, kept->round->area))
            return refuse(ErrorKind::not_found, "quality.not_in_round");
        return view(*kept, quality_store::notes(c, round), area);
    });
}

Result<FlagView> QualityService::flag(AreaId const& area, RoundId const& round, std::string const& key)
{
    auto found = TRY(quality(area, round));
    for (auto& view : found.flags)
        if (view.flag.key == key) return std::move(view);
    return refuse(ErrorKind::not_found, "quality.no_flag");
}

bool QualityService::sees_interviewers(Actor const& who, AreaId const& area) const
{
    return std::ranges::any_of(who.grants, [&](RoleGrant const& grant) {
        return grant.role == Role::committee_secretary && tree_.reaches(grant.area, area);
    });
}

// What is about an interviewer is the secretary's to judge, even where others see that there is something.
std::vector<Role> QualityService::roles_in(Actor const& who, Flag const& flag) const
{
    std::vector<Role> roles;
    for (auto const& grant : who.grants)
        if (tree_.reaches(grant.area, flag.area) && (!flag.collector || grant.role == Role::committee_secretary))
            roles.push_back(grant.role);
    return roles;
}

std::vector<AllowedAction> QualityService::allowed(Actor const& who, FlagView const& view) const
{
    auto actions = allowed_actions(kFlagMachine, view.state, roles_in(who, view.flag), met_by(view.flag));
    std::erase_if(actions, [](AllowedAction const& action) { return !action.missing.empty(); });
    return actions;
}

Result<void> QualityService::act(Actor const& who, AreaId const& area, RoundId const& round, std::string const& key,
                                 std::string_view action, std::string const& reason,
                                 std::vector<ResponseId> const& records)
{
    auto const view = TRY(flag(area, round, key));
    auto const roles = roles_in(who, view.flag);
    if (view.flag.collector && roles.empty()) return refuse(ErrorKind::not_permitted, "quality.secretary_only");
    TRY(apply(kFlagMachine, view.state, action, roles, false, met_by(view.flag), !trimmed(reason).empty()));
    FlagNote note{std::string{action}, reason, who.name, view.flag.forms, clock_.now()};
    auto const write = [&](Transaction& tx, std::int64_t forms) {
        note.forms = forms;
        quality_store::add_note(tx, round, view.flag.area, key, note, who.user);
        audit_.note(tx, who, view.flag.area, "quality.flag_judged", key,
                    {{"action", note.action}, {"forms", std::to_string(forms)}});
    };
    if (action != "set_aside" && action != "take_back")
        return database_.write(view.flag.area, [&](Transaction& tx) -> Result<void> {
            write(tx, view.flag.forms);
            return {};
        });
    auto const ids = TRY(chosen(view.flag, records));
    return responses_.act_on_all(who, view.flag.area, ids, action == "set_aside" ? "set_aside" : "restore", reason,
                                 write);
}

Result<VisitRates> QualityService::rates(AreaId const& area, RoundId const& round)
{
    auto const found = tree_.find(area);
    if (!found || found->kind > AreaKind::neighbourhood) return refuse(ErrorKind::not_found, "quality.not_in_round");
    auto const progress = TRY(progress_.progress(area, round));
    VisitRates out{progress.e, progress.whole.progress.dispositions, {}, {}};
    std::vector<VisitRow> rows;
    database_.read([&](Connection& c) {
        for (auto const& committee : tree_.below(area, AreaKind::neighbourhood)) {
            auto visits = quality_store::visits(c, committee.id, round);
            std::ranges::move(visits, std::back_inserter(rows));
        }
        return 0;
    });
    out.by_visit = rates_by_visit(rows);
    out.by_interviewer = rates_by_interviewer(rows);
    return out;
}

} // namespace lilong::quality
