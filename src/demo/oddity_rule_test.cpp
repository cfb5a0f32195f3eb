#include "demo/oddity_rule.h"

#include <gtest/gtest.h>
#include <map>

namespace lilong::demo
{
namespace
{

std::map<std::pair<std::size_t, char>, int> counts(std::vector<std::string> const& coded)
{
    std::map<std::pair<std::size_t, char>, int> out;
    for (auto const& form : coded)
        for (std::size_t place = 0; place < form.size(); ++place) ++out[{place, form[place]}];
    return out;
}

TEST(Oddities, straight_forms_take_their_answers_from_others_and_no_count_moves)
{
    std::vector<std::string> coded{"1212.", "2121.", "3333.", "3331.", "1333."};
    auto const before = counts(coded);
    answer_alike(coded, {0, 1, 2, 3, 4}, {0, 1}, 1);
    EXPECT_EQ(coded[0], "3333.");
    EXPECT_EQ(coded[1], "2121.") << "only as many as wanted";
    EXPECT_EQ(counts(coded), before);
}

TEST(Oddities, a_copied_form_is_asked_what_it_was_asked_before)
{
    std::vector<std::string> coded{"1234", "44.1", "1221", "1234"};
    auto const before = counts(coded);
    answer_as(coded, {0, 1, 2, 3}, 0, 1);
    EXPECT_EQ(coded[1], "12.4");
    EXPECT_EQ(coded[0], "1234");
    EXPECT_EQ(counts(coded), before);
}

} // namespace
} // namespace lilong::demo
