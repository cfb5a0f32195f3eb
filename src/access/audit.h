// The audit trail: one chain of hashes per area, written in the transaction of the change it records. Details hold ids and
// field names, never personal values. h_n = SHA-256(h_{n-1} ‖ seq ‖ time ‖ actor ‖ what ‖ object ‖ details) (trust.md 5.5).
#pragma once

#include <string>
#include <string_view>

#include "base/actor.h"
#include "base/error.h"
#include "base/time.h"
#include "storage/database.h"

namespace lilong::access {

class AuditTrail {
public:
    explicit AuditTrail(Clock const& clock) : clock_(clock) {}
    void note(storage::Transaction& tx, Actor const& who, AreaId const& area, std::string_view what, std::string_view object, Facts const& details = {}) const;
    template <typename Tag>
    void note(storage::Transaction& tx, Actor const& who, AreaId const& area, std::string_view what, Id<Tag> const& object, Facts const& details = {}) const
    {
        note(tx, who, area, what, object.text(), details);
    }

private:
    Clock const& clock_;
};

enum class Fault {
    changed, // the row does not carry the hash that follows from it and the row before
    missing, // the row is not there although a later one is, or an anchor has seen it
    rewritten, // the chain agrees with itself but not with an anchor
    anchor // the line of the anchors' file itself does not follow from the one before
};
std::string_view name(Fault fault);

struct AuditBreak {
    AreaId area;
    std::int64_t seq = 0; // the first bad row; of an anchor: its line
    std::string date;     // the row's day; of a missing row that of the next thing known about its chain
    Fault fault = Fault::changed;
};
// The first bad row of the trail, or nothing when the chain of every area holds.
std::optional<AuditBreak> first_break(storage::Connection& connection);

} // namespace lilong::access
