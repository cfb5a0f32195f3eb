#include "access/session_service.h"

#include <sodium.h>
#include <stdexcept>

#include "base/text.h"

namespace lilong::access {

namespace {

using storage::Connection;
using storage::Transaction;

constexpr auto kIdle = std::chrono::minutes{30};
constexpr auto kLongest = std::chrono::hours{12};
constexpr auto kLinkLives = std::chrono::hours{24};
constexpr auto kTouchAfter = std::chrono::minutes{1}; // one write a minute is enough to know a session is alive
constexpr std::int64_t kFreeFailures = 5;
constexpr std::size_t kShortestPassword = 10, kLongestPassword = 128;

std::chrono::milliseconds wait_after(std::int64_t failures)
{
    if (failures < kFreeFailures) return std::chrono::milliseconds{0};
    auto const doublings = std::min<std::int64_t>(failures - kFreeFailures, 10);
    return std::min<std::chrono::milliseconds>(std::chrono::seconds{1LL << doublings}, std::chrono::minutes{15});
}

} // namespace

namespace {

Result<void> strong_enough(std::string const& login, std::string const& password)
{
    auto const names_its_owner = login.size() > 1 && password.find(login) != std::string::npos;
    if (password.size() < kShortestPassword || password.size() > kLongestPassword || names_its_owner)
        return refuse(ErrorKind::bad_input, "access.password_too_weak", {{"shortest", std::to_string(kShortestPassword)}});
    return {};
}

} // namespace

AreaId installation_area() { return AreaId{Uuid{}}; }

std::string SessionService::hash(std::string const& password)
{
    hashing_.acquire();
    char out[crypto_pwhash_STRBYTES];
    auto const failed = crypto_pwhash_str_alg(out, password.c_str(), password.size(), 1, 47U << 20, crypto_pwhash_ALG_ARGON2ID13);
    hashing_.release();
    if (failed) throw std::runtime_error("no memory to hash a password");
    return out;
}

bool SessionService::verify(std::string const& stored, std::string const& password)
{
    hashing_.acquire();
    auto const good = crypto_pwhash_str_verify(stored.c_str(), password.c_str(), password.size()) == 0;
    hashing_.release();
    return good;
}

std::string SessionService::random_token()
{
    std::array<std::uint8_t, 32> bytes{};
    rng_.fill(bytes);
    return hex(bytes);
}

std::string SessionService::random_password(std::string const& login)
{
    // no letters that look alike on a printed slip; 16 of 31 give 79 bits
    static constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyz2345678";
    std::string out;
    do { // a short login ("li") stands in one of fifty random passwords by chance
        out.clear();
        for (int i = 0; i < 16; ++i) {
            if (i > 0 && i % 4 == 0) out += '-';
            out += letters[rng_.below(letters.size())];
        }
    } while (!strong_enough(login, out));
    return out;
}

Result<OpenedSession> SessionService::open(Account const& account)
{
    OpenedSession session{random_token(), account};
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
    static std::string const nobody = hash("nobody has this password"); // the same work for an unknown user
    auto const good = verify(account ? account->password_hash : nobody, password) && account && !account->disabled;
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

Result<UserId> SessionService::add_user(Actor const& by, std::string const& login, std::string const& name, std::string const& password, std::vector<RoleGrant> const& grants,
                                        std::optional<AreaId> household_area, std::optional<HouseholdId> household, std::optional<ProviderId> provider)
{
    TRY(strong_enough(login, password));
    auto const hashed = hash(password);
    auto const id = UserId::random(rng_);
    return database_.write(installation_area(), [&](Transaction& tx) -> Result<UserId> {
        auto const now = clock_.now();
        TRY(account_store::insert(tx, {id, login, name, hashed, household_area, household, provider, false}, now));
        for (auto const& grant : grants) account_store::grant(tx, id, grant, by.user, now);
        audit_.note(tx, by, installation_area(), "access.user_added", id, {{"login", login}});
        return id;
    });
}

Result<void> SessionService::reset_password(Actor const& by, std::string const& login, std::string const& password)
{
    TRY(strong_enough(login, password));
    auto const hashed = hash(password);
    return database_.write(installation_area(), [&](Transaction& tx) -> Result<void> {
        auto const account = account_store::by_login(tx, login);
        if (!account) return refuse(ErrorKind::not_found, "access.no_such_user", {{"login", login}});
        account_store::set_password(tx, account->id, hashed);
        audit_.note(tx, by, installation_area(), "access.password_reset", account->id);
        return {};
    });
}

Result<void> SessionService::grant(Actor const& by, std::string const& login, RoleGrant const& grant)
{
    return database_.write(installation_area(), [&](Transaction& tx) -> Result<void> {
        auto const account = account_store::by_login(tx, login);
        if (!account) return refuse(ErrorKind::not_found, "access.no_such_user", {{"login", login}});
        account_store::grant(tx, account->id, grant, by.user, clock_.now());
        audit_.note(tx, by, grant.area, "access.role_granted", account->id, {{"role", std::string{name(grant.role)}}});
        return {};
    });
}

Result<void> SessionService::revoke(Actor const& by, std::string const& login, RoleGrant const& grant)
{
    return database_.write(installation_area(), [&](Transaction& tx) -> Result<void> {
        auto const account = account_store::by_login(tx, login);
        if (!account) return refuse(ErrorKind::not_found, "access.no_such_user", {{"login", login}});
        account_store::revoke(tx, account->id, grant);
        audit_.note(tx, by, grant.area, "access.role_revoked", account->id, {{"role", std::string{name(grant.role)}}});
        return {};
    });
}

std::string SessionService::sign_in_link(Actor const& by, UserId const& user)
{
    auto const token = random_token();
    auto const done = database_.write(installation_area(), [&](Transaction& tx) -> Result<void> {
        account_store::insert_link(tx, sha256_hex(token), user, clock_.now().plus(kLinkLives));
        audit_.note(tx, by, installation_area(), "access.link_made", user);
        return {};
    });
    if (!done) throw std::runtime_error("cannot store a sign-in link");
    return token;
}

} // namespace lilong::access
