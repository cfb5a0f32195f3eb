#include "figures/district_answers.h"

#include <array>
#include <fmt/format.h>
#include <fstream>

#include "analysis/cube.h"
#include "base/chance.h"

namespace lilong::figures
{

DistrictAnswers make_district(std::int64_t respondents, std::uint64_t seed)
{
    SeededRng rng{seed};
    std::vector<std::int64_t> share(kCommittees);
    std::int64_t all = 0;
    for (auto& one : share) all += one = static_cast<std::int64_t>(400 + rng.below(950));
    DistrictAnswers out;
    std::int64_t left = respondents;
    for (std::int32_t c = 0; c < kCommittees; ++c) {
        auto const here = c + 1 == kCommittees ? left : respondents * share[static_cast<std::size_t>(c)] / all;
        left -= here;
        out.responding.push_back(here);
        out.households.push_back(here * 1415 / 877);
        auto const base = static_cast<double>(out.households.back()) / static_cast<double>(here);
        auto const level = 5 + rng.below(60);
        for (std::int64_t row = 0; row < here; ++row) {
            out.committee.push_back(c);
            out.group.push_back(static_cast<std::int32_t>(rng.below(kGroups)));
            out.weight.push_back(base * (0.7 + 0.6 * rng.unit()));
            for (std::int32_t item = 0; item < kItems; ++item) {
                auto const draw = rng.below(100);
                out.values.push_back(draw < 3                                                ? analysis::kMissing
                                     : draw < 3 + (level + static_cast<std::uint64_t>(item)) ? 1
                                                                                             : 0);
            }
        }
    }
    return out;
}

analysis::PackedColumns packed(DistrictAnswers const& answers)
{
    analysis::PackedColumns out{kCommittees, kColumns};
    for (std::int32_t c = 0; c < kCommittees; ++c)
        out.reserve(c, static_cast<std::int32_t>(answers.responding[static_cast<std::size_t>(c)]));
    for (std::size_t row = 0; row < answers.committee.size(); ++row) {
        std::uint64_t bits = std::uint64_t{1} << kEverybody | std::uint64_t{1} << (kFirstGroup + answers.group[row]);
        for (std::int32_t item = 0; item < kItems; ++item) {
            auto const value = answers.values[row * kItems + static_cast<std::size_t>(item)];
            if (value >= 0) bits |= std::uint64_t{1} << item;
            if (value > 0) bits |= std::uint64_t{1} << (kYes + item);
        }
        out.append(answers.committee[row], {&bits, 1});
    }
    return out;
}

void write_csv(DistrictAnswers const& answers, std::string const& path)
{
    fmt::memory_buffer text;
    fmt::format_to(std::back_inserter(text), "committee,grp,w,households");
    for (std::int32_t item = 1; item <= kItems; ++item) fmt::format_to(std::back_inserter(text), ",q{}", item);
    for (std::size_t row = 0; row < answers.committee.size(); ++row) {
        auto const c = answers.committee[row];
        fmt::format_to(std::back_inserter(text), "\n{},{},{:.17g},{}", c, answers.group[row], answers.weight[row],
                       answers.households[static_cast<std::size_t>(c)]);
        for (std::size_t item = 0; item < kItems; ++item) {
            auto const value = answers.values[row * kItems + item];
            text.push_back(',');
            if (value >= 0) text.push_back(static_cast<char>('0' + value));
        }
    }
    text.push_back('\n');
    std::ofstream{path, std::ios::binary}.write(text.data(), static_cast<std::streamsize>(text.size()));
}

} // namespace lilong::figures
