// A small district for the tests of this folder: one sub-district, two committees, estates with buildings, households.
#pragma once

#include <gtest/gtest.h>

#include "areas/area_store.h"
#include "areas/area_tree.h"
#include "areas/taxonomy_store.h"
#include "base/chance.h"
#include "people/household_store.h"
#include "survey/need_questionnaire_rule.h"
#include "survey/progress_service.h"
#include "survey/questionnaire_service.h"
#include "survey/response_service.h"
#include "survey/round_service.h"
#include "survey/visit_service.h"

namespace lilong::survey
{

class Ground : public testing::Test
{
protected:
    Ground()
    {
        database->load([&](storage::Transaction& tx) {
            (void)areas::load_reference_data(tx);
            district = add(tx, {}, areas::AreaKind::district, "D", "区");
            sub_district = add(tx, district, areas::AreaKind::sub_district, "S", "街道");
            first = add(tx, sub_district, areas::AreaKind::neighbourhood, "N1", "槐序一居");
            second = add(tx, sub_district, areas::AreaKind::neighbourhood, "N2", "槐序二居");
            estate = add(tx, first, areas::AreaKind::estate, "N1-E", "北岸佳园");
            building = add(tx, estate, areas::AreaKind::building, "N1-E-1", "1号楼");
            auto const other = add(tx, second, areas::AreaKind::estate, "N2-E", "南岸佳园", 50);
            (void)other;
            for (int n = 0; n < 10; ++n) {
                people::Household household;
                household.area = first;
                household.id = HouseholdId::ordered(rng, start);
                household.estate = estate;
                household.building = building;
                household.door = std::to_string(101 + n);
                household.created_at = start;
                if (!people::household_store::insert(tx, household)) std::abort();
                households.push_back(household.id);
            }
            people::Resident grandmother{first, ResidentId::random(rng), households[0]};
            grandmother.birth_year = 1948;
            people::household_store::insert_resident(tx, grandmother);
        });
        tree.refresh();
    }

    AreaId add(storage::Transaction& tx, AreaId parent, areas::AreaKind kind, std::string code, std::string zh,
               std::int64_t occupied = 0)
    {
        areas::Area area{.id = AreaId::random(rng), .kind = kind, .code = std::move(code), .zh = zh, .en = zh};
        if (!parent.empty()) area.parent = parent;
        area.occupied_households = occupied;
        areas::area_store::insert(tx, area, Date{2020, 1, 1});
        return area.id;
    }
    Actor actor(Role role, AreaId const& area)
    {
        return {.user = UserId::random(rng), .name = "同事", .grants = {{role, area}}, .household = {}, .provider = {}};
    }

    // The need questionnaire opened by the district and a round over all of it, still planned.
    Round plan_round()
    {
        auto const made =
            questionnaires.create(dispatcher, {district, {}, "household_needs", {"需求", "Needs"}}, codebook).value();
        EXPECT_TRUE(questionnaires.act(dispatcher, district, made.id, 1, "open", {}));
        Round round{.area = district,
                    .questionnaire = made.id,
                    .title = {"2026 年增量调研", "2026"},
                    .opens_on = Date{2026, 5, 1},
                    .closes_on = Date{2026, 6, 30}};
        return rounds.create(dispatcher, round, {{first, Design::srs, 8}}).value();
    }
    Round open_round()
    {
        auto const planned = plan_round();
        return rounds.act(dispatcher, district, planned.id, "open", "", {}).value();
    }
    NewResponse answers_of_household(Round const& round, std::size_t n, Answers answers)
    {
        NewResponse given;
        given.area = first;
        given.round = round.id;
        given.household = households.at(n);
        given.answers = std::move(answers);
        return given;
    }
    Visit visit_at(Round const& round, std::size_t n, Disposition disposition)
    {
        Visit visit;
        visit.area = first;
        visit.round = round.id;
        visit.household = households.at(n);
        visit.at = clock.now();
        visit.disposition = disposition;
        return visit;
    }

    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    SeededRng rng{11};
    Instant start = Instant::parse("2026-05-08T02:00:00.000Z").value();
    TestClock clock{start};
    access::AuditTrail audit{clock};
    areas::AreaTree tree{*database};
    AreaId district, sub_district, first, second, estate, building;
    std::vector<HouseholdId> households;
    Codebook codebook = need_questionnaire(areas::read_reference_data().value()).value();
    QuestionnaireService questionnaires{
        *database, audit, [this](AreaId const& a, AreaId const& b) { return tree.reaches(a, b); }, clock, rng};
    RoundService rounds{*database, audit, tree, clock, rng};
    ResponseService responses{*database, audit, tree, clock, rng};
    VisitService visits{*database, audit, tree, clock, rng};
    ProgressService progress{*database, tree, clock};
    Actor dispatcher{.user = UserId::random(rng), .name = "区", .grants = {}, .household = {}, .provider = {}};
    Actor secretary, worker, collector;

    void SetUp() override
    {
        dispatcher.grants = {{Role::district_dispatcher, district}};
        secretary = actor(Role::committee_secretary, first);
        worker = actor(Role::committee_worker, first);
        collector = actor(Role::collector, first);
    }
};

} // namespace lilong::survey
