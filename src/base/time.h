// Date is a calendar day, Instant is UTC in milliseconds; Clock is passed in, so tests move it.
// Zones belong to reports and pages; china_date() is the one exception the rules need (a day in Shanghai, UTC+8).
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lilong {

class Date {
public:
    constexpr Date() = default;
    explicit constexpr Date(std::chrono::sys_days days) : days_(days) {}
    constexpr Date(int year, unsigned month, unsigned day)
        : days_(std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day})
    {
    }
    static std::optional<Date> parse(std::string_view iso); // 2026-05-08, and only days that exist
    std::string text() const;
    constexpr std::chrono::sys_days days() const { return days_; }
    constexpr Date plus_days(int n) const { return Date{days_ + std::chrono::days{n}}; }
    constexpr int days_since(Date earlier) const { return static_cast<int>((days_ - earlier.days_).count()); }
    constexpr std::chrono::year_month_day ymd() const { return std::chrono::year_month_day{days_}; }
    constexpr int year() const { return static_cast<int>(ymd().year()); }
    constexpr std::chrono::weekday weekday() const { return std::chrono::weekday{days_}; }
    constexpr auto operator<=>(Date const&) const = default;

private:
    std::chrono::sys_days days_{};
};

int full_years(Date born, Date on); // age on that day

class Instant {
public:
    constexpr Instant() = default;
    static constexpr Instant from_ms(std::int64_t ms) { return Instant{ms}; }
    static std::optional<Instant> parse(std::string_view iso); // 2026-05-08T06:30:00.000Z
    std::string text() const;                                  // always that form, so texts sort like times
    constexpr std::int64_t ms() const { return ms_; }
    constexpr Instant plus(std::chrono::milliseconds d) const { return Instant{ms_ + d.count()}; }
    constexpr auto operator<=>(Instant const&) const = default;

private:
    explicit constexpr Instant(std::int64_t ms) : ms_(ms) {}
    std::int64_t ms_ = 0;
};

Date china_date(Instant at);
Instant china_midnight(Date day); // the instant at which that day begins in Shanghai

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
    Date today() const { return china_date(now()); }
};

class SystemClock final : public Clock {
public:
    Instant now() const override;
};

class TestClock final : public Clock {
public:
    explicit TestClock(Instant start) : now_(start) {}
    Instant now() const override { return now_; }
    void advance(std::chrono::milliseconds by) { now_ = now_.plus(by); }
    void set(Instant to) { now_ = to; }

private:
    Instant now_;
};

} // namespace lilong
