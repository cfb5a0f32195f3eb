#include "resources/offer_rule.h"

#include "base/group_rule.h"
#include "resources/window_rule.h"

namespace lilong::resources
{

Result<void> check_offer(Offer const& offer)
{
    std::vector<FieldError> wrong;
    auto const add = [&](std::string pointer, std::string code, Facts facts = {}) {
        wrong.push_back({std::move(pointer), std::move(code), std::move(facts)});
    };
    if (offer.categories.empty()) add("/categories", "resources.category_missing");
    if (auto windows = Windows::parse(offer.schedule); !windows)
        add("/schedule", windows.error().code, windows.error().facts);
    if (auto rule = GroupRule::parse(offer.eligibility); !rule)
        add("/eligibility", rule.error().code, rule.error().facts);
    if (offer.place.lon.has_value() != offer.place.lat.has_value()) add("/place", "resources.place_incomplete");
    if (offer.catchment.kind == "radius" && (!offer.place.lon || !offer.place.lat))
        add("/place", "resources.radius_without_place");
    if (offer.catchment.kind == "areas" && offer.catchment.areas.empty())
        add("/catchment/areas", "resources.areas_missing");
    if (offer.capacity.per_period > heads_per_period(offer.capacity) && offer.capacity.per_session > 0)
        add("/capacity/per_period", "resources.more_than_all_sessions",
            {{"most", std::to_string(heads_per_period(offer.capacity))}});
    if (wrong.empty()) return {};
    return refuse(ErrorKind::bad_input, "resources.offer_not_valid", {{"count", std::to_string(wrong.size())}},
                  std::move(wrong));
}

std::int64_t heads_per_period(Capacity const& capacity) { return capacity.per_session * capacity.sessions_per_period; }

bool valid_for_a_year_at_most(Date until, Date today)
{
    auto const a_year_on = today.ymd() + std::chrono::years{1};
    auto const last = a_year_on.ok() ? Date{std::chrono::sys_days{a_year_on}} : Date{today.year() + 1, 3, 1};
    return until >= today && until <= last;
}

} // namespace lilong::resources
