#include "quality/straight_rule.h"

#include <map>

namespace lilong::quality
{

namespace
{

struct Line {
    std::size_t option = 0, items = 0;
    double chance = 1;
};

void keep_less_likely(std::optional<Straight>& found, Straight const& other, Limits const& limits)
{
    if (other.chance >= limits.straight_chance) return;
    if (!found || other.chance < found->chance) found = other;
}

std::optional<Straight> whole_grid(Questions const& questions, std::vector<std::size_t> const& grid,
                                   std::string_view coded, OptionCounts const& shares)
{
    Line line;
    for (auto const index : grid) {
        auto const& question = questions.items[index];
        auto const option = option_in(coded, question);
        if (!option || (line.items > 0 && *option != line.option)) return std::nullopt;
        line.option = *option;
        line.chance *= shares.share(question, *option);
        ++line.items;
    }
    return Straight{true, line.items, line.items, line.chance};
}

// Answers of one list in their order, whoever they were asked of.
std::map<std::string, Straight> longest_runs(Questions const& questions, std::string_view coded,
                                             OptionCounts const& shares)
{
    std::map<std::string, Straight> longest;
    std::map<std::string, Line> running;
    for (auto const& question : questions.items) {
        auto const option = option_in(coded, question);
        if (!option) continue;
        auto& line = running[question.list];
        if (line.items == 0 || line.option != *option) line = {*option, 0, 1};
        ++line.items;
        line.chance *= shares.share(question, *option);
        auto& best = longest[question.list];
        ++best.answers;
        if (line.items > best.items) {
            best.items = line.items;
            best.chance = line.chance;
        }
    }
    return longest;
}

} // namespace

std::optional<Straight> straight_line(Questions const& questions, std::string_view coded, OptionCounts const& shares,
                                      Limits const& limits)
{
    std::optional<Straight> found;
    for (auto const& grid : questions.grids) {
        if (grid.size() < limits.straight_grid) continue;
        if (auto const whole = whole_grid(questions, grid, coded, shares)) keep_less_likely(found, *whole, limits);
    }
    for (auto const& [list, run] : longest_runs(questions, coded, shares)) {
        auto const enough = run.answers >= limits.straight_page;
        auto const part = static_cast<double>(run.items) / static_cast<double>(run.answers);
        if (enough && part >= limits.straight_run) keep_less_likely(found, run, limits);
    }
    return found;
}

} // namespace lilong::quality
