#include "stories/district_steps.h"

#include "stories/whole_district.h"

namespace lilong::stories
{

namespace
{

WholeDistrict& district(Telling const& t) { return t.world.the<WholeDistrict>(); }

std::string interval(double lower, double upper) { return fmt::format("{:.1f}–{:.1f} %", lower * 100, upper * 100); }

// ---- the answers ----

Table needs_table(WholeDistrict& d, AreaId const& area, std::size_t how_many)
{
    Table out{{{"need", "answered", "yes", "share", "interval", "rank"}}};
    auto const all = d.app.estimates.estimates(area, d.places.round_2026, "all").value();
    for (auto const& need : all.needs) {
        if (out.lines.size() > how_many) break;
        out.lines.push_back({need.item, std::to_string(need.share.n), std::to_string(need.yes),
                             percent(need.share.value, 2), interval(need.share.lower, need.share.upper),
                             need.rank ? fmt::format("{}–{}", need.rank->best, need.rank->worst) : "none"});
    }
    return out;
}

Table surprises_table(WholeDistrict& d, AreaId const& area)
{
    Table out{{{"place", "need", "share", "expected", "verdict"}}};
    auto const found = d.app.estimates.surprises(area, d.places.round_2026).value();
    for (auto const& cell : found.cells)
        if (cell.area == area)
            out.lines.push_back({d.app.tree.find(cell.area)->zh, cell.item, percent(cell.surprise.share),
                                 percent(cell.surprise.expected), std::string{name(cell.surprise.verdict)}});
    return out;
}

Table guess_table(WholeDistrict& d, Actor const& author)
{
    auto const area = d.places.gate_committee;
    auto const guesses = d.app.guesses.visible(author, area, d.places.round_2026);
    auto const found = d.app.estimates.surprises(area, d.places.round_2026, {.guesses = guesses}).value();
    Table out{{{"need", "expected", "share", "verdict"}}};
    for (auto const& compared : found.guesses)
        for (auto const& cell : compared.cells)
            if (compared.guess.author == author.user && cell.band && cell.item == "facilities")
                out.lines.push_back({cell.item, fmt::format("{}–{} %", cell.band->lower, cell.band->upper), percent(cell.estimate.value), std::string{name(cell.verdict)}});
    return out;
}

void add_guess_steps(Steps& steps)
{
    steps.add("(\\S+) (?:opens|tries to open) the results of the committee", [](Telling const& t) {
        auto& d = district(t);
        d.keep(d.app.guesses.open_results(d.person(t.words[0]), d.places.gate_committee, d.places.round_2026));
    });
    steps.add("the secretaries write down what they expect", [](Telling const& t) {
        auto& d = district(t);
        d.keep(demo::record_guesses(d.parts, d.clock, d.places, d.cast));
    });
    steps.add("(\\S+) tries to guess again", [](Telling const& t) {
        auto& d = district(t);
        d.keep(d.app.guesses.record(d.person(t.words[0]), d.places.gate_committee, d.places.round_2026, {{"facilities", 80, 95}}, {}));
    });
    steps.add("(\\S+) had expected", [](Telling const& t) { t.expect(guess_table(district(t), district(t).person(t.words[0]))); });
}

void add_answer_steps(Steps& steps)
{
    steps.add("the district of 晴川区, where 北岸佳园 has not been asked yet",
              [](Telling const& t) { t.expect(district(t).places.committees > 20, "the district is too small"); });
    steps.add("the day is (\\d{4}-\\d\\d-\\d\\d)",
              [](Telling const& t) { district(t).clock.set(demo::morning(Date::parse(t.words[0]).value())); });
    steps.add("(\\S+) (?:looks|tries to look) at the file with the answers of 北岸佳园", [](Telling const& t) {
        auto& d = district(t);
        auto view = d.app.imports.preview(d.person(t.words[0]), d.places.gate_committee, "answers", d.gate_answers());
        d.keep(view);
        if (view) d.import = std::move(*view);
    });
    steps.add("the preview says", [](Telling const& t) {
        auto const& batch = district(t).import.batch;
        t.expect(Table{{{"rows", "wrong"}, {std::to_string(batch.rows_total), std::to_string(batch.rows_wrong)}}});
    });
    steps.add("(\\S+) confirms the import", [](Telling const& t) {
        auto& d = district(t);
        d.keep(d.app.imports.confirm(d.person(t.words[0]), d.places.gate_committee, d.import.batch.id,
                                     areas::WrongRows::refuse));
    });
    steps.add("the needs of (\\S+) begin with", [](Telling const& t) {
        t.expect(needs_table(district(t), district(t).area(t.words[0]), t.table.rows().size()));
    });
    steps.add("(\\S+) is unlike estates of its age",
              [](Telling const& t) { t.expect(surprises_table(district(t), district(t).area(t.words[0]))); });
}

// ---- the need ----

std::string state_of_need(WholeDistrict& d)
{
    return d.app.needs.need(d.places.gate_committee, d.gate.need()).value().state;
}

void add_need_steps(Steps& steps)
{
    steps.add("a candidate opens by itself",
              [](Telling const& t) { district(t).keep(district(t).gate.open_candidate()); });
    steps.add("王书记 draws the households to visit",
              [](Telling const& t) { district(t).keep(district(t).gate.draw_visits()); });
    steps.add("the visits are", [](Telling const& t) {
        auto& d = district(t);
        auto const plan = WholeDistrict::must(t, d.app.needs.plan(d.places.gate_committee, d.gate.need()));
        auto const said = [&](std::string_view answer) {
            return std::to_string(std::ranges::count(plan.visits, answer, &needs::PlannedVisit::answered));
        };
        t.expect(Table{{{"said yes", "said no"}, {said("yes"), said("no")}}});
    });
    steps.add("小林 visits them and writes down why",
              [](Telling const& t) { district(t).keep(district(t).gate.note_visits()); });
    steps.add("the causes are", [](Telling const& t) {
        auto& d = district(t);
        auto const detail = WholeDistrict::must(t, d.app.database->read([&](storage::Connection& c) {
            return d.app.needs.detail(c, d.places.gate_committee, d.gate.need());
        }));
        Table out{{{"cause", "visits"}}};
        for (auto const& cause : detail.causes) out.lines.push_back({cause.cause, std::to_string(cause.visits)});
        t.expect(out);
    });
    steps.add("王书记 confirms that it is the gate",
              [](Telling const& t) { district(t).keep(district(t).gate.confirm()); });
    steps.add("(\\S+) tries to confirm the need", [](Telling const& t) {
        auto& d = district(t);
        d.keep(d.app.needs.confirm(d.person(t.words[0]), d.places.gate_committee, d.gate.need(),
                                   {"gate_and_paths", {}, "", "", {"现在就修", "repair it now"}, Date{2026, 7, 15}}));
    });
    steps.add("the need is (\\S+)", [](Telling const& t) {
        auto const state = state_of_need(district(t));
        t.expect(state == t.words[0], "it is " + state);
    });
    steps.add("the households that named it", [](Telling const& t) {
        auto& d = district(t);
        auto const [origins, reach] = d.app.database->read([&](storage::Connection& c) {
            return std::pair{d.app.needs.origins(c, d.places.gate_committee, d.gate.need()),
                             d.app.feedback.reach(c, loop::ref(d.places.gate_committee, "need", d.gate.need()))};
        });
        std::set<HouseholdId> told;
        for (auto const& task : d.app.feedback.tasks(
                 d.places.gate_committee, {.object = ObjectId{d.gate.need().uuid()}, .cause = "deliver", .most = 5000}))
            told.insert(task.household);
        auto const missed = std::ranges::count_if(origins, [&](auto const& one) { return !told.contains(one); });
        t.expect(Table{{{"households", "told it is done", "forgotten", "four in five reached"},
                        {std::to_string(origins.size()), std::to_string(told.size()), std::to_string(missed),
                         reach.share() >= .8 ? "yes" : "no, " + percent(reach.share())}}});
    });
    steps.add("they say about (the need|the project)", [](Telling const& t) {
        auto& d = district(t);
        auto const area = d.places.gate_committee;
        auto const object = t.words[0] == "the need" ? loop::ref(area, "need", d.gate.need())
                                                     : loop::ref(area, "project", d.gate.project());
        auto const said =
            d.app.database->read([&](storage::Connection& c) { return d.app.feedback.satisfaction(c, object); });
        t.expect(Table{
            {{"asked", "answered", "satisfied", "share", "interval"},
             {std::to_string(said.origins), std::to_string(said.answered), std::to_string(said.satisfied),
              percent(said.satisfied_share.share), interval(said.satisfied_share.lower, said.satisfied_share.upper)}}});
    });
}

// ---- the project ----

Table drafts_table(WholeDistrict& d)
{
    Table out{{{"draft", "yes", "no", "abstain", "in favour", "answer"}}};
    for (auto const& round : d.app.consultations.rounds(d.places.gate_committee, ObjectId{d.gate.project().uuid()})) {
        auto const tally = d.app.consultations.tally(d.places.gate_committee, round);
        out.lines.push_back({std::to_string(round.number), std::to_string(tally.yes), std::to_string(tally.no),
                             std::to_string(tally.abstain), percent(tally.yes_share()), round.draft_answer});
    }
    std::ranges::sort(out.lines.begin() + 1, out.lines.end());
    return out;
}

Table ledger_table(WholeDistrict& d)
{
    Table out{{{"line", "granted", "committed", "paid", "left"}}};
    auto const fund = d.app.ledger.fund(d.places.gate_committee, 2026).value();
    auto const entries = d.app.ledger.entries(d.places.gate_committee, 2026);
    for (auto const line : budgeting::kLines) {
        auto const now = budgeting::figures(fund, line, entries);
        out.lines.push_back(
            {std::string{name(line)}, yuan(now.allocated), yuan(now.committed), yuan(now.paid), yuan(now.left())});
    }
    return out;
}

void add_project_steps(Steps& steps)
{
    steps.add("王书记 starts a project for it",
              [](Telling const& t) { district(t).keep(district(t).gate.start_project()); });
    steps.add("小林 works out what it costs",
              [](Telling const& t) { district(t).keep(district(t).gate.cost_project()); });
    steps.add("the project is", [](Telling const& t) {
        auto& d = district(t);
        auto const project = WholeDistrict::must(t, d.app.projects.project(d.places.gate_committee, d.gate.project()));
        t.expect(Table{{{"title", "state", "yuan", "alternatives", "households affected"},
                        {project.title.zh, project.state, yuan(project.cost_planned),
                         std::to_string(project.costing.alternatives.size()),
                         std::to_string(project.costing.households_affected)}}});
    });
    steps.add("draft (\\d) is put to the residents", [](Telling const& t) {
        district(t).keep(district(t).gate.put_draft(static_cast<std::size_t>(std::stoi(t.words[0]))));
    });
    steps.add("the residents have said", [](Telling const& t) { t.expect(drafts_table(district(t))); });
    steps.add("the hearing is held", [](Telling const& t) { district(t).keep(district(t).gate.hold_hearing()); });
    steps.add("the owners vote", [](Telling const& t) { district(t).keep(district(t).gate.let_owners_vote()); });
    steps.add("the owners' vote is (\\S+)", [](Telling const& t) {
        auto& d = district(t);
        auto const votes = d.app.meetings.owners_votes(d.places.gate_committee, ObjectId{d.gate.project().uuid()});
        t.expect(votes.size() == 1 && votes[0].state == t.words[0],
                 votes.empty() ? "there is none" : "it is " + votes[0].state);
    });
    steps.add("(\\S+) tries to approve the project", [](Telling const& t) {
        auto& d = district(t);
        d.keep(d.app.projects.approve(d.person(t.words[0]), d.places.gate_committee, d.gate.project()));
    });
    steps.add("老陈 approves the project", [](Telling const& t) { district(t).keep(district(t).gate.approve()); });
    steps.add("the fund says", [](Telling const& t) { t.expect(ledger_table(district(t))); });
    steps.add("the gate is built and paid", [](Telling const& t) { district(t).keep(district(t).gate.build()); });
    steps.add("residents accept it and the project is closed",
              [](Telling const& t) { district(t).keep(district(t).gate.accept_and_close()); });
    steps.add("(\\S+) tries to close the project", [](Telling const& t) {
        auto& d = district(t);
        d.keep(d.app.projects.close(d.person(t.words[0]), d.places.gate_committee, d.gate.project()));
    });
    steps.add("the committee goes from door to door with the news",
              [](Telling const& t) { district(t).keep(district(t).gate.hear_households()); });
}

// ---- at every step, and at the end ----

void add_closing_steps(Steps& steps)
{
    steps.add("it cannot be, because", [](Telling const& t) {
        auto& d = district(t);
        auto const zh = d.sentences(Language::zh_cn), en = d.sentences(Language::en);
        Table out{{{"中文", "English"}}};
        for (std::size_t i = 0; i < zh.size(); ++i) out.lines.push_back({zh[i], en[i]});
        t.expect(out);
        d.refusal.reset();
    });
    steps.add("everything went through", [](Telling const& t) {
        auto const& refusal = district(t).refusal;
        t.expect(!refusal, refusal ? sentence(*refusal, Language::en) : "");
    });
    steps.add("what was written down in the audit trail still holds", [](Telling const& t) {
        auto const broken =
            district(t).app.database->read([](storage::Connection& c) { return access::first_break(c); });
        t.expect(!broken, broken ? "it breaks at " + std::to_string(broken->seq) : "");
    });
    steps.add("nothing is stuck: whatever is not over has a next step", [](Telling const& t) {
        std::string stuck;
        for (auto const& one : district(t).without_a_next_step()) stuck += one + "; ";
        t.expect(stuck.empty(), stuck);
    });
}

} // namespace

void add_district_steps(Steps& steps)
{
    add_guess_steps(steps);
    add_answer_steps(steps);
    add_need_steps(steps);
    add_project_steps(steps);
    add_closing_steps(steps);
}

} // namespace lilong::stories
