// Measures what starts from answers stored in SQLite (ST-92): the database's own statement, the cube read at the start,
// the full report, one corrected interview, memory.
//     database_figures DIRECTORY     writes DIRECTORY/district.db and DIRECTORY/database.tsv
#include <filesystem>
#include <fstream>
#include <iostream>

#include "analysis/cube_estimate.h"
#include "analysis/round_cube_service.h"
#include "areas/area_store.h"
#include "base/chance.h"
#include "figures/district_answers.h"
#include "figures/stopwatch.h"
#include "survey/questionnaire_store.h"
#include "survey/response_store.h"
#include "survey/round_store.h"

namespace lilong::figures
{
namespace
{

using survey::Response;

// ST-90 where one record answers for the household: no inner query, two columns per item. A respondent of this data has
// one group, so the group mask is the group.
#define LILONG_ITEM(place)                                                                                             \
    ", sum(case when substr(coded, " #place ", 1) in ('-', '.', 'r') then 0 else 1 end)"                               \
    ", sum(case when substr(coded, " #place ", 1) in ('1', '2') then 1 else 0 end)"
#define LILONG_FIVE_ITEMS(a, b, c, d, e) LILONG_ITEM(a) LILONG_ITEM(b) LILONG_ITEM(c) LILONG_ITEM(d) LILONG_ITEM(e)
constexpr storage::Sql kStatement{
    "figures.count_cube",
    "select area_id, group_mask, count(*)" LILONG_FIVE_ITEMS(1, 2, 3, 4, 5) LILONG_FIVE_ITEMS(6, 7, 8, 9, 10)
        LILONG_FIVE_ITEMS(11, 12, 13, 14, 15) LILONG_FIVE_ITEMS(16, 17, 18, 19, 20) LILONG_FIVE_ITEMS(
            21, 22, 23, 24, 25) " from response where round_id = $1 and withdrawn_at is null and review <> 'set_aside' "
                                "group by area_id, group_mask"};
#undef LILONG_FIVE_ITEMS
#undef LILONG_ITEM

struct District {
    survey::Round round;
    std::vector<AreaId> committees;
    std::vector<Response> samples; // one of each committee
};

AreaId add_area(storage::Transaction& tx, Rng& rng, AreaId parent, areas::AreaKind kind, std::string code)
{
    areas::Area area{.id = AreaId::random(rng), .kind = kind, .code = code, .zh = code, .en = code};
    if (!parent.empty()) area.parent = parent;
    areas::area_store::insert(tx, area, Date{2020, 1, 1});
    return area.id;
}

survey::QuestionnaireVersion version_of(AreaId const& owner, Rng& rng)
{
    survey::QuestionnaireVersion out{owner, QuestionnaireId::random(rng), 1, survey::VersionState::open, {}, 1};
    for (int group = 0; group < kGroups; ++group) out.codebook.groups.push_back("group_" + std::to_string(group));
    out.codebook.lists.push_back({"need", {}});
    for (auto const* option : {"need", "need_a_little", "no_need", "cannot_say"})
        out.codebook.lists.back().options.push_back({option, {option, option}});
    for (int item = 1; item <= kItems; ++item) {
        auto const name = "q" + std::to_string(item);
        out.codebook.items.push_back(
            {.name = name, .label = {name, name}, .list = "need", .need_item = name, .place = item});
    }
    return out;
}

District store(storage::Database& database, DistrictAnswers const& answers)
{
    SeededRng rng{99};
    District out;
    auto const now = Instant::parse("2026-05-08T02:00:00.000Z").value();
    std::vector<AreaId> estates;
    database.load([&](storage::Transaction& tx) {
        auto const district = add_area(tx, rng, {}, areas::AreaKind::district, "D");
        auto const sub_district = add_area(tx, rng, district, areas::AreaKind::sub_district, "S");
        for (std::int32_t c = 0; c < kCommittees; ++c) {
            out.committees.push_back(
                add_area(tx, rng, sub_district, areas::AreaKind::neighbourhood, std::to_string(1000 + c)));
            estates.push_back(
                add_area(tx, rng, out.committees.back(), areas::AreaKind::estate, "E" + std::to_string(1000 + c)));
        }
        auto const version = version_of(district, rng);
        (void)survey::questionnaire_store::insert(
            tx, {district, version.questionnaire, "household_needs", {"需求", "Needs"}}, now);
        survey::questionnaire_store::insert_version(tx, version, now);
        survey::questionnaire_store::insert_places(tx, version);
        out.round = {.area = district,
                     .id = RoundId::random(rng),
                     .questionnaire_area = district,
                     .questionnaire = version.questionnaire,
                     .title = {"2026", "2026"},
                     .opens_on = Date{2026, 5, 1},
                     .closes_on = Date{2026, 6, 30},
                     .state = "open"};
        survey::round_store::insert(tx, out.round, {}, now);
        std::size_t row = 0;
        for (std::size_t c = 0; c < out.committees.size(); ++c) {
            survey::round_store::freeze_register(tx, out.committees[c], out.round.id,
                                                 {{estates[c], "all", answers.households[c]}});
            std::vector<Response> here;
            for (std::int64_t n = 0; n < answers.responding[c]; ++n, ++row) {
                Response one{.area = out.committees[c],
                             .id = ResponseId::random(rng),
                             .round = out.round.id,
                             .household = HouseholdId::random(rng),
                             .estate = estates[c],
                             .groups = survey::GroupMask{1} << answers.group[row],
                             .answered_on = Date{2026, 5, 8},
                             .received_at = now};
                for (std::size_t item = 0; item < kItems; ++item) {
                    auto const value = answers.values[row * kItems + item];
                    one.coded += value < 0 ? '-' : value > 0 ? '1' : '3';
                }
                here.push_back(std::move(one));
            }
            survey::response_store::insert_all(tx, here);
            survey::response_store::raise_change(tx, out.committees[c], out.round.id);
            out.samples.push_back(here.front());
        }
    });
    return out;
}

// Every committee × group × item with standard error and interval.
void report(analysis::RoundCube const& cube)
{
    for (std::int32_t stratum = 0; stratum < kCommittees; ++stratum)
        for (std::int32_t domain = 1; domain <= kGroups; ++domain)
            for (std::int32_t item = 0; item < kItems; ++item)
                keep(share_of(cube.cube, cube.population, {{stratum}, {}, domain, item},
                              {.method = analysis::Method::wilson}));
}

void use(analysis::RoundCubeService& cubes, RoundId const& round,
         std::function<void(analysis::RoundCube const&)> const& look)
{
    auto const done = cubes.with(round, [&](analysis::RoundCube const& cube) -> Result<void> {
        look(cube);
        return {};
    });
    if (!done) throw std::runtime_error(done.error().code);
}

// From the moment that the correction is on the disk until a reader has the right number; the middle of the runs.
double correction_seconds(storage::Database& database, analysis::RoundCubeService& cubes, District& district, bool told)
{
    std::vector<double> seconds;
    for (std::size_t i = 0; i < district.samples.size(); ++i) {
        auto& former = district.samples[i];
        auto corrected = former;
        corrected.coded[0] = former.coded[0] == '1' ? '3' : '1';
        survey::AnswerChange change{former.area, former.round, former.household, 0};
        database.load([&](storage::Transaction& tx) {
            if (!survey::response_store::correct(tx, former, corrected, UserId{}, "mistyped", former.received_at))
                throw std::runtime_error("correction refused");
            change.number = survey::response_store::raise_change(tx, former.area, former.round);
        });
        auto const start = cpu_seconds();
        if (told) cubes.follow(change);
        use(cubes, former.round, [&](analysis::RoundCube const& cube) {
            keep(share_of(cube.cube, cube.population, {{static_cast<std::int32_t>(i)}, {}, 0, 0}, {}));
        });
        seconds.push_back(cpu_seconds() - start);
        former = corrected;
        ++former.version;
    }
    std::ranges::nth_element(seconds, seconds.begin() + kCommittees / 2);
    return seconds[kCommittees / 2];
}

int run(std::filesystem::path const& directory)
{
    auto const file = directory / "district.db";
    for (auto const* rest : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + rest);
    auto const database = storage::Database::open(file.string(), storage::Durability::bulk);
    auto district = store(*database, make_district(kRespondents, 2026));
    areas::AreaTree tree{*database};
    std::ofstream out{directory / "database.tsv"};
    out.precision(17);
    auto const put = [&](std::string_view name, double value) {
        out << name << '\t' << value << '\n';
        std::cout << name << '\t' << value << std::endl;
    };
    put("statement", least_seconds(3, [&] {
            database->read([&](storage::Connection& c) {
                std::int64_t answers = 0;
                for (auto row : c.query(kStatement, district.round.id)) answers += row.integer(3);
                keep(answers);
                return 0;
            });
        }));
    put("rebuild", least_seconds(3, [&] {
            analysis::RoundCubeService cubes{*database, tree};
            use(cubes, district.round.id, [](analysis::RoundCube const& cube) { keep(cube.cube.version()); });
        }));
    put("report", least_seconds(3, [&] {
            analysis::RoundCubeService cubes{*database, tree};
            use(cubes, district.round.id, report);
        }));
    analysis::RoundCubeService cubes{*database, tree};
    use(cubes, district.round.id, [&](analysis::RoundCube const& cube) {
        std::size_t answers = 0;
        for (auto const& committee : cube.answers) answers += committee.bytes();
        put("answer_bytes", static_cast<double>(answers));
        put("cube_bytes", static_cast<double>(cube.cube.bytes()));
    });
    put("correction", correction_seconds(*database, cubes, district, true));
    put("correction_untold", correction_seconds(*database, cubes, district, false));
    return 0;
}

} // namespace
} // namespace lilong::figures

int main(int argc, char** argv)
{
    if (argc == 2) return lilong::figures::run(argv[1]);
    std::cerr << "usage: database_figures DIRECTORY\n";
    return 2;
}
