#include "loop/outbox_service.h"

#include <spdlog/spdlog.h>

namespace lilong::loop {

namespace {

using storage::Connection;
using storage::Row;
using storage::Sql;
using storage::Transaction;

constexpr Sql kSend{"outbox.send", "insert into outbox (area_id, id, kind, target_area_id, payload, created_at) values ($1, $2, $3, $4, $5, $6)"};
constexpr Sql kWaiting{"outbox.waiting", "select area_id, id, kind, target_area_id, payload from outbox where applied_at is null order by created_at, id limit 500"};
constexpr Sql kReceived{"outbox.received", "select 1 from inbox where area_id = $1 and message_id = $2"};
constexpr Sql kReceive{"outbox.receive", "insert into inbox (area_id, message_id, applied_at) values ($1, $2, $3)"};
constexpr Sql kApplied{"outbox.applied", "update outbox set applied_at = $3 where area_id = $1 and id = $2"};

struct Message {
    AreaId from;
    ObjectId id;
    std::string kind;
    AreaId target;
    std::string payload;
};

// First in the receiver's area, then ticked off in the sender's: a crash in between delivers again, and the inbox sees it.
bool deliver(storage::Database& database, Clock const& clock, Message const& message, OutboxService::Handler const& handler)
{
    auto const received = database.write(message.target, [&](Transaction& tx) -> Result<void> {
        tx.mark_noted(); // the handler notes its own change; receiving again changes nothing
        if (tx.scalar<std::int64_t>(kReceived, message.target, message.id)) return {};
        TRY(handler(tx, message.target, message.payload));
        tx.change(kReceive, message.target, message.id, clock.now());
        return {};
    });
    if (!received) {
        spdlog::error("outbox: {} refused: {}", message.kind, received.error().code);
        return false;
    }
    return database
        .write(message.from,
               [&](Transaction& tx) -> Result<void> {
                   tx.change(kApplied, message.from, message.id, clock.now());
                   tx.mark_noted();
                   return {};
               })
        .has_value();
}

} // namespace

void OutboxService::send(Transaction& tx, AreaId const& from, std::string_view kind, AreaId const& target, std::string const& payload)
{
    auto const now = clock_.now();
    tx.change(kSend, from, ObjectId::ordered(rng_, now), kind, target, payload, now);
}

std::size_t OutboxService::drain()
{
    std::size_t applied = 0;
    auto const waiting = database_.read([](Connection& c) {
        return c.all(kWaiting, [](Row row) { return Message{row.at<AreaId>(0), row.at<ObjectId>(1), row.at<std::string>(2), row.at<AreaId>(3), row.at<std::string>(4)}; });
    });
    for (auto const& message : waiting) {
        auto const handler = handlers_.find(message.kind);
        if (handler == handlers_.end()) {
            spdlog::error("outbox: nobody handles {}", message.kind);
            continue;
        }
        try { // a message that cannot be applied must not hold up those behind it
            if (deliver(database_, clock_, message, handler->second)) ++applied;
        } catch (std::exception const& fault) {
            spdlog::error("outbox: {} failed: {}", message.kind, fault.what());
        }
    }
    return applied;
}

} // namespace lilong::loop
