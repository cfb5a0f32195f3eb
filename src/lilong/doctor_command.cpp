// doctor: what is in order and what is not, on one page; reads only, also beside a running server.
#include <iostream>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "access/audit_anchor.h"
#include "backup/backup_service.h"
#include "base/messages.h"
#include "lilong/command_line.h"
#include "lilong/data_directory.h"
#include "lilong/parsed_words.h"
#include "lilong/readiness.h"
#include "storage/data_lock.h"
#include "storage/disk_space.h"
#include "storage/migrations.h"

namespace lilong
{

namespace
{

using storage::Connection;
namespace fs = std::filesystem;

enum class Health { ok, warning, broken };
std::string_view name(Health health)
{
    return health == Health::ok ? "ok" : health == Health::warning ? "warning" : "broken";
}

struct Finding {
    std::string what;
    Health health;
    std::string text;
};

Finding database_in_order(Connection& connection, fs::path const& data)
{
    auto const checked = backup::check_database(connection, access::anchors_path(data));
    if (!checked) return {"database", Health::broken, sentence(checked.error(), Language::en)};
    return {"database", Health::ok,
            "pages, references and audit trail hold; " + std::to_string(access::chain_ends(connection).size()) +
                " chains"};
}

Finding migrations(Connection& connection)
{
    try {
        auto const pending = storage::pending_migrations(connection);
        if (pending.empty()) return {"migrations", Health::ok, "none pending"};
        return {"migrations", Health::warning,
                std::to_string(pending.size()) + " pending, the first is " + pending.front() +
                    "; make a backup, then lilong migrate"};
    } catch (storage::DatabaseFailed const& failure) {
        return {"migrations", Health::broken, failure.what()};
    }
}

Finding database(fs::path const& data, std::vector<Finding>& more)
{
    try {
        Connection connection{database_path(data), Connection::Mode::read_only};
        more.push_back(migrations(connection));
        return database_in_order(connection, data);
    } catch (storage::DatabaseFailed const& failure) {
        return {"database", Health::broken, failure.what()};
    }
}

Finding disk(fs::path const& data)
{
    auto const space = storage::disk_space(data);
    auto const text = fmt::format("{:.1f} of {:.1f} GB free", static_cast<double>(space.free) / 1e9,
                                  static_cast<double>(space.total) / 1e9);
    return {"disk", space.low() ? Health::warning : Health::ok, text};
}

// Nobody but the owner may read the data or the keys.
Finding modes(fs::path const& data)
{
    std::string open;
    for (auto const& path : {data, data / "lilong.db", data / "lilong.db-wal", data / "anchors.jsonl",
                             data / "backup-log.jsonl", data / "keys", backup::public_key_path(data)}) {
        struct stat about {
        };
        if (::stat(path.c_str(), &about) == 0 && (about.st_mode & 077) != 0)
            open += (open.empty() ? "" : ", ") + path.string();
    }
    if (open.empty()) return {"file modes", Health::ok, "only the owner can read"};
    return {"file modes", Health::broken, "others can read " + open + "; chmod go= them"};
}

std::string age(Instant at, Instant now) { return std::to_string((now.ms() - at.ms()) / 3'600'000) + " h ago"; }

Finding backups(fs::path const& data, Instant now, std::vector<Risk> const& risks)
{
    std::string made = "never", verified = "never";
    for (auto const& line : backup::backup_log(data)) {
        if (line.what == "created") made = age(line.at, now);
        if (line.what == "verified") verified = age(line.at, now);
    }
    auto const at_risk = std::ranges::find(risks, "D-10", &Risk::promise);
    if (at_risk == risks.end())
        return {"backup", verified == "never" ? Health::warning : Health::ok,
                "made " + made + ", verified " + verified};
    if (at_risk->what == "no_backup_key") return {"backup", Health::warning, "no key yet: lilong keys make"};
    return {"backup", Health::warning, "made " + made + ", verified " + verified + "; make one a day"};
}

Finding anchors(std::vector<Risk> const& risks)
{
    auto const at_risk = std::ranges::find(risks, "S-17", &Risk::promise);
    if (at_risk == risks.end()) return {"anchors", Health::ok, "of today or yesterday; keep copies elsewhere"};
    if (at_risk->what == "anchors_changed")
        return {"anchors", Health::broken, "the file was changed: lilong audit verify names the line"};
    return {"anchors", Health::warning, "older than two days or none yet; a running server writes one a day"};
}

Finding server(fs::path const& data)
{
    auto const note = storage::lock_note(data);
    if (!storage::is_locked(data)) return {"server", Health::ok, "not running"};
    auto const near = note.find(" 127.") != std::string::npos || note.find(" ::1") != std::string::npos ||
                      note.find(" localhost") != std::string::npos;
    return {"server", near ? Health::ok : Health::warning,
            note + (near ? "" : "; plain HTTP beyond this machine: put a proxy with TLS in front")};
}

std::vector<Finding> examine(fs::path const& data, Instant now)
{
    std::vector<Finding> findings;
    if (!fs::exists(database_path(data)))
        return {{"database", Health::broken, data.string() + " holds no installation; name its folder with --data"}};
    auto const risks = risks_of_files(data, now);
    findings.push_back(database(data, findings));
    findings.push_back(anchors(risks));
    findings.push_back(disk(data));
    findings.push_back(modes(data));
    findings.push_back(backups(data, now, risks));
    findings.push_back(server(data));
    return findings;
}

void print(std::vector<Finding> const& findings, bool as_json)
{
    auto list = nlohmann::json::array();
    for (auto const& finding : findings) {
        if (as_json)
            list.push_back({{"what", finding.what}, {"health", name(finding.health)}, {"text", finding.text}});
        else
            std::cout << fmt::format("{:8} {:12} {}\n", name(finding.health), finding.what, finding.text);
    }
    if (as_json) std::cout << nlohmann::json{{"findings", list}}.dump(1) << "\n";
}

} // namespace

int doctor_command(std::vector<std::string> const& words)
{
    CLI::App app{"What is in order and what is not. Exit 1 when something is broken, with --strict also on "
                 "warnings.\nExample: lilong doctor --data DIR --format json",
                 "lilong doctor"};
    std::string data = "/var/lib/lilong", format = "text";
    bool strict = false;
    app.add_option("--data", data, "data directory")->envname("LILONG_DATA")->capture_default_str();
    app.add_option("--format", format, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
    app.add_flag("--strict", strict, "warnings count as broken");
    if (auto const code = parsed(app, words)) return *code;
    auto const findings = examine(data, SystemClock{}.now());
    print(findings, format == "json");
    auto const worst = std::ranges::max(findings, {}, &Finding::health).health;
    return worst == Health::broken || (strict && worst == Health::warning) ? 1 : 0;
}

} // namespace lilong
