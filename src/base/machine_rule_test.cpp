#include "base/machine_rule.h"

#include <gtest/gtest.h>

#include "base/messages.h"

namespace lilong
{
namespace
{

Machine const kLamp{"lamp",
                    {
                        {"broken", "report", "reported", {Role::resident, Role::committee_worker}, {}},
                        {"reported", "repair", "repaired", {Role::committee_worker}, {"voucher", "photo"}},
                        {"reported", "decline", "declined", {Role::committee_secretary}, {"text"}, NeedsReason::yes},
                        {"reported", "expire", "declined", {}, {"overdue"}},
                        // one action with two outcomes: small works are done at once, large ones go to a meeting
                        {"reported", "approve", "approved", {Role::committee_secretary}, {"small"}},
                        {"reported", "approve", "in_meeting", {Role::committee_secretary}, {"meeting_date"}},
                    },
                    {"repaired", "declined"}};

std::vector<Role> const kWorker{Role::committee_worker};
std::vector<Role> const kSecretary{Role::committee_secretary};

TEST(MachineRule, an_action_in_order_names_its_edge_and_the_role_used)
{
    auto const step =
        apply(kLamp, "reported", "repair", {Role::analyst, Role::committee_worker}, false, {"voucher", "photo"}, false);
    ASSERT_TRUE(step);
    EXPECT_EQ(step->edge->to, "repaired");
    EXPECT_EQ(step->role, Role::committee_worker);
}

TEST(MachineRule, an_action_out_of_place_is_refused_with_what_is_possible)
{
    auto const step = apply(kLamp, "reported", "report", kSecretary, false, {}, false);
    ASSERT_FALSE(step);
    EXPECT_EQ(step.error().kind, ErrorKind::conflict);
    EXPECT_EQ(step.error().code, "loop.transition_not_allowed");
    EXPECT_EQ(step.error().facts.at("allowed"), "decline, approve"); // two edges, named once
    EXPECT_EQ(apply(kLamp, "repaired", "repair", kWorker, false, {}, false).error().facts.at("allowed"), "–");
}

TEST(MachineRule, everything_that_is_missing_is_named_at_once)
{
    auto const step = apply(kLamp, "reported", "repair", kWorker, false, {}, false);
    ASSERT_FALSE(step);
    EXPECT_EQ(step.error().code, "loop.requirement_missing");
    EXPECT_EQ(step.error().facts.at("missing"), "voucher, photo");
    ASSERT_EQ(step.error().fields.size(), 2U);
    EXPECT_EQ(step.error().fields[1].pointer, "/photo");
}

TEST(MachineRule, who_lacks_the_role_is_refused_even_when_all_is_there)
{
    auto const step = apply(kLamp, "reported", "repair", kSecretary, false, {"voucher", "photo"}, false);
    ASSERT_FALSE(step);
    EXPECT_EQ(step.error().kind, ErrorKind::not_permitted);
    EXPECT_EQ(apply(kLamp, "reported", "repair", {}, false, {}, false).error().code, "access.not_permitted");
}

TEST(MachineRule, declining_needs_a_reason)
{
    EXPECT_EQ(apply(kLamp, "reported", "decline", kSecretary, false, {"text"}, false).error().code,
              "loop.reason_missing");
    EXPECT_TRUE(apply(kLamp, "reported", "decline", kSecretary, false, {"text"}, true));
}

TEST(MachineRule, what_the_calendar_does_no_person_can_do_and_the_other_way_round)
{
    auto const step = apply(kLamp, "reported", "expire", {}, true, {"overdue"}, false);
    ASSERT_TRUE(step);
    EXPECT_EQ(step->role, Role::stranger);
    EXPECT_EQ(apply(kLamp, "reported", "expire", kSecretary, false, {"overdue"}, false).error().code,
              "access.not_permitted");
    EXPECT_EQ(apply(kLamp, "reported", "repair", {}, true, {"voucher", "photo"}, false).error().code,
              "access.not_permitted");
}

TEST(MachineRule, of_two_outcomes_of_one_action_the_first_whose_requirements_are_met_is_taken)
{
    EXPECT_EQ(apply(kLamp, "reported", "approve", kSecretary, false, {"small", "meeting_date"}, false)->edge->to,
              "approved");
    EXPECT_EQ(apply(kLamp, "reported", "approve", kSecretary, false, {"meeting_date"}, false)->edge->to, "in_meeting");
    EXPECT_EQ(apply(kLamp, "reported", "approve", kSecretary, false, {}, false).error().code,
              "loop.requirement_missing");
}

TEST(MachineRule, buttons_show_each_action_once_with_the_least_that_is_missing)
{
    auto const actions = allowed_actions(kLamp, "reported", kSecretary, {"meeting_date"});
    ASSERT_EQ(actions.size(), 2U);
    EXPECT_EQ(actions[0].action, "decline");
    EXPECT_TRUE(actions[0].needs_reason);
    EXPECT_EQ(actions[0].missing, std::vector<std::string>{"text"});
    EXPECT_EQ(actions[1].action, "approve");
    EXPECT_TRUE(actions[1].missing.empty());
    EXPECT_TRUE(allowed_actions(kLamp, "repaired", kSecretary, {}).empty());
}

} // namespace
} // namespace lilong
