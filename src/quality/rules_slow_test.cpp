// What takes many rounds to see: how often all is well and a flag is raised all the same, and how long a district
// takes.
#include <gtest/gtest.h>
#include <iostream>

#include "quality/round_flags.h"
#include "quality/sample_test.h"

namespace lilong::quality
{
namespace
{

struct Alarms {
    int rounds = 0, pattern = 0, duplicates = 0, zero_variance = 0;
    std::int64_t forms = 0, straight = 0;
};

Alarms alarms_of(Sample sample, int rounds)
{
    Alarms out;
    for (int i = 0; i < rounds; ++i, ++out.rounds) {
        sample.seed = 1000 + static_cast<std::uint64_t>(i);
        SampleRound round{sample};
        auto const digests = round.digests();
        bool pattern = false, duplicates = false, zero = false;
        for (auto const& flag : flags_of_round(round.questions, SampleRound::pointers(digests), round.limits)) {
            pattern |= flag.family == Family::interviewer_pattern;
            duplicates |= flag.family == Family::near_duplicates;
            zero |= flag.family == Family::zero_variance;
            if (flag.family == Family::straight_lining) out.straight += flag.forms;
        }
        out.pattern += pattern;
        out.duplicates += duplicates;
        out.zero_variance += zero;
        for (auto const& committee : round.committees) out.forms += static_cast<std::int64_t>(committee.forms.size());
    }
    std::cout << out.rounds << " rounds of " << sample.committees << " x " << sample.collectors << " x " << sample.forms
              << " forms, interviewers " << sample.interviewer_sd << " apart: pattern in " << out.pattern
              << ", duplicates in " << out.duplicates << ", zero variance in " << out.zero_variance << "; "
              << out.straight << " of " << out.forms << " forms straight\n";
    return out;
}

// Interviewers of ordinary quality: a correlation of about 0.015 inside them, or none. The rate of Benjamini-Hochberg
// is 5 %; three standard errors above it would be a fault.
TEST(FalseAlarms, stay_below_the_stated_rate_whether_interviewers_differ_a_little_or_not_at_all)
{
    for (auto const sd : {0.0, 0.25}) {
        auto const found = alarms_of({.committees = 3, .collectors = 4, .forms = 50, .interviewer_sd = sd}, 400);
        EXPECT_LE(found.pattern, 33);
        EXPECT_LE(found.duplicates, 4);
        EXPECT_EQ(found.zero_variance, 0);
        EXPECT_LT(found.straight * 1000, found.forms);
    }
}

// One committee with two interviewers is where the least is known about how interviewers differ.
TEST(FalseAlarms, stay_below_the_stated_rate_in_a_committee_with_two_interviewers)
{
    auto const found = alarms_of({.committees = 1, .collectors = 2, .forms = 80}, 400);
    EXPECT_LE(found.pattern, 33);
    EXPECT_LE(found.duplicates, 4);
}

// Households that need much or nothing at all, as in poor and in new estates.
TEST(FalseAlarms, stay_rare_where_households_differ_widely)
{
    auto const found = alarms_of({.committees = 2, .collectors = 3, .forms = 60, .household_sd = 1.6}, 200);
    EXPECT_LE(found.pattern, 19);
    EXPECT_LE(found.duplicates, 4);
    EXPECT_LT(found.straight * 100, found.forms);
}

} // namespace
} // namespace lilong::quality
