// A project: a confirmed need becomes works, with alternatives side by side, money reserved, and residents who accept
// it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/money.h"
#include "base/time.h"

namespace lilong::projects
{

struct Names {
    std::string zh, en;
};

struct Alternative {
    Names title;
    Money cost;
    std::int64_t households = 0, days = 0;
    std::string risk;
    bool do_nothing = false;
};
struct CostLine {
    Names purpose;
    Money amount;
    std::string price_source;
};
struct Milestone {
    int seq = 0;
    Names title;
    std::string owner;
    Date due;
    std::optional<Date> done_on;
    std::string evidence, waived_reason;
    bool over() const { return done_on.has_value() || !waived_reason.empty(); }
};

struct Costing {
    int year = 0;
    std::string line = "service"; // office, party, service
    std::vector<Alternative> alternatives;
    int chosen = 0; // which of them
    std::string why_chosen;
    std::string why_few_alternatives; // when there are fewer than two besides "do nothing"
    std::vector<CostLine> lines;
    std::int64_t households_affected = 0;
};
struct Works {
    std::string contractor;
    std::optional<Date> from, to;
    std::vector<Milestone> milestones;
    std::string safety_notice;
};

struct Project {
    AreaId area;
    ProjectId id;
    Names title;
    std::string category;
    bool common_parts = false;
    UserId proposer;
    std::string proposer_name;
    Costing costing;
    Money cost_planned;
    std::optional<Money> cost_final;
    Works works;
    std::vector<NeedId> needs;
    Instant made_at;
    std::string state;
    std::int64_t version = 1;
};

} // namespace lilong::projects
