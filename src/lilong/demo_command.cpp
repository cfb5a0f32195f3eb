#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <unistd.h>

#include "demo/story.h"
#include "lilong/command_line.h"
#include "lilong/data_directory.h"
#include "lilong/demo_clock.h"
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
        std::cerr << "\r  [" << std::string(static_cast<std::size_t>(filled), '#') << std::string(static_cast<std::size_t>(40 - filled), ' ') << "] " << static_cast<int>(part * 100)
                  << " % " << what << "        " << std::flush;
    }
    void end() const
    {
        if (terminal_) std::cerr << "\r" << std::string(70, ' ') << "\r";
    }

private:
    bool terminal_ = ::isatty(2) == 1;
};

struct DemoOptions {
    std::string data;
    std::string gate_answers; // write the 418 answers there instead of the database, and stop before the story
    demo::PlanOptions plan;
    std::string clock; // file with the days to add to today
    bool only_make = false;
    ServingOptions serving;
};

std::filesystem::path fresh_folder() { return std::filesystem::temp_directory_path() / ("lilong-demo-" + std::to_string(::getpid())); }

demo::StoryParts story_parts(Application& app)
{
    return {*app.database, app.tree, app.accounts, app.states, app.outbox, app.feedback, app.needs, app.candidates, app.guesses, app.ledger, app.consultations, app.meetings, app.projects, app.offers, app.matching, app.issues, app.agenda, app.rng};
}

// Makes the district and plays the story; gives the cast with its logins.
Result<demo::Cast> make_demo(DemoOptions const& options, std::filesystem::path const& folder)
{
    auto const begun = std::chrono::steady_clock::now();
    TestClock clock{demo::morning(Date{2026, 3, 1})};
    SystemRng rng;
    ProgressBar const bar;
    auto const show = [&](std::string const& what, double part) { bar.show(what, part * 0.9); };
    Application app{open_installation(folder, storage::Durability::bulk), clock, rng};
    auto const story = options.gate_answers.empty();
    auto const district = TRY(demo::write_district(*app.database, app.tree, options.plan, story ? demo::GateAnswers::present : demo::GateAnswers::absent, clock.now(), show));
    auto const parts = story_parts(app);
    SystemClock const today; // the one-time links live from now on
    clock.set(today.now());
    auto const cast = TRY(demo::make_cast(parts, district));
    if (story) {
        bar.show("story", 0.92);
        TRY(demo::record_guesses(parts, clock, district, cast));
        TRY(demo::tell_gate_story(parts, clock, district, cast));
        TRY(demo::tell_growers_story(parts, clock, district, cast));
        TRY(demo::tell_parking_story(parts, clock, district, cast));
    } else {
        std::ofstream{options.gate_answers, std::ios::binary} << TRY(demo::gate_answers_csv(*app.database, district));
    }
    bar.end();
    auto const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    std::cerr << fmt::format("lilong: 晴川区 with {} committees, {} households, {} + {} answers, made in {:.1f} s in {}\n", district.committees, district.households, district.answers_2025, district.answers_2026, seconds, folder.string());
    return cast;
}

void print_logins(demo::Cast const& cast, std::uint16_t port)
{
    auto const base = fmt::format("http://127.0.0.1:{}", port);
    std::cout << "\n演示数据 demonstration data: every name and number is invented.\n\n  " << base << "/        for residents\n  " << base << "/staff/  for the staff\n\nLogins of this run (each link signs in once):\n";
    for (auto const* login : cast.printed())
        std::cout << fmt::format("  {}  {}\n      user {}  password {}\n      {}/staff/sign-in?link={}\n", login->actor.name, login->what, login->login, login->password, base, login->link);
    std::cout << "\nCtrl-C stops.\n" << std::flush;
}

} // namespace

int demo_command(std::vector<std::string> const& words)
{
    CLI::App app{"Makes the invented district of Qingchuan and serves it on this machine.\nExample: lilong demo --small --port 8080", "lilong demo"};
    DemoOptions options;
    app.add_flag("--small", options.plan.small, "three sub-districts instead of fourteen");
    app.add_option("--port", options.serving.server.port, "port to listen on")->capture_default_str();
    app.add_option("--data", options.data, "data directory to make (default: a new one in the temporary folder)");
    app.add_option("--seed", options.plan.seed, "same seed, same data")->capture_default_str();
    app.add_flag("--no-serve", options.only_make, "stop after making the data");
    app.add_option("--gate-answers", options.gate_answers, "stop before the story; write the 418 answers it begins with to this CSV file");
    app.add_option("--clock", options.clock, "a file with a number of days to add to today; may change while serving");
    auto arguments = words;
    std::ranges::reverse(arguments);
    try {
        app.parse(arguments);
    } catch (CLI::ParseError const& wrong) {
        return app.exit(wrong) == 0 ? 0 : 2;
    }
    std::filesystem::path const folder = options.data.empty() ? fresh_folder() : std::filesystem::path{options.data};
    if (std::filesystem::exists(database_path(folder))) {
        std::cerr << "lilong: " << folder.string() << " already holds an installation; choose another folder with --data, or serve it: lilong serve --data " << folder.string() << "\n";
        return 4;
    }
    auto const cast = make_demo(options, folder);
    if (!cast) return report(cast.error());
    if (options.only_make) return 0;
    DemoClock clock{options.clock};
    SystemRng rng;
    Application installation{open_installation(folder), clock, rng};
    return serve_until_signal(installation, options.serving, [&](std::uint16_t port) { print_logins(*cast, port); });
}

} // namespace lilong
