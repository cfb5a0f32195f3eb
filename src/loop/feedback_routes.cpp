#include "loop/feedback_routes.h"

#include <nlohmann/json.hpp>

#include "http/json_body.h"
#include "loop/feedback_json.h"
#include "loop/permissions.h"
#include "loop/state_json.h"

namespace lilong::loop
{

using http::Answer;
using http::JsonBody;
using http::Method;
using http::Request;
using nlohmann::json;

namespace
{

json share_json(ShareInterval const& share)
{
    return {{"share", share.share}, {"lower", share.lower}, {"upper", share.upper}, {"method", "wilson_95"}};
}

json task_json(FeedbackTask const& task)
{
    return {{"id", task.id.text()},
            {"object_kind", task.object.kind},
            {"object", task.object.id.text()},
            {"household", task.household.text()},
            {"cause", task.cause},
            {"text", {{"zh", task.zh}, {"en", task.en}}},
            {"channel", task.channel},
            {"building", task.building},
            {"not_before", task.not_before.text()},
            {"made_at", task.made_at.text()},
            {"reached_how", task.reached_how.empty() ? json(nullptr) : json(task.reached_how)},
            {"posted", task.posted},
            {"tries", task.tries},
            {"state", task.state},
            {"version", task.version}};
}

// What a resident sees: the message, not how often somebody knocked.
json own_json(FeedbackTask const& task)
{
    return {{"id", task.id.text()},
            {"object_kind", task.object.kind},
            {"object", task.object.id.text()},
            {"cause", task.cause},
            {"text", {{"zh", task.zh}, {"en", task.en}}},
            {"made_at", task.made_at.text()},
            {"state", task.state}};
}

json items_json(std::vector<FeedbackTask> const& tasks, json (*one)(FeedbackTask const&))
{
    auto items = json::array();
    for (auto const& task : tasks) items.push_back(one(task));
    return {{"items", items}, {"next", nullptr}};
}

Result<SaidAnswer> said_in(JsonBody& body)
{
    SaidAnswer said;
    said.rating = static_cast<int>(body.integer("rating", 1, 5));
    said.solved = body.choice("solved", {"yes", "partly", "no"});
    said.words = body.optional_text("words", {.longest = 1000, .may_be_empty = true}).value_or("");
    said.channel = body.has("channel") ? body.choice("channel", {"page", "telephone", "visit", "slip"})
                                       : body.optional_text("channel").value_or("page");
    TRY(body.finish());
    return said;
}

Result<TaskFilter> filter_of(Request const& request)
{
    TaskFilter filter;
    filter.object = TRY(request.option_id<ObjectId>("object"));
    filter.household = TRY(request.option_id<HouseholdId>("household"));
    filter.state = request.option("state").value_or("");
    filter.channel = request.option("channel").value_or("");
    filter.building = request.option("building").value_or("");
    filter.cause = request.option("cause").value_or("");
    return filter;
}

void add_committee_routes(http::Router& router, FeedbackService const& feedback)
{
    router.get("/api/v1/areas/{area}/feedback-tasks", work_on_feedback,
               [&feedback](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto const filter = TRY(filter_of(request));
                   auto list = items_json(feedback.tasks(area, filter), task_json);
                   list["total"] = feedback.count(area, filter);
                   return http::ok(list);
               });
    router.post("/api/v1/areas/{area}/feedback-tasks/{id}/tries", work_on_feedback,
                [&feedback](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<FeedbackTaskId>("id"));
                    auto body = TRY(request.json());
                    auto const channel = body.choice("channel", {"page", "telephone", "visit", "slip"});
                    auto const outcome = body.choice("outcome", {"reached", "no_answer", "posted"});
                    TRY(body.finish());
                    auto const task = TRY(feedback.record_try(request.actor, area, id, channel, outcome));
                    return http::created(task_json(task));
                });
    router.post("/api/v1/areas/{area}/feedback-tasks/{id}/answer", work_on_feedback,
                [&feedback](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<FeedbackTaskId>("id"));
                    auto body = TRY(request.json());
                    auto const said = TRY(said_in(body));
                    auto const task = TRY(feedback.answer(request.actor, area, id, said));
                    return http::created(task_json(task));
                });
    router.post("/api/v1/areas/{area}/feedback-tasks/{id}/actions/drop", work_on_feedback,
                [&feedback](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<FeedbackTaskId>("id"));
                    auto body = TRY(request.json());
                    Reason const reason{body.optional_text("reason_code").value_or(""),
                                        body.optional_text("reason").value_or("")};
                    TRY(body.finish());
                    auto const task = TRY(feedback.drop(request.actor, area, id, reason));
                    return http::ok(task_json(task));
                });
}

void add_own_routes(http::Router& router, FeedbackService const& feedback)
{
    router.add(Method::get, "/api/v1/my/feedback-tasks", signed_in, http::Reach::own,
               [&feedback](Request const& request) -> Result<Answer> {
                   auto const tasks = TRY(feedback.open_own(request.actor));
                   return http::ok(items_json(tasks, own_json));
               });
    router.add(Method::post, "/api/v1/my/feedback-tasks/{id}/answer", signed_in, http::Reach::own,
               [&feedback](Request const& request) -> Result<Answer> {
                   auto const id = TRY(request.path_id<FeedbackTaskId>("id"));
                   auto body = TRY(request.json());
                   auto const said = TRY(said_in(body));
                   auto const task = TRY(feedback.answer_own(request.actor, id, said));
                   return http::created(own_json(task));
               });
}

} // namespace

json reach_json(loop::Reach const& reach)
{
    return {{"origins", reach.origins},
            {"reached", reach.reached},
            {"posted", reach.posted},
            {"unreachable", reach.unreachable},
            {"open", reach.open},
            {"dropped", reach.dropped},
            {"share", reach.share()},
            {"goal", .80},
            {"by_channel", reach.reached_by_channel}};
}

json satisfaction_json(SatisfactionSummary const& s)
{
    return {{"origins", s.origins},
            {"answered", s.answered},
            {"satisfied", s.satisfied},
            {"solved", {{"yes", s.solved_yes}, {"partly", s.solved_partly}, {"no", s.solved_no}}},
            {"satisfied_share", s.answered == 0 ? json(nullptr) : share_json(s.satisfied_share)},
            {"not_solved_share", s.answered == 0 ? json(nullptr) : share_json(s.not_solved_share)},
            {"enough", enough_answered(s)}};
}

void add_feedback_routes(http::Router& router, FeedbackService const& feedback, StateService const& states,
                         storage::Database& database)
{
    add_committee_routes(router, feedback);
    add_own_routes(router, feedback);
    router.get("/api/v1/areas/{area}/reach/{object}", see_feedback,
               [&feedback, &states, &database](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto const id = TRY(request.path_id<ObjectId>("object"));
                   ObjectRef const object{area, request.option("kind").value_or("need"), id};
                   return database.read([&](storage::Connection& c) -> Result<Answer> {
                       TRY(states.state_of(c, object));
                       return http::ok(
                           {{"object_kind", object.kind},
                            {"object", id.text()},
                            {"reach", reach_json(feedback.reach(c, object, request.option("cause").value_or("")))},
                            {"satisfaction", satisfaction_json(feedback.satisfaction(c, object))}});
                   });
               });
}

} // namespace lilong::loop
