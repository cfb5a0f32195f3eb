#include "base/messages.h"

#include <gtest/gtest.h>

#include "base/actor.h"
#include "base/resource.h"

namespace lilong
{
namespace
{

TEST(Messages, facts_stand_in_the_sentence)
{
    EXPECT_EQ(sentence("base.csv_header_twice", {{"file", "a.csv"}, {"column", "name"}}, Language::en),
              "a.csv has two columns named \"name\". Rename or remove one.");
}

TEST(Messages, a_fact_nobody_gave_leaves_a_gap_and_a_code_nobody_knows_stands_for_itself)
{
    EXPECT_EQ(sentence("base.csv_row", {}, Language::en), "Row  is wrong.");
    EXPECT_EQ(sentence("nobody.knows_this", {}, Language::zh_cn), "nobody.knows_this");
}

TEST(Messages, every_code_speaks_both_languages)
{
    auto const all = all_messages();
    ASSERT_GT(all.size(), 50U);
    for (auto const& message : all) {
        EXPECT_FALSE(message.zh.empty()) << message.code;
        EXPECT_FALSE(message.en.empty()) << message.code;
    }
}

TEST(Resource, what_the_program_carries_is_found_by_its_path)
{
    EXPECT_TRUE(resource("data/need_items.csv").starts_with("code,") ||
                resource("data/need_items.csv").find(',') != std::string_view::npos);
    EXPECT_THROW((void)resource("data/no_such.csv"), std::runtime_error);
}

TEST(Resource, a_group_of_files_comes_in_the_order_of_names)
{
    auto const migrations = resources_matching("/migrations/", ".sql");
    ASSERT_GT(migrations.size(), 3U);
    for (std::size_t i = 1; i < migrations.size(); ++i) EXPECT_LT(migrations[i - 1].name, migrations[i].name);
    EXPECT_TRUE(resources_matching("/migrations/", ".exe").empty());
}

TEST(Role, every_role_is_read_back_from_its_word)
{
    for (auto role : kRoles) EXPECT_EQ(role_of(name(role)), role);
    EXPECT_EQ(role_of("stranger"), std::nullopt); // nobody can be granted to be a stranger
    EXPECT_EQ(role_of("king"), std::nullopt);
}

} // namespace
} // namespace lilong
