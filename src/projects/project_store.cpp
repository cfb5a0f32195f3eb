#include "projects/project_store.h"

namespace lilong::projects::project_store
{

namespace
{

using storage::Connection;
using storage::Row;
using storage::Sql;
using storage::Transaction;

constexpr Sql kAdd{
    "projects.add",
    "insert into project (area_id, id, title_zh, title_en, category, common_parts, proposer_id, proposer_name, year, "
    "line, chosen, why_few_alternatives, why_chosen, "
    "cost_planned_fen, cost_final_fen, households_affected, contractor, works_from, works_to, safety_notice, made_at) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 'service', 0, '', '', 0, null, 0, '', null, null, '', $9)"};
constexpr Sql kAddNeed{"projects.add_need",
                       "insert into project_need (area_id, project_id, need_id) values ($1, $2, $3)"};
constexpr Sql kNeeds{"projects.needs",
                     "select need_id from project_need where area_id = $1 and project_id = $2 order by need_id"};
constexpr Sql kCosting{"projects.costing", "update project set year = $3, line = $4, chosen = $5, why_few_alternatives "
                                           "= $6, why_chosen = $7, cost_planned_fen = $8, households_affected = $9 "
                                           "where area_id = $1 and id = $2"};
constexpr Sql kClearAlternatives{"projects.clear_alternatives",
                                 "delete from project_alternative where area_id = $1 and project_id = $2"};
constexpr Sql kAddAlternative{"projects.add_alternative",
                              "insert into project_alternative (area_id, project_id, seq, title_zh, title_en, "
                              "cost_fen, households, days, risk, do_nothing) "
                              "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
constexpr Sql kAlternatives{"projects.alternatives",
                            "select title_zh, title_en, cost_fen, households, days, risk, do_nothing from "
                            "project_alternative where area_id = $1 and project_id = $2 order by seq"};
constexpr Sql kClearLines{"projects.clear_lines", "delete from project_line where area_id = $1 and project_id = $2"};
constexpr Sql kAddLine{"projects.add_line",
                       "insert into project_line (area_id, project_id, seq, purpose_zh, purpose_en, amount_fen, "
                       "price_source) values ($1, $2, $3, $4, $5, $6, $7)"};
constexpr Sql kLines{"projects.lines", "select purpose_zh, purpose_en, amount_fen, price_source from project_line "
                                       "where area_id = $1 and project_id = $2 order by seq"};
constexpr Sql kWorks{"projects.works", "update project set contractor = $3, works_from = $4, works_to = $5, "
                                       "safety_notice = $6 where area_id = $1 and id = $2"};
constexpr Sql kAddMilestone{"projects.add_milestone",
                            "insert into project_milestone (area_id, project_id, seq, title_zh, title_en, owner, due, "
                            "done_on, evidence, waived_reason) "
                            "values ($1, $2, $3, $4, $5, $6, $7, null, '', '')"};
constexpr Sql kSaveMilestone{"projects.save_milestone",
                             "update project_milestone set done_on = $4, evidence = $5, waived_reason = $6 where "
                             "area_id = $1 and project_id = $2 and seq = $3"};
constexpr Sql kMilestones{"projects.milestones",
                          "select seq, title_zh, title_en, owner, due, done_on, evidence, waived_reason from "
                          "project_milestone where area_id = $1 and project_id = $2 order by seq"};
constexpr Sql kFinal{"projects.final_cost", "update project set cost_final_fen = $3 where area_id = $1 and id = $2"};
#define LILONG_PROJECT_COLUMNS                                                                                         \
    "select p.area_id, p.id, p.title_zh, p.title_en, p.category, p.common_parts, p.proposer_id, p.proposer_name, "     \
    "p.year, p.line, p.chosen, p.why_few_alternatives, p.why_chosen, p.cost_planned_fen, p.cost_final_fen, "           \
    "p.households_affected, p.contractor, p.works_from, p.works_to, p.safety_notice, p.made_at, s.state, s.version "   \
    "from project p join object_state s on s.area_id = p.area_id and s.object_id = p.id "
constexpr Sql kFind{"projects.find", LILONG_PROJECT_COLUMNS "where p.area_id = $1 and p.id = $2"};
constexpr Sql kList{"projects.list", LILONG_PROJECT_COLUMNS
                    "where p.area_id = $1 and ($2 = '' or s.state = $2) order by p.made_at desc, p.id"};
#undef LILONG_PROJECT_COLUMNS

Project project_of(Row row)
{
    Project p;
    p.area = row.at<AreaId>(0);
    p.id = row.at<ProjectId>(1);
    p.title = {row.at<std::string>(2), row.at<std::string>(3)};
    p.category = row.at<std::string>(4);
    p.common_parts = row.integer(5) != 0;
    p.proposer = row.at<UserId>(6);
    p.proposer_name = row.at<std::string>(7);
    p.costing.year = row.at<int>(8);
    p.costing.line = row.at<std::string>(9);
    p.costing.chosen = row.at<int>(10);
    p.costing.why_few_alternatives = row.at<std::string>(11);
    p.costing.why_chosen = row.at<std::string>(12);
    p.cost_planned = row.at<Money>(13);
    p.cost_final = row.at<std::optional<Money>>(14);
    p.costing.households_affected = row.integer(15);
    p.works.contractor = row.at<std::string>(16);
    p.works.from = row.at<std::optional<Date>>(17);
    p.works.to = row.at<std::optional<Date>>(18);
    p.works.safety_notice = row.at<std::string>(19);
    p.made_at = row.at<Instant>(20);
    p.state = row.at<std::string>(21);
    p.version = row.integer(22);
    return p;
}

void fill(Connection& c, Project& p)
{
    p.needs = c.all(
        kNeeds, [](Row row) { return row.at<NeedId>(0); }, p.area, p.id);
    p.costing.alternatives = c.all(
        kAlternatives,
        [](Row row) {
            return Alternative{{row.at<std::string>(0), row.at<std::string>(1)},
                               row.at<Money>(2),
                               row.integer(3),
                               row.integer(4),
                               row.at<std::string>(5),
                               row.integer(6) != 0};
        },
        p.area, p.id);
    p.costing.lines = c.all(
        kLines,
        [](Row row) {
            return CostLine{{row.at<std::string>(0), row.at<std::string>(1)}, row.at<Money>(2), row.at<std::string>(3)};
        },
        p.area, p.id);
    p.works.milestones = c.all(
        kMilestones,
        [](Row row) {
            return Milestone{row.at<int>(0),
                             {row.at<std::string>(1), row.at<std::string>(2)},
                             row.at<std::string>(3),
                             row.at<Date>(4),
                             row.at<std::optional<Date>>(5),
                             row.at<std::string>(6),
                             row.at<std::string>(7)};
        },
        p.area, p.id);
}

} // namespace

void add(Transaction& tx, Project const& p)
{
    tx.change(kAdd, p.area, p.id, p.title.zh, p.title.en, p.category, p.common_parts, p.proposer, p.proposer_name,
              p.made_at);
    for (auto const& need : p.needs) tx.change(kAddNeed, p.area, p.id, need);
}

void save_costing(Transaction& tx, Project const& p)
{
    auto const& c = p.costing;
    tx.change(kCosting, p.area, p.id, c.year, c.line, c.chosen, c.why_few_alternatives, c.why_chosen, p.cost_planned,
              c.households_affected);
    tx.change(kClearAlternatives, p.area, p.id);
    int seq = 0;
    for (auto const& a : c.alternatives)
        tx.change(kAddAlternative, p.area, p.id, seq++, a.title.zh, a.title.en, a.cost, a.households, a.days, a.risk,
                  a.do_nothing);
    tx.change(kClearLines, p.area, p.id);
    seq = 0;
    for (auto const& line : c.lines)
        tx.change(kAddLine, p.area, p.id, seq++, line.purpose.zh, line.purpose.en, line.amount, line.price_source);
}

void save_works(Transaction& tx, Project const& p)
{
    tx.change(kWorks, p.area, p.id, p.works.contractor, p.works.from, p.works.to, p.works.safety_notice);
    int seq = 0;
    for (auto const& m : p.works.milestones)
        tx.change(kAddMilestone, p.area, p.id, ++seq, m.title.zh, m.title.en, m.owner, m.due);
}

void save_milestone(Transaction& tx, Project const& p, Milestone const& m)
{
    tx.change(kSaveMilestone, p.area, p.id, m.seq, m.done_on, m.evidence, m.waived_reason);
}
void set_final_cost(Transaction& tx, Project const& p, Money cost) { tx.change(kFinal, p.area, p.id, cost); }

std::optional<Project> find(Connection& c, AreaId const& area, ProjectId const& id)
{
    auto found = c.first(kFind, project_of, area, id);
    if (found) fill(c, *found);
    return found;
}

std::vector<Project> list(Connection& c, AreaId const& area, std::string_view state)
{
    auto found = c.all(kList, project_of, area, state);
    for (auto& project : found) fill(c, project);
    return found;
}

} // namespace lilong::projects::project_store
