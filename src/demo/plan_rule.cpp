#include "demo/plan_rule.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>

#include "base/csv.h"
#include "base/resource.h"
#include "base/text.h"

namespace lilong::demo
{

namespace
{

struct Word {
    std::string_view zh, en;
};
constexpr std::array kFirst{Word{"北", "Bei"},  Word{"南", "Nan"},   Word{"东", "Dong"},  Word{"西", "Xi"},   Word{"新", "Xin"},  Word{"安", "An"},
                            Word{"明", "Ming"}, Word{"清", "Qing"},  Word{"瑞", "Rui"},   Word{"和", "He"},   Word{"永", "Yong"}, Word{"嘉", "Jia"},
                            Word{"景", "Jing"}, Word{"文", "Wen"},   Word{"福", "Fu"},    Word{"长", "Chang"}, Word{"春", "Chun"}, Word{"秋", "Qiu"},
                            Word{"云", "Yun"},  Word{"芳", "Fang"}};
constexpr std::array kSecond{Word{"苑", "yuan"}, Word{"泾", "jing"}, Word{"桥", "qiao"}, Word{"浜", "bang"}, Word{"林", "lin"}, Word{"园", "yuan2"},
                             Word{"塘", "tang"}, Word{"岭", "ling"}, Word{"荷", "he"},   Word{"溪", "xi"},   Word{"湾", "wan"}, Word{"田", "tian"},
                             Word{"松", "song"}, Word{"竹", "zhu"}};
constexpr std::array kEstateEnd{Word{"佳园", "Garden"}, Word{"新村", "New Village"}, Word{"公寓", "Apartments"}, Word{"家园", "Homes"}, Word{"坊", "Lane"}, Word{"华庭", "Court"}};

constexpr int kAnswers2025 = 47221, kForms2018 = 210000; // domain.md sections 8 and 9
constexpr int kAnswers2026 = 31480, kForms2020 = 241332;
constexpr double kSmallPart = 0.25;

double whole(std::string_view cell) { return decimal_number(cell).value_or(0); }

std::string english(Word const& first, Word const& second)
{
    std::string text{first.en};
    text += second.en;
    if (text.back() == '2') text.pop_back();
    return text;
}

int between(Rng& rng, int low, int high) { return low + static_cast<int>(rng.below(static_cast<std::uint64_t>(high - low + 1))); }

// `total` in parts as near to `weights` as whole numbers allow (largest remainder).
std::vector<int> divided(int total, std::vector<double> const& weights)
{
    auto const sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<int> parts;
    std::vector<std::pair<double, std::size_t>> rest;
    int given = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        auto const exact = total * weights[i] / sum;
        parts.push_back(static_cast<int>(exact));
        given += parts.back();
        rest.emplace_back(-(exact - std::floor(exact)), i);
    }
    std::ranges::sort(rest);
    for (int k = 0; k < total - given; ++k) ++parts[rest[static_cast<std::size_t>(k) % rest.size()].second];
    return parts;
}

EstatePlan random_estate(Rng& rng, std::string_view committee_zh, std::string const& committee_en, std::size_t number)
{
    auto const& end = kEstateEnd[(rng.below(3) + number * 2) % kEstateEnd.size()];
    EstatePlan estate{std::string{committee_zh} + std::string{end.zh}, committee_en + " " + std::string{end.en}, "", 0, 0, 0, 0};
    auto const kind = rng.below(100);
    if (kind < 45) estate.type = "commodity", estate.build_year = between(rng, 1994, 2016);
    else if (kind < 78) estate.type = "sold_public", estate.build_year = between(rng, 1956, 1996);
    else if (kind < 88) estate.type = "lane", estate.build_year = between(rng, 1921, 1948);
    else if (kind < 96) estate.type = "affordable", estate.build_year = between(rng, 2006, 2015);
    else estate.type = "villa", estate.build_year = between(rng, 1998, 2009);
    return estate;
}

void place(Rng& rng, std::size_t sub_district, std::size_t committee, EstatePlan& estate)
{
    // a grid of sub-districts, committees inside them, estates a few hundred metres around: nowhere in the real world
    auto const column = static_cast<double>(sub_district % 4), row = static_cast<double>(sub_district / 4);
    auto const x = column * 0.030 + static_cast<double>(committee % 6) * 0.0045, y = row * 0.027 + static_cast<double>(committee / 6) * 0.0040;
    estate.lon = std::round((151.0 + x + rng.unit() * 0.003) * 1e6) / 1e6;
    estate.lat = std::round((-1.0 + y + rng.unit() * 0.003) * 1e6) / 1e6;
}

CommitteePlan gate_committee()
{
    return {"", std::string{kGateCommittee}, "Beiyuan", {{std::string{kGateEstate}, "Bei'an Garden", "commodity", 2005, 1180, 0, 0}, {"北苑新村", "Beiyuan New Village", "sold_public", 1988, 235, 0, 0}}};
}

CommitteePlan growers_committee()
{
    return {"", std::string{kGrowersCommittee}, "Nanjing Creek", {{std::string{kGrowersEstate}, "Nanjing Court", "affordable", 2010, 990, 0, 0}}};
}

std::vector<CommitteePlan> plan_committees(Rng& rng, SubDistrictPlan const& plan, std::size_t position, int count,
                                           int households, std::set<std::string>& used)
{
    std::vector<CommitteePlan> committees;
    if (plan.zh == kStorySubDistrict) {
        committees.push_back(gate_committee());
        committees.push_back(growers_committee());
        for (auto const& committee : committees) households -= committee.households();
    }
    std::vector<double> sizes;
    auto const fixed = committees.size();
    while (committees.size() < static_cast<std::size_t>(count)) {
        auto const& first = kFirst[rng.below(kFirst.size())];
        auto const& second = kSecond[rng.below(kSecond.size())];
        auto const stem = std::string{first.zh} + std::string{second.zh};
        if (!used.insert(stem + "居民区").second) continue;
        CommitteePlan committee{"", stem + "居民区", english(first, second), {}};
        auto const estates = 1 + rng.below(3);
        for (std::size_t i = 0; i < estates; ++i) committee.estates.push_back(random_estate(rng, stem, committee.en, i));
        committees.push_back(std::move(committee));
        sizes.push_back(0.7 + 0.6 * rng.unit());
    }
    auto const parts = divided(households, sizes);
    for (std::size_t c = fixed; c < committees.size(); ++c) {
        std::vector<double> weights;
        for (std::size_t i = 0; i < committees[c].estates.size(); ++i) weights.push_back(0.5 + rng.unit());
        auto const of_estates = divided(parts[c - fixed], weights);
        for (std::size_t i = 0; i < committees[c].estates.size(); ++i) committees[c].estates[i].households = of_estates[i];
    }
    for (std::size_t c = 0; c < committees.size(); ++c) {
        committees[c].code = plan.code + (c + 1 < 10 ? "00" : "0") + std::to_string(c + 1);
        for (auto& estate : committees[c].estates) place(rng, position, c, estate);
    }
    return committees;
}

using Shares = std::map<std::string, double>;

Shares shares_of(CsvTable const& district, std::string const& district_column, CsvTable const& table, CsvRow const& row)
{
    Shares shares;
    auto const column = district.column(district_column).value();
    for (auto const& item : district.rows) shares[item.cells[0]] = whole(item.cells[column]) / 100;
    for (std::size_t c = 4; c < table.header.size(); ++c) shares[table.header[c]] = whole(row.cells[c]) / 100;
    return shares;
}

} // namespace

int CommitteePlan::households() const
{
    int sum = 0;
    for (auto const& estate : estates) sum += estate.households;
    return sum;
}

int SubDistrictPlan::households() const
{
    int sum = 0;
    for (auto const& committee : committees) sum += committee.households();
    return sum;
}

int DistrictPlan::households() const
{
    int sum = 0;
    for (auto const& sub_district : sub_districts) sum += sub_district.households();
    return sum;
}

Result<DistrictPlan> plan_district(PlanOptions const& options)
{
    auto const carried = [](char const* file) { return parse_csv(resource(std::string{"data/"} + file), file); };
    auto const list = TRY(carried("demo_sub_districts.csv"));
    auto const year_2018 = TRY(carried("calibration_2018.csv"));
    auto const year_2020 = TRY(carried("calibration_2020.csv"));
    auto const district = TRY(carried("calibration_district.csv"));
    SeededRng rng{options.seed};
    std::set<std::string> const kept{std::string{kStorySubDistrict}, "墨香街道", "砚秋街道"};
    // every committee of the district has a name of its own, the story's two first of all
    std::set<std::string> used{std::string{kGateCommittee}, std::string{kGrowersCommittee}};
    DistrictPlan plan;
    std::vector<double> forms_2018, forms_2020;
    for (std::size_t i = 0; i < list.rows.size(); ++i) {
        auto const& cells = list.rows[i].cells;
        if (options.small && !kept.contains(cells[1])) continue;
        SubDistrictPlan sub_district{cells[0], cells[1], cells[2], {}, 0, 0, {}, {}};
        auto households = static_cast<int>(whole(cells[5]));
        if (options.small) households = static_cast<int>(households * kSmallPart) + 1800;
        sub_district.committees = plan_committees(rng, sub_district, i, static_cast<int>(whole(cells[4])), households, used);
        forms_2018.push_back(whole(year_2018.rows[i].cells[3]));
        forms_2020.push_back(whole(year_2020.rows[i].cells[3]));
        sub_district.share_2025 = shares_of(district, "need_share_2018", year_2018, year_2018.rows[i]);
        sub_district.share_2026 = shares_of(district, "need_share_2020", year_2020, year_2020.rows[i]);
        plan.sub_districts.push_back(std::move(sub_district));
    }
    // the small district asks a larger part of its households, so that its few estates can still be told apart
    auto const part = [&](double forms, double of, double small) { return forms / of * (options.small ? small : 1.0); };
    auto const sum = [](std::vector<double> const& v) { return std::accumulate(v.begin(), v.end(), 0.0); };
    auto const answers_2025 = divided(static_cast<int>(std::lround(kAnswers2025 * part(sum(forms_2018), kForms2018, 1.0))), forms_2018);
    auto const answers_2026 = divided(static_cast<int>(std::lround(kAnswers2026 * part(sum(forms_2020), kForms2020, 2.0))), forms_2020);
    for (std::size_t i = 0; i < plan.sub_districts.size(); ++i) {
        plan.sub_districts[i].answers_2025 = answers_2025[i];
        plan.sub_districts[i].answers_2026 = answers_2026[i];
    }
    return plan;
}

} // namespace lilong::demo
