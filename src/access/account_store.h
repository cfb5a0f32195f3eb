// Accounts, role grants, sessions and sign-in links: SQL ⇄ types. Tokens are stored as hashes only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/actor.h"
#include "base/time.h"
#include "storage/database.h"

namespace lilong::access {

struct Account {
    UserId id;
    std::string login;
    std::string name;
    std::string password_hash;
    std::optional<AreaId> household_area;
    std::optional<HouseholdId> household;
    std::optional<ProviderId> provider;
    bool disabled = false;
};

// A role that somebody is to hold when the secretary of the area agrees.
struct RoleRequest {
    AreaId area;
    ObjectId id;
    UserId user;
    std::string user_name;
    Role role = Role::stranger;
    UserId asked_by;
    std::string asked_by_name;
    Instant asked_at;
};

// A session as its owner sees it: `id` is the beginning of the stored hash, of no use for signing in.
struct SessionView {
    std::string id;
    Instant started_at, last_seen_at;
};

namespace account_store {

std::optional<Account> by_login(storage::Connection& connection, std::string_view login);
std::optional<Account> by_id(storage::Connection& connection, UserId const& user);
std::vector<RoleGrant> grants_of(storage::Connection& connection, UserId const& user);
Result<void> insert(storage::Transaction& tx, Account const& account, Instant at); // access.login_taken
std::vector<Account> all(storage::Connection& connection); // by name
std::vector<std::pair<UserId, RoleGrant>> all_grants(storage::Connection& connection);
bool has_secretary(storage::Connection& connection, AreaId const& area);
std::optional<Instant> last_seen(storage::Connection& connection, UserId const& user);
void set_disabled(storage::Transaction& tx, UserId const& user, std::optional<Instant> at); // ends the sessions, too
void insert_request(storage::Transaction& tx, RoleRequest const& request);
std::vector<RoleRequest> open_requests(storage::Connection& connection, AreaId const& area);
std::vector<RoleRequest> open_requests_for(storage::Connection& connection, UserId const& user);
void decide_request(storage::Transaction& tx, RoleRequest const& request, bool granted, UserId const& by, Instant at);
void set_password(storage::Transaction& tx, UserId const& user, std::string const& password_hash);
void grant(storage::Transaction& tx, UserId const& user, RoleGrant const& grant, UserId const& by, Instant at);
void revoke(storage::Transaction& tx, UserId const& user, RoleGrant const& grant);

void insert_session(storage::Transaction& tx, std::string const& token_sha256, UserId const& user, Instant at, Instant ends);
// The user of a session that has neither ended nor been idle since `idle_since`.
std::optional<UserId> session_user(storage::Connection& connection, std::string const& token_sha256, Instant now, Instant idle_since, Instant* last_seen);
void touch_session(storage::Transaction& tx, std::string const& token_sha256, Instant at);
void end_session(storage::Transaction& tx, std::string const& token_sha256);
void end_sessions_of(storage::Transaction& tx, UserId const& user);
std::vector<SessionView> sessions_of(storage::Connection& connection, UserId const& user, Instant now, Instant idle_since);
bool end_session_named(storage::Transaction& tx, UserId const& user, std::string const& id);

void insert_link(storage::Transaction& tx, std::string const& token_sha256, UserId const& user, Instant ends);
std::optional<UserId> take_link(storage::Transaction& tx, std::string const& token_sha256, Instant now); // works once

struct Failures {
    std::int64_t count = 0;
    Instant not_before;
};
Failures failures(storage::Connection& connection, std::string_view login, std::string_view address);
void record_failure(storage::Transaction& tx, std::string_view login, std::string_view address, Failures const& failures);
void forget_failures(storage::Transaction& tx, std::string_view login, std::string_view address);

std::optional<std::string> installation_value(storage::Connection& connection, std::string_view key);
void set_installation_value(storage::Transaction& tx, std::string_view key, std::string_view value);

} // namespace account_store
} // namespace lilong::access
