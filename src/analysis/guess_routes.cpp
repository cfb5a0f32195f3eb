#include "analysis/guess_routes.h"

#include <nlohmann/json.hpp>

#include "analysis/guess_json.h"
#include "analysis/permissions.h"
#include "http/json_body.h"

namespace lilong::analysis
{

using http::Answer;
using http::Request;
using nlohmann::json;

json to_json(Guess const& guess)
{
    auto bands = json::array();
    for (auto const& band : guess.bands)
        bands.push_back({{"item", band.item}, {"lower", band.lower}, {"upper", band.upper}});
    return {{"author", guess.author_name}, {"waived", guess.waived}, {"reason", guess.reason},
            {"bands", std::move(bands)},   {"top", guess.top},       {"recorded_at", guess.recorded_at.text()}};
}

void add_guess_routes(http::Router& router, GuessService& guesses)
{
    router.get("/api/v1/areas/{area}/rounds/{round}/guess", see_estimates,
               [&guesses](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto const round = TRY(request.path_id<RoundId>("round"));
                   auto const view = TRY(guesses.view(request.actor, area, round));
                   auto others = json::array();
                   for (auto const& guess : view.others) others.push_back(to_json(guess));
                   return http::ok({{"must_guess", view.must_guess},
                                    {"may_guess", view.may_guess},
                                    {"opened_at", view.opened_at ? json(view.opened_at->text()) : json(nullptr)},
                                    {"items", view.items},
                                    {"widest", kWidestGuess},
                                    {"own", view.own ? to_json(*view.own) : json(nullptr)},
                                    {"others", std::move(others)}});
               });
    router.post(
        "/api/v1/areas/{area}/rounds/{round}/guess", record_guess,
        [&guesses](Request const& request) -> Result<Answer> {
            auto const area = TRY(request.area());
            auto const round = TRY(request.path_id<RoundId>("round"));
            auto body = TRY(request.json());
            std::vector<GuessBand> bands;
            for (auto& one : body.list("bands", 200)) {
                auto const lower = one.integer("lower", 0, 100), upper = one.integer("upper", 0, 100);
                bands.push_back({one.text("item", {.longest = 100}), static_cast<int>(lower), static_cast<int>(upper)});
            }
            auto top = body.texts("top", kTopNeeds, {.longest = 100});
            TRY(body.finish());
            return http::created(
                to_json(TRY(guesses.record(request.actor, area, round, std::move(bands), std::move(top)))));
        });
    router.post("/api/v1/areas/{area}/rounds/{round}/guess/waiver", record_guess,
                [&guesses](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const round = TRY(request.path_id<RoundId>("round"));
                    auto body = TRY(request.json());
                    auto const reason = body.text("reason", {.longest = 500});
                    TRY(body.finish());
                    return http::created(to_json(TRY(guesses.waive(request.actor, area, round, reason))));
                });
}

} // namespace lilong::analysis
