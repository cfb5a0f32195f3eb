#include "loop/outbox_service.h"

#include <spdlog/spdlog.h>

namespace lilong::loop {

namespace {

using storage::Connection;
using storage::Row;
using storage::Sql;
using storage::Transaction;

constexpr Sql kSend{"outbox.send", "insert into outbox (area_id, id, kind, target_area_id, payload, created_at) values ($1, $2, $3, $4, $5, $6)"};
constexpr Sql kWaiting{"outbox.waiting",
                       "select area_id, id, kind, target_area_id, payload, tries from outbox "
                       "where applied_at is null and (next_try_at is null or next_try_at <= $1) order by created_at, id limit 500"};
constexpr Sql kTryLater{"outbox.try_later", "update outbox set tries = $3, next_try_at = $4 where area_id = $1 and id = $2"};
constexpr Sql kReceived{"outbox.received", "select 1 from inbox where area_id = $1 and message_id = $2"};
constexpr Sql kReceive{"outbox.receive", "insert into inbox (area_id, message_id, applied_at) values ($1, $2, $3)"};
constexpr Sql kApplied{"outbox.applied", "update outbox set applied_at = $3 where area_id = $1 and id = $2"};

struct Message {
    AreaId from;
    ObjectId id;
    std::string kind;
    AreaId target;
    std::string payload;
    std::int64_t tries = 0;
};

// 1 s, 2 s, 4 s … and at last once an hour: for ever, because what was sent must arrive.
std::chrono::milliseconds wait_after(std::int64_t tries)
{
    return std::min<std::chrono::milliseconds>(std::chrono::seconds{1LL << std::min<std::int64_t>(tries, 12)}, std::chrono::hours{1});
}

void try_later(storage::Database& database, Clock const& clock, Message const& message, std::string_view why)
{
    auto const next = clock.now().plus(wait_after(message.tries));
    spdlog::error("outbox: {} not applied at try {}: {}; next try {}", message.kind, message.tries + 1, why, next.text());
    (void)database.write(message.from, [&](Transaction& tx) -> Result<void> { // not written down: tried again at once, no harm
        tx.change(kTryLater, message.from, message.id, message.tries + 1, next);
        tx.mark_noted();
        return {};
    });
}

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
        try_later(database, clock, message, received.error().code);
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
    auto const waiting = database_.read([&](Connection& c) {
        return c.all(
            kWaiting, [](Row row) { return Message{row.at<AreaId>(0), row.at<ObjectId>(1), row.at<std::string>(2), row.at<AreaId>(3), row.at<std::string>(4), row.at<std::int64_t>(5)}; },
            clock_.now());
    });
    for (auto const& message : waiting) {
        auto const handler = handlers_.find(message.kind);
        if (handler == handlers_.end()) {
            try_later(database_, clock_, message, "nobody handles it");
            continue;
        }
        try { // a message that cannot be applied must not hold up those behind it
            if (deliver(database_, clock_, message, handler->second)) ++applied;
        } catch (std::exception const& fault) {
            try_later(database_, clock_, message, fault.what());
        }
    }
    return applied;
}

} // namespace lilong::loop
