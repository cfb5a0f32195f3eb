// What page S5 asks: areas beside each other and beside the whole they belong to, and the panel beside all households.
#pragma once

#include "analysis/area_table_estimate.h"
#include "analysis/panel_change_estimate.h"
#include "analysis/round_cube_service.h"

namespace lilong::analysis
{

// Which areas stand in the table: the parts directly below the area, or all committees below it.
enum class TableOf { parts, neighbourhoods };

struct TableWish {
    std::string group = "all";
    TableOf of = TableOf::parts;
    std::optional<std::string> item; // only this one; of all committees always one, the first need when none is named
};

struct CompareAreas {
    survey::Round round;
    std::string group;
    std::vector<std::string> groups;
    AreaTable table;
};

class CompareService
{
public:
    CompareService(RoundCubeService& cubes, areas::AreaTree const& tree) : cubes_(cubes), tree_(tree) {}

    // Refuses survey.no_round, analysis.no_group, analysis.no_item, analysis.not_in_round.
    Result<CompareAreas> by_area(AreaId const& area, RoundId const& round, TableWish const& wish);
    // Refuses also analysis.rounds_differ, analysis.compare_committees.
    Result<PanelChange> panel(AreaId const& area, RoundId const& before, RoundId const& round);

private:
    std::vector<areas::Area> areas_of(AreaId const& area, TableOf of) const;

    RoundCubeService& cubes_;
    areas::AreaTree const& tree_;
};

} // namespace lilong::analysis
