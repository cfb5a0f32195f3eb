// must fail with: no matching function for call to .*Router::get
// A path that nobody decided who may reach does not exist.
#include "http/router.h"

void add(lilong::http::Router& router)
{
    router.get("/api/v1/areas/{area}/needs", [](lilong::http::Request const&) -> lilong::Result<lilong::http::Answer> { return lilong::http::no_content(); });
}
