// audit: the trail against itself and its anchors, as an auditor uses it; reads only, also beside a running server.
#include <iostream>

#include "access/audit_anchor.h"
#include "base/messages.h"
#include "lilong/command_line.h"
#include "lilong/data_directory.h"
#include "lilong/parsed_words.h"

namespace lilong
{

namespace
{

using access::AuditBreak;
using access::Fault;
using storage::Connection;
using storage::Sql;

constexpr Sql kArea{"lilong.area_in_words", "select code, zh from area where id = $1"};
constexpr Sql kRows{"lilong.audit_rows", "select count(*) from audit_event"};

std::string in_words(Connection& connection, AreaId const& area)
{
    if (area == access::installation_area()) return "the installation (accounts, sessions, keys)";
    auto const known = connection.first(
        kArea, [](storage::Row row) { return row.at<std::string>(0) + " " + row.at<std::string>(1); }, area);
    return "area " + known.value_or(area.text());
}

std::string sentence_of(Connection& connection, AuditBreak const& found)
{
    auto const row = std::to_string(found.seq);
    if (found.fault == Fault::anchor)
        return "anchors: line " + row + (found.date.empty() ? "" : " of " + found.date) +
               " does not follow from the line before";
    auto const where = in_words(connection, found.area);
    switch (found.fault) {
    case Fault::changed:
        return where + ": row " + row + " of " + found.date + " was changed, or put there";
    case Fault::missing:
        return where + ": row " + row + " is missing; what comes after it is of " + found.date;
    default:
        return where + ": written anew from row " + row + " on; the anchor of " + found.date + " saw another row";
    }
}

int verify(std::filesystem::path const& data, std::filesystem::path const& anchors_file)
{
    auto const anchors = access::read_anchors(anchors_file);
    if (!anchors) return report(anchors.error());
    Connection connection{database_path(data), Connection::Mode::read_only};
    auto const found = access::breaks(connection, *anchors);
    if (found.empty()) {
        std::cout << "the audit trail holds: " << connection.scalar<std::int64_t>(kRows).value_or(0) << " rows, "
                  << access::chain_ends(connection).size() << " chains, " << anchors->lines.size() << " anchors\n";
        return 0;
    }
    for (auto const& one : found) std::cout << sentence_of(connection, one) << "\n";
    std::cout << "the audit trail is broken in " << found.size() << (found.size() == 1 ? " place\n" : " places\n");
    return 3;
}

int export_rows(std::filesystem::path const& data)
{
    Connection connection{database_path(data), Connection::Mode::read_only};
    access::export_trail(connection, [](std::string_view line) { std::cout << line << "\n"; });
    return 0;
}

int anchor(std::filesystem::path const& data)
{
    Connection connection{database_path(data), Connection::Mode::read_only};
    auto const file = access::anchors_path(data);
    auto const done = access::append_anchor(connection, file, SystemClock{}.now());
    if (!done) return report(done.error());
    std::cout << file.string() << "\n";
    return 0;
}

} // namespace

int audit_command(std::vector<std::string> const& words)
{
    CLI::App app{"The audit trail: every row's hash follows from the one before, and every day's end stands in the "
                 "anchors' file.\n"
                 "  verify   names the first bad row of each chain and its day (exit 3)\n"
                 "  anchor   appends the ends of all chains to anchors.jsonl now (a server does so once a day)\n"
                 "  export   every row with its hash, one line of JSON each\n"
                 "Example: lilong audit verify --data DIR --anchors /mnt/usb/anchors.jsonl",
                 "lilong audit"};
    std::string data = "/var/lib/lilong", what, anchors;
    app.add_option("what", what, "verify, anchor or export")
        ->required()
        ->check(CLI::IsMember({"verify", "anchor", "export"}));
    app.add_option("--data", data, "data directory")->envname("LILONG_DATA")->capture_default_str();
    app.add_option("--anchors", anchors, "anchors' file to compare with (default: the one in the data directory)")
        ->check(CLI::ExistingFile);
    if (auto const code = parsed(app, words)) return *code;
    if (!std::filesystem::exists(database_path(data))) {
        std::cerr << "lilong: " << data << " holds no installation; name its folder with --data\n";
        return 3;
    }
    if (what == "export") return export_rows(data);
    if (what == "anchor") return anchor(data);
    return verify(data, anchors.empty() ? access::anchors_path(data) : std::filesystem::path{anchors});
}

} // namespace lilong
