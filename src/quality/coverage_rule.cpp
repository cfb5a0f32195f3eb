#include "quality/coverage_rule.h"

namespace lilong::quality
{

namespace
{

Flag flag_of(std::string rule, AreaId const& area)
{
    Flag flag;
    flag.family = Family::coverage;
    flag.rule = std::move(rule);
    flag.area = area;
    return flag;
}

} // namespace

std::vector<Flag> coverage_flags(CommitteeForms const& committee, CommitteeGround const& ground)
{
    std::map<AreaId, std::set<HouseholdId>> answered;
    std::map<HouseholdId, std::vector<ResponseId>> by_household;
    for (auto const& form : committee.forms) {
        answered[form.estate].insert(form.household);
        answered[committee.committee].insert(form.household);
        by_household[form.household].push_back(form.id);
    }
    std::vector<Flag> flags;
    for (auto const& [area, households] : answered) {
        auto const known = ground.households.find(area);
        auto const n = static_cast<std::int64_t>(households.size());
        if (known == ground.households.end() || known->second <= 0 || n <= known->second) continue;
        auto flag = flag_of("over_coverage", area);
        flag.forms = n;
        flag.observed = static_cast<double>(n) / static_cast<double>(known->second);
        flag.limit = 1;
        flags.push_back(std::move(flag));
    }
    auto twice = flag_of("household_twice", committee.committee);
    for (auto const& [household, forms] : by_household)
        if (ground.one_form_per_household && forms.size() > 1)
            twice.records.insert(twice.records.end(), forms.begin(), forms.end());
    twice.forms = static_cast<std::int64_t>(twice.records.size());
    twice.limit = 1;
    if (twice.forms > 0) flags.push_back(std::move(twice));
    return flags;
}

} // namespace lilong::quality
