#include "areas/taxonomy.h"

#include <algorithm>
#include <array>

#include "base/resource.h"

namespace lilong::areas
{

namespace
{

constexpr std::array<std::string_view, 3> kDomains{"public_service", "public_management", "public_safety"};
constexpr std::array<std::string_view, 3> kLevels{"committee", "sub_district", "district"};
constexpr std::array<std::string_view, 3> kCompetent{"yes", "shared", "no"};
constexpr std::array<std::string_view, 3> kServiceClasses{"urgent", "ordinary", "complex"};

template <typename Enum, std::size_t N>
std::optional<Enum> word(std::array<std::string_view, N> const& words, std::string_view wire)
{
    auto const found = std::ranges::find(words, wire);
    if (found == words.end()) return std::nullopt;
    return static_cast<Enum>(found - words.begin());
}

} // namespace

std::string_view name(Domain domain) { return kDomains[static_cast<std::size_t>(domain)]; }
std::string_view name(Level level) { return kLevels[static_cast<std::size_t>(level)]; }
std::string_view name(Competent competent) { return kCompetent[static_cast<std::size_t>(competent)]; }
std::string_view name(ServiceClass service_class) { return kServiceClasses[static_cast<std::size_t>(service_class)]; }
std::optional<Domain> domain_of(std::string_view wire) { return word<Domain>(kDomains, wire); }
std::optional<Level> level_of(std::string_view wire) { return word<Level>(kLevels, wire); }
std::optional<Competent> competent_of(std::string_view wire) { return word<Competent>(kCompetent, wire); }
std::optional<ServiceClass> service_class_of(std::string_view wire)
{
    return word<ServiceClass>(kServiceClasses, wire);
}

Taxonomy::Taxonomy(std::vector<Category> categories, std::vector<NeedItem> need_items, std::vector<Group> groups,
                   std::vector<Duty> duties)
    : categories_(std::move(categories)), need_items_(std::move(need_items)), groups_(std::move(groups)),
      duties_(std::move(duties))
{
    for (std::size_t i = 0; i < categories_.size(); ++i) {
        category_at_.emplace(categories_[i].key, i);
        for (auto const& item : categories_[i].need_items) categories_of_[item].push_back(categories_[i].key);
    }
    for (std::size_t i = 0; i < need_items_.size(); ++i) need_item_at_.emplace(need_items_[i].key, i);
    for (std::size_t i = 0; i < groups_.size(); ++i) group_at_.emplace(groups_[i].key, i);
}

Category const* Taxonomy::category(std::string_view key) const
{
    auto const found = category_at_.find(key);
    return found == category_at_.end() ? nullptr : &categories_[found->second];
}

NeedItem const* Taxonomy::need_item(std::string_view key) const
{
    auto const found = need_item_at_.find(key);
    return found == need_item_at_.end() ? nullptr : &need_items_[found->second];
}

Group const* Taxonomy::group(std::string_view key) const
{
    auto const found = group_at_.find(key);
    return found == group_at_.end() ? nullptr : &groups_[found->second];
}

Duty const* Taxonomy::duty(std::string_view category, Level level) const
{
    for (auto const& duty : duties_)
        if (duty.level == level && duty.category == category) return &duty;
    return nullptr;
}

std::vector<std::string> Taxonomy::categories_of(std::string_view need_item) const
{
    auto const found = categories_of_.find(need_item);
    return found == categories_of_.end() ? std::vector<std::string>{} : found->second;
}

std::vector<Category> Taxonomy::issue_categories() const
{
    std::vector<Category> out;
    std::ranges::copy_if(categories_, std::back_inserter(out), &Category::issue_category);
    return out;
}

Result<ReferenceFiles> carried_reference_files()
{
    auto taxonomy = TRY(parse_csv(resource("data/taxonomy.csv"), "taxonomy.csv"));
    auto need_items = TRY(parse_csv(resource("data/need_items.csv"), "need_items.csv"));
    auto groups = TRY(parse_csv(resource("data/groups.csv"), "groups.csv"));
    auto duties = TRY(parse_csv(resource("data/duties.csv"), "duties.csv"));
    return ReferenceFiles{std::move(taxonomy), std::move(need_items), std::move(groups), std::move(duties)};
}

Result<Taxonomy> read_reference_data()
{
    auto const files = TRY(carried_reference_files());
    return read_taxonomy(files);
}

} // namespace lilong::areas
