// must fail with: could not convert .*HouseholdTag.*AreaTag
// A household is not an area, although both are 128 bits.
#include "base/id.h"

lilong::AreaId area_of(lilong::HouseholdId household) { return household; }
