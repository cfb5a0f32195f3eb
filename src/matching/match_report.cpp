#include "matching/match_report.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/csv.h"
#include "matching/admissible_rule.h"
#include "matching/distance_rule.h"
#include "matching/explanation_rule.h"

namespace lilong::matching
{

namespace
{

using Json = nlohmann::ordered_json;
using Rows = std::vector<std::vector<std::string>>;

std::string laid_out(Rows const& rows, Format format)
{
    std::string out;
    if (format == Format::csv) {
        for (auto const& row : rows) {
            for (std::size_t i = 0; i < row.size(); ++i) out += (i ? "," : "") + csv_text_cell(row[i]);
            out += "\r\n";
        }
        return out;
    }
    std::vector<std::size_t> widths(rows.front().size());
    for (auto const& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], code_points(row[i]));
    for (auto const& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += row[i] + std::string(widths[i] - code_points(row[i]) + 2, ' ');
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + "\n";
    }
    return out;
}

std::string metres(std::optional<std::int64_t> mm) { return mm ? std::to_string(metres_rounded_half_up(*mm)) : ""; }

Json distance_json(std::optional<std::int64_t> mm) { return mm ? Json(metres_rounded_half_up(*mm)) : Json(nullptr); }

Json both_languages(auto text) { return {{"zh", text(Language::zh_cn)}, {"en", text(Language::en)}}; }

Json next_json(Problem const& problem, NextOffer const& next)
{
    Json out{{"resource", next.offer}, {"distance_m", distance_json(next.distance_mm)}};
    auto const known = std::ranges::lower_bound(problem.offers, next.offer, {}, &OfferPoint::id);
    if (!known->zh.empty()) out["name"] = {{"zh", known->zh}, {"en", known->en}};
    if (next.failed != Clause::none) {
        out["failed"] = name(next.failed);
        if (!next.detail.empty()) out["clause"] = next.detail;
    } else {
        out["full"] = next.capacity_left == 0;
        out["price_of_one_more_place"] = next.price;
    }
    return out;
}

Json match_json(Problem const& problem, Outcome const& outcome, std::size_t i)
{
    auto const& pair = outcome.allocation.pairs[outcome.allocation.shares[i].pair];
    auto const& why = outcome.explanations[i];
    auto const& need = problem.needs[pair.need];
    auto const& offer = problem.offers[pair.offer];
    Json out{{"need", need.id},
             {"resource", offer.id},
             {"heads", why.heads},
             {"distance_m", distance_json(why.distance_mm)},
             {"reason", name(why.reason)}};
    out["facts"] = reason_text(why);
    out["category_path"] = why.category_path;
    if (why.common)
        out["common_window"] = {{"stretch", resources::stretch_text(*why.common)}, {"minutes", why.common->minutes()}};
    if (why.failed != Clause::none)
        out["not_admissible_today"] = {{"failed", name(why.failed)}, {"clause", why.detail}};
    out["pinned"] = why.pinned;
    out["capacity_left"] = why.capacity_left;
    out["weight"] = why.weight;
    out["weight_rank"] = why.weight_rank;
    out["competitors"] = why.competitors;
    out["next"] = Json::array();
    for (auto const& next : why.next) out["next"].push_back(next_json(problem, next));
    out["sentence"] = both_languages(
        [&](Language language) { return sentence_of(why, called(need, language), called(offer, language), language); });
    return out;
}

Json shortage_json(Problem const& problem, Shortage const& shortage)
{
    Json out{{"id", shortage.id},       {"heads", shortage.heads}, {"places", shortage.places},
             {"unmet", shortage.unmet}, {"needs", Json::array()},  {"resources", Json::array()}};
    for (auto need : shortage.needs) out["needs"].push_back(problem.needs[need].id);
    for (auto offer : shortage.offers) out["resources"].push_back(problem.offers[offer].id);
    return out;
}

Json groups_json(Problem const& problem, Outcome const& outcome)
{
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> groups; // heads, unmet
    for (std::size_t i = 0; i < problem.needs.size(); ++i) {
        auto& [heads, unmet] = groups[problem.needs[i].committee];
        heads += problem.needs[i].heads;
        unmet += outcome.allocation.unmet[i];
    }
    Json out = Json::array();
    for (auto const& [group, sums] : groups)
        out.push_back({{"committee", group}, {"heads", sums.first}, {"served", sums.first - sums.second}});
    return out;
}

std::int64_t all_heads(Problem const& problem)
{
    std::int64_t heads = 0;
    for (auto const& need : problem.needs) heads += need.heads;
    return heads;
}

} // namespace

std::string matches_text(Problem const& problem, Outcome const& outcome, Format format)
{
    Rows rows{{"need", "resource", "heads", "distance_m", "reason"}};
    for (std::size_t i = 0; i < outcome.allocation.shares.size(); ++i) {
        auto const& share = outcome.allocation.shares[i];
        auto const& pair = outcome.allocation.pairs[share.pair];
        rows.push_back({problem.needs[pair.need].id, problem.offers[pair.offer].id, std::to_string(share.heads),
                        metres(pair.distance_mm), reason_text(outcome.explanations[i])});
    }
    return laid_out(rows, format);
}

std::string unmet_text(Problem const& problem, Outcome const& outcome, Format format)
{
    Rows rows{{"need", "heads", "cause", "detail"}};
    for (auto const& unmet : outcome.unmet)
        rows.push_back({problem.needs[unmet.need].id, std::to_string(unmet.heads), std::string{name(unmet.cause)},
                        detail_text(unmet, problem, outcome.shortages)});
    return laid_out(rows, format);
}

std::string json_text(Problem const& problem, Outcome const& outcome)
{
    auto const& allocation = outcome.allocation;
    Json out;
    out["run"] = {{"objective", "weighted"},
                  {"needs", problem.needs.size()},
                  {"resources", problem.offers.size()},
                  {"pairs", allocation.pairs.size()},
                  {"heads", all_heads(problem)},
                  {"served", allocation.served},
                  {"unmet", all_heads(problem) - allocation.served},
                  {"served_weight", allocation.served_weight},
                  {"burden", allocation.burden},
                  {"burden_factor", allocation.burden_factor},
                  {"flow_cost", allocation.flow_cost}};
    for (auto const* list : {"matches", "unmet", "shortages"}) out[list] = Json::array();
    for (std::size_t i = 0; i < allocation.shares.size(); ++i)
        out["matches"].push_back(match_json(problem, outcome, i));
    for (auto const& unmet : outcome.unmet) {
        Json entry{{"need", problem.needs[unmet.need].id},
                   {"heads", unmet.heads},
                   {"cause", name(unmet.cause)},
                   {"detail", detail_text(unmet, problem, outcome.shortages)}};
        if (unmet.shortage) entry["shortage"] = outcome.shortages[*unmet.shortage].id;
        entry["sentence"] =
            both_languages([&](Language language) { return sentence_of(unmet, problem, outcome.shortages, language); });
        out["unmet"].push_back(std::move(entry));
    }
    for (auto const& shortage : outcome.shortages) out["shortages"].push_back(shortage_json(problem, shortage));
    out["groups"] = groups_json(problem, outcome);
    return out.dump(1) + "\n";
}

std::string need_explained(Problem const& problem, Outcome const& outcome, std::size_t need, Format format)
{
    OfferIndex const index{problem};
    std::map<std::size_t, std::int64_t> heads;
    for (auto const& share : outcome.allocation.shares)
        if (auto const& pair = outcome.allocation.pairs[share.pair]; pair.need == need) heads[pair.offer] = share.heads;
    Rows rows{{"resource", "heads", "distance_m", "passed", "failed", "detail"}};
    Json list = Json::array();
    for (auto offer : index.of_category(problem.needs[need].category)) {
        auto const pair = look_at(problem, need, offer);
        std::string passed;
        for (auto clause = Clause::category; clause < std::min(pair.failed, Clause::not_refused);
             clause = static_cast<Clause>(static_cast<int>(clause) + 1))
            passed += (passed.empty() ? "" : " ") + std::string{name(clause)};
        auto const failed = pair.admissible() ? std::string{} : std::string{name(pair.failed)};
        auto const full = pair.admissible() && outcome.allocation.capacity_left[offer] == 0;
        auto const detail = full ? std::string{"full"} : pair.detail;
        rows.push_back(
            {problem.offers[offer].id, std::to_string(heads[offer]), metres(pair.distance_mm), passed, failed, detail});
        list.push_back({{"resource", problem.offers[offer].id},
                        {"heads", heads[offer]},
                        {"distance_m", distance_json(pair.distance_mm)},
                        {"passed", passed},
                        {"failed", failed},
                        {"detail", detail}});
    }
    if (format == Format::json) return Json{{"need", problem.needs[need].id}, {"resources", list}}.dump(1) + "\n";
    return laid_out(rows, format);
}

std::string explanation_text(Problem const& problem, Outcome const& outcome, std::size_t share)
{
    return match_json(problem, outcome, share).dump();
}

std::string shortage_text(Problem const& problem, Shortage const& shortage)
{
    return shortage_json(problem, shortage).dump();
}

std::string shortages_text(Problem const& problem, Outcome const& outcome)
{
    auto list = Json::array();
    for (auto const& shortage : outcome.shortages) list.push_back(shortage_json(problem, shortage));
    return list.dump();
}

std::string summary_text(Problem const& problem, Outcome const& outcome)
{
    auto const& allocation = outcome.allocation;
    return fmt::format("heads {}  served {}  unmet {}  severity {}  burden {}  pairs {}", all_heads(problem),
                       allocation.served, all_heads(problem) - allocation.served, allocation.served_weight,
                       allocation.burden, allocation.pairs.size());
}

} // namespace lilong::matching
