// What crosses from one area to another (an issue that rises, a decision that comes back). The sender writes a message in
// its own transaction; drain() applies each once in the receiver's. Handlers are registered in lilong/wiring.cpp.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/chance.h"
#include "base/time.h"
#include "storage/database.h"

namespace lilong::loop {

class OutboxService {
public:
    // The payload is JSON text that the handler itself wrote. A refusal leaves the message for the next drain.
    using Handler = std::function<Result<void>(storage::Transaction& tx, AreaId const& target, std::string const& payload)>;

    OutboxService(storage::Database& database, Clock const& clock, Rng& rng) : database_(database), clock_(clock), rng_(rng) {}
    void on(std::string kind, Handler handler) { handlers_[std::move(kind)] = std::move(handler); }
    void send(storage::Transaction& tx, AreaId const& from, std::string_view kind, AreaId const& target, std::string const& payload);
    // Applies what waits; returns how many were applied. Called after a write that sent something, and at start.
    std::size_t drain();

private:
    storage::Database& database_;
    Clock const& clock_;
    Rng& rng_;
    std::map<std::string, Handler, std::less<>> handlers_;
};

} // namespace lilong::loop
