#include "access/account_service.h"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "access/exclusion_rule.h"
#include "access/installation.h"
#include "base/text.h"

namespace lilong::access
{

namespace
{

using storage::Connection;
using storage::Transaction;

constexpr auto kLinkLives = std::chrono::hours{24};

// Somebody who holds a role in this area or below it, or is to hold one.
bool belongs(std::vector<RoleGrant> const& grants, std::vector<RoleRequest> const& requests, AreaId const& area, Reaches const& reaches)
{
    return std::ranges::any_of(grants, [&](RoleGrant const& grant) { return reaches(area, grant.area); }) ||
           std::ranges::any_of(requests, [&](RoleRequest const& request) { return reaches(area, request.area); });
}

// against what is held, X-10 against oneself; read inside the write, so that two at once cannot slip past.
Result<void> may_be_given(Transaction& tx, Actor const& by, UserId const& user, RoleGrant const& grant, Reaches const& reaches)
{
    if (by.user == user) return refuse(ErrorKind::conflict, "access.not_to_yourself");
    if (auto const against = excluded(account_store::grants_of(tx, user), grant, reaches))
        return refuse(ErrorKind::conflict, "access.roles_exclude_each_other",
                      {{"rule", std::string{against->id}}, {"held", std::string{name(against->held.role)}}, {"wanted", std::string{name(grant.role)}}});
    return {};
}

} // namespace

Result<UserId> AccountService::add(Actor const& by, std::string const& login, std::string const& person, std::string const& password, std::vector<RoleGrant> const& grants,
                                   std::optional<AreaId> household_area, std::optional<HouseholdId> household, std::optional<ProviderId> provider)
{
    TRY(strong_enough(login, password));
    auto const hashed = hasher_.hash(password);
    auto const id = UserId::random(rng_);
    return database_.write(installation_area(), [&](Transaction& tx) -> Result<UserId> {
        auto const now = clock_.now();
        TRY(account_store::insert(tx, {id, login, person, hashed, household_area, household, provider, false}, now));
        for (auto const& grant : grants) {
            TRY(may_be_given(tx, by, id, grant, reaches_));
            account_store::grant(tx, id, grant, by.user, now);
        }
        audit_.note(tx, by, installation_area(), "access.user_added", id, {{"login", login}});
        return id;
    });
}

Result<UserId> AccountService::find(std::string const& login)
{
    auto const account = database_.read([&](Connection& c) { return account_store::by_login(c, login); });
    if (!account) return refuse(ErrorKind::not_found, "access.no_such_user", {{"login", login}});
    return account->id;
}

// Every change of an account: it must exist, it is noted where it belongs, and the sessions opened before it end.
Result<void> AccountService::change(Actor const& by, UserId const& user, AreaId const& area, std::string_view what, std::function<void(Transaction&)> const& work, Facts const& facts)
{
    return database_.write(area, [&](Transaction& tx) -> Result<void> {
        if (!account_store::by_id(tx, user)) return refuse(ErrorKind::not_found, "access.no_such_user", {{"login", user.text()}});
        work(tx);
        account_store::end_sessions_of(tx, user);
        audit_.note(tx, by, area, what, user, facts);
        return {};
    });
}

Result<void> AccountService::reset_password(Actor const& by, UserId const& user, std::string const& password)
{
    auto const account = database_.read([&](Connection& c) { return account_store::by_id(c, user); });
    if (account) TRY(strong_enough(account->login, password));
    auto const hashed = hasher_.hash(password);
    return change(by, user, installation_area(), "access.password_reset", [&](Transaction& tx) { account_store::set_password(tx, user, hashed); });
}

Result<void> AccountService::change_own_password(Actor const& who, std::string const& old_password, std::string const& new_password)
{
    auto const account = database_.read([&](Connection& c) { return account_store::by_id(c, who.user); });
    if (!account || !hasher_.verify(account->password_hash, old_password)) return refuse(ErrorKind::bad_input, "access.old_password_wrong");
    TRY(strong_enough(account->login, new_password));
    auto const hashed = hasher_.hash(new_password);
    return change(who, who.user, installation_area(), "access.password_changed", [&](Transaction& tx) { account_store::set_password(tx, who.user, hashed); });
}

Result<Granted> AccountService::grant(Actor const& by, UserId const& user, RoleGrant const& grant)
{
    return database_.write(grant.area, [&](Transaction& tx) -> Result<Granted> {
        if (!account_store::by_id(tx, user)) return refuse(ErrorKind::not_found, "access.no_such_user", {{"login", user.text()}});
        TRY(may_be_given(tx, by, user, grant, reaches_));
        auto const asked = [&](RoleRequest const& open) { return open.user == user && open.role == grant.role; };
        if (std::ranges::any_of(account_store::open_requests(tx, grant.area), asked)) return Granted::when_the_secretary_agrees;
        auto const now = clock_.now();
        Facts const facts{{"role", std::string{name(grant.role)}}};
        auto const on_the_machine = by.user == system_actor().user;
        if (sees_identity(grant.role) && !on_the_machine && account_store::has_secretary(tx, grant.area)) {
            account_store::insert_request(tx, {grant.area, ObjectId::ordered(rng_, now), user, {}, grant.role, by.user, by.name, now});
            audit_.note(tx, by, grant.area, "access.role_asked_for", user, facts);
            return Granted::when_the_secretary_agrees;
        }
        account_store::grant(tx, user, grant, by.user, now);
        account_store::end_sessions_of(tx, user);
        audit_.note(tx, by, grant.area, "access.role_granted", user, facts);
        return Granted::at_once;
    });
}

Result<void> AccountService::decide(Actor const& who, AreaId const& area, ObjectId const& request, bool agree)
{
    return database_.write(area, [&](Transaction& tx) -> Result<void> {
        auto const open = account_store::open_requests(tx, area);
        auto const found = std::ranges::find(open, request, &RoleRequest::id);
        if (found == open.end()) return refuse(ErrorKind::not_found, "access.not_found");
        RoleGrant const wanted{found->role, area};
        if (agree) {
            TRY(may_be_given(tx, who, found->user, wanted, reaches_)); // rights may have changed since it was asked for
            account_store::grant(tx, found->user, wanted, found->asked_by, clock_.now());
            account_store::end_sessions_of(tx, found->user);
        }
        account_store::decide_request(tx, *found, agree, who.user, clock_.now());
        audit_.note(tx, who, area, agree ? "access.role_agreed" : "access.role_declined", found->user, {{"role", std::string{name(found->role)}}});
        return {};
    });
}

Result<void> AccountService::revoke(Actor const& by, UserId const& user, RoleGrant const& grant)
{
    return change(by, user, grant.area, "access.role_revoked", [&](Transaction& tx) { account_store::revoke(tx, user, grant); }, {{"role", std::string{name(grant.role)}}});
}

Result<void> AccountService::disable(Actor const& by, UserId const& user)
{
    if (by.user == user) return refuse(ErrorKind::conflict, "access.not_to_yourself");
    return change(by, user, installation_area(), "access.user_disabled", [&](Transaction& tx) { account_store::set_disabled(tx, user, clock_.now()); });
}

Result<void> AccountService::enable(Actor const& by, UserId const& user)
{
    return change(by, user, installation_area(), "access.user_enabled", [&](Transaction& tx) { account_store::set_disabled(tx, user, {}); });
}

Result<void> AccountService::end_sessions(Actor const& by, UserId const& user)
{
    return change(by, user, installation_area(), "access.sessions_ended", [](Transaction&) {});
}

std::string AccountService::sign_in_link(Actor const& by, UserId const& user)
{
    auto const token = random_token(rng_);
    auto const done = database_.write(installation_area(), [&](Transaction& tx) -> Result<void> {
        account_store::insert_link(tx, sha256_hex(token), user, clock_.now().plus(kLinkLives));
        audit_.note(tx, by, installation_area(), "access.link_made", user);
        return {};
    });
    if (!done) throw std::runtime_error("cannot store a sign-in link");
    return token;
}

std::string AccountService::random_password(std::string const& login)
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

std::vector<AccountView> AccountService::in_area(AreaId const& area)
{
    return database_.read([&](Connection& c) {
        std::map<UserId, std::vector<RoleGrant>> grants;
        for (auto const& [user, grant] : account_store::all_grants(c)) grants[user].push_back(grant);
        std::vector<AccountView> out;
        for (auto& account : account_store::all(c)) {
            auto const id = account.id;
            auto requests = account_store::open_requests_for(c, id);
            if (!belongs(grants[id], requests, area, reaches_)) continue;
            out.push_back({std::move(account), std::move(grants[id]), std::move(requests), account_store::last_seen(c, id)});
        }
        return out;
    });
}

Result<AccountView> AccountService::view(AreaId const& area, UserId const& user)
{
    return database_.read([&](Connection& c) -> Result<AccountView> {
        auto const account = account_store::by_id(c, user);
        auto grants = account_store::grants_of(c, user);
        auto requests = account_store::open_requests_for(c, user);
        if (!account || !belongs(grants, requests, area, reaches_)) return refuse(ErrorKind::not_found, "access.not_found");
        return AccountView{*account, std::move(grants), std::move(requests), account_store::last_seen(c, user)};
    });
}

Result<void> AccountService::wholly_within(AreaId const& area, AccountView const& view) const
{
    if (std::ranges::all_of(view.grants, [&](RoleGrant const& grant) { return reaches_(area, grant.area); })) return {};
    return refuse(ErrorKind::conflict, "access.account_reaches_further");
}

std::vector<RoleRequest> AccountService::requests(AreaId const& area)
{
    return database_.read([&](Connection& c) { return account_store::open_requests(c, area); });
}

} // namespace lilong::access
