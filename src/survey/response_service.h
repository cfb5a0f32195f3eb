// Responses enter, are corrected, reviewed and withdrawn; each raises the change number of its committee's round and is
// told to whoever follows the live numbers (ST-15, CO-5).
#pragma once

#include <functional>

#include "access/audit.h"
#include "areas/area_tree.h"
#include "base/chance.h"
#include "base/machine_rule.h"
#include "storage/database.h"
#include "survey/response_store.h"
#include "survey/types.h"

namespace lilong::survey
{

struct NewResponse {
    AreaId area;   // the neighbourhood
    ResponseId id; // given by the client so that sending twice is once; empty: made here
    RoundId round;
    HouseholdId household;
    int person = 0;
    Answers answers;
    std::optional<std::vector<std::string>> groups; // nothing: what the register says on that day
    Mode mode = Mode::paper;
    std::optional<Date> answered_on; // nothing: today
    std::optional<Instant> started_at, ended_at;
};

struct Entered {
    Response response;
    std::vector<FieldError> remarks; // recorded as written all the same (CO-107)
};

class ResponseService
{
public:
    ResponseService(storage::Database& database, access::AuditTrail const& audit, areas::AreaTree const& tree,
                    Clock const& clock, Rng& rng)
        : database_(database), audit_(audit), tree_(tree), clock_(clock), rng_(rng)
    {
    }
    // Called after each commit, on the thread that wrote; numbers of one committee may arrive out of order. Imports are
    // seen by the change number alone (response_store::change_number).
    void on_answer(std::function<void(AnswerChange const&)> follower) { followers_.push_back(std::move(follower)); }

    // Refuses survey.no_household, survey.round_not_open, survey.already_answered, survey.answers_wrong, …
    Result<Entered> enter(Actor const& who, NewResponse const& given);
    struct Correction {
        Answers answers;
        std::optional<std::vector<std::string>> groups; // nothing: as before
        std::string reason;
    };
    Result<Entered> correct(Actor const& who, AreaId const& area, ResponseId const& id, std::int64_t version,
                            Correction const& correction);
    // approve, set_aside, restore, withdraw (kReviewMachine); nobody reviews what they collected:
    // survey.own_response.
    Result<Response> act(Actor const& who, AreaId const& area, ResponseId const& id, std::string_view action,
                         std::string const& reason, std::optional<std::int64_t> version);
    // set_aside or restore many at once, all or none; forms that are there already stay. `also` is part of the same
    // write and is told how many changed.
    Result<void> act_on_all(Actor const& who, AreaId const& area, std::vector<ResponseId> const& ids,
                            std::string_view action, std::string const& reason,
                            std::function<void(storage::Transaction&, std::int64_t)> const& also);
    std::vector<AllowedAction> allowed(Actor const& who, Response const& response) const;

    struct Detail {
        Response response;
        Codebook codebook;
        Answers answers;
        std::vector<FormerResponse> history;
    };
    Result<Detail> open(Actor const& who, AreaId const& area, ResponseId const& id); // audited: a row was looked at
    struct Door {
        std::vector<std::string> groups; // whose items are asked here, as the register knows it
        std::vector<ResponseId> responses;
        std::int64_t questionnaire_version = 1;
    };
    Result<Door> door(AreaId const& area, RoundId const& round, HouseholdId const& household);

private:
    void tell(AnswerChange const& change) const;
    struct Frame { // what a response of this round must fit
        Round round;
        QuestionnaireVersion version;
        Unit unit = Unit::household;
    };
    Result<Frame> frame(storage::Connection& connection, AreaId const& area, RoundId const& round) const;
    Result<Response> prepared(storage::Connection& connection, Actor const& who, NewResponse const& given,
                              Frame const& frame) const;
    void changed(storage::Transaction& tx, Response const& response, AnswerChange& change) const;
    Result<void> review(storage::Transaction& tx, Actor const& who, Response const& former, std::string_view action,
                        std::string const& reason, AnswerChange& change) const;
    std::vector<Role> roles_in(Actor const& who, AreaId const& area) const;

    storage::Database& database_;
    access::AuditTrail const& audit_;
    areas::AreaTree const& tree_;
    Clock const& clock_;
    Rng& rng_;
    std::vector<std::function<void(AnswerChange const&)>> followers_;
};

// The groups of the codebook that somebody of this household belongs to on that day, as the register knows it.
GroupMask groups_on_register(storage::Connection& connection, Codebook const& codebook, AreaId const& area,
                             HouseholdId const& household, Date on);

} // namespace lilong::survey
