// What the tests of promises share: a data directory, a small installation in it, the real program as a process, and a
// client that speaks HTTP over a real socket and knows three outcomes: answered, refused to connect, and nobody knows.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include "base/id.h"
#include "storage/database.h"

namespace lilong::trust
{

// A folder that is gone with the object.
class Folder
{
public:
    explicit Folder(std::filesystem::path const& below = std::filesystem::temp_directory_path());
    ~Folder();
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    std::filesystem::path const& path() const { return path_; }
    std::filesystem::path operator/(std::string const& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

// A district, a sub-district and a committee; Secretary Wang, signed in for as long as the test lasts.
struct Installation {
    AreaId committee;
    UserId wang;
    std::string token;
    std::string providers() const { return "/api/v1/areas/" + committee.text() + "/providers"; }
};
Installation make_installation(std::filesystem::path const& data);

struct Reply {
    int status = 0;
    std::string head, body;
    std::string header(std::string const& name) const; // name as sent
};

// One keep-alive connection.
class Connection
{
public:
    explicit Connection(std::uint16_t port);
    ~Connection();
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;
    bool connected() const { return socket_ >= 0; }
    // Nothing: the request may have arrived or not, nobody knows; the connection is useless from then on.
    std::optional<Reply> ask(std::string const& bytes);
    bool told_to_close() const { return told_to_close_; }

private:
    int socket_ = -1;
    std::string buffer_;
    bool told_to_close_ = false;
};

std::string get_request(std::string const& path, std::string const& token);
std::string post_request(std::string const& path, std::string const& token, std::string const& body,
                         std::string const& key = {});
std::string provider_body(std::string const& name);

// `lilong serve` on any free port.
class Server
{
public:
    explicit Server(std::filesystem::path const& data, std::vector<std::string> const& command = {});
    ~Server(); // kills it if it still runs
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;
    bool ready() const { return port_ != 0; }
    std::uint16_t port() const { return port_; }
    pid_t pid() const { return pid_; }
    void send(int signal) const;
    int wait();                 // exit code, or −signal
    std::string output() const; // of both streams, so far

private:
    std::filesystem::path log_;
    pid_t pid_ = -1;
    std::uint16_t port_ = 0;
};

// Runs the program to its end.
struct Outcome {
    int code = 0;
    std::string output;
};
Outcome run_program(std::vector<std::string> const& words, std::string const& input = {});

// How often each provider of this name is stored; checks the pages, the references and the audit trail on the way.
std::map<std::string, int> stored_providers(std::filesystem::path const& data);

} // namespace lilong::trust
