// Exactly once for every POST: a request with an Idempotency-Key is carried out in one transaction together with the
// row that holds its answer, so a repetition finds either both or neither. The same key with another content is refused
// with 422; a refusal is not kept, the next try is judged anew. Rows are forgotten after seven days.
#pragma once

#include "http/router.h"
#include "storage/database.h"

namespace lilong::access
{

class RequestMemory final : public http::RepeatMemory
{
public:
    RequestMemory(storage::Database& database, Clock const& clock) : database_(database), clock_(clock) {}
    Result<http::Answer> once(http::Request const& request, http::Handler const& handler) override;

private:
    Result<http::Answer> in_writing(storage::Transaction& tx, AreaId const& area, http::Request const& request,
                                    http::Handler const& handler) const;

    storage::Database& database_;
    Clock const& clock_;
};

// Forgets what is older than seven days; gives how many.
int forget_old_requests(storage::Database& database, Instant now);

} // namespace lilong::access
