// Durable ingest: how many acknowledged writes a second, and how long each waits, when sixteen clients write at once
// and every acknowledgement means "on the disk" (synchronous=FULL). Group commit against one commit for each request,
// in the same run.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <iostream>
#include <mutex>
#include <sodium.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "access/audit.h"
#include "base/chance.h"
#include "storage/database.h"

namespace lilong
{
namespace
{

using storage::Database;
using storage::Sql;
using storage::Transaction;
using Clock = std::chrono::steady_clock;

constexpr int kClients = 16;
constexpr Sql kMake{"benchmark.make", "create table if not exists note (area_id text not null, n bigint not null, text "
                                      "text not null, primary key (area_id, n))"};
constexpr Sql kAdd{"benchmark.add", "insert into note (area_id, n, text) values ($1, $2, $3)"};
constexpr Sql kBegin{"benchmark.begin", "begin immediate"}, kCommit{"benchmark.commit", "commit"};

struct Figures {
    double rate = 0, p50 = 0, p99 = 0;
};

// One call of `write` is one request; `seconds` long, from sixteen threads.
Figures measure(std::function<void(int)> const& write, double seconds)
{
    std::vector<double> waits;
    std::mutex mutex;
    std::atomic<int> next{0};
    auto const begun = Clock::now();
    auto const end = begun + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    std::vector<std::thread> clients;
    for (int c = 0; c < kClients; ++c)
        clients.emplace_back([&] {
            std::vector<double> own;
            while (Clock::now() < end) {
                auto const asked = Clock::now();
                write(next++);
                own.push_back(std::chrono::duration<double, std::milli>(Clock::now() - asked).count());
            }
            std::lock_guard lock{mutex};
            waits.insert(waits.end(), own.begin(), own.end());
        });
    for (auto& client : clients) client.join();
    auto const took = std::chrono::duration<double>(Clock::now() - begun).count();
    std::ranges::sort(waits);
    return {static_cast<double>(waits.size()) / took, waits[waits.size() / 2], waits[waits.size() * 99 / 100]};
}

class Bench
{
public:
    explicit Bench(std::filesystem::path folder) : folder_(std::move(folder))
    {
        std::filesystem::create_directories(folder_);
        for (auto const* name : {"group.db", "single.db"})
            Database::open((folder_ / name).string())->load([](Transaction& tx) { tx.change(kMake); });
    }
    ~Bench() { std::filesystem::remove_all(folder_); }

    Figures together()
    {
        auto const database = Database::open((folder_ / "group.db").string());
        return measure(
            [&](int n) {
                auto const done = database->write(home_, [&](Transaction& tx) -> Result<void> {
                    work(tx, n);
                    return {};
                });
                if (!done) throw std::runtime_error(done.error().code);
            },
            kSeconds);
    }

    Figures one_by_one()
    {
        Transaction connection{(folder_ / "single.db").string(), storage::Connection::Mode::read_write};
        connection.execute_script("pragma journal_mode = wal; pragma synchronous = full;");
        std::mutex writer;
        return measure(
            [&](int n) {
                std::lock_guard lock{writer};
                connection.change(kBegin);
                work(connection, n);
                connection.change(kCommit);
            },
            kSeconds);
    }

private:
    static constexpr double kSeconds = 4;
    void work(Transaction& tx, int n)
    {
        tx.change(kAdd, home_, n, text_);
        audit_.note(tx, wang_, home_, "benchmark.noted", std::to_string(n));
    }
    std::filesystem::path folder_;
    SystemClock clock_;
    access::AuditTrail audit_{clock_};
    SeededRng rng_{5};
    AreaId home_ = AreaId::random(rng_);
    Actor wang_{.user = UserId::random(rng_), .name = "王书记", .grants = {}, .household = {}, .provider = {}};
    std::string text_ = std::string(1500, 'x'); // the size of an interview
};

} // namespace
} // namespace lilong

int main(int argc, char** argv)
{
    if (sodium_init() < 0) return 1;
    std::filesystem::path const base = argc > 1 ? argv[1] : std::filesystem::temp_directory_path();
    lilong::Bench bench{base / ("lilong-ingest-" + std::to_string(::getpid()))};
    auto const single = bench.one_by_one();
    auto const group = bench.together();
    std::cout << "16 clients, 1.5 kB and an audit row each, synchronous=FULL, on " << base.string() << "\n"
              << fmt::format("one commit a request  {:8.0f} acknowledged/s   p50 {:6.1f} ms   p99 {:6.1f} ms\n",
                             single.rate, single.p50, single.p99)
              << fmt::format("group commit          {:8.0f} acknowledged/s   p50 {:6.1f} ms   p99 {:6.1f} ms\n",
                             group.rate, group.p50, group.p99)
              << fmt::format("ratio {:.1f}\n", group.rate / single.rate);
    return 0;
}
