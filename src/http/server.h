// Serves a Router over HTTP/1.1: one io_context per core, absolute deadlines, body limits by route; handlers run on a pool
// of threads so that writes which wait for one commit wait together. Boost.Beast stays inside server.cpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "http/router.h"

namespace lilong::http {

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080; // 0: any free port
    unsigned io_threads = 2;
    unsigned handler_threads = 32;
    std::chrono::milliseconds header_deadline{limits::kHeaderTime}; // from the first byte to the end of the header
    std::chrono::milliseconds idle_deadline{60'000};   // between two requests of one connection
    std::chrono::milliseconds grace{10'000};           // after stop(), for requests under way
    std::chrono::milliseconds farewell{1'000};         // after stop(), for open connections to ask once more and be told to close
};

class Server {
public:
    Server(Router const& router, ServerOptions options); // listens, or throws when the port is taken
    ~Server();
    std::uint16_t port() const;
    void run();  // returns after stop(): requests under way are answered first
    void stop(); // from any thread

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace lilong::http
