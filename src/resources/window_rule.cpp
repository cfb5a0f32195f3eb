#include "resources/window_rule.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>

#include "base/text.h"

namespace lilong::resources
{

namespace
{

constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::optional<std::size_t> day_of(std::string_view name)
{
    auto const found = std::ranges::find(kDays, trimmed(name));
    if (found == kDays.end()) return std::nullopt;
    return static_cast<std::size_t>(found - kDays.begin());
}

// `mon`, `mon-fri`, `sat,sun`, `daily`
std::optional<std::array<bool, 7>> days_of(std::string_view text)
{
    std::array<bool, 7> days{};
    if (text == "daily") {
        days.fill(true);
        return days;
    }
    for (auto part : split(text, ',')) {
        auto const ends = split(part, '-');
        auto const first = day_of(ends.front());
        auto const last = day_of(ends.back());
        if (ends.size() > 2 || !first || !last || *last < *first) return std::nullopt;
        for (auto day = *first; day <= *last; ++day) days[day] = true;
    }
    return days;
}

std::optional<int> minute_of(std::string_view text)
{
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    auto const hour = whole_number(text.substr(0, 2));
    auto const minute = whole_number(text.substr(3));
    if (!hour || !minute || *hour < 0 || *minute < 0 || *minute > 59 || *hour * 60 + *minute > kMinutesOfDay)
        return std::nullopt;
    return static_cast<int>(*hour * 60 + *minute);
}

std::optional<std::vector<Stretch>> one_window(std::string_view text)
{
    auto const space = text.rfind(' ');
    if (space == std::string_view::npos) return std::nullopt;
    auto const days = days_of(trimmed(text.substr(0, space)));
    auto const hours = split(text.substr(space + 1), '-');
    if (!days || hours.size() != 2) return std::nullopt;
    auto const opens = minute_of(hours[0]);
    auto const closes = minute_of(hours[1]);
    if (!opens || !closes || *closes <= *opens) return std::nullopt;
    std::vector<Stretch> stretches;
    for (int day = 0; day < 7; ++day)
        if ((*days)[static_cast<std::size_t>(day)])
            stretches.push_back({day * kMinutesOfDay + *opens, day * kMinutesOfDay + *closes});
    return stretches;
}

std::vector<Stretch> joined(std::vector<Stretch> stretches)
{
    std::ranges::sort(stretches);
    std::vector<Stretch> out;
    for (auto const& stretch : stretches) {
        if (!out.empty() && stretch.from <= out.back().to)
            out.back().to = std::max(out.back().to, stretch.to);
        else
            out.push_back(stretch);
    }
    return out;
}

std::vector<Stretch> common(std::vector<Stretch> const& a, std::vector<Stretch> const& b)
{
    std::vector<Stretch> out;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        Stretch const both{std::max(a[i].from, b[j].from), std::min(a[i].to, b[j].to)};
        if (both.from < both.to) out.push_back(both);
        (a[i].to < b[j].to ? i : j) += 1;
    }
    return out;
}

std::string hour_text(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

} // namespace

Result<Windows> Windows::parse(std::string_view text)
{
    std::vector<Stretch> stretches;
    for (auto part : split(trimmed(text), ';')) {
        part = trimmed(part);
        if (part.empty()) continue;
        auto const found = one_window(part);
        if (!found)
            return refuse(ErrorKind::bad_input, "resources.window_not_readable", {{"window", std::string{part}}});
        stretches.insert(stretches.end(), found->begin(), found->end());
    }
    Windows windows;
    windows.stretches_ = joined(std::move(stretches));
    return windows;
}

std::string Windows::text() const
{
    std::string out;
    for (auto const& stretch : stretches_) // a stretch over midnight is told day by day, so that it can be read again
        for (auto from = stretch.from; from < stretch.to;) {
            auto const to = std::min(stretch.to, (from / kMinutesOfDay + 1) * kMinutesOfDay);
            out += (out.empty() ? "" : ";") + stretch_text({from, to});
            from = to;
        }
    return out;
}

Stretch longest_common_stretch(Windows const& a, Windows const& b)
{
    if (a.any_time() && b.any_time()) return {0, kMinutesOfWeek};
    auto both = a.any_time() ? b.stretches() : b.any_time() ? a.stretches() : common(a.stretches(), b.stretches());
    if (both.size() > 1 && both.front().from == 0 && both.back().to == kMinutesOfWeek)
        both.back().to += both.front().to;
    Stretch longest;
    for (auto const& stretch : both)
        if (stretch.minutes() > longest.minutes()) longest = stretch;
    return longest;
}

std::string stretch_text(Stretch stretch)
{
    auto const first = stretch.from / kMinutesOfDay;
    auto const last = (stretch.to - 1) / kMinutesOfDay;
    auto const opens = hour_text(stretch.from - first * kMinutesOfDay);
    auto const closes = hour_text(stretch.to - last * kMinutesOfDay);
    auto const day = [](int n) { return kDays[static_cast<std::size_t>(n % 7)]; };
    return first == last ? fmt::format("{} {}-{}", day(first), opens, closes)
                         : fmt::format("{} {} - {} {}", day(first), opens, day(last), closes);
}

} // namespace lilong::resources
