// One installation: database, services and routes, made by hand in the order in which they need each other. This folder is
// the only one that sees all others; what influences something in another capability is listed in wiring.cpp.
#pragma once

#include <memory>
#include <string>

#include "access/permissions.h"
#include "access/account_service.h"
#include "access/session_routes.h"
#include "analysis/compare_service.h"
#include "analysis/estimate_service.h"
#include "analysis/guess_service.h"
#include "areas/area_service.h"
#include "areas/calendar_store.h"
#include "areas/import_service.h"
#include "areas/setting_service.h"
#include "areas/taxonomy_store.h"
#include "budgeting/ledger_service.h"
#include "consultation/meeting_service.h"
#include "consultation/round_service.h"
#include "issues/agenda_service.h"
#include "issues/issue_service.h"
#include "loop/feedback_service.h"
#include "loop/outbox_service.h"
#include "matching/match_service.h"
#include "needs/candidate_service.h"
#include "needs/need_service.h"
#include "people/household_service.h"
#include "projects/project_service.h"
#include "quality/quality_service.h"
#include "reports/crosstab_service.h"
#include "resources/offer_service.h"
#include "survey/progress_service.h"
#include "survey/questionnaire_service.h"
#include "survey/response_service.h"
#include "survey/round_service.h"
#include "survey/visit_service.h"

namespace lilong
{

struct ApplicationOptions {
    bool secure_cookie = true;
};

struct Application {
    Application(std::unique_ptr<storage::Database> opened, Clock const& clock, Rng& rng, ApplicationOptions options = {});
    Application(Application const&) = delete;

    std::unique_ptr<storage::Database> database;
    Clock const& clock;
    Rng& rng;
    areas::AreaTree tree;
    areas::Taxonomy taxonomy;
    areas::WorkingCalendar calendar;
    access::Reaches reaches;
    access::PermissionTable permissions;
    access::AuditTrail audit;
    access::PasswordHasher hasher;
    access::AccountService accounts;
    access::SessionService sessions;
    access::SessionGate gate;
    http::Router router;

    areas::AreaService areas;
    areas::ImportService imports;
    areas::SettingService settings;
    people::HouseholdService households;
    survey::QuestionnaireService questionnaires;
    survey::RoundService rounds;
    survey::ResponseService responses;
    survey::VisitService visits;
    survey::ProgressService progress;
    loop::StateService states;
    loop::OutboxService outbox;
    loop::FeedbackService feedback;
    analysis::RoundCubeService cubes;
    analysis::SmallAreaService small_areas;
    analysis::EstimateService estimates;
    analysis::CompareService compare;
    analysis::GuessService guesses;
    reports::CrosstabService crosstabs;
    quality::QualityService quality;
    needs::NeedService needs;
    needs::CandidateService candidates;
    resources::OfferService offers;
    matching::MatchService matching;
    budgeting::LedgerService ledger;
    consultation::RoundService consultations;
    consultation::MeetingService meetings;
    projects::ProjectService projects;
    issues::IssueService issues;
    issues::AgendaService agenda;
};

// What the calendar asks for: clocks of issues and agenda items, rounds to open and close, offers that ran out.
void take_due_steps(Application& app);

// wiring.cpp: callbacks between capabilities, then every route.
void wire(Application& app);
void add_routes(Application& app, ApplicationOptions const& options);
access::PermissionTable all_permissions();

} // namespace lilong
