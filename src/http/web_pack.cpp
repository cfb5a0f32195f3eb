#include "http/web_pack.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace lilong::http {

WebPack::WebPack(std::string_view pack)
{
    constexpr std::string_view magic = "LILONGWEB1\n";
    if (pack.empty()) return;
    if (!pack.starts_with(magic)) throw std::runtime_error("the web pages have an unknown format");
    pack.remove_prefix(magic.size());
    auto const end = pack.find('\n');
    auto const index = nlohmann::json::parse(pack.substr(0, end));
    pack.remove_prefix(end + 1);
    for (auto const& entry : index) {
        File file{entry.at("name"), entry.at("type"), "\"" + entry.at("etag").get<std::string>() + "\"", {}, {}};
        auto const size = entry.at("size").get<std::size_t>(), gzip = entry.at("gzip").get<std::size_t>();
        file.plain = pack.substr(0, size);
        file.gzip = pack.substr(size, gzip);
        pack.remove_prefix(size + gzip);
        files_.push_back(std::move(file));
    }
}

WebPack::File const* WebPack::find(std::string_view name) const
{
    for (auto const& file : files_)
        if (file.name == name) return &file;
    return nullptr;
}

Result<Answer> WebPack::answer(Request const& request) const
{
    auto const path = std::string_view{request.path}.substr(1);
    auto const* file = path.empty() ? nullptr : find(path);
    auto const immutable = file && path.starts_with("assets/");
    if (!file && path.starts_with("assets/")) return refuse(ErrorKind::not_found, "http.not_found");
    if (!file) file = find(path == "staff" || path.starts_with("staff/") ? "staff/index.html" : "index.html");
    if (!file) return refuse(ErrorKind::not_found, "http.not_found");
    Answer answer;
    answer.with("ETag", file->etag).with("Vary", "Accept-Encoding").with("Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (request.header("if-none-match") == file->etag) {
        answer.status = 304;
        return answer;
    }
    answer.with("Content-Type", file->type);
    auto const zipped = !file->gzip.empty() && request.header("accept-encoding").find("gzip") != std::string_view::npos;
    if (zipped) answer.with("Content-Encoding", "gzip");
    answer.fixed_body = zipped ? file->gzip : file->plain;
    return answer;
}

} // namespace lilong::http
