// The run: what is open in a sub-district against what is offered around it; proposals and unmet heads are written
// committee by committee, so that no transaction touches two of them.
#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <map>
#include <set>

#include "areas/calendar_store.h"
#include "matching/admissible_rule.h"
#include "matching/explanation_rule.h"
#include "matching/match_report.h"
#include "matching/match_service.h"
#include "matching/match_store.h"
#include "matching/outcome_rule.h"

namespace lilong::matching
{

using storage::Connection;
using storage::Transaction;

struct MatchService::Prepared {
    Problem problem;
    std::map<std::string, OpenNeed> needs;              // by id
    std::map<std::string, resources::OfferView> offers; // by id
};

namespace
{

std::optional<Place> place_of(std::optional<double> lon, std::optional<double> lat)
{
    if (!lon || !lat) return std::nullopt;
    return GeoPoint{*lon, *lat};
}

OfferPoint point_of(resources::OfferView const& view, std::int64_t capacity)
{
    auto const& offer = view.offer;
    OfferPoint point{.id = offer.id.text(), .categories = offer.categories, .capacity = capacity};
    if (offer.catchment.kind == "radius") point.radius_mm = offer.catchment.radius_m * 1000;
    if (offer.catchment.kind == "areas")
        for (auto const& area : offer.catchment.areas) point.areas.insert(area.text());
    point.place = place_of(offer.place.lon, offer.place.lat);
    point.windows = Windows::parse(offer.schedule).value_or(Windows{}); // checked when the offer was registered
    point.unit_cost_fen = offer.unit_cost.in_fen();
    point.active = view.state == "active";
    point.valid_until = offer.valid_until;
    point.eligibility = GroupRule::parse(offer.eligibility).value_or(GroupRule{});
    point.zh = offer.names.zh;
    point.en = offer.names.en;
    return point;
}

// The bytes a run was computed from, for its hash (LO-3).
std::string data_text(Problem const& problem)
{
    std::string text;
    auto out = std::back_inserter(text);
    for (auto const& n : problem.needs)
        fmt::format_to(out, "need {} {} {} {} {} {} {}\n", n.id, n.committee, n.category, n.heads, n.severity,
                       n.waiting_years, n.place.has_value());
    for (auto const& o : problem.offers)
        fmt::format_to(out, "offer {} {} {} {} {} {} {} {}\n", o.id, fmt::join(o.categories, ";"), o.capacity, o.active,
                       o.unit_cost_fen, o.windows.text(), o.eligibility.text(),
                       o.valid_until ? o.valid_until->text() : "");
    for (auto const& [need, offer] : problem.refused) fmt::format_to(out, "refused {} {}\n", need, offer);
    return text;
}

} // namespace

MatchService::Prepared MatchService::prepare(Connection& connection, AreaId const& scope, std::vector<OpenNeed> needs,
                                             bool whole_offers) const
{
    Prepared prepared;
    auto& problem = prepared.problem;
    problem.settings.on = clock_.today();
    for (auto const& category : taxonomy_.categories())
        if (category.parent) problem.parents[category.key] = *category.parent;
    std::set<AreaId> committees;
    for (auto& need : needs) {
        committees.insert(need.area);
        need.heads -= std::min(need.heads, match_store::heads_held(connection, need.area, need.id));
        auto const above = tree_.ancestor(need.area, areas::AreaKind::sub_district);
        NeedPoint point{.id = need.id.text(),
                        .committee = need.area.text(),
                        .sub_district = above ? above->text() : "",
                        .category = need.category,
                        .heads = need.heads};
        point.severity = need.severity;
        point.waiting_years = need.waiting_years;
        if (need.place) point.place = *need.place;
        point.facts = need.facts;
        point.zh = need.names.zh;
        point.en = need.names.en;
        problem.needs.push_back(std::move(point));
        prepared.needs.emplace(need.id.text(), std::move(need));
    }
    for (auto const& view : offers_.offers(system_actor(), scope, {})) {
        if (view.state != "active" && view.state != "paused") continue;
        auto const waiting = whole_offers ? 0 : match_store::heads_waiting(connection, view.offer.id);
        problem.offers.push_back(point_of(view, std::max<std::int64_t>(0, view.free() - waiting)));
        prepared.offers.emplace(view.offer.id.text(), view);
    }
    for (auto const& committee : committees)
        for (auto const& ban : match_store::bans(connection, committee, clock_.today()))
            problem.refused.emplace(ban.need.text(), ban.offer.text());
    return prepared;
}

Match MatchService::drafted(Prepared const& prepared, Outcome const& outcome, std::size_t i) const
{
    auto const& share = outcome.allocation.shares[i];
    auto const& pair = outcome.allocation.pairs[share.pair];
    auto const& point = prepared.problem.needs[pair.need];
    auto const& need = prepared.needs.at(point.id);
    auto const& offer = prepared.offers.at(prepared.problem.offers[pair.offer].id).offer;
    auto const why = [&](Language language) {
        return sentence_of(outcome.explanations[i], called(point, language),
                           called(prepared.problem.offers[pair.offer], language), language);
    };
    Match match{.area = need.area,
                .id = MatchId::ordered(rng_, clock_.now()),
                .need = need.id,
                .offer_area = offer.area,
                .offer = offer.id,
                .provider = offer.provider};
    match.heads = share.heads;
    match.need_names = need.names;
    match.offer_names = offer.names;
    match.explanation = explanation_text(prepared.problem, outcome, i);
    match.sentence = {why(Language::zh_cn), why(Language::en)};
    match.made_at = clock_.now();
    return match;
}

void MatchService::add(Transaction& tx, Actor const& who, Match const& match, std::vector<TraceId> const& traces,
                       Date due) const
{
    match_store::add(tx, match);
    auto const self = loop::ref(match.area, "match", match.id);
    states_.begin(tx, self, "proposed", who, traces);
    states_.set_due(tx, self, due);
}

Date MatchService::in_ten_working_days(Connection& connection) const
{
    return areas::calendar_store::load(connection).add_working_days(clock_.today(), 10);
}

Result<MatchRun> MatchService::run(Actor const& who, AreaId const& scope) const
{
    if (!open_needs_) return refuse(ErrorKind::failed, "matching.no_needs_wired");
    auto const area = tree_.find(scope);
    if (!area || (area->kind != areas::AreaKind::sub_district && area->kind != areas::AreaKind::neighbourhood))
        return refuse(ErrorKind::bad_input, "matching.scope_not_sub_district");
    MatchRun run{.area = scope,
                 .id = MatchRunId::ordered(rng_, clock_.now()),
                 .started_by = who.name,
                 .started_at = clock_.now()};
    auto prepared = database_.read([&](Connection& c) { return prepare(c, scope, open_needs_(c, scope), false); });

    auto const begin = std::chrono::steady_clock::now();
    auto const outcome = TRY(run_matching(prepared.problem));
    run.milliseconds =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin).count();
    run.data_sha256 = sha256_hex(data_text(prepared.problem));
    run.needs = static_cast<std::int64_t>(prepared.problem.needs.size());
    run.offers = static_cast<std::int64_t>(prepared.problem.offers.size());
    run.pairs = static_cast<std::int64_t>(outcome.allocation.pairs.size());
    for (auto const& need : prepared.problem.needs) run.heads += need.heads;
    run.served = outcome.allocation.served;
    run.served_weight = outcome.allocation.served_weight;
    run.burden = outcome.allocation.burden;
    run.proposals = static_cast<std::int64_t>(outcome.allocation.shares.size());
    run.shortages = shortages_text(prepared.problem, outcome);

    TRY(database_.write(scope, [&](Transaction& tx) -> Result<void> {
        match_store::add(tx, run);
        audit_.note(tx, who, scope, "matching.run", run.id, {{"data_sha256", run.data_sha256}});
        return {};
    }));
    for (auto const& committee : tree_.below(scope, areas::AreaKind::neighbourhood))
        TRY(database_.write(committee.id, [&](Transaction& tx) -> Result<void> {
            return propose_in(tx, who, committee.id, prepared, outcome, run);
        }));
    return run;
}

// Proposals of earlier runs that nobody has answered give way; the new ones take their place.
Result<void> MatchService::propose_in(Transaction& tx, Actor const& who, AreaId const& committee,
                                      Prepared const& prepared, Outcome const& outcome, MatchRun& run) const
{
    for (auto const& old : match_store::untouched_proposals(tx, committee))
        TRY(states_.apply(tx, loop::ref(committee, "match", old.match.id), kMatchMachine, "lapse", system_actor(), {},
                          {.code = "superseded", .text = run.id.text()}));
    auto const due = in_ten_working_days(tx);
    for (std::size_t i = 0; i < outcome.allocation.shares.size(); ++i) {
        auto match = drafted(prepared, outcome, i);
        if (match.area != committee) continue;
        match.run = run.id;
        add(tx, who, match, prepared.needs.at(match.need.text()).traces, due);
    }
    note_unmet(tx, committee, prepared, outcome, run);
    audit_.note(tx, who, committee, "matching.proposed", run.id);
    return {};
}

void MatchService::note_unmet(Transaction& tx, AreaId const& committee, Prepared const& prepared,
                              Outcome const& outcome, MatchRun const& run) const
{
    std::map<NeedId, Instant> since;
    for (auto const& old : match_store::unmet_in(tx, committee)) since.emplace(old.need, old.since);
    match_store::forget_latest(tx, committee);
    for (auto const& unmet : outcome.unmet) {
        auto const& need = prepared.needs.at(prepared.problem.needs[unmet.need].id);
        if (need.area != committee) continue;
        UnmetRow row{.area = committee,
                     .need = need.id,
                     .run = run.id,
                     .need_names = need.names,
                     .category = need.category,
                     .heads = unmet.heads};
        row.cause = name(unmet.cause);
        row.detail = unmet.nearest ? unmet.nearest->detail : "";
        row.sentence = {sentence_of(unmet, prepared.problem, outcome.shortages, Language::zh_cn),
                        sentence_of(unmet, prepared.problem, outcome.shortages, Language::en)};
        if (unmet.shortage) row.certificate = shortage_text(prepared.problem, outcome.shortages[*unmet.shortage]);
        row.since = since.contains(need.id) ? since.at(need.id) : clock_.now();
        match_store::add(tx, row);
    }
}

// Made by hand: the same clauses, or a reason why not (LO-46).
Result<MatchView> MatchService::make_by_hand(Actor const& who, AreaId const& area, HandMade const& wish) const
{
    if (!open_needs_) return refuse(ErrorKind::failed, "matching.no_needs_wired");
    return database_.write(area, [&](Transaction& tx) -> Result<MatchView> {
        auto open = open_needs_(tx, area);
        std::erase_if(open, [&](OpenNeed const& need) { return need.id != wish.need || need.area != area; });
        if (open.empty()) return refuse(ErrorKind::not_found, "matching.need_not_open");
        auto prepared = prepare(tx, area, std::move(open), true);
        auto& problem = prepared.problem;
        auto const chosen = std::ranges::find(problem.offers, wish.offer.text(), &OfferPoint::id);
        if (chosen == problem.offers.end() || prepared.offers.at(wish.offer.text()).offer.area != wish.offer_area)
            return refuse(ErrorKind::not_found, "resources.offer_not_found");
        if (wish.heads > problem.needs[0].heads)
            return refuse(ErrorKind::limit_reached, "matching.more_than_heads_left",
                          {{"heads", std::to_string(wish.heads)}, {"left", std::to_string(problem.needs[0].heads)}});
        auto const pair = look_at(problem, 0, static_cast<std::size_t>(chosen - problem.offers.begin()));
        if (!pair.admissible() && wish.reason.empty())
            return refuse(ErrorKind::conflict, "matching.not_admissible",
                          {{"clause", std::string{name(pair.failed)}}, {"detail", pair.detail}});
        if (wish.heads > chosen->capacity)
            return refuse(ErrorKind::limit_reached, "resources.capacity_exceeded",
                          {{"heads", std::to_string(wish.heads)}, {"free", std::to_string(chosen->capacity)}});
        problem.needs[0].heads = wish.heads;
        problem.pins = {{wish.need.text(), wish.offer.text(), wish.heads}};
        auto const outcome = TRY(run_matching(problem));
        auto match = drafted(prepared, outcome, 0);
        match.origin = "hand";
        match.hand_reason = wish.reason;
        add(tx, who, match, prepared.needs.at(wish.need.text()).traces, in_ten_working_days(tx));
        return in_tx(tx, who, area, match.id);
    });
}

} // namespace lilong::matching
