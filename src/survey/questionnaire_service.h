// Questionnaires: drafted from the template or from a codebook, opened once, never changed after that (CO-11, CO-18).
#pragma once

#include "access/audit.h"
#include "access/authorise_rule.h"
#include "base/chance.h"
#include "base/machine_rule.h"
#include "storage/database.h"
#include "survey/types.h"

namespace lilong::survey
{

class QuestionnaireService
{
public:
    QuestionnaireService(storage::Database& database, access::AuditTrail const& audit, access::Reaches reaches,
                         Clock const& clock, Rng& rng)
        : database_(database), audit_(audit), reaches_(std::move(reaches)), clock_(clock), rng_(rng)
    {
    }

    struct Listed {
        Questionnaire questionnaire;
        std::vector<QuestionnaireVersion> versions; // without codebooks
    };
    std::vector<Listed> seen_from(AreaId const& area); // its own and those of the areas above
    Result<QuestionnaireVersion> version(AreaId const& area, QuestionnaireId const& id, std::int64_t number);

    // With version 1 as a draft. An empty id is filled.
    Result<Questionnaire> create(Actor const& who, Questionnaire questionnaire, Codebook const& codebook);
    Result<std::int64_t> start_version(Actor const& who, AreaId const& area,
                                       QuestionnaireId const& id); // copy of the last
    Result<void> change_codebook(Actor const& who, AreaId const& area, QuestionnaireId const& id, std::int64_t number,
                                 Codebook const& codebook, std::int64_t edit);
    Result<void> act(Actor const& who, AreaId const& area, QuestionnaireId const& id, std::int64_t number,
                     std::string_view action, std::optional<std::int64_t> edit);
    std::vector<AllowedAction> allowed(Actor const& who, QuestionnaireVersion const& version) const;

private:
    Result<Questionnaire> owned(storage::Connection& connection, AreaId const& area, QuestionnaireId const& id) const;
    std::vector<Role> roles_in(Actor const& who, AreaId const& area) const;

    storage::Database& database_;
    access::AuditTrail const& audit_;
    access::Reaches reaches_;
    Clock const& clock_;
    Rng& rng_;
};

// One item name keeps its type over all versions; only a widening to text is taken (CO-11): survey.item_type_changed.
Result<void> check_types_stay(Codebook const& former, Codebook const& next);

} // namespace lilong::survey
