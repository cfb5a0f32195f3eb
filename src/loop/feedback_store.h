// SQL ⇄ feedback tasks, tries and satisfaction.
#pragma once

#include "loop/feedback_types.h"

namespace lilong::loop::feedback_store
{

void add(storage::Transaction& tx, FeedbackTask const& task);
std::optional<FeedbackTask> find(storage::Connection& connection, AreaId const& area, FeedbackTaskId const& id);
std::vector<FeedbackTask> list(storage::Connection& connection, AreaId const& area, TaskFilter const& filter);
std::int64_t count(storage::Connection& connection, AreaId const& area, TaskFilter const& filter); // without filter.most
std::optional<Instant> last_made(storage::Connection& connection, AreaId const& area, HouseholdId const& household);
void add_try(storage::Transaction& tx, FeedbackTask const& task, std::string_view channel, std::string_view outcome,
             Actor const& who, Instant at);
void mark_reached(storage::Transaction& tx, FeedbackTask const& task, std::string_view how);
// `cause` empty: all that was told about the object.
Reach reach(storage::Connection& connection, AreaId const& area, ObjectId const& object, std::string_view cause,
            Instant since);

void say(storage::Transaction& tx, ObjectRef const& object, HouseholdId const& household, SaidAnswer const& said,
         Instant at);
SatisfactionSummary satisfaction(storage::Connection& connection, AreaId const& area, ObjectId const& object,
                                 Instant since);

} // namespace lilong::loop::feedback_store
