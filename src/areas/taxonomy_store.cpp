#include "areas/taxonomy_store.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"

namespace lilong::areas
{

using storage::Row;
using storage::Sql;

namespace
{

constexpr Sql kSaveGroup{"areas.save_group",
                         "insert into need_group (key, position, zh, en, rule) values ($1, $2, $3, $4, $5) "
                         "on conflict (key) do update set position = excluded.position, zh = excluded.zh, "
                         "en = excluded.en, rule = excluded.rule"};
constexpr Sql kSaveItem{"areas.save_need_item",
                        "insert into need_item (key, position, zh, en, domain, group_key, official) "
                        "values ($1, $2, $3, $4, $5, $6, $7) "
                        "on conflict (key) do update set position = excluded.position, zh = excluded.zh, "
                        "en = excluded.en, domain = excluded.domain, group_key = excluded.group_key, "
                        "official = excluded.official"};
constexpr Sql kSaveCategory{
    "areas.save_category",
    "insert into category (key, parent_key, position, zh, en, domain, resource_kinds, issue_category) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8) "
    "on conflict (key) do update set parent_key = excluded.parent_key, position = excluded.position, "
    "zh = excluded.zh, en = excluded.en, domain = excluded.domain, resource_kinds = excluded.resource_kinds, "
    "issue_category = excluded.issue_category"};
constexpr Sql kClearLinks{"areas.clear_category_items", "delete from category_need_item where category_key = $1"};
constexpr Sql kSaveLink{"areas.save_category_item",
                        "insert into category_need_item (category_key, need_item_key) values ($1, $2)"};
constexpr Sql kSaveDuty{"areas.save_duty", "insert into duty (category_key, level, unit, competent, service_class) "
                                           "values ($1, $2, $3, $4, $5) "
                                           "on conflict (category_key, level) do update set unit = excluded.unit, "
                                           "competent = excluded.competent, service_class = excluded.service_class"};

constexpr Sql kGroups{"areas.groups", "select key, zh, en, rule from need_group order by position"};
constexpr Sql kItems{"areas.need_items",
                     "select key, zh, en, domain, group_key, official from need_item order by position"};
constexpr Sql kCategories{"areas.categories", "select key, parent_key, zh, en, domain, resource_kinds, issue_category "
                                              "from category order by position"};
constexpr Sql kLinks{"areas.category_items", "select l.category_key, l.need_item_key from category_need_item l "
                                             "join need_item i on i.key = l.need_item_key order by i.position"};
constexpr Sql kDuties{"areas.duties",
                      "select d.category_key, d.level, d.unit, d.competent, d.service_class from duty d "
                      "join category c on c.key = d.category_key order by c.position, d.level"};

std::vector<std::string> words(std::string const& text)
{
    std::vector<std::string> out;
    for (auto part : split(text, '|'))
        if (!part.empty()) out.emplace_back(part);
    return out;
}

Category category_of(Row const& row)
{
    return {.key = row.at<std::string>(0),
            .parent = row.at<std::optional<std::string>>(1),
            .zh = row.at<std::string>(2),
            .en = row.at<std::string>(3),
            .domain = domain_of(row.text_view(4)).value(),
            .resource_kinds = words(row.at<std::string>(5)),
            .issue_category = row.at<bool>(6)};
}

NeedItem item_of(Row const& row)
{
    return {.key = row.at<std::string>(0),
            .zh = row.at<std::string>(1),
            .en = row.at<std::string>(2),
            .domain = domain_of(row.text_view(3)).value(),
            .group = row.at<std::optional<std::string>>(4),
            .official = row.at<bool>(5)};
}

Duty duty_of(Row const& row)
{
    return {.category = row.at<std::string>(0),
            .level = level_of(row.text_view(1)).value(),
            .unit = row.at<std::string>(2),
            .competent = competent_of(row.text_view(3)).value(),
            .service_class = service_class_of(row.text_view(4)).value()};
}

void save_category(storage::Transaction& tx, Category const& category, std::size_t position)
{
    tx.change(kSaveCategory, category.key, category.parent, position, category.zh, category.en, name(category.domain),
              fmt::format("{}", fmt::join(category.resource_kinds, "|")), category.issue_category);
    tx.change(kClearLinks, category.key);
    for (auto const& item : category.need_items) tx.change(kSaveLink, category.key, item);
}

} // namespace

namespace taxonomy_store
{

void save(storage::Transaction& tx, Taxonomy const& taxonomy)
{
    std::size_t position = 0;
    for (auto const& group : taxonomy.groups())
        tx.change(kSaveGroup, group.key, position++, group.zh, group.en, group.rule.text());
    for (auto const& item : taxonomy.need_items())
        tx.change(kSaveItem, item.key, position++, item.zh, item.en, name(item.domain), item.group, item.official);
    for (auto const& category : taxonomy.categories()) save_category(tx, category, position++);
    for (auto const& duty : taxonomy.duties())
        tx.change(kSaveDuty, duty.category, name(duty.level), duty.unit, name(duty.competent),
                  name(duty.service_class));
}

Result<Taxonomy> load(storage::Connection& connection)
{
    std::vector<Group> groups;
    for (auto row : connection.query(kGroups)) {
        auto rule = TRY(GroupRule::parse(row.at<std::string>(3)));
        groups.push_back({row.at<std::string>(0), row.at<std::string>(1), row.at<std::string>(2), std::move(rule)});
    }
    auto categories = connection.all(kCategories, category_of);
    for (auto row : connection.query(kLinks)) {
        auto const category = std::ranges::find(categories, row.text_view(0), &Category::key);
        if (category != categories.end()) category->need_items.push_back(row.at<std::string>(1));
    }
    return Taxonomy{std::move(categories), connection.all(kItems, item_of), std::move(groups),
                    connection.all(kDuties, duty_of)};
}

} // namespace taxonomy_store

Result<void> load_reference_data(storage::Transaction& tx)
{
    auto const taxonomy = TRY(read_reference_data());
    taxonomy_store::save(tx, taxonomy);
    return {};
}

} // namespace lilong::areas
