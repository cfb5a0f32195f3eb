#include "access/session_service.h"

#include "access/installation.h"
#include "base/text.h"

namespace lilong::access {

namespace {

using storage::Connection;
using storage::Transaction;

constexpr auto kIdle = std::chrono::minutes{30};
constexpr auto kLongest = std::chrono::hours{12};
constexpr auto kTouchAfter = std::chrono::minutes{1}; // one write a minute is enough to know a session is alive
constexpr std::int64_t kFreeFailures = 5;

std::chrono::milliseconds wait_after(std::int64_t failures)
{
    if (failures < kFreeFailures) return std::chrono::milliseconds{0};
    auto const doublings = std::min<std::int64_t>(failures - kFreeFailures, 10);
    return std::min<std::chrono::milliseconds>(std::chrono::seconds{1LL << doublings}, std::chrono::minutes{15});
}

} // namespace

Result<OpenedSession> SessionService::open(Account const& account)
{
    OpenedSession session{random_token(rng_), account};
    auto const now = clock_.now();
    TRY(database_.write(installation_area(), [&](Transaction& tx) -> Result<void> {
        account_store::insert_session(tx, sha256_hex(session.token), account.id, now, now.plus(kLongest));
        audit_.note(tx, {.user = account.id, .name = account.name, .grants = {}, .household = {}, .provider = {}}, installation_area(), "access.signed_in", account.id);
        return {};
    }));
    return session;
}

Result<OpenedSession> SessionService::sign_in(std::string const& login, std::string const& password, std::string const& address)
{
    auto const now = clock_.now();
    auto const before = database_.read([&](Connection& c) { return account_store::failures(c, login, address); });
    if (before.not_before > now) {
        auto const seconds = (before.not_before.ms() - now.ms() + 999) / 1000;
        return refuse(ErrorKind::busy, "access.wait_before_next_try", {{"seconds", std::to_string(seconds)}});
    }
    auto const account = database_.read([&](Connection& c) { return account_store::by_login(c, login); });
    static std::string const nobody = hasher_.hash("nobody has this password"); // the same work for an unknown user
    auto const good = hasher_.verify(account ? account->password_hash : nobody, password) && account && !account->disabled;
    if (good) {
        if (before.count > 0) {
            TRY(database_.write(installation_area(), [&](Transaction& tx) -> Result<void> {
                account_store::forget_failures(tx, login, address);
                tx.mark_noted();
                return {};
            }));
        }
        return open(*account);
    }
    TRY(database_.write(installation_area(), [&](Transaction& tx) -> Result<void> {
        auto failures = account_store::failures(tx, login, address);
        ++failures.count;
        failures.not_before = now.plus(wait_after(failures.count));
        account_store::record_failure(tx, login, address, failures);
        audit_.note(tx, Actor{}, installation_area(), "access.sign_in_failed", account ? account->id.text() : std::string{"unknown"});
        return {};
    }));
    return refuse(ErrorKind::not_signed_in, "access.wrong_password");
}

Result<OpenedSession> SessionService::sign_in_by_link(std::string const& token)
{
    auto const user = TRY(database_.write(installation_area(), [&](Transaction& tx) -> Result<UserId> {
        auto const found = account_store::take_link(tx, sha256_hex(token), clock_.now());
        if (!found) return refuse(ErrorKind::not_signed_in, "access.link_used_or_ended");
        audit_.note(tx, Actor{}, installation_area(), "access.link_used", *found);
        return *found;
    }));
    auto const account = database_.read([&](Connection& c) { return account_store::by_id(c, user); });
    if (!account || account->disabled) return refuse(ErrorKind::not_signed_in, "access.link_used_or_ended");
    return open(*account);
}

Result<void> SessionService::sign_out(Actor const& who, std::string const& token)
{
    return database_.write(installation_area(), [&](Transaction& tx) -> Result<void> {
        account_store::end_session(tx, sha256_hex(token));
        audit_.note(tx, who, installation_area(), "access.signed_out", who.user);
        return {};
    });
}

Actor SessionService::actor_of(std::string const& token)
{
    if (token.empty()) return {};
    auto const now = clock_.now();
    auto const hashed = sha256_hex(token);
    Instant last_seen;
    auto actor = database_.read([&](Connection& c) -> Actor {
        auto const user = account_store::session_user(c, hashed, now, now.plus(-kIdle), &last_seen);
        if (!user) return {};
        auto const account = account_store::by_id(c, *user);
        if (!account || account->disabled) return {};
        return {.user = account->id, .name = account->name, .grants = account_store::grants_of(c, account->id), .household = account->household, .provider = account->provider};
    });
    if (actor.known() && last_seen.plus(kTouchAfter) < now)
        (void)database_.write(installation_area(), [&](Transaction& tx) -> Result<void> {
            account_store::touch_session(tx, hashed, now);
            tx.mark_noted();
            return {};
        });
    return actor;
}

std::vector<SessionView> SessionService::sessions_of(UserId const& user)
{
    auto const now = clock_.now();
    return database_.read([&](Connection& c) { return account_store::sessions_of(c, user, now, now.plus(-kIdle)); });
}

Result<void> SessionService::end_session(Actor const& who, std::string const& id)
{
    return database_.write(installation_area(), [&](Transaction& tx) -> Result<void> {
        if (!account_store::end_session_named(tx, who.user, id)) return refuse(ErrorKind::not_found, "access.not_found");
        audit_.note(tx, who, installation_area(), "access.signed_out", who.user);
        return {};
    });
}

} // namespace lilong::access
