// The tests' own attacker: algebra and enumeration that share nothing with the code they test.
#pragma once

#include <algorithm>
#include <gtest/gtest.h>
#include <iostream>
#include <vector>

#include "disclosure/protect.h"
#include "disclosure/suppression_rule.h"
#include "disclosure/table_test.h"

namespace lilong::disclosure
{

// The test's own algebra, dense and modulo another prime: does a row follow from others?
class Span
{
public:
    explicit Span(std::size_t columns) : columns_(columns) {}
    void add(std::vector<std::int32_t> const& ones)
    {
        auto row = reduced(ones);
        for (std::size_t column = 0; column < columns_; ++column)
            if (row[column] != 0) {
                auto const factor = power(row[column], kPrime - 2);
                for (auto& value : row) value = value * factor % kPrime;
                rows_.emplace_back(column, std::move(row));
                return;
            }
    }
    bool holds(std::vector<std::int32_t> const& ones) const
    {
        for (auto const value : reduced(ones))
            if (value != 0) return false;
        return true;
    }

private:
    static constexpr std::uint64_t kPrime = 1'000'000'007;
    static std::uint64_t power(std::uint64_t base, std::uint64_t exponent)
    {
        std::uint64_t out = 1;
        for (; exponent > 0; exponent /= 2, base = base * base % kPrime)
            if (exponent % 2 == 1) out = out * base % kPrime;
        return out;
    }
    std::vector<std::uint64_t> reduced(std::vector<std::int32_t> const& ones) const
    {
        std::vector<std::uint64_t> row(columns_, 0);
        for (auto const column : ones) row[static_cast<std::size_t>(column)] = 1;
        for (auto const& [pivot, basis] : rows_)
            if (auto const factor = row[pivot]; factor != 0)
                for (std::size_t column = 0; column < columns_; ++column)
                    row[column] = (row[column] + (kPrime - factor) * basis[column]) % kPrime;
        return row;
    }
    std::size_t columns_;
    std::vector<std::pair<std::size_t, std::vector<std::uint64_t>>> rows_;
};

inline std::vector<bool> hidden_of(PublishedTable const& published)
{
    std::vector<bool> out;
    for (auto const& cell : published.cells()) out.push_back(!cell.figure);
    return out;
}

inline std::vector<bool> sensitive_of(Table const& table, Audience audience)
{
    std::vector<bool> out;
    for (std::size_t cell = 0; cell < table.cells().size(); ++cell)
        out.push_back(is_sensitive(table.counts(cell), audience));
    return out;
}

// No sensitive cell follows from what is shown, nor for somebody who is alone in a cell and knows its own answer.
inline bool nothing_follows(Table const& table, std::vector<bool> const& hidden, std::vector<bool> const& sensitive)
{
    Span span{table.inner().size()};
    for (std::size_t cell = 0; cell < hidden.size(); ++cell)
        if (!hidden[cell]) span.add(table.cells()[cell].inner);
    auto const finds = [&](Span const& known, std::vector<std::int32_t> const& own) {
        for (std::size_t cell = 0; cell < hidden.size(); ++cell) {
            auto const& inner = table.cells()[cell].inner;
            if (sensitive[cell] && !std::ranges::includes(own, inner) && known.holds(inner)) return true;
        }
        return false;
    };
    if (finds(span, {})) return false;
    for (std::size_t cell = 0; cell < hidden.size(); ++cell) {
        if (!hidden[cell] || table.counts(cell).persons != 1) continue;
        auto with_own = span;
        with_own.add(table.cells()[cell].inner);
        if (finds(with_own, table.cells()[cell].inner)) return false;
    }
    return true;
}

// The same wave some days later: in about a quarter of the inner cells up to `most` answers have come in.
inline Table changed(Table const& first, int most, Rng& rng)
{
    Table second;
    for (auto inner : first.inner()) {
        for (int change = 0; change < most; ++change)
            if (rng.below(4) == 0) {
                ++inner.persons;
                inner.yes += static_cast<std::int64_t>(rng.below(2));
            }
        second.add_inner(inner);
    }
    for (auto cell : first.cells()) {
        cell.households = 0;
        for (auto const index : cell.inner) cell.households += second.inner()[static_cast<std::size_t>(index)].persons;
        second.add_cell(std::move(cell));
    }
    return second;
}

inline bool nothing_follows_from_both(Table const& table, PublishedTable const& before, PublishedTable const& after,
                                      Audience audience)
{
    Span span{table.inner().size()};
    for (auto const* edition : {&before, &after})
        for (std::size_t cell = 0; cell < edition->cells().size(); ++cell)
            if (edition->cells()[cell].figure) span.add(table.cells()[cell].inner);
    for (std::size_t cell = 0; cell < table.cells().size(); ++cell)
        if (!before.cells()[cell].figure && !after.cells()[cell].figure && is_sensitive(table.counts(cell), audience) &&
            span.holds(table.cells()[cell].inner))
            return false;
    return true;
}

// What a reader of the printed table knows, put together by the test from the print alone.
inline std::vector<Known> read_off(Table const& table, std::vector<PublishedCell> const& cells)
{
    std::vector<Known> known;
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        auto const& figure = cells[cell].figure;
        if (!figure) continue;
        auto const base = static_cast<double>(figure->base);
        if (figure->yes) {
            auto const yes = static_cast<double>(*figure->yes);
            known.push_back(
                {.inner = table.cells()[cell].inner, .base = {base, base}, .yes = Range{yes, yes}, .share = {}});
        } else {
            known.push_back({.inner = table.cells()[cell].inner,
                             .base = {std::max(base - 2, 0.0), base + 2},
                             .yes = {},
                             .share = Range{(figure->percent - 0.5) / 100, (figure->percent + 0.5) / 100}});
        }
    }
    return known;
}

inline std::vector<std::size_t> positions(std::vector<bool> const& marks)
{
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < marks.size(); ++i)
        if (marks[i]) out.push_back(i);
    return out;
}

// ---- over-suppression: every pattern of a small table is tried

struct Ratio {
    double mean_sum = 0, worst = 0;
    std::int64_t tables = 0, at_minimum = 0;
    void add(std::size_t ours, std::size_t least)
    {
        auto const ratio = static_cast<double>(ours) / static_cast<double>(least);
        mean_sum += ratio;
        worst = std::max(worst, ratio);
        at_minimum += ours == least;
        ++tables;
    }
    double mean() const { return mean_sum / static_cast<double>(tables); }
};

// The least number of hidden cells of any safe pattern that hides no figure of the district which `ours` shows: those
// come first (ST-84), and fewer hidden cells at their cost are no gain.
template <typename Safe>
std::size_t least_hidden(Table const& table, std::vector<bool> const& sensitive, std::vector<bool> const& ours,
                         bool keep_district, Safe const& safe)
{
    std::vector<std::size_t> free;
    for (std::size_t cell = 0; cell < sensitive.size(); ++cell)
        if (!sensitive[cell] && (!keep_district || table.cells()[cell].level > 0 || ours[cell])) free.push_back(cell);
    auto const always = positions(sensitive).size(), at_most = positions(ours).size();
    for (std::size_t more = 0; always + more < at_most; ++more) {
        std::vector<bool> chosen(free.size(), false);
        std::fill(chosen.begin(), chosen.begin() + static_cast<std::ptrdiff_t>(more), true);
        do {
            auto hidden = sensitive;
            for (std::size_t i = 0; i < free.size(); ++i)
                if (chosen[i]) hidden[free[i]] = true;
            if (safe(hidden)) return always + more;
        } while (std::prev_permutation(chosen.begin(), chosen.end()));
    }
    return at_most;
}

struct Ratios {
    Ratio any, same_district;
};

inline Ratios over_suppression(Audience audience, int wanted, bool with_audit)
{
    Ratios ratios;
    SeededRng rng{71};
    while (ratios.any.tables < wanted) {
        auto const three = rng.below(2) == 0;
        auto const table = random_table(
            {1, three ? 3 : 2, rng.below(2) == 0 ? 3 : 2, audience == Audience::everybody ? 120 : 24, false}, rng);
        auto const sensitive = sensitive_of(table, audience);
        auto const first = positions(sensitive).size();
        if (first == 0 || first > 5) continue;
        auto const none = std::vector<bool>(sensitive.size(), false);
        if (!with_audit) {
            auto const ours = suppress(table, {sensitive, sparing(table, {sensitive, none, {}}), {}}).hidden;
            auto const safe = [&](std::vector<bool> const& hidden) {
                return nothing_follows(table, hidden, sensitive);
            };
            ratios.any.add(positions(ours).size(), least_hidden(table, sensitive, ours, false, safe));
            ratios.same_district.add(positions(ours).size(), least_hidden(table, sensitive, ours, true, safe));
            continue;
        }
        auto const published = protect(table, audience, {});
        if (!published) {
            ADD_FAILURE() << "a small table was refused";
            continue;
        }
        auto const open = [&] {
            std::vector<PublishedCell> cells;
            for (std::size_t cell = 0; cell < table.cells().size(); ++cell) {
                auto const counts = table.counts(cell);
                Figure figure{counts.persons, whole_percent(counts.share()), counts.yes, counts.share()};
                if (audience == Audience::everybody)
                    figure = {rounded_base(counts.persons), whole_percent(counts.share()), {}, {}};
                cells.push_back({table.cells()[cell].key, 0, figure});
            }
            return cells;
        }();
        auto const ours = hidden_of(*published);
        auto const safe = [&](std::vector<bool> const& hidden) {
            if (!nothing_follows(table, hidden, sensitive)) return false;
            auto cells = open;
            for (std::size_t cell = 0; cell < hidden.size(); ++cell)
                if (hidden[cell]) cells[cell].figure.reset();
            return audit(table, positions(hidden), read_off(table, cells)).findings.empty();
        };
        ratios.any.add(positions(ours).size(), least_hidden(table, sensitive, ours, false, safe));
        ratios.same_district.add(positions(ours).size(), least_hidden(table, sensitive, ours, true, safe));
    }
    return ratios;
}

inline void print(std::string_view what, Audience audience, Ratio const& ratio)
{
    std::cout << "hidden cells against the least possible, " << what << ", " << name(audience) << ": mean "
              << ratio.mean() << ", worst " << ratio.worst << ", at the minimum in " << ratio.at_minimum << " of "
              << ratio.tables << " tables\n";
}

} // namespace lilong::disclosure
