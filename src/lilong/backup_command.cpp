// keys and backup: the key pair that seals backups, and backups made, verified and restored.
#include <iostream>

#include "access/account_store.h"
#include "access/audit_chain.h"
#include "backup/backup_service.h"
#include "base/csv.h"
#include "lilong/command_line.h"
#include "lilong/data_directory.h"
#include "lilong/parsed_words.h"
#include "lilong/version.h"

namespace lilong
{

namespace
{

// Without an id nobody could tell one installation's backup from another's.
Result<void> name_installation(std::filesystem::path const& data, std::string const& fingerprint, Clock const& clock,
                               Rng& rng)
{
    auto const database = open_installation(data);
    access::AuditTrail const audit{clock};
    return database->write(access::installation_area(), [&](storage::Transaction& tx) -> Result<void> {
        if (!access::account_store::installation_value(tx, "id"))
            access::account_store::set_installation_value(tx, "id", random_uuid(rng).text());
        audit.note(tx, system_actor(), access::installation_area(), "backup.key_made", fingerprint);
        return {};
    });
}

int make_keys(std::filesystem::path const& data)
{
    SystemClock const clock;
    SystemRng rng;
    auto const key = backup::RecoveryKey::random(rng);
    std::filesystem::create_directories(data);
    if (std::filesystem::exists(backup::public_key_path(data)))
        return report(
            {ErrorKind::conflict, "backup.key_exists", {{"file", backup::public_key_path(data).string()}}, {}});
    if (auto const named = name_installation(data, key.public_key().fingerprint(), clock, rng); !named)
        return report(named.error());
    if (auto const kept = backup::keep_public_key(data, key.public_key()); !kept) return report(kept.error());
    std::cerr << "lilong: this is the recovery key, shown now and never again. Write it down and keep it away from "
                 "this machine;\n"
                 "without it no backup can be opened, with it everybody can open them all.\n";
    std::cout << key.text() << "\n";
    return 0;
}

// From a file or standard input, never from the command line, which every user of the machine can read.
Result<backup::RecoveryKey> recovery_key(std::string const& file)
{
    if (file != "-") return backup::RecoveryKey::parse(TRY(read_file(file)));
    std::string line;
    std::cerr << "Recovery key: ";
    std::getline(std::cin, line);
    return backup::RecoveryKey::parse(line);
}

void print(backup::Summary const& summary)
{
    std::cout << fmt::format(
        "made at {} by Lilong {}, installation {}, key {}\n{} rows in {} tables, {} audit chains, {:.1f} MB\n",
        summary.made_at, summary.program, summary.installation, summary.key, summary.rows(), summary.counts.size(),
        summary.chains, static_cast<double>(summary.bytes) / 1e6);
}

int make(std::filesystem::path const& data, std::string const& to)
{
    auto const made = backup::create(data, to, SystemClock{}.now(), std::string{kVersion});
    if (!made) return report(made.error());
    std::cout << made->file.string() << "\n";
    print(made->summary);
    return 0;
}

int verify(std::string const& file, std::string const& key_file, std::filesystem::path const& data)
{
    auto const key = recovery_key(key_file);
    if (!key) return report(key.error());
    auto const summary = backup::verify(file, *key);
    if (!summary) return report(summary.error());
    if (backup::installation_id(data) == summary->installation)
        backup::note_in_log(data, {SystemClock{}.now(), "verified", file});
    std::cout << "the backup is in order\n";
    print(*summary);
    return 0;
}

int restore(std::string const& file, std::string const& key_file, std::filesystem::path const& data)
{
    auto const key = recovery_key(key_file);
    if (!key) return report(key.error());
    auto const restored = backup::restore(file, *key, data, SystemClock{}.now());
    if (!restored) return report(restored.error());
    std::cout << "restored into " << data.string() << "\n";
    print(restored->summary);
    if (!restored->former.empty())
        std::cout << "the former data are in " << restored->former.string()
                  << "; remove them when you no longer need them\n";
    return 0;
}

} // namespace

int keys_command(std::vector<std::string> const& words)
{
    CLI::App app{"The key pair of backups: the public half stays in DIR/keys, the recovery key is printed "
                 "once.\nExample: lilong keys make --data DIR",
                 "lilong keys"};
    std::string data = "/var/lib/lilong", what;
    app.add_option("what", what, "make")->required()->check(CLI::IsMember({"make"}));
    app.add_option("--data", data, "data directory")->envname("LILONG_DATA")->capture_default_str();
    if (auto const code = parsed(app, words)) return *code;
    return make_keys(data);
}

int backup_command(std::vector<std::string> const& words)
{
    CLI::App app{"Backups: made while people work, sealed so that they may leave the house, verified, restored.\n"
                 "Examples:\n  lilong backup create --to /mnt/usb --data DIR\n  lilong backup verify FILE --key "
                 "recovery-key.txt\n  lilong backup restore FILE --key recovery-key.txt --data DIR",
                 "lilong backup"};
    std::string data = "/var/lib/lilong", what, file, to = ".", key = "-";
    app.add_option("what", what, "create, verify or restore")
        ->required()
        ->check(CLI::IsMember({"create", "verify", "restore"}));
    app.add_option("file", file, "the backup (verify, restore)");
    app.add_option("--to", to, "folder or file of the new backup (create)")->capture_default_str();
    app.add_option("--key", key, "file with the recovery key; - asks for it")->capture_default_str();
    app.add_option("--data", data, "data directory")->envname("LILONG_DATA")->capture_default_str();
    if (auto const code = parsed(app, words)) return *code;
    if (what == "create") return make(data, to);
    if (file.empty()) {
        std::cerr << "lilong: name the backup: lilong backup " << what << " FILE\n";
        return 2;
    }
    return what == "verify" ? verify(file, key, data) : restore(file, key, data);
}

} // namespace lilong
