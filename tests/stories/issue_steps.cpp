#include "stories/issue_steps.h"

#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "issues/district_test.h"

namespace lilong::stories
{

namespace
{

using namespace issues;

// Who and what the stories speak of, by name.
struct Street {
    District district;
    std::map<std::string, AreaId> areas{{"北苑居民区", district.beiyuan},          {"南泾居民区", district.nanjing},
                                        {"东里居民区", district.dongli},           {"柳岸街道", district.sub_district},
                                        {"另一街道", district.other_sub_district}, {"晴川区", district.district}};
    std::map<std::string, Registered> issues; // by the reporter's name
    std::map<std::string, HouseholdId> households;
    std::optional<Error> refusal;

    HouseholdId household(std::string const& name)
    {
        return households.try_emplace(name, HouseholdId::random(district.rng)).first->second;
    }
    std::string state(Issue const& issue) { return district.state(issue); }
    // Those that this area decides; a list also shows where its own items went.
    std::vector<agenda_store::Listed> items(AreaId const& area)
    {
        auto listed = district.agenda.list(area);
        std::erase_if(listed, [&](auto const& one) { return one.item.area != area; });
        return listed;
    }
    AgendaItem item(AreaId const& area)
    {
        auto const listed = items(area);
        EXPECT_EQ(listed.size(), 1U) << "one agenda item is meant";
        return listed.at(0).item;
    }
    void keep(Result<AgendaItem> const& done)
    {
        if (!done) refusal = done.error();
    }
};

Actor dispatcher(Street& street, std::string const& area)
{
    if (area == "晴川区") return street.district.district_clerk();
    return street.district.person("老陈 " + area, Role::sub_district_dispatcher, street.areas.at(area));
}

Decision decision_of(Table const& table)
{
    Decision decision{.body = "社区代表会议", .accepts = true};
    for (auto const& row : table.rows()) {
        decision.text_zh = row.at("answer"), decision.text_en = row.at("in English");
        decision.measures.push_back({row.at("measure"), row.at("who"), Date::parse(row.at("due")).value(),
                                     Money::yuan(std::stol(row.at("yuan")))});
    }
    return decision;
}

Table issues_table(Street& street)
{
    Table out{{{"reporter", "state", "answer"}}};
    for (auto const& [reporter, registered] : street.issues) {
        auto const view = street.district.issues.follow(registered.issue.reference, registered.code).value();
        out.lines.push_back({reporter, view.state.state, view.answers.empty() ? "" : view.answers.back().text_zh});
    }
    return out;
}

Table feedback_table(Street& street)
{
    Table out{{{"household", "text"}}};
    for (auto const& [name, household] : street.households)
        for (auto const& [reporter, registered] : street.issues)
            for (auto const& task : street.district.feedback.tasks(
                     registered.issue.area, {.object = ObjectId{registered.issue.id.uuid()}, .household = household}))
                out.lines.push_back({name, task.zh});
    return out;
}

} // namespace

void add_issue_steps(Steps& steps)
{
    steps.add("it is (\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d)",
              [](Telling const& t) { t.world.the<Street>().district.at(t.words[0].c_str()); });
    steps.add("the issues", [](Telling const& t) {
        auto& street = t.world.the<Street>();
        for (auto const& row : t.table.rows())
            street.issues[row.at("reporter")] =
                street.district.reported(row.at("category"), row.at("text"), street.household(row.at("reporter")),
                                         street.areas.at(row.at("committee")));
    });
    steps.add("every committee has taken its issue up", [](Telling const& t) {
        auto& street = t.world.the<Street>();
        for (auto const& [reporter, registered] : street.issues)
            street.district.bring_to_work(registered.issue, "书记 " + registered.issue.area.text(),
                                          "工作人员 " + registered.issue.area.text());
    });
    steps.add("every secretary raises the issue because \"(.+)\"", [](Telling const& t) {
        auto& street = t.world.the<Street>();
        for (auto const& [reporter, registered] : street.issues) {
            auto const secretary = street.district.person("书记 " + registered.issue.area.text(),
                                                          Role::committee_secretary, registered.issue.area);
            District::expect(
                street.district.act(secretary, registered.issue,
                                    {.action = "raise", .reason = {"not_competent", t.words[0]}, .rule = "c"}));
        }
    });
    steps.add("(\\S+) has (\\d+) agenda items? with (\\d+) members", [](Telling const& t) {
        auto& street = t.world.the<Street>();
        auto const listed = street.items(street.areas.at(t.words[0]));
        t.expect(std::to_string(listed.size()) == t.words[1], "there are " + std::to_string(listed.size()) + " items");
        for (auto const& item : listed)
            t.expect(std::to_string(item.members) == t.words[2],
                     "an item has " + std::to_string(item.members) + " members");
    });
    steps.add("nobody at (\\S+) acts until (\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d)", [](Telling const& t) {
        auto& street = t.world.the<Street>();
        street.district.at(t.words[1].c_str());
        street.district.agenda.run_clocks();
    });
    steps.add("the agenda item of (\\S+) is (\\S+)", [](Telling const& t) {
        auto& street = t.world.the<Street>();
        auto const area = street.areas.at(t.words[0]);
        auto const state = street.district.agenda.view(area, street.item(area).id)->state.state;
        t.expect(state == t.words[1], "it is " + state);
    });
    steps.add("(\\S+) (submits|raises|executes) the agenda item(?: because \"(.+)\")?", [](Telling const& t) {
        auto& street = t.world.the<Street>();
        auto const action = t.words[1] == "submits" ? "submit" : t.words[1] == "raises" ? "raise" : "execute";
        auto const area = street.areas.at(t.words[0]);
        street.keep(street.district.agenda.act(dispatcher(street, t.words[0]), area, street.item(area).id,
                                               {.action = action, .reason = {"by_hand", t.words[2]}}));
    });
    steps.add("(\\S+) accepts the agenda item for (\\S+), planned for (\\S+)", [](Telling const& t) {
        auto& street = t.world.the<Street>();
        auto const area = street.areas.at(t.words[0]);
        auto const id = street.item(area).id;
        street.keep(street.district.agenda.act(
            dispatcher(street, t.words[0]), area, id,
            {.action = "classify", .domain = Domain::public_management, .lead_unit = t.words[1]}));
        street.keep(street.district.agenda.act(dispatcher(street, t.words[0]), area, id,
                                               {.action = "accept", .plan_date = Date::parse(t.words[2])}));
    });
    steps.add("(\\S+) decides", [](Telling const& t) {
        auto& street = t.world.the<Street>();
        auto const area = street.areas.at(t.words[0]);
        street.keep(street.district.agenda.act(dispatcher(street, t.words[0]), area, street.item(area).id,
                                               {.action = "decide", .decision = decision_of(t.table)}));
    });
    steps.add("the issues stand like this", [](Telling const& t) { t.expect(issues_table(t.world.the<Street>())); });
    steps.add("the households are told", [](Telling const& t) { t.expect(feedback_table(t.world.the<Street>())); });
    steps.add("it is refused with", [](Telling const& t) {
        auto& street = t.world.the<Street>();
        t.expect(street.refusal.has_value(), "nothing was refused");
        if (street.refusal)
            t.expect(Table{{{"language", "sentence"},
                            {"zh", sentence(*street.refusal, Language::zh_cn)},
                            {"en", sentence(*street.refusal, Language::en)}}});
        street.refusal.reset();
    });
    steps.add("nothing was refused", [](Telling const& t) {
        auto& street = t.world.the<Street>();
        t.expect(!street.refusal, street.refusal ? sentence(*street.refusal, Language::en) : "");
    });
}

} // namespace lilong::stories
