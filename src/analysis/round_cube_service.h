// The live cubes of the rounds that people look at. A cube is read from SQL once and then follows the answers: before
// each use the change numbers of its committees are compared and only committees that changed are read again (SCR-7),
// so a page never shows a number older than the last acknowledged answer.
//     cubes.with(round, [&](RoundCube const& cube) { … });
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>

#include "analysis/round_cube.h"
#include "areas/area_tree.h"
#include "storage/database.h"

namespace lilong::analysis
{

class RoundCubeService
{
public:
    RoundCubeService(storage::Database& database, areas::AreaTree const& tree) : database_(database), tree_(tree) {}

    // Refuses survey.no_round. `read` must not keep references: the cube goes on changing.
    Result<void> with(RoundId const& round, std::function<Result<void>(RoundCube const&)> const& read);
    void forget(RoundId const& round); // its questionnaire, register or areas changed

private:
    struct Held {
        std::shared_mutex mutex;
        std::optional<RoundCube> cube;
    };
    std::shared_ptr<Held> held(RoundId const& round);
    Result<RoundCube> build(storage::Connection& connection, RoundId const& round) const;
    RoundAxes axes_of(survey::Round const& round, survey::Codebook const& codebook) const;
    bool stale(storage::Connection& connection, RoundCube const& cube) const;
    void refresh(storage::Connection& connection, RoundCube& cube) const;
    void read_committee(storage::Connection& connection, RoundCube& cube, std::int32_t stratum) const;

    storage::Database& database_;
    areas::AreaTree const& tree_;
    std::mutex mutex_;
    std::map<RoundId, std::shared_ptr<Held>> rounds_;
};

} // namespace lilong::analysis
