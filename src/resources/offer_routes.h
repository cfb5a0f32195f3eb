// HTTP ⇄ OfferService.
#pragma once

#include "http/router.h"
#include "resources/offer_service.h"

namespace lilong::resources
{

void add_offer_routes(http::Router& router, OfferService const& offers);

} // namespace lilong::resources
