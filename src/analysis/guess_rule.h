// Surprise S2 (ST-70): what the answers say against what the secretary had guessed before seeing them. A guess is a
// band in percent per need, a list of the five needs expected first, or both.
//
// Surprising: the interval of the share, adjusted to how many needs stood out (false coverage rate, ST-51, q = .05;
// Benjamini & Yekutieli 2005), lies at least ten points outside the band; or the need is not on the list although its
// rank interval (ST-75) lies inside the first five. Intervals without finite correction (ST-29). ST-72: where those who
// did not answer could bring the share back to the band, the surprise is only possible.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/band_rule.h"
#include "analysis/rank_rule.h"
#include "analysis/surprise_rule.h"
#include "base/error.h"
#include "base/id.h"
#include "base/time.h"

namespace lilong::analysis
{

inline constexpr std::size_t kTopNeeds = 5;
inline constexpr int kWidestGuess = 60; // points: a wider band says nothing

struct GuessBand {
    std::string item;
    int lower = 0, upper = 0; // percent
    bool operator==(GuessBand const&) const = default;
};

struct Guess {
    AreaId area; // the committee
    RoundId round;
    UserId author;
    std::string author_name;
    bool waived = false;
    std::string reason;           // of a waiver
    std::vector<GuessBand> bands; // in the order given
    std::vector<std::string> top; // the first five, or empty
    Instant recorded_at;
};

// `items`: the needs of the round that everybody is asked about. Refuses, per field, what cannot be compared later.
Result<void> check_guess(Guess const& guess, std::span<std::string const> items);

// A need of the committee as its page shows it.
struct GuessedNeed {
    std::string item;
    Estimate share;
    Bands bands;
    std::optional<RankInterval> rank;
};
// The share of an item without finite correction, with an interval of this level.
using ShareAtLevel = std::function<Result<Estimate>(std::string const& item, double level)>;

enum class GuessKind { band, top_list };
constexpr std::string_view name(GuessKind kind) { return kind == GuessKind::band ? "band" : "top_list"; }

struct GuessCell {
    std::string item;
    GuessKind kind = GuessKind::band;
    SurpriseVerdict verdict = SurpriseVerdict::cannot_be_tested;
    std::optional<GuessBand> band; // what was expected; nothing for the list: "not among the first five"
    double gap = kUndefined; // distance of the share from the band, positive above, 0 inside; undefined for the list
    double smallest_detectable_gap = kUndefined; // from the band, with as many answers as there are
    double removed_by_unseen_share =
        kUndefined; // what those who did not answer would have to say; beyond [0,1] nothing can
    std::optional<RankInterval> rank;
    Bands bands;
    Estimate estimate; // of the page
    Estimate adjusted; // with the interval that the verdict looks at; for bands
};

struct GuessOptions {
    double smallest_gap = 0.10;     // delta
    double rate = 0.05;             // q of the false coverage rate
    double detectable_limit = 0.40; // as for S1: a smallest detectable gap above this reads "cannot be detected"
};

struct GuessComparison {
    Guess guess;
    std::vector<GuessCell> cells; // bands in the order of the guess, then needs missing on the list
    std::int64_t compared = 0;    // m: bands that could be compared
    std::int64_t stood_out = 0;   // R: shares at least delta outside their band
    double level = kUndefined;    // 1 - q R/m
};

Result<GuessComparison> compare_guess(Guess const& guess, std::span<GuessedNeed const> needs,
                                      ShareAtLevel const& share_at, GuessOptions const& options = {});

} // namespace lilong::analysis
