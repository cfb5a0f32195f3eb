// The one taxonomy that ties everything together: categories on two levels, the need items they answer, the groups of
// people, and which unit has which duty. Read once from the reference tables, or straight from the files carried by
// the program:
//     auto taxonomy = TRY(read_reference_data());
//     taxonomy.duty("gate_and_paths", Level::committee)->competent == Competent::yes
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.h"
#include "base/error.h"
#include "base/group_rule.h"

namespace lilong::areas
{

enum class Domain { public_service, public_management, public_safety };
enum class Level { committee, sub_district, district };
enum class Competent { yes, shared, no };
enum class ServiceClass { urgent, ordinary, complex };
std::string_view name(Domain domain);
std::string_view name(Level level);
std::string_view name(Competent competent);
std::string_view name(ServiceClass service_class);
std::optional<Domain> domain_of(std::string_view wire);
std::optional<Level> level_of(std::string_view wire);
std::optional<Competent> competent_of(std::string_view wire);
std::optional<ServiceClass> service_class_of(std::string_view wire);

struct Category {
    std::string key;
    std::optional<std::string> parent; // nothing: first level
    std::string zh, en;
    Domain domain = Domain::public_service;
    std::vector<std::string> need_items;
    std::vector<std::string> resource_kinds;
    bool issue_category = false;
};

struct NeedItem {
    std::string key;
    std::string zh, en;
    Domain domain = Domain::public_service;
    std::optional<std::string> group; // nothing: asked of everybody
    bool official = false;
};

struct Group {
    std::string key;
    std::string zh, en;
    GroupRule rule;
};

struct Duty {
    std::string category;
    Level level = Level::committee;
    std::string unit;
    Competent competent = Competent::yes;
    ServiceClass service_class = ServiceClass::ordinary;
};

class Taxonomy
{
public:
    Taxonomy() = default;
    Taxonomy(std::vector<Category> categories, std::vector<NeedItem> need_items, std::vector<Group> groups,
             std::vector<Duty> duties);

    std::vector<Category> const& categories() const { return categories_; } // in the order of the file
    std::vector<NeedItem> const& need_items() const { return need_items_; }
    std::vector<Group> const& groups() const { return groups_; }
    std::vector<Duty> const& duties() const { return duties_; }

    Category const* category(std::string_view key) const;
    NeedItem const* need_item(std::string_view key) const;
    Group const* group(std::string_view key) const;
    Duty const* duty(std::string_view category, Level level) const;
    std::vector<std::string> categories_of(std::string_view need_item) const; // second level, in order
    std::vector<Category> issue_categories() const;

private:
    std::vector<Category> categories_;
    std::vector<NeedItem> need_items_;
    std::vector<Group> groups_;
    std::vector<Duty> duties_;
    std::map<std::string, std::size_t, std::less<>> category_at_, need_item_at_, group_at_;
    std::map<std::string, std::vector<std::string>, std::less<>> categories_of_;
};

struct ReferenceFiles {
    CsvTable taxonomy, need_items, groups, duties;
};
// Refuses with file, row and column for each fault (LO-9): areas.reference_data_wrong.
Result<Taxonomy> read_taxonomy(ReferenceFiles const& files);
Result<ReferenceFiles> carried_reference_files(); // data/*.csv of the program
Result<Taxonomy> read_reference_data();           // both steps

} // namespace lilong::areas
