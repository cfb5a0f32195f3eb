#include "analysis/analyse_command.h"

#include "analysis/analyse_data.h"
#include "analysis/analyse_options.h"
#include "analysis/analyse_report.h"
#include "analysis/analyse_rows.h"
#include "base/messages.h"

namespace lilong::analysis
{

namespace
{

Result<std::vector<AnalysisRow>> run(AnalyseOptions const& options)
{
    auto const data = TRY(AnalyseData::read(options));
    return estimate_rows(data);
}

// file:row:column: sentence, as far as the place is known
std::string with_place(Error const& error, AnalyseOptions const& options)
{
    auto const text = sentence(error, options.language);
    auto const fact = [&](char const* key) {
        auto const found = error.facts.find(key);
        return found == error.facts.end() ? std::string{} : found->second;
    };
    if (error.code == "analysis.lonely_stratum")
        return options.file + ":1" + (options.stratum.empty() ? "" : ":" + options.stratum) + ": " + text;
    auto place = fact("file").empty() ? options.file : fact("file");
    if (!fact("row").empty()) place += ":" + fact("row");
    if (!fact("column").empty()) place += ":" + fact("column");
    return place + ": " + text;
}

} // namespace

int analyse(std::vector<std::string> const& arguments, std::ostream& out, std::ostream& err)
{
    auto const language = language_of_arguments(arguments);
    auto const options = parse_analyse_options(arguments);
    if (!options) {
        err << "lilong analyse: " << sentence(options.error(), language) << '\n';
        return 2;
    }
    if (options->help) {
        out << sentence("analysis.help", {}, language);
        return 0;
    }
    auto const rows = run(*options);
    if (!rows) {
        err << with_place(rows.error(), *options) << '\n';
        return 3;
    }
    print_rows(*rows, *options, out);
    return 0;
}

} // namespace lilong::analysis
