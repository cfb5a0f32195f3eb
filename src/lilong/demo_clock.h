// The clock of a demonstration: today plus the days written in a file, so that a demo (and the browser tests) can let a
// week of notice pass in a second. Without a file it is the system's clock.
#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>

#include "base/time.h"

namespace lilong
{

class DemoClock final : public Clock
{
public:
    explicit DemoClock(std::string file);
    ~DemoClock() override;
    Instant now() const override { return system_.now().plus(std::chrono::hours{24} * days_.load()); }

private:
    void follow();
    void read();

    SystemClock system_;
    std::string file_;
    std::atomic<int> days_{0};
    std::atomic<bool> stopping_{false};
    std::thread follower_;
};

} // namespace lilong
