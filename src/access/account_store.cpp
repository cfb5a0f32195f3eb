#include "access/account_store.h"

namespace lilong::access::account_store {

namespace {

using storage::Row;
using storage::Sql;

constexpr Sql kByLogin{"access.by_login", "select id, login, name, password_hash, household_area_id, household_id, provider_id, disabled_at from user_account where login = $1"};
constexpr Sql kById{"access.by_id", "select id, login, name, password_hash, household_area_id, household_id, provider_id, disabled_at from user_account where id = $1"};
constexpr Sql kGrants{"access.grants", "select role, area_id from role_grant where user_id = $1 order by area_id, role"};
constexpr Sql kInsert{"access.insert", "insert into user_account (id, login, name, password_hash, household_area_id, household_id, provider_id, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Sql kSetPassword{"access.set_password", "update user_account set password_hash = $2 where id = $1"};
constexpr Sql kEndSessionsOf{"access.end_sessions_of", "delete from session where user_id = $1"};
constexpr Sql kAll{"access.all", "select id, login, name, password_hash, household_area_id, household_id, provider_id, disabled_at from user_account order by name, login"};
constexpr Sql kAllGrants{"access.all_grants", "select user_id, role, area_id from role_grant order by user_id, area_id, role"};
constexpr Sql kHasSecretary{"access.has_secretary", "select 1 from role_grant g join user_account u on u.id = g.user_id "
                                                    "where g.area_id = $1 and g.role = 'committee_secretary' and u.disabled_at is null limit 1"};
constexpr Sql kLastSeen{"access.last_seen", "select max(last_seen_at) from session where user_id = $1"};
constexpr Sql kSetDisabled{"access.set_disabled", "update user_account set disabled_at = $2 where id = $1"};
constexpr Sql kInsertRequest{"access.insert_request", "insert into role_request (area_id, id, user_id, role, asked_by, asked_by_name, asked_at) values ($1, $2, $3, $4, $5, $6, $7)"};
constexpr Sql kOpenRequests{"access.open_requests", "select r.area_id, r.id, r.user_id, u.name, r.role, r.asked_by, r.asked_by_name, r.asked_at from role_request r "
                                                    "join user_account u on u.id = r.user_id where r.area_id = $1 and r.decided_at is null order by r.asked_at, r.id"};
constexpr Sql kOpenRequestsFor{"access.open_requests_for", "select r.area_id, r.id, r.user_id, u.name, r.role, r.asked_by, r.asked_by_name, r.asked_at from role_request r "
                                                           "join user_account u on u.id = r.user_id where r.user_id = $1 and r.decided_at is null order by r.asked_at, r.id"};
constexpr Sql kDecideRequest{"access.decide_request", "update role_request set decided_by = $3, decided_at = $4, granted = $5 where area_id = $1 and id = $2"};
constexpr Sql kSessionsOf{"access.sessions_of", "select substr(token_sha256, 1, 16), started_at, last_seen_at from session where user_id = $1 and ends_at > $2 and last_seen_at > $3 order by last_seen_at desc"};
constexpr Sql kEndSessionNamed{"access.end_session_named", "delete from session where user_id = $1 and substr(token_sha256, 1, 16) = $2"};
constexpr Sql kGrant{"access.grant", "insert into role_grant (user_id, area_id, role, granted_by, granted_at) values ($1, $2, $3, $4, $5) on conflict do nothing"};
constexpr Sql kRevoke{"access.revoke", "delete from role_grant where user_id = $1 and area_id = $2 and role = $3"};
constexpr Sql kInsertSession{"access.insert_session", "insert into session (token_sha256, user_id, started_at, last_seen_at, ends_at) values ($1, $2, $3, $3, $4)"};
constexpr Sql kSession{"access.session", "select user_id, last_seen_at from session where token_sha256 = $1 and ends_at > $2 and last_seen_at > $3"};
constexpr Sql kTouch{"access.touch", "update session set last_seen_at = $2 where token_sha256 = $1"};
constexpr Sql kEndSession{"access.end_session", "delete from session where token_sha256 = $1"};
constexpr Sql kInsertLink{"access.insert_link", "insert into sign_in_link (token_sha256, user_id, ends_at) values ($1, $2, $3)"};
constexpr Sql kLink{"access.link", "select user_id from sign_in_link where token_sha256 = $1 and ends_at > $2"};
constexpr Sql kRemoveLink{"access.remove_link", "delete from sign_in_link where token_sha256 = $1"};
constexpr Sql kFailures{"access.failures", "select failures, not_before from failed_sign_in where login = $1 and address = $2"};
constexpr Sql kRecordFailure{"access.record_failure",
                             "insert into failed_sign_in (login, address, failures, not_before) values ($1, $2, $3, $4) "
                             "on conflict (login, address) do update set failures = excluded.failures, not_before = excluded.not_before"};
constexpr Sql kForgetFailures{"access.forget_failures", "delete from failed_sign_in where login = $1 and address = $2"};
constexpr Sql kInstallation{"access.installation", "select value from installation where key = $1"};
constexpr Sql kSetInstallation{"access.set_installation", "insert into installation (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value"};

Account account_of(Row row)
{
    return {.id = row.at<UserId>(0), .login = row.at<std::string>(1), .name = row.at<std::string>(2), .password_hash = row.at<std::string>(3),
            .household_area = row.at<std::optional<AreaId>>(4), .household = row.at<std::optional<HouseholdId>>(5),
            .provider = row.at<std::optional<ProviderId>>(6), .disabled = row.at<std::optional<std::string>>(7).has_value()};
}

RoleRequest request_of(Row row)
{
    return {row.at<AreaId>(0), row.at<ObjectId>(1), row.at<UserId>(2), row.at<std::string>(3), row.at<Role>(4), row.at<UserId>(5), row.at<std::string>(6), row.at<Instant>(7)};
}

} // namespace

std::optional<Account> by_login(storage::Connection& connection, std::string_view login) { return connection.first(kByLogin, account_of, login); }
std::optional<Account> by_id(storage::Connection& connection, UserId const& user) { return connection.first(kById, account_of, user); }

std::vector<RoleGrant> grants_of(storage::Connection& connection, UserId const& user)
{
    return connection.all(kGrants, [](Row row) { return RoleGrant{row.at<Role>(0), row.at<AreaId>(1)}; }, user);
}

Result<void> insert(storage::Transaction& tx, Account const& a, Instant at)
{
    if (by_login(tx, a.login)) return refuse(ErrorKind::conflict, "access.login_taken", {{"login", a.login}});
    tx.change(kInsert, a.id, a.login, a.name, a.password_hash, a.household_area, a.household, a.provider, at);
    return {};
}

std::vector<Account> all(storage::Connection& connection) { return connection.all(kAll, account_of); }
std::vector<std::pair<UserId, RoleGrant>> all_grants(storage::Connection& connection)
{
    return connection.all(kAllGrants, [](Row row) { return std::pair{row.at<UserId>(0), RoleGrant{row.at<Role>(1), row.at<AreaId>(2)}}; });
}
bool has_secretary(storage::Connection& connection, AreaId const& area) { return connection.scalar<std::int64_t>(kHasSecretary, area).has_value(); }
std::optional<Instant> last_seen(storage::Connection& connection, UserId const& user) { return connection.scalar<Instant>(kLastSeen, user); }

void set_disabled(storage::Transaction& tx, UserId const& user, std::optional<Instant> at)
{
    tx.change(kSetDisabled, user, at);
    tx.change(kEndSessionsOf, user);
}

void insert_request(storage::Transaction& tx, RoleRequest const& r) { tx.change(kInsertRequest, r.area, r.id, r.user, r.role, r.asked_by, r.asked_by_name, r.asked_at); }
std::vector<RoleRequest> open_requests(storage::Connection& connection, AreaId const& area) { return connection.all(kOpenRequests, request_of, area); }
std::vector<RoleRequest> open_requests_for(storage::Connection& connection, UserId const& user) { return connection.all(kOpenRequestsFor, request_of, user); }
void decide_request(storage::Transaction& tx, RoleRequest const& r, bool granted, UserId const& by, Instant at) { tx.change(kDecideRequest, r.area, r.id, by, at, std::int64_t{granted}); }

void set_password(storage::Transaction& tx, UserId const& user, std::string const& password_hash)
{
    tx.change(kSetPassword, user, password_hash);
    tx.change(kEndSessionsOf, user); // whoever knew the old password is out
}
void grant(storage::Transaction& tx, UserId const& user, RoleGrant const& g, UserId const& by, Instant at) { tx.change(kGrant, user, g.area, g.role, by, at); }
void revoke(storage::Transaction& tx, UserId const& user, RoleGrant const& g) { tx.change(kRevoke, user, g.area, g.role); }

void insert_session(storage::Transaction& tx, std::string const& token, UserId const& user, Instant at, Instant ends) { tx.change(kInsertSession, token, user, at, ends); }

std::optional<UserId> session_user(storage::Connection& connection, std::string const& token, Instant now, Instant idle_since, Instant* last_seen)
{
    return connection.first(
        kSession,
        [&](Row row) {
            if (last_seen) *last_seen = row.at<Instant>(1);
            return row.at<UserId>(0);
        },
        token, now, idle_since);
}

void touch_session(storage::Transaction& tx, std::string const& token, Instant at) { tx.change(kTouch, token, at); }
void end_session(storage::Transaction& tx, std::string const& token) { tx.change(kEndSession, token); }
void end_sessions_of(storage::Transaction& tx, UserId const& user) { tx.change(kEndSessionsOf, user); }
std::vector<SessionView> sessions_of(storage::Connection& connection, UserId const& user, Instant now, Instant idle_since)
{
    return connection.all(
        kSessionsOf, [](Row row) { return SessionView{row.at<std::string>(0), row.at<Instant>(1), row.at<Instant>(2)}; }, user, now, idle_since);
}
bool end_session_named(storage::Transaction& tx, UserId const& user, std::string const& id) { return tx.change(kEndSessionNamed, user, id) > 0; }
void insert_link(storage::Transaction& tx, std::string const& token, UserId const& user, Instant ends) { tx.change(kInsertLink, token, user, ends); }

std::optional<UserId> take_link(storage::Transaction& tx, std::string const& token, Instant now)
{
    auto const user = tx.first(kLink, [](Row row) { return row.at<UserId>(0); }, token, now);
    if (user) tx.change(kRemoveLink, token);
    return user;
}

Failures failures(storage::Connection& connection, std::string_view login, std::string_view address)
{
    return connection.first(kFailures, [](Row row) { return Failures{row.at<std::int64_t>(0), row.at<Instant>(1)}; }, login, address).value_or(Failures{});
}

void record_failure(storage::Transaction& tx, std::string_view login, std::string_view address, Failures const& f) { tx.change(kRecordFailure, login, address, f.count, f.not_before); }
void forget_failures(storage::Transaction& tx, std::string_view login, std::string_view address) { tx.change(kForgetFailures, login, address); }

std::optional<std::string> installation_value(storage::Connection& connection, std::string_view key) { return connection.scalar<std::string>(kInstallation, key); }
void set_installation_value(storage::Transaction& tx, std::string_view key, std::string_view value) { tx.change(kSetInstallation, key, value); }

} // namespace lilong::access::account_store
