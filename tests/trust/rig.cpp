#include "rig.h"

#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "areas/area_store.h"
#include "backup/database_check.h"
#include "base/chance.h"
#include "base/csv.h"
#include "base/text.h"
#include "lilong/data_directory.h"

namespace lilong::trust
{

namespace
{

using storage::Sql;
using storage::Transaction;

constexpr Sql kAccount{
    "test.account",
    "insert into user_account (id, login, name, password_hash, created_at) values ($1, $2, $3, $4, $5)"};
constexpr Sql kGrant{
    "test.grant",
    "insert into role_grant (user_id, area_id, role, granted_by, granted_at) values ($1, $2, $3, $1, $4)"};
constexpr Sql kSession{
    "test.session",
    "insert into session (token_sha256, user_id, started_at, last_seen_at, ends_at) values ($1, $2, $3, $3, $4)"};
constexpr Sql kProviders{"test.providers", "select zh, count(*) from provider group by zh"};

std::string temporary_name()
{
    static std::atomic<int> n{0};
    return "lilong-trust-" + std::to_string(::getpid()) + "-" + std::to_string(n++);
}

std::vector<char*> arguments_of(std::vector<std::string>& words)
{
    std::vector<char*> out;
    for (auto& word : words) out.push_back(word.data());
    out.push_back(nullptr);
    return out;
}

std::string text_of(std::filesystem::path const& file) { return read_file(file.string()).value_or(""); }

int code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status); }

} // namespace

Folder::Folder(std::filesystem::path const& below) : path_(below / temporary_name())
{
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
}
Folder::~Folder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Installation make_installation(std::filesystem::path const& data)
{
    using areas::AreaKind;
    SystemClock const clock;
    SystemRng rng;
    auto const database = open_installation(data);
    auto const district = AreaId::random(rng), sub_district = AreaId::random(rng);
    Installation made{AreaId::random(rng), UserId::random(rng), "a-session-token-of-secretary-wang"};
    auto const now = clock.now();
    database->load([&](Transaction& tx) {
        areas::area_store::insert(
            tx, {district, {}, AreaKind::district, "9901", "晴川区", "Qingchuan", "", {}, 0, {}, {}}, Date{2026, 1, 1});
        areas::area_store::insert(
            tx, {sub_district, district, AreaKind::sub_district, "990101", "柳岸街道", "Liu'an", "", {}, 0, {}, {}},
            Date{2026, 1, 1});
        areas::area_store::insert(tx,
                                  {made.committee,
                                   sub_district,
                                   AreaKind::neighbourhood,
                                   "990101001",
                                   "北苑居民区",
                                   "Beiyuan",
                                   "",
                                   {},
                                   0,
                                   {},
                                   {}},
                                  Date{2026, 1, 1});
        tx.change(kAccount, made.wang, "wang", "王书记", "no password opens this", now);
        tx.change(kGrant, made.wang, made.committee, Role::committee_secretary, now);
        tx.change(kSession, sha256_hex(made.token), made.wang, now, now.plus(std::chrono::hours{10}));
    });
    return made;
}

std::string Reply::header(std::string const& name) const
{
    auto const at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    auto const begin = at + 2 + name.size() + 2;
    return head.substr(begin, head.find("\r\n", begin) - begin);
}

Connection::Connection(std::uint16_t port)
{
    auto const socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    ::inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    timeval const patience{30, 0};
    int const on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (port != 0 && ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0)
        socket_ = socket;
    else
        ::close(socket);
}

Connection::~Connection()
{
    if (socket_ >= 0) ::close(socket_);
}

std::optional<Reply> Connection::ask(std::string const& bytes)
{
    for (std::size_t sent = 0; sent < bytes.size();) {
        auto const n = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (n <= 0) return std::nullopt;
        sent += static_cast<std::size_t>(n);
    }
    std::size_t header = std::string::npos, length = 0;
    for (;;) {
        if (header == std::string::npos && (header = buffer_.find("\r\n\r\n")) != std::string::npos) {
            header += 4;
            auto const at = buffer_.find("Content-Length: ");
            if (at < header) length = std::stoul(buffer_.substr(at + 16));
        }
        if (header != std::string::npos && buffer_.size() >= header + length) break;
        char piece[16384];
        auto const got = ::recv(socket_, piece, sizeof piece, 0);
        if (got <= 0) return std::nullopt;
        buffer_.append(piece, static_cast<std::size_t>(got));
    }
    Reply reply{std::stoi(buffer_.substr(9, 3)), buffer_.substr(0, header), buffer_.substr(header, length)};
    buffer_.erase(0, header + length);
    told_to_close_ = reply.head.find("Connection: close") != std::string::npos;
    return reply;
}

std::string get_request(std::string const& path, std::string const& token)
{
    return "GET " + path + " HTTP/1.1\r\nHost: lilong.test\r\nCookie: lilong=" + token + "\r\n\r\n";
}

std::string post_request(std::string const& path, std::string const& token, std::string const& body,
                         std::string const& key)
{
    return "POST " + path + " HTTP/1.1\r\nHost: lilong.test\r\nCookie: lilong=" + token +
           "\r\nX-Lilong-Request: 1\r\nContent-Type: application/json\r\n" +
           (key.empty() ? "" : "Idempotency-Key: " + key + "\r\n") + "Content-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

std::string provider_body(std::string const& name) { return R"({"kind":"group","zh":")" + name + R"("})"; }

Server::Server(std::filesystem::path const& data, std::vector<std::string> const& command)
    : log_(data / "server-output.txt")
{
    std::filesystem::create_directories(data);
    std::vector<std::string> words = command;
    for (std::string const word : {LILONG_PROGRAM, "serve", "--data", data.c_str(), "--port", "0"})
        words.push_back(word);
    auto arguments = arguments_of(words);
    log_ = std::filesystem::temp_directory_path() / (temporary_name() + "-server.txt");
    auto const output = ::open(log_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    pid_ = ::fork();
    if (pid_ == 0) {
        ::dup2(output, 1);
        ::dup2(output, 2);
        ::execvp(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(output);
    for (int i = 0; i < 3000 && port_ == 0; ++i) { // at most 60 s: many machines test at once
        auto const text = text_of(log_);
        if (auto const at = text.find("on http://127.0.0.1:");
            at != std::string::npos && text.find('\n', at) != std::string::npos)
            port_ = static_cast<std::uint16_t>(std::stoi(text.substr(at + 20)));
        int status = 0;
        if (port_ == 0 && ::waitpid(pid_, &status, WNOHANG) == pid_) {
            pid_ = -1;
            return;
        }
        if (port_ == 0) std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
}

Server::~Server()
{
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    std::error_code ignored;
    std::filesystem::remove(log_, ignored);
}

void Server::send(int signal) const { ::kill(pid_, signal); }

int Server::wait()
{
    int status = 0;
    ::waitpid(std::exchange(pid_, -1), &status, 0);
    return code_of(status);
}

std::string Server::output() const { return text_of(log_); }

Outcome run_program(std::vector<std::string> const& words, std::string const& input)
{
    Folder const folder;
    std::ofstream{folder / "in"} << input;
    std::string command = LILONG_PROGRAM;
    for (auto const& word : words) command += " '" + word + "'";
    command += " <'" + (folder / "in").string() + "' >'" + (folder / "out").string() + "' 2>&1";
    auto const status = std::system(command.c_str());
    return {code_of(status), text_of(folder / "out")};
}

std::map<std::string, int> stored_providers(std::filesystem::path const& data)
{
    std::map<std::string, int> stored;
    storage::Connection database{database_path(data), storage::Connection::Mode::read_write};
    auto const checked = backup::check_database(database, data / "anchors.jsonl");
    EXPECT_TRUE(checked) << (checked ? "" : checked.error().facts.begin()->second);
    for (auto row : database.query(kProviders)) stored[row.at<std::string>(0)] = row.at<int>(1);
    return stored;
}

} // namespace lilong::trust
