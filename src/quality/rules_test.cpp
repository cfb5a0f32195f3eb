#include <gtest/gtest.h>

#include "quality/duplicate_rule.h"
#include "quality/interviewer_rule.h"
#include "quality/peer_model_rule.h"
#include "quality/round_flags.h"
#include "quality/sample_test.h"
#include "quality/straight_rule.h"
#include "quality/zero_variance_rule.h"

namespace lilong::quality
{
namespace
{

std::vector<Flag> flags_of(SampleRound& round)
{
    auto const digests = round.digests();
    return flags_of_round(round.questions, SampleRound::pointers(digests), round.limits);
}

std::vector<Flag> of_family(std::vector<Flag> const& flags, Family family)
{
    std::vector<Flag> out;
    for (auto const& flag : flags)
        if (flag.family == family) out.push_back(flag);
    return out;
}

Flag const* of_rule(std::vector<Flag> const& flags, std::string_view rule)
{
    for (auto const& flag : flags)
        if (flag.rule == rule) return &flag;
    return nullptr;
}

// ---- the peers' model

TEST(PeerModel, interviewers_who_agree_have_no_correlation_and_those_who_differ_have_one)
{
    std::vector<Count> const alike{{20, 40}, {20, 40}, {20, 40}}, apart{{40, 40}, {0, 40}, {20, 40}};
    EXPECT_NEAR(correlation(spread_of(alike)), -1.0 / 39, 0.002);
    // by hand: between 20/2 = 10, within 10/117, n0 = 40
    EXPECT_NEAR(correlation(spread_of(apart)), (10 - 10.0 / 117) / (10 + 39 * 10.0 / 117), 1e-9);
}

TEST(PeerModel, the_error_of_the_peers_own_share_widens_what_is_expected)
{
    std::vector<Count> const few{{5, 10}}, many{{500, 1000}, {500, 1000}, {500, 1000}, {500, 1000}};
    Limits const limits;
    EXPECT_LT(peer_model(few, {}, limits).precision, peer_model(many, {}, limits).precision);
}

TEST(PeerModel, the_chance_that_all_answers_are_equal_is_that_of_the_beta_binomial)
{
    EXPECT_NEAR(chance_that_all(1, {0.4, 10, 100}), 0.4, 1e-12);
    EXPECT_NEAR(chance_that_all(2, {0.4, 10, 100}), 0.4 * 5 / 11, 1e-12);
    EXPECT_NEAR(chance_that_all(3, {0.4, std::numeric_limits<double>::infinity(), 100}), 0.064, 1e-12);
}

// ---- zero variance

TEST(ZeroVariance, a_need_at_100_percent_over_tens_of_thousands_of_forms_is_caught)
{
    SampleRound round({.committees = 40, .collectors = 1, .forms = 20});
    auto digests = round.digests();
    auto const& item = round.questions.items[3];
    auto const sub_district = digests[0].sub_district;
    for (auto& digest : digests) {
        // 29,000 forms in the first sub-district all say yes; nine in ten do elsewhere, and committees differ widely
        auto const first = digest.sub_district == sub_district;
        std::int64_t const n = first ? 2900 : 300;
        auto const yes = first ? n : 210 + static_cast<std::int64_t>(round.rng.below(91));
        digest.all.counts[item.offset] = yes;
        digest.all.counts[item.offset + 1] = 0;
        digest.all.counts[item.offset + 2] = n - yes;
        digest.all.counts[item.offset + 3] = 0;
    }
    auto const found = zero_variance(round.questions, SampleRound::pointers(digests), round.limits);
    auto const* flag = of_rule(found, "all_equal_sub_district");
    ASSERT_TRUE(flag);
    EXPECT_EQ(flag->area, sub_district);
    EXPECT_EQ(flag->item, item.name);
    EXPECT_EQ(flag->forms, 29'000);
    EXPECT_LT(flag->chance, 1e-6);
    EXPECT_GT(flag->peers, 0.7);
    EXPECT_EQ(flag->dots.size(), 30U);
}

TEST(ZeroVariance, a_collector_who_wrote_need_on_every_form_is_caught_and_the_forms_are_named)
{
    SampleRound round({.committees = 3, .collectors = 3, .forms = 45});
    round.set_all(1, round.forms_of(1, 2), 4, '1');
    auto const found = of_family(flags_of(round), Family::zero_variance);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].rule, "all_equal_interviewer");
    EXPECT_EQ(found[0].collector, round.committees[1].collectors[2]);
    EXPECT_EQ(found[0].item, round.questions.items[4].name);
    EXPECT_EQ(found[0].answer, "need");
    EXPECT_EQ(found[0].records.size(), 45U);
    EXPECT_EQ(found[0].dots.size(), 2U) << "the two colleagues of the committee";
}

TEST(ZeroVariance, what_everybody_says_everywhere_is_no_surprise)
{
    SampleRound round({.committees = 12, .collectors = 2, .forms = 30});
    for (std::size_t c = 0; c < 12; ++c)
        for (std::size_t i = 0; i < 2; ++i) round.set_all(c, round.forms_of(c, i), 0, '1');
    EXPECT_TRUE(of_family(flags_of(round), Family::zero_variance).empty());
}

TEST(ZeroVariance, twenty_nine_forms_are_too_few_to_say)
{
    SampleRound round({.committees = 1, .collectors = 4, .forms = 29});
    round.set_all(0, round.forms_of(0, 1), 4, '1');
    EXPECT_TRUE(of_family(flags_of(round), Family::zero_variance).empty());
}

// ---- straight lines

TEST(StraightLine, the_same_answer_down_the_whole_page_is_found)
{
    SampleRound round({});
    auto const digests = round.digests();
    auto form = round.committees[0].forms[0].coded;
    for (auto const& question : round.questions.items)
        if (question.need && form[question.place] != '.') form[question.place] = '2';
    auto const found = straight_line(round.questions, form, digests[0].all, round.limits);
    ASSERT_TRUE(found);
    EXPECT_LT(found->chance, 1e-4);
}

TEST(StraightLine, a_run_over_four_fifths_of_the_page_counts_and_a_shorter_one_does_not)
{
    SampleRound round({});
    auto const digests = round.digests();
    std::string form = survey::nothing_asked(survey::need_questionnaire(areas::read_reference_data().value()).value());
    for (std::size_t i = 0; i < 20; ++i) form[round.questions.items[i].place] = i < 16 ? '2' : i % 2 == 0 ? '1' : '3';
    EXPECT_TRUE(straight_line(round.questions, form, digests[0].all, round.limits));
    form[round.questions.items[3].place] = '3';
    EXPECT_FALSE(straight_line(round.questions, form, digests[0].all, round.limits));
}

TEST(StraightLine, where_nearly_everybody_needs_nothing_a_household_that_needs_nothing_is_ordinary)
{
    SampleRound round({});
    OptionCounts shares{round.questions};
    for (auto const& question : round.questions.items) {
        shares.counts[question.offset] = 3;
        shares.counts[question.offset + 2] = 97;
    }
    auto form = round.committees[0].forms[0].coded;
    for (auto const& question : round.questions.items)
        if (form[question.place] != '.') form[question.place] = question.need ? '3' : '1';
    EXPECT_FALSE(straight_line(round.questions, form, shares, round.limits));
}

TEST(StraightLine, a_collector_with_twenty_straight_forms_stands_out_from_colleagues)
{
    SampleRound round({.committees = 2, .collectors = 3, .forms = 40});
    auto const forms = round.forms_of(0, 1);
    for (std::size_t f = 0; f < 20; ++f)
        for (std::size_t q = 0; q < round.questions.items.size(); ++q)
            if (round.questions.items[q].need && round.at(0, forms[f], q) != '.') round.at(0, forms[f], q) = '2';
    auto const flags = flags_of(round);
    auto const* flag = of_rule(flags, "straight_interviewer");
    ASSERT_TRUE(flag);
    EXPECT_EQ(flag->collector, round.committees[0].collectors[1]);
    EXPECT_EQ(flag->records.size(), 20U);
    EXPECT_NEAR(flag->observed, 0.5, 1e-9);
    EXPECT_LT(flag->peers, 0.05);
}

// ---- patterns of interviewers

TEST(InterviewerPattern, a_collector_whose_households_need_something_no_colleague_hears_of_is_found)
{
    SampleRound round({.committees = 4, .collectors = 4, .forms = 60});
    for (std::size_t c = 0; c < 4; ++c) // about half of all say yes
        for (auto& form : round.committees[c].forms)
            form.coded[round.questions.items[7].place] = round.rng.below(2) == 0 ? '1' : '3';
    auto const forms = round.forms_of(2, 0);
    for (std::size_t f = 0; f < forms.size(); ++f) round.at(2, forms[f], 7) = f % 13 == 0 ? '3' : '1';
    auto const flags = flags_of(round);
    auto const* flag = of_rule(flags, "unlike_colleagues");
    ASSERT_TRUE(flag);
    EXPECT_EQ(flag->collector, round.committees[2].collectors[0]);
    EXPECT_EQ(flag->item, round.questions.items[7].name);
    EXPECT_EQ(flag->dots.size(), 3U);
    EXPECT_TRUE(std::isfinite(flag->correlation));
}

TEST(InterviewerPattern, the_only_collector_of_a_committee_is_compared_inside_the_sub_district)
{
    SampleRound round({.committees = 8, .collectors = 1, .forms = 60});
    for (std::size_t c = 0; c < 8; ++c)
        for (auto& form : round.committees[c].forms)
            form.coded[round.questions.items[7].place] = round.rng.below(2) == 0 ? '1' : '3';
    auto const forms = round.forms_of(3, 0);
    for (std::size_t f = 0; f < forms.size(); ++f) round.at(3, forms[f], 7) = f % 20 == 0 ? '3' : '1';
    auto const flags = flags_of(round);
    auto const* flag = of_rule(flags, "unlike_colleagues");
    ASSERT_TRUE(flag);
    EXPECT_EQ(flag->area, round.committees[3].committee);
    EXPECT_EQ(flag->dots.size(), 7U);
}

// ---- near duplicates

TEST(NearDuplicates, a_form_copied_with_two_answers_changed_is_found_with_both_records)
{
    SampleRound round({.committees = 1, .collectors = 3, .forms = 40});
    auto const forms = round.forms_of(0, 1);
    round.committees[0].forms[forms[5]].coded = round.committees[0].forms[forms[9]].coded;
    round.at(0, forms[5], 1) = '4';
    round.at(0, forms[5], 6) = '4';
    auto const found = of_family(flags_of(round), Family::near_duplicates);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].records,
              (std::vector{round.committees[0].forms[forms[5]].id, round.committees[0].forms[forms[9]].id}));
    EXPECT_GT(found[0].observed, 0.85);
    EXPECT_LT(found[0].peers, 0.85) << "the most alike forms of different collectors";
}

TEST(NearDuplicates, the_same_form_by_two_collectors_is_not_this_flag)
{
    SampleRound round({.committees = 1, .collectors = 2, .forms = 30});
    round.committees[0].forms[3].coded = round.committees[0].forms[40].coded;
    EXPECT_TRUE(of_family(flags_of(round), Family::near_duplicates).empty());
}

// ---- false alarms: rounds in which all is well

TEST(CleanRounds, raise_a_flag_of_any_interviewer_in_fewer_than_one_round_of_twenty)
{
    int rounds = 0, with_pattern = 0, with_duplicates = 0, with_zero_variance = 0;
    std::int64_t forms = 0, straight = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed, ++rounds) {
        SampleRound round({.committees = 2, .collectors = 3, .forms = 40, .seed = seed * 7919});
        auto const flags = flags_of(round);
        with_pattern += !of_family(flags, Family::interviewer_pattern).empty();
        with_duplicates += !of_family(flags, Family::near_duplicates).empty();
        with_zero_variance += !of_family(flags, Family::zero_variance).empty();
        for (auto const& flag : of_family(flags, Family::straight_lining)) straight += flag.forms;
        forms += 240;
    }
    RecordProperty("rounds_with_pattern", with_pattern);
    RecordProperty("straight_forms", static_cast<int>(straight));
    std::cout << rounds << " clean rounds: " << with_pattern << " with an interviewer pattern, " << with_duplicates
              << " with near duplicates, " << with_zero_variance << " with zero variance; " << straight << " of "
              << forms << " forms straight\n";
    EXPECT_LE(with_pattern, 3); // 5 % of 60, the rate of Benjamini-Hochberg
    EXPECT_LE(with_duplicates, 1);
    EXPECT_EQ(with_zero_variance, 0);
    EXPECT_LT(straight, forms / 1000);
}

TEST(Flags, keep_their_key_when_one_more_form_arrives)
{
    SampleRound round({.committees = 2, .collectors = 3, .forms = 45});
    round.set_all(1, round.forms_of(1, 2), 4, '1');
    auto const before = of_family(flags_of(round), Family::zero_variance);
    auto form = round.committees[1].forms[round.forms_of(1, 2)[0]];
    form.id = ResponseId::random(round.rng);
    form.household = HouseholdId::random(round.rng);
    round.committees[1].forms.push_back(form);
    auto const after = of_family(flags_of(round), Family::zero_variance);
    ASSERT_EQ(before.size(), 1U);
    ASSERT_EQ(after.size(), 1U);
    EXPECT_EQ(before[0].key, after[0].key);
    EXPECT_EQ(after[0].forms, 46);
}

} // namespace
} // namespace lilong::quality
