// must fail with: PublishedTable.*is private within this context
// Nobody declares a table protected; protect() does, after the attack.
#include "disclosure/protect.h"

lilong::disclosure::PublishedTable declared() { return lilong::disclosure::PublishedTable{}; }
