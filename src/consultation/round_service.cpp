#include "consultation/round_service.h"

#include "base/chance.h"
#include "base/text.h"
#include "consultation/consultation_machine_rule.h"
#include "consultation/quorum_rule.h"
#include "consultation/round_store.h"

namespace lilong::consultation
{

using loop::Reason;
using storage::Connection;
using storage::Transaction;

namespace
{

loop::ObjectRef ref_of(AreaId const& area, Round const& round)
{
    return loop::ref(area, "consultation_round", round.id);
}

// All that may not change after the announcement, in a fixed order.
std::string hash_of(Round const& round, Draft const& draft, std::vector<HouseholdId> electorate)
{
    std::ranges::sort(electorate);
    std::string all = round.question.zh + "\n" + round.question.en + "\n" + draft.plain.zh + "\n" + draft.plain.en +
                      "\nyes,no,abstain\npage,paper,doorstep,telephone\n";
    all += round.opens_on->text() + "\n" + round.closes_on->text() + "\n";
    for (auto const& household : electorate) all += household.text() + "\n";
    return sha256_hex(all);
}

} // namespace

std::string RoundService::new_token() const
{
    std::array<std::uint8_t, 16> bytes{};
    rng_.fill(bytes);
    return hex(bytes);
}

std::vector<TraceId> RoundService::traces(Connection& c, AreaId const& area, Subject const& subject) const
{
    return states_.traces_of(c, {area, subject.kind, subject.id});
}

Result<Round> RoundService::in_tx(Connection& c, AreaId const& area, ConsultationRoundId const& id) const
{
    auto found = round_store::find(c, area, id);
    if (!found) return refuse(ErrorKind::not_found, "consultation.round_not_found");
    return *found;
}

Result<DraftId> RoundService::add_draft(Actor const& who, AreaId const& area, Subject const& subject,
                                        Names const& plain, Names const& changes) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<DraftId> {
        TRY(lilong::apply(kRoundMachine, "–", "draft", states_.roles_in(who, area), false, {}, false));
        if (!states_.state_of(tx, {area, subject.kind, subject.id}))
            return refuse(ErrorKind::bad_input, "consultation.subject_not_found");
        Draft const draft{DraftId::ordered(rng_, clock_.now()),
                          subject,
                          round_store::next_draft_number(tx, area, subject),
                          plain,
                          changes,
                          clock_.now()};
        round_store::add_draft(tx, area, draft);
        audit_.note(tx, who, area, "consultation.draft_added", draft.id, {{"number", std::to_string(draft.number)}});
        return draft.id;
    });
}

Result<ConsultationRoundId> RoundService::prepare(Actor const& who, AreaId const& area, DraftId const& draft_id,
                                                  Names const& question) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<ConsultationRoundId> {
        TRY(lilong::apply(kRoundMachine, "–", "draft", states_.roles_in(who, area), false, {}, false));
        auto const draft = round_store::draft(tx, area, draft_id);
        if (!draft) return refuse(ErrorKind::bad_input, "consultation.draft_not_found");
        Round round;
        round.id = ConsultationRoundId::ordered(rng_, clock_.now());
        round.subject = draft->subject;
        round.number = round_store::next_round_number(tx, area, draft->subject);
        round.draft = draft_id;
        round.question = question;
        round.made_at = clock_.now();
        round_store::add(tx, area, round);
        states_.begin(tx, ref_of(area, round), "draft", who, traces(tx, area, draft->subject));
        return round.id;
    });
}

Result<Round> RoundService::step(Transaction& tx, Actor const& who, AreaId const& area, Round const& round,
                                 std::string_view action, Requirements const& met, Reason const& reason) const
{
    TRY(states_.apply(tx, ref_of(area, round), kRoundMachine, action, who, met, reason));
    return in_tx(tx, area, round.id);
}

Result<std::vector<HouseholdLink>> RoundService::announce(Actor const& who, AreaId const& area,
                                                          ConsultationRoundId const& id,
                                                          Announcement const& announcement) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<std::vector<HouseholdLink>> {
        auto round = TRY(in_tx(tx, area, id));
        auto const electorate = electorate_ ? electorate_(tx, area) : std::vector<HouseholdId>{};
        Requirements met;
        if (!electorate.empty()) met.insert("electorate");
        if (announcement.opens_on >= clock_.today() && announcement.closes_on > announcement.opens_on)
            met.insert("voting_days");
        auto const notice = announcement.opens_on.days_since(clock_.today());
        if (notice >= kRoundNoticeDays || !announcement.notice_reason.empty()) met.insert("notice");
        TRY(step(tx, who, area, round, "announce", met, {.code = "", .text = announcement.notice_reason}));
        round.opens_on = announcement.opens_on;
        round.closes_on = announcement.closes_on;
        round.electorate = static_cast<std::int64_t>(electorate.size());
        round.rule_hash = hash_of(round, round_store::draft(tx, area, round.draft).value(), electorate);
        round_store::update(tx, area, round);
        states_.set_due(tx, ref_of(area, round), announcement.opens_on);
        std::vector<HouseholdLink> links;
        for (auto const& household : electorate) {
            links.push_back({household, new_token()});
            round_store::add_elector(tx, area, round, household, sha256_hex(links.back().token));
        }
        return links;
    });
}

Requirements RoundService::by_date(Round const& round) const
{
    Requirements met;
    if (round.opens_on && clock_.today() >= *round.opens_on) met.insert("opening_day");
    if (round.closes_on && clock_.today() >= *round.closes_on) met.insert("closing_day");
    return met;
}

Result<Round> RoundService::open(Actor const& who, AreaId const& area, ConsultationRoundId const& id) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Round> {
        auto const round = TRY(in_tx(tx, area, id));
        states_.set_due(tx, ref_of(area, round), round.closes_on);
        return step(tx, who, area, round, "open", by_date(round));
    });
}

Result<Round> RoundService::close(Actor const& who, AreaId const& area, ConsultationRoundId const& id) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Round> {
        auto const round = TRY(in_tx(tx, area, id));
        return step(tx, who, area, round, "close", by_date(round));
    });
}

Result<void> RoundService::take_due(AreaId const& area) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<void> {
        for (auto const& round : round_store::list(tx, area, {})) {
            auto const met = by_date(round);
            if (round.state == "announced" && met.contains("opening_day"))
                TRY(step(tx, system_actor(), area, round, "open", met));
            if (round.state == "open" && met.contains("closing_day"))
                TRY(step(tx, system_actor(), area, round, "close", met));
            if (round.state == "decided") TRY(advance(tx, ref_of(area, round)));
        }
        return {};
    });
}

Result<Round> RoundService::summarise(Actor const& who, AreaId const& area, ConsultationRoundId const& id,
                                      std::vector<Theme> const& themes) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Round> {
        auto const round = TRY(in_tx(tx, area, id));
        auto done = TRY(step(tx, who, area, round, "summarise", {}));
        for (auto const& theme : themes) round_store::add_theme(tx, area, round, theme);
        return done;
    });
}

Result<Round> RoundService::decide(Actor const& who, AreaId const& area, ConsultationRoundId const& id,
                                   std::string const& draft_answer) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Round> {
        auto round = TRY(in_tx(tx, area, id));
        auto const votes = round_store::last_votes(tx, area, round);
        auto const said = std::ranges::any_of(votes, [](Vote const& vote) { return !vote.comment.empty(); });
        Requirements met;
        if (!said || !round_store::themes(tx, area, round).empty()) met.insert("themes_answered");
        if (!draft_answer.empty()) met.insert("draft_answer");
        round.draft_answer = draft_answer;
        TRY(step(tx, who, area, round, "decide", met, {.code = draft_answer, .text = ""}));
        round_store::update(tx, area, round);
        std::vector<HouseholdId> participants;
        for (auto const& vote : votes) participants.push_back(vote.household);
        auto const n = std::to_string(votes.size());
        feedback_.fan_out(
            tx, who,
            {ref_of(area, round), traces(tx, area, round.subject), "decide",
             "第 " + std::to_string(round.number) + " 轮征询共 " + n + " 户参与，意见已逐条答复，请看公示。",
             "Round " + std::to_string(round.number) + " was answered by " + n +
                 " households; each theme has its reply on the public page.",
             false},
            participants);
        return in_tx(tx, area, id);
    });
}

Result<Round> RoundService::cancel(Actor const& who, AreaId const& area, ConsultationRoundId const& id,
                                   Reason const& reason) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Round> {
        auto const round = TRY(in_tx(tx, area, id));
        return step(tx, who, area, round, "cancel", {}, reason);
    });
}

Result<void> RoundService::advance(Transaction& tx, loop::ObjectRef const& object) const
{
    if (object.kind != "consultation_round") return {};
    auto const round = TRY(in_tx(tx, object.area, ConsultationRoundId{object.id.uuid()}));
    if (round.state == "decided" && feedback_.reach(tx, object, "decide").closes_loop())
        TRY(step(tx, system_actor(), object.area, round, "feed_back", {"round_reach"}));
    return {};
}

Result<void> RoundService::cast(Transaction& tx, AreaId const& area, Round const& round, Vote const& vote) const
{
    auto const past_closing = round.closes_on && clock_.today() >= *round.closes_on;
    if (round.state != "open" || past_closing) return refuse(ErrorKind::conflict, "consultation.round_not_open");
    if (!round_store::is_elector(tx, area, round, vote.household))
        return refuse(ErrorKind::bad_input, "consultation.not_in_electorate");
    round_store::add_vote(tx, area, round, vote);
    return {};
}

Result<void> RoundService::enter_votes(Actor const& who, AreaId const& area, ConsultationRoundId const& id,
                                       std::vector<Vote> const& votes) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<void> {
        auto const round = TRY(in_tx(tx, area, id));
        for (auto vote : votes) {
            vote.entered_by = who.name;
            vote.at = clock_.now();
            TRY(cast(tx, area, round, vote));
        }
        audit_.note(tx, who, area, "consultation.votes_entered", id, {{"count", std::to_string(votes.size())}});
        return {};
    });
}

Result<Round> RoundService::vote_by_token(AreaId const& area, std::string const& token, std::string const& choice,
                                          std::string const& comment) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Round> {
        auto const elector = round_store::elector_by_token(tx, area, sha256_hex(token));
        if (!elector) return refuse(ErrorKind::not_found, "consultation.link_not_valid");
        auto const round = TRY(in_tx(tx, area, elector->round));
        TRY(cast(tx, area, round, {elector->household, choice, comment, "page", "", "", clock_.now()}));
        audit_.note(tx, Actor{}, area, "consultation.vote_cast", round.id);
        return round;
    });
}

Result<HouseholdLink> RoundService::new_link(Actor const& who, AreaId const& area, ConsultationRoundId const& id,
                                             HouseholdId const& household) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<HouseholdLink> {
        auto const round = TRY(in_tx(tx, area, id));
        if (!round_store::is_elector(tx, area, round, household))
            return refuse(ErrorKind::bad_input, "consultation.not_in_electorate");
        HouseholdLink const link{household, new_token()};
        round_store::set_token(tx, area, round, household, sha256_hex(link.token));
        audit_.note(tx, who, area, "consultation.link_renewed", id);
        return link;
    });
}

Result<Round> RoundService::round(AreaId const& area, ConsultationRoundId const& id) const
{
    return database_.read([&](Connection& c) { return in_tx(c, area, id); });
}
std::vector<Round> RoundService::rounds(AreaId const& area, std::optional<ObjectId> const& subject) const
{
    return database_.read([&](Connection& c) { return round_store::list(c, area, subject); });
}
std::vector<Round> RoundService::rounds_in(Connection& c, AreaId const& area, ObjectId const& subject) const
{
    return round_store::list(c, area, subject);
}
std::vector<Draft> RoundService::drafts(AreaId const& area, ObjectId const& subject) const
{
    return database_.read([&](Connection& c) { return round_store::drafts(c, area, subject); });
}
Tally RoundService::tally(AreaId const& area, Round const& round) const
{
    return database_.read([&](Connection& c) { return round_store::tally(c, area, round); });
}
std::vector<Vote> RoundService::comments(AreaId const& area, Round const& round) const
{
    auto votes = database_.read([&](Connection& c) { return round_store::last_votes(c, area, round); });
    std::erase_if(votes, [](Vote const& vote) { return vote.comment.empty(); });
    return votes;
}
std::vector<Theme> RoundService::themes(AreaId const& area, Round const& round) const
{
    return database_.read([&](Connection& c) { return round_store::themes(c, area, round); });
}
std::vector<AllowedAction> RoundService::allowed(Actor const& who, AreaId const& area, Round const& round) const
{
    auto known = by_date(round);
    known.insert({"electorate", "voting_days", "notice", "themes_answered", "draft_answer"}); // given with the action
    return states_.allowed(kRoundMachine, round.state, who, area, known);
}

} // namespace lilong::consultation
