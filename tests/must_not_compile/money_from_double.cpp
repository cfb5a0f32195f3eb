// must fail with: no matching function for call to .*fen.double
// 0.1 + 0.2 yuan is not a sum of money.
#include "base/money.h"

auto price() { return lilong::Money::fen(136000.00); }
