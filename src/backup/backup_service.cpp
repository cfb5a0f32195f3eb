#include "backup/backup_service.h"

#include <array>
#include <fcntl.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access/account_store.h"
#include "access/audit_anchor.h"
#include "backup/sealed_file.h"
#include "base/csv.h"
#include "base/text.h"
#include "storage/data_lock.h"

namespace lilong::backup
{

namespace
{

using nlohmann::json;
using storage::Connection;
namespace fs = std::filesystem;

constexpr std::size_t kPiece = 1024 * 1024;
constexpr std::size_t kLengthDigits = 16; // of the manifest, before it
constexpr std::uint64_t kLongestManifest = 64'000'000;
constexpr std::array kFiles{"lilong.db", "anchors.jsonl", "keys/backup.pub"}; // the first must be there

Refusal not_written(fs::path const& path)
{
    return refuse(ErrorKind::disk_full, "backup.not_written", {{"file", path.string()}});
}
Refusal damaged(fs::path const& path)
{
    return refuse(ErrorKind::bad_input, "backup.damaged", {{"file", path.string()}});
}

// A folder for one work, gone with the object, readable by nobody else.
class WorkFolder
{
public:
    explicit WorkFolder(fs::path path) : path_(std::move(path))
    {
        fs::remove_all(path_);
        fs::create_directories(path_ / "keys");
        ::chmod(path_.c_str(), 0700);
    }
    WorkFolder(WorkFolder const&) = delete;
    ~WorkFolder()
    {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    fs::path const& path() const { return path_; }

private:
    fs::path path_;
};

bool sync_path(fs::path const& path)
{
    auto const file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    auto const ok = ::fsync(file) == 0;
    ::close(file);
    return ok;
}

void make_private_file(fs::path const& path)
{
    auto const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file >= 0) ::close(file);
}

// SQLite's online backup in one step: one moment of the database, while writers go on.
void snapshot(Connection& from, fs::path const& to)
{
    make_private_file(to);
    Connection copy{to.string(), Connection::Mode::read_write};
    auto* const work = sqlite3_backup_init(copy.handle(), "main", from.handle(), "main");
    auto const code = work ? sqlite3_backup_step(work, -1) : sqlite3_errcode(copy.handle());
    sqlite3_backup_finish(work);
    if (code != SQLITE_DONE) throw storage::DatabaseFailed{code, "copying the database"};
}

// Opened for writing because SQLite wants to keep its own files beside a database with a log.
Result<Summary> look_into(fs::path const& folder, json const& manifest)
{
    Connection database{(folder / kFiles[0]).string(), Connection::Mode::read_write};
    TRY(check_database(database, access::anchors_path(folder)));
    Summary summary;
    summary.counts = row_counts(database);
    auto const ends = access::chain_ends(database);
    summary.chains = ends.size();
    auto heads = json::array();
    for (auto const& end : ends) heads.push_back({end.area.text(), end.seq, end.hash});
    if (manifest.at("counts") != json(summary.counts) || manifest.at("chains") != heads)
        return refuse(ErrorKind::bad_input, "backup.database_broken", {{"what", "manifest"}});
    return summary;
}

json manifest_of(fs::path const& folder, Connection& snapshot)
{
    json manifest{{"files", json::array()}, {"counts", row_counts(snapshot)}, {"chains", json::array()}};
    for (auto const& end : access::chain_ends(snapshot))
        manifest["chains"].push_back({end.area.text(), end.seq, end.hash});
    for (auto const* name : kFiles)
        if (fs::exists(folder / name))
            manifest["files"].push_back({{"name", name}, {"bytes", fs::file_size(folder / name)}});
    return manifest;
}

Result<void> seal_file(SealedWriter& out, fs::path const& path)
{
    std::ifstream in{path, std::ios::binary};
    std::string piece(kPiece, '\0');
    while (in) {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        TRY(out.write(std::string_view{piece}.substr(0, static_cast<std::size_t>(in.gcount()))));
    }
    return {};
}

Result<void> unseal_file(SealedReader& in, fs::path const& path, std::uint64_t bytes)
{
    make_private_file(path);
    std::ofstream out{path, std::ios::binary};
    while (bytes > 0) {
        auto const piece = TRY(in.read(std::min<std::uint64_t>(bytes, kPiece)));
        out << piece;
        bytes -= piece.size();
    }
    out.close();
    if (!out || !sync_path(path)) return not_written(path);
    return {};
}

bool known_file(std::string const& name) { return std::ranges::find(kFiles, name) != kFiles.end(); }

// Everything of the backup in `folder`; the manifest says what that is.
Result<json> unseal(SealedReader& in, fs::path const& file, fs::path const& folder)
{
    auto const digits = TRY(in.read(kLengthDigits));
    auto const length = whole_number(digits);
    if (!length || *length < 0 || static_cast<std::uint64_t>(*length) > kLongestManifest) return damaged(file);
    auto const text = TRY(in.read(static_cast<std::size_t>(*length)));
    auto manifest = json::parse(text, nullptr, false);
    if (!manifest.is_object() || !manifest.contains("files") || !manifest.contains("counts") ||
        !manifest.contains("chains"))
        return damaged(file);
    for (auto const& entry : manifest["files"]) {
        auto const name = entry.value("name", std::string{});
        if (!known_file(name)) return damaged(file);
        TRY(unseal_file(in, folder / name, entry.value("bytes", std::uint64_t{0})));
    }
    TRY(in.expect_end());
    if (!fs::exists(folder / kFiles[0])) return damaged(file);
    return manifest;
}

Result<Summary> open_into(fs::path const& file, RecoveryKey const& key, fs::path const& folder)
{
    auto in = TRY(SealedReader::open(file, key));
    auto const manifest = TRY(unseal(in, file, folder));
    auto summary = TRY(look_into(folder, manifest));
    auto const& header = in.header();
    summary.installation = header.installation;
    summary.made_at = header.made_at;
    summary.program = header.program;
    summary.key = header.key;
    summary.bytes = fs::file_size(file);
    return summary;
}

std::string compact(Instant at)
{
    std::string out;
    for (char const c : at.text().substr(0, 19))
        if (c != '-' && c != ':') out += c;
    return out + "Z";
}

// The former files move into a folder of their own, log first: without its log the old database is old, never mixed
// with a new one.
Result<fs::path> set_aside(fs::path const& data, Instant now)
{
    if (!fs::exists(data / kFiles[0])) return fs::path{};
    auto const former = data / ("former-" + compact(now));
    fs::create_directories(former / "keys");
    ::chmod(former.c_str(), 0700);
    std::error_code failed;
    for (auto const* name : {"lilong.db-wal", "lilong.db-shm", "anchors.jsonl"})
        if (fs::exists(data / name)) fs::rename(data / name, former / name, failed);
    fs::create_hard_link(data / kFiles[0], former / kFiles[0], failed);
    if (failed || !sync_path(former) || !sync_path(data)) return not_written(former);
    return former;
}

Result<void> swap_in(fs::path const& from, fs::path const& data)
{
    std::error_code failed;
    fs::create_directories(data / "keys", failed);
    for (auto const* name : {kFiles[0], kFiles[1]})
        if (fs::exists(from / name) && !failed) fs::rename(from / name, data / name, failed);
    if (!fs::exists(data / kFiles[2]) && fs::exists(from / kFiles[2]) && !failed)
        fs::rename(from / kFiles[2], data / kFiles[2], failed);
    if (failed || !sync_path(data)) return not_written(data);
    return {};
}

fs::path log_path(fs::path const& data) { return data / "backup-log.jsonl"; }

} // namespace

std::int64_t Summary::rows() const
{
    std::int64_t all = 0;
    for (auto const& [table, count] : counts) all += count;
    return all;
}

std::string installation_id(fs::path const& data_directory)
{
    if (!fs::exists(data_directory / kFiles[0])) return {};
    try {
        Connection database{(data_directory / kFiles[0]).string(), Connection::Mode::read_only};
        return access::account_store::installation_value(database, "id").value_or("");
    } catch (storage::DatabaseFailed const&) {
        return {}; // not readable: a restore is just what it needs
    }
}

Result<Made> create(fs::path const& data_directory, fs::path const& folder_or_file, Instant now,
                    std::string const& program)
{
    auto const key = TRY(read_public_key(data_directory));
    auto const id = installation_id(data_directory);
    if (id.empty()) return refuse(ErrorKind::not_found, "backup.no_key");
    Made made;
    made.file =
        fs::is_directory(folder_or_file) ? folder_or_file / ("lilong-" + compact(now) + ".backup") : folder_or_file;
    WorkFolder const work{data_directory / ".backup-work"};
    {
        Connection live{(data_directory / kFiles[0]).string(), Connection::Mode::read_only};
        snapshot(live, work.path() / kFiles[0]);
    }
    std::error_code absent;
    fs::copy_file(access::anchors_path(data_directory), access::anchors_path(work.path()), absent);
    fs::copy_file(public_key_path(data_directory), public_key_path(work.path()), absent);
    json manifest;
    {
        Connection copy{(work.path() / kFiles[0]).string(), Connection::Mode::read_write};
        manifest = manifest_of(work.path(), copy);
        made.summary.counts = manifest["counts"].get<Counts>();
        made.summary.chains = manifest["chains"].size();
    }
    SealedHeader const header{id, now.text(), program, key.fingerprint()};
    auto out = TRY(SealedWriter::create(made.file, header, key));
    auto const text = manifest.dump();
    TRY(out.write(fmt::format("{:016}", text.size())));
    TRY(out.write(text));
    for (auto const& entry : manifest["files"]) TRY(seal_file(out, work.path() / entry["name"].get<std::string>()));
    TRY(out.finish());
    made.summary.installation = id;
    made.summary.made_at = header.made_at;
    made.summary.program = program;
    made.summary.key = header.key;
    made.summary.bytes = fs::file_size(made.file);
    note_in_log(data_directory, {now, "created", made.file.string()});
    return made;
}

Result<Summary> verify(fs::path const& file, RecoveryKey const& key)
{
    WorkFolder const work{file.string() + ".verify"};
    return open_into(file, key, work.path());
}

Result<Restored> restore(fs::path const& file, RecoveryKey const& key, fs::path const& data_directory, Instant now)
{
    fs::create_directories(data_directory);
    ::chmod(data_directory.c_str(), 0700);
    auto const lock = storage::DataLock::take(data_directory);
    if (!lock) return refuse(ErrorKind::conflict, "backup.server_running", {{"folder", data_directory.string()}});
    auto const header = TRY(read_sealed_header(file));
    if (auto const id = installation_id(data_directory); !id.empty() && id != header.installation)
        return refuse(ErrorKind::conflict, "backup.other_installation",
                      {{"file", file.string()}, {"folder", data_directory.string()}});
    WorkFolder const work{data_directory / ".restore-work"};
    Restored restored;
    restored.summary = TRY(open_into(file, key, work.path()));
    restored.former = TRY(set_aside(data_directory, now));
    TRY(swap_in(work.path(), data_directory));
    note_in_log(data_directory, {now, "restored", file.string()});
    return restored;
}

std::vector<LogLine> backup_log(fs::path const& data_directory)
{
    std::vector<LogLine> lines;
    auto const text = read_file(log_path(data_directory).string());
    if (!text) return lines;
    for (auto const line : split(*text, '\n')) {
        auto const fields = json::parse(line, nullptr, false);
        if (!fields.is_object()) continue;
        if (auto const at = Instant::parse(fields.value("at", "")))
            lines.push_back({*at, fields.value("what", ""), fields.value("file", "")});
    }
    return lines;
}

void note_in_log(fs::path const& data_directory, LogLine const& line)
{
    auto const path = log_path(data_directory);
    if (!fs::exists(path)) make_private_file(path);
    std::ofstream{path, std::ios::app} << json{{"at", line.at.text()}, {"what", line.what}, {"file", line.file}}.dump()
                                       << "\n";
}

} // namespace lilong::backup
