#include "areas/taxonomy.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "areas/taxonomy_store.h"

namespace lilong::areas
{
namespace
{

using testing::ElementsAre;

Taxonomy carried()
{
    auto taxonomy = read_reference_data();
    if (!taxonomy)
        ADD_FAILURE() << taxonomy.error().fields.front().pointer << " " << taxonomy.error().fields.front().code;
    return taxonomy.value_or(Taxonomy{});
}

TEST(Taxonomy, the_carried_files_hold_what_the_documents_say) // DM-18, LO-5
{
    auto const taxonomy = carried();
    EXPECT_EQ(std::ranges::count_if(taxonomy.categories(), [](auto const& c) { return !c.parent; }), 12);
    EXPECT_EQ(std::ranges::count_if(taxonomy.categories(), [](auto const& c) { return c.parent.has_value(); }), 66);
    EXPECT_EQ(taxonomy.issue_categories().size(), 34U);
    EXPECT_EQ(taxonomy.need_items().size(), 66U);
    EXPECT_EQ(std::ranges::count_if(taxonomy.need_items(), [](auto const& i) { return !i.group; }), 26);
    EXPECT_EQ(taxonomy.groups().size(), 8U);
    EXPECT_EQ(taxonomy.duties().size(), 102U);
}

TEST(Taxonomy, every_need_item_has_a_category_of_its_own_public_domain) // DM-18
{
    auto const taxonomy = carried();
    for (auto const& item : taxonomy.need_items()) {
        auto const categories = taxonomy.categories_of(item.key);
        EXPECT_TRUE(std::ranges::any_of(categories, [&](auto const& key) {
            return taxonomy.category(key)->domain == item.domain;
        })) << item.key;
    }
}

TEST(Taxonomy, every_issue_category_has_a_duty_on_each_level) // DM-18
{
    auto const taxonomy = carried();
    for (auto const& category : taxonomy.issue_categories())
        for (auto level : {Level::committee, Level::sub_district, Level::district})
            EXPECT_NE(taxonomy.duty(category.key, level), nullptr) << category.key;
}

TEST(Taxonomy, a_need_item_may_point_to_several_categories) // LO-6
{
    auto const taxonomy = carried();
    EXPECT_THAT(taxonomy.categories_of("facilities"),
                ElementsAre("gate_and_paths", "lighting", "drying_and_seats", "building_repairs"));
    EXPECT_EQ(taxonomy.duty("gate_and_paths", Level::committee)->competent, Competent::yes);
    EXPECT_EQ(taxonomy.duty("fire_safety", Level::district)->service_class, ServiceClass::urgent);
    EXPECT_EQ(taxonomy.duty("banking", Level::committee), nullptr);
    EXPECT_TRUE(taxonomy.categories_of("no_such_item").empty());
}

TEST(Taxonomy, what_is_loaded_into_the_database_is_what_is_read_back_and_twice_is_once)
{
    auto const database = storage::Database::in_memory();
    for (int i = 0; i < 2; ++i) database->load([](storage::Transaction& tx) { ASSERT_TRUE(load_reference_data(tx)); });
    auto const stored = database->read([](storage::Connection& c) { return taxonomy_store::load(c); }).value();
    auto const taxonomy = carried();
    ASSERT_EQ(stored.categories().size(), taxonomy.categories().size());
    for (std::size_t i = 0; i < stored.categories().size(); ++i) {
        EXPECT_EQ(stored.categories()[i].key, taxonomy.categories()[i].key);
        EXPECT_THAT(stored.categories()[i].need_items,
                    testing::UnorderedElementsAreArray(taxonomy.categories()[i].need_items));
        EXPECT_EQ(stored.categories()[i].resource_kinds, taxonomy.categories()[i].resource_kinds);
    }
    EXPECT_EQ(stored.duties().size(), 102U);
    EXPECT_EQ(stored.group("elderly")->rule.text(), "age >= 60");
}

struct Fault {
    char const* name;
    std::function<void(ReferenceFiles&)> spoil;
    char const* pointer;
    char const* code;
};

std::string& cell(CsvTable& table, std::string_view key, std::string_view column)
{
    for (auto& row : table.rows)
        if (row.cells[0] == key) return row.cells[table.column(column).value()];
    throw std::logic_error("no such row");
}

TEST(Taxonomy, faults_of_the_files_are_refused_with_row_and_column) // LO-9
{
    for (auto const& [name, spoil, pointer, code] : std::vector<Fault>{
             {"third level", [](auto& f) { cell(f.taxonomy, "lighting", "parent") = "gate_and_paths"; },
              "taxonomy.csv:8:parent", "areas.category_third_level"},
             {"circle", [](auto& f) { cell(f.taxonomy, "estate_facilities", "parent") = "lighting"; },
              "taxonomy.csv:6:parent", "areas.category_in_a_circle"},
             {"unknown domain", [](auto& f) { cell(f.taxonomy, "lighting", "domain") = "public_fun"; },
              "taxonomy.csv:8:domain", "areas.word_unknown"},
             {"no English name", [](auto& f) { cell(f.need_items, "property", "en") = ""; }, "need_items.csv:2:en",
              "areas.cell_empty"},
             {"no Chinese name", [](auto& f) { cell(f.groups, "children", "zh") = " "; }, "groups.csv:2:zh",
              "areas.cell_empty"},
             {"item without category", [](auto& f) { cell(f.taxonomy, "handy_repairs", "need_items") = ""; },
              "need_items.csv:4:key", "areas.need_item_without_category"},
             {"category without duty", [](auto& f) { f.duties.rows.erase(f.duties.rows.begin()); },
              "taxonomy.csv:3:issue_category", "areas.category_without_duty"},
             {"unknown item", [](auto& f) { cell(f.taxonomy, "lighting", "need_items") = "facilities|gate"; },
              "taxonomy.csv:8:need_items", "areas.word_unknown"},
             {"key twice", [](auto& f) { cell(f.groups, "youth", "key") = "children"; }, "groups.csv:3:key",
              "areas.key_twice"},
             {"rule", [](auto& f) { cell(f.groups, "children", "rule") = "age <="; }, "groups.csv:2:rule",
              "base.group_rule_not_readable"},
         }) {
        auto files = carried_reference_files().value();
        spoil(files);
        auto const refused = read_taxonomy(files);
        ASSERT_FALSE(refused) << name;
        EXPECT_EQ(refused.error().code, "areas.reference_data_wrong");
        EXPECT_TRUE(std::ranges::any_of(
            refused.error().fields, [&](auto const& field) { return field.pointer == pointer && field.code == code; }))
            << name << ": " << refused.error().fields.front().pointer << " " << refused.error().fields.front().code;
    }
}

} // namespace
} // namespace lilong::areas
