#include <CLI/CLI.hpp>
#include <iostream>
#include <unistd.h>

#include "lilong/command_line.h"
#include "lilong/data_directory.h"
#include "lilong/serving.h"
#include "storage/data_lock.h"

namespace lilong
{

namespace
{

bool is_loopback(std::string const& address) { return address.starts_with("127.") || address == "::1" || address == "localhost"; }

} // namespace

int serve_command(std::vector<std::string> const& words)
{
    CLI::App app{"Serves an installation.\nExample: lilong serve --data /var/lib/lilong --port 8080", "lilong serve"};
    std::string data = "/var/lib/lilong", web_root;
    ServingOptions options;
    bool check = false, insecure = false;
    app.add_option("--data", data, "data directory")->envname("LILONG_DATA")->capture_default_str();
    app.add_option("--address", options.server.address, "address to listen on")->envname("LILONG_ADDRESS")->capture_default_str();
    app.add_option("--port", options.server.port, "port to listen on")->envname("LILONG_PORT")->capture_default_str();
    app.add_option("--web-root", options.web_root, "folder with web.pack instead of the carried pages")->envname("LILONG_WEB_ROOT");
    app.add_flag("--insecure-http", insecure, "allow plain HTTP beyond this machine");
    app.add_flag("--check", check, "print the effective configuration and stop");
    try {
        auto arguments = words;
        std::ranges::reverse(arguments);
        app.parse(arguments);
    } catch (CLI::ParseError const& wrong) {
        return app.exit(wrong) == 0 ? 0 : 2;
    }
    if (check) {
        std::cout << "data = " << data << "\naddress = " << options.server.address << "\nport = " << options.server.port << "\ninsecure_http = " << (insecure ? "true" : "false") << "\n";
        return 0;
    }
    if (!is_loopback(options.server.address) && !insecure) {
        std::cerr << "lilong: plain HTTP is served on this machine only; put a proxy with TLS in front, or add --insecure-http\n";
        return 4;
    }
    std::filesystem::create_directories(data);
    auto const lock = storage::DataLock::take(data);
    if (!lock) {
        std::cerr << "lilong: " << data << " is served already (" << storage::lock_note(data) << "); stop that server, or name another folder with --data\n";
        return 4;
    }
    SystemClock clock;
    SystemRng rng;
    Application installation{open_installation(data), clock, rng, {.secure_cookie = is_loopback(options.server.address)}};
    return serve_until_signal(installation, options, [&](std::uint16_t port) {
        lock->note(fmt::format("process {}, {} port {}", ::getpid(), options.server.address, port));
        std::cerr << "lilong: serving " << data << " on http://" << options.server.address << ":" << port << "\n";
    });
}

} // namespace lilong
