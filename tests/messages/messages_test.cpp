#include "messages/messages_rule.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>

namespace lilong::messages
{
namespace
{

std::string joined(std::vector<std::string> const& lines)
{
    std::string out;
    for (auto const& line : lines) out += "\n  " + line;
    return out;
}

std::string const kApproved = std::string{LILONG_SOURCE_DIR} + "/tests/messages/all.txt";

TEST(Messages, every_refusal_has_its_sentence_in_both_languages_and_none_is_unused)
{
    auto const said = objections(read_sources(LILONG_SOURCE_DIR), carried_catalogue());
    EXPECT_TRUE(said.empty()) << joined(said);
}

TEST(Messages, all_sentences_are_those_that_were_approved)
{
    auto const now = approved_text(all_messages());
    if (std::getenv("LILONG_APPROVE")) std::ofstream(kApproved) << now;
    std::ifstream in(kApproved);
    std::string const approved{std::istreambuf_iterator<char>(in), {}};
    auto const differs = std::ranges::mismatch(now, approved).in1 - now.begin();
    EXPECT_TRUE(now == approved)
        << "first difference: " << now.substr(now.rfind('\n', static_cast<std::size_t>(differs)) + 1, 160) << "\nread the difference; if it is meant, run with LILONG_APPROVE=1 and commit tests/messages/all.txt";
}

Catalogue catalogue(std::vector<Message> messages)
{
    Catalogue out{std::move(messages), {}};
    for (auto const& message : out.messages) out.home[message.code] = message.code.substr(0, message.code.find('.'));
    return out;
}

std::string const kRefusal = "return refuse(ErrorKind::conflict, \"needs.not_yet\", {{\"day\", day}});";
Message const kNotYet{"needs.not_yet", "{day} 之前不行。", "Not before {day}."};

TEST(MessagesRule, a_spoken_and_translated_code_is_in_order)
{
    EXPECT_TRUE(objections({{"needs/a_service.cpp", kRefusal}}, catalogue({kNotYet})).empty());
}

TEST(MessagesRule, a_refusal_without_sentence_is_found_also_as_one_of_two)
{
    EXPECT_EQ(objections({{"needs/a_service.cpp", kRefusal}}, {}),
              (std::vector<std::string>{"needs/a_service.cpp: \"needs.not_yet\" has no sentence"}));
    EXPECT_EQ(
        objections({{"needs/a.cpp", "int a; if (x) return refuse(k, late ? \"needs.late\" : \"needs.early\");"}}, {})
            .size(),
        2U);
    EXPECT_EQ(objections({{"needs/a.cpp", "body.wrong(\"name\", \"needs.wrong_name\");"}}, {}).size(), 1U);
}

TEST(MessagesRule, names_of_statements_and_permissions_need_no_sentence)
{
    EXPECT_TRUE(
        objections({{"needs/a.cpp", "constexpr Sql k{\"needs.by_id\", \"select 1\"}; // refuse(\"needs.x\")\n"}}, {})
            .empty());
}

TEST(MessagesRule, a_requirement_of_a_machine_needs_its_sentence)
{
    std::string const machine =
        "Machine const k{\"need\", {{\"a\", \"go\", \"b\", {Role::collector}, {\"plan\", \"date\"}}}};";
    EXPECT_EQ(objections({{"needs/machine_rule.h", machine}}, {}).size(), 2U);
    EXPECT_TRUE(objections({{"needs/machine_rule.h", machine}},
                           catalogue({{"loop.missing_plan", "计划", "plan"}, {"loop.missing_date", "日期", "date"}}))
                    .empty());
    EXPECT_EQ(objections({{"needs/machine_rule.h", machine}}, catalogue({{"loop.missing_plan", "计划", "plan"},
                                                                         {"loop.missing_date", "日期", "date"},
                                                                         {"loop.missing_tea", "茶", "tea"}}))
                  .size(),
              1U);
}

TEST(MessagesRule, planted_faults_of_the_catalogue_are_found)
{
    auto const said = [](Message const& message) {
        return objections({{"needs/a_service.cpp", kRefusal}}, catalogue({message}));
    };
    EXPECT_EQ(said({"needs.not_yet", "{day} 之前不行。", "Not before {date}."}),
              (std::vector<std::string>{"needs.not_yet: the two languages fill different facts"}));
    EXPECT_EQ(said({"needs.not_yet", "{day}", "Not before {day} 不行"}),
              (std::vector<std::string>{"needs.not_yet: Chinese in the English sentence"}));
    EXPECT_EQ(said({"needs.not_yet", "", "Not yet."}),
              (std::vector<std::string>{"needs.not_yet has no Chinese sentence"}));
    EXPECT_EQ(objections({}, catalogue({kNotYet})), (std::vector<std::string>{"needs.not_yet is used nowhere"}));
}

TEST(MessagesRule, a_code_stands_in_the_catalogue_of_its_own_folder)
{
    auto astray = catalogue({kNotYet});
    astray.home["needs.not_yet"] = "loop";
    EXPECT_EQ(objections({{"needs/a_service.cpp", kRefusal}}, astray),
              (std::vector<std::string>{"needs.not_yet stands in the catalogue of loop"}));
}

} // namespace
} // namespace lilong::messages
