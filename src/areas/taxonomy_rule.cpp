#include <set>

#include "areas/table_checker.h"
#include "areas/taxonomy.h"
#include "base/text.h"

namespace lilong::areas
{

namespace
{

std::vector<std::string> words(std::string_view text)
{
    std::vector<std::string> out;
    for (auto part : split(text, '|'))
        if (!trimmed(part).empty()) out.emplace_back(trimmed(part));
    return out;
}

// One file of reference data; the keys of a file never repeat.
class File : public TableChecker
{
public:
    File(CsvTable const& table, std::string_view file) : TableChecker(table), file_(file) {}
    std::string_view file() const { return file_; }

    std::string key(CsvRow const& row)
    {
        auto value = needed_text(row, "key", 60);
        if (!value.empty() && !keys_.insert(value).second) wrong(row, "key", "areas.key_twice", {{"key", value}});
        return value;
    }
    template <typename Parse>
    auto one_of(CsvRow const& row, std::string_view column, Parse parse)
    {
        auto const value = needed_text(row, column);
        auto const parsed = parse(value);
        if (!value.empty() && !parsed) wrong(row, column, "areas.word_unknown", {{"word", value}});
        return parsed;
    }
    bool flag(CsvRow const& row, std::string_view column)
    {
        auto const value = text(row, column);
        if (value != "0" && value != "1") wrong(row, column, "areas.word_unknown", {{"word", value}});
        return value == "1";
    }

private:
    std::string_view file_;
    std::set<std::string> keys_;
};

std::vector<Group> read_groups(File& file, CsvTable const& table)
{
    std::vector<Group> out;
    if (!file.has_columns({"key", "zh", "en", "rule"})) return out;
    for (auto const& row : table.rows) {
        Group group{file.key(row), file.needed_text(row, "zh"), file.needed_text(row, "en"), {}};
        auto rule = GroupRule::parse(file.needed_text(row, "rule", 4096));
        if (rule)
            group.rule = *rule;
        else
            file.wrong(row, "rule", rule.error().code, rule.error().facts);
        out.push_back(std::move(group));
    }
    return out;
}

std::vector<NeedItem> read_need_items(File& file, CsvTable const& table, std::vector<Group> const& groups)
{
    std::vector<NeedItem> out;
    if (!file.has_columns({"key", "zh", "en", "domain", "group", "official"})) return out;
    for (auto const& row : table.rows) {
        NeedItem item{.key = file.key(row), .zh = file.needed_text(row, "zh"), .en = file.needed_text(row, "en")};
        item.domain = file.one_of(row, "domain", domain_of).value_or(Domain::public_service);
        item.official = file.flag(row, "official");
        if (auto const group = file.text(row, "group"); !group.empty()) {
            item.group = group;
            if (std::ranges::find(groups, group, &Group::key) == groups.end())
                file.wrong(row, "group", "areas.word_unknown", {{"word", group}});
        }
        out.push_back(std::move(item));
    }
    return out;
}

// A parent stands on the first level: a third level and a circle are refused here (LO-9).
void check_parents(File& file, CsvTable const& table, std::vector<Category> const& categories)
{
    for (std::size_t i = 0; i < categories.size(); ++i) {
        auto const& parent = categories[i].parent;
        if (!parent) continue;
        auto const found = std::ranges::find(categories, *parent, &Category::key);
        if (found == categories.end())
            file.wrong(table.rows[i], "parent", "areas.word_unknown", {{"word", *parent}});
        else if (*parent == categories[i].key || found->parent == categories[i].key)
            file.wrong(table.rows[i], "parent", "areas.category_in_a_circle", {{"key", categories[i].key}});
        else if (found->parent)
            file.wrong(table.rows[i], "parent", "areas.category_third_level", {{"key", categories[i].key}});
    }
}

std::vector<Category> read_categories(File& file, CsvTable const& table, std::vector<NeedItem> const& items)
{
    std::vector<Category> out;
    if (!file.has_columns({"key", "parent", "zh", "en", "domain", "need_items", "resource_kinds", "issue_category"}))
        return out;
    for (auto const& row : table.rows) {
        Category category{.key = file.key(row),
                          .zh = file.needed_text(row, "zh"),
                          .en = file.needed_text(row, "en"),
                          .need_items = words(file.text(row, "need_items")),
                          .resource_kinds = words(file.text(row, "resource_kinds"))};
        if (auto parent = file.text(row, "parent"); !parent.empty()) category.parent = std::move(parent);
        category.domain = file.one_of(row, "domain", domain_of).value_or(Domain::public_service);
        category.issue_category = file.flag(row, "issue_category");
        for (auto const& item : category.need_items)
            if (std::ranges::find(items, item, &NeedItem::key) == items.end())
                file.wrong(row, "need_items", "areas.word_unknown", {{"word", item}});
        out.push_back(std::move(category));
    }
    check_parents(file, table, out);
    return out;
}

// DM-18: every item has a term, official or not; a term counts on the second level only.
void check_items_have_categories(File& file, CsvTable const& table, std::vector<NeedItem> const& items,
                                 std::vector<Category> const& categories)
{
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto const answers = [&](Category const& category) {
            return category.parent && std::ranges::find(category.need_items, items[i].key) != category.need_items.end();
        };
        if (std::ranges::none_of(categories, answers))
            file.wrong(table.rows[i], "key", "areas.need_item_without_category", {{"key", items[i].key}});
    }
}

std::vector<Duty> read_duties(File& file, CsvTable const& table, std::vector<Category> const& categories)
{
    std::vector<Duty> out;
    if (!file.has_columns({"category", "level", "unit", "competent", "service_class"})) return out;
    std::set<std::pair<std::string, std::string>> seen;
    for (auto const& row : table.rows) {
        Duty duty{.category = file.needed_text(row, "category"), .unit = file.needed_text(row, "unit")};
        duty.level = file.one_of(row, "level", level_of).value_or(Level::committee);
        duty.competent = file.one_of(row, "competent", competent_of).value_or(Competent::no);
        duty.service_class = file.one_of(row, "service_class", service_class_of).value_or(ServiceClass::ordinary);
        auto const known = std::ranges::find(categories, duty.category, &Category::key);
        if (known == categories.end()) file.wrong(row, "category", "areas.word_unknown", {{"word", duty.category}});
        if (!seen.emplace(duty.category, file.text(row, "level")).second)
            file.wrong(row, "level", "areas.key_twice", {{"key", duty.category}});
        out.push_back(std::move(duty));
    }
    return out;
}

void check_duties_complete(File& file, CsvTable const& table, std::vector<Category> const& categories,
                           std::vector<Duty> const& duties)
{
    for (std::size_t i = 0; i < categories.size(); ++i) {
        if (!categories[i].issue_category) continue;
        for (auto level : {Level::committee, Level::sub_district, Level::district}) {
            auto const is_it = [&](Duty const& duty) {
                return duty.category == categories[i].key && duty.level == level;
            };
            if (std::ranges::none_of(duties, is_it))
                file.wrong(table.rows[i], "issue_category", "areas.category_without_duty",
                           {{"key", categories[i].key}, {"level", std::string{name(level)}}});
        }
    }
}

} // namespace

Result<Taxonomy> read_taxonomy(ReferenceFiles const& files)
{
    File groups_file{files.groups, "groups.csv"}, items_file{files.need_items, "need_items.csv"},
        categories_file{files.taxonomy, "taxonomy.csv"}, duties_file{files.duties, "duties.csv"};
    auto groups = read_groups(groups_file, files.groups);
    auto items = read_need_items(items_file, files.need_items, groups);
    auto categories = read_categories(categories_file, files.taxonomy, items);
    auto duties = read_duties(duties_file, files.duties, categories);
    check_items_have_categories(items_file, files.need_items, items, categories);
    check_duties_complete(categories_file, files.taxonomy, categories, duties);

    std::vector<FieldError> faults;
    for (auto const* file : {&groups_file, &items_file, &categories_file, &duties_file})
        std::ranges::move(file->field_errors(file->file()), std::back_inserter(faults));
    if (!faults.empty())
        return refuse(ErrorKind::bad_input, "areas.reference_data_wrong", {{"count", std::to_string(faults.size())}},
                      std::move(faults));
    return Taxonomy{std::move(categories), std::move(items), std::move(groups), std::move(duties)};
}

} // namespace lilong::areas
