// Signing in and out, and who a request comes from. An unknown user costs the same work as a wrong password; after five
// failures the wait doubles (trust.md 5.9).
#pragma once

#include <string>

#include "access/account_store.h"
#include "access/audit.h"
#include "access/password_hasher.h"
#include "base/chance.h"

namespace lilong::access {

struct OpenedSession {
    std::string token; // for the cookie; only its hash is stored
    Account account;
};

class SessionService {
public:
    SessionService(storage::Database& database, AuditTrail& audit, PasswordHasher& hasher, Clock const& clock, Rng& rng) : database_(database), audit_(audit), hasher_(hasher), clock_(clock), rng_(rng) {}

    Result<OpenedSession> sign_in(std::string const& login, std::string const& password, std::string const& address);
    Result<OpenedSession> sign_in_by_link(std::string const& token);
    Result<void> sign_out(Actor const& who, std::string const& token);
    Actor actor_of(std::string const& token); // a stranger when the session has ended

    std::vector<SessionView> sessions_of(UserId const& user);
    Result<void> end_session(Actor const& who, std::string const& id); // one of the own, by the id of its view

private:
    Result<OpenedSession> open(Account const& account);

    storage::Database& database_;
    AuditTrail& audit_;
    PasswordHasher& hasher_;
    Clock const& clock_;
    Rng& rng_;
};

} // namespace lilong::access
