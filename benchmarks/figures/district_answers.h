// The answers on which the figures are measured: a district of 275 committees, 8 groups and 25 needs, made from a fixed
// seed, as the tools that we compare with read them and as our own columns hold them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/packed_columns.h"

namespace lilong::figures
{

inline constexpr std::int32_t kCommittees = 275, kGroups = 8, kItems = 25;
inline constexpr std::int64_t kRespondents = 241'332;
// columns: valid answers, yes, then everybody, then the groups
inline constexpr std::int32_t kYes = kItems, kEverybody = 2 * kItems, kFirstGroup = kEverybody + 1;
inline constexpr std::int32_t kColumns = kFirstGroup + kGroups;

struct DistrictAnswers {
    std::vector<std::int32_t> committee, group; // in ascending order of committees
    std::vector<double> weight;
    std::vector<std::int8_t> values;      // row after row
    std::vector<std::int64_t> households; // of the register, by committee
    std::vector<std::int64_t> responding; // by committee
};

DistrictAnswers make_district(std::int64_t respondents, std::uint64_t seed);
lilong::analysis::PackedColumns packed(DistrictAnswers const& answers);
void write_csv(DistrictAnswers const& answers, std::string const& path);

} // namespace lilong::figures
