#include "base/text.h"

#include <gtest/gtest.h>

namespace lilong
{
namespace
{

TEST(Text, utf8_is_told_from_what_only_looks_like_it)
{
    for (auto const* good : {"", "plain", "里弄", "\xF0\xA0\xAE\xB7"}) EXPECT_TRUE(valid_utf8(good)) << good;
    for (auto const* bad : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
                            "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE9\x87", "ab\xFF"})
        EXPECT_FALSE(valid_utf8(bad));
}

TEST(Text, length_is_counted_in_characters)
{
    EXPECT_EQ(code_points("里弄 ok"), 5U);
    EXPECT_EQ(code_points(""), 0U);
}

TEST(Text, space_at_both_ends_goes_even_the_one_that_does_not_break)
{
    EXPECT_EQ(trimmed(" \t\xC2\xA0里弄 a\xC2\xA0\r\n"), "里弄 a");
    EXPECT_EQ(trimmed(" \xC2\xA0 "), "");
}

TEST(Text, splitting_keeps_empty_parts)
{
    EXPECT_EQ(split("a,,b,", ','), (std::vector<std::string_view>{"a", "", "b", ""}));
    EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
}

TEST(Text, a_whole_number_is_digits_and_nothing_else)
{
    EXPECT_EQ(whole_number("-12"), -12);
    EXPECT_EQ(whole_number("+7"), 7);
    EXPECT_EQ(whole_number("9223372036854775807"), INT64_MAX);
    for (auto const* text : {"", "+", "-", "1.0", " 1", "1 ", "9223372036854775808", "0x10", "+-5", "--5", "一"})
        EXPECT_FALSE(whole_number(text)) << text;
}

TEST(Text, a_decimal_number_has_a_point_and_is_finite)
{
    EXPECT_EQ(decimal_number("0.25"), 0.25);
    EXPECT_EQ(decimal_number("-1e3"), -1000);
    for (auto const* text : {"", "0,25", "nan", "inf", "-inf", "infinity", "+-1", "1e999", "1.0 "})
        EXPECT_FALSE(decimal_number(text)) << text;
}

TEST(Text, the_hash_is_the_published_one) // FIPS 180-4 example
{
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Text, a_misspelt_word_finds_the_one_meant)
{
    std::vector<std::string> const known{"weight", "committee", "household"};
    EXPECT_EQ(nearest_word("wieght", known), "weight");
    EXPECT_EQ(nearest_word("houshold", known), "household");
    EXPECT_EQ(nearest_word("estate", known), std::nullopt);
}

TEST(Text, chinese_is_answered_unless_english_is_asked_for_first)
{
    EXPECT_EQ(language_of(""), Language::zh_cn);
    EXPECT_EQ(language_of("fr, de"), Language::zh_cn);
    EXPECT_EQ(language_of("en-GB,zh;q=0.8"), Language::en);
    EXPECT_EQ(language_of("fr, en, zh"), Language::en);
    EXPECT_EQ(language_of("zh-CN, en"), Language::zh_cn);
}

} // namespace
} // namespace lilong
