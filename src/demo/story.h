// The year 2026 in 晴川区, played through the real services with a clock that moves: nothing here writes a table.
//     auto cast = TRY(make_cast(parts, district));
//     TRY(tell_story(parts, clock, district, cast, progress));
#pragma once

#include "access/account_service.h"
#include "analysis/guess_service.h"
#include "areas/area_tree.h"
#include "budgeting/ledger_service.h"
#include "consultation/meeting_service.h"
#include "consultation/round_service.h"
#include "demo/district_service.h"
#include "issues/agenda_service.h"
#include "issues/issue_service.h"
#include "loop/feedback_service.h"
#include "loop/outbox_service.h"
#include "matching/match_service.h"
#include "needs/candidate_service.h"
#include "needs/need_service.h"
#include "projects/project_service.h"
#include "resources/offer_service.h"

namespace lilong::demo
{

// The services of one installation that the story calls.
struct StoryParts {
    storage::Database& database;
    areas::AreaTree const& tree;
    access::AccountService& accounts;
    loop::StateService const& states;
    loop::OutboxService& outbox;
    loop::FeedbackService const& feedback;
    needs::NeedService const& needs;
    needs::CandidateService& candidates;
    analysis::GuessService& guesses;
    budgeting::LedgerService const& ledger;
    consultation::RoundService const& rounds;
    consultation::MeetingService const& meetings;
    projects::ProjectService const& projects;
    resources::OfferService const& offers;
    matching::MatchService const& matching;
    issues::IssueService& issues;
    issues::AgendaService& agenda;
    Rng& rng;
};

struct Login {
    Actor actor;
    std::string login, password, link, what; // what: shown beside it, in both languages
};

// Everybody the story needs; the first five are printed.
struct Cast {
    Login secretary_wang, collector_zhou, dispatcher_chen, district_clerk, resident_sun;
    Login worker_lin, secretary_lu, handler_li, callback_he, district_traffic, provider_yunhe, officer_tang;
    std::vector<Login const*> printed() const { return {&collector_zhou, &secretary_wang, &dispatcher_chen, &district_clerk, &resident_sun}; }
};

Result<Cast> make_cast(StoryParts const& parts, DemoDistrict const& district);

// March: before anybody sees a number, the secretaries write down what they expect of the round.
Result<void> record_guesses(StoryParts const& parts, TestClock& clock, DemoDistrict const& district, Cast const& cast);
Result<void> tell_gate_story(StoryParts const& parts, TestClock& clock, DemoDistrict const& district, Cast const& cast);
Result<void> tell_growers_story(StoryParts const& parts, TestClock& clock, DemoDistrict const& district, Cast const& cast);
Result<void> tell_parking_story(StoryParts const& parts, TestClock& clock, DemoDistrict const& district, Cast const& cast);

// Ten in the morning in Shanghai.
Instant morning(Date day);

} // namespace lilong::demo
