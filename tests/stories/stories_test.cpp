// Each .story beside the code becomes one test; and the runner itself is shown to fail where it must.
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "stories/district_steps.h"
#include "stories/issue_steps.h"
#include "stories/story_runner.h"

namespace lilong::stories
{
namespace
{

Steps known_steps()
{
    Steps steps;
    add_issue_steps(steps);
    add_district_steps(steps);
    add_year_steps(steps);
    return steps;
}

class StoryTest : public testing::Test
{
public:
    explicit StoryTest(Story story) : story_(std::move(story)) {}
    void TestBody() override { tell(story_, known_steps()); }

private:
    Story story_;
};

std::string snake(std::string title)
{
    for (auto& c : title)
        if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
    return title;
}

// Before main: GoogleTest wants to know all tests before it runs the first.
bool const kTold = [] {
    for (auto const& story : all_stories(LILONG_SOURCE_DIR))
        testing::RegisterTest("Story", snake(story.title).c_str(), nullptr, nullptr, story.file.c_str(), 1,
                              [story]() -> testing::Test* { return new StoryTest{story}; });
    return true;
}();

Steps sums()
{
    Steps steps;
    steps.add("the numbers", [](Telling const& t) {
        for (auto const& row : t.table.rows()) t.world.the<int>() += std::stoi(row.at("n"));
    });
    steps.add("the sum is", [](Telling const& t) { t.expect(Table{{{"sum"}, {std::to_string(t.world.the<int>())}}}); });
    return steps;
}

char const* const kSums =
    "Story: sums\n  Given the numbers\n    | n |\n    | 3 |\n    | 4 |\n  Then the sum is\n    | sum |\n    | %s |\n";

std::vector<Story> sums_story(std::string const& sum)
{
    std::string text{kSums};
    return read_stories(text.replace(text.find("%s"), 2, sum), "sums.story");
}

TEST(StoryRunner, there_are_stories_to_tell)
{
    EXPECT_TRUE(kTold);
    EXPECT_FALSE(all_stories(LILONG_SOURCE_DIR).empty());
}

TEST(StoryRunner, a_true_story_passes) { tell(sums_story("7").at(0), sums()); }

TEST(StoryRunner, a_false_story_fails_with_both_tables_side_by_side)
{
    EXPECT_NONFATAL_FAILURE(tell(sums_story("8").at(0), sums()), "sums.story:6");
    EXPECT_EQ(side_by_side({{{"sum"}, {"8"}}}, {{{"sum"}, {"7"}}}),
              "\n    expected    actual\n    | sum |     | sum |\n  ! | 8   |     | 7   |\n");
}

TEST(StoryRunner, a_sentence_without_step_fails)
{
    EXPECT_NONFATAL_FAILURE(tell(read_stories("Story: s\n  When pigs fly\n", "pigs.story").at(0), sums()),
                            "pigs.story:2: no step knows \"pigs fly\"");
}

TEST(StoryRunner, a_line_that_is_none_fails)
{
    EXPECT_NONFATAL_FAILURE((void)read_stories("Story: s\n  Perhaps it rains\n", "rain.story"), "rain.story:2");
}

} // namespace
} // namespace lilong::stories
