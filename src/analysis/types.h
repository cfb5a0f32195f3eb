// The words of estimation: how an answer set came about (Design), how a number was computed (Method), and the record
// that every result is (Estimate, ST-10). A number that is not defined is NaN, and prints as empty or null.
//     Estimate share = TRY(share_of(cube, register, {.strata = {3}, .item = gate}, {}));
//     share.value, share.lower, share.upper, share.n, share.design
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace lilong::analysis
{

inline constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kNoPopulation = std::numeric_limits<double>::infinity(); // unknown N: no finite correction

// ST-4, from the strongest to the weakest; an aggregate takes the weakest of its parts.
enum class Design { census_attempt, srs, systematic, convenience };
constexpr std::string_view name(Design design)
{
    constexpr std::string_view names[]{"census_attempt", "srs", "systematic", "convenience"};
    return names[static_cast<int>(design)];
}
constexpr Design weakest(Design a, Design b) { return a < b ? b : a; }

// ST-29: on when describing this year's residents, off when asking whether two places differ for a reason.
enum class FiniteCorrection { on, off };
// ST-31: what to do with a stratum of which one unit answered and more exist.
enum class LonelyRule { fail, certainty, adjust };
constexpr std::string_view name(LonelyRule rule)
{
    constexpr std::string_view names[]{"fail", "certainty", "adjust"};
    return names[static_cast<int>(rule)];
}

// Names as on the command line and the wire.
enum class Method { automatic, hypergeometric, wilson, korn_graubard, xlogit, wald, woodruff, beta_binomial };
constexpr std::string_view name(Method method)
{
    constexpr std::string_view names[]{"auto",   "hypergeometric", "wilson",   "korn-graubard",
                                       "xlogit", "wald",           "woodruff", "beta-binomial"};
    return names[static_cast<int>(method)];
}

struct Flags {
    bool insufficient = false;         // ST-45
    bool boundary = false;             // ST-39
    bool lonely_psu = false;           // ST-31
    bool over_coverage = false;        // ST-3
    bool review = false;               // ST-45: fewer than 8 degrees of freedom
    bool model_based = false;          // ST-66: predicted from areas like it; the direct estimate stands beside it
    bool no_model_uncertainty = false; // ST-65: the model's own error is not included yet
    std::string text() const           // in the order of ST-93, joined with ';'
    {
        std::string out;
        auto const add = [&](bool set, char const* word) {
            if (set) out += (out.empty() ? "" : ";") + std::string{word};
        };
        add(insufficient, "insufficient");
        add(boundary, "boundary");
        add(lonely_psu, "lonely-psu");
        add(over_coverage, "coverage>100%");
        return out;
    }
};

// ST-10. No function on the way to a page takes the bare value out of it.
struct Estimate {
    double value = kUndefined;
    double se = kUndefined;
    double lower = kUndefined;
    double upper = kUndefined;
    double level = 0.95;
    Method method = Method::automatic;
    double df = 0;
    double deff = kUndefined;
    std::int64_t n = 0;             // records with a valid answer in the domain
    std::int64_t n_psu = 0;         // households among them
    double population = kUndefined; // N, or its estimate where the register does not know it
    double f = 0;                   // share of the population that answered
    Design design = Design::convenience;
    FiniteCorrection fpc = FiniteCorrection::on;
    LonelyRule lonely = LonelyRule::adjust;
    Flags flags;
    std::string definition;        // which answers count as yes (ST-8)
    std::string data_date;         // of the answers
    std::int64_t cube_version = 0; // change number of the cube it was read from
};

struct Interval {
    double lower = kUndefined;
    double upper = kUndefined;
};

} // namespace lilong::analysis
