// Chance is passed in, like the clock: a seed that is stored replays a run.
#pragma once

#include <cstdint>
#include <span>

namespace lilong {

class Rng {
public:
    virtual ~Rng() = default;
    virtual std::uint64_t next() = 0;
    void fill(std::span<std::uint8_t> bytes);
    std::uint64_t below(std::uint64_t bound); // uniform on 0 … bound − 1, without modulo bias
    double unit();                            // uniform on [0, 1)
};

class SystemRng final : public Rng { // libsodium; for ids, tokens, secrets
public:
    std::uint64_t next() override;
};

class SeededRng final : public Rng { // splitmix64: same seed, same sequence, on every machine
public:
    explicit SeededRng(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() override;

private:
    std::uint64_t state_;
};

} // namespace lilong
