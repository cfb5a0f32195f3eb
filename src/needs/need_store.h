// SQL ⇄ needs, their evidence, origins, visits, cause notes and routes.
#pragma once

#include "needs/types.h"
#include "storage/database.h"

namespace lilong::needs::need_store
{

void add(storage::Transaction& tx, Need const& need);
std::optional<Need> find(storage::Connection& connection, AreaId const& area, NeedId const& id);
std::vector<Need> list(storage::Connection& connection, AreaId const& area, NeedFilter const& filter);
bool is_open(storage::Connection& connection, Need const& like); // same item, group and round, not final
void update(storage::Transaction& tx, Need const& need);         // what confirming, declining and reopening set

void add_snapshot(storage::Transaction& tx, Need const& need, Snapshot const& snapshot);
std::vector<Snapshot> snapshots(storage::Connection& connection, Need const& need);

void add_origin(storage::Transaction& tx, Need const& need, HouseholdId const& household);
std::vector<HouseholdId> origins(storage::Connection& connection, Need const& need);
// The household leaves every list of origins; each need counts that one has left.
int forget_household(storage::Transaction& tx, AreaId const& area, HouseholdId const& household);

void add_plan(storage::Transaction& tx, Need const& need, FollowUpPlan const& plan);
std::optional<FollowUpPlan> plan(storage::Connection& connection, Need const& need);
void add_note(storage::Transaction& tx, Need const& need, CauseNote const& note, Instant at);
std::vector<CauseNote> notes(storage::Connection& connection, Need const& need); // of this cycle, in order of date
// The causes of each visit that counts: households that had said no stand beside, they do not count among them.
std::vector<std::vector<std::string>> named_causes(storage::Connection& connection, Need const& need);

void add_route(storage::Transaction& tx, Need const& need, Route const& route, Instant at);
std::vector<Route> routes(storage::Connection& connection, Need const& need);
struct RoutedNeed {
    AreaId area;
    NeedId need;
};
std::vector<RoutedNeed> routed_to(storage::Connection& connection, ObjectId const& target); // open ones
void end_route(storage::Transaction& tx, RoutedNeed const& need, ObjectId const& target, std::string_view state);

} // namespace lilong::needs::need_store
