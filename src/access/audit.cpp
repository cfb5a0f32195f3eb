#include "access/audit.h"

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace lilong::access {

namespace {

using storage::Sql;

constexpr Sql kLast{"audit.last", "select seq, hash from audit_event where area_id = $1 order by seq desc limit 1"};
constexpr Sql kAppend{"audit.append",
                      "insert into audit_event (area_id, seq, at, actor_id, actor_name, what, object, details, hash) "
                      "values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
constexpr Sql kAll{"audit.all", "select area_id, seq, at, actor_id, actor_name, what, object, details, hash from audit_event order by area_id, seq"};

std::string link(std::string_view previous, std::int64_t seq, std::string_view at, std::string_view actor, std::string_view actor_name, std::string_view what, std::string_view object, std::string_view details)
{
    std::string row{previous};
    auto const number = std::to_string(seq);
    for (auto part : {std::string_view{number}, at, actor, actor_name, what, object, details}) {
        row += '\x1f';
        row += part;
    }
    return sha256_hex(row);
}

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
    auto const hash = link(last.hash, seq, at, who.user.text(), who.name, what, object, details_text);
    tx.change(kAppend, area, seq, at, who.user, who.name, what, object, details_text, hash);
    tx.mark_noted();
}

std::optional<AuditBreak> first_break(storage::Connection& connection)
{
    std::string area, hash;
    std::int64_t seq = 0;
    for (auto row : connection.query(kAll)) {
        auto const row_area = row.at<std::string>(0);
        if (row_area != area) {
            area = row_area;
            hash.clear();
            seq = 0;
        }
        auto const expected = link(hash, seq + 1, row.at<std::string>(2), row.at<std::string>(3), row.at<std::string>(4), row.at<std::string>(5), row.at<std::string>(6), row.at<std::string>(7));
        ++seq;
        hash = row.at<std::string>(8);
        if (row.at<std::int64_t>(1) != seq || hash != expected) return AuditBreak{AreaId{Uuid::parse(area).value_or(Uuid{})}, row.at<std::int64_t>(1)};
    }
    return std::nullopt;
}

} // namespace lilong::access
