#include "quality/round_flags.h"

#include <algorithm>
#include <cstdio>

#include "quality/interviewer_rule.h"
#include "quality/zero_variance_rule.h"

namespace lilong::quality
{

namespace
{

using Round = std::span<CommitteeDigest const* const>;

std::vector<Flag> speed_flags(Round round, Limits const& limits)
{
    std::vector<TimedForm const*> all;
    for (auto const* committee : round)
        for (auto const& form : committee->timed) all.push_back(&form);
    Medians const medians{all, limits};
    std::vector<Flag> flags;
    for (auto const* committee : round)
        std::ranges::move(fast_forms(committee->timed, committee->committee, medians, limits),
                          std::back_inserter(flags));
    return flags;
}

std::vector<Flag> missing_flags(Questions const& questions, Round round, Limits const& limits)
{
    std::vector<Flag> flags;
    for (std::size_t i = 0; i < questions.items.size(); ++i) {
        std::int64_t asked = 0, blank = 0;
        for (auto const* committee : round) {
            asked += committee->asked[i];
            blank += committee->blank[i];
        }
        for (auto const* committee : round) {
            auto const own = committee->asked[i];
            if (own < limits.missing_forms) continue;
            auto const share = static_cast<double>(committee->blank[i]) / static_cast<double>(own);
            if (share <= limits.missing_share) continue;
            Flag flag;
            flag.family = Family::coverage;
            flag.rule = "item_missing";
            flag.area = committee->committee;
            flag.item = questions.items[i].name;
            flag.forms = committee->blank[i];
            flag.observed = share;
            if (asked > own)
                flag.peers = static_cast<double>(blank - committee->blank[i]) / static_cast<double>(asked - own);
            flag.limit = limits.missing_share;
            flags.push_back(std::move(flag));
        }
    }
    return flags;
}

// FNV-1a over what the finding is about, not over what was found: it stays when one more form arrives.
std::string key_of(Flag const& flag)
{
    std::uint64_t hash = 14695981039346656037ULL;
    auto const mix = [&](std::string_view text) {
        for (auto const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
        hash = (hash ^ 0xffU) * 1099511628211ULL;
    };
    mix(flag.family == Family::straight_lining ? name(flag.family) : std::string_view{flag.rule});
    mix(flag.area.text());
    mix(flag.collector ? flag.collector->text() : std::string{});
    mix(flag.item);
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
    return text;
}

} // namespace

std::vector<Flag> flags_of_round(Questions const& questions, Round round, Limits const& limits)
{
    std::vector<Flag> flags;
    auto const take = [&](std::vector<Flag> found) { std::ranges::move(found, std::back_inserter(flags)); };
    take(zero_variance(questions, round, limits));
    take(straight_flags(round, limits));
    take(interviewer_patterns(questions, round, limits));
    for (auto const* committee : round) take(committee->flags);
    take(speed_flags(round, limits));
    take(missing_flags(questions, round, limits));
    std::ranges::stable_sort(flags, [](Flag const& a, Flag const& b) {
        if (a.family != b.family) return a.family < b.family;
        return a.forms > b.forms;
    });
    for (auto& flag : flags) flag.key = key_of(flag);
    return flags;
}

} // namespace lilong::quality
