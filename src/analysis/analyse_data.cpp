#include "analysis/analyse_data.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>

namespace lilong::analysis
{

namespace
{

bool blank(std::string_view text) { return text.empty() || text == "NA"; }

bool same_value(std::string_view a, std::string_view b)
{
    if (a == b) return true;
    auto const x = decimal_number(a), y = decimal_number(b);
    return x && y && *x == *y;
}

// Levels are one when they are the same number, or the same text.
std::string level_key(std::string_view text)
{
    auto const number = decimal_number(text);
    return number ? fmt::format("number {:.17g}", *number + 0.0) : "text " + std::string{text};
}

} // namespace

Result<AnalyseData> AnalyseData::read(AnalyseOptions const& options)
{
    AnalyseData data;
    data.options_ = options;
    data.table_ = TRY(read_csv_file(options.file));
    return data;
}

Refusal AnalyseData::refuse_at(std::string code, std::size_t row, std::string const& column, Facts facts) const
{
    facts["file"] = options_.file;
    facts["row"] = std::to_string(row < rows() ? table_.rows[row].number : 1);
    facts["column"] = column;
    return refuse(ErrorKind::bad_input, std::move(code), std::move(facts));
}

Refusal AnalyseData::refuse_column(std::string code, std::string const& column, Facts facts) const
{
    return refuse_at(std::move(code), rows(), column, std::move(facts));
}

Result<std::size_t> AnalyseData::column(std::string const& name) const
{
    if (auto const found = table_.column(name)) return *found;
    return refuse_column("analysis.data_no_column", name);
}

std::string_view AnalyseData::cell(std::size_t row, std::size_t column) const
{
    return trimmed(table_.rows[row].cells[column]);
}

bool AnalyseData::is_missing(std::string_view text) const
{
    return blank(text) ||
           std::ranges::any_of(options_.missing, [&](auto const& code) { return same_value(code, text); });
}

namespace
{

// Rows of one wave with their labels, on the way to a DesignFrame.
struct Labels {
    std::map<std::string, int, std::less<>> strata;
    std::map<std::pair<int, std::string>, int, std::less<>> units;
};

} // namespace

Result<DesignFrame> AnalyseData::design(std::string const& wave) const
{
    auto const optional_column = [&](std::string const& name) -> Result<std::optional<std::size_t>> {
        if (name.empty()) return std::optional<std::size_t>{};
        auto const found = TRY(column(name));
        return std::optional{found};
    };
    auto const unit_name = options_.household.empty() ? options_.psu : options_.household;
    auto const stratum_at = TRY(optional_column(options_.stratum));
    auto const unit_at = TRY(optional_column(unit_name));
    auto const weight_at = TRY(optional_column(options_.weight));
    auto const population_at = TRY(optional_column(options_.population));
    auto const wave_at = TRY(optional_column(options_.wave));

    DesignFrame frame;
    frame.population_known = population_at.has_value();
    frame.stratum.assign(rows(), -1);
    frame.unit.assign(rows(), -1);
    frame.weight.assign(rows(), 0);
    Labels labels;
    std::set<int> seen_units;
    for (std::size_t row = 0; row < rows(); ++row) {
        // Labels are numbered over all waves, so that a household has the same number in each.
        auto const stratum_text = stratum_at ? cell(row, *stratum_at) : std::string_view{};
        if (stratum_at && blank(stratum_text)) return refuse_at("analysis.data_missing", row, options_.stratum);
        auto const [stratum, new_stratum] =
            labels.strata.try_emplace(std::string{stratum_text}, static_cast<int>(frame.strata.size()));
        if (new_stratum) frame.strata.push_back({.name = std::string{stratum_text}});
        auto const h = stratum->second;
        auto unit_text = unit_at ? std::string{cell(row, *unit_at)} : std::to_string(row);
        if (unit_at && blank(unit_text)) return refuse_at("analysis.data_missing", row, unit_name);
        auto const [unit, new_unit] =
            labels.units.try_emplace({h, std::move(unit_text)}, static_cast<int>(frame.stratum_of_unit.size()));
        if (new_unit) frame.stratum_of_unit.push_back(h);
        if (!wave.empty() && !same_value(cell(row, *wave_at), wave)) continue;

        auto& s = frame.strata[static_cast<std::size_t>(h)];
        frame.stratum[row] = h;
        frame.unit[row] = unit->second;
        if (seen_units.insert(unit->second).second)
            s.units += 1;
        else if (!wave.empty()) // which of the two would be compared with the other wave?
            return refuse_at("analysis.data_household_twice", row, unit_name,
                             {{"household", unit->first.second}, {"wave", wave}});
        else
            s.one_row_per_unit = false;
        if (population_at) {
            auto const text = cell(row, *population_at);
            if (blank(text)) return refuse_at("analysis.data_missing", row, options_.population);
            auto const population = decimal_number(text);
            if (!population || !(*population > 0) || std::isinf(*population))
                return refuse_at("analysis.data_population", row, options_.population, {{"value", std::string{text}}});
            if (std::isfinite(s.population) && s.population != *population)
                return refuse_at("analysis.data_population_differs", row, options_.population, {{"stratum", s.name}});
            s.population = *population;
        }
        if (weight_at) {
            auto const text = cell(row, *weight_at);
            if (blank(text)) return refuse_at("analysis.data_missing", row, options_.weight);
            auto const weight = decimal_number(text);
            if (!weight || !(*weight >= 0) || std::isinf(*weight))
                return refuse_at("analysis.data_weight", row, options_.weight, {{"value", std::string{text}}});
            frame.weight[row] = *weight;
            if (s.weight < 0)
                s.weight = *weight;
            else if (s.weight != *weight)
                s.equal_weights = false;
        }
    }
    if (seen_units.empty())
        return wave.empty()
                   ? refuse_column("analysis.data_no_rows",
                                   options_.variables.empty() ? options_.chisq->first : options_.variables.front())
                   : refuse_column("analysis.data_no_wave", options_.wave, {{"wave", wave}});
    if (!weight_at)
        for (std::size_t row = 0; row < rows(); ++row) {
            if (frame.stratum[row] < 0) continue;
            auto const& s = frame.strata[static_cast<std::size_t>(frame.stratum[row])];
            auto const units = static_cast<double>(s.units);
            frame.weight[row] = population_at ? std::max(s.population, units) / units : 1;
        }
    return frame;
}

Result<Levels> AnalyseData::levels(std::string const& name) const
{
    auto const at = TRY(column(name));
    std::map<std::string, int> known;                     // one level per number or text
    std::unordered_map<std::string_view, int> as_written; // the same texts come again and again
    std::vector<std::string> names;
    std::vector<int> of_row(rows(), -1);
    for (std::size_t row = 0; row < rows(); ++row) {
        auto const text = cell(row, at);
        auto const [seen, new_text] = as_written.try_emplace(text, -1);
        if (new_text && !is_missing(text)) {
            auto const [found, fresh] = known.try_emplace(level_key(text), static_cast<int>(names.size()));
            if (fresh) names.emplace_back(text);
            seen->second = found->second;
        }
        of_row[row] = seen->second;
    }
    Levels out;
    for (auto const& text : names)
        if (!decimal_number(text)) out.numeric = false;
    std::vector<int> order(names.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, [&](int a, int b) {
        auto const& x = names[static_cast<std::size_t>(a)];
        auto const& y = names[static_cast<std::size_t>(b)];
        return out.numeric ? *decimal_number(x) < *decimal_number(y) : x < y;
    });
    std::vector<int> position(names.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        position[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
        out.names.push_back(names[static_cast<std::size_t>(order[i])]);
        out.numbers.push_back(decimal_number(out.names.back()).value_or(kUndefined));
    }
    for (auto& level : of_row)
        if (level >= 0) level = position[static_cast<std::size_t>(level)];
    out.of_row = std::move(of_row);
    return out;
}

Result<std::vector<double>> AnalyseData::numbers(std::string const& name) const
{
    auto const at = TRY(column(name));
    std::vector<double> out(rows(), kUndefined);
    for (std::size_t row = 0; row < rows(); ++row) {
        auto const text = cell(row, at);
        if (is_missing(text)) continue;
        auto const number = decimal_number(text);
        if (!number || !std::isfinite(*number))
            return refuse_at("analysis.data_not_a_number", row, name, {{"value", std::string{text}}});
        out[row] = *number;
    }
    return out;
}

std::vector<double> AnalyseData::indicator(std::size_t column, std::string const& value) const
{
    std::vector<double> out(rows(), kUndefined);
    for (std::size_t row = 0; row < rows(); ++row) {
        auto const text = cell(row, column);
        if (!is_missing(text)) out[row] = same_value(text, value) ? 1 : 0;
    }
    return out;
}

Result<std::vector<Target>> AnalyseData::proportion_targets(std::string const& variable) const
{
    auto const levels = TRY(this->levels(variable));
    auto const zero_or_one = std::ranges::all_of(levels.numbers, [](double x) { return x == 0 || x == 1; });
    std::vector<Target> out;
    for (std::size_t level = 0; level < levels.names.size(); ++level) {
        if (zero_or_one && levels.numbers[level] != 1) continue;
        Target target{.name = zero_or_one ? variable : variable + "=" + levels.names[level], .y = {}, .x = {}};
        for (auto l : levels.of_row) target.y.push_back(l < 0 ? kUndefined : l == static_cast<int>(level) ? 1 : 0);
        out.push_back(std::move(target));
    }
    if (!out.empty()) return out;
    Target none{.name = variable, .y = {}, .x = {}}; // only 0, or nobody answered
    for (auto l : levels.of_row) none.y.push_back(l < 0 ? kUndefined : 0);
    out.push_back(std::move(none));
    return out;
}

Result<std::vector<Target>> AnalyseData::targets() const
{
    std::vector<Target> out;
    for (auto const& variable : options_.variables) {
        auto const at = TRY(column(variable));
        if (options_.value) {
            out.push_back({variable, indicator(at, *options_.value), {}});
        } else if (options_.estimator == Estimator::proportion) {
            auto levels = TRY(proportion_targets(variable));
            std::ranges::move(levels, std::back_inserter(out));
        } else {
            Target target{.name = variable, .y = {}, .x = {}};
            target.y = TRY(numbers(variable));
            if (options_.estimator == Estimator::ratio) {
                target.name += "/" + options_.denominator;
                target.x = TRY(numbers(options_.denominator));
                for (std::size_t row = 0; row < rows(); ++row)
                    if (std::isnan(target.x[row])) target.y[row] = kUndefined;
            }
            out.push_back(std::move(target));
        }
    }
    return out;
}

Result<Domains> AnalyseData::domains() const
{
    if (options_.by.empty()) return Domains{{""}, std::vector<int>(rows(), 0)};
    std::vector<Levels> columns;
    for (auto const& name : options_.by) {
        auto levels = TRY(this->levels(name));
        columns.push_back(std::move(levels));
    }
    std::map<std::vector<int>, int> present; // sorted by the levels of the columns, first column first
    std::vector<std::vector<int>> keys(rows());
    for (std::size_t row = 0; row < rows(); ++row) {
        std::vector<int> key;
        for (auto const& levels : columns) key.push_back(levels.of_row[row]);
        if (std::ranges::find(key, -1) != key.end()) continue;
        present.try_emplace(key, 0);
        keys[row] = std::move(key);
    }
    Domains out{{}, std::vector<int>(rows(), -1)};
    for (auto& [key, index] : present) {
        index = static_cast<int>(out.names.size());
        std::string name;
        for (std::size_t c = 0; c < key.size(); ++c)
            name += (c > 0 ? ";" : "") + options_.by[c] + "=" + columns[c].names[static_cast<std::size_t>(key[c])];
        out.names.push_back(std::move(name));
    }
    for (std::size_t row = 0; row < rows(); ++row)
        if (!keys[row].empty()) out.of_row[row] = present.at(keys[row]);
    return out;
}

} // namespace lilong::analysis
