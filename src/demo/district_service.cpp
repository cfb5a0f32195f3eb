#include "demo/district_service.h"

#include <algorithm>
#include <numeric>

#include "access/account_store.h"
#include "areas/area_service.h"
#include "areas/taxonomy_store.h"
#include "base/csv.h"
#include "demo/answer_rule.h"
#include "demo/oddity_rule.h"
#include "people/household_store.h"
#include "survey/need_questionnaire_rule.h"
#include "survey/questionnaire_store.h"
#include "survey/response_store.h"
#include "survey/round_store.h"

namespace lilong::demo
{

namespace
{

using storage::Connection;
using storage::Transaction;

constexpr int kHouseholdsPerBuilding = 42;
constexpr std::string_view kDistrictCode = "990101";
constexpr auto kRegisterDate = Date{2026, 3, 1};

struct Door {
    HouseholdId household;
    AreaId building;
    bool asked_before = false;
};

// One estate with the ids it got.
struct EstateWritten {
    AreaId area;
    std::vector<Door> doors;
};

struct CommitteeWritten {
    AreaId area;
    std::vector<EstateWritten> estates;
};

class Writer
{
public:
    Writer(storage::Database& database, areas::AreaTree& tree, PlanOptions const& options, GateAnswers gate, Instant now, Progress const& progress)
        : database_(database), tree_(tree), options_(options), gate_(gate), now_(now), progress_(progress), rng_(options.seed + 1)
    {
    }

    Result<DemoDistrict> run()
    {
        plan_ = TRY(plan_district(options_));
        progress_("areas", 0.02);
        write_areas();
        progress_("households", 0.08);
        write_households();
        TRY(write_questionnaire());
        progress_("round 2025", 0.40);
        write_round(2025);
        progress_("round 2026", 0.75);
        write_round(2026);
        progress_("answers", 1.0);
        out_.households = plan_.households();
        return out_;
    }

private:
    void add_row(std::vector<areas::AreaRow>& rows, std::string parent, areas::AreaKind kind, std::string code, std::string zh, std::string en, EstatePlan const* estate = nullptr, std::int64_t households = 0)
    {
        areas::AreaRow row;
        row.row = rows.size() + 2;
        row.parent_code = std::move(parent);
        row.area.kind = kind;
        row.area.code = std::move(code);
        row.area.zh = std::move(zh);
        row.area.en = std::move(en);
        row.area.occupied_households = households;
        if (estate) {
            row.area.lon = estate->lon;
            row.area.lat = estate->lat;
            if (kind == areas::AreaKind::estate) {
                row.area.estate_type = estate->type;
                row.area.build_year = estate->build_year;
            }
        }
        rows.push_back(std::move(row));
    }

    void write_areas()
    {
        using areas::AreaKind;
        std::vector<areas::AreaRow> rows;
        add_row(rows, "", AreaKind::district, std::string{kDistrictCode}, "晴川区", "Qingchuan District", nullptr, plan_.households());
        for (auto const& sub_district : plan_.sub_districts) {
            add_row(rows, std::string{kDistrictCode}, AreaKind::sub_district, sub_district.code, sub_district.zh, sub_district.en, nullptr, sub_district.households());
            for (auto const& committee : sub_district.committees) {
                add_row(rows, sub_district.code, AreaKind::neighbourhood, committee.code, committee.zh, committee.en, nullptr, committee.households());
                for (std::size_t e = 0; e < committee.estates.size(); ++e) {
                    auto const& estate = committee.estates[e];
                    auto const estate_code = committee.code + "E" + std::to_string(e + 1);
                    add_row(rows, committee.code, AreaKind::estate, estate_code, estate.zh, estate.en, &estate, estate.households);
                    auto const buildings = (estate.households + kHouseholdsPerBuilding - 1) / kHouseholdsPerBuilding;
                    for (int b = 0; b < buildings; ++b) {
                        auto const in_building = std::min(kHouseholdsPerBuilding, estate.households - b * kHouseholdsPerBuilding);
                        add_row(rows, estate_code, AreaKind::building, estate_code + "B" + std::to_string(b + 1), std::to_string(b + 1) + "号楼", "Building " + std::to_string(b + 1), &estate, in_building);
                    }
                }
                ++out_.committees;
            }
        }
        database_.load([&](Transaction& tx) {
            (void)areas::load_reference_data(tx);
            areas::write_area_rows(tx, rows, rng_, kRegisterDate);
            access::account_store::set_installation_value(tx, "name_zh", "晴川区社区需求");
            access::account_store::set_installation_value(tx, "name_en", "Qingchuan community needs");
            access::account_store::set_installation_value(tx, "demo", "1");
        });
        tree_.refresh();
        out_.district = tree_.by_code(kDistrictCode)->id;
    }

    people::Household household(AreaId const& committee, AreaId const& estate, AreaId const& building, int position)
    {
        people::Household h;
        h.area = committee;
        h.id = HouseholdId::random(rng_);
        h.estate = estate;
        h.building = building;
        h.door = std::to_string((position / 6 + 1) * 100 + position % 6 + 1);
        h.size = 1 + static_cast<int>(rng_.below(2) + rng_.below(3));
        h.tenure = rng_.below(100) < 74 ? people::Tenure::owner : people::Tenure::tenant;
        if (rng_.below(100) < 3) h.tags.insert("low_income");
        if (rng_.below(100) < 2) h.tags.insert("minimum_income");
        if (rng_.below(100) < 14) h.tags.insert("all_elderly");
        h.created_at = now_;
        return h;
    }

    void write_households()
    {
        written_.resize(plan_.sub_districts.size());
        for (std::size_t s = 0; s < plan_.sub_districts.size(); ++s) {
            database_.load([&](Transaction& tx) {
                written_[s].clear();
                for (auto const& committee : plan_.sub_districts[s].committees) {
                    CommitteeWritten done{tree_.by_code(committee.code)->id, {}};
                    for (std::size_t e = 0; e < committee.estates.size(); ++e) {
                        auto const estate_area = tree_.by_code(committee.code + "E" + std::to_string(e + 1))->id;
                        EstateWritten estate{estate_area, {}};
                        auto const buildings = tree_.children(estate_area);
                        for (int n = 0; n < committee.estates[e].households; ++n) {
                            auto const number = std::to_string(n / kHouseholdsPerBuilding + 1);
                            auto const building = std::ranges::find(buildings, committee.code + "E" + std::to_string(e + 1) + "B" + number, &areas::Area::code)->id;
                            auto const fresh = household(done.area, estate_area, building, n % kHouseholdsPerBuilding);
                            (void)people::household_store::insert(tx, fresh);
                            estate.doors.push_back({fresh.id, building, false});
                        }
                        remember(committee, committee.estates[e], done.area, estate_area);
                        done.estates.push_back(std::move(estate));
                    }
                    written_[s].push_back(std::move(done));
                }
            });
            progress_("households", 0.08 + 0.30 * static_cast<double>(s + 1) / static_cast<double>(plan_.sub_districts.size()));
        }
    }

    void remember(CommitteePlan const& committee, EstatePlan const& estate, AreaId const& committee_area, AreaId const& estate_area)
    {
        if (estate.zh == kGateEstate) {
            out_.gate_committee = committee_area;
            out_.gate_estate = estate_area;
            out_.story_sub_district = *tree_.ancestor(committee_area, areas::AreaKind::sub_district);
        }
        if (committee.zh == kGrowersCommittee) {
            out_.growers_committee = committee_area;
            out_.growers_estate = estate_area;
        }
    }

    Result<void> write_questionnaire()
    {
        auto const taxonomy = TRY(areas::read_reference_data());
        codebook_ = TRY(survey::need_questionnaire(taxonomy));
        survey::Questionnaire questionnaire{out_.district, QuestionnaireId::random(rng_), "household_needs", {"居民需求调查", "Household need survey"}};
        out_.questionnaire = questionnaire.id;
        survey::QuestionnaireVersion version{out_.district, questionnaire.id, 1, survey::VersionState::open, codebook_, 1};
        database_.load([&](Transaction& tx) {
            (void)survey::questionnaire_store::insert(tx, questionnaire, now_);
            survey::questionnaire_store::insert_version(tx, version, now_);
            survey::questionnaire_store::insert_places(tx, version);
        });
        return {};
    }

    survey::Round round_of(int year)
    {
        survey::Round round;
        round.area = out_.district;
        round.id = RoundId::random(rng_);
        round.questionnaire_area = out_.district;
        round.questionnaire = out_.questionnaire;
        round.title = {std::to_string(year) + "年需求调查", "Need survey " + std::to_string(year)};
        round.kind = year == 2025 ? "new" : "mixed";
        round.opens_on = Date{year, 3, 2};
        round.closes_on = year == 2025 ? Date{2025, 10, 15} : Date{2026, 12, 31};
        round.state = year == 2025 ? "closed" : "open";
        round.register_date = Date{year, 3, 1};
        return round;
    }

    void freeze_register(Transaction& tx, RoundId const& round)
    {
        for (auto const& sub_district : written_)
            for (auto const& committee : sub_district) {
                std::vector<survey::RegisterCount> counts;
                for (auto const& estate : committee.estates) counts.push_back({estate.area, std::string{survey::kAllGroups}, static_cast<std::int64_t>(estate.doors.size())});
                survey::round_store::freeze_register(tx, committee.area, round, counts);
            }
    }

    // Who is asked in this sub-district: as many of each estate as its households weigh; the story's estates as told.
    struct Chosen {
        Asked asked;
        AreaId committee, estate;
        Door* door;
        std::optional<UserId> collector;
    };

    std::vector<Chosen> choose(std::size_t s, int year, int answers)
    {
        auto const& plan = plan_.sub_districts[s];
        std::vector<Chosen> chosen;
        std::size_t estate_number = 0;
        auto const rate = 1.1 * static_cast<double>(answers) / plan.households(); // a few too many, then exactly as many as wanted
        for (std::size_t c = 0; c < plan.committees.size(); ++c)
            for (std::size_t e = 0; e < plan.committees[c].estates.size(); ++e, ++estate_number) {
                auto& estate = written_[s][c].estates[e];
                auto const gate = estate.area == out_.gate_estate && year == 2026;
                auto const same_committee = written_[s][c].area == out_.gate_committee && year == 2026;
                auto wanted = static_cast<std::size_t>(std::lround(rate * static_cast<double>(estate.doors.size()) * (0.85 + 0.3 * rng_.unit())));
                if (gate) wanted = gate_ == GateAnswers::present ? static_cast<std::size_t>(kGateAnswers) : 0;
                else if (same_committee) wanted = 0; // 北苑新村 is visited from June on
                wanted = std::min(wanted, estate.doors.size());
                for (auto const position : pick(estate, wanted, year)) {
                    Chosen one{{c, estate_number, gate, estate.area == out_.growers_estate && year == 2026, random_groups(codebook_, rng_)}, written_[s][c].area, estate.area, &estate.doors[position], {}};
                    chosen.push_back(one);
                }
            }
        trim(chosen, static_cast<std::size_t>(answers));
        return chosen;
    }

    // Exactly as many as the calibration says, the story's estates untouched.
    void trim(std::vector<Chosen>& chosen, std::size_t wanted)
    {
        std::vector<std::size_t> others;
        for (std::size_t i = 0; i < chosen.size(); ++i)
            if (!chosen[i].asked.of_gate) others.push_back(i);
        std::set<std::size_t> dropped;
        for (std::size_t k = 0; chosen.size() - dropped.size() > wanted && k < others.size(); ++k) {
            std::swap(others[k], others[k + rng_.below(others.size() - k)]);
            dropped.insert(others[k]);
        }
        std::vector<Chosen> kept;
        for (std::size_t i = 0; i < chosen.size(); ++i)
            if (!dropped.contains(i)) kept.push_back(chosen[i]);
        chosen = std::move(kept);
    }

    // In 2026 three in five of those asked were asked the year before, where there are as many.
    std::vector<std::size_t> pick(EstateWritten const& estate, std::size_t wanted, int year)
    {
        std::vector<std::size_t> known, fresh;
        for (std::size_t i = 0; i < estate.doors.size(); ++i) (year == 2026 && estate.doors[i].asked_before ? known : fresh).push_back(i);
        auto const from_known = std::min(known.size(), wanted * 3 / 5);
        std::vector<std::size_t> out;
        auto const draw = [&](std::vector<std::size_t>& from, std::size_t count) {
            for (std::size_t k = 0; k < count && k < from.size(); ++k) {
                std::swap(from[k], from[k + rng_.below(from.size() - k)]);
                out.push_back(from[k]);
            }
        };
        draw(known, from_known);
        draw(fresh, wanted - out.size());
        return out;
    }

    void write_round(int year)
    {
        auto const round = round_of(year);
        (year == 2025 ? out_.round_2025 : out_.round_2026) = round.id;
        database_.load([&](Transaction& tx) {
            survey::round_store::insert(tx, round, {}, now_);
            freeze_register(tx, round.id);
        });
        for (std::size_t s = 0; s < plan_.sub_districts.size(); ++s) {
            auto const& plan = plan_.sub_districts[s];
            auto chosen = choose(s, year, year == 2025 ? plan.answers_2025 : plan.answers_2026);
            std::vector<Asked> asked;
            for (auto const& one : chosen) asked.push_back(one.asked);
            AnswerOptions options{year == 2025 ? plan.share_2025 : plan.share_2026, true, year == 2025 ? 0.44 : 0.52, year == 2026};
            auto coded = generate_answers(codebook_, plan, asked, options, rng_);
            if (year == 2026) plant_oddities(chosen, coded);
            write_responses(round, chosen, coded);
            (year == 2025 ? out_.answers_2025 : out_.answers_2026) += static_cast<std::int64_t>(chosen.size());
        }
    }

    // Three people went from door to door in 南泾居民区; one of them was quick, another copied a form. No share moves.
    void plant_oddities(std::vector<Chosen>& chosen, std::vector<std::string>& coded)
    {
        constexpr std::size_t collectors = 3;
        std::vector<std::size_t> forms;
        for (std::size_t i = 0; i < chosen.size(); ++i)
            if (chosen[i].estate == out_.growers_estate) forms.push_back(i);
        if (forms.empty()) return;
        SeededRng ids{options_.seed + 3}; // apart from the numbers that make the answers
        auto const users = write_collectors(ids, collectors);
        for (std::size_t k = 0; k < forms.size(); ++k) chosen[forms[k]].collector = users[k % collectors];
        auto const of = [&](std::size_t collector) {
            std::vector<std::size_t> out;
            for (auto const i : forms)
                if (chosen[i].collector == users[collector]) out.push_back(i);
            return out;
        };
        answer_alike(coded, forms, of(2), std::min(kStraightForms, forms.size() / 12));
        if (auto const copied = of(1); copied.size() > 1) answer_as(coded, forms, copied[1], copied[0]);
    }

    // They have names and no way to sign in.
    std::vector<UserId> write_collectors(Rng& rng, std::size_t count)
    {
        static constexpr std::string_view names[]{"小顾", "小吴", "小钱"};
        std::vector<UserId> users;
        for (std::size_t i = 0; i < count; ++i) users.push_back(UserId::random(rng));
        database_.load([&](Transaction& tx) {
            for (std::size_t i = 0; i < count; ++i) (void)access::account_store::insert(tx, {.id = users[i], .login = "collector-" + std::to_string(i + 1), .name = std::string{names[i]}, .password_hash = "", .disabled = true}, now_);
        });
        return users;
    }

    void write_responses(survey::Round const& round, std::vector<Chosen> const& chosen, std::vector<std::string> const& coded)
    {
        auto const days = (round.state == "closed" ? Date{2025, 10, 14} : Date{2026, 5, 29}).days_since(round.opens_on);
        std::vector<survey::Response> responses;
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            survey::Response r;
            r.area = chosen[i].committee;
            r.round = round.id;
            r.household = chosen[i].door->household;
            r.estate = chosen[i].estate;
            r.building = chosen[i].door->building;
            r.groups = chosen[i].asked.groups;
            r.coded = coded[i];
            r.answers = chosen[i].asked.of_gate ? gate_words() : R"({"household_size":)" + std::to_string(1 + rng_.below(4)) + "}";
            r.mode = survey::Mode::door_web;
            r.collector = chosen[i].collector;
            r.answered_on = round.opens_on.plus_days(static_cast<int>(rng_.below(static_cast<std::uint64_t>(days))));
            r.received_at = china_midnight(r.answered_on).plus(std::chrono::minutes{18 * 60 + static_cast<int>(rng_.below(150))});
            r.id = ResponseId::ordered(rng_, r.received_at);
            r.review = survey::Review::approved;
            r.entered_by = system_actor().user;
            responses.push_back(std::move(r));
            chosen[i].door->asked_before = true;
        }
        std::ranges::sort(responses, {}, [](survey::Response const& r) { return std::pair{r.area, r.household}; });
        database_.load([&](Transaction& tx) {
            survey::response_store::insert_all(tx, responses);
            AreaId last;
            for (auto const& r : responses)
                if (r.area != last) survey::response_store::raise_change(tx, last = r.area, round.id);
        });
    }

    std::string gate_words()
    {
        static constexpr std::string_view words[]{"大门太窄,人车混行,接孩子时最危险", "进出只有一个口子,车一堵人就走不了", "大门又旧又破,晚上看不清", "希望大门人车分开", "路灯有几盏不亮"};
        auto const size = std::to_string(1 + rng_.below(4));
        if (rng_.below(100) >= 38) return R"({"household_size":)" + size + "}";
        return R"({"household_size":)" + size + R"(,"other_need":")" + std::string{words[rng_.below(std::size(words))]} + "\"}";
    }

    storage::Database& database_;
    areas::AreaTree& tree_;
    PlanOptions options_;
    GateAnswers gate_;
    Instant now_;
    Progress const& progress_;
    SeededRng rng_;
    DistrictPlan plan_;
    survey::Codebook codebook_;
    std::vector<std::vector<CommitteeWritten>> written_;
    DemoDistrict out_;
};

} // namespace

Result<DemoDistrict> write_district(storage::Database& database, areas::AreaTree& tree, PlanOptions const& options, GateAnswers gate, Instant now, Progress const& progress)
{
    return Writer{database, tree, options, gate, now, progress}.run();
}

Result<std::string> gate_answers_csv(storage::Database& database, DemoDistrict const& district)
{
    auto const taxonomy = TRY(areas::read_reference_data());
    auto const codebook = TRY(survey::need_questionnaire(taxonomy));
    SeededRng rng{418};
    SubDistrictPlan plan;
    plan.committees.push_back({"", std::string{kGateCommittee}, "Beiyuan", {{std::string{kGateEstate}, "Bei'an Garden", "commodity", 2005, 1180, 0, 0}}});
    auto const shares = TRY(plan_district({}));
    for (auto const& sub_district : shares.sub_districts)
        if (sub_district.zh == kStorySubDistrict) plan.share_2026 = sub_district.share_2026;
    std::vector<Asked> asked;
    for (int i = 0; i < kGateAnswers; ++i) asked.push_back({0, 0, true, false, random_groups(codebook, rng)});
    auto const coded = generate_answers(codebook, plan, asked, {plan.share_2026, false, 0.52, true}, rng);
    auto households = database.read([&](Connection& c) { return people::household_store::all(c, district.gate_committee); });
    std::erase_if(households, [&](people::Household const& h) { return h.estate != district.gate_estate; });
    std::map<AreaId, std::string> building_names;
    for (auto const& household : households) building_names.try_emplace(household.building);
    areas::AreaTree const tree{database};
    for (auto& [building, zh] : building_names) zh = tree.find(building)->zh;

    std::string csv = "estate,building,door,groups,mode";
    for (auto const& item : codebook.items)
        if (!item.need_item.empty()) csv += "," + item.name;
    csv += "\r\n";
    for (int i = 0; i < kGateAnswers; ++i) {
        auto const& household = households[static_cast<std::size_t>(i) * households.size() / kGateAnswers];
        std::string groups;
        for (std::size_t g = 0; g < codebook.groups.size(); ++g)
            if (asked[static_cast<std::size_t>(i)].groups >> g & 1U) groups += (groups.empty() ? "" : "|") + codebook.groups[g];
        csv += std::string{kGateEstate} + "," + building_names[household.building] + "," + household.door + "," + groups + ",paper";
        for (auto const& item : codebook.items) {
            if (item.need_item.empty()) continue;
            auto const code = coded[static_cast<std::size_t>(i)][static_cast<std::size_t>(item.place - 1)];
            csv += ",";
            if (code >= '1' && code <= '4') csv += codebook.list_of(item).options[static_cast<std::size_t>(code - '1')].name;
        }
        csv += "\r\n";
    }
    return csv;
}

} // namespace lilong::demo
