#include "loop/feedback_service.h"

#include <algorithm>
#include <set>

#include "loop/feedback_store.h"

namespace lilong::loop
{

namespace
{

using storage::Connection;
using storage::Transaction;

constexpr int kMostTries = 3, kDaysBetween = 7;

std::optional<AreaId> home_of(Actor const& who)
{
    auto const found = std::ranges::find(who.grants, Role::resident, &RoleGrant::role);
    if (!who.household || found == who.grants.end()) return std::nullopt;
    return found->area;
}

} // namespace

std::size_t FeedbackService::fan_out(Transaction& tx, Actor const& who, Told const& told,
                                     std::vector<HouseholdId> const& households) const
{
    auto const now = clock_.now();
    std::set<HouseholdId> const each{households.begin(), households.end()};
    for (auto const& household : each) {
        auto const contact = contact_of_ ? contact_of_(tx, told.object.area, household) : Contact{};
        auto from = china_date(now);
        if (!told.closes)
            if (auto const last = feedback_store::last_made(tx, told.object.area, household))
                from = std::max(from, china_date(*last).plus_days(kDaysBetween));
        auto const id = FeedbackTaskId::ordered(rng_, now);
        feedback_store::add(tx, {id, told.object, household, told.cause, told.zh, told.en, contact.channel,
                                 contact.building, from, now, "", false, 0, "due", 1});
        states_.begin(tx, ref(told.object.area, "feedback_task", id), "due", who, told.traces);
    }
    return each.size();
}

Result<FeedbackTask> FeedbackService::in_tx(Connection& connection, AreaId const& area, FeedbackTaskId const& id) const
{
    auto found = feedback_store::find(connection, area, id);
    if (!found) return refuse(ErrorKind::not_found, "loop.not_found");
    return *found;
}

Result<FeedbackTask> FeedbackService::task(AreaId const& area, FeedbackTaskId const& id) const
{
    return database_.read([&](Connection& c) { return in_tx(c, area, id); });
}

std::vector<FeedbackTask> FeedbackService::tasks(AreaId const& area, TaskFilter const& filter) const
{
    return database_.read([&](Connection& c) { return feedback_store::list(c, area, filter); });
}

std::int64_t FeedbackService::count(AreaId const& area, TaskFilter const& filter) const
{
    return database_.read([&](Connection& c) { return feedback_store::count(c, area, filter); });
}

void FeedbackService::tell(Transaction& tx, ObjectRef const& object) const
{
    for (auto const& news : news_) news(tx, object);
}

Result<void> FeedbackService::reached(Transaction& tx, Actor const& who, FeedbackTask const& task,
                                      std::string_view how) const
{
    TRY(states_.apply(tx, ref(task.object.area, "feedback_task", task.id), kFeedbackTaskMachine, "reach", who, {}));
    feedback_store::mark_reached(tx, task, how);
    return {};
}

Result<FeedbackTask> FeedbackService::record_try(Actor const& who, AreaId const& area, FeedbackTaskId const& id,
                                                 std::string const& channel, std::string const& outcome) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<FeedbackTask> {
        auto const task = TRY(in_tx(tx, area, id));
        auto const self = ref(area, "feedback_task", id);
        feedback_store::add_try(tx, task, channel, outcome, who, clock_.now());
        if (outcome == "reached") {
            TRY(reached(tx, who, task, channel));
        } else {
            TRY(states_.apply(tx, self, kFeedbackTaskMachine, "try", who, {}));
            if (task.tries + 1 >= kMostTries)
                TRY(states_.apply(tx, self, kFeedbackTaskMachine, "give_up", system_actor(), {"three_tries"},
                                  {.code = "three_tries", .text = ""}));
        }
        tell(tx, task.object);
        return in_tx(tx, area, id);
    });
}

Result<void> FeedbackService::may_answer_for(Actor const& who, FeedbackTask const& task) const
{
    // a resident speaks for the own household only; another household's task does not exist for them.
    auto const roles = states_.roles_in(who, task.object.area);
    auto const only_resident = std::ranges::all_of(roles, [](Role role) { return role == Role::resident; });
    if (only_resident && who.household != task.household) return refuse(ErrorKind::not_found, "loop.not_found");
    return {};
}

Result<FeedbackTask> FeedbackService::answer(Actor const& who, AreaId const& area, FeedbackTaskId const& id,
                                             SaidAnswer const& said) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<FeedbackTask> {
        auto const task = TRY(in_tx(tx, area, id));
        TRY(may_answer_for(who, task));
        if (task.reached_how.empty()) TRY(reached(tx, who, task, said.channel));
        TRY(states_.apply(tx, ref(area, "feedback_task", id), kFeedbackTaskMachine, "answer", who, {}));
        feedback_store::say(tx, task.object, task.household, said, clock_.now());
        tell(tx, task.object);
        return in_tx(tx, area, id);
    });
}

Result<FeedbackTask> FeedbackService::drop(Actor const& who, AreaId const& area, FeedbackTaskId const& id,
                                           Reason const& reason) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<FeedbackTask> {
        auto const task = TRY(in_tx(tx, area, id));
        TRY(states_.apply(tx, ref(area, "feedback_task", id), kFeedbackTaskMachine, "drop", who, {}, reason));
        tell(tx, task.object);
        return in_tx(tx, area, id);
    });
}

Result<std::vector<FeedbackTask>> FeedbackService::open_own(Actor const& who) const
{
    auto const home = home_of(who);
    if (!home) return std::vector<FeedbackTask>{};
    TaskFilter const own{.household = who.household};
    auto found = tasks(*home, own);
    auto const unread = [](FeedbackTask const& task) { return task.reached_how.empty() && task.state != "dropped"; };
    if (std::ranges::none_of(found, unread)) return found;
    return database_.write(*home, [&](Transaction& tx) -> Result<std::vector<FeedbackTask>> {
        for (auto const& task : feedback_store::list(tx, *home, own)) {
            if (!unread(task)) continue;
            TRY(reached(tx, who, task, "page"));
            tell(tx, task.object);
        }
        return feedback_store::list(tx, *home, own);
    });
}

Result<FeedbackTask> FeedbackService::answer_own(Actor const& who, FeedbackTaskId const& id,
                                                 SaidAnswer const& said) const
{
    auto const home = home_of(who);
    if (!home) return refuse(ErrorKind::not_found, "loop.not_found");
    return answer(who, *home, id, said);
}

Reach FeedbackService::reach(Connection& connection, ObjectRef const& object, std::string_view cause,
                             Instant since) const
{
    return feedback_store::reach(connection, object.area, object.id, cause, since);
}

SatisfactionSummary FeedbackService::satisfaction(Connection& connection, ObjectRef const& object, Instant since) const
{
    auto summary = feedback_store::satisfaction(connection, object.area, object.id, since);
    summary.origins = feedback_store::reach(connection, object.area, object.id, {}, since).origins;
    return summary;
}

} // namespace lilong::loop
