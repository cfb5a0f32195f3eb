// CPU time of this thread, the least of some repeats: what others do on the machine disturbs it least.
#pragma once

#include <algorithm>
#include <ctime>
#include <limits>

namespace lilong::figures
{

inline double cpu_seconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

template <typename Work>
double least_seconds(int repeats, Work work)
{
    auto least = std::numeric_limits<double>::infinity();
    for (int i = 0; i < repeats; ++i) {
        auto const start = cpu_seconds();
        work();
        least = std::min(least, cpu_seconds() - start);
    }
    return least;
}

template <typename T>
void keep(T const& value) // the compiler may not leave out what made it
{
    asm volatile("" : : "r,m"(value) : "memory");
}

} // namespace lilong::figures
