// The reading side of IssueService, the reporter's way in by reference and code, and the nightly look at the clocks.
#include <algorithm>

#include "issues/issue_machine_rule.h"
#include "issues/issue_service.h"
#include "issues/reference.h"

namespace lilong::issues
{

namespace
{

using storage::Connection;
using storage::Transaction;

constexpr int kToSupervise = 3; // working days
constexpr int kRedsToSupervise = 2;
constexpr double kEstateLimit = 100, kStreetLimit = 250;

std::optional<Likeness> likeness(Place const& a, Place const& b, int days)
{
    Likeness out{.distance_m = 0, .limit_m = a.estate && b.estate ? kEstateLimit : kStreetLimit, .days = days};
    if (!a.asset.empty() && a.asset == b.asset && a.estate == b.estate) return out;
    if (a.lon && a.lat && b.lon && b.lat)
        out.distance_m = distance_m(*a.lon, *a.lat, *b.lon, *b.lat);
    else if (!(a.estate && a.estate == b.estate))
        return std::nullopt;
    else
        out.distance_m = out.limit_m; // the same estate, but nobody said where in it
    return out;
}

} // namespace

Colour IssueService::colour_of(Issue const& issue, std::vector<IssueClock> const& clocks) const
{
    auto out = Colour::green;
    for (auto const& clock : clocks)
        if (clock.kind == ClockKind::answer || (clock.kind == ClockKind::contact && !clock.met_at))
            out = std::max(out, colour(clock, issue.service_class, p_.clock.now(), p_.calendar));
    return out;
}

std::vector<IssueClock> IssueService::clocks_of(Issue const& issue)
{
    return p_.database.read([&](Connection& c) { return issue_store::clocks_of(c, issue.area, issue.id); });
}

Result<IssueView> IssueService::view(AreaId const& area, IssueId const& id)
{
    return p_.database.read([&](Connection& c) -> Result<IssueView> {
        IssueView view;
        view.issue = TRY(issue_store::find(c, area, id));
        view.state = TRY(p_.states.state_of(c, ref(view.issue)));
        view.clocks = issue_store::clocks_of(c, area, id);
        view.colour = colour_of(view.issue, view.clocks);
        view.tries = issue_store::tries_of(c, area, id);
        view.words = issue_store::words_of(c, area, id);
        view.timeline = p_.states.timeline(c, ref(view.issue));
        view.answers = issue_store::answers_of(c, area, "issue", ObjectId{id.uuid()});
        view.subscribers = issue_store::subscribers(c, area, id).size();
        return view;
    });
}

std::vector<issue_store::Listed> IssueService::list(AreaId const& area)
{
    auto const committees = committees_in(p_.tree, area);
    return p_.database.read([&](Connection& c) {
        std::vector<issue_store::Listed> out;
        for (auto const& committee : committees)
            for (auto& issue : issue_store::of_area(c, committee)) out.push_back(std::move(issue));
        std::ranges::stable_sort(out, std::greater{}, [](auto const& listed) { return listed.issue.reported_at; });
        return out;
    });
}

std::vector<AllowedAction> IssueService::allowed(Actor const& who, IssueView const& view)
{
    auto const met_now = p_.database.read([&](Connection& c) { return met(c, view.issue, {}); });
    return p_.states.allowed(issue_machine(view.issue.level), view.state.state, who, view.issue.area, met_now);
}

std::vector<Duplicate> IssueService::duplicates(AreaId const& area, NewIssue const& given)
{
    auto const* category = p_.taxonomy.category(given.category);
    if (!category || !category->parent) return {};
    std::vector<std::string> same_parent;
    for (auto const& other : p_.taxonomy.categories())
        if (other.parent == category->parent) same_parent.push_back(other.key);
    auto const now = p_.clock.now();
    auto const since = now.plus(-std::chrono::days{kDuplicateDays});
    auto const recent =
        p_.database.read([&](Connection& c) { return issue_store::recent_of_categories(c, area, same_parent, since); });
    std::vector<Duplicate> out;
    for (auto const& other : recent) {
        auto const close =
            likeness(given.place, other.issue.place, p_.clock.today().days_since(china_date(other.issue.reported_at)));
        auto const score = close ? duplicate_score(given.text, other.issue.text, *close) : std::nullopt;
        if (score && *score >= kShownFrom) out.push_back({other.issue, other.state, *score});
    }
    std::ranges::stable_sort(out, std::greater{}, &Duplicate::score);
    return out;
}

Result<std::pair<Issue, Actor>> IssueService::reporter_of(Connection& c, std::string const& reference,
                                                          std::string const& code) const
{
    auto const written = as_written(reference);
    auto const found = issue_store::by_reference(c, written);
    if (!found || found->code_hash != code_hash(written, code))
        return refuse(ErrorKind::not_found, "issues.reference_unknown");
    auto issue = TRY(issue_store::find(c, found->area, found->id));
    Actor reporter{
        .user = {}, .name = "", .grants = {{Role::resident, found->area}}, .household = issue.reporter, .provider = {}};
    return std::pair{std::move(issue), std::move(reporter)};
}

Result<IssueView> IssueService::follow(std::string const& reference, std::string const& code)
{
    auto const known = TRY(p_.database.read([&](Connection& c) { return reporter_of(c, reference, code); }));
    return view(known.first.area, known.first.id);
}

Result<void> IssueService::reopen(std::string const& reference, std::string const& code, std::string const& text)
{
    auto const known = TRY(p_.database.read([&](Connection& c) { return reporter_of(c, reference, code); }));
    return p_.database.write(known.first.area, [&](Transaction& tx) -> Result<void> {
        auto const again = TRY(reporter_of(tx, reference, code));
        TRY(transition(tx, again.second, again.first, {.action = "reopen", .reason = {"reporter", text}}));
        issue_store::add_word(tx, again.first.area, again.first.id, text, p_.clock.now());
        return {};
    });
}

Result<void> IssueService::rate(std::string const& reference, std::string const& code, Solved solved,
                                std::optional<int> rating)
{
    auto const known = TRY(p_.database.read([&](Connection& c) { return reporter_of(c, reference, code); }));
    auto const& issue = known.first;
    return p_.database.write(issue.area, [&](Transaction& tx) -> Result<void> {
        auto const state = TRY(p_.states.state_of(tx, ref(issue)));
        if (state.state != "finished") return refuse(ErrorKind::conflict, "issues.callback_after_finish");
        issue_store::add_try(tx, issue.area, issue.id,
                             {TryKind::callback, true, solved, rating, "", {}, p_.clock.now()});
        p_.audit.note(tx, known.second, issue.area, "issue.rated_by_reporter", issue.id);
        return {};
    });
}

std::size_t IssueService::run_clocks()
{
    auto const late = p_.database.read([&](Connection& c) { return issue_store::late_clocks(c, p_.clock.now()); });
    std::size_t noted = 0;
    for (auto const& one : late) {
        auto const done = p_.database.write(one.area, [&](Transaction& tx) -> Result<void> {
            auto issue = TRY(issue_store::find(tx, one.area, one.issue));
            auto clock = clock_of(tx, issue, one.kind);
            if (!clock || clock->red_noted || clock->met_at) return refuse(ErrorKind::conflict, "loop.stale");
            clock->red_noted = true;
            issue_store::put_clock(tx, issue, *clock);
            if (++issue.reds >= kRedsToSupervise)
                issue.supervised = true,
                issue.supervise_by = p_.calendar.add_working_days(p_.clock.today(), kToSupervise);
            issue_store::save(tx, issue);
            p_.audit.note(tx, system_actor(), one.area, "issue.clock_red", one.issue,
                          {{"clock", std::string{word(one.kind)}}});
            auto const state = TRY(p_.states.state_of(tx, ref(issue)));
            auto const silent = one.kind == ClockKind::answer || issue.reds >= kRedsToSupervise;
            if (silent && state.state == "in_progress" && issue.level != Level::district)
                TRY(transition(
                    tx, system_actor(), issue,
                    {.action = "raise", .reason = {"clock_ended", "no answer by the end of the clock"}, .rule = "d"}));
            return {};
        });
        noted += done.has_value();
    }
    while (p_.outbox.drain() > 0) {
    }
    return noted;
}

} // namespace lilong::issues
