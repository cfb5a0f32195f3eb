#include "lilong/demo_clock.h"

#include <fstream>

namespace lilong
{

DemoClock::DemoClock(std::string file) : file_(std::move(file))
{
    if (file_.empty()) return;
    read();
    follower_ = std::thread{[this] { follow(); }};
}

DemoClock::~DemoClock()
{
    stopping_ = true;
    if (follower_.joinable()) follower_.join();
}

void DemoClock::read()
{
    int days = 0;
    if (std::ifstream{file_} >> days) days_ = days;
}

void DemoClock::follow()
{
    while (!stopping_) {
        read();
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
}

} // namespace lilong
