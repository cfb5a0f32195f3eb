// The live cubes of the rounds that people look at. A cube is read from SQL once and then follows the answers: before
// each use the change numbers of its committees are compared. Households of which the service was told are counted
// anew one by one (ST-15); a committee where more has changed, an import say, is read again whole. So a page never
// shows a number older than the last acknowledged answer (SCR-7).
//     cubes.with(round, [&](RoundCube const& cube) { … });
// A closed round keeps the counters of its closing, whatever is withdrawn later (ST-17).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>

#include "access/audit.h"
#include "analysis/round_cube.h"
#include "areas/area_tree.h"
#include "base/time.h"
#include "storage/database.h"

namespace lilong::analysis
{

// A committee whose live counters were not what its answers say.
struct CubeFault {
    RoundId round;
    AreaId committee;
    bool operator==(CubeFault const&) const = default;
};

class RoundCubeService
{
public:
    RoundCubeService(storage::Database& database, areas::AreaTree const& tree) : database_(database), tree_(tree) {}

    // Refuses survey.no_round. `read` must not keep references: the cube goes on changing.
    Result<void> with(RoundId const& round, std::function<Result<void>(RoundCube const&)> const& read);
    void forget(RoundId const& round); // its questionnaire, register or areas changed
    void follow(survey::AnswerChange const& change);

    // ST-16: counts every live cube again from its answers; a cube that differs is logged as an error with the areas
    // where it does, and replaced.
    std::vector<CubeFault> audit();
    // Keeps the counters of rounds that were closed since; gives how many committees.
    Result<int> freeze_closed(access::AuditTrail const& trail, Clock const& clock);

private:
    struct Held {
        std::shared_mutex mutex;
        std::optional<RoundCube> cube;
        std::mutex told_mutex;
        std::vector<survey::AnswerChange> told; // and not counted yet
    };
    friend class RoundCubeServiceTest; // spoils a counter to see it found
    std::vector<survey::AnswerChange> told(Held& held) const;
    std::shared_ptr<Held> held(RoundId const& round);
    Result<RoundCube> build(storage::Connection& connection, RoundId const& round) const;
    Result<RoundCube> read_live(storage::Connection& connection, RoundId const& round) const;
    void use_frozen(storage::Connection& connection, RoundCube& cube) const;
    RoundAxes axes_of(survey::Round const& round, survey::Codebook const& codebook) const;
    bool outdated(storage::Connection& connection, RoundCube const& cube) const;
    void forget_outdated(survey::Round const& round);
    bool stale(storage::Connection& connection, RoundCube const& cube) const;
    void refresh(storage::Connection& connection, RoundCube& cube,
                 std::vector<survey::AnswerChange> const& told = {}) const;
    void read_committee(storage::Connection& connection, RoundCube& cube, std::int32_t stratum) const;
    void read_household(storage::Connection& connection, RoundCube& cube, std::int32_t stratum,
                        HouseholdId const& household) const;

    storage::Database& database_;
    areas::AreaTree const& tree_;
    std::mutex mutex_;
    std::map<RoundId, std::shared_ptr<Held>> rounds_;
};

} // namespace lilong::analysis
