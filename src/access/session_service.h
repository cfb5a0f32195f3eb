// Signing in and out, and who a request comes from. Argon2id (47 MiB, one pass), at most two hashes at a time; an unknown
// user costs the same work as a wrong password; after five failures the wait doubles (trust.md 5.9).
#pragma once

#include <mutex>
#include <semaphore>
#include <string>

#include "access/account_store.h"
#include "access/audit.h"
#include "base/chance.h"

namespace lilong::access {

struct OpenedSession {
    std::string token; // for the cookie; only its hash is stored
    Account account;
};

class SessionService {
public:
    SessionService(storage::Database& database, AuditTrail& audit, Clock const& clock, Rng& rng) : database_(database), audit_(audit), clock_(clock), rng_(rng) {}

    Result<OpenedSession> sign_in(std::string const& login, std::string const& password, std::string const& address);
    Result<OpenedSession> sign_in_by_link(std::string const& token);
    Result<void> sign_out(Actor const& who, std::string const& token);
    Actor actor_of(std::string const& token); // a stranger when the session has ended

    Result<UserId> add_user(Actor const& by, std::string const& login, std::string const& name, std::string const& password, std::vector<RoleGrant> const& grants,
                            std::optional<AreaId> household_area = {}, std::optional<HouseholdId> household = {}, std::optional<ProviderId> provider = {});
    Result<void> reset_password(Actor const& by, std::string const& login, std::string const& password);
    Result<void> grant(Actor const& by, std::string const& login, RoleGrant const& grant);
    Result<void> revoke(Actor const& by, std::string const& login, RoleGrant const& grant);
    std::string sign_in_link(Actor const& by, UserId const& user); // a token that works once, for 24 hours

    std::string random_token();
    std::string random_password(std::string const& login);

private:
    Result<OpenedSession> open(Account const& account);
    std::string hash(std::string const& password);
    bool verify(std::string const& hash, std::string const& password);

    storage::Database& database_;
    AuditTrail& audit_;
    Clock const& clock_;
    Rng& rng_;
    std::counting_semaphore<2> hashing_{2};
};

// Accounts, sessions and rights belong to the installation, not to a committee: their audit chain has this area.
AreaId installation_area();

} // namespace lilong::access
