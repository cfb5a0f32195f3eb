// The invented district 晴川区 as a plan: sub-districts, committees, estates and how many households and answers each has.
// Pure: the seed decides everything; every name in it is invented, codes 9901… exist nowhere. The shares come from
// data/calibration_*.csv, so the published order and bands hold; everything else is an assumption.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/chance.h"
#include "base/error.h"

namespace lilong::demo
{

struct EstatePlan {
    std::string zh, en, type;
    int build_year = 0;
    int households = 0;
    double lon = 0, lat = 0;
    bool newer_commodity() const { return type == "commodity" && build_year >= 2000; }
};

struct CommitteePlan {
    std::string code, zh, en;
    std::vector<EstatePlan> estates;
    int households() const;
};

struct SubDistrictPlan {
    std::string code, zh, en;
    std::vector<CommitteePlan> committees;
    int answers_2025 = 0, answers_2026 = 0;
    std::map<std::string, double> share_2025, share_2026; // need share by item, 0 … 1
    int households() const;
};

struct DistrictPlan {
    std::vector<SubDistrictPlan> sub_districts;
    int households() const;
};

struct PlanOptions {
    bool small = false; // three sub-districts with fewer households
    std::uint64_t seed = 2017;
};

// Refuses only when the program's own calibration files are broken.
Result<DistrictPlan> plan_district(PlanOptions const& options);

// The places of the story (domain.md section 10).
inline constexpr std::string_view kStorySubDistrict = "柳岸街道";
inline constexpr std::string_view kGateCommittee = "北苑居民区", kGateEstate = "北岸佳园";
inline constexpr std::string_view kGrowersCommittee = "南泾居民区", kGrowersEstate = "南泾苑";
inline constexpr int kGateAnswers = 418, kGateYes = 376;

} // namespace lilong::demo
