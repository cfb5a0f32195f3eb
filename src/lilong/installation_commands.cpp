// user, import, migrate: what an operator does on the machine itself.
#include <iostream>

#include "areas/area_service.h"
#include "base/csv.h"
#include "base/messages.h"
#include "lilong/application.h"
#include "lilong/command_line.h"
#include "lilong/data_directory.h"
#include "lilong/parsed_words.h"

namespace lilong
{

namespace
{

// Whoever works on the machine itself may do what a secretary and an administrator of every district may.
Actor system_actor_everywhere(Application const& installation)
{
    auto actor = system_actor();
    for (auto const& root : installation.tree.roots())
        for (auto const role : kRoles) actor.grants.push_back({role, root.id});
    return actor;
}

std::string read_password()
{
    std::string password;
    std::cerr << "Password (at least 10 characters): ";
    std::getline(std::cin, password);
    return password;
}

} // namespace

int user_command(std::vector<std::string> const& words)
{
    CLI::App app{"Accounts and roles. The password is read from standard input.\nExample: lilong user add wang --name 王书记 --role committee_secretary --area 990101002001 --data DIR", "lilong user"};
    std::string data = "/var/lib/lilong", what, login, name, role, area;
    app.add_option("what", what, "add, grant, revoke or reset")->required()->check(CLI::IsMember({"add", "grant", "revoke", "reset"}));
    app.add_option("login", login, "account")->required();
    app.add_option("--name", name, "as shown to colleagues");
    app.add_option("--role", role, "role, e.g. committee_worker");
    app.add_option("--area", area, "code of the area in which the role is held");
    app.add_option("--data", data, "data directory")->envname("LILONG_DATA")->capture_default_str();
    if (auto const code = parsed(app, words)) return *code;

    SystemClock clock;
    SystemRng rng;
    Application installation{open_installation(data), clock, rng};
    auto const by = system_actor();
    std::vector<RoleGrant> grants;
    if (!role.empty() || what == "grant" || what == "revoke") {
        auto const known_role = role_of(role);
        auto const known_area = installation.tree.by_code(area);
        if (!known_role || !known_area) {
            std::cerr << "lilong: " << (known_role ? "no area has the code '" + area + "'" : "unknown role '" + role + "'") << "\n";
            return 3;
        }
        grants.push_back({*known_role, known_area->id});
    }
    if (what == "add") {
        auto const added = installation.accounts.add(by, login, name.empty() ? login : name, read_password(), grants);
        return added ? 0 : report(added.error());
    }
    auto const user = installation.accounts.find(login);
    if (!user) return report(user.error());
    if (what == "grant") {
        auto const granted = installation.accounts.grant(by, *user, grants.front());
        return granted ? 0 : report(granted.error());
    }
    auto const done = what == "reset" ? installation.accounts.reset_password(by, *user, read_password()) : installation.accounts.revoke(by, *user, grants.front());
    return done ? 0 : report(done.error());
}

int migrate_command(std::vector<std::string> const& words)
{
    CLI::App app{"Brings the database of a data directory up to date.\nExample: lilong migrate --data DIR", "lilong migrate"};
    std::string data = "/var/lib/lilong";
    app.add_option("--data", data, "data directory")->envname("LILONG_DATA")->capture_default_str();
    if (auto const code = parsed(app, words)) return *code;
    open_installation(data);
    std::cerr << "lilong: the database in " << data << " is up to date\n";
    return 0;
}

namespace
{

// Preview, every fault with row and column, then the confirmation: the same way the page goes.
int import_file(Application& installation, std::string const& kind, std::string const& file, AreaId const& area, bool dry_run, bool skip_wrong_rows)
{
    auto const bytes = read_file(file);
    if (!bytes) return report(bytes.error());
    auto const preview = installation.imports.preview(system_actor_everywhere(installation), area, kind, {std::filesystem::path{file}.filename().string(), std::string{file.ends_with(".xlsx") ? areas::kXlsxType : areas::kCsvType}, *bytes});
    if (!preview) return report(preview.error());
    for (auto const& error : preview->errors)
        std::cerr << file << ":" << error.row << ":" << error.column << ": " << sentence(error.code, error.facts, language_of_environment()) << "\n";
    std::cerr << "lilong: " << preview->table.rows.size() << " rows, " << preview->errors.size() << " faults\n";
    if (!preview->errors.empty() && !skip_wrong_rows) return 3;
    if (dry_run) return 0;
    auto const done = installation.imports.confirm(system_actor_everywhere(installation), area, preview->batch.id, skip_wrong_rows ? areas::WrongRows::skip : areas::WrongRows::refuse);
    return done ? 0 : report(done.error());
}

} // namespace

int import_command(std::vector<std::string> const& words)
{
    CLI::App app{"Imports a CSV or XLSX table.\nExamples:\n  lilong import areas areas.csv --data DIR\n  lilong import answers answers.csv --area 990101002001 --data DIR --dry-run", "lilong import"};
    std::string data = "/var/lib/lilong", what, file, code;
    bool dry_run = false, skip_wrong_rows = false;
    app.add_option("what", what, "areas, households, answers or resources")->required()->check(CLI::IsMember({"areas", "households", "answers", "resources"}));
    app.add_option("file", file, "CSV or XLSX file")->required();
    app.add_option("--area", code, "code of the neighbourhood (all but areas)");
    app.add_option("--data", data, "data directory")->envname("LILONG_DATA")->capture_default_str();
    app.add_flag("--dry-run", dry_run, "only check");
    app.add_flag("--skip-wrong-rows", skip_wrong_rows, "import the right rows although others are wrong");
    if (auto const exit = parsed(app, words)) return *exit;
    SystemClock clock;
    SystemRng rng;
    Application installation{open_installation(data), clock, rng};
    if (what != "areas") {
        auto const area = installation.tree.by_code(code);
        if (!area) {
            std::cerr << "lilong: no area has the code '" << code << "'; name the neighbourhood with --area CODE\n";
            return 3;
        }
        return import_file(installation, what, file, area->id, dry_run, skip_wrong_rows);
    }
    auto const table = read_csv_file(file);
    if (!table) return report(table.error());
    auto const imported = installation.areas.import_areas(system_actor(), *table);
    if (!imported) return report(imported.error());
    std::cerr << "lilong: " << imported->added << " areas added, " << imported->changed << " changed, " << imported->unchanged << " as they were\n";
    return 0;
}

} // namespace lilong
