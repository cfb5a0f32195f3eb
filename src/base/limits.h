// How large what comes from outside may be (trust.md 5.11). One place, because whoever reads a limit wants to compare it with
// its neighbours; each is tested just below and just above in tests/trust.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace lilong::limits {

// HTTP
inline constexpr std::uint32_t kHeaderBytes = 32 * 1024;
inline constexpr std::size_t kHeaderLines = 100;
inline constexpr std::chrono::seconds kHeaderTime{10};
inline constexpr std::chrono::seconds kBodyTime{60};
inline constexpr std::size_t kBodyBytesWithoutRoute = 64 * 1024;

// JSON
inline constexpr std::size_t kJsonBytes = 1'000'000;
inline constexpr std::size_t kJsonDepth = 64;

// CSV
inline constexpr std::size_t kCsvBytes = 20'000'000; // over HTTP; the command line reads any length
inline constexpr std::size_t kCsvColumns = 500;
inline constexpr std::size_t kCsvFieldBytes = 64 * 1024;

// XLSX, which is a ZIP
inline constexpr std::size_t kZipEntries = 256;
inline constexpr std::uint64_t kZipExpandedBytes = 64 * 1024 * 1024;
inline constexpr std::uint64_t kZipRatio = 200; // after the first kZipRatioFrom bytes
inline constexpr std::uint64_t kZipRatioFrom = 1024 * 1024;
inline constexpr std::size_t kSheetRows = 100'000;
inline constexpr std::size_t kSheetColumns = 500;
inline constexpr std::size_t kSheetCells = 2'000'000;
inline constexpr std::size_t kSheetStrings = 200'000;

// Idempotency-Key
inline constexpr std::size_t kKeyShortest = 8;
inline constexpr std::size_t kKeyLongest = 128;
inline constexpr std::chrono::hours kKeyKept{7 * 24};

} // namespace lilong::limits
