// The words of issues and agenda items as plain facts: who holds a matter, how far its clocks are, what came of it.
// An issue lives in its committee's area at every level; an agenda item lives in the area of the body that decides it.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "areas/taxonomy.h"
#include "base/id.h"
#include "base/money.h"
#include "base/time.h"

namespace lilong::issues
{

// Enumerators as on the wire; word(Level::district) gives "district", word_of<Level>("district") the way back.
using areas::Competent;
using areas::Domain;
using areas::Level;
using areas::ServiceClass;
enum class Outcome { solved, partly, explained, cannot };
enum class Solved { yes, partly, no };
enum class Source { resident, worker, system };
enum class Colour { green, yellow, red, grey };
enum class ClockKind { contact, answer, review, callback };
enum class TryKind { contact, callback };

template <typename Enum>
inline constexpr std::array<std::string_view, 0> kWords{};
template <>
inline constexpr std::array<std::string_view, 3> kWords<Level>{"committee", "sub_district", "district"};
template <>
inline constexpr std::array<std::string_view, 3> kWords<ServiceClass>{"urgent", "ordinary", "complex"};
template <>
inline constexpr std::array<std::string_view, 4> kWords<Outcome>{"solved", "partly", "explained", "cannot"};
template <>
inline constexpr std::array<std::string_view, 3> kWords<Solved>{"yes", "partly", "no"};
template <>
inline constexpr std::array<std::string_view, 3> kWords<Source>{"resident", "worker", "system"};
template <>
inline constexpr std::array<std::string_view, 3> kWords<Domain>{"public_service", "public_management", "public_safety"};
template <>
inline constexpr std::array<std::string_view, 4> kWords<Colour>{"green", "yellow", "red", "grey"};
template <>
inline constexpr std::array<std::string_view, 4> kWords<ClockKind>{"contact", "answer", "review", "callback"};
template <>
inline constexpr std::array<std::string_view, 2> kWords<TryKind>{"contact", "callback"};

template <typename Enum>
constexpr std::string_view word(Enum value)
{
    return kWords<Enum>[static_cast<std::size_t>(value)];
}
template <typename Enum>
constexpr std::optional<Enum> word_of(std::string_view text)
{
    for (std::size_t i = 0; i < kWords<Enum>.size(); ++i)
        if (kWords<Enum>[i] == text) return static_cast<Enum>(i);
    return std::nullopt;
}
template <typename Enum>
std::vector<std::string_view> words()
{
    return {kWords<Enum>.begin(), kWords<Enum>.end()};
}

struct Place { // an estate (or building) of the committee, or a point, or none of both
    std::optional<AreaId> estate;
    std::optional<double> lon, lat;
    std::string asset; // "lamp 12"; empty: none named
    bool given() const { return estate || lon || !asset.empty(); }
};

struct Issue {
    IssueId id;
    AreaId area;          // the committee
    std::string category; // taxonomy key, or "unsure"
    std::string text;
    Place place;
    Source source = Source::resident;
    std::optional<HouseholdId> reporter; // nothing: anonymous
    std::string reference;               // quoted on the telephone
    Level level = Level::committee;
    std::string lead_unit;
    std::vector<std::string> co_units;
    ServiceClass service_class = ServiceClass::ordinary;
    std::optional<Outcome> outcome;
    std::string result; // the handler's words to the reporter, evidence
    std::string plan;
    std::optional<Date> plan_date;
    int returns = 0, redos = 0, extensions = 0, reds = 0, reopens = 0;
    bool supervised = false, released = false;
    std::optional<Date> supervise_by;
    std::optional<IssueId> master;          // merged into
    std::optional<Instant> extension_until; // asked for, not yet granted
    std::string extension_reason;
    Instant reported_at;
    std::optional<Instant> closed_at;
};

struct IssueClock {
    ClockKind kind = ClockKind::answer;
    Instant started_at, due_at;
    std::int64_t allowed_ms = 0;       // working time (or clock time) between start and end, extensions included
    std::optional<Instant> met_at;     // what it waits for has happened
    std::optional<Instant> stopped_at; // parked since
    std::int64_t left_ms = 0;          // when it stopped
    int pauses = 0, extensions = 0;
    bool red_noted = false;
    bool assumed = false; // a year without calendar was passed
};

struct Try { // somebody tried to talk with the reporter, before the work or after it
    TryKind kind = TryKind::contact;
    bool reached = false;
    std::optional<Solved> solved;
    std::optional<int> rating; // 1–5
    std::string note;
    UserId caller;
    Instant at;
};

// ---- agenda items ----
struct Member { // a need, an issue, or the agenda item of a lower level
    std::string kind;
    AreaId area;
    ObjectId object;
    std::string reference, category, evidence; // JSON, frozen when it rose
    TraceId trace;
    std::optional<Instant> answered_at;
};

struct Measure {
    std::string what, who;
    Date due;
    Money cost;
    std::optional<Instant> done_at;
    std::string evidence;
};

struct Decision {
    std::string body;    // who decided: 社区代表会议, office meeting
    bool accepts = true; // false: a reasoned no
    std::string text_zh, text_en;
    std::optional<Date> next_look; // of a no
    std::vector<Measure> measures;
    Instant at;
};

struct AgendaItem {
    AgendaItemId id;
    AreaId area; // of the body that decides
    Level level = Level::sub_district;
    Domain domain = Domain::public_service;
    std::string rule; // a … f of what rises
    std::string category, title;
    int year = 0;
    std::string lead_unit;
    std::optional<Date> plan_date;
    int times_returned = 0;
    bool supervised = false;
    std::optional<Instant> submitted_at;
};

struct EvidencePack {
    int seq = 1; // 1 is the pack, what follows are addenda
    std::string content, sha256;
    Instant at;
};

} // namespace lilong::issues
