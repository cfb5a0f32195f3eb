// Import of a list of who can help: one row is one offer with its provider. Rows become drafts that somebody verifies;
// an offer of the same provider and name that is already there is named, not merged (LO-32).
#pragma once

#include "areas/import_service.h"
#include "areas/taxonomy.h"
#include "resources/offer_service.h"

namespace lilong::resources
{

areas::Importer offer_importer(OfferService const& offers, areas::Taxonomy const& taxonomy);

} // namespace lilong::resources
