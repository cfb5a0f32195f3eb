#include "survey/codebook_rule.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace lilong::survey
{

namespace
{

bool good_name(std::string_view name)
{
    if (name.empty() || name.size() > 64 || (name[0] >= '0' && name[0] <= '9')) return false;
    return std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
}

class Check
{
public:
    explicit Check(Codebook const& codebook) : codebook_(codebook) {}

    std::vector<FieldError> faults()
    {
        groups();
        lists();
        if (codebook_.items.empty()) add("/items", "survey.codebook_empty");
        if (codebook_.items.size() > kMostItems) add("/items", "survey.codebook_too_long");
        for (std::size_t n = 0; n < codebook_.items.size(); ++n)
            item(codebook_.items[n], "/items/" + std::to_string(n));
        return std::move(faults_);
    }

private:
    void add(std::string pointer, std::string code, std::string const& what = {})
    {
        faults_.push_back({std::move(pointer), std::move(code), what.empty() ? Facts{} : Facts{{"name", what}}});
    }
    void groups()
    {
        if (codebook_.groups.size() > kMostGroups) add("/groups", "survey.codebook_too_many_groups");
        std::set<std::string_view> seen;
        for (auto const& group : codebook_.groups)
            if (!good_name(group) || group == kAllGroups || !seen.insert(group).second)
                add("/groups", "survey.codebook_name_wrong", group);
    }
    void lists()
    {
        std::set<std::string_view> seen;
        for (auto const& list : codebook_.lists) {
            auto const pointer = "/lists/" + list.name;
            if (!good_name(list.name) || !seen.insert(list.name).second)
                add(pointer, "survey.codebook_name_wrong", list.name);
            if (list.options.empty() || list.options.size() > kMostOptions)
                add(pointer, "survey.codebook_list_length", list.name);
            std::set<std::string_view> names;
            for (auto const& option : list.options) {
                if (!good_name(option.name) || !names.insert(option.name).second)
                    add(pointer, "survey.codebook_name_wrong", option.name);
                if (option.label.zh.empty()) add(pointer, "survey.codebook_label_missing", option.name);
            }
        }
    }
    void item(Item const& item, std::string const& pointer)
    {
        if (!good_name(item.name) || !names_.insert(item.name).second)
            add(pointer + "/name", "survey.codebook_name_wrong", item.name);
        if (item.label.zh.empty()) add(pointer + "/label", "survey.codebook_label_missing", item.name);
        if (item.type == ItemType::choice && !codebook_.list(item.list))
            add(pointer + "/list", "survey.codebook_list_unknown", item.list.empty() ? item.name : item.list);
        if (!item.asked_of.empty() && std::ranges::find(codebook_.groups, item.asked_of) == codebook_.groups.end())
            add(pointer + "/asked_of", "survey.codebook_group_unknown", item.asked_of);
        if (item.sensitivity != Sensitivity::ordinary && trimmed(item.purpose).empty())
            add(pointer + "/purpose", "survey.codebook_purpose_missing", item.name);
    }

    Codebook const& codebook_;
    std::set<std::string_view> names_;
    std::vector<FieldError> faults_;
};

} // namespace

Result<Codebook> checked(Codebook codebook)
{
    if (auto faults = Check{codebook}.faults(); !faults.empty())
        return refuse(ErrorKind::bad_input, "survey.codebook_wrong", {{"count", std::to_string(faults.size())}},
                      std::move(faults));
    int place = 0;
    for (auto& item : codebook.items) item.place = item.type == ItemType::choice ? ++place : 0;
    return codebook;
}

std::vector<FieldError> remarks_before_opening(Codebook const& codebook)
{
    std::vector<FieldError> out;
    for (std::size_t n = 0; n < codebook.items.size(); ++n) {
        auto const& item = codebook.items[n];
        if (item.required && trimmed(item.purpose).empty())
            out.push_back(
                {"/items/" + std::to_string(n) + "/purpose", "survey.codebook_purpose_missing", {{"name", item.name}}});
    }
    auto const asked = std::ranges::count_if(codebook.items, [](Item const& item) { return item.asked_of.empty(); });
    if (static_cast<std::size_t>(asked) > kMostAskedOfAll)
        out.push_back({"/items", "survey.codebook_long", {{"count", std::to_string(asked)}}});
    return out;
}

GroupMask mask_of(Codebook const& codebook, std::vector<std::string> const& groups, std::vector<std::string>* unknown)
{
    GroupMask mask = 0;
    for (auto const& group : groups) {
        auto const found = std::ranges::find(codebook.groups, group);
        if (found != codebook.groups.end())
            mask |= GroupMask{1} << (found - codebook.groups.begin());
        else if (unknown)
            unknown->push_back(group);
    }
    return mask;
}

std::vector<std::string> groups_of(Codebook const& codebook, GroupMask mask)
{
    std::vector<std::string> out;
    for (std::size_t n = 0; n < codebook.groups.size(); ++n)
        if (mask >> n & 1U) out.push_back(codebook.groups[n]);
    return out;
}

bool asked_of(Codebook const& codebook, Item const& item, GroupMask groups)
{
    return item.asked_of.empty() || (mask_of(codebook, {item.asked_of}, nullptr) & groups) != 0;
}

} // namespace lilong::survey
