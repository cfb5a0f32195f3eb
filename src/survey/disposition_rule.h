// What a visit came to, in the codes of the AAPOR Standard Definitions (2023), and what all visits to one household
// come to in the end (CO-95, CO-96, ST-77). Pure.
#pragma once

#include <span>

#include "survey/types.h"

namespace lilong::survey
{

// I complete, P partial, R refusal or break-off, NC non-contact, O other eligible, UH unknown if a household lives
// there, UO unknown otherwise, NE not eligible.
enum class DispositionClass {
    complete,
    partial,
    refusal,
    non_contact,
    other,
    unknown_household,
    unknown_other,
    not_eligible
};

struct DispositionEntry {
    Disposition disposition;
    std::string_view name; // on the wire
    std::string_view zh;
    std::string_view aapor;
    DispositionClass disposition_class;
};
std::span<DispositionEntry const> dispositions();
DispositionEntry const& entry(Disposition disposition);
std::string_view name(Disposition disposition);
std::optional<Disposition> disposition_of(std::string_view name);

// CO-96: complete, else partial, else not eligible, else refusal, else other, else non-contact, else unknown; within a
// class the latest visit. The visits of one household, in order of time; without a visit it was not attempted.
Disposition final_disposition(std::span<Disposition const> in_order_of_time);

} // namespace lilong::survey
