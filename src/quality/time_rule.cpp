#include "quality/time_rule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lilong::quality
{

namespace
{

constexpr double kMsPerMinute = 60'000, kEarthRadius = 6'371'008.8;

double median(std::vector<double> values)
{
    auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

double minutes_between(Instant from, Instant to) { return static_cast<double>(to.ms() - from.ms()) / kMsPerMinute; }

using Timed = std::vector<Form const*>;

std::vector<Timed> interviews(CommitteeForms const& committee)
{
    std::vector<Timed> out(committee.collectors.size());
    for (auto const& form : committee.forms)
        if (form.collector && form.at_door && form.started && form.ended) out[*form.collector].push_back(&form);
    for (auto& forms : out)
        std::ranges::sort(forms, {}, [](Form const* form) { return std::pair{*form->started, form->id}; });
    return out;
}

Flag flag_of(Family family, std::string rule, CommitteeForms const& committee, std::size_t collector)
{
    Flag flag;
    flag.family = family;
    flag.rule = std::move(rule);
    flag.area = committee.committee;
    flag.collector = committee.collectors[collector];
    return flag;
}

struct Busiest {
    std::int64_t forms = 0;
    std::vector<ResponseId> records; // of every hour that is too full
};

Busiest busiest_hour(Timed const& forms, std::int64_t most)
{
    Busiest out;
    std::size_t first = 0, listed = 0;
    for (std::size_t last = 0; last < forms.size(); ++last) {
        while (minutes_between(*forms[first]->started, *forms[last]->started) >= 60) ++first;
        auto const within = static_cast<std::int64_t>(last - first + 1);
        out.forms = std::max(out.forms, within);
        if (within <= most) continue;
        for (auto i = std::max(first, listed); i <= last; ++i) out.records.push_back(forms[i]->id);
        listed = last + 1;
    }
    return out;
}

void too_many_an_hour(std::vector<Flag>& flags, CommitteeForms const& committee, std::vector<Timed> const& by_collector,
                      Limits const& limits)
{
    std::vector<Busiest> busiest;
    for (auto const& forms : by_collector) busiest.push_back(busiest_hour(forms, limits.forms_an_hour));
    for (std::size_t c = 0; c < busiest.size(); ++c) {
        if (busiest[c].records.empty()) continue;
        auto flag = flag_of(Family::speed, "forms_an_hour", committee, c);
        flag.observed = static_cast<double>(busiest[c].forms);
        flag.limit = static_cast<double>(limits.forms_an_hour);
        flag.records = std::move(busiest[c].records);
        flag.forms = static_cast<std::int64_t>(flag.records.size());
        for (std::size_t other = 0; other < busiest.size(); ++other) {
            if (other == c || busiest[other].forms == 0) continue;
            flag.dots.push_back(
                {static_cast<double>(busiest[other].forms), static_cast<std::int64_t>(by_collector[other].size())});
            flag.peers = std::fmax(flag.peers, flag.dots.back().value);
        }
        flags.push_back(std::move(flag));
    }
}

void add_record(Flag& flag, ResponseId const& id)
{
    if (std::ranges::find(flag.records, id) == flag.records.end()) flag.records.push_back(id);
}

void keep(std::vector<Flag>& flags, Flag flag)
{
    flag.forms = static_cast<std::int64_t>(flag.records.size());
    if (flag.forms > 0) flags.push_back(std::move(flag));
}

} // namespace

Medians::Medians(std::vector<TimedForm const*> const& forms, Limits const& limits) : fewest_(limits.fast_forms)
{
    for (auto const* form : forms) by_asked_[form->asked].push_back(form->minutes);
    all_ = static_cast<std::int64_t>(forms.size());
}

std::optional<double> Medians::of(int asked) const
{
    if (all_ < fewest_) return std::nullopt;
    if (auto const known = known_.find(asked); known != known_.end()) return known->second;
    for (int reach = 0;; reach = reach * 2 + 1) {
        std::vector<double> near;
        for (auto it = by_asked_.lower_bound(asked - reach); it != by_asked_.end() && it->first <= asked + reach; ++it)
            near.insert(near.end(), it->second.begin(), it->second.end());
        if (static_cast<std::int64_t>(near.size()) >= fewest_) return known_[asked] = median(std::move(near));
    }
}

std::vector<Flag> fast_forms(std::span<TimedForm const> committee, AreaId const& area, Medians const& medians,
                             Limits const& limits)
{
    std::map<std::optional<UserId>, Flag> by_collector;
    for (auto const& form : committee) {
        auto const usual = medians.of(form.asked);
        if (!usual || form.minutes >= limits.fast_part * *usual) continue;
        auto& flag = by_collector[form.collector];
        flag.records.push_back(form.id);
        if (flag.records.size() > 1 && flag.observed <= form.minutes) continue;
        flag.observed = form.minutes; // the fastest of them, beside what such a form usually takes
        flag.peers = *usual;
        flag.limit = limits.fast_part * *usual;
    }
    std::vector<Flag> flags;
    for (auto& [collector, flag] : by_collector) {
        flag.family = Family::speed;
        flag.rule = "fast_forms";
        flag.area = area;
        flag.collector = collector;
        keep(flags, std::move(flag));
    }
    return flags;
}

double metres_between(MapPoint const& a, MapPoint const& b)
{
    constexpr auto degree = std::numbers::pi / 180;
    auto const x = (b.lon - a.lon) * degree * std::cos((a.lat + b.lat) / 2 * degree), y = (b.lat - a.lat) * degree;
    return kEarthRadius * std::hypot(x, y);
}

std::vector<Flag> time_and_place(CommitteeForms const& committee,
                                 std::function<std::optional<MapPoint>(Form const&)> const& place, Limits const& limits)
{
    std::vector<Flag> flags;
    auto const by_collector = interviews(committee);
    too_many_an_hour(flags, committee, by_collector, limits);
    for (std::size_t c = 0; c < by_collector.size(); ++c) {
        auto overlapping = flag_of(Family::time_and_place, "overlapping", committee, c);
        auto walking = flag_of(Family::time_and_place, "faster_than_walking", committee, c);
        walking.limit = limits.walking_kmh;
        auto const& forms = by_collector[c];
        for (std::size_t i = 1; i < forms.size(); ++i) {
            auto const& before = *forms[i - 1];
            auto const& next = *forms[i];
            auto const minutes = minutes_between(*before.ended, *next.started);
            if (minutes < 0) {
                add_record(overlapping, before.id);
                add_record(overlapping, next.id);
                overlapping.observed = std::fmax(overlapping.observed, -minutes);
                continue;
            }
            auto const from = place(before), to = place(next);
            if (!from || !to) continue;
            auto const metres = metres_between(*from, *to);
            if (metres < limits.walking_metres) continue;
            auto const kmh = metres / 1000 / (std::max(minutes, 1.0 / 60) / 60);
            if (kmh <= limits.walking_kmh) continue;
            add_record(walking, before.id);
            add_record(walking, next.id);
            walking.observed = std::fmax(walking.observed, kmh);
        }
        keep(flags, std::move(overlapping));
        keep(flags, std::move(walking));
    }
    return flags;
}

} // namespace lilong::quality
