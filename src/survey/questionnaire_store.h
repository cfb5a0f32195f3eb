// Questionnaires and their versions in the database.
#pragma once

#include <vector>

#include "storage/connection.h"
#include "storage/database.h"
#include "survey/types.h"

namespace lilong::survey::questionnaire_store
{

// Refuses survey.questionnaire_key_taken.
Result<void> insert(storage::Transaction& tx, Questionnaire const& questionnaire, Instant at);
std::vector<Questionnaire> all(storage::Connection& connection);
Result<Questionnaire> by_id(storage::Connection& connection, QuestionnaireId const& id); // survey.no_questionnaire

void insert_version(storage::Transaction& tx, QuestionnaireVersion const& version, Instant at);
// Without their codebooks.
std::vector<QuestionnaireVersion> versions(storage::Connection& connection, QuestionnaireId const& id);
Result<QuestionnaireVersion> version(storage::Connection& connection, QuestionnaireId const& id, std::int64_t number);
// Refuses survey.questionnaire_changed when `former` is not what stands there any more.
Result<void> replace_codebook(storage::Transaction& tx, QuestionnaireVersion const& former, Codebook const& codebook);
Result<void> set_state(storage::Transaction& tx, QuestionnaireVersion const& former, VersionState state, Instant at);
void insert_places(storage::Transaction& tx, QuestionnaireVersion const& version); // coded_item, when it is opened

} // namespace lilong::survey::questionnaire_store
