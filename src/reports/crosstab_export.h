// A crosstab to take away, as a workbook or as CSV (UI-61). What was asked, filtered, weighted, counted, when and by
// whom stands first; text from people is text and never a formula (S-3).
#pragma once

#include <functional>
#include <string>

#include "areas/taxonomy.h"
#include "base/text.h"
#include "reports/crosstab_service.h"

namespace lilong::reports
{

struct ExportLabels {
    areas::AreaTree const* tree = nullptr;
    areas::Taxonomy const* taxonomy = nullptr;
    Language language = Language::zh_cn;
    std::string author;
    Date day;
};

// Lines of label and value: what the first sheet says.
std::vector<std::pair<std::string, std::string>> explanation(CrosstabAnswer const& answer, ExportLabels const& labels);
Result<std::string> crosstab_xlsx(CrosstabAnswer const& answer, ExportLabels const& labels);
std::string crosstab_csv(CrosstabAnswer const& answer, ExportLabels const& labels);

} // namespace lilong::reports
