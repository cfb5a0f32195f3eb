// The area tree, held in memory: district › sub_district › neighbourhood › estate › building. Small (a district has
// some thousand areas), read by every request to decide who may see what; refreshed when areas change.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "storage/database.h"

namespace lilong::areas
{

enum class AreaKind { district, sub_district, neighbourhood, estate, building };
std::string_view name(AreaKind kind);
std::optional<AreaKind> area_kind_of(std::string_view name);

struct Area {
    AreaId id;
    std::optional<AreaId> parent;
    AreaKind kind = AreaKind::neighbourhood;
    std::string code; // national division code or local number; never an id
    std::string zh, en;
    std::string estate_type;              // commodity, sold_public, lane, affordable, villa; estates only
    std::optional<int> build_year;        // estates only
    std::int64_t occupied_households = 0; // of the register; sums upward
    std::optional<double> lon, lat;       // WGS 84
};

class AreaTree
{
public:
    explicit AreaTree(storage::Database& database);
    void refresh(); // after areas were imported or changed

    bool reaches(AreaId const& ancestor, AreaId const& area) const; // same or below
    std::optional<Area> find(AreaId const& id) const;
    std::optional<Area> by_code(std::string_view code) const;
    std::vector<Area> children(AreaId const& id) const;                    // by code
    std::vector<Area> path(AreaId const& id) const;                        // district first, the area itself last
    std::optional<AreaId> ancestor(AreaId const& id, AreaKind kind) const; // the area itself counts
    std::vector<Area> below(AreaId const& id, AreaKind kind) const;        // the area itself counts; by code
    std::vector<Area> roots() const;

private:
    struct Snapshot;
    std::shared_ptr<Snapshot const> snapshot() const;
    storage::Database& database_;
    mutable std::mutex mutex_;
    std::shared_ptr<Snapshot const> snapshot_;
};

} // namespace lilong::areas
