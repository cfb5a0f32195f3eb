// The words of collection: what is asked (Codebook), when and where (Round), what was answered (Response) and what
// happened at the door (Visit). Questionnaire, interview, suggestion and follow-up visit are different records.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/time.h"

namespace lilong::survey
{

struct Names {
    std::string zh, en;
    bool operator==(Names const&) const = default;
};

// ---- what is asked

enum class ItemType { choice, text, integer, decimal, date, flag };
std::string_view name(ItemType type);
std::optional<ItemType> item_type_of(std::string_view name);

enum class Sensitivity { ordinary, personal, sensitive, minor };
std::string_view name(Sensitivity sensitivity);
std::optional<Sensitivity> sensitivity_of(std::string_view name);

struct Option {
    std::string name;
    Names label;
    bool does_not_know = false; // CO-10: a choice that says "I do not know"
    bool operator==(Option const&) const = default;
};

struct ValueList {
    std::string name;
    std::vector<Option> options;
    bool operator==(ValueList const&) const = default;
};

struct Item {
    std::string name;
    ItemType type = ItemType::choice;
    Names label;
    std::string list;      // of a choice
    std::string asked_of;  // key of a group; empty: everybody
    std::string relevance; // further condition, as text
    bool required = false;
    std::string purpose;   // why it is asked; expected of required and sensitive items
    std::string need_item; // key of the need item it measures; empty: it measures none
    Sensitivity sensitivity = Sensitivity::ordinary;
    int place = 0; // 1, 2, … among the choice items: the character of Response::coded; 0 for other types
    bool operator==(Item const&) const = default;
};

struct Codebook {
    std::vector<std::string> groups; // bit n of a group mask is groups[n]
    std::vector<ValueList> lists;
    std::vector<Item> items;
    bool operator==(Codebook const&) const = default;

    Item const* item(std::string_view name) const;
    ValueList const* list(std::string_view name) const;
    ValueList const& list_of(Item const& item) const; // of a choice item of a checked codebook
    int places() const;                               // length of Response::coded
};

enum class VersionState { draft, open, closing, closed };
std::string_view name(VersionState state);
std::optional<VersionState> version_state_of(std::string_view name);

enum class Unit { household, person };
std::string_view name(Unit unit);
std::optional<Unit> unit_of(std::string_view name);

struct Questionnaire {
    AreaId area; // of the owner
    QuestionnaireId id;
    std::string key;
    Names title;
    std::string kind = "household";
    Unit unit = Unit::household;
};

struct QuestionnaireVersion {
    AreaId area;
    QuestionnaireId questionnaire;
    std::int64_t number = 1;
    VersionState state = VersionState::draft;
    Codebook codebook;
    std::int64_t edit = 1; // counts the changes of a draft and of the state, for If-Match
};

// ---- answers

enum class Empty { not_asked, no_answer, refused }; // "does not know" is a choice (CO-10)
// A choice is the name of its option, as a std::string.
using AnswerValue = std::variant<Empty, std::string, std::int64_t, double, Date, bool>;
using Answers = std::map<std::string, AnswerValue, std::less<>>; // an item that is absent was not asked
using GroupMask = std::uint32_t;

// ---- rounds

enum class Design { census_attempt, srs, systematic, convenience }; // ST-4
std::string_view name(Design design);
std::optional<Design> design_of(std::string_view name);

struct CommitteePlan {
    AreaId committee;
    Design design = Design::census_attempt;
    std::int64_t target = 0; // households to reach; 0: all
};

struct Round {
    AreaId area; // of whoever asks: a district, a sub-district or one committee
    RoundId id;
    AreaId questionnaire_area;
    QuestionnaireId questionnaire;
    std::int64_t questionnaire_version = 1;
    Names title;
    std::string kind = "new"; // new, panel_update, mixed
    Date opens_on, closes_on;
    Design design = Design::census_attempt;
    std::string state = "planned";
    std::optional<Date> register_date; // when the register was frozen
    std::int64_t version = 1;
};

struct RoundTransition {
    std::int64_t seq = 0;
    std::string from, action, to;
    UserId actor;
    std::string actor_name, role, reason;
    Instant at;
};

inline constexpr std::string_view kAllGroups = "all";
struct RegisterCount {
    AreaId estate;
    std::string group{kAllGroups};
    std::int64_t households = 0;
    bool operator==(RegisterCount const&) const = default;
};

// ---- responses

enum class Mode { door_collect, door_web, phone, self_web, paper, import };
std::string_view name(Mode mode);
std::optional<Mode> mode_of(std::string_view name);

enum class Review { received, approved, set_aside };
std::string_view name(Review review);
std::optional<Review> review_of(std::string_view name);

struct Response {
    AreaId area; // the neighbourhood
    ResponseId id;
    RoundId round;
    HouseholdId household;
    int person = 0; // 0 where one response speaks for the household
    AreaId estate;
    std::optional<AreaId> building;
    GroupMask groups = 0; // on the day of the answer
    std::string coded;
    std::string answers = "{}";
    Mode mode = Mode::paper;
    std::optional<UserId> collector;
    UserId entered_by;
    Date answered_on;
    std::optional<Instant> started_at, ended_at;
    Instant received_at;
    Review review = Review::received;
    std::string review_reason;
    std::optional<Instant> withdrawn_at;
    std::optional<ImportId> import;
    std::int64_t version = 1;
};

struct FormerResponse {
    std::int64_t version = 1;
    GroupMask groups = 0;
    std::string coded, answers;
    Instant replaced_at;
    UserId replaced_by;
    std::string reason;
};

// What the live numbers follow.
struct AnswerChange {
    AreaId area;
    RoundId round;
    HouseholdId household;
    std::int64_t number = 0; // of (area, round), ascending without gaps in the order of commit
};

// ---- visits

enum class Disposition {
    complete,
    partial,
    refused_household,
    refused_person,
    break_off,
    building_no_entry,
    nobody_home,
    respondent_away,
    deceased,
    unable,
    language,
    other,
    not_attempted,
    unsafe,
    address_not_found,
    eligibility_unknown,
    moved_away,
    not_a_dwelling,
    vacant,
    no_eligible,
    over_quota
};

struct Visit {
    AreaId area;
    VisitId id;
    RoundId round;
    HouseholdId household;
    AreaId estate;
    std::optional<AreaId> building;
    Instant at;
    UserId collector;
    Disposition disposition = Disposition::nobody_home;
    std::optional<Date> next_visit_on; // the appointment
    std::optional<std::string> next_day_part;
    std::string note;
};

} // namespace lilong::survey
