#include "survey/response_service.h"

#include <algorithm>

#include "areas/taxonomy_store.h"
#include "base/text.h"
#include "people/household_store.h"
#include "people/register_counts.h"
#include "survey/answer_rule.h"
#include "survey/codebook_rule.h"
#include "survey/questionnaire_store.h"
#include "survey/round_rule.h"
#include "survey/round_store.h"

namespace lilong::survey
{

using storage::Connection;
using storage::Transaction;

namespace
{

Result<GroupMask> given_groups(Codebook const& codebook, std::vector<std::string> const& groups)
{
    std::vector<std::string> unknown;
    auto const mask = mask_of(codebook, groups, &unknown);
    if (!unknown.empty()) return refuse(ErrorKind::bad_input, "survey.group_unknown", {{"group", unknown[0]}});
    return mask;
}

Result<void> check_times(NewResponse const& given, Date today)
{
    if (given.answered_on && *given.answered_on > today)
        return refuse(ErrorKind::bad_input, "survey.answered_in_future");
    if (given.started_at && given.ended_at && *given.ended_at < *given.started_at)
        return refuse(ErrorKind::bad_input, "survey.ended_before_start");
    return {};
}

std::string_view state_of(Response const& response)
{
    return response.withdrawn_at ? "withdrawn" : name(response.review);
}

} // namespace

std::vector<Role> ResponseService::roles_in(Actor const& who, AreaId const& area) const
{
    std::vector<Role> roles;
    for (auto const& grant : who.grants)
        if (tree_.reaches(grant.area, area)) roles.push_back(grant.role);
    return roles;
}

GroupMask groups_on_register(Connection& connection, Codebook const& codebook, AreaId const& area,
                             HouseholdId const& household, Date on)
{
    auto const taxonomy = areas::taxonomy_store::load(connection);
    auto const found = people::household_store::find(connection, area, household);
    if (!taxonomy || !found) return 0;
    auto const residents = people::household_store::residents(connection, area, household);
    GroupMask mask = 0;
    for (std::size_t n = 0; n < codebook.groups.size(); ++n) {
        auto const* const group = taxonomy->group(codebook.groups[n]);
        if (group && people::belongs_to(*group, *found, residents, on) == Truth::yes) mask |= GroupMask{1} << n;
    }
    return mask;
}

Result<ResponseService::Frame> ResponseService::frame(Connection& connection, AreaId const& area,
                                                      RoundId const& id) const
{
    auto round = TRY(round_store::by_id(connection, id));
    if (!tree_.reaches(round.area, area)) return refuse(ErrorKind::not_found, "survey.no_round");
    auto const questionnaire = TRY(questionnaire_store::by_id(connection, round.questionnaire));
    auto version = TRY(questionnaire_store::version(connection, round.questionnaire, round.questionnaire_version));
    return Frame{std::move(round), std::move(version), questionnaire.unit};
}

Result<Response> ResponseService::prepared(Connection& connection, Actor const& who, NewResponse const& given,
                                           Frame const& frame) const
{
    TRY(accepts_answers(frame.round, frame.version.state));
    TRY(check_times(given, clock_.today()));
    auto const household = people::household_store::find(connection, given.area, given.household);
    if (!household) return refuse(ErrorKind::not_found, "survey.no_household");
    if ((frame.unit == Unit::person) != (given.person > 0))
        return refuse(ErrorKind::bad_input,
                      frame.unit == Unit::person ? "survey.person_missing" : "survey.no_person_asked");
    Response out{.area = given.area,
                 .id = given.id,
                 .round = given.round,
                 .household = given.household,
                 .person = given.person,
                 .estate = household->estate,
                 .building = household->building,
                 .mode = given.mode,
                 .collector = who.user,
                 .entered_by = who.user,
                 .answered_on = given.answered_on.value_or(clock_.today()),
                 .started_at = given.started_at,
                 .ended_at = given.ended_at,
                 .received_at = clock_.now()};
    if (given.groups)
        out.groups = TRY(given_groups(frame.version.codebook, *given.groups));
    else
        out.groups =
            groups_on_register(connection, frame.version.codebook, given.area, given.household, out.answered_on);
    return out;
}

void ResponseService::changed(Transaction& tx, Response const& response, AnswerChange& change) const
{
    change = {response.area, response.round, response.household,
              response_store::raise_change(tx, response.area, response.round)};
}

void ResponseService::tell(AnswerChange const& change) const
{
    for (auto const& follower : followers_) follower(change);
}

Result<Entered> ResponseService::enter(Actor const& who, NewResponse const& given)
{
    auto with_id = given;
    if (with_id.id.empty()) with_id.id = ResponseId::ordered(rng_, clock_.now());
    AnswerChange change;
    auto entered = TRY(database_.write(given.area, [&](Transaction& tx) -> Result<Entered> {
        change = {};
        if (auto before = response_store::by_id(tx, given.area, with_id.id)) {
            if (before->household != given.household || before->entered_by != who.user)
                return refuse(ErrorKind::conflict, "survey.already_answered");
            return Entered{std::move(*before), {}}; // sent twice
        }
        auto const frame = TRY(this->frame(tx, given.area, given.round));
        auto response = TRY(prepared(tx, who, with_id, frame));
        auto stored = TRY(encode(frame.version.codebook, given.answers, response.groups));
        response.coded = std::move(stored.coded);
        response.answers = std::move(stored.answers);
        TRY(response_store::insert(tx, response));
        changed(tx, response, change);
        audit_.note(tx, who, given.area, "survey.response_entered", response.id,
                    {{"mode", std::string{name(given.mode)}}});
        return Entered{std::move(response), std::move(stored.remarks)};
    }));
    if (change.number > 0) tell(change);
    return entered;
}

Result<Entered> ResponseService::correct(Actor const& who, AreaId const& area, ResponseId const& id,
                                         std::int64_t version, Correction const& correction)
{
    if (trimmed(correction.reason).empty()) return refuse(ErrorKind::bad_input, "survey.reason_missing");
    AnswerChange change;
    auto entered = TRY(database_.write(area, [&](Transaction& tx) -> Result<Entered> {
        auto former = TRY(response_store::by_id(tx, area, id));
        if (former.withdrawn_at) return refuse(ErrorKind::conflict, "survey.response_withdrawn");
        auto const frame = TRY(this->frame(tx, area, former.round));
        TRY(accepts_answers(frame.round, frame.version.state));
        former.version = version;
        auto corrected = former;
        if (correction.groups) corrected.groups = TRY(given_groups(frame.version.codebook, *correction.groups));
        auto stored = TRY(encode(frame.version.codebook, correction.answers, corrected.groups));
        corrected.coded = std::move(stored.coded);
        corrected.answers = std::move(stored.answers);
        TRY(response_store::correct(tx, former, corrected, who.user, correction.reason, clock_.now()));
        changed(tx, corrected, change);
        audit_.note(tx, who, area, "survey.response_corrected", id);
        auto now = TRY(response_store::by_id(tx, area, id));
        return Entered{std::move(now), std::move(stored.remarks)};
    }));
    tell(change);
    return entered;
}

// One response, one step of its review, inside a write.
Result<void> ResponseService::review(Transaction& tx, Actor const& who, Response const& former, std::string_view action,
                                     std::string const& reason, AnswerChange& change) const
{
    auto const given = !trimmed(reason).empty();
    auto const roles = roles_in(who, former.area);
    auto const step = TRY(apply(kReviewMachine, state_of(former), action, roles, false, {}, given));
    if (action != "withdraw" && (former.collector == who.user || former.entered_by == who.user))
        return refuse(ErrorKind::not_permitted, "survey.own_response");
    if (action == "withdraw")
        TRY(response_store::withdraw(tx, former, reason, clock_.now()));
    else
        TRY(response_store::set_review(tx, former, *review_of(step.edge->to), reason));
    changed(tx, former, change);
    audit_.note(tx, who, former.area, "survey.response_reviewed", former.id, {{"action", std::string{action}}});
    return {};
}

Result<Response> ResponseService::act(Actor const& who, AreaId const& area, ResponseId const& id,
                                      std::string_view action, std::string const& reason,
                                      std::optional<std::int64_t> version)
{
    AnswerChange change;
    auto reviewed = TRY(database_.write(area, [&](Transaction& tx) -> Result<Response> {
        auto former = TRY(response_store::by_id(tx, area, id));
        former.version = version.value_or(former.version);
        TRY(review(tx, who, former, action, reason, change));
        return response_store::by_id(tx, area, id);
    }));
    tell(change);
    return reviewed;
}

Result<void> ResponseService::act_on_all(Actor const& who, AreaId const& area, std::vector<ResponseId> const& ids,
                                         std::string_view action, std::string const& reason,
                                         std::function<void(Transaction&, std::int64_t)> const& also)
{
    std::vector<AnswerChange> changes;
    TRY(database_.write(area, [&](Transaction& tx) -> Result<void> {
        changes.clear();
        for (auto const& id : ids) {
            auto const former = TRY(response_store::by_id(tx, area, id));
            auto const aside = former.review == Review::set_aside;
            if (former.withdrawn_at || aside == (action == "set_aside")) continue;
            changes.emplace_back();
            TRY(review(tx, who, former, action, reason, changes.back()));
        }
        also(tx, static_cast<std::int64_t>(changes.size()));
        return {};
    }));
    for (auto const& change : changes) tell(change);
    return {};
}

std::vector<AllowedAction> ResponseService::allowed(Actor const& who, Response const& response) const
{
    auto actions = allowed_actions(kReviewMachine, state_of(response), roles_in(who, response.area), {});
    if (response.collector == who.user || response.entered_by == who.user)
        std::erase_if(actions, [](AllowedAction const& action) { return action.action != "withdraw"; });
    return actions;
}

Result<ResponseService::Detail> ResponseService::open(Actor const& who, AreaId const& area, ResponseId const& id)
{
    return database_.write(area, [&](Transaction& tx) -> Result<Detail> {
        auto response = TRY(response_store::by_id(tx, area, id));
        auto frame = TRY(this->frame(tx, area, response.round));
        auto answers = TRY(decode(frame.version.codebook, response.coded, response.answers));
        audit_.note(tx, who, area, "survey.response_opened", id);
        return Detail{std::move(response), std::move(frame.version.codebook), std::move(answers),
                      response_store::history(tx, area, id)};
    });
}

Result<ResponseService::Door> ResponseService::door(AreaId const& area, RoundId const& round,
                                                    HouseholdId const& household)
{
    return database_.read([&](Connection& c) -> Result<Door> {
        auto const frame = TRY(this->frame(c, area, round));
        if (!people::household_store::find(c, area, household))
            return refuse(ErrorKind::not_found, "survey.no_household");
        auto const mask = groups_on_register(c, frame.version.codebook, area, household, clock_.today());
        ResponseFilter filter;
        filter.household = household;
        Door door{groups_of(frame.version.codebook, mask), {}, frame.version.number};
        for (auto const& response : response_store::list(c, area, round, filter)) door.responses.push_back(response.id);
        return door;
    });
}

} // namespace lilong::survey
