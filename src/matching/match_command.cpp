#include "matching/match_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>

#include "base/csv.h"
#include "base/messages.h"
#include "base/resource.h"
#include "matching/dimacs_rule.h"
#include "matching/match_report.h"
#include "matching/outcome_rule.h"
#include "matching/problem_reader.h"

namespace lilong::matching
{

namespace
{

enum Exit { ok = 0, failure = 1, usage = 2, bad_data = 3, refused_by_rule = 4 };

struct Options {
    std::string needs, resources, pins, taxonomy, on, matches, unmet, explain, dimacs, lang;
    std::string objective = "weighted", fair_by = "committee", format = "table";
    int min_overlap = 30;
    unsigned threads = 1;
    bool free_categories = false;

    Language language() const
    {
        if (!lang.empty()) return language_of(lang);
        for (auto const* variable : {"LC_ALL", "LANG"})
            if (auto const* value = std::getenv(variable); value && *value) return language_of(value);
        return Language::zh_cn;
    }
    Format output() const { return format == "json" ? Format::json : format == "csv" ? Format::csv : Format::table; }
};

void declare(CLI::App& app, Options& options)
{
    app.add_option("--needs", options.needs, "CSV of needs")->required();
    app.add_option("--resources", options.resources, "CSV of resources")->required();
    app.add_option("--pins", options.pins, "CSV of agreed matches that stay");
    app.add_option("--objective", options.objective, "weighted")->check(CLI::IsMember({"weighted", "fair"}));
    app.add_option("--fair-by", options.fair_by, "committee, sub_district or committee_category; belongs to fair")
        ->check(CLI::IsMember({"committee", "sub_district", "committee_category"}));
    app.add_option("--min-overlap", options.min_overlap, "common minutes a session needs")->check(CLI::Range(1, 1440));
    auto* taxonomy = app.add_option("--taxonomy", options.taxonomy, "CSV of categories instead of the built-in one");
    app.add_flag("--free-categories", options.free_categories, "take any category, matched by equality")
        ->excludes(taxonomy);
    app.add_option("--on", options.on, "day that decides expiry, e.g. 2026-05-08");
    app.add_option("--threads", options.threads, "threads to solve with")->check(CLI::Range(1, 256));
    app.add_option("--matches", options.matches, "write the matches here");
    app.add_option("--unmet", options.unmet, "write the unmet needs here");
    app.add_option("--explain", options.explain, "print the offers of one need with their clauses instead");
    app.add_option("--export-dimacs", options.dimacs, "write the flow for another solver");
    app.add_option("--format", options.format, "table, csv or json")->check(CLI::IsMember({"table", "csv", "json"}));
    app.add_option("--lang", options.lang, "zh-CN or en")->check(CLI::IsMember({"zh-CN", "en"}));
    app.footer("Example: lilong match --needs needs.csv --resources resources.csv --on 2026-05-08 --format json");
}

Result<Problem> read_problem(Options const& options, std::ostream& err)
{
    Taxonomy taxonomy;
    if (options.free_categories) {
        taxonomy.free = true;
    } else {
        auto const name = options.taxonomy.empty() ? std::string{"data/taxonomy.csv"} : options.taxonomy;
        auto const table = TRY(options.taxonomy.empty() ? parse_csv(resource(name), name) : read_csv_file(name));
        taxonomy = TRY(read_taxonomy(table, name));
    }
    ProblemReader reader{std::move(taxonomy)};
    auto needs = TRY(read_csv_file(options.needs));
    auto offers = TRY(read_csv_file(options.resources));
    reader.needs({options.needs, std::move(needs)});
    reader.offers({options.resources, std::move(offers)});
    if (!options.pins.empty()) {
        auto pins = TRY(read_csv_file(options.pins));
        reader.pins({options.pins, std::move(pins)});
    }
    auto problem = TRY(reader.problem());
    for (auto const& warning : reader.warnings())
        err << sentence(warning.code, warning.facts, options.language()) << "\n";
    problem.settings.min_overlap_minutes = options.min_overlap;
    problem.settings.threads = options.threads;
    return problem;
}

int tell(Error const& error, Options const& options, std::ostream& err)
{
    auto const language = options.language();
    for (auto const& field : error.fields)
        err << field.pointer << ": " << sentence(field.code, field.facts, language) << "\n";
    if (error.fields.empty() || error.code == "matching.bad_data") err << sentence(error, language) << "\n";
    return error.kind == ErrorKind::limit_reached ? refused_by_rule
           : error.kind == ErrorKind::bad_input   ? bad_data
                                                  : failure;
}

Result<void> write_file(std::string const& path, std::string const& text)
{
    std::ofstream file{path, std::ios::binary};
    file << text;
    file.close();
    if (!file) return refuse(ErrorKind::failed, "matching.file_not_written", {{"file", path}});
    return {};
}

// A given file takes its table off stdout; files are CSV unless JSON is asked for.
Result<void> write_tables(Options const& options, Problem const& problem, Outcome const& outcome, std::ostream& out)
{
    auto const in_file = Format::csv;
    if (!options.matches.empty()) TRY(write_file(options.matches, matches_text(problem, outcome, in_file)));
    if (!options.unmet.empty()) TRY(write_file(options.unmet, unmet_text(problem, outcome, in_file)));
    if (options.output() == Format::json) {
        if (options.matches.empty() && options.unmet.empty()) out << json_text(problem, outcome);
        return {};
    }
    if (options.matches.empty()) out << matches_text(problem, outcome, options.output());
    if (options.matches.empty() && options.unmet.empty()) out << (options.output() == Format::csv ? "\r\n" : "\n");
    if (options.unmet.empty()) out << unmet_text(problem, outcome, options.output());
    return {};
}

int run(Options const& options, std::ostream& out, std::ostream& err)
{
    auto problem = read_problem(options, err);
    if (!problem) return tell(problem.error(), options, err);
    if (!options.on.empty()) problem->settings.on = Date::parse(options.on);

    auto const begin = std::chrono::steady_clock::now();
    auto const outcome = run_matching(*problem);
    auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    if (!outcome) return tell(outcome.error(), options, err);

    auto const need = std::ranges::lower_bound(problem->needs, options.explain, {}, &NeedPoint::id);
    if (!options.explain.empty() && (need == problem->needs.end() || need->id != options.explain)) {
        err << sentence("matching.need_unknown", {{"need", options.explain}}, options.language()) << "\n";
        return usage;
    }
    if (!options.dimacs.empty())
        if (auto written = write_file(options.dimacs, dimacs_text(*problem, outcome->allocation)); !written)
            return tell(written.error(), options, err);
    if (!options.explain.empty())
        out << need_explained(*problem, *outcome, static_cast<std::size_t>(need - problem->needs.begin()),
                              options.output());
    else if (auto written = write_tables(options, *problem, *outcome, out); !written)
        return tell(written.error(), options, err);
    err << summary_text(*problem, *outcome) << fmt::format("  {} ms\n", took.count());
    return ok;
}

} // namespace

int match(std::vector<std::string> const& arguments, std::ostream& out, std::ostream& err)
{
    Options options;
    CLI::App app{"Match needs to resources, with a reason for each match and a cause for each head left",
                 "lilong match"};
    declare(app, options);
    try {
        std::vector<std::string> reversed{arguments.rbegin(), arguments.rend()}; // CLI11 takes them from the back
        app.parse(reversed);
    } catch (CLI::CallForHelp const&) {
        out << app.help();
        return ok;
    } catch (CLI::ParseError const& error) {
        err << error.what() << "\n" << sentence("matching.usage", {}, options.language()) << "\n";
        return usage;
    }
    auto const complain = [&](std::string const& code) {
        err << sentence(code, {}, options.language()) << "\n";
        return usage;
    };
    if (options.objective == "fair") return complain("matching.fair_not_offered");
    if (!options.on.empty() && !Date::parse(options.on)) return complain("matching.day_not_readable");
    return run(options, out, err);
}

} // namespace lilong::matching
