#include "disclosure/protect.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "disclosure/suppression_rule.h"

namespace lilong::disclosure
{

namespace
{

Figure figure_of(Counts const& counts, Audience audience)
{
    if (limits_of(audience).rounded)
        return {.base = rounded_base(counts.persons), .percent = whole_percent(counts.share()), .yes = {}, .share = {}};
    return {.base = counts.persons,
            .percent = whole_percent(counts.share()),
            .yes = counts.yes,
            .share = std::round(counts.share() * 1000) / 1000};
}

Known known_of(std::vector<std::int32_t> inner, Figure const& figure)
{
    Known known{.inner = std::move(inner), .base = behind_base(figure.base), .yes = {}, .share = {}};
    if (figure.yes) {
        known.base = {static_cast<double>(figure.base), static_cast<double>(figure.base)};
        known.yes = Range{static_cast<double>(*figure.yes), static_cast<double>(*figure.yes)};
    } else {
        known.share = behind_percent(figure.percent);
    }
    return known;
}

struct Remembered {
    std::vector<Known> known;                            // earlier figures over today's inner cells
    std::vector<KnownRow> rows;                          // the same as rows for the elimination
    std::map<std::string, Figure, std::less<>> repeated; // cells that hardly changed say again what they said
};

// Fewer changed answers than an audience may see as a count are not told by publishing the cell once more.
Remembered remember(Table const& table, Audience audience, std::vector<EarlierEdition> const& editions)
{
    Remembered out;
    std::unordered_map<std::string_view, std::int32_t> position;
    for (std::size_t i = 0; i < table.inner().size(); ++i)
        position.emplace(table.inner()[i].key, static_cast<std::int32_t>(i));
    for (auto const& edition : editions)
        for (auto const& told : edition.figures) {
            std::vector<std::int32_t> inner;
            Known change{.inner = {}, .base = {}, .yes = {}, .share = {}};
            std::int64_t changed = 0;
            for (auto const& key : told.inner) {
                auto const then = edition.inner.find(key);
                auto const before = then == edition.inner.end() ? InnerCell{} : then->second;
                auto const today = position.find(key);
                auto const now =
                    today == position.end() ? InnerCell{} : table.inner()[static_cast<std::size_t>(today->second)];
                if (today != position.end()) inner.push_back(today->second);
                change.more_base += static_cast<double>(now.persons - before.persons);
                change.more_yes += static_cast<double>(now.yes - before.yes);
                change.more_weighted_base +=
                    now.weight * static_cast<double>(now.persons) - before.weight * static_cast<double>(before.persons);
                change.more_weighted_yes +=
                    now.weight * static_cast<double>(now.yes) - before.weight * static_cast<double>(before.yes);
                changed +=
                    std::abs(now.yes - before.yes) + std::abs(now.persons - now.yes - before.persons + before.yes);
            }
            std::ranges::sort(inner);
            auto known = known_of(inner, told.figure);
            known.more_base = change.more_base;
            known.more_yes = change.more_yes;
            known.more_weighted_base = change.more_weighted_base;
            known.more_weighted_yes = change.more_weighted_yes;
            out.known.push_back(std::move(known));
            for (auto const& cell : table.cells())
                if (cell.key == told.key && cell.inner == inner && changed < limits_of(audience).least)
                    out.repeated.insert_or_assign(told.key, told.figure);
            out.rows.push_back(std::move(inner));
        }
    return out;
}

// Ways to the same end; small tables take the one that hides least.
struct Way {
    bool sparing = true;     // cells held back by way of trial first
    bool one_by_one = false; // only the figure that holds most intervals is taken away, then the attacker tries again
};
constexpr Way kWays[]{{true, false}, {true, true}, {false, true}, {false, false}};

class Protector
{
public:
    Protector(Table const& table, Audience audience, std::vector<EarlierEdition> const& earlier, Way way)
        : table_(table), audience_(audience), way_(way), order_(priority_order(table)),
          memory_(remember(table, audience, earlier))
    {
        auto const size = table.cells().size();
        input_.sensitive.assign(size, false);
        input_.held_back.assign(size, false);
        input_.earlier = memory_.rows;
        for (std::size_t cell = 0; cell < size; ++cell)
            input_.sensitive[cell] = !repeated(cell) && is_sensitive(table.counts(cell), audience);
        if (way.sparing) input_.held_back = sparing(table, input_);
    }

    // Hides more until the attacker finds nothing: what holds an interval, the least important figure first.
    bool run()
    {
        for (std::size_t attempt = 0; attempt <= table_.cells().size(); ++attempt) {
            auto const report = attack();
            if (report.impossible) return false;
            if (report.findings.empty()) return true;
            if (!hold_back_more(report)) return false;
        }
        return false;
    }

    // Cells that were held back early may have become superfluous by those held back later.
    void give_back()
    {
        constexpr std::size_t kMostTried = 20;
        std::size_t tried = 0;
        auto const good = pattern_;
        auto best = good;
        for (auto const cell : order_) {
            if (!input_.held_back[cell] || ++tried > kMostTried) continue;
            input_.held_back[cell] = false;
            auto const report = attack();
            auto const fewer = std::ranges::count(pattern_.hidden, true) <= std::ranges::count(best.hidden, true);
            if (report.impossible || !report.findings.empty() || !fewer)
                input_.held_back[cell] = true;
            else
                best = pattern_;
        }
        pattern_ = best;
    }

    bool clean() { return audit_pattern().findings.empty() && !last_impossible_; }
    std::vector<PublishedCell> cells() const
    {
        std::vector<PublishedCell> out;
        for (std::size_t cell = 0; cell < table_.cells().size(); ++cell)
            out.push_back({table_.cells()[cell].key, table_.cells()[cell].level,
                           pattern_.hidden[cell] ? std::nullopt : std::optional{figure(cell)}});
        return out;
    }
    std::ptrdiff_t hidden() const { return std::ranges::count(pattern_.hidden, true); }
    std::ptrdiff_t sensitive() const { return std::ranges::count(input_.sensitive, true); }
    std::int64_t complementary() const
    {
        std::int64_t out = 0;
        for (std::size_t cell = 0; cell < table_.cells().size(); ++cell)
            out += pattern_.hidden[cell] && !input_.sensitive[cell];
        return out;
    }
    std::int64_t programmes() const { return programmes_; }

private:
    Figure const* repeated(std::size_t cell) const
    {
        auto const found = memory_.repeated.find(table_.cells()[cell].key);
        return found == memory_.repeated.end() ? nullptr : &found->second;
    }
    Figure figure(std::size_t cell) const
    {
        auto const* said = repeated(cell);
        return said ? *said : figure_of(table_.counts(cell), audience_);
    }

    AuditReport attack()
    {
        pattern_ = suppress(table_, input_);
        for (std::size_t cell = 0; cell < table_.cells().size(); ++cell)
            if (repeated(cell)) pattern_.hidden[cell] = false; // it is out already
        return audit_pattern();
    }

    AuditReport audit_pattern()
    {
        auto known = memory_.known;
        cell_of_known_.assign(known.size(), table_.cells().size());
        std::vector<std::size_t> hidden;
        for (std::size_t cell = 0; cell < table_.cells().size(); ++cell) {
            if (pattern_.hidden[cell]) {
                if (!pattern_.out_before[cell]) hidden.push_back(cell);
            } else if (!repeated(cell)) {
                known.push_back(known_of(table_.cells()[cell].inner, figure(cell)));
                cell_of_known_.push_back(cell);
            }
        }
        auto report = audit(table_, hidden, known);
        programmes_ += report.programmes;
        last_impossible_ = report.impossible;
        return report;
    }

    bool hold_back_more(AuditReport const& report)
    {
        return way_.one_by_one ? hold_back_one(report) : hold_back_each(report);
    }

    // For each narrow interval the least important of the figures that hold it.
    bool hold_back_each(AuditReport const& report)
    {
        std::vector<std::size_t> rank(table_.cells().size());
        for (std::size_t place = 0; place < order_.size(); ++place) rank[order_[place]] = place;
        auto more = false;
        for (auto const& finding : report.findings) {
            std::optional<std::size_t> last;
            for (auto const cell : cells_of(finding)) {
                if (input_.held_back[cell]) { // another finding took one of these
                    last = std::nullopt;
                    break;
                }
                if (!last || rank[cell] > rank[*last]) last = cell;
            }
            if (!last) continue;
            input_.held_back[*last] = true;
            more = true;
        }
        return more;
    }

    bool hold_back_one(AuditReport const& report)
    {
        std::vector<int> holds(table_.cells().size(), 0);
        for (auto const& finding : report.findings)
            for (auto const cell : cells_of(finding)) ++holds[cell];
        auto const chosen =
            std::ranges::max_element(order_.rbegin(), order_.rend(), {}, [&](std::size_t cell) { return holds[cell]; });
        if (chosen == order_.rend() || holds[*chosen] == 0) return false;
        return input_.held_back[*chosen] = true;
    }

    std::vector<std::size_t> cells_of(Finding const& finding) const
    {
        std::vector<std::size_t> out;
        for (auto const position : finding.held_by)
            if (auto const cell = cell_of_known_[position]; cell < table_.cells().size())
                out.push_back(cell); // else: an earlier edition
        return out;
    }

    Table const& table_;
    Audience audience_;
    Way way_;
    std::vector<std::size_t> order_;
    Remembered memory_;
    SuppressionInput input_;
    SuppressionPattern pattern_;
    std::vector<std::size_t> cell_of_known_;
    std::int64_t programmes_ = 0;
    bool last_impossible_ = false;
};

} // namespace

PublishedCell const* PublishedTable::cell(std::string_view key) const
{
    auto const found = std::ranges::find(cells_, key, &PublishedCell::key);
    return found == cells_.end() ? nullptr : &*found;
}

std::int64_t PublishedTable::hidden() const
{
    return std::ranges::count_if(cells_, [](PublishedCell const& cell) { return !cell.figure; });
}

Result<PublishedTable> protect(Table const& table, Audience audience, std::vector<EarlierEdition> const& earlier)
{
    std::optional<Protector> best;
    for (auto const way : kWays) {
        if (best && (best->hidden() == best->sensitive() || table.cells().size() > kMostCellsTriedInPairs)) break;
        Protector protector{table, audience, earlier, way};
        if (!protector.run()) continue;
        protector.give_back();
        if (!best || protector.hidden() < best->hidden()) best.emplace(std::move(protector));
    }
    if (!best || !best->clean()) return refuse(ErrorKind::conflict, "disclosure.cannot_be_protected");
    PublishedTable out;
    out.audience_ = audience;
    out.cells_ = best->cells();
    out.complementary_ = best->complementary();
    out.programmes_ = best->programmes();
    return out;
}

EarlierEdition edition_of(Table const& table, PublishedTable const& published)
{
    EarlierEdition out;
    for (auto const& inner : table.inner()) out.inner.emplace(inner.key, inner);
    for (std::size_t cell = 0; cell < table.cells().size(); ++cell) {
        auto const& figure = published.cells()[cell].figure;
        if (!figure) continue;
        EarlierFigure told{published.cells()[cell].key, {}, *figure};
        for (auto const index : table.cells()[cell].inner)
            told.inner.push_back(table.inner()[static_cast<std::size_t>(index)].key);
        out.figures.push_back(std::move(told));
    }
    return out;
}

} // namespace lilong::disclosure
