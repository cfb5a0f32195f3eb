#include "access/audit.h"

#include <nlohmann/json.hpp>

#include "access/audit_chain.h"

namespace lilong::access {

namespace {

using storage::Sql;

constexpr Sql kLast{"audit.last", "select seq, hash from audit_event where area_id = $1 order by seq desc limit 1"};
constexpr Sql kAppend{"audit.append",
                      "insert into audit_event (area_id, seq, at, actor_id, actor_name, what, object, details, hash) "
                      "values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
} // namespace

void AuditTrail::note(storage::Transaction& tx, Actor const& who, AreaId const& area, std::string_view what, std::string_view object, Facts const& details) const
{
    struct End {
        std::int64_t seq = 0;
        std::string hash;
    };
    auto const last = tx.first(kLast, [](storage::Row row) { return End{row.at<std::int64_t>(0), row.at<std::string>(1)}; }, area).value_or(End{});
    auto const at = clock_.now().text();
    auto const details_text = nlohmann::json(details).dump();
    auto const seq = last.seq + 1;
    auto const actor = who.user.text();
    auto const hash = audit_hash(last.hash, {seq, at, actor, who.name, what, object, details_text});
    tx.change(kAppend, area, seq, at, who.user, who.name, what, object, details_text, hash);
    tx.mark_noted();
}

} // namespace lilong::access
