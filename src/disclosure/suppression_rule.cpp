#include "disclosure/suppression_rule.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "disclosure/elimination.h"

namespace lilong::disclosure
{

namespace
{

using Row = Elimination::Row;

// What must not come into the span of what is published, reduced by it.
class Targets
{
    struct Target {
        std::size_t cell = 0;
        Row reduced, form;
        bool one_contributor = false;
    };

public:
    void add(std::size_t cell, Row reduced, bool one_contributor)
    {
        auto form = Elimination::normalised(reduced);
        ++forms_[form];
        alone_ = alone_ || one_contributor;
        targets_.push_back({cell, std::move(reduced), std::move(form), one_contributor});
    }

    bool would_be_found(Row const& candidate) const { return forms_.contains(Elimination::normalised(candidate)); }

    // Publishes `row` unless somebody who is alone in a cell could then compute another one.
    bool take(Row const& row, Table const& table)
    {
        std::vector<std::pair<std::size_t, Target>> changed;
        auto const pivot = row.front().first;
        for (std::size_t i = 0; i < targets_.size(); ++i) {
            auto const& now = targets_[i].reduced;
            if (!std::ranges::binary_search(now, pivot, {}, &Row::value_type::first)) continue;
            auto next = Elimination::without(now, row);
            auto form = Elimination::normalised(next);
            changed.emplace_back(
                i, Target{targets_[i].cell, std::move(next), std::move(form), targets_[i].one_contributor});
        }
        auto const swap_in = [&] {
            for (auto& [index, target] : changed) {
                if (auto const found = forms_.find(targets_[index].form); --found->second == 0) forms_.erase(found);
                ++forms_[target.form];
                std::swap(targets_[index], target);
            }
        };
        swap_in();
        if (changed.empty() || !alone_ || !contributor_finds_another(table)) return true;
        swap_in(); // back again
        return false;
    }

private:
    bool contributor_finds_another(Table const& table) const
    {
        std::map<Row, std::vector<Target const*>> alike;
        for (auto const& target : targets_) alike[target.form].push_back(&target);
        for (auto const& [form, members] : alike)
            for (auto const* one : members) {
                if (!one->one_contributor) continue;
                for (auto const* other : members)
                    if (!std::ranges::includes(table.cells()[one->cell].inner, table.cells()[other->cell].inner))
                        return true;
            }
        return false;
    }

    std::vector<Target> targets_;
    std::map<Row, int> forms_; // how often each occurs
    bool alone_ = false;       // some target has one contributor
};

} // namespace

std::vector<std::size_t> priority_order(Table const& table)
{
    std::vector<std::size_t> order(table.cells().size());
    std::iota(order.begin(), order.end(), 0);
    std::vector<std::int64_t> persons;
    for (std::size_t cell = 0; cell < order.size(); ++cell) persons.push_back(table.counts(cell).persons);
    std::ranges::sort(order, {}, [&](std::size_t cell) {
        return std::tuple{table.cells()[cell].level, -persons[cell], std::string_view{table.cells()[cell].key}, cell};
    });
    return order;
}

SuppressionPattern suppress(Table const& table, SuppressionInput const& input)
{
    Elimination published{table.inner().size()};
    for (auto const& row : input.earlier)
        if (auto const reduced = published.reduced(row); !reduced.empty()) published.add(reduced);

    auto const size = table.cells().size();
    SuppressionPattern pattern{.hidden = input.sensitive, .out_before = std::vector<bool>(size, false)};
    Targets targets;
    for (std::size_t cell = 0; cell < size; ++cell) {
        if (input.held_back[cell]) pattern.hidden[cell] = true;
        if (!input.sensitive[cell]) continue;
        auto reduced = published.reduced(table.cells()[cell].inner);
        if (reduced.empty())
            pattern.out_before[cell] = true;
        else
            targets.add(cell, std::move(reduced), table.counts(cell).persons == 1);
    }
    for (auto const cell : priority_order(table)) {
        if (pattern.hidden[cell]) continue;
        auto const reduced = published.reduced(table.cells()[cell].inner);
        if (reduced.empty()) continue; // follows from what is out already
        if (targets.would_be_found(reduced) || !targets.take(reduced, table))
            pattern.hidden[cell] = true;
        else
            published.add(reduced);
    }
    return pattern;
}

namespace
{

// Hides further cells by way of trial and keeps those that save others.
class Sparing
{
public:
    Sparing(Table const& table, SuppressionInput input)
        : table_(table), input_(std::move(input)), best_(count(suppress(table_, input_)))
    {
        auto const order = priority_order(table);
        for (auto cell = order.rbegin(); cell != order.rend(); ++cell)
            if (!input_.sensitive[*cell] && !input_.held_back[*cell]) free_.push_back(*cell);
    }

    std::vector<bool> run()
    {
        while (better_by_one() || (table_.cells().size() <= kMostCellsTriedInPairs && better_by_two())) {
        }
        return input_.held_back;
    }

private:
    static std::ptrdiff_t count(SuppressionPattern const& pattern) { return std::ranges::count(pattern.hidden, true); }

    bool better_with(std::initializer_list<std::size_t> cells)
    {
        for (auto const cell : cells) input_.held_back[cell] = true;
        if (auto const hidden = count(suppress(table_, input_)); hidden < best_) {
            best_ = hidden;
            return true;
        }
        for (auto const cell : cells) input_.held_back[cell] = false;
        return false;
    }
    bool better_by_one()
    {
        for (auto const cell : free_)
            if (!input_.held_back[cell] && better_with({cell})) return true;
        return false;
    }
    bool better_by_two()
    {
        for (auto one = free_.begin(); one != free_.end(); ++one)
            for (auto two = std::next(one); two != free_.end(); ++two)
                if (!input_.held_back[*one] && !input_.held_back[*two] && better_with({*one, *two})) return true;
        return false;
    }

    Table const& table_;
    SuppressionInput input_;
    std::ptrdiff_t best_ = 0;
    std::vector<std::size_t> free_;
};

} // namespace

std::vector<bool> sparing(Table const& table, SuppressionInput input)
{
    if (table.cells().size() > kMostCellsTried) return input.held_back;
    return Sparing{table, std::move(input)}.run();
}

} // namespace lilong::disclosure
