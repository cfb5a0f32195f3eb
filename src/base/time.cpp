#include "base/time.h"

#include <charconv>
#include <fmt/format.h>

namespace lilong {

namespace {

using namespace std::chrono;
constexpr auto kChina = hours{8};

std::optional<int> number(std::string_view text)
{
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.front() == '-') return std::nullopt;
    return value;
}

} // namespace

std::optional<Date> Date::parse(std::string_view iso)
{
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
    auto const y = number(iso.substr(0, 4)), m = number(iso.substr(5, 2)), d = number(iso.substr(8, 2));
    if (!y || !m || !d) return std::nullopt;
    auto const ymd = std::chrono::year{*y} / std::chrono::month{static_cast<unsigned>(*m)} / std::chrono::day{static_cast<unsigned>(*d)};
    if (!ymd.ok()) return std::nullopt;
    return Date{sys_days{ymd}};
}

std::string Date::text() const
{
    auto const d = ymd();
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(d.year()), static_cast<unsigned>(d.month()),
                       static_cast<unsigned>(d.day()));
}

int full_years(Date born, Date on)
{
    auto const b = born.ymd(), o = on.ymd();
    auto const had_birthday = std::pair{o.month(), o.day()} >= std::pair{b.month(), b.day()};
    return static_cast<int>(o.year()) - static_cast<int>(b.year()) - (had_birthday ? 0 : 1);
}

std::optional<Instant> Instant::parse(std::string_view iso)
{
    if (iso.size() < 20 || iso[10] != 'T' || iso.back() != 'Z' || iso[13] != ':' || iso[16] != ':') return std::nullopt;
    auto const date = Date::parse(iso.substr(0, 10));
    auto const h = number(iso.substr(11, 2)), m = number(iso.substr(14, 2)), s = number(iso.substr(17, 2));
    if (!date || !h || !m || !s || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
    std::int64_t ms = 0;
    if (iso.size() > 20) {
        if (iso[19] != '.' || iso.size() != 24) return std::nullopt;
        auto const fraction = number(iso.substr(20, 3));
        if (!fraction) return std::nullopt;
        ms = *fraction;
    }
    auto const day_ms = duration_cast<milliseconds>(date->days().time_since_epoch()).count();
    return Instant{day_ms + ((*h * 60 + *m) * 60 + *s) * 1000LL + ms};
}

std::string Instant::text() const
{
    auto const at = sys_time<milliseconds>{milliseconds{ms_}};
    auto const day = floor<days>(at);
    auto const rest = hh_mm_ss{at - day};
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", Date{day}.text(), rest.hours().count(), rest.minutes().count(),
                       rest.seconds().count(), rest.subseconds().count());
}

Date china_date(Instant at) { return Date{floor<days>(sys_time<milliseconds>{milliseconds{at.ms()}} + kChina)}; }

Instant china_midnight(Date day)
{
    return Instant::from_ms(duration_cast<milliseconds>(day.days().time_since_epoch() - kChina).count());
}

Instant SystemClock::now() const
{
    return Instant::from_ms(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
}

} // namespace lilong
