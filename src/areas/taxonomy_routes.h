// Taxonomy, need items and groups on the wire: facts about the questions, open to everybody.
#pragma once

#include "areas/taxonomy.h"
#include "http/router.h"

namespace lilong::areas
{

void add_taxonomy_routes(http::Router& router, Taxonomy const& taxonomy);

} // namespace lilong::areas
