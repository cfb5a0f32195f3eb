// Measures counting and finishing from loaded columns (ST-92) and writes the same answers as CSV for the others.
//     column_figures DIRECTORY     writes DIRECTORY/answers.csv and DIRECTORY/columns.tsv: name, seconds or bytes
#include <array>
#include <fstream>
#include <iostream>
#include <numeric>

#include "analysis/cube.h"
#include "analysis/share_table_estimate.h"
#include "figures/district_answers.h"
#include "figures/stopwatch.h"

namespace lilong::figures
{
namespace
{

using analysis::CountQuestion;
using analysis::PackedColumns;
using analysis::PackedCounts;
using analysis::PopcountWay;

CountQuestion all_cells(PopcountWay way)
{
    CountQuestion question{.groups = {}, .first = 0, .last = 2 * kItems, .filter = nullptr, .way = way};
    for (std::int32_t group = 0; group < kGroups; ++group) question.groups.push_back(kFirstGroup + group);
    return question;
}

// What one would write first, over columns: n and x of each cell and item, one row after the other.
std::vector<std::int32_t> counted_naively(DistrictAnswers const& answers)
{
    std::vector<std::int32_t> counts(static_cast<std::size_t>(kCommittees) * kGroups * kItems * 2);
    for (std::size_t row = 0; row < answers.committee.size(); ++row) {
        auto const cell = static_cast<std::size_t>(answers.committee[row] * kGroups + answers.group[row]);
        for (std::size_t item = 0; item < kItems; ++item) {
            auto const value = answers.values[row * kItems + item];
            if (value < 0) continue;
            ++counts[(cell * kItems + item) * 2];
            counts[(cell * kItems + item) * 2 + 1] += value;
        }
    }
    return counts;
}

bool same(PackedCounts const& counts, std::vector<std::int32_t> const& naive)
{
    std::size_t at = 0;
    for (std::int32_t c = 0; c < kCommittees; ++c)
        for (std::int32_t g = 0; g < kGroups; ++g)
            for (std::int32_t item = 0; item < kItems; ++item, at += 2)
                if (counts.at(c, g, item) != naive[at] || counts.at(c, g, kYes + item) != naive[at + 1]) return false;
    return true;
}

// Nothing that looks at every bit can be quicker than this.
__attribute__((optimize("O3"), target("avx2"))) void read_once(PackedColumns const& columns)
{
    std::array<std::uint64_t, 32> seen{};
    for (std::int32_t stratum = 0; stratum < columns.strata(); ++stratum) {
        auto const words = columns.words(stratum);
        for (std::size_t i = 0; i + seen.size() <= words.size(); i += seen.size())
            for (std::size_t k = 0; k < seen.size(); ++k) seen[k] ^= words[i + k];
    }
    keep(std::accumulate(seen.begin(), seen.end(), std::uint64_t{0}));
}

struct Figures {
    std::ofstream out;
    void put(std::string_view name, double value)
    {
        out << name << '\t' << value << '\n';
        std::cout << name << '\t' << value << std::endl;
    }
};

void count_and_finish(Figures& figures, DistrictAnswers const& answers)
{
    auto const columns = packed(answers);
    auto const naive = counted_naively(answers);
    figures.put("naive_count", least_seconds(15, [&] { keep(counted_naively(answers).data()); }));
    for (auto const way : analysis::possible_popcounts()) {
        auto const question = all_cells(way);
        if (!same(columns.count(question), naive)) throw std::logic_error("packed columns count something else");
        figures.put("count_" + std::string{name(way)},
                    least_seconds(60, [&] { keep(columns.count(question).row(0, 0)); }));
    }
    figures.put("count",
                least_seconds(60, [&] { keep(columns.count(all_cells(analysis::widest_popcount())).row(0, 0)); }));
    CountQuestion pairs{.groups = {}, .first = 0, .last = 2 * kItems};
    for (std::int32_t column = 0; column < 2 * kItems; ++column) pairs.groups.push_back(column);
    figures.put("pairs", least_seconds(20, [&] { keep(columns.count(pairs).row(0, 0)); }));

    std::vector<std::int32_t> cell;
    for (std::size_t row = 0; row < answers.committee.size(); ++row)
        cell.push_back(answers.committee[row] * kGroups + answers.group[row]);
    std::vector<analysis::CellPlace> places;
    for (std::size_t c = 0; c < kCommittees; ++c)
        places.insert(places.end(), kGroups, {answers.responding[c], static_cast<double>(answers.households[c])});
    analysis::WeightedRows const rows{kCommittees * kGroups, kItems, cell, answers.weight, answers.values};
    figures.put("weighted", least_seconds(20, [&] { keep(weighted_table(rows).rows(0)); }));
    figures.put("weighted_table",
                least_seconds(20, [&] { keep(share_table(weighted_table(rows), kItems, places, {}).data()); }));
    auto const counters = static_cast<double>(kCommittees * kGroups * kItems * 2 * sizeof(std::int64_t));
    figures.put("raw_bytes", static_cast<double>(answers.values.size()));
    figures.put("column_bytes", static_cast<double>(columns.bytes()));
    figures.put("count_bytes", counters);
}

void count_ten_million(Figures& figures)
{
    auto const columns = packed(make_district(10'000'000, 2027));
    auto const question = all_cells(analysis::widest_popcount());
    // in turn, so that both meet the same machine
    auto floor = std::numeric_limits<double>::infinity(), count = floor;
    for (int i = 0; i < 60; ++i) {
        floor = std::min(floor, least_seconds(1, [&] { read_once(columns); }));
        count = std::min(count, least_seconds(1, [&] { keep(columns.count(question).row(0, 0)); }));
    }
    figures.put("read_10m", floor);
    figures.put("count_10m", count);
}

int run(std::string const& directory)
{
    Figures figures{std::ofstream{directory + "/columns.tsv"}};
    figures.out.precision(17);
    {
        auto const answers = make_district(kRespondents, 2026);
        write_csv(answers, directory + "/answers.csv");
        count_and_finish(figures, answers);
    }
    count_ten_million(figures);
    return 0;
}

} // namespace
} // namespace lilong::figures

int main(int argc, char** argv)
{
    if (argc == 2) return lilong::figures::run(argv[1]);
    std::cerr << "usage: column_figures DIRECTORY\n";
    return 2;
}
