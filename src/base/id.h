// Id<Tag>: a UUID whose kind the compiler knows. AreaId and HouseholdId do not convert into each other
// (tests/must_not_compile/mixed_ids.cpp). On the wire and in the database an id is its 36-character text.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/time.h"

namespace lilong {

class Rng;

struct Uuid {
    std::array<std::uint8_t, 16> bytes{};
    auto operator<=>(Uuid const&) const = default;
    std::string text() const; // 8-4-4-4-12, lower case
    static std::optional<Uuid> parse(std::string_view text);
};

Uuid random_uuid(Rng& rng);             // version 4: for ids that people outside may see
Uuid ordered_uuid(Rng& rng, Instant at); // version 7 (RFC 9562): sorts by time, keeps inserts together

template <typename Tag>
class Id {
public:
    constexpr Id() = default;
    explicit constexpr Id(Uuid uuid) : uuid_(uuid) {}
    static Result<Id> parse(std::string_view text)
    {
        if (auto uuid = Uuid::parse(text)) return Id{*uuid};
        return refuse(ErrorKind::not_found, "base.not_an_id");
    }
    static Id random(Rng& rng) { return Id{random_uuid(rng)}; }
    static Id ordered(Rng& rng, Instant at) { return Id{ordered_uuid(rng, at)}; }
    std::string text() const { return uuid_.text(); }
    Uuid const& uuid() const { return uuid_; }
    bool empty() const { return uuid_ == Uuid{}; }
    auto operator<=>(Id const&) const = default;

private:
    Uuid uuid_;
};

// The kinds of thing that more than one capability points at.
using AreaId = Id<struct AreaTag>;
using UserId = Id<struct UserTag>;
using SessionId = Id<struct SessionTag>;
using HouseholdId = Id<struct HouseholdTag>;
using ResidentId = Id<struct ResidentTag>;
using QuestionnaireId = Id<struct QuestionnaireTag>;
using RoundId = Id<struct RoundTag>;
using ResponseId = Id<struct ResponseTag>;
using VisitId = Id<struct VisitTag>;
using ImportId = Id<struct ImportTag>;
using NeedId = Id<struct NeedTag>;
using CauseNoteId = Id<struct CauseNoteTag>;
using ProviderId = Id<struct ProviderTag>;
using ResourceId = Id<struct ResourceTag>;
using OfferId = Id<struct OfferTag>;
using MatchRunId = Id<struct MatchRunTag>;
using MatchId = Id<struct MatchTag>;
using ProjectId = Id<struct ProjectTag>;
using DraftId = Id<struct DraftTag>;
using ConsultationId = Id<struct ConsultationTag>;
using ConsultationRoundId = Id<struct ConsultationRoundTag>;
using MeetingId = Id<struct MeetingTag>;
using IssueId = Id<struct IssueTag>;
using AgendaItemId = Id<struct AgendaItemTag>;
using FeedbackTaskId = Id<struct FeedbackTaskTag>;
using LedgerEntryId = Id<struct LedgerEntryTag>;
using TraceId = Id<struct TraceTag>; // LO-1: one id from the estimate to the feedback
using ObjectId = Id<struct ObjectTag>; // any object of the loop, where its kind stands beside it

} // namespace lilong

template <typename Tag>
struct std::hash<lilong::Id<Tag>> {
    std::size_t operator()(lilong::Id<Tag> const& id) const noexcept
    {
        std::uint64_t h = 1469598103934665603ULL;
        for (auto b : id.uuid().bytes) h = (h ^ b) * 1099511628211ULL;
        return static_cast<std::size_t>(h);
    }
};
