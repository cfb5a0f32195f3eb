#include <CLI/CLI.hpp>
#include <iostream>
#include <unistd.h>

#include "demo/district_service.h"
#include "lilong/command_line.h"
#include "lilong/data_directory.h"
#include "lilong/serving.h"

namespace lilong
{

namespace
{

class ProgressBar
{
public:
    void show(std::string const& what, double part) const
    {
        if (!terminal_) return;
        auto const filled = static_cast<int>(part * 40);
        std::cerr << "\r  [" << std::string(static_cast<std::size_t>(filled), '#') << std::string(static_cast<std::size_t>(40 - filled), ' ') << "] " << static_cast<int>(part * 100) << " % " << what << "        " << std::flush;
    }
    void end() const
    {
        if (terminal_) std::cerr << "\r" << std::string(70, ' ') << "\r";
    }

private:
    bool terminal_ = ::isatty(2) == 1;
};

struct CastMember {
    std::string login, zh, en, what;
    Role role;
    AreaId area;
};

std::filesystem::path fresh_folder() { return std::filesystem::temp_directory_path() / ("lilong-demo-" + std::to_string(::getpid())); }

} // namespace

int demo_command(std::vector<std::string> const& words)
{
    CLI::App app{"Makes the invented district of Qingchuan and serves it on this machine.\nExample: lilong demo --small --port 8080", "lilong demo"};
    std::string data;
    bool small = false, only_make = false;
    std::uint64_t seed = 2017;
    ServingOptions options;
    app.add_flag("--small", small, "three sub-districts instead of fourteen");
    app.add_option("--port", options.server.port, "port to listen on")->capture_default_str();
    app.add_option("--data", data, "data directory to make (default: a new one in the temporary folder)");
    app.add_option("--seed", seed, "same seed, same data")->capture_default_str();
    app.add_flag("--no-serve", only_make, "stop after making the data");
    auto arguments = words;
    std::ranges::reverse(arguments);
    try {
        app.parse(arguments);
    } catch (CLI::ParseError const& wrong) {
        return app.exit(wrong) == 0 ? 0 : 2;
    }
    std::filesystem::path const folder = data.empty() ? fresh_folder() : std::filesystem::path{data};
    if (std::filesystem::exists(database_path(folder))) {
        std::cerr << "lilong: " << folder.string() << " already holds an installation; choose another folder with --data, or serve it: lilong serve --data " << folder.string() << "\n";
        return 4;
    }
    auto const begun = std::chrono::steady_clock::now();
    SystemClock clock;
    SystemRng rng;
    Application installation{open_installation(folder), clock, rng};
    ProgressBar bar;
    auto const district = demo::write_district(*installation.database, installation.tree, {small, seed}, demo::GateAnswers::present, clock.now(), [&](std::string const& what, double part) { bar.show(what, part); });
    bar.end();
    if (!district) return report(district.error());
    auto const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    std::cerr << "lilong: " << district->committees << " committees, " << district->households << " households, " << district->answers_2025 << " + " << district->answers_2026 << " answers in " << static_cast<int>(seconds * 10) / 10.0 << " s, in " << folder.string() << "\n";
    if (only_make) return 0;
    return serve_until_signal(installation, options, [&](std::uint16_t port) { std::cerr << "lilong: http://127.0.0.1:" << port << "/staff/\n"; });
}

} // namespace lilong
