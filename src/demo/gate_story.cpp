// 北岸佳园: 376 of 418 households want better common facilities. It was the gate.
#include "demo/gate_story.h"

#include <array>
#include <map>

#include "people/household_store.h"

namespace lilong::demo
{

using consultation::Names;

namespace
{

struct DraftTold {
    Date announced;
    Names plain, changes;
    int yes, no, abstain;
    std::string answer;
    Names theme, reason;
    std::string theme_answer;
};

auto drafts_told()
{
    return std::array<DraftTold, GateStory::kDrafts>{
        {{Date{2026, 7, 6},
          {"把大门加宽到 7 米,人车同门,加减速带。",
           "The gate becomes 7 m wide, people and cars together, with a speed bump."},
          {"第一稿", "first draft"},
          168,
          120,
          12,
          "revise",
          {"人车仍混行", "people and cars still mixed"},
          {"第二稿把人行与车行分开", "the second draft separates them"},
          "adopted"},
         {Date{2026, 7, 27},
          {"车行口外移 12 米,原大门改人行,南侧不设电动车道。",
           "The car opening moves 12 m out, the old gate is for people, no e-bike lane."},
          {"回应 40 条意见:人车分开;车行口外移", "answers 40 comments: people and cars apart; car opening moved out"},
          259,
          82,
          9,
          "revise",
          {"电动车走哪里", "where do e-bikes go"},
          {"第三稿加电动车道和坡道", "the third draft adds an e-bike lane and a ramp"},
          "adopted"},
         {Date{2026, 8, 17},
          {"车行口外移 12 米,人行门旁加电动车道与无障碍坡道,加照明。",
           "The car opening moves 12 m out; beside the pedestrian gate an e-bike lane, a ramp and lamps."},
          {"回应 27 条意见:加电动车道、坡道、照明", "answers 27 comments: e-bike lane, ramp, lamps"},
          352,
          41,
          7,
          "adopted",
          {"施工期间怎么走", "how to get in during the works"},
          {"分两段施工,始终留一个口", "built in two parts, one opening always stays"},
          "partly"}}};
}

std::vector<consultation::Vote> votes(DraftTold const& told, std::vector<HouseholdId> const& voters)
{
    static constexpr std::array<std::string_view, 4> channels{"page", "paper", "doorstep", "paper"};
    std::vector<consultation::Vote> out;
    auto const total = told.yes + told.no + told.abstain;
    for (int i = 0; i < total; ++i) {
        consultation::Vote vote;
        vote.household = voters[static_cast<std::size_t>(i * 7) % voters.size()];
        vote.choice = i < told.yes ? "yes" : i < told.yes + told.no ? "no" : "abstain";
        if (vote.choice == "no" && i % 3 == 0) vote.comment = told.theme.zh;
        vote.channel = channels[static_cast<std::size_t>(i) % channels.size()];
        if (vote.channel == "page")
            vote.channel = "telephone"; // what staff enter; online votes come by the household's own link
        if (vote.channel == "paper") vote.batch = "B" + std::to_string(i / 50 + 1);
        out.push_back(std::move(vote));
    }
    return out;
}

} // namespace

Result<NeedId> GateStory::open_candidate()
{
    clock_.set(morning(Date{2026, 6, 1}));
    auto const signals = TRY(p_.candidates.open_candidates(area(), d_.round_2026, {"facilities", d_.gate_estate}));
    for (auto const& signal : signals)
        if (signal.need) need_ = *signal.need;
    if (need_.empty()) return refuse(ErrorKind::failed, "demo.no_candidate", {{"item", "facilities"}});
    return need_;
}

Result<void> GateStory::draw_visits()
{
    TRY(p_.needs.visit(wang(), area(), need_));
    return {};
}

Result<void> GateStory::note_visits()
{
    clock_.set(morning(Date{2026, 6, 10}));
    auto const plan = TRY(p_.needs.plan(area(), need_));
    std::size_t n = 0;
    for (auto const& visit : plan.visits) TRY(note(visit, n));
    return {};
}

// Twelve visits: gate 9, lamps 2, drying 1; and two households that had said no, for contrast.
Result<void> GateStory::note(needs::PlannedVisit const& visit, std::size_t& told_already)
{
    struct Told {
        std::string_view cause, words;
    };
    static constexpr std::array<Told, 12> told{{{"gate_and_paths", "大门只有一个口,人和车挤在一起,接孩子最怕"},
                                                {"gate_and_paths", "早上倒车出门要等十分钟,电动车从缝里钻"},
                                                {"gate_and_paths", "推轮椅进出要和汽车抢道"},
                                                {"lighting", "后排路灯坏了两盏"},
                                                {"gate_and_paths", "大门又窄又破,消防车进不来"},
                                                {"gate_and_paths", "快递车一停,谁也走不了"},
                                                {"drying_and_seats", "没地方晒被子"},
                                                {"gate_and_paths", "希望大门人车分开"},
                                                {"gate_and_paths", "门口撞过人,提过好几次"},
                                                {"lighting", "门厅灯暗"},
                                                {"gate_and_paths", "下雨天门口积水,车溅人一身"},
                                                {"gate_and_paths", "门岗看不见里面的车出来"}}};
    auto const contrast = visit.answered == "no";
    needs::CauseNote cause;
    cause.household = visit.household;
    cause.visitor = lin().user;
    cause.visitor_name = lin().name;
    cause.visited_on = Date{2026, 6, 4}.plus_days(static_cast<int>(told_already % 5));
    cause.contrast = contrast;
    cause.words = contrast ? "我们走后门,没觉得不方便" : std::string{told[told_already % told.size()].words};
    if (!contrast) cause.causes = {std::string{told[told_already++ % told.size()].cause}};
    TRY(p_.needs.note_cause(lin(), area(), need_, cause));
    return {};
}

Result<needs::Need> GateStory::confirm()
{
    clock_.set(morning(Date{2026, 6, 12}));
    return p_.needs.confirm(
        wang(), area(), need_,
        {"gate_and_paths",
         {},
         "",
         "",
         {"请设计院出大门方案,7 月起征求大家意见", "a design institute draws the gate; drafts come to you from July"},
         Date{2026, 7, 15}});
}

Result<ProjectId> GateStory::start_project()
{
    clock_.set(morning(Date{2026, 6, 22}));
    budgeting::Fund const fund{2026, Money::yuan(50'000), Money::yuan(50'000), Money::yuan(150'000)};
    TRY(p_.ledger.open_fund(wang(), area(), fund));
    project_ =
        TRY(p_.projects.start(wang(), area(), {need_}, {"北岸佳园大门改造", "A new gate for Bei'an Garden"}, true));
    TRY(p_.needs.route(wang(), area(), need_,
                       {area(),
                        "project",
                        ObjectId{project_.uuid()},
                        {"北岸佳园大门改造", "A new gate for Bei'an Garden"},
                        1000,
                        "open"}));
    return project_;
}

Result<void> GateStory::cost_project()
{
    projects::Costing costing;
    costing.year = 2026;
    costing.alternatives = {{{"人车分流:车行口外移,另开人行门", "separate openings for people and cars"},
                             Money::yuan(136'000),
                             1180,
                             60,
                             "施工期间改道 detour during works",
                             false},
                            {{"只加宽大门", "widen the gate only"},
                             Money::yuan(98'000),
                             1180,
                             40,
                             "仍人车混行 people and cars still mixed",
                             false},
                            {{"不改", "do nothing"}, Money::yuan(0), 0, 0, "事故风险仍在 the danger stays", true}};
    costing.chosen = 0;
    costing.why_chosen = "十二户中九户说到大门人车混行 nine of twelve visits named the mixed gate";
    costing.lines = {
        {{"土建与路面", "masonry and paving"}, Money::yuan(82'000), "三家报价取中 median of three offers"},
        {{"人行门与门禁", "pedestrian gate and entry"}, Money::yuan(36'000), "政府采购目录 procurement list"},
        {{"标线、照明与设计", "markings, lamps and design"}, Money::yuan(18'000), "设计院预算 design institute"}};
    costing.households_affected = 1180;
    TRY(p_.projects.cost(lin(), area(), project_, costing));
    return {};
}

std::vector<HouseholdId> const& GateStory::voters()
{
    if (voters_.empty())
        for (auto const& household :
             p_.database.read([&](storage::Connection& c) { return people::household_store::all(c, area()); }))
            if (household.estate == d_.gate_estate) voters_.push_back(household.id);
    return voters_;
}

Result<void> GateStory::put_draft(std::size_t number)
{
    auto const told = drafts_told().at(number - 1);
    clock_.set(morning(told.announced));
    auto const draft = TRY(p_.rounds.add_draft(wang(), area(), subject(), told.plain, told.changes));
    auto const round =
        TRY(p_.rounds.prepare(wang(), area(), draft, {"您赞成这一稿吗?", "Are you in favour of this draft?"}));
    TRY(p_.rounds.announce(wang(), area(), round, {told.announced.plus_days(7), told.announced.plus_days(11), ""}));
    clock_.set(morning(told.announced.plus_days(8)));
    TRY(p_.rounds.take_due(area()));
    TRY(p_.rounds.enter_votes(lin(), area(), round, votes(told, voters())));
    clock_.set(morning(told.announced.plus_days(12)));
    TRY(p_.rounds.take_due(area()));
    TRY(p_.rounds.summarise(lin(), area(), round, {{told.theme, told.no / 3, told.theme_answer, told.reason}}));
    TRY(p_.rounds.decide(wang(), area(), round, told.answer));
    return {};
}

Result<void> GateStory::meeting(std::string const& kind, Names const& title, Date on,
                                consultation::Minute const& minute)
{
    clock_.set(morning(on.plus_days(-5)));
    consultation::Meeting meeting;
    meeting.kind = kind;
    meeting.subject = subject();
    meeting.title = title;
    meeting.planned_on = on;
    meeting.place = "北苑居委会活动室";
    meeting.called_by = "北苑居委会";
    meeting.chair = "主任";
    auto const id = TRY(p_.meetings.plan(wang(), area(), meeting));
    TRY(p_.meetings.announce(wang(), area(), id));
    clock_.set(morning(on));
    TRY(p_.meetings.hold(lin(), area(), id, 31, 4, 2));
    TRY(p_.meetings.minute(lin(), area(), id, {minute}));
    TRY(p_.meetings.sign(wang(), area(), id,
                         {{"主任", "chair"}, {"居民代表甲", "resident"}, {"居民代表乙", "resident"}}));
    TRY(p_.meetings.publish(wang(), area(), id));
    return {};
}

Result<void> GateStory::hold_hearing()
{
    TRY(meeting("hearing", {"大门改造听证会", "Hearing on the new gate"}, Date{2026, 9, 4},
                {"人车分流方案", "老人关心坡道坡度,车主关心排队", "按第三稿实施,坡度不大于 1:12", "居委会",
                 Date{2026, 9, 30}}));
    TRY(p_.projects.consult(wang(), area(), project_));
    return {};
}

Result<void> GateStory::let_owners_vote()
{
    clock_.set(morning(Date{2026, 9, 5}));
    consultation::OwnersVote vote;
    vote.subject = subject();
    vote.title = {"大门改造业主表决", "Owners' vote on the new gate"};
    vote.matter = consultation::Matter::general;
    vote.class_reason = "使用共有部分但不改变用途 common parts used, their use not changed";
    vote.total = {10'620'000, 1180};
    auto const id = TRY(p_.meetings.prepare_vote(wang(), area(), vote));
    TRY(p_.meetings.announce_vote(wang(), area(), id, Date{2026, 9, 21}));
    clock_.set(morning(Date{2026, 9, 21}));
    TRY(p_.meetings.open_vote(wang(), area(), id));
    clock_.set(morning(Date{2026, 9, 28}));
    // 71 % of the area and 69 % of the heads take part; 82 % and 80 % of them are in favour
    consultation::Ownership const taking_part{7'540'200, 814}, in_favour{6'182'964, 651};
    TRY(p_.meetings.count_vote(wang(), area(), id, taking_part, in_favour));
    TRY(p_.meetings.count_vote(lin(), area(), id, taking_part, in_favour));
    return {};
}

Result<projects::Project> GateStory::approve()
{
    clock_.set(morning(Date{2026, 9, 29}));
    return p_.projects.approve(cast_.dispatcher_chen.actor, area(), project_);
}

Result<void> GateStory::build()
{
    projects::Works works;
    works.contractor = "晴川市政工程队";
    works.from = Date{2026, 10, 9};
    works.to = Date{2026, 11, 6};
    works.safety_notice = "分两段施工,始终留一个出入口;7:00–18:00 施工 built in two parts, one opening always stays";
    works.milestones = {
        {1, {"车行口完工", "car opening done"}, "李工", Date{2026, 10, 23}, {}, "", ""},
        {2, {"人行门与坡道完工", "pedestrian gate and ramp done"}, "李工", Date{2026, 11, 4}, {}, "", ""}};
    TRY(p_.projects.begin(wang(), area(), project_, works));
    clock_.set(morning(Date{2026, 10, 22}));
    TRY(p_.projects.milestone_over(wang(), area(), project_, 1,
                                   "照片:前后同一位置 photos before and after from one spot", ""));
    clock_.set(morning(Date{2026, 11, 3}));
    TRY(p_.projects.milestone_over(wang(), area(), project_, 2,
                                   "照片:前后同一位置 photos before and after from one spot", ""));
    clock_.set(morning(Date{2026, 11, 5}));
    budgeting::Voucher const voucher{"PZ-2026-0071", "晴川市政工程队"};
    TRY(p_.projects.pay(wang(), area(), project_, Money::yuan(136'000), voucher));
    TRY(p_.projects.ask(lin(), area(), project_));
    return {};
}

// 143 households rate the result, 4.6 on average; then it is accepted and closed by somebody who did not handle it.
Result<void> GateStory::accept_and_close()
{
    TRY(meeting("evaluation", {"大门改造评议会", "Evaluation of the new gate"}, Date{2026, 11, 12},
                {"大门使用情况", "人车分开,孩子能自己走进来", "同意验收", "居委会", {}}));
    clock_.set(morning(Date{2026, 11, 13}));
    TRY(answer(projects::ref_of(TRY(p_.projects.project(area(), project_))), 143));
    TRY(p_.projects.accept(wang(), area(), project_, Money::yuan(136'000)));
    clock_.set(morning(Date{2026, 11, 16}));
    TRY(p_.projects.close(cast_.officer_tang.actor, area(), project_));
    return {};
}

Result<void> GateStory::hear_households()
{
    clock_.set(morning(Date{2026, 11, 18}));
    return answer(loop::ref(area(), "need", need_), 150);
}

// The committee's people bring the news from door to door, one visit for all that a household is to hear, and write
// down what they hear: the first `answers` households rate it, most of the others just listen.
Result<void> GateStory::answer(loop::ObjectRef const& object, std::size_t answers)
{
    auto const tasks = p_.feedback.tasks(area(), {.object = object.id, .most = 10'000});
    std::map<HouseholdId, std::size_t> visited; // in which order
    for (auto const& task : tasks) {
        if (task.state != "due" && task.state != "tried") continue;
        auto const [visit, first] = visited.try_emplace(task.household, visited.size());
        auto const n = visit->second;
        if (first && n < answers) {
            auto const rating = n % 10 < 7 ? 5 : n % 10 < 9 ? 4 : 3; // mean 4.6
            TRY(p_.feedback.answer(lin(), area(), task.id, {rating, rating >= 4 ? "yes" : "partly", "", "visit"}));
        } else if (n < answers || n % 9 != 0) {
            TRY(p_.feedback.record_try(lin(), area(), task.id, "visit", "reached"));
        }
    }
    return {};
}

Result<void> tell_gate_story(StoryParts const& parts, TestClock& clock, DemoDistrict const& district, Cast const& cast)
{
    GateStory story{parts, clock, district, cast};
    TRY(story.open_candidate());
    TRY(story.draw_visits());
    TRY(story.note_visits());
    TRY(story.confirm());
    TRY(story.start_project());
    TRY(story.cost_project());
    for (std::size_t number = 1; number <= GateStory::kDrafts; ++number) TRY(story.put_draft(number));
    TRY(story.hold_hearing());
    TRY(story.let_owners_vote());
    TRY(story.approve());
    TRY(story.build());
    TRY(story.accept_and_close());
    return story.hear_households();
}

} // namespace lilong::demo
