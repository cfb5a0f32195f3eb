#include "access/audit_anchor.h"

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "base/csv.h"
#include "base/text.h"

namespace lilong::access
{

namespace
{

using nlohmann::json;

std::string hash_of(std::string_view previous, Anchor const& anchor)
{
    std::string all{previous};
    all += '\x1f' + anchor.date.text() + '\x1f' + anchor.at.text();
    for (auto const& end : anchor.ends)
        all += '\x1f' + end.area.text() + '\x1f' + std::to_string(end.seq) + '\x1f' + end.hash;
    return sha256_hex(all);
}

std::string line_of(Anchor const& anchor)
{
    auto ends = json::array();
    for (auto const& end : anchor.ends) ends.push_back({end.area.text(), end.seq, end.hash});
    nlohmann::ordered_json line;
    line["date"] = anchor.date.text();
    line["at"] = anchor.at.text();
    line["ends"] = ends;
    line["hash"] = anchor.hash;
    return line.dump() + "\n";
}

std::optional<Anchor> parsed(std::string_view line)
{
    auto const fields = json::parse(line, nullptr, false);
    if (!fields.is_object()) return std::nullopt;
    try {
        auto const date = Date::parse(fields.at("date").get<std::string>());
        auto const at = Instant::parse(fields.at("at").get<std::string>());
        if (!date || !at) return std::nullopt;
        Anchor anchor{*date, *at, {}, fields.at("hash").get<std::string>()};
        for (auto const& end : fields.at("ends")) {
            auto const area = Uuid::parse(end.at(0).get<std::string>());
            if (!area) return std::nullopt;
            anchor.ends.push_back({AreaId{*area}, end.at(1).get<std::int64_t>(), end.at(2).get<std::string>()});
        }
        return anchor;
    } catch (json::exception const&) {
        return std::nullopt;
    }
}

Refusal not_readable(std::filesystem::path const& file)
{
    return refuse(ErrorKind::bad_input, "access.anchors_not_readable", {{"file", file.string()}});
}

// Cuts an unfinished last line, adds the new one and syncs.
bool append_durably(std::filesystem::path const& path, std::string const& line)
{
    auto const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return false;
    auto end = ::lseek(file, 0, SEEK_END);
    char last = '\n';
    while (end > 0 && ::pread(file, &last, 1, end - 1) == 1 && last != '\n') --end;
    auto const ok = ::ftruncate(file, end) == 0 &&
                    ::pwrite(file, line.data(), line.size(), end) == static_cast<ssize_t>(line.size()) &&
                    ::fsync(file) == 0;
    ::close(file);
    return ok;
}

} // namespace

std::filesystem::path anchors_path(std::filesystem::path const& data_directory)
{
    return data_directory / "anchors.jsonl";
}

Result<Anchors> read_anchors(std::filesystem::path const& file)
{
    Anchors anchors;
    if (!std::filesystem::exists(file)) return anchors;
    auto const bytes = read_file(file.string());
    if (!bytes) return not_readable(file);
    std::string previous;
    std::int64_t number = 0;
    std::string_view rest{*bytes};
    for (auto end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
        ++number;
        auto anchor = parsed(rest.substr(0, end));
        rest.remove_prefix(end + 1);
        if (!anchor || hash_of(previous, *anchor) != anchor->hash) {
            anchors.broken = AuditBreak{{}, number, anchor ? anchor->date.text() : "", Fault::anchor};
            return anchors;
        }
        previous = anchor->hash;
        anchors.lines.push_back(std::move(*anchor));
    }
    return anchors;
}

Result<void> append_anchor(storage::Connection& connection, std::filesystem::path const& file, Instant now)
{
    auto const before = TRY(read_anchors(file));
    Anchor anchor{china_date(now), now, chain_ends(connection), {}};
    anchor.hash = hash_of(before.lines.empty() ? "" : before.lines.back().hash, anchor);
    if (before.broken || !append_durably(file, line_of(anchor))) return not_readable(file);
    return {};
}

Result<bool> append_daily_anchor(storage::Connection& connection, std::filesystem::path const& file, Instant now)
{
    auto const before = TRY(read_anchors(file));
    if (!before.lines.empty() && before.lines.back().date >= china_date(now)) return false;
    TRY(append_anchor(connection, file, now));
    return true;
}

std::vector<Seen> seen_by(Anchors const& anchors)
{
    std::vector<Seen> seen;
    for (auto const& anchor : anchors.lines)
        for (auto const& end : anchor.ends) seen.push_back({end, anchor.date.text()});
    return seen;
}

std::vector<AuditBreak> breaks(storage::Connection& connection, Anchors const& anchors)
{
    auto all = breaks(connection, seen_by(anchors));
    if (anchors.broken) all.insert(all.begin(), *anchors.broken);
    return all;
}

} // namespace lilong::access
