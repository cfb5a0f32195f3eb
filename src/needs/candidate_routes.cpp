#include "needs/candidate_routes.h"

#include <nlohmann/json.hpp>

#include "http/json_body.h"
#include "needs/permissions.h"

namespace lilong::needs {

using http::Answer;
using http::Request;
using nlohmann::json;

void add_candidate_routes(http::Router& router, CandidateService& candidates, analysis::GuessService& guesses, areas::AreaTree const& tree)
{
    router.post("/api/v1/areas/{area}/rounds/{round}/candidates", work_on_needs, [&candidates, &guesses, &tree](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto const round = TRY(request.path_id<RoundId>("round"));
        auto body = TRY(request.json());
        CandidateWish wish{body.optional_text("item", {.longest = 100}), body.optional_id<AreaId>("estate")};
        TRY(body.finish());
        auto const committee = tree.ancestor(area, areas::AreaKind::neighbourhood);
        if (!committee) return refuse(ErrorKind::bad_input, "needs.candidates_of_committee");
        if (wish.estate && !tree.reaches(*committee, *wish.estate)) return refuse(ErrorKind::not_found, "needs.not_found");
        TRY(guesses.open_results(request.actor, *committee, round));
        auto const signals = TRY(candidates.open_candidates(*committee, round, wish));
        auto items = json::array();
        for (auto const& signal : signals)
            items.push_back({{"item", signal.item}, {"place", signal.place.text()}, {"answer", name(signal.answer)}, {"lower_bound", signal.lower_bound},
                             {"households", signal.households}, {"need", signal.need ? json(signal.need->text()) : json(nullptr)}});
        return http::created({{"items", items}});
    });
}

} // namespace lilong::needs
