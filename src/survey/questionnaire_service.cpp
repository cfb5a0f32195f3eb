#include "survey/questionnaire_service.h"

#include "survey/questionnaire_store.h"
#include "survey/round_rule.h"

namespace lilong::survey
{

using storage::Connection;
using storage::Transaction;

Result<void> check_types_stay(Codebook const& former, Codebook const& next)
{
    std::vector<FieldError> faults;
    for (auto const& item : next.items) {
        auto const* const before = former.item(item.name);
        if (before && before->type != item.type && item.type != ItemType::text)
            faults.push_back({"/items/" + item.name, "survey.item_type_changed", {{"item", item.name}}});
    }
    if (faults.empty()) return {};
    return refuse(ErrorKind::conflict, "survey.codebook_wrong", {{"count", std::to_string(faults.size())}},
                  std::move(faults));
}

std::vector<Role> QuestionnaireService::roles_in(Actor const& who, AreaId const& area) const
{
    std::vector<Role> roles;
    for (auto const& grant : who.grants)
        if (reaches_(grant.area, area)) roles.push_back(grant.role);
    return roles;
}

Result<Questionnaire> QuestionnaireService::owned(Connection& connection, AreaId const& area,
                                                  QuestionnaireId const& id) const
{
    auto questionnaire = TRY(questionnaire_store::by_id(connection, id));
    if (questionnaire.area != area) return refuse(ErrorKind::not_found, "survey.no_questionnaire");
    return questionnaire;
}

std::vector<QuestionnaireService::Listed> QuestionnaireService::seen_from(AreaId const& area)
{
    return database_.read([&](Connection& c) {
        std::vector<Listed> out;
        for (auto& questionnaire : questionnaire_store::all(c)) {
            if (!reaches_(questionnaire.area, area)) continue;
            auto versions = questionnaire_store::versions(c, questionnaire.id);
            out.push_back({std::move(questionnaire), std::move(versions)});
        }
        return out;
    });
}

Result<QuestionnaireVersion> QuestionnaireService::version(AreaId const& area, QuestionnaireId const& id,
                                                           std::int64_t number)
{
    return database_.read([&](Connection& c) -> Result<QuestionnaireVersion> {
        auto version = TRY(questionnaire_store::version(c, id, number));
        if (!reaches_(version.area, area)) return refuse(ErrorKind::not_found, "survey.no_questionnaire");
        return version;
    });
}

Result<Questionnaire> QuestionnaireService::create(Actor const& who, Questionnaire questionnaire,
                                                   Codebook const& codebook)
{
    if (questionnaire.id.empty()) questionnaire.id = QuestionnaireId::random(rng_);
    return database_.write(questionnaire.area, [&](Transaction& tx) -> Result<Questionnaire> {
        auto const now = clock_.now();
        TRY(questionnaire_store::insert(tx, questionnaire, now));
        questionnaire_store::insert_version(
            tx, {questionnaire.area, questionnaire.id, 1, VersionState::draft, codebook, 1}, now);
        audit_.note(tx, who, questionnaire.area, "survey.questionnaire_created", questionnaire.id);
        return questionnaire;
    });
}

Result<std::int64_t> QuestionnaireService::start_version(Actor const& who, AreaId const& area,
                                                         QuestionnaireId const& id)
{
    return database_.write(area, [&](Transaction& tx) -> Result<std::int64_t> {
        TRY(owned(tx, area, id));
        auto const last = questionnaire_store::versions(tx, id).back();
        if (last.state == VersionState::draft)
            return refuse(ErrorKind::conflict, "survey.draft_exists", {{"number", std::to_string(last.number)}});
        auto next = TRY(questionnaire_store::version(tx, id, last.number));
        next.number += 1;
        next.state = VersionState::draft;
        next.edit = 1;
        questionnaire_store::insert_version(tx, next, clock_.now());
        audit_.note(tx, who, area, "survey.version_started", id, {{"number", std::to_string(next.number)}});
        return next.number;
    });
}

Result<void> QuestionnaireService::change_codebook(Actor const& who, AreaId const& area, QuestionnaireId const& id,
                                                   std::int64_t number, Codebook const& codebook, std::int64_t edit)
{
    return database_.write(area, [&](Transaction& tx) -> Result<void> {
        TRY(owned(tx, area, id));
        auto former = TRY(questionnaire_store::version(tx, id, number));
        if (former.state != VersionState::draft) return refuse(ErrorKind::conflict, "survey.version_not_draft");
        former.edit = edit;
        TRY(questionnaire_store::replace_codebook(tx, former, codebook));
        audit_.note(tx, who, area, "survey.codebook_changed", id, {{"number", std::to_string(number)}});
        return {};
    });
}

Result<void> QuestionnaireService::act(Actor const& who, AreaId const& area, QuestionnaireId const& id,
                                       std::int64_t number, std::string_view action, std::optional<std::int64_t> edit)
{
    return database_.write(area, [&](Transaction& tx) -> Result<void> {
        TRY(owned(tx, area, id));
        auto former = TRY(questionnaire_store::version(tx, id, number));
        auto const step =
            TRY(apply(kVersionMachine, name(former.state), action, roles_in(who, area), false, {}, false));
        auto const opened_first = former.state == VersionState::draft;
        if (opened_first && number > 1) {
            auto const before = TRY(questionnaire_store::version(tx, id, number - 1));
            TRY(check_types_stay(before.codebook, former.codebook));
        }
        former.edit = edit.value_or(former.edit);
        TRY(questionnaire_store::set_state(tx, former, *version_state_of(step.edge->to), clock_.now()));
        if (opened_first) questionnaire_store::insert_places(tx, former);
        audit_.note(tx, who, area, "survey.version_state_changed", id,
                    {{"number", std::to_string(number)}, {"to", std::string{step.edge->to}}});
        return {};
    });
}

std::vector<AllowedAction> QuestionnaireService::allowed(Actor const& who, QuestionnaireVersion const& version) const
{
    return allowed_actions(kVersionMachine, name(version.state), roles_in(who, version.area), {});
}

} // namespace lilong::survey
