// The growers of 南泾苑 and the parking of five committees.
#include "stories/district_steps.h"
#include "stories/whole_district.h"

namespace lilong::stories
{

namespace
{

WholeDistrict& district(Telling const& t) { return t.world.the<WholeDistrict>(); }

// ---- growers ----

std::vector<matching::MatchView> matches(WholeDistrict& d)
{
    return d.app.matching.matches(d.cast.secretary_lu.actor, d.places.growers_committee, {});
}

matching::MatchDetail match(WholeDistrict& d)
{
    return d.app.matching.detail(d.cast.secretary_lu.actor, d.places.growers_committee, matches(d).at(0).match.id)
        .value();
}

Table timeline_table(std::vector<loop::Transition> const& timeline)
{
    Table out{{{"action", "by", "now"}}};
    for (auto const& one : timeline) out.lines.push_back({one.action, one.actor_name, one.to});
    return out;
}

void add_grower_steps(Steps& steps)
{
    steps.add("the first need of (\\S+) is", [](Telling const& t) {
        auto& d = district(t);
        auto const all = d.app.estimates.estimates(d.area(t.words[0]), d.places.round_2026, "all");
        auto const first = WholeDistrict::must(t, all).needs.at(0);
        t.expect(Table{{{"need", "share"}, {first.item, percent(first.share.value)}}});
    });
    steps.add("the growers' summer is played", [](Telling const& t) {
        auto& d = district(t);
        d.keep(demo::tell_growers_story(d.parts, d.clock, d.places, d.cast));
    });
    steps.add("there is one match, of", [](Telling const& t) {
        Table out{{{"need", "offer", "households, to ten"}}};
        for (auto const& one : matches(district(t)))
            out.lines.push_back(
                {one.match.need_names.zh, one.match.offer_names.zh, std::to_string((one.match.heads + 5) / 10 * 10)});
        t.expect(out);
    });
    steps.add("the match has gone", [](Telling const& t) { t.expect(timeline_table(match(district(t)).timeline)); });
    steps.add("both sides have said yes", [](Telling const& t) {
        auto const one = match(district(t)).view.match;
        t.expect(Table{{{"committee", "provider"},
                        {one.committee ? one.committee->name : "", one.provider_side ? one.provider_side->name : ""}}});
    });
    steps.add("the sessions are", [](Telling const& t) {
        Table out{{{"date", "time", "planned", "came", "state"}}};
        for (auto const& one : match(district(t)).sessions)
            out.lines.push_back({one.date.text(), one.window, std::to_string(one.planned),
                                 one.served ? std::to_string(*one.served) : "", one.state});
        t.expect(out);
    });
    steps.add("(\\S+) tries to end the match", [](Telling const& t) {
        auto& d = district(t);
        d.keep(d.app.matching.act(d.person(t.words[0]), d.places.growers_committee, matches(d).at(0).match.id, "stop",
                                  {.reason = {"by_hand", "不要了 no longer wanted"}}, {}));
    });
}

// ---- parking ----

std::vector<issues::agenda_store::Listed> items(WholeDistrict& d, AreaId const& area)
{
    auto listed = d.app.agenda.list(area);
    std::erase_if(listed, [&](auto const& one) { return one.item.area != area || one.item.category != "car_parking"; });
    return listed;
}

Table items_table(WholeDistrict& d)
{
    Table out{{{"at", "from", "of", "state"}}};
    for (auto const& [where, area] :
         {std::pair{"柳岸街道", d.places.story_sub_district}, {"晴川区", d.places.district}})
        for (auto const& one : items(d, area)) {
            auto const view = d.app.agenda.view(area, one.item.id).value();
            std::set<AreaId> from;
            for (auto const& member : view.members) from.insert(member.area);
            auto const kind = view.members.empty() ? "nothing" : view.members.front().kind;
            out.lines.push_back({where, std::to_string(from.size()), kind, view.state.state});
        }
    return out;
}

Table issues_table(WholeDistrict& d)
{
    Table out{{{"committee", "state", "answers", "household told"}}};
    for (auto const& listed : d.app.issues.list(d.places.story_sub_district)) {
        if (listed.issue.category != "car_parking") continue;
        auto const view = d.app.issues.view(listed.issue.area, listed.issue.id).value();
        auto const answer = view.answers.empty() ? "" : view.answers.back().text_zh;
        auto const tasks = d.app.feedback.tasks(
            listed.issue.area, {.object = ObjectId{listed.issue.id.uuid()}, .household = listed.issue.reporter});
        auto const told = std::ranges::count_if(
            tasks, [&](auto const& task) { return !answer.empty() && task.zh.find(answer) != std::string::npos; });
        auto const of_gate = listed.issue.area == d.places.gate_committee;
        out.lines.push_back({of_gate ? "北苑居民区" : "another", view.state.state, std::to_string(view.answers.size()),
                             told > 0 ? "yes" : "no"});
    }
    if (out.lines.size() > 1) std::ranges::sort(out.lines.begin() + 1, out.lines.end());
    return out;
}

void add_parking_steps(Steps& steps)
{
    steps.add("the parking year is played", [](Telling const& t) {
        auto& d = district(t);
        d.keep(demo::tell_parking_story(d.parts, d.clock, d.places, d.cast));
    });
    steps.add("the agenda items are", [](Telling const& t) { t.expect(items_table(district(t))); });
    steps.add("the item of (\\S+) has gone", [](Telling const& t) {
        auto& d = district(t);
        auto const area = d.area(t.words[0]);
        t.expect(timeline_table(d.app.agenda.view(area, items(d, area).at(0).item.id).value().timeline));
    });
    steps.add("the answer begins with", [](Telling const& t) {
        auto& d = district(t);
        auto const view = d.app.agenda.view(d.places.district, items(d, d.places.district).at(0).item.id).value();
        auto const wanted = t.table.rows().at(0);
        auto const part = [](std::string const& text, std::string const& beginning) {
            return text.substr(0, beginning.size());
        };
        Table out{{{"中文", "English"}, {"", ""}}};
        if (view.decision)
            out.lines[1] = {part(view.decision->text_zh, wanted.at("中文")),
                            part(view.decision->text_en, wanted.at("English"))};
        t.expect(out);
    });
    steps.add("the parking issues stand like this", [](Telling const& t) { t.expect(issues_table(district(t))); });
    steps.add("(\\S+) tries to decide the item of 晴川区 once more", [](Telling const& t) {
        auto& d = district(t);
        issues::Decision decision{.body = "me", .accepts = false, .text_zh = "不行", .text_en = "no"};
        d.keep(d.app.agenda.act(d.person(t.words[0]), d.places.district, items(d, d.places.district).at(0).item.id,
                                {.action = "decide", .decision = decision}));
    });
    steps.add("(\\S+) tries to execute the item of 晴川区", [](Telling const& t) {
        auto& d = district(t);
        d.keep(d.app.agenda.act(d.person(t.words[0]), d.places.district, items(d, d.places.district).at(0).item.id,
                                {.action = "execute"}));
    });
}

} // namespace

void add_year_steps(Steps& steps)
{
    add_grower_steps(steps);
    add_parking_steps(steps);
}

} // namespace lilong::stories
