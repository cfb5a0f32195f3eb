#include "access/audit_chain.h"

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <sodium.h>

#include "base/text.h"

namespace lilong::access
{

namespace
{

using storage::Row;
using storage::Sql;

constexpr Sql kAll{"audit.all", "select area_id, seq, at, actor_id, actor_name, what, object, details, hash from "
                                "audit_event order by area_id, seq"};
constexpr Sql kOfArea{"audit.of_area", "select area_id, seq, at, actor_id, actor_name, what, object, details, hash "
                                       "from audit_event where area_id = $1 order by seq"};
constexpr Sql kEnds{"audit.ends", "select e.area_id, e.seq, e.hash from audit_event e join (select area_id, max(seq) "
                                  "as seq from audit_event group by area_id) last "
                                  "on last.area_id = e.area_id and last.seq = e.seq order by e.area_id"};

AuditRow audit_row(Row const& row)
{
    return {row.integer(1),   row.text_view(2), row.text_view(3), row.text_view(4),
            row.text_view(5), row.text_view(6), row.text_view(7)};
}

std::string day_of(std::string_view at)
{
    if (auto const instant = Instant::parse(at)) return china_date(*instant).text();
    return std::string{at.substr(0, 10)};
}

using SeenByArea = std::map<std::string, std::vector<Seen>, std::less<>>;

SeenByArea by_area(std::vector<Seen> const& seen)
{
    SeenByArea out;
    for (auto const& one : seen) out[one.end.area.text()].push_back(one);
    return out;
}

// Walks one chain after the other and keeps the first fault of each.
class Walk
{
public:
    explicit Walk(std::vector<Seen> const& seen) : seen_(by_area(seen)) {}

    void row(Row const& row)
    {
        if (auto const area = row.text_view(0); !begun_ || area != area_) begin(std::string{area});
        if (broken_) return;
        auto const found = audit_row(row);
        if (found.seq != seq_ + 1) return fault(seq_ + 1, day_of(found.at), Fault::missing);
        auto const hash = row.text_view(8);
        if (audit_hash(hash_, found) != hash) return fault(found.seq, day_of(found.at), Fault::changed);
        seq_ = found.seq;
        hash_ = hash;
        compare_with_anchors();
    }

    std::vector<AuditBreak> finish()
    {
        if (begun_) end();
        while (!seen_.empty()) begin(seen_.begin()->first), end(); // chains of which nothing is left
        return std::move(breaks_);
    }

private:
    void begin(std::string area)
    {
        if (begun_) end();
        begun_ = true;
        area_ = std::move(area);
        hash_.clear();
        seq_ = agreed_ = 0;
        broken_ = false;
        expected_.clear();
        if (auto const found = seen_.find(area_); found != seen_.end()) {
            expected_ = std::move(found->second);
            seen_.erase(found);
        }
        next_ = 0;
    }

    void end()
    {
        begun_ = false;
        if (!broken_ && next_ < expected_.size()) fault(seq_ + 1, expected_[next_].date, Fault::missing);
    }

    void compare_with_anchors()
    {
        for (; next_ < expected_.size() && expected_[next_].end.seq <= seq_; ++next_) {
            auto const& anchor = expected_[next_];
            if (anchor.end.seq == seq_ && anchor.end.hash != hash_)
                return fault(agreed_ + 1, anchor.date, Fault::rewritten);
            if (anchor.end.seq == seq_) agreed_ = seq_;
        }
    }

    void fault(std::int64_t seq, std::string date, Fault what)
    {
        broken_ = true;
        breaks_.push_back({AreaId{Uuid::parse(area_).value_or(Uuid{})}, seq, std::move(date), what});
    }

    SeenByArea seen_;
    std::vector<AuditBreak> breaks_;
    bool begun_ = false, broken_ = false;
    std::string area_, hash_;
    std::int64_t seq_ = 0, agreed_ = 0;
    std::vector<Seen> expected_;
    std::size_t next_ = 0;
};

} // namespace

std::string_view name(Fault fault)
{
    switch (fault) {
    case Fault::changed:
        return "changed";
    case Fault::missing:
        return "missing";
    case Fault::rewritten:
        return "rewritten";
    case Fault::anchor:
        return "anchor";
    }
    return "changed";
}

std::string audit_hash(std::string_view previous, AuditRow const& row)
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    auto const add = [&](std::string_view part) {
        crypto_hash_sha256_update(&state, reinterpret_cast<unsigned char const*>(part.data()), part.size());
    };
    add(previous);
    for (auto const part : {std::string_view{std::to_string(row.seq)}, row.at, row.actor, row.actor_name, row.what,
                            row.object, row.details}) {
        add("\x1f");
        add(part);
    }
    std::array<std::uint8_t, crypto_hash_sha256_BYTES> digest;
    crypto_hash_sha256_final(&state, digest.data());
    return hex(digest);
}

std::vector<ChainEnd> chain_ends(storage::Connection& connection)
{
    return connection.all(kEnds, [](Row row) {
        return ChainEnd{row.at<AreaId>(0), row.at<std::int64_t>(1), row.at<std::string>(2)};
    });
}

std::vector<AuditBreak> breaks(storage::Connection& connection, std::vector<Seen> const& seen)
{
    Walk walk{seen};
    for (auto row : connection.query(kAll)) walk.row(row);
    return walk.finish();
}

std::vector<AuditBreak> breaks_of(storage::Connection& connection, AreaId const& area, std::vector<Seen> const& seen)
{
    std::vector<Seen> own;
    for (auto const& one : seen)
        if (one.end.area == area) own.push_back(one);
    Walk walk{own};
    for (auto row : connection.query(kOfArea, area)) walk.row(row);
    return walk.finish();
}

std::optional<AuditBreak> first_break(storage::Connection& connection)
{
    auto const all = breaks(connection);
    return all.empty() ? std::nullopt : std::optional{all.front()};
}

void export_trail(storage::Connection& connection, std::function<void(std::string_view)> const& write)
{
    for (auto row : connection.query(kAll)) {
        nlohmann::ordered_json line;
        constexpr std::array columns{"area", "seq", "at", "actor", "actor_name", "what", "object", "details", "hash"};
        for (int i = 0; i < 9; ++i) {
            if (i == 1)
                line[columns[1]] = row.integer(1);
            else
                line[columns[static_cast<std::size_t>(i)]] = row.text_view(i);
        }
        write(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }
}

} // namespace lilong::access
