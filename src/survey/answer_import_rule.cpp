#include "survey/answer_import_rule.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "survey/answer_rule.h"
#include "survey/codebook_rule.h"

namespace lilong::survey
{

namespace
{

// The words before an item's own column.
std::vector<areas::ImportColumn> fixed_columns()
{
    return {{"round", {"轮次", "调查轮次"}},    {"estate", {"小区"}},           {"building", {"楼栋", "楼号"}},
            {"door", {"户门", "室号", "门牌"}}, {"household", {"同门第几户"}},  {"household_id", {"户编号"}},
            {"person", {"第几人", "个人序号"}}, {"date", {"日期", "答题日期"}}, {"groups", {"人群"}},
            {"mode", {"方式", "采集方式"}}};
}

std::optional<Mode> mode_in_words(std::string const& text)
{
    static std::map<std::string, Mode, std::less<>> const words{{"入户", Mode::door_web},
                                                                {"电话", Mode::phone},
                                                                {"自填", Mode::self_web},
                                                                {"纸质", Mode::paper},
                                                                {"导入", Mode::import}};
    auto const found = words.find(text);
    return found != words.end() ? found->second : mode_of(text);
}

std::vector<std::string> words_in(std::string text)
{
    for (std::string_view const separator : {"、", ",", ";", ",", ";"})
        for (auto at = text.find(separator); at != std::string::npos; at = text.find(separator))
            text.replace(at, separator.size(), "|");
    std::vector<std::string> out;
    for (auto const part : split(text, '|'))
        if (!trimmed(part).empty()) out.emplace_back(trimmed(part));
    return out;
}

class Reader
{
public:
    Reader(CsvTable const& table, AnswerTable const& against) : table_(table), against_(against), checker_(table)
    {
        for (auto const& door : against.doors) {
            by_door_.emplace(door.door, &door);
            by_id_.emplace(door.household, &door);
        }
        for (auto const& item : against.codebook.items)
            if (table.column(item.name)) items_.push_back(&item);
    }

    AnswerRows read()
    {
        if (items_.empty()) {
            out_.errors.push_back({1, "", "", "survey.import_without_items", {}});
            return std::move(out_);
        }
        for (auto const& row : table_.rows) read_row(row);
        out_.errors = checker_.errors();
        return std::move(out_);
    }

private:
    void read_row(CsvRow const& row)
    {
        auto const* const door = this->door(row);
        Response response{.area = against_.area, .round = against_.round, .mode = mode(row)};
        response.person = person(row);
        response.answered_on = date(row);
        response.groups = groups(row, door);
        answers(row, response);
        if (!door) return;
        response.household = door->household;
        response.estate = door->estate;
        response.building = door->building;
        auto const key = std::pair{door->household, response.person};
        if (against_.answered.contains(key))
            checker_.wrong(row, "door", "survey.already_answered");
        else if (auto const [first, fresh] = seen_.emplace(key, row.number); !fresh)
            checker_.wrong(row, "door", "survey.import_household_twice", {{"row", std::to_string(first->second)}});
        out_.responses.push_back(std::move(response));
    }

    RegisteredDoor const* door(CsvRow const& row)
    {
        if (auto const text = checker_.text(row, "household_id"); !text.empty()) {
            auto const id = HouseholdId::parse(text);
            auto const found = id ? by_id_.find(*id) : by_id_.end();
            if (found != by_id_.end()) return found->second;
            checker_.wrong(row, "household_id", "survey.no_household");
            return nullptr;
        }
        return door_by_address(row);
    }

    RegisteredDoor const* door_by_address(CsvRow const& row)
    {
        auto const building = checker_.needed_text(row, "building", 100);
        auto const number = checker_.needed_text(row, "door", 40);
        auto const estate = checker_.text(row, "estate");
        auto const at_door = checker_.whole(row, "household", 1, 20);
        if (building.empty() || number.empty()) return nullptr;
        std::vector<RegisteredDoor const*> fitting;
        auto const is_named = [](std::vector<std::string> const& names, std::string const& name) {
            return std::ranges::find(names, name) != names.end();
        };
        auto const [begin, end] = by_door_.equal_range(number);
        for (auto at = begin; at != end; ++at)
            if (auto const* const door = at->second; is_named(door->building_names, building) &&
                                                     (estate.empty() || is_named(door->estate_names, estate)) &&
                                                     (!at_door || *at_door == door->number_at_door))
                fitting.push_back(door);
        if (fitting.size() == 1) return fitting[0];
        checker_.wrong(row, "door", fitting.empty() ? "survey.no_household" : "survey.import_which_household");
        return nullptr;
    }

    int person(CsvRow const& row)
    {
        if (against_.unit == Unit::household) {
            if (!checker_.text(row, "person").empty()) checker_.wrong(row, "person", "survey.no_person_asked");
            return 0;
        }
        auto const number = checker_.whole(row, "person", 1, 30);
        if (!number && checker_.text(row, "person").empty()) checker_.wrong(row, "person", "survey.person_missing");
        return static_cast<int>(number.value_or(0));
    }

    Date date(CsvRow const& row)
    {
        auto const text = checker_.text(row, "date");
        if (text.empty()) return against_.latest;
        auto const date = Date::parse(text);
        if (!date || *date < against_.opens_on || *date > against_.latest)
            checker_.wrong(row, "date", "survey.import_date_outside",
                           {{"from", against_.opens_on.text()}, {"to", against_.latest.text()}});
        return date.value_or(against_.latest);
    }

    Mode mode(CsvRow const& row)
    {
        auto const text = checker_.text(row, "mode");
        if (text.empty()) return Mode::import;
        auto const mode = mode_in_words(text);
        if (!mode) checker_.wrong(row, "mode", "areas.word_unknown", {{"word", text}});
        return mode.value_or(Mode::import);
    }

    // A table without this column leaves the groups to the register.
    GroupMask groups(CsvRow const& row, RegisteredDoor const* door)
    {
        if (!table_.column("groups")) return door ? door->groups : 0;
        GroupMask mask = 0;
        for (auto const& word : words_in(checker_.text(row, "groups"))) {
            auto const known = std::ranges::find_if(against_.groups, [&](areas::Group const& group) {
                return group.key == word || group.zh == word || group.en == word;
            });
            auto const bit = mask_of(against_.codebook, {known == against_.groups.end() ? word : known->key}, nullptr);
            if (bit == 0) checker_.wrong(row, "groups", "survey.group_unknown", {{"group", word}});
            mask |= bit;
        }
        return mask;
    }

    void answers(CsvRow const& row, Response& response)
    {
        Answers answers;
        for (auto const* const item : items_) {
            auto value = read_cell(against_.codebook, *item, checker_.text(row, item->name), response.groups);
            if (value)
                answers.emplace(item->name, std::move(*value));
            else
                checker_.wrong(row, item->name, value.error().code, value.error().facts);
        }
        auto stored = encode(against_.codebook, answers, response.groups);
        if (!stored) return; // a cell that reads as its item's type is stored; the faults stand in the checker
        response.coded = std::move(stored->coded);
        response.answers = std::move(stored->answers);
    }

    CsvTable const& table_;
    AnswerTable const& against_;
    areas::TableChecker checker_;
    std::vector<Item const*> items_;
    std::multimap<std::string, RegisteredDoor const*, std::less<>> by_door_;
    std::map<HouseholdId, RegisteredDoor const*> by_id_;
    std::map<std::pair<HouseholdId, int>, std::size_t> seen_;
    AnswerRows out_;
};

} // namespace

std::vector<areas::ImportColumn> answer_columns(Codebook const& codebook)
{
    auto columns = fixed_columns();
    for (auto const& item : codebook.items) {
        auto const taken = std::ranges::find(columns, item.name, &areas::ImportColumn::key) != columns.end();
        if (!taken) columns.push_back({item.name, {item.label.zh, item.label.en}});
    }
    return columns;
}

AnswerRows read_answer_rows(CsvTable const& table, AnswerTable const& against) { return Reader{table, against}.read(); }

} // namespace lilong::survey
