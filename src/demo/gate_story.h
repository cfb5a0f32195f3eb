// The gate of 北岸佳园, step by step: 376 of 418 households want better common facilities, and it was the gate. Each
// step sets the clock to its day and goes through the services; tell_gate_story plays them all.
#pragma once

#include "demo/story.h"

namespace lilong::demo
{

class GateStory
{
public:
    GateStory(StoryParts const& parts, TestClock& clock, DemoDistrict const& district, Cast const& cast)
        : p_(parts), clock_(clock), d_(district), cast_(cast)
    {
    }

    Result<NeedId> open_candidate();
    Result<void> draw_visits();
    Result<void> note_visits();
    Result<needs::Need> confirm();
    Result<ProjectId> start_project(); // and the year's fund, and the route of the need to it
    Result<void> cost_project();
    static constexpr std::size_t kDrafts = 3;
    Result<void> put_draft(std::size_t number); // 1 … kDrafts: announced, voted, summarised, decided
    Result<void> hold_hearing();
    Result<void> let_owners_vote();
    Result<projects::Project> approve();
    Result<void> build(); // works, milestones, payment; the households are asked
    Result<void> accept_and_close();
    Result<void> hear_households(); // about the need, at the door

    NeedId const& need() const { return need_; }
    ProjectId const& project() const { return project_; }

private:
    Actor const& wang() const { return cast_.secretary_wang.actor; }
    Actor const& lin() const { return cast_.worker_lin.actor; }
    AreaId const& area() const { return d_.gate_committee; }
    consultation::Subject subject() const { return {"project", ObjectId{project_.uuid()}}; }
    Result<void> note(needs::PlannedVisit const& visit, std::size_t& told_already);
    Result<void> meeting(std::string const& kind, consultation::Names const& title, Date on,
                         consultation::Minute const& minute);
    std::vector<HouseholdId> const& voters();
    Result<void> answer(loop::ObjectRef const& object, std::size_t answers);

    StoryParts const& p_;
    TestClock& clock_;
    DemoDistrict const& d_;
    Cast const& cast_;
    NeedId need_;
    ProjectId project_;
    std::vector<HouseholdId> voters_;
};

} // namespace lilong::demo
