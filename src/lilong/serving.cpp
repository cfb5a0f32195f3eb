#include "lilong/serving.h"

#include <condition_variable>
#include <csignal>
#include <pthread.h>
#include <spdlog/spdlog.h>
#include <thread>

#include "base/csv.h"
#include "http/web_pack.h"

extern "C" char const lilong_web_pack[];
extern "C" char const lilong_web_pack_end[];

namespace lilong
{

namespace
{

std::string_view carried_pages() { return {lilong_web_pack, static_cast<std::size_t>(lilong_web_pack_end - lilong_web_pack)}; }

// The messages between areas every second; what the calendar asks for at the start of each day and every ten minutes.
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
    return 0;
}

} // namespace lilong
