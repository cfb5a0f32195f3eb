#include "stories/whole_district.h"

#include "consultation/consultation_machine_rule.h"
#include "issues/agenda_machine_rule.h"
#include "issues/issue_machine_rule.h"
#include "needs/need_machine_rule.h"
#include "projects/project_machine_rule.h"

namespace lilong::stories
{

namespace
{

using storage::Sql;

demo::DemoDistrict written(Application& app)
{
    return demo::write_district(*app.database, app.tree, {.small = true}, demo::GateAnswers::absent, app.clock.now(),
                                [](std::string const&, double) {})
        .value();
}

demo::StoryParts parts_of(Application& app)
{
    return {*app.database, app.tree,       app.accounts, app.states,        app.outbox,   app.feedback,
            app.needs,     app.candidates, app.guesses, app.ledger,   app.consultations, app.meetings, app.projects,
            app.offers,    app.matching,   app.issues,   app.agenda,        app.rng};
}

Machine const* machine_of(std::string const& kind)
{
    static std::map<std::string, Machine const*> const machines{
        {"need", &needs::kNeedMachine},
        {"project", &projects::kProjectMachine},
        {"consultation_round", &consultation::kRoundMachine},
        {"meeting", &consultation::kMeetingMachine},
        {"owners_vote", &consultation::kOwnersVoteMachine},
        {"feedback_task", &loop::kFeedbackTaskMachine},
        {"issue", &issues::issue_machine(issues::Level::committee)},
        {"agenda_item", &issues::agenda_machine(issues::Level::sub_district)}};
    auto const found = machines.find(kind);
    return found == machines.end() ? nullptr : found->second;
}

constexpr Sql kStates{"stories.states", "select distinct kind, state from object_state"};

} // namespace

WholeDistrict::WholeDistrict()
    : places(written(app)), parts(parts_of(app)), cast(demo::make_cast(parts, places).value()),
      gate(parts, clock, places, cast)
{
}

AreaId WholeDistrict::area(std::string const& zh) const
{
    std::map<std::string, AreaId> const known{{"晴川区", places.district},
                                              {"柳岸街道", places.story_sub_district},
                                              {"北苑居民区", places.gate_committee},
                                              {"北岸佳园", places.gate_estate},
                                              {"南泾居民区", places.growers_committee},
                                              {"南泾苑", places.growers_estate}};
    return known.at(zh);
}

Actor const& WholeDistrict::person(std::string const& name) const
{
    for (auto const* login : {&cast.secretary_wang, &cast.collector_zhou, &cast.dispatcher_chen, &cast.district_clerk,
                              &cast.resident_sun, &cast.worker_lin, &cast.secretary_lu, &cast.handler_li,
                              &cast.callback_he, &cast.district_traffic, &cast.provider_yunhe, &cast.officer_tang})
        if (login->actor.name == name) return login->actor;
    throw std::runtime_error("nobody of the cast is called " + name);
}

areas::ImportFile WholeDistrict::gate_answers() const
{
    return {"北岸佳园.csv", std::string{areas::kCsvType}, demo::gate_answers_csv(*app.database, places).value()};
}

std::vector<std::string> WholeDistrict::sentences(Language language) const
{
    std::vector<std::string> out;
    if (!refusal) return out;
    if (refusal->fields.empty()) out.push_back(sentence(*refusal, language));
    for (auto const& field : refusal->fields) out.push_back(sentence(field.code, field.facts, language));
    return out;
}

std::vector<std::string> WholeDistrict::without_a_next_step()
{
    std::vector<std::string> out;
    auto const rows = app.database->read([](storage::Connection& c) {
        return c.all(kStates, [](storage::Row row) {
            return std::pair{row.at<std::string>(0), row.at<std::string>(1)};
        });
    });
    for (auto const& [kind, state] : rows) {
        auto const* machine = machine_of(kind);
        if (machine == nullptr || machine->final_states.contains(state)) continue;
        auto const moves = [&, at = state](Edge const& edge) { return edge.from == at; };
        if (std::ranges::none_of(machine->edges, moves)) out.push_back(kind + " " + state);
    }
    return out;
}

std::string percent(double share, int decimals) { return fmt::format("{:.{}f} %", share * 100, decimals); }
std::string yuan(Money money)
{
    auto text = money.yuan_text();
    return text.ends_with(".00") ? text.substr(0, text.size() - 3) : text;
}

} // namespace lilong::stories
