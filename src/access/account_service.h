// Accounts and the roles people hold: who may be given what (exclusions of trust.md section 6), who has to agree,
// and that a change of rights ends the sessions opened before it (S-13).
#pragma once

#include <string>

#include "access/account_store.h"
#include "access/audit.h"
#include "access/authorise_rule.h"
#include "access/password_hasher.h"
#include "base/chance.h"

namespace lilong::access
{

struct AccountView {
    Account account;
    std::vector<RoleGrant> grants;          // all of them, also outside the area asked for
    std::vector<RoleRequest> requests;      // not decided yet
    std::optional<Instant> last_seen;
};

enum class Granted { at_once, when_the_secretary_agrees };

class AccountService
{
public:
    AccountService(storage::Database& database, AuditTrail const& audit, PasswordHasher& hasher, Reaches reaches, Clock const& clock, Rng& rng)
        : database_(database), audit_(audit), hasher_(hasher), reaches_(std::move(reaches)), clock_(clock), rng_(rng)
    {
    }

    Result<UserId> add(Actor const& by, std::string const& login, std::string const& name, std::string const& password, std::vector<RoleGrant> const& grants,
                       std::optional<AreaId> household_area = {}, std::optional<HouseholdId> household = {}, std::optional<ProviderId> provider = {});
    Result<UserId> find(std::string const& login); // access.no_such_user
    Result<void> reset_password(Actor const& by, UserId const& user, std::string const& password);
    Result<void> change_own_password(Actor const& who, std::string const& old_password, std::string const& new_password);
    // Refuses access.roles_exclude_each_other, access.not_to_yourself. Whoever works on the machine itself asks nobody.
    Result<Granted> grant(Actor const& by, UserId const& user, RoleGrant const& grant);
    Result<void> revoke(Actor const& by, UserId const& user, RoleGrant const& grant);
    Result<void> disable(Actor const& by, UserId const& user);
    Result<void> enable(Actor const& by, UserId const& user);
    Result<void> end_sessions(Actor const& by, UserId const& user);
    std::string sign_in_link(Actor const& by, UserId const& user); // a token that works once, for 24 hours
    std::string random_password(std::string const& login);

    // People with a role in this area or below it, by name.
    std::vector<AccountView> in_area(AreaId const& area);
    Result<AccountView> view(AreaId const& area, UserId const& user); // access.no_such_user when without a role there
    // What touches the whole account is for whoever looks after every area it works in: access.account_reaches_further.
    Result<void> wholly_within(AreaId const& area, AccountView const& view) const;
    std::vector<RoleRequest> requests(AreaId const& area);
    Result<void> decide(Actor const& who, AreaId const& area, ObjectId const& request, bool agree);

private:
    Result<void> change(Actor const& by, UserId const& user, AreaId const& area, std::string_view what, std::function<void(storage::Transaction&)> const& work, Facts const& facts = {});

    storage::Database& database_;
    AuditTrail const& audit_;
    PasswordHasher& hasher_;
    Reaches reaches_;
    Clock const& clock_;
    Rng& rng_;
};

} // namespace lilong::access
