#include "analysis/analyse_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <map>

namespace lilong::analysis
{

namespace
{

Refusal usage(std::string code, Facts facts = {})
{
    return refuse(ErrorKind::bad_input, std::move(code), std::move(facts));
}

std::vector<std::string> comma_list(std::string const& text)
{
    std::vector<std::string> out;
    for (auto part : split(text, ','))
        if (auto const word = trimmed(part); !word.empty()) out.emplace_back(word);
    return out;
}

template <typename T>
Result<T> one_of(std::string const& option, std::string const& text,
                 std::vector<std::pair<std::string, T>> const& words)
{
    std::string known;
    for (auto const& [word, value] : words) {
        if (word == text) return value;
        known += (known.empty() ? "" : ", ") + word;
    }
    return usage("analysis.usage_unknown_word", {{"option", option}, {"word", text}, {"known", known}});
}

// What CLI11 reads, before it means anything.
struct Raw {
    bool help = false;
    std::vector<std::string> files;
    std::map<std::string, std::string> given; // option → text
    bool has(std::string const& option) const { return given.contains(option); }
    std::string text(std::string const& option, std::string const& otherwise = {}) const
    {
        auto const found = given.find(option);
        return found == given.end() ? otherwise : found->second;
    }
};

constexpr std::array kOptions{"--variable", "--estimator", "--denominator", "--probs",         "--by",       "--weight",
                              "--stratum",  "--psu",       "--population",  "--lonely-psu",    "--interval", "--level",
                              "--value",    "--missing",   "--chisq",       "--post-stratify", "--rake",     "--wave",
                              "--waves",    "--household", "--format",      "--lang"};

Result<Raw> read_arguments(std::vector<std::string> const& arguments)
{
    Raw raw;
    CLI::App app{"lilong analyse"};
    app.set_help_flag();
    app.add_flag("--help,-h", raw.help);
    app.add_option("data", raw.files)->expected(0, -1);
    std::map<std::string, std::string> texts;
    for (auto const* option : kOptions) app.add_option(option, texts[option])->expected(1);
    auto reversed = std::vector<std::string>(arguments.rbegin(), arguments.rend()); // CLI11 reads from the back
    try {
        app.parse(reversed);
    } catch (CLI::ParseError const& error) {
        if (raw.help) return raw;
        return usage("analysis.usage_not_understood", {{"detail", error.what()}});
    }
    for (auto const* option : kOptions)
        if (app.count(option) > 0) raw.given[option] = texts[option];
    return raw;
}

Result<std::pair<std::string, std::string>> two_words(std::string const& option, std::string const& text)
{
    auto words = comma_list(text);
    if (words.size() != 2 || words[0] == words[1]) return usage("analysis.usage_needs_two", {{"option", option}});
    return std::pair{words[0], words[1]};
}

Result<void> read_words(Raw const& raw, AnalyseOptions& out)
{
    out.estimator = TRY((one_of<Estimator>("--estimator", raw.text("--estimator", "proportion"),
                                           {{"proportion", Estimator::proportion},
                                            {"mean", Estimator::mean},
                                            {"total", Estimator::total},
                                            {"ratio", Estimator::ratio},
                                            {"quantile", Estimator::quantile}})));
    out.lonely = TRY((one_of<LonelyRule>(
        "--lonely-psu", raw.text("--lonely-psu", "fail"),
        {{"fail", LonelyRule::fail}, {"certainty", LonelyRule::certainty}, {"adjust", LonelyRule::adjust}})));
    out.interval = TRY((one_of<Method>("--interval", raw.text("--interval", "auto"),
                                       {{"auto", Method::automatic},
                                        {"hypergeometric", Method::hypergeometric},
                                        {"wilson", Method::wilson},
                                        {"korn-graubard", Method::korn_graubard},
                                        {"xlogit", Method::xlogit},
                                        {"wald", Method::wald}})));
    out.format = TRY((one_of<OutputFormat>(
        "--format", raw.text("--format", "table"),
        {{"table", OutputFormat::table}, {"csv", OutputFormat::csv}, {"json", OutputFormat::json}})));
    out.language = TRY(
        (one_of<Language>("--lang", raw.text("--lang", "zh-CN"), {{"zh-CN", Language::zh_cn}, {"en", Language::en}})));
    return {};
}

Result<void> read_numbers(Raw const& raw, AnalyseOptions& out)
{
    auto const level = decimal_number(raw.text("--level", "0.95"));
    if (!level || !(*level > 0 && *level < 1)) return usage("analysis.usage_level", {{"level", raw.text("--level")}});
    out.level = *level;
    if (!raw.has("--probs")) return {};
    out.probs = comma_list(raw.text("--probs"));
    for (auto const& text : out.probs) {
        auto const q = decimal_number(text);
        if (!q || !(*q >= 0 && *q <= 1)) return usage("analysis.usage_probs", {{"probs", text}});
    }
    if (out.probs.empty()) return usage("analysis.usage_probs", {{"probs", raw.text("--probs")}});
    return {};
}

Result<void> read_columns(Raw const& raw, AnalyseOptions& out)
{
    out.variables = comma_list(raw.text("--variable"));
    out.by = comma_list(raw.text("--by"));
    out.missing = comma_list(raw.text("--missing"));
    out.denominator = raw.text("--denominator");
    out.weight = raw.text("--weight");
    out.stratum = raw.text("--stratum");
    out.psu = raw.text("--psu");
    out.population = raw.text("--population");
    out.wave = raw.text("--wave");
    out.household = raw.text("--household");
    if (raw.has("--value")) out.value = raw.text("--value");
    if (raw.has("--chisq")) out.chisq = TRY(two_words("--chisq", raw.text("--chisq")));
    if (raw.has("--waves")) out.waves = TRY(two_words("--waves", raw.text("--waves")));
    out.rake = comma_list(raw.text("--rake"));
    if (raw.has("--post-stratify")) {
        auto const text = raw.text("--post-stratify");
        auto const equals = text.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
            return usage("analysis.usage_post_stratify");
        out.post_stratify = std::pair{text.substr(0, equals), text.substr(equals + 1)};
    }
    return {};
}

Refusal contradiction(std::string one, std::string other)
{
    return usage("analysis.usage_not_together", {{"one", std::move(one)}, {"other", std::move(other)}});
}

Refusal needs(std::string one, std::string other)
{
    return usage("analysis.usage_needs", {{"one", std::move(one)}, {"other", std::move(other)}});
}

Result<void> check_waves(AnalyseOptions const& o)
{
    auto const any = !o.wave.empty() || o.waves || !o.household.empty();
    if (!any) return {};
    if (o.wave.empty()) return needs(o.waves ? "--waves" : "--household", "--wave");
    if (!o.waves) return needs("--wave", "--waves");
    if (o.household.empty()) return needs("--wave", "--household");
    if (!o.psu.empty() && o.psu != o.household) return contradiction("--wave", "--psu");
    if (o.estimator == Estimator::quantile) return contradiction("--wave", "--estimator quantile");
    if (o.chisq) return contradiction("--wave", "--chisq");
    if (o.post_stratify) return contradiction("--wave", "--post-stratify");
    if (!o.rake.empty()) return contradiction("--wave", "--rake");
    return {};
}

Result<void> check(Raw const& raw, AnalyseOptions const& o)
{
    if (raw.files.size() != 1) return usage("analysis.usage_one_file");
    if (o.variables.empty() && !o.chisq) return needs("analyse", "--variable");
    if (o.estimator == Estimator::ratio && o.denominator.empty()) return needs("--estimator ratio", "--denominator");
    if (o.estimator != Estimator::ratio && !o.denominator.empty()) return needs("--denominator", "--estimator ratio");
    if (raw.has("--probs") && o.estimator != Estimator::quantile) return needs("--probs", "--estimator quantile");
    if (o.value && (o.estimator == Estimator::ratio || o.estimator == Estimator::quantile))
        return contradiction("--value", "--estimator " + raw.text("--estimator"));
    auto const plain =
        o.interval == Method::automatic || (o.interval == Method::wald && o.estimator != Estimator::quantile);
    if (o.estimator != Estimator::proportion && !plain)
        return contradiction("--interval " + std::string{name(o.interval)}, "--estimator " + raw.text("--estimator"));
    if (o.chisq && !o.by.empty()) return contradiction("--chisq", "--by");
    if (o.chisq && o.post_stratify) return contradiction("--chisq", "--post-stratify");
    if (o.chisq && !o.rake.empty()) return contradiction("--chisq", "--rake");
    if (o.post_stratify && !o.rake.empty()) return contradiction("--post-stratify", "--rake");
    return check_waves(o);
}

} // namespace

Language language_of_arguments(std::vector<std::string> const& arguments)
{
    for (std::size_t i = 0; i < arguments.size(); ++i)
        if (arguments[i] == "--lang=en" ||
            (arguments[i] == "--lang" && i + 1 < arguments.size() && arguments[i + 1] == "en"))
            return Language::en;
    return Language::zh_cn;
}

Result<AnalyseOptions> parse_analyse_options(std::vector<std::string> const& arguments)
{
    auto const raw = TRY(read_arguments(arguments));
    AnalyseOptions out;
    out.language = language_of_arguments(arguments);
    out.help = raw.help;
    if (raw.help) return out;
    TRY(read_words(raw, out));
    TRY(read_numbers(raw, out));
    TRY(read_columns(raw, out));
    TRY(check(raw, out));
    out.file = raw.files.front();
    return out;
}

} // namespace lilong::analysis
