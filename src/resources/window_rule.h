// When a need or an offer has time: `mon-fri 09:00-11:00;sat,sun 14:00-17:30`, in the local time of a week (LO-49).
// No window at all means any time. Two sides share the longest unbroken stretch that both have:
//     longest_common_stretch(stall, courtyard).minutes() >= 30
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace lilong::resources
{

inline constexpr int kMinutesOfDay = 24 * 60;
inline constexpr int kMinutesOfWeek = 7 * kMinutesOfDay;

// Minutes since Monday 00:00, end not included; a stretch over Sunday midnight ends after kMinutesOfWeek.
struct Stretch {
    int from = 0, to = 0;
    int minutes() const { return to - from; }
    auto operator<=>(Stretch const&) const = default;
};

class Windows
{
public:
    Windows() = default;                                 // any time
    static Result<Windows> parse(std::string_view text); // resources.window_not_readable
    bool any_time() const { return stretches_.empty(); }
    std::vector<Stretch> const& stretches() const { return stretches_; } // in order, touching ones joined
    std::string text() const;
    bool operator==(Windows const&) const = default;

private:
    std::vector<Stretch> stretches_;
};

Stretch longest_common_stretch(Windows const& a, Windows const& b);
std::string stretch_text(Stretch stretch); // sat 07:00-10:00

} // namespace lilong::resources
