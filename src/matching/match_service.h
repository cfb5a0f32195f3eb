// Use cases of matching: a run proposes, both sides accept or refuse, sessions are held. A run never touches what one
// side has already accepted; accepting books the capacity of the offer in the same write (LO-25, LO-46).
//     matching.use_open_needs(…); matching.on_news(…);     // wired to needs/
//     auto run = TRY(matching.run(dispatcher, sub_district));
#pragma once

#include <functional>

#include "areas/area_tree.h"
#include "areas/taxonomy.h"
#include "loop/feedback_service.h"
#include "matching/match_types.h"
#include "resources/offer_service.h"

namespace lilong::matching
{

struct HandMade {
    NeedId need;
    AreaId offer_area;
    OfferId offer;
    std::int64_t heads = 0;
    std::string reason; // needed when a clause fails
};

struct MatchAct {
    loop::Reason reason;
    bool for_provider = false;            // a worker says what the provider said; the reason tells how it was asked
    std::vector<ServiceSession> sessions; // of schedule: date, window, place, planned
};

struct SessionAct {
    std::optional<std::int64_t> served;
    std::string absent; // provider, households
    std::string note;
    loop::Reason reason;
};

struct MatchDetail {
    MatchView view;
    std::vector<ServiceSession> sessions;
    std::vector<AllowedAction> actions;
    std::vector<loop::Transition> timeline;
    std::vector<TraceId> traces;
};

struct MatchFilter {
    std::string state; // empty: any
    std::optional<NeedId> need;
    std::optional<OfferId> offer;
};

class MatchService
{
public:
    // Needs with heads to serve, confirmed or routed, at or below an area.
    using OpenNeeds = std::function<std::vector<OpenNeed>(storage::Connection&, AreaId const&)>;
    enum class News { delivered, ended }; // of a match that serves a need
    using Hear = std::function<Result<void>(storage::Transaction&, MatchView const&, News, loop::Reason const&)>;

    MatchService(storage::Database& database, access::AuditTrail const& audit, loop::StateService const& states,
                 resources::OfferService const& offers, areas::AreaTree const& tree, areas::Taxonomy const& taxonomy,
                 Clock const& clock, Rng& rng)
        : database_(database), audit_(audit), states_(states), offers_(offers), tree_(tree), taxonomy_(taxonomy),
          clock_(clock), rng_(rng)
    {
    }
    void use_open_needs(OpenNeeds open_needs) { open_needs_ = std::move(open_needs); }
    void on_news(Hear hear) { hear_ = std::move(hear); }

    Result<MatchRun> run(Actor const& who, AreaId const& scope) const; // a sub-district, or one committee
    Result<MatchView> make_by_hand(Actor const& who, AreaId const& area, HandMade const& wish) const;
    Result<MatchView> act(Actor const& who, AreaId const& area, MatchId const& id, std::string const& action,
                          MatchAct const& act, std::optional<std::int64_t> version) const;
    Result<ServiceSession> act_on_session(Actor const& who, AreaId const& area, ServiceSessionId const& id,
                                          std::string const& action, SessionAct const& act,
                                          std::optional<std::int64_t> version) const;
    // Households have answered about a completed match: enough answers evaluate it. For loop::FeedbackService::on_news.
    Result<void> heard(storage::Transaction& tx, loop::FeedbackService const& feedback,
                       loop::ObjectRef const& object) const;
    std::size_t lapse_overdue() const; // daily: proposals without both answers after 10 working days

    std::vector<MatchView> matches(Actor const& who, AreaId const& area, MatchFilter const& filter) const;
    Result<MatchDetail> detail(Actor const& who, AreaId const& area, MatchId const& id) const; // matching.not_found
    std::vector<MatchRun> runs(AreaId const& area) const;
    Result<MatchRun> found_run(AreaId const& area, MatchRunId const& id) const;
    std::vector<UnmetRow> unmet(AreaId const& area) const;

private:
    struct Prepared; // a problem with what its ids stand for
    Prepared prepare(storage::Connection& connection, AreaId const& scope, std::vector<OpenNeed> needs,
                     bool whole_offers) const;
    Result<void> propose_in(storage::Transaction& tx, Actor const& who, AreaId const& committee,
                            Prepared const& prepared, Outcome const& outcome, MatchRun& run) const;
    void note_unmet(storage::Transaction& tx, AreaId const& committee, Prepared const& prepared, Outcome const& outcome,
                    MatchRun const& run) const;
    Match drafted(Prepared const& prepared, Outcome const& outcome, std::size_t share) const;
    void add(storage::Transaction& tx, Actor const& who, Match const& match, std::vector<TraceId> const& traces,
             Date due) const;
    Result<MatchView> in_tx(storage::Connection& connection, Actor const& who, AreaId const& area,
                            MatchId const& id) const;
    Result<Requirements> accepted(storage::Transaction& tx, Actor const& who, MatchView& view,
                                  MatchAct const& act) const;
    Result<Requirements> scheduled(storage::Transaction& tx, Actor const& who, MatchView const& view,
                                   std::vector<ServiceSession> sessions) const;
    Result<void> take_effect(storage::Transaction& tx, MatchView const& view, std::string const& action,
                             std::string const& to, loop::Reason const& reason) const;
    Result<void> after_session(storage::Transaction& tx, MatchView const& view) const;
    Date in_ten_working_days(storage::Connection& connection) const;

    storage::Database& database_;
    access::AuditTrail const& audit_;
    loop::StateService const& states_;
    resources::OfferService const& offers_;
    areas::AreaTree const& tree_;
    areas::Taxonomy const& taxonomy_;
    Clock const& clock_;
    Rng& rng_;
    OpenNeeds open_needs_;
    Hear hear_;
};

} // namespace lilong::matching
