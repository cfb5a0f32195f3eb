// Serves an application until a signal: pages, API, and the jobs that run beside them.
#pragma once

#include <functional>
#include <string>

#include "http/server.h"
#include "lilong/application.h"

namespace lilong
{

struct ServingOptions {
    http::ServerOptions server;
    std::string web_root; // empty: the pages that the program carries
};

// The exit code after a failed sync (EX_IOERR of sysexits.h): the supervisor may start the program again, which then recovers.
inline constexpr int kSyncFailed = 74;

// `ready` is called with the port once the server listens. Returns the exit code.
int serve_until_signal(Application& app, ServingOptions const& options, std::function<void(std::uint16_t)> const& ready);

} // namespace lilong
