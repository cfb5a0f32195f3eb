#include <gtest/gtest.h>

#include "architecture_rule.h"

namespace lilong::architecture
{
namespace
{

std::string joined(std::vector<std::string> const& lines)
{
    std::string out;
    for (auto const& line : lines) out += "\n  " + line;
    return out;
}

// A little tree in which one file is planted; everything it says is about that file.
std::vector<std::string> said_of(std::string path, std::string text)
{
    SourceTree tree{"base:\nstorage: base\naccess: base storage\nhttp: base\nloop: base storage access\nbudgeting: "
                    "base storage http access loop\nlilong: *\n",
                    {}};
    tree.files[std::move(path)] = std::move(text);
    return objections(tree);
}

TEST(Architecture, the_tree_keeps_to_its_layers_and_roles)
{
    auto const tree = read_tree(LILONG_SOURCE_DIR);
    ASSERT_GT(tree.files.size(), 50U);
    auto const said = objections(tree);
    EXPECT_TRUE(said.empty()) << joined(said);
}

TEST(ArchitectureRule, a_rule_that_includes_storage_is_named_with_its_line)
{
    EXPECT_EQ(said_of("budgeting/approval_rule.cpp",
                      "#include \"budgeting/approval_rule.h\"\n\n#include \"storage/database.h\"\n"),
              (std::vector<std::string>{"budgeting/approval_rule.cpp:3: a rule may not include storage"}));
}

TEST(ArchitectureRule, a_folder_may_not_include_one_above_it)
{
    EXPECT_EQ(said_of("loop/state_service.h", "#include \"budgeting/types.h\"\n"),
              (std::vector<std::string>{"loop/state_service.h:1: loop may not include budgeting (src/layers.txt)"}));
}

TEST(ArchitectureRule, what_is_in_order_is_not_complained_about)
{
    EXPECT_TRUE(said_of("budgeting/ledger_store.cpp", "#include \"storage/database.h\"\n").empty());
    EXPECT_TRUE(
        said_of("budgeting/ledger_routes.cpp", "#include \"http/router.h\"\n#include <nlohmann/json.hpp>\n").empty());
    EXPECT_TRUE(said_of("budgeting/approval_rule_test.cpp", "#include \"storage/database.h\"\n").empty());
    EXPECT_TRUE(said_of("lilong/wiring.cpp", "#include \"budgeting/ledger_routes.h\"\n").empty());
}

TEST(ArchitectureRule, planted_impurities_are_found)
{
    EXPECT_EQ(said_of("loop/wait_rule.cpp", "auto t = std::chrono::system_clock::now();\n").size(), 1U);
    EXPECT_EQ(said_of("loop/draw_rule.cpp", "#include <random>\n").size(), 1U);
    EXPECT_EQ(said_of("loop/types.h", "#include \"access/audit.h\"\n"),
              (std::vector<std::string>{"loop/types.h:1: types may not include access"}));
    EXPECT_EQ(said_of("loop/need_store.h", "#include \"loop/need_service.h\"\n").size(), 1U);
    EXPECT_EQ(said_of("budgeting/ledger_service.cpp", "#include \"http/router.h\"\n").size(), 1U);
    EXPECT_EQ(said_of("budgeting/wire.h", "#include <nlohmann/json.hpp>\n").size(), 1U);
    EXPECT_EQ(said_of("sideways/a.h", "int a;\n"),
              (std::vector<std::string>{"sideways/a.h:1: the folder has no line in layers.txt"}));
}

TEST(ArchitectureRule, a_state_written_behind_the_engines_back_is_found)
{
    EXPECT_EQ(
        said_of("budgeting/project_store.cpp", "constexpr Sql k{\"x\", \"update object_state set state = $1\"};\n")
            .size(),
        1U);
    EXPECT_TRUE(
        said_of("loop/state_service.cpp", "constexpr Sql k{\"x\", \"update object_state set state = $1\"};\n").empty());
}

TEST(ArchitectureRule, sql_that_not_every_database_speaks_is_found)
{
    EXPECT_EQ(said_of("loop/migrations/0040-loop.sql", "create trigger t after insert on x begin end;\n").size(), 1U);
    EXPECT_EQ(said_of("loop/a_store.cpp", "constexpr Sql k{\"x\", \"select now() from y\"};\n").size(), 1U);
    EXPECT_EQ(
        said_of("loop/a_store.cpp", "constexpr Sql k{\"x\", \"with recursive r as (select 1) select 2\"};\n").size(),
        1U);
    EXPECT_TRUE(said_of("loop/a_service.cpp", "tx.change(kUpdate, \"x\", clock_.now());\n").empty());
}

TEST(ArchitectureRule, a_key_that_does_not_start_with_the_area_is_found)
{
    EXPECT_EQ(
        said_of("loop/migrations/0040-loop.sql",
                "create table t (\n  area_id text not null,\n  id text not null,\n  primary key (id, area_id)\n);\n"),
        (std::vector<std::string>{"loop/migrations/0040-loop.sql:4: primary key must start with area_id"}));
}

TEST(ArchitectureRule, a_circle_in_the_layers_is_found)
{
    auto const said = objections({"base:\nneeds: base issues\nissues: base needs\n", {}});
    ASSERT_EQ(said.size(), 1U);
    EXPECT_TRUE(said[0].starts_with("layers.txt:2: \"issues\" stands lower"));
}

TEST(ArchitectureRule, four_units_with_beast_are_one_too_many)
{
    SourceTree tree{"base:\nhttp: base\n", {}};
    for (auto name : {"http/a.cpp", "http/b.cpp", "http/c.cpp"}) tree.files[name] = "#include <boost/beast/core.hpp>\n";
    EXPECT_TRUE(objections(tree).empty());
    tree.files["http/d.cpp"] = "#include <boost/beast/core.hpp>\n";
    EXPECT_EQ(objections(tree).size(), 4U);
}

} // namespace
} // namespace lilong::architecture
