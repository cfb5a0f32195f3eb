#include "matching/match_service.h"

#include <algorithm>

#include "matching/match_store.h"
#include "resources/window_rule.h"

namespace lilong::matching
{

using storage::Connection;
using storage::Transaction;

namespace
{

constexpr int kBanMonths = 6;
constexpr std::size_t kMostSessions = 100;

loop::ObjectRef self(Match const& match) { return loop::ref(match.area, "match", match.id); }
loop::ObjectRef self(ServiceSession const& session) { return loop::ref(session.area, "service_session", session.id); }

bool holds_role(std::vector<Role> const& roles, Role role) { return std::ranges::find(roles, role) != roles.end(); }

Date months_later(Date day, int months)
{
    auto const later = day.ymd() + std::chrono::months{months};
    return Date{std::chrono::sys_days{later.ok() ? later : later.year() / later.month() / std::chrono::last}};
}

// `07:00-10:00` on that day of the week must lie within the weekly windows of the offer.
bool within_schedule(ServiceSession const& session, Windows const& offered)
{
    constexpr std::string_view days[]{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
    auto const wished = Windows::parse(std::string{days[session.date.weekday().c_encoding()]} + " " + session.window);
    if (!wished || wished->any_time()) return false;
    return resources::longest_common_stretch(*wished, offered).minutes() == wished->stretches().front().minutes();
}

} // namespace

Result<MatchView> MatchService::in_tx(Connection& connection, Actor const& who, AreaId const& area,
                                      MatchId const& id) const
{
    auto found = match_store::find(connection, area, id);
    if (!found || (offers_.only_provider(who, area) && who.provider != found->match.provider))
        return refuse(ErrorKind::not_found, "matching.not_found");
    return std::move(*found);
}

Result<MatchView> MatchService::act(Actor const& who, AreaId const& area, MatchId const& id, std::string const& action,
                                    MatchAct const& act, std::optional<std::int64_t> version) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<MatchView> {
        auto view = TRY(in_tx(tx, who, area, id));
        if (version && *version != view.version) return refuse(ErrorKind::stale, "loop.stale");
        Requirements met;
        if (action == "accept" && view.state == "proposed") met = TRY(accepted(tx, who, view, act));
        if (action == "schedule" && view.state != "proposed") met = TRY(scheduled(tx, who, view, act.sessions));
        auto const done =
            TRY(states_.apply(tx, self(view.match), kMatchMachine, action, who, met, act.reason, version));
        TRY(take_effect(tx, view, action, done.to, act.reason));
        return in_tx(tx, who, area, id);
    });
}

// One side says yes; when the other has said so already, the heads are booked here and now.
Result<Requirements> MatchService::accepted(Transaction& tx, Actor const& who, MatchView& view,
                                            MatchAct const& act) const
{
    auto& match = view.match;
    auto const roles = states_.roles_in(who, match.area);
    auto const is_provider = who.provider == match.provider && holds_role(roles, Role::provider);
    auto const for_provider = is_provider || act.for_provider;
    if (!for_provider && !holds_role(roles, Role::committee_secretary))
        return refuse(ErrorKind::not_permitted, "access.not_permitted");
    if (act.for_provider && !is_provider && !act.reason.given())
        return refuse(ErrorKind::bad_input, "matching.say_how_provider_agreed");
    auto& mine = for_provider ? match.provider_side : match.committee;
    auto const& other = for_provider ? match.committee : match.provider_side;
    if (mine) return refuse(ErrorKind::conflict, "matching.already_accepted");
    if (other && other->by == who.user) return refuse(ErrorKind::conflict, "matching.same_person_for_both");
    mine = Acceptance{who.user, who.name, clock_.now()};
    match_store::set_acceptances(tx, match);
    if (!other) return Requirements{"first_acceptance"};
    TRY(offers_.book(tx, match.offer_area, match.offer, match.id, match.heads));
    return Requirements{"accepted_by_committee", "accepted_by_provider"};
}

Result<Requirements> MatchService::scheduled(Transaction& tx, Actor const& who, MatchView const& view,
                                             std::vector<ServiceSession> sessions) const
{
    if (sessions.empty() || sessions.size() > kMostSessions) return Requirements{};
    auto const offer = TRY(offers_.in_tx(tx, view.match.offer_area, view.match.offer));
    auto const windows = TRY(Windows::parse(offer.offer.schedule));
    std::ranges::sort(sessions, {}, &ServiceSession::date);
    for (auto& session : sessions) {
        if (session.date < clock_.today())
            return refuse(ErrorKind::bad_input, "matching.session_in_the_past", {{"date", session.date.text()}});
        if (!within_schedule(session, windows))
            return refuse(
                ErrorKind::conflict, "matching.session_outside_schedule",
                {{"date", session.date.text()}, {"window", session.window}, {"schedule", offer.offer.schedule}});
        session.area = view.match.area;
        session.match = view.match.id;
        session.id = ServiceSessionId::ordered(rng_, clock_.now());
        match_store::add(tx, session);
        states_.begin(tx, self(session), "planned", who, states_.traces_of(tx, self(view.match)));
        states_.set_due(tx, self(session), session.date);
    }
    states_.set_due(tx, self(view.match), sessions.front().date);
    return Requirements{"sessions"};
}

// What a new state brings with it: a ban after a refusal, freed places after an end, news for the need.
Result<void> MatchService::take_effect(Transaction& tx, MatchView const& view, std::string const& action,
                                       std::string const& to, loop::Reason const& reason) const
{
    auto const& match = view.match;
    if (to == "rejected") {
        auto const clause = reason.code.empty() ? reason.text : reason.code;
        match_store::ban(tx, {match.area, match.need, match.offer, clause, months_later(clock_.today(), kBanMonths)},
                         clock_.now());
    }
    if (action == "withdraw" || action == "complete") offers_.release(tx, match.offer_area, match.offer, match.id);
    if (to == "agreed") states_.set_due(tx, self(match), in_ten_working_days(tx)); // dates for the sessions
    if (kMatchMachine.final_states.contains(to) || to == "completed") states_.set_due(tx, self(match), {});
    if (!hear_) return {};
    if (action == "complete") return hear_(tx, view, News::delivered, reason);
    if (action == "reject" || action == "lapse" || action == "withdraw") return hear_(tx, view, News::ended, reason);
    return {};
}

Result<ServiceSession> MatchService::act_on_session(Actor const& who, AreaId const& area, ServiceSessionId const& id,
                                                    std::string const& action, SessionAct const& act,
                                                    std::optional<std::int64_t> version) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<ServiceSession> {
        auto session = match_store::find_session(tx, area, id);
        if (!session) return refuse(ErrorKind::not_found, "matching.session_not_found");
        auto const view = TRY(in_tx(tx, who, area, session->match));
        Requirements met;
        if (act.served) met.emplace("attendance");
        if (act.absent == "provider" || act.absent == "households") met.emplace("absent_side");
        if (session->date > clock_.today()) met.emplace("a_day_ahead");
        if (action != "cancel" && session->date > clock_.today())
            return refuse(ErrorKind::conflict, "matching.session_not_yet", {{"date", session->date.text()}});
        TRY(states_.apply(tx, self(*session), kServiceSessionMachine, action, who, met, act.reason, version));
        if (action == "hold") session->served = act.served;
        if (action == "no_show") session->absent = act.absent;
        session->note = act.note;
        match_store::set_result(tx, *session);
        states_.set_due(tx, self(*session), {});
        TRY(after_session(tx, view));
        return *match_store::find_session(tx, area, id);
    });
}

// The first session held starts the match, two no-shows in a row suspend it, the last one completes it.
Result<void> MatchService::after_session(Transaction& tx, MatchView const& view) const
{
    auto const sessions = match_store::sessions(tx, view.match.area, view.match.id);
    auto const is = [](std::string_view state) {
        return [state](ServiceSession const& session) { return session.state == state; };
    };
    auto const take = [&](std::string const& action, Requirements const& met) -> Result<void> {
        auto const done = TRY(states_.apply(tx, self(view.match), kMatchMachine, action, system_actor(), met));
        return take_effect(tx, view, action, done.to, {});
    };
    auto state = view.state;
    if (state == "scheduled" && std::ranges::any_of(sessions, is("held"))) {
        TRY(take("start", {"first_session"}));
        state = "running";
    }
    auto const next = std::ranges::find_if(sessions, is("planned"));
    if (state == "running" && next == sessions.end()) return take("complete", {"all_sessions_over"});
    std::vector<ServiceSession> past;
    std::ranges::copy_if(sessions, std::back_inserter(past),
                         [](auto const& session) { return session.state == "held" || session.state == "no_show"; });
    auto const two_missed =
        past.size() >= 2 && past.back().state == "no_show" && past[past.size() - 2].state == "no_show";
    if (state == "running" && two_missed)
        TRY(take("suspend", {"two_no_shows"}));
    else if (next != sessions.end())
        states_.set_due(tx, self(view.match), next->date);
    return {};
}

Result<void> MatchService::heard(Transaction& tx, loop::FeedbackService const& feedback,
                                 loop::ObjectRef const& object) const
{
    if (object.kind != "match") return {};
    auto const state = TRY(states_.state_of(tx, object));
    if (state.state != "completed" || !loop::enough_answered(feedback.satisfaction(tx, object))) return {};
    TRY(states_.apply(tx, object, kMatchMachine, "evaluate", system_actor(), {"enough_answers"}));
    return {};
}

std::size_t MatchService::lapse_overdue() const
{
    std::size_t lapsed = 0;
    for (auto const& view : database_.read([&](Connection& c) { return match_store::overdue(c, clock_.today()); })) {
        auto const done = database_.write(view.match.area, [&](Transaction& tx) -> Result<void> {
            loop::Reason const reason{.code = "no_answer", .text = ""};
            TRY(states_.apply(tx, self(view.match), kMatchMachine, "lapse", system_actor(), {}, reason));
            return take_effect(tx, view, "lapse", "lapsed", reason);
        });
        if (done) ++lapsed;
    }
    return lapsed;
}

std::vector<MatchView> MatchService::matches(Actor const& who, AreaId const& area, MatchFilter const& filter) const
{
    auto all = database_.read([&](Connection& c) { return match_store::below(c, area); });
    auto const own_only = offers_.only_provider(who, area);
    std::erase_if(all, [&](MatchView const& view) {
        return (own_only && who.provider != view.match.provider) ||
               (!filter.state.empty() && view.state != filter.state) ||
               (filter.need && view.match.need != *filter.need) || (filter.offer && view.match.offer != *filter.offer);
    });
    return all;
}

Result<MatchDetail> MatchService::detail(Actor const& who, AreaId const& area, MatchId const& id) const
{
    return database_.read([&](Connection& c) -> Result<MatchDetail> {
        auto view = TRY(in_tx(c, who, area, id));
        Requirements const possible{"accepted_by_committee", "accepted_by_provider", "first_acceptance",
                                    "sessions"}; // given with the action itself
        MatchDetail detail{.view = view, .sessions = match_store::sessions(c, area, id)};
        detail.actions = states_.allowed(kMatchMachine, view.state, who, area, possible);
        detail.timeline = states_.timeline(c, self(view.match));
        detail.traces = states_.traces_of(c, self(view.match));
        return detail;
    });
}

std::vector<MatchRun> MatchService::runs(AreaId const& area) const
{
    return database_.read([&](Connection& c) { return match_store::runs(c, area); });
}

Result<MatchRun> MatchService::found_run(AreaId const& area, MatchRunId const& id) const
{
    auto found = database_.read([&](Connection& c) { return match_store::find_run(c, area, id); });
    if (!found) return refuse(ErrorKind::not_found, "matching.run_not_found");
    return std::move(*found);
}

std::vector<UnmetRow> MatchService::unmet(AreaId const& area) const
{
    return database_.read([&](Connection& c) { return match_store::unmet_below(c, area); });
}

} // namespace lilong::matching
