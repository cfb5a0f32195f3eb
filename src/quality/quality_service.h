// What stands out in a round's forms, kept up as they arrive: before each answer the committees' change numbers are
// compared and only committees that changed are read again (ST-81). People judge: they explain a flag, or set its forms
// aside with a reason and take them back (ST-80); nothing is deleted.
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "access/audit.h"
#include "areas/area_tree.h"
#include "quality/peer_model_rule.h"
#include "quality/quality_store.h"
#include "quality/round_flags.h"
#include "survey/progress_service.h"
#include "survey/response_service.h"

namespace lilong::quality
{

struct FlagView {
    Flag flag;
    std::string state; // open, explained, set_aside
    std::vector<FlagNote> notes;
    std::vector<bool> aside; // of each record
    survey::Names label;     // of the item
    survey::Names answer;    // that all gave; empty where it is "yes" in either form
};

// One need with and without the forms that were set aside.
struct ItemFigures {
    std::string item;
    survey::Names label;
    Count with, without;
};

struct RoundQuality {
    survey::Round round;
    std::int64_t forms = 0, set_aside = 0;
    std::vector<FlagView> flags;
    std::vector<ItemFigures> figures; // empty while nothing is set aside
};

struct VisitRates {
    double e = 1;
    survey::DispositionCounts whole; // of the area, all households
    std::vector<RateRow> by_visit, by_interviewer;
};

class QualityService
{
public:
    QualityService(storage::Database& database, access::AuditTrail const& audit, areas::AreaTree const& tree,
                   survey::ResponseService& responses, survey::ProgressService& progress, Clock const& clock)
        : database_(database), audit_(audit), tree_(tree), responses_(responses), progress_(progress), clock_(clock)
    {
    }

    // `area`: a committee, sub-district or district. Refuses survey.no_round, quality.not_in_round.
    Result<RoundQuality> quality(AreaId const& area, RoundId const& round);
    Result<FlagView> flag(AreaId const& area, RoundId const& round, std::string const& key); // quality.no_flag

    // explain, reopen, set_aside, take_back (kFlagMachine). `records`: some of the flag's forms; none: all of them.
    // Refuses quality.secretary_only, quality.record_not_in_flag, quality.too_many_forms and what survey refuses.
    Result<void> act(Actor const& who, AreaId const& area, RoundId const& round, std::string const& key,
                     std::string_view action, std::string const& reason, std::vector<ResponseId> const& records);
    std::vector<AllowedAction> allowed(Actor const& who, FlagView const& view) const;
    // ST-81: what names an interviewer is for the secretary of that committee.
    bool sees_interviewers(Actor const& who, AreaId const& area) const;

    Result<VisitRates> rates(AreaId const& area, RoundId const& round);

private:
    struct Committee {
        std::int64_t change = 0;
        CommitteeDigest digest;
    };
    struct Held { // one round
        std::mutex mutex;
        std::optional<survey::Round> round;
        survey::Unit unit = survey::Unit::household;
        survey::Codebook codebook;
        Questions questions;
        std::map<AreaId, Committee> committees;
        std::vector<Flag> flags;
    };
    std::shared_ptr<Held> held(RoundId const& round);
    Result<void> refresh(storage::Connection& connection, RoundId const& round, Held& held) const;
    CommitteeGround ground(storage::Connection& connection, Held const& held, AreaId const& committee) const;
    RoundQuality view(Held const& held, quality_store::Notes const& notes, AreaId const& area) const;
    std::vector<Role> roles_in(Actor const& who, Flag const& flag) const;

    storage::Database& database_;
    access::AuditTrail const& audit_;
    areas::AreaTree const& tree_;
    survey::ResponseService& responses_;
    survey::ProgressService& progress_;
    Clock const& clock_;
    Limits limits_;
    std::mutex mutex_;
    std::map<RoundId, std::shared_ptr<Held>> rounds_;
};

} // namespace lilong::quality
