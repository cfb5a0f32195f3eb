#include "areas/area_tree.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "areas/area_store.h"

namespace lilong::areas
{

namespace
{

constexpr std::array<std::string_view, 5> kKindNames{"district", "sub_district", "neighbourhood", "estate", "building"};

}

std::string_view name(AreaKind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }

std::optional<AreaKind> area_kind_of(std::string_view wire)
{
    auto const found = std::ranges::find(kKindNames, wire);
    if (found == kKindNames.end()) return std::nullopt;
    return static_cast<AreaKind>(found - kKindNames.begin());
}

struct AreaTree::Snapshot {
    std::unordered_map<AreaId, Area> areas;
    std::unordered_map<AreaId, std::vector<AreaId>> children; // by code
    std::unordered_map<std::string, AreaId> codes;
    std::vector<AreaId> roots;

    explicit Snapshot(std::vector<Area> all)
    {
        std::ranges::sort(all, {}, &Area::code);
        for (auto& area : all) {
            (area.parent ? children[*area.parent] : roots).push_back(area.id);
            codes.emplace(area.code, area.id);
            areas.emplace(area.id, std::move(area));
        }
        for (auto const& root : roots) sum_households(root);
    }

    // An area whose own number is not given has the sum of its parts.
    std::int64_t sum_households(AreaId const& id)
    {
        std::int64_t sum = 0;
        if (auto const below = children.find(id); below != children.end())
            for (auto const& child : below->second) sum += sum_households(child);
        auto& own = areas.at(id).occupied_households;
        if (own == 0) own = sum;
        return own;
    }

    Area const* find(AreaId const& id) const
    {
        auto const found = areas.find(id);
        return found == areas.end() ? nullptr : &found->second;
    }

    void collect(AreaId const& id, AreaKind kind, std::vector<Area>& out) const
    {
        auto const* area = find(id);
        if (!area || area->kind > kind) return;
        if (area->kind == kind) return out.push_back(*area);
        if (auto const below = children.find(id); below != children.end())
            for (auto const& child : below->second) collect(child, kind, out);
    }
};

AreaTree::AreaTree(storage::Database& database) : database_(database) { refresh(); }

void AreaTree::refresh()
{
    auto all = database_.read([](storage::Connection& c) { return area_store::all(c); });
    auto fresh = std::make_shared<Snapshot const>(std::move(all));
    std::lock_guard lock{mutex_};
    snapshot_ = std::move(fresh);
}

std::shared_ptr<AreaTree::Snapshot const> AreaTree::snapshot() const
{
    std::lock_guard lock{mutex_};
    return snapshot_;
}

bool AreaTree::reaches(AreaId const& ancestor, AreaId const& area) const
{
    auto const tree = snapshot();
    if (ancestor == area) return true;
    for (auto const* at = tree->find(area); at && at->parent; at = tree->find(*at->parent))
        if (*at->parent == ancestor) return true;
    return false;
}

std::optional<Area> AreaTree::find(AreaId const& id) const
{
    auto const tree = snapshot();
    if (auto const* area = tree->find(id)) return *area;
    return std::nullopt;
}

std::optional<Area> AreaTree::by_code(std::string_view code) const
{
    auto const tree = snapshot();
    auto const found = tree->codes.find(std::string{code});
    if (found == tree->codes.end()) return std::nullopt;
    return tree->areas.at(found->second);
}

std::vector<Area> AreaTree::children(AreaId const& id) const
{
    auto const tree = snapshot();
    std::vector<Area> out;
    if (auto const below = tree->children.find(id); below != tree->children.end())
        for (auto const& child : below->second) out.push_back(tree->areas.at(child));
    return out;
}

std::vector<Area> AreaTree::path(AreaId const& id) const
{
    auto const tree = snapshot();
    std::vector<Area> out;
    for (auto const* at = tree->find(id); at; at = at->parent ? tree->find(*at->parent) : nullptr) out.push_back(*at);
    std::ranges::reverse(out);
    return out;
}

std::optional<AreaId> AreaTree::ancestor(AreaId const& id, AreaKind kind) const
{
    auto const tree = snapshot();
    for (auto const* at = tree->find(id); at; at = at->parent ? tree->find(*at->parent) : nullptr)
        if (at->kind == kind) return at->id;
    return std::nullopt;
}

std::vector<Area> AreaTree::below(AreaId const& id, AreaKind kind) const
{
    auto const tree = snapshot();
    std::vector<Area> out;
    tree->collect(id, kind, out);
    std::ranges::sort(out, {}, &Area::code);
    return out;
}

std::vector<Area> AreaTree::roots() const
{
    auto const tree = snapshot();
    std::vector<Area> out;
    for (auto const& root : tree->roots) out.push_back(tree->areas.at(root));
    return out;
}

} // namespace lilong::areas
