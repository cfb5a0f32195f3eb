// The same four acts as the other files of this folder, done right: this one compiles, so the others fail for their reason.
#include "base/id.h"
#include "base/money.h"
#include "http/router.h"
#include "storage/connection.h"

lilong::HouseholdId same(lilong::HouseholdId household) { return household; }
auto price() { return lilong::Money::fen(13'600'000); }
constexpr lilong::Permission see_needs{"needs.see_needs"};
void add(lilong::http::Router& router)
{
    router.get("/api/v1/areas/{area}/needs", see_needs, [](lilong::http::Request const&) -> lilong::Result<lilong::http::Answer> { return lilong::http::no_content(); });
}
constexpr lilong::storage::Sql kStatement{"needs.count", "select count(*) from need where area_id = $1"};
