#include "survey/disposition_rule.h"

#include <algorithm>
#include <array>

namespace lilong::survey
{

namespace
{

using D = Disposition;
using C = DispositionClass;

constexpr std::array kDispositions{
    DispositionEntry{D::complete, "complete", "完成", "1.1", C::complete},
    DispositionEntry{D::partial, "partial", "部分完成", "1.2", C::partial},
    DispositionEntry{D::refused_household, "refused_household", "住户拒访", "2.111", C::refusal},
    DispositionEntry{D::refused_person, "refused_person", "本人拒访", "2.112", C::refusal},
    DispositionEntry{D::break_off, "break_off", "中途停止", "2.12", C::refusal},
    DispositionEntry{D::building_no_entry, "building_no_entry", "进不了楼", "2.23", C::non_contact},
    DispositionEntry{D::nobody_home, "nobody_home", "家中无人", "2.24", C::non_contact},
    DispositionEntry{D::respondent_away, "respondent_away", "本人不在", "2.25", C::non_contact},
    DispositionEntry{D::deceased, "deceased", "已故", "2.31", C::other},
    DispositionEntry{D::unable, "unable", "无法作答", "2.32", C::other},
    DispositionEntry{D::language, "language", "语言不通", "2.33", C::other},
    DispositionEntry{D::other, "other", "其他", "2.36", C::other},
    DispositionEntry{D::not_attempted, "not_attempted", "未访", "3.11", C::unknown_household},
    DispositionEntry{D::unsafe, "unsafe", "不安全", "3.17", C::unknown_household},
    DispositionEntry{D::address_not_found, "address_not_found", "找不到地址", "3.18", C::unknown_household},
    DispositionEntry{D::eligibility_unknown, "eligibility_unknown", "情况不明", "3.21", C::unknown_other},
    DispositionEntry{D::moved_away, "moved_away", "已搬离", "4.1", C::not_eligible},
    DispositionEntry{D::not_a_dwelling, "not_a_dwelling", "非居住", "4.5", C::not_eligible},
    DispositionEntry{D::vacant, "vacant", "空置", "4.6", C::not_eligible},
    DispositionEntry{D::no_eligible, "no_eligible", "无合适受访人", "4.7", C::not_eligible},
    DispositionEntry{D::over_quota, "over_quota", "配额已满", "4.8", C::not_eligible},
};
static_assert(kDispositions.size() == static_cast<std::size_t>(D::over_quota) + 1);

// Lower goes before higher.
int precedence(Disposition disposition)
{
    constexpr std::array kOrder{C::complete, C::partial,     C::not_eligible,      C::refusal,
                                C::other,    C::non_contact, C::unknown_household, C::unknown_other};
    auto const found = std::ranges::find(kOrder, entry(disposition).disposition_class);
    auto const rank = static_cast<int>(found - kOrder.begin());
    return std::min(rank, 6); // the two kinds of unknown are one class here
}

} // namespace

std::span<DispositionEntry const> dispositions() { return kDispositions; }
DispositionEntry const& entry(Disposition disposition) { return kDispositions[static_cast<std::size_t>(disposition)]; }
std::string_view name(Disposition disposition) { return entry(disposition).name; }

std::optional<Disposition> disposition_of(std::string_view name)
{
    auto const found = std::ranges::find(kDispositions, name, &DispositionEntry::name);
    if (found == kDispositions.end()) return std::nullopt;
    return found->disposition;
}

Disposition final_disposition(std::span<Disposition const> in_order_of_time)
{
    if (in_order_of_time.empty()) return Disposition::not_attempted;
    auto best = in_order_of_time.front();
    for (auto const disposition : in_order_of_time)
        if (precedence(disposition) <= precedence(best)) best = disposition;
    return best;
}

} // namespace lilong::survey
