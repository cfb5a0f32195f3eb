#include "lilong/command_line.h"

#include <cstdlib>
#include <iostream>
#include <span>

#include "analysis/analyse_command.h"
#include "base/messages.h"
#include "lilong/version.h"
#include "matching/match_command.h"

namespace lilong
{

namespace
{

constexpr std::string_view kHelp = R"(lilong: community needs analysis, from a household's answer to a decision and back

Usage: lilong COMMAND [OPTIONS]; lilong COMMAND --help says more.

  demo      make the invented district and serve it       lilong demo --small --port 8080
  serve     serve an installation                         lilong serve --data /var/lib/lilong
  analyse   estimates with errors from any CSV            lilong analyse answers.csv --variable gate --by estate
  match     needs to offers, with reasons                 lilong match --needs needs.csv --resources offers.csv
  import    areas, households or answers into a data dir  lilong import areas areas.csv --data DIR
  user      accounts and roles                            lilong user add wang --name 王书记 --role committee_secretary --area 990101002001 --data DIR
  migrate   bring a database up to date                   lilong migrate --data DIR
  audit     check, anchor or export the audit trail       lilong audit verify --data DIR
  keys      make the key that seals backups               lilong keys make --data DIR
  backup    create, verify or restore a backup            lilong backup create --to /mnt/usb --data DIR
  doctor    what is in order and what is not              lilong doctor --data DIR

Results go to stdout, progress and messages to stderr. Exit codes: 0 ok, 1 failure, 2 usage, 3 bad data, 4 refused by rule.
--lang zh-CN|en chooses the language of messages (default: the environment).
)";

struct Command {
    std::string_view name;
    int (*run)(std::vector<std::string> const&);
};

int analyse(std::vector<std::string> const& words) { return analysis::analyse(words, std::cout, std::cerr); }
int match(std::vector<std::string> const& words) { return matching::match(words, std::cout, std::cerr); }

constexpr Command kCommands[]{{"serve", serve_command},   {"demo", demo_command},       {"analyse", analyse},     {"match", match},
                              {"import", import_command}, {"user", user_command},       {"migrate", migrate_command}, {"audit", audit_command},
                              {"keys", keys_command},     {"backup", backup_command},   {"doctor", doctor_command}};

} // namespace

Language language_of_environment()
{
    for (auto const* variable : {"LILONG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"})
        if (auto const* value = std::getenv(variable); value && *value) return language_of(value);
    return Language::zh_cn;
}

int exit_code_of(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::bad_input:
    case ErrorKind::too_large: return 3;
    case ErrorKind::busy:
    case ErrorKind::disk_full:
    case ErrorKind::failed: return 1;
    default: return 4;
    }
}

int report(Error const& error)
{
    auto const language = language_of_environment();
    for (auto const& field : error.fields) std::cerr << field.pointer << ": " << sentence(field.code, field.facts, language) << "\n";
    std::cerr << "lilong: " << sentence(error, language) << "\n";
    return exit_code_of(error.kind);
}

int run(std::vector<std::string> const& words)
{
    if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
        (words.empty() ? std::cerr : std::cout) << kHelp;
        return words.empty() ? 2 : 0;
    }
    if (words[0] == "--version") {
        std::cout << "lilong " << kVersion << "\n";
        return 0;
    }
    for (auto const& command : kCommands)
        if (command.name == words[0]) return command.run({words.begin() + 1, words.end()});
    std::vector<std::string> names;
    for (auto const& command : kCommands) names.emplace_back(command.name);
    std::cerr << "lilong: unknown command '" << words[0] << "'";
    if (auto const near = nearest_word(words[0], names)) std::cerr << "; did you mean '" << *near << "'?";
    std::cerr << " (lilong --help lists all)\n";
    return 2;
}

} // namespace lilong
