// Agenda items, their members, frozen packs and decisions in the database.
#pragma once

#include "issues/types.h"
#include "storage/database.h"

namespace lilong::issues::agenda_store
{

using storage::Connection;
using storage::Transaction;

struct Listed {
    AgendaItem item;
    std::string state;
    std::int64_t version = 1;
    std::optional<Date> due;
    std::int64_t members = 0;
};

void add(Transaction& tx, AgendaItem const& item);
void save(Transaction& tx, AgendaItem const& item);
Result<AgendaItem> find(Connection& c, AreaId const& area, AgendaItemId const& id); // issues.item_not_found
std::vector<Listed> of_area(Connection& c, AreaId const& area);                     // newest first
std::vector<Listed> with_member_from(Connection& c, AreaId const& committee);
// Items of one rule and category in one year, newest first.
std::vector<Listed> same_matter(Connection& c, AreaId const& area, std::string_view rule, std::string_view category,
                                int year);
std::vector<Listed> past_due(Connection& c, Date today); // still waiting for somebody to act
std::vector<Listed> executed(Connection& c);

void add_member(Transaction& tx, AgendaItem const& item, Member const& member, Instant at); // twice is once
std::vector<Member> members_of(Connection& c, AreaId const& area, AgendaItemId const& id);
void move_members(Transaction& tx, AreaId const& area, AgendaItemId const& from, AgendaItemId const& to);
void mark_answered(Transaction& tx, AreaId const& area, AgendaItemId const& id, ObjectId const& member, Instant at);

void add_pack(Transaction& tx, AgendaItem const& item, EvidencePack const& pack);
std::vector<EvidencePack> packs_of(Connection& c, AreaId const& area, AgendaItemId const& id);

void add_decision(Transaction& tx, AgendaItem const& item, Decision const& decision);
std::optional<Decision> decision_of(Connection& c, AreaId const& area, AgendaItemId const& id);
int measure_done(Transaction& tx, AreaId const& area, AgendaItemId const& id, std::int64_t seq,
                 std::string const& evidence, Instant at);

} // namespace lilong::issues::agenda_store
