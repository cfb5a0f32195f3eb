// /api/v1/areas/{area}/questionnaires…
#pragma once

#include "http/router.h"
#include "survey/questionnaire_service.h"

namespace lilong::survey
{

void add_questionnaire_routes(http::Router& router, QuestionnaireService& service);

}
