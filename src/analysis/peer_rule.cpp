#include "analysis/peer_rule.h"

#include <algorithm>
#include <map>

namespace lilong::analysis
{

namespace
{

constexpr std::size_t kSmallestClass = 5; // areas: fewer cannot say what is usual for their kind

// One 0/1 column for every class that is large enough, except the most frequent one.
void add_classes(std::vector<std::string> const& labels, std::vector<std::vector<double>>& rows)
{
    std::map<std::string, std::size_t> sizes;
    for (auto const& label : labels) ++sizes[label];
    auto const yardstick = std::ranges::max_element(sizes, {}, [](auto const& entry) { return entry.second; })->first;
    for (auto const& [label, size] : sizes) {
        if (label == yardstick || size < kSmallestClass) continue;
        for (std::size_t i = 0; i < rows.size(); ++i) rows[i].push_back(labels[i] == label ? 1.0 : 0.0);
    }
}

} // namespace

std::string age_class(std::optional<int> build_year)
{
    if (!build_year) return "unknown";
    return *build_year < 1990 ? "before 1990" : *build_year < 2000 ? "1990s" : "from 2000";
}

std::vector<std::vector<double>> characteristics(std::vector<PeerFacts> const& facts)
{
    std::vector<std::vector<double>> rows(facts.size());
    if (facts.empty()) return rows;
    std::vector<std::string> kinds, sub_districts;
    for (auto const& area : facts) {
        kinds.push_back(area.estate_type + ", " + age_class(area.build_year));
        sub_districts.push_back(area.sub_district.text());
    }
    add_classes(kinds, rows);
    add_classes(sub_districts, rows);
    return rows;
}

} // namespace lilong::analysis
