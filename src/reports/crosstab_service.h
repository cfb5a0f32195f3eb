// Answers "need by age group by year": reads the rows of a round, cuts them by two dimensions and a filter, and lets
// nothing out but what disclosure::protect shows to this reader.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/round_cube_service.h"
#include "areas/area_tree.h"
#include "disclosure/protect.h"
#include "reports/crosstab_estimate.h"

namespace lilong::reports
{

// The fixed list (S7): needs asked about, groups (ages among them), areas one level down, kinds and years of the
// estate, and rounds that asked the same.
enum class Dimension { item, group, area, estate_type, decade, round };
std::optional<Dimension> dimension_of(std::string_view wire);
std::string_view name(Dimension dimension);

struct CrosstabFilter {
    std::optional<std::string> group, estate_type;
    std::optional<int> built_from, built_to;
    std::optional<AreaId> committee;
    bool free() const { return group || estate_type || built_from || built_to || committee; }
};

struct CrosstabQuestion {
    Dimension rows = Dimension::group, columns = Dimension::item;
    std::string item; // where neither rows nor columns are items
    CrosstabFilter filter;
};

struct ShownCell {
    CrosstabCell cell; // its numbers are those of `figure` where the table is for the page
    std::optional<disclosure::Figure> figure;
};

struct CrosstabAnswer {
    survey::Round round;
    AreaId area;
    CrosstabQuestion question;
    disclosure::Audience audience = disclosure::Audience::staff;
    std::vector<std::string> rows, columns; // keys; areas and rounds by id
    std::vector<survey::Round> rounds;      // compared, where a dimension is the round
    std::vector<ShownCell> cells;
    std::vector<Association> associations; // only where nothing is hidden
    std::int64_t hidden = 0;
    std::int64_t answered = 0; // households
};

class CrosstabService
{
public:
    CrosstabService(storage::Database& database, analysis::RoundCubeService& cubes, areas::AreaTree const& tree)
        : database_(database), cubes_(cubes), tree_(tree)
    {
    }

    // Refuses reports.item_missing, reports.no_such_item, reports.same_dimension, reports.nothing_to_compare,
    // reports.filter_for_staff and what protect() refuses.
    Result<CrosstabAnswer> answer(Actor const& who, AreaId const& area, RoundId const& round,
                                  CrosstabQuestion const& question);

private:
    storage::Database& database_;
    analysis::RoundCubeService& cubes_;
    areas::AreaTree const& tree_;
};

} // namespace lilong::reports
