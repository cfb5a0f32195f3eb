#include "consultation/owners_vote_rule.h"

namespace lilong::consultation
{

OwnersResult owners_vote(Matter matter, Ownership const& total, Ownership const& taking_part,
                         Ownership const& in_favour)
{
    OwnersResult out;
    out.quorum = 3 * taking_part.area >= 2 * total.area && 3 * taking_part.heads >= 2 * total.heads;
    out.favour = matter == Matter::general
                     ? 2 * in_favour.area > taking_part.area && 2 * in_favour.heads > taking_part.heads
                     : 4 * in_favour.area >= 3 * taking_part.area && 4 * in_favour.heads >= 3 * taking_part.heads;
    if (taking_part.heads == 0) out.favour = false;
    return out;
}

} // namespace lilong::consultation
