// SQL ⇄ drafts, rounds, electors, votes and themes.
#pragma once

#include "consultation/types.h"
#include "storage/database.h"

namespace lilong::consultation::round_store
{

int next_draft_number(storage::Connection& connection, AreaId const& area, Subject const& subject);
void add_draft(storage::Transaction& tx, AreaId const& area, Draft const& draft);
std::optional<Draft> draft(storage::Connection& connection, AreaId const& area, DraftId const& id);
std::vector<Draft> drafts(storage::Connection& connection, AreaId const& area, ObjectId const& subject);

int next_round_number(storage::Connection& connection, AreaId const& area, Subject const& subject);
void add(storage::Transaction& tx, AreaId const& area, Round const& round);
void update(storage::Transaction& tx, AreaId const& area, Round const& round);
std::optional<Round> find(storage::Connection& connection, AreaId const& area, ConsultationRoundId const& id);
std::vector<Round> list(storage::Connection& connection, AreaId const& area, std::optional<ObjectId> const& subject);

void add_elector(storage::Transaction& tx, AreaId const& area, Round const& round, HouseholdId const& household,
                 std::string_view token_sha256);
bool is_elector(storage::Connection& connection, AreaId const& area, Round const& round, HouseholdId const& household);
struct Elector {
    ConsultationRoundId round;
    HouseholdId household;
};
std::optional<Elector> elector_by_token(storage::Connection& connection, AreaId const& area,
                                        std::string_view token_sha256);
void set_token(storage::Transaction& tx, AreaId const& area, Round const& round, HouseholdId const& household,
               std::string_view token_sha256);

void add_vote(storage::Transaction& tx, AreaId const& area, Round const& round, Vote const& vote);
Tally tally(storage::Connection& connection, AreaId const& area, Round const& round);
std::vector<Vote> last_votes(storage::Connection& connection, AreaId const& area,
                             Round const& round); // one for each household

void add_theme(storage::Transaction& tx, AreaId const& area, Round const& round, Theme const& theme);
std::vector<Theme> themes(storage::Connection& connection, AreaId const& area, Round const& round);

} // namespace lilong::consultation::round_store
