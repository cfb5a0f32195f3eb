#include "access/request_memory.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>


namespace lilong::access
{

using http::Answer;
using http::Request;
using nlohmann::json;
using storage::Sql;

namespace
{

constexpr Sql kFind{
    "access.request_key",
    "select request_sha256, status, headers, body from request_key where area_id = $1 and actor_id = $2 and key = $3"};
constexpr Sql kAdd{"access.add_request_key", "insert into request_key (area_id, actor_id, key, request_sha256, status, "
                                             "headers, body, at) values ($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Sql kForget{"access.forget_request_keys", "delete from request_key where at < $1"};

// The headers that belong to the answer itself; all others are made for each answer anew.
constexpr std::array<std::string_view, 3> kKept{"Content-Type", "ETag", "Location"};

struct Kept {
    std::string request_sha256;
    Answer answer;
};

Kept kept(storage::Row const& row)
{
    Kept out{row.at<std::string>(0), {.status = row.at<int>(1), .body = row.at<std::string>(3)}};
    auto const headers = json::parse(row.at<std::string>(2));
    for (auto const& [name, value] : headers.items()) out.answer.with(name, value.get<std::string>());
    return out;
}

std::string headers_of(Answer const& answer)
{
    auto out = json::object();
    for (auto const name : kKept)
        if (auto const value = answer.header(name); !value.empty()) out[std::string{name}] = value;
    return out.dump();
}

std::string fingerprint(Request const& request)
{
    std::string all = request.path;
    for (auto const& [name, value] : request.query) all += '\x1f' + name + '\x1f' + value;
    return sha256_hex(all + '\x1e' + request.body);
}

bool usable(std::string_view key)
{
    return key.size() >= limits::kKeyShortest && key.size() <= limits::kKeyLongest &&
           std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7f'; });
}

} // namespace

Result<Answer> RequestMemory::once(Request const& request, http::Handler const& handler)
{
    if (!usable(request.header("idempotency-key")))
        return refuse(
            ErrorKind::bad_input, "access.key_not_usable",
            {{"shortest", std::to_string(limits::kKeyShortest)}, {"longest", std::to_string(limits::kKeyLongest)}});
    auto const area = request.area().value_or(AreaId{});
    return database_.together(area, [&](storage::Transaction& tx) { return in_writing(tx, area, request, handler); });
}

Result<Answer> RequestMemory::in_writing(storage::Transaction& tx, AreaId const& area, Request const& request,
                                         http::Handler const& handler) const
{
    auto const key = request.header("idempotency-key");
    auto const asked = fingerprint(request);
    if (auto earlier = tx.first(kFind, kept, area, request.actor.user, key)) {
        if (earlier->request_sha256 != asked) return refuse(ErrorKind::limit_reached, "access.key_used_otherwise");
        return std::move(earlier->answer).with("Idempotency-Replayed", "true");
    }
    auto answer = TRY(handler(request));
    if (answer.status >= 200 && answer.status < 300)
        tx.change(kAdd, area, request.actor.user, key, asked, answer.status, headers_of(answer), answer.content(),
                  clock_.now());
    return answer;
}

int forget_old_requests(storage::Database& database, Instant now)
{
    int forgotten = 0;
    database.load([&](storage::Transaction& tx) { forgotten = tx.change(kForget, now.plus(-limits::kKeyKept)); });
    return forgotten;
}

} // namespace lilong::access
