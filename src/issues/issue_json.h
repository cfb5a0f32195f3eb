// How issues and agenda items look on the wire. Nothing here names a household.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "issues/agenda_service.h"

namespace lilong::issues
{

nlohmann::json issue_json(Issue const& issue);
nlohmann::json listed_json(issue_store::Listed const& listed);
nlohmann::json clock_json(IssueClock const& clock);
nlohmann::json answer_json(issue_store::MemberAnswer const& answer);
nlohmann::json view_json(IssueView const& view);
// For anybody: without the text unless it was released, the exact place replaced by the estate.
nlohmann::json public_json(Issue const& issue, std::string_view state, std::optional<Date> review);
nlohmann::json follow_json(IssueView const& view); // for the reporter with the code
nlohmann::json item_json(AgendaItem const& item);
nlohmann::json listed_json(agenda_store::Listed const& listed);
nlohmann::json view_json(AgendaView const& view);

} // namespace lilong::issues
