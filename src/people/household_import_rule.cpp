#include "people/household_import_rule.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "people/tag_rule.h"

namespace lilong::people
{

namespace
{

using areas::TableChecker;
using DoorKey = std::tuple<AreaId, std::string, std::string, int>;

class Reader
{
public:
    Reader(CsvTable const& table, std::vector<areas::Area> const& estates, Date today)
        : table_(table), checker_(table), estates_(estates), today_(today)
    {
    }

    HouseholdRows read()
    {
        for (auto const& row : table_.rows) read_row(row);
        for (auto& household : out_.households) check_whole(household);
        out_.errors = checker_.errors();
        return std::move(out_);
    }

private:
    void read_row(CsvRow const& row)
    {
        ImportedHousehold read{.row = row.number};
        read.estate = estate(row);
        read.building = checker_.needed_text(row, "building", 40);
        read.door = checker_.needed_text(row, "door", 40);
        read.number_at_door = static_cast<int>(checker_.whole(row, "household", 1, 20).value_or(1));
        if (auto const size = checker_.whole(row, "household_size", 1, 30)) read.size = static_cast<int>(*size);
        read.tenure = tenure(row);
        if (auto const cell = checker_.text(row, "tags"); !cell.empty())
            read.tags = tags(row, "tags", TagOf::household);
        auto resident = this->resident(row);
        auto const key = DoorKey{read.estate, read.building, read.door, read.number_at_door};
        auto const [place, fresh] = at_.emplace(key, out_.households.size());
        if (fresh) {
            out_.households.push_back(std::move(read));
            first_row_.push_back(&row);
        } else {
            join(out_.households[place->second], read, row);
        }
        if (resident) out_.households[place->second].residents.push_back(std::move(*resident));
    }

    AreaId estate(CsvRow const& row)
    {
        auto const value = checker_.needed_text(row, "estate", 100);
        for (auto const& estate : estates_)
            if (estate.code == value || estate.zh == value || estate.en == value) return estate.id;
        if (!value.empty()) checker_.wrong(row, "estate", "people.estate_unknown", {{"estate", value}});
        return {};
    }

    std::optional<Tenure> tenure(CsvRow const& row)
    {
        auto const value = checker_.text(row, "tenure");
        if (value.empty()) return std::nullopt;
        if (value == "自住" || value == "业主") return Tenure::owner;
        if (value == "租住" || value == "租户") return Tenure::tenant;
        auto const known = tenure_of(value);
        if (!known) checker_.wrong(row, "tenure", "areas.word_unknown", {{"word", value}});
        return known;
    }

    Tags tags(CsvRow const& row, std::string_view column, TagOf of)
    {
        auto cell = read_tags(checker_.text(row, column), of);
        for (auto const& word : cell.unknown) checker_.wrong(row, column, "people.tag_unknown", {{"tag", word}});
        return std::move(cell.tags);
    }

    std::optional<Resident> resident(CsvRow const& row)
    {
        auto const empty = [&](std::string_view column) { return checker_.text(row, column).empty(); };
        if (empty("birth_year") && empty("sex") && empty("resident_tags")) return std::nullopt;
        Resident out;
        if (auto const year = checker_.whole(row, "birth_year", today_.year() - 125, today_.year()))
            out.birth_year = static_cast<int>(*year);
        auto const sex = checker_.text(row, "sex");
        out.sex = sex == "女" ? Sex::female : sex == "男" ? Sex::male : sex_of(sex);
        if (!sex.empty() && !out.sex) checker_.wrong(row, "sex", "areas.word_unknown", {{"word", sex}});
        out.tags = tags(row, "resident_tags", TagOf::person);
        return out;
    }

    // A further row of the same household may leave its facts empty, but not contradict them.
    void join(ImportedHousehold& household, ImportedHousehold const& read, CsvRow const& row)
    {
        auto const take = [&](auto& known, auto const& given, std::string_view column) {
            if (!given) return;
            if (known && *known != *given)
                checker_.wrong(row, column, "people.household_rows_differ", {{"row", std::to_string(household.row)}});
            known = given;
        };
        take(household.size, read.size, "household_size");
        take(household.tenure, read.tenure, "tenure");
        take(household.tags, read.tags, "tags");
    }

    void check_whole(ImportedHousehold& household)
    {
        auto const& row = *first_row_[static_cast<std::size_t>(&household - out_.households.data())];
        auto const living = static_cast<int>(household.residents.size());
        if (!household.size && checker_.text(row, "household_size").empty()) {
            if (living == 0)
                checker_.wrong(row, "household_size", "areas.cell_empty");
            else
                household.size = living;
        } else if (household.size && living > *household.size) {
            checker_.wrong(row, "household_size", "people.more_residents_than_size",
                           {{"count", std::to_string(living)}});
        }
    }

    CsvTable const& table_;
    TableChecker checker_;
    std::vector<areas::Area> const& estates_;
    Date today_;
    HouseholdRows out_;
    std::vector<CsvRow const*> first_row_;
    std::map<DoorKey, std::size_t> at_;
};

} // namespace

std::vector<areas::ImportColumn> household_columns()
{
    return {{"estate", {"小区"}, true},
            {"building", {"楼栋", "楼号"}, true},
            {"door", {"户门", "室号", "门牌"}, true},
            {"household", {"同门第几户"}},
            {"household_size", {"家庭人数", "人数"}, true},
            {"tenure", {"居住方式"}},
            {"tags", {"家庭标签"}},
            {"birth_year", {"出生年份"}},
            {"sex", {"性别"}},
            {"resident_tags", {"个人标签"}}};
}

HouseholdRows read_household_rows(CsvTable const& table, std::vector<areas::Area> const& estates, Date today)
{
    return Reader{table, estates, today}.read();
}

} // namespace lilong::people
