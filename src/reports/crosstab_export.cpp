#include "reports/crosstab_export.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/csv.h"

namespace lilong::reports
{

namespace
{

// The words of the sheet, Chinese and English.
class Words
{
public:
    explicit Words(ExportLabels const& labels) : labels_(labels), english_(labels.language == Language::en) {}

    std::string pick(char const* zh, char const* en) const { return english_ ? en : zh; }
    std::string of(std::string const& zh, std::string const& en) const { return english_ && !en.empty() ? en : zh; }

    std::string area(std::string const& id) const
    {
        auto const parsed = AreaId::parse(id);
        auto const found = parsed ? labels_.tree->find(*parsed) : std::nullopt;
        return found ? of(found->zh, found->en) : id;
    }
    std::string dimension(Dimension dimension) const
    {
        switch (dimension) {
        case Dimension::item:
            return pick("需求", "need");
        case Dimension::group:
            return pick("人群", "group");
        case Dimension::area:
            return pick("范围", "area");
        case Dimension::estate_type:
            return pick("小区类型", "kind of estate");
        case Dimension::decade:
            return pick("建成年代", "decade of building");
        case Dimension::round:
            return pick("轮次", "round");
        }
        return {};
    }
    std::string item(std::string const& key) const
    {
        auto const* found = labels_.taxonomy->need_item(key);
        return found ? of(found->zh, found->en) : key;
    }
    std::string group(std::string const& key) const
    {
        auto const* found = labels_.taxonomy->group(key);
        return found ? of(found->zh, found->en) : key;
    }
    std::string key(Dimension dimension, std::string const& key, CrosstabAnswer const& answer) const
    {
        switch (dimension) {
        case Dimension::item:
            return item(key);
        case Dimension::group:
            return group(key);
        case Dimension::area:
            return area(key);
        case Dimension::round:
            return round(key, answer);
        case Dimension::decade:
            return pick("", "") + key + pick(" 年代", "s");
        case Dimension::estate_type:
            return key;
        }
        return key;
    }
    std::string verdict(CellVerdict verdict) const
    {
        switch (verdict) {
        case CellVerdict::above:
            return pick("▲ 确实更高", "▲ really higher");
        case CellVerdict::below:
            return pick("▼ 确实更低", "▼ really lower");
        case CellVerdict::alike:
            return pick("看不出差别", "no difference seen");
        case CellVerdict::cannot_tell:
            return "";
        }
        return {};
    }

private:
    std::string round(std::string const& id, CrosstabAnswer const& answer) const
    {
        for (auto const& known : answer.rounds)
            if (known.id.text() == id) return of(known.title.zh, known.title.en);
        return id;
    }
    ExportLabels const& labels_;
    bool english_;
};

std::string filters_of(CrosstabAnswer const& answer, Words const& words)
{
    auto const& filter = answer.question.filter;
    std::vector<std::string> parts;
    if (filter.group) parts.push_back(words.dimension(Dimension::group) + ": " + words.group(*filter.group));
    if (filter.committee)
        parts.push_back(words.pick("居委会", "committee") + ": " + words.area(filter.committee->text()));
    if (filter.estate_type) parts.push_back(words.dimension(Dimension::estate_type) + ": " + *filter.estate_type);
    if (filter.built_from)
        parts.push_back(words.pick("建成不早于 ", "built from ") + std::to_string(*filter.built_from));
    if (filter.built_to) parts.push_back(words.pick("建成不晚于 ", "built until ") + std::to_string(*filter.built_to));
    if (parts.empty()) return words.pick("无", "none");
    std::string out;
    for (auto const& part : parts) out += (out.empty() ? "" : "; ") + part;
    return out;
}

struct Line {
    std::string row, column;
    ShownCell const* cell = nullptr;
};

std::vector<Line> lines_of(CrosstabAnswer const& answer, Words const& words)
{
    std::vector<Line> out;
    auto const label = [&](Dimension dimension, std::vector<std::string> const& keys, std::int32_t place) {
        return place < 0 ? words.pick("全部", "all")
                         : words.key(dimension, keys[static_cast<std::size_t>(place)], answer);
    };
    for (std::int32_t r = -1; r < static_cast<std::int32_t>(answer.rows.size()); ++r)
        for (std::int32_t c = -1; c < static_cast<std::int32_t>(answer.columns.size()); ++c)
            for (auto const& shown : answer.cells)
                if (shown.cell.row == r && shown.cell.column == c)
                    out.push_back({label(answer.question.rows, answer.rows, r),
                                   label(answer.question.columns, answer.columns, c), &shown});
    return out;
}

std::vector<std::string> heads(CrosstabAnswer const& answer, Words const& words)
{
    return {words.dimension(answer.question.rows),     words.dimension(answer.question.columns),
            words.pick("需要的比例", "share in need"), words.pick("标准误", "standard error"),
            words.pick("下限 95%", "lower 95 %"),      words.pick("上限 95%", "upper 95 %"),
            words.pick("回答数", "answers"),           words.pick("与其余相比", "against the rest")};
}

std::string hidden_words(Words const& words) { return words.pick("人数太少，不显示", "too few to show"); }

// S-3: what a spreadsheet would take for a formula begins with an apostrophe, in the workbook as in CSV.
std::string harmless(std::string const& text)
{
    auto const cell = csv_text_cell(text);
    if (cell.size() >= 2 && cell.front() == '"') { // undo the quotes of CSV, keep the apostrophe
        std::string out;
        for (std::size_t i = 1; i + 1 < cell.size(); ++i) {
            out += cell[i];
            if (cell[i] == '"') ++i;
        }
        return out;
    }
    return cell;
}

double rounded(double share) { return std::round(share * 1000) / 1000; }

} // namespace

std::vector<std::pair<std::string, std::string>> explanation(CrosstabAnswer const& answer, ExportLabels const& labels)
{
    Words const words{labels};
    std::vector<std::pair<std::string, std::string>> out{
        {words.pick("表", "Table"),
         words.dimension(answer.question.rows) + " × " + words.dimension(answer.question.columns)},
        {words.pick("范围", "Area"), words.area(answer.area.text())},
        {words.pick("轮次", "Round"), words.of(answer.round.title.zh, answer.round.title.en)},
        {words.pick("需求", "Need"), answer.question.item.empty() ? words.pick("见行或列", "see rows or columns")
                                                                  : words.item(answer.question.item)},
        {words.pick("筛选", "Filters"), filters_of(answer, words)},
        {words.pick("权重", "Weights"),
         words.pick("每个居委会按登记户数除以回答户数加权（N/n）",
                    "registered households by answering households of each committee (N/n)")},
        {words.pick("回答户数 n", "Households n"), std::to_string(answer.answered)},
        {words.pick("问卷版本", "Form version"), std::to_string(answer.round.questionnaire_version)},
        {words.pick("不显示的格子", "Cells not shown"), std::to_string(answer.hidden)},
        {words.pick("▲▼", "▲▼"), words.pick("与其余回答者的差别在错误发现率 5% 下成立",
                                            "the difference from all others holds at a false discovery rate of 5 %")},
        {words.pick("日期", "Date"), labels.day.text()},
        {words.pick("制表人", "Author"), labels.author}};
    return out;
}

Result<std::string> crosstab_xlsx(CrosstabAnswer const& answer, ExportLabels const& labels)
{
    Words const words{labels};
    auto path = (std::filesystem::temp_directory_path() / "lilong-crosstab-XXXXXX").string();
    auto const file = ::mkstemp(path.data());
    if (file < 0) return refuse(ErrorKind::failed, "reports.no_room_for_file");
    ::close(file);
    auto* book = workbook_new(path.c_str());
    auto* bold = workbook_add_format(book);
    format_set_bold(bold);
    auto* percent = workbook_add_format(book);
    format_set_num_format(percent, "0.0%");
    auto const text = [&](lxw_worksheet* sheet, std::size_t row, std::size_t column, std::string const& value,
                          lxw_format* format = nullptr) {
        worksheet_write_string(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                               harmless(value).c_str(), format);
    };
    auto* about = workbook_add_worksheet(book, words.pick("说明", "About").c_str());
    worksheet_set_column(about, 0, 0, 18, nullptr);
    worksheet_set_column(about, 1, 1, 80, nullptr);
    std::size_t row = 0;
    for (auto const& [label, value] : explanation(answer, labels)) {
        text(about, row, 0, label, bold);
        text(about, row++, 1, value);
    }
    auto* sheet = workbook_add_worksheet(book, words.pick("数据", "Table").c_str());
    worksheet_set_column(sheet, 0, 1, 24, nullptr);
    worksheet_set_column(sheet, 2, 7, 14, nullptr);
    auto const titles = heads(answer, words);
    for (std::size_t column = 0; column < titles.size(); ++column) text(sheet, 0, column, titles[column], bold);
    worksheet_freeze_panes(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
    row = 1;
    for (auto const& line : lines_of(answer, words)) {
        text(sheet, row, 0, line.row);
        text(sheet, row, 1, line.column);
        auto const& cell = line.cell->cell;
        auto const number = [&](lxw_col_t column, double value, lxw_format* format) {
            if (std::isfinite(value)) worksheet_write_number(sheet, static_cast<lxw_row_t>(row), column, value, format);
        };
        if (line.cell->figure) {
            number(2, rounded(cell.share.value), percent);
            number(3, rounded(cell.share.se), percent);
            number(4, rounded(cell.share.lower), percent);
            number(5, rounded(cell.share.upper), percent);
            number(6, static_cast<double>(line.cell->figure->base), nullptr);
            text(sheet, row, 7, words.verdict(cell.verdict));
        } else {
            text(sheet, row, 2, hidden_words(words));
        }
        ++row;
    }
    auto const failed = workbook_close(book);
    auto content = read_file(path);
    std::filesystem::remove(path);
    if (failed != LXW_NO_ERROR || !content) return refuse(ErrorKind::failed, "reports.no_room_for_file");
    return std::move(*content);
}

std::string crosstab_csv(CrosstabAnswer const& answer, ExportLabels const& labels)
{
    Words const words{labels};
    std::string out = "\xEF\xBB\xBF";
    for (auto const& [label, value] : explanation(answer, labels))
        out += csv_text_cell(label) + "," + csv_text_cell(value) + "\r\n";
    out += "\r\n";
    auto const titles = heads(answer, words);
    for (std::size_t i = 0; i < titles.size(); ++i) out += (i == 0 ? "" : ",") + csv_text_cell(titles[i]);
    out += "\r\n";
    for (auto const& line : lines_of(answer, words)) {
        out += csv_text_cell(line.row) + "," + csv_text_cell(line.column);
        auto const& cell = line.cell->cell;
        auto const number = [](double value) {
            return std::isfinite(value) ? fmt::format("{:.3f}", value) : std::string{};
        };
        if (line.cell->figure)
            out += fmt::format(",{},{},{},{},{},{}", number(cell.share.value), number(cell.share.se),
                               number(cell.share.lower), number(cell.share.upper), line.cell->figure->base,
                               csv_text_cell(words.verdict(cell.verdict)));
        else
            out += "," + csv_text_cell(hidden_words(words)) + ",,,,,";
        out += "\r\n";
    }
    return out;
}

} // namespace lilong::reports
