// The two messages between areas: what rises (issues.raised, to the body above) and what comes back (issues.answered,
// to each member's home). Their JSON is written and read only here.
#pragma once

#include "issues/issue_store.h"

namespace lilong::issues
{

inline constexpr std::string_view kRaised = "issues.raised", kAnswered = "issues.answered";

struct Raised {
    std::string rule, category, title, inputs, reason;
    Domain domain = Domain::public_service;
    int year = 0;
    int times_returned = 0;
    std::optional<Role> submitted_by; // nothing: a rule raised it, the secretary has ten working days
    UserId actor;
    std::string actor_name;
    Member member;
};

std::string to_payload(Raised const& raised);
Raised raised_of(std::string const& payload);
std::string to_payload(issue_store::MemberAnswer const& answer);
issue_store::MemberAnswer answer_of(std::string const& payload);

std::string measures_json(std::vector<Measure> const& measures);

} // namespace lilong::issues
