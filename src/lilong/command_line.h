// The program's commands. Each takes the words after its name and gives the exit code of design.md section 6:
// 0 ok, 1 failure, 2 usage, 3 bad data, 4 refused by rule, 74 a sync failed.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "base/text.h"

namespace lilong
{

int run(std::vector<std::string> const& words);

int serve_command(std::vector<std::string> const& words);
int demo_command(std::vector<std::string> const& words);
int user_command(std::vector<std::string> const& words);
int import_command(std::vector<std::string> const& words);
int audit_command(std::vector<std::string> const& words);
int migrate_command(std::vector<std::string> const& words);
int keys_command(std::vector<std::string> const& words);
int backup_command(std::vector<std::string> const& words);
int doctor_command(std::vector<std::string> const& words);

Language language_of_environment();
int exit_code_of(ErrorKind kind);
int report(Error const& error); // prints the sentence, and each field's, to stderr; gives the exit code

} // namespace lilong
