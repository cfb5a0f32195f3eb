#include "lilong/serving.h"

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <pthread.h>
#include <spdlog/spdlog.h>
#include <thread>
#include <unistd.h>

#include "access/audit_anchor.h"
#include "access/request_memory.h"
#include "base/csv.h"
#include "http/web_pack.h"

extern "C" char const lilong_web_pack[];
extern "C" char const lilong_web_pack_end[];

namespace lilong
{

namespace
{

std::string_view carried_pages() { return {lilong_web_pack, static_cast<std::size_t>(lilong_web_pack_end - lilong_web_pack)}; }

// What each day begins with: the ends of all audit chains go into the anchors' file, old request numbers are forgotten, the live
// counters are counted again.
void begin_day(Application& app)
{
    auto const file = access::anchors_path(std::filesystem::path{app.database->path()}.parent_path());
    auto const done = app.database->read([&](storage::Connection& c) { return access::append_daily_anchor(c, file, app.clock.now()); });
    if (!done) spdlog::error("{} could not be written, or was changed by somebody: run lilong audit verify", file.string());
    access::forget_old_requests(*app.database, app.clock.now());
    (void)app.cubes.audit();
}

// The messages between areas and one waiting model uncertainty every second; what the calendar asks for at the start of each day and every ten minutes.
class Jobs
{
public:
    explicit Jobs(Application& app) : thread_([this, &app] { run(app); }) {}
    ~Jobs()
    {
        {
            std::lock_guard lock{mutex_};
            stopping_ = true;
        }
        wake_.notify_all();
        thread_.join();
    }

private:
    void run(Application& app)
    {
        std::unique_lock lock{mutex_};
        int seconds = 0;
        Date day;
        while (!wake_.wait_for(lock, std::chrono::seconds{1}, [this] { return stopping_; })) {
            lock.unlock();
            try {
                app.outbox.drain();
                (void)app.small_areas.draw_next();
                if (day != app.clock.today()) begin_day(app);
                if (seconds++ % 600 == 0 || day != app.clock.today()) {
                    day = app.clock.today();
                    take_due_steps(app);
                }
            } catch (std::exception const& fault) {
                spdlog::error("jobs: {}", fault.what());
            }
            lock.lock();
        }
    }
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace

int serve_until_signal(Application& app, ServingOptions const& options, std::function<void(std::uint16_t)> const& ready)
{
    std::string from_file;
    if (!options.web_root.empty()) {
        auto read = read_file(options.web_root + "/web.pack");
        if (!read) return 3;
        from_file = std::move(*read);
    }
    http::WebPack const pages{options.web_root.empty() ? carried_pages() : std::string_view{from_file}};
    app.router.otherwise([&pages](http::Request const& request) { return pages.answer(request); });

    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);

    std::atomic<bool> sync_failed{false};
    app.database->when_stopped([&] {
        sync_failed = true;
        ::kill(::getpid(), SIGTERM);
    });
    http::Server server{app.router, options.server};
    ready(server.port());
    std::thread waiter{[&] {
        int received = 0;
        sigwait(&signals, &received);
        server.stop();
    }};
    {
        Jobs jobs{app};
        server.run();
    }
    waiter.join();
    app.database->when_stopped({});
    return sync_failed ? kSyncFailed : 0;
}

} // namespace lilong
