// Issues, their clocks, tries, words and subscriptions in the database.
#pragma once

#include "issues/duplicate_rule.h"
#include "issues/types.h"
#include "storage/database.h"

namespace lilong::issues::issue_store
{

using storage::Connection;
using storage::Transaction;

struct Listed {
    Issue issue;
    std::string state;
    std::int64_t version = 1;
    std::optional<Date> due;
};

void add(Transaction& tx, Issue const& issue, std::string const& code_hash);
void save(Transaction& tx, Issue const& issue);
Result<Issue> find(Connection& c, AreaId const& area, IssueId const& id); // issues.not_found
std::vector<Listed> of_area(Connection& c, AreaId const& area);           // newest first
struct Followed {
    AreaId area;
    IssueId id;
    std::string code_hash;
};
std::optional<Followed> by_reference(Connection& c, std::string const& reference);
// Open ones and those closed less than 30 days ago, of the categories given.
std::vector<Listed> recent_of_categories(Connection& c, AreaId const& area, std::vector<std::string> const& categories,
                                         Instant since);

void put_clock(Transaction& tx, Issue const& issue, IssueClock const& clock); // replaces
std::vector<IssueClock> clocks_of(Connection& c, AreaId const& area, IssueId const& id);
struct LateClock {
    AreaId area;
    IssueId issue;
    ClockKind kind;
};
std::vector<LateClock> late_clocks(Connection& c, Instant now); // running, past their end, not yet noted

void add_try(Transaction& tx, AreaId const& area, IssueId const& id, Try const& attempt);
std::vector<Try> tries_of(Connection& c, AreaId const& area, IssueId const& id);
void add_word(Transaction& tx, AreaId const& area, IssueId const& id, std::string const& text, Instant at);
struct Word {
    std::string text;
    Instant at;
};
std::vector<Word> words_of(Connection& c, AreaId const& area, IssueId const& id);

void subscribe(Transaction& tx, AreaId const& area, IssueId const& id, HouseholdId const& household, Instant at);
std::vector<HouseholdId> subscribers(Connection& c, AreaId const& area, IssueId const& id);
void move_to_master(Transaction& tx, AreaId const& area, IssueId const& merged, IssueId const& master);
void move_back(Transaction& tx, AreaId const& area, IssueId const& merged);

struct MemberAnswer {
    std::string member_kind;
    ObjectId member;
    AreaId item_area;
    AgendaItemId item;
    std::string kind; // decision, return
    bool accepts = true;
    std::string body, text_zh, text_en, measures; // JSON list
    std::optional<Date> next_look;
    Instant at;
};
void add_answer(Transaction& tx, AreaId const& area, MemberAnswer const& answer);
std::vector<MemberAnswer> answers_of(Connection& c, AreaId const& area, std::string_view kind, ObjectId const& member);

} // namespace lilong::issues::issue_store
