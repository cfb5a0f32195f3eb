#include "base/chance.h"

#include <sodium.h>

namespace lilong {

void Rng::fill(std::span<std::uint8_t> bytes)
{
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i % 8 == 0) word = next();
        bytes[i] = static_cast<std::uint8_t>(word >> (8 * (i % 8)));
    }
}

std::uint64_t Rng::below(std::uint64_t bound)
{
    auto const reject = (0 - bound) % bound; // the values that would favour small results
    for (;;)
        if (auto const value = next(); value >= reject) return value % bound;
}

double Rng::unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

std::uint64_t SystemRng::next()
{
    std::uint64_t value = 0;
    randombytes_buf(&value, sizeof value);
    return value;
}

std::uint64_t SeededRng::next()
{
    auto z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

} // namespace lilong
