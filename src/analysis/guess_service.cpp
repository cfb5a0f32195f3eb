#include "analysis/guess_service.h"

#include <algorithm>

#include "survey/questionnaire_store.h"
#include "survey/round_store.h"

namespace lilong::analysis
{

namespace
{

using areas::AreaKind;
using storage::Connection;
using storage::Transaction;

// Needs that everybody is asked about; what only a group is asked has no share of the committee.
Result<std::vector<std::string>> items_of(Connection& connection, RoundId const& id)
{
    auto const round = TRY(survey::round_store::by_id(connection, id));
    auto const version =
        TRY(survey::questionnaire_store::version(connection, round.questionnaire, round.questionnaire_version));
    std::vector<std::string> items;
    for (auto const& item : version.codebook.items)
        if (!item.need_item.empty() && item.place > 0 && item.asked_of.empty()) items.push_back(item.need_item);
    return items;
}

} // namespace

bool GuessService::is_secretary(Actor const& who, AreaId const& committee) const
{
    return std::ranges::any_of(who.grants, [&](RoleGrant const& grant) {
        return grant.role == Role::committee_secretary && tree_.reaches(grant.area, committee);
    });
}

// Who works there today may be its secretary tomorrow: what they have seen is remembered, too.
bool GuessService::works_there(Actor const& who, AreaId const& committee) const
{
    return is_secretary(who, committee) || std::ranges::any_of(who.grants, [&](RoleGrant const& grant) {
               return grant.role == Role::committee_worker && tree_.reaches(grant.area, committee);
           });
}

Result<void> GuessService::open_results(Actor const& who, AreaId const& area, RoundId const& round)
{
    auto const committee = tree_.ancestor(area, AreaKind::neighbourhood);
    if (!committee || !works_there(who, *committee)) return {};
    auto const standing =
        database_.read([&](Connection& c) { return guess_store::standing(c, *committee, round, who.user); });
    if (is_secretary(who, *committee) && !standing.guessed) return refuse(ErrorKind::conflict, "analysis.guess_first");
    if (standing.opened_at) return {};
    return database_.write(*committee, [&](Transaction& tx) -> Result<void> {
        TRY(survey::round_store::by_id(tx, round));
        guess_store::add_opening(tx, *committee, round, who.user, clock_.now());
        audit_.note(tx, who, *committee, "analysis.results_opened", round);
        return {};
    });
}

Result<AreaId> GuessService::committee_of(Connection& connection, AreaId const& area, RoundId const& id) const
{
    auto const committee = tree_.ancestor(area, AreaKind::neighbourhood);
    if (!committee) return refuse(ErrorKind::bad_input, "analysis.guess_of_committee");
    auto const round = TRY(survey::round_store::by_id(connection, id));
    if (!tree_.reaches(round.area, *committee)) return refuse(ErrorKind::not_found, "analysis.not_in_round");
    return *committee;
}

Result<GuessService::View> GuessService::view(Actor const& who, AreaId const& area, RoundId const& round)
{
    return database_.read([&](Connection& c) -> Result<View> {
        auto const committee = TRY(committee_of(c, area, round));
        View out;
        out.items = TRY(items_of(c, round));
        auto const secretary = is_secretary(who, committee);
        out.own = guess_store::find(c, committee, round, who.user);
        out.opened_at = guess_store::standing(c, committee, round, who.user).opened_at;
        out.must_guess = secretary && !out.own;
        out.may_guess = out.must_guess && !out.opened_at;
        if (out.must_guess) return out;
        out.others = guess_store::all(c, committee, round);
        std::erase_if(out.others, [&](Guess const& guess) { return guess.author == who.user; });
        return out;
    });
}

Result<Guess> GuessService::keep(Actor const& who, AreaId const& area, RoundId const& round, Guess guess)
{
    auto const committee = tree_.ancestor(area, AreaKind::neighbourhood);
    return database_.write(committee.value_or(area), [&](Transaction& tx) -> Result<Guess> {
        auto kept = guess;
        kept.area = TRY(committee_of(tx, area, round));
        kept.round = round;
        kept.author = who.user;
        kept.author_name = who.name;
        kept.recorded_at = clock_.now();
        if (!is_secretary(who, kept.area)) return refuse(ErrorKind::not_permitted, "analysis.guess_of_secretary");
        auto const standing = guess_store::standing(tx, kept.area, round, who.user);
        if (standing.guessed) return refuse(ErrorKind::conflict, "analysis.guess_recorded");
        if (!kept.waived) {
            if (standing.opened_at) return refuse(ErrorKind::conflict, "analysis.guess_too_late");
            auto const items = TRY(items_of(tx, round));
            TRY(check_guess(kept, items));
        }
        guess_store::add(tx, kept);
        audit_.note(tx, who, kept.area, kept.waived ? "analysis.guess_waived" : "analysis.guess_made", round);
        return kept;
    });
}

Result<Guess> GuessService::record(Actor const& who, AreaId const& area, RoundId const& round,
                                   std::vector<GuessBand> bands, std::vector<std::string> top)
{
    Guess guess;
    guess.bands = std::move(bands);
    guess.top = std::move(top);
    return keep(who, area, round, std::move(guess));
}

Result<Guess> GuessService::waive(Actor const& who, AreaId const& area, RoundId const& round, std::string const& reason)
{
    if (reason.empty()) return refuse(ErrorKind::bad_input, "analysis.waiver_needs_reason");
    Guess guess;
    guess.waived = true;
    guess.reason = reason;
    return keep(who, area, round, std::move(guess));
}

std::vector<Guess> GuessService::visible(Actor const& who, AreaId const& area, RoundId const& round)
{
    auto const place = tree_.find(area);
    if (!place || place->kind != AreaKind::neighbourhood) return {};
    return database_.read([&](Connection& c) -> std::vector<Guess> {
        if (is_secretary(who, area) && !guess_store::standing(c, area, round, who.user).guessed) return {};
        return guess_store::all(c, area, round);
    });
}

} // namespace lilong::analysis
