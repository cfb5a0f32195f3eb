#include "survey/codebook_json.h"

#include <nlohmann/json.hpp>

#include "survey/codebook_rule.h"

namespace lilong::survey
{

using nlohmann::json;

namespace
{

Refusal wrong(std::string pointer)
{
    return refuse(ErrorKind::bad_input, "survey.codebook_wrong", {{"count", "1"}},
                  {{std::move(pointer), "survey.codebook_not_readable", {}}});
}

std::string text_at(json const& object, char const* name)
{
    auto const found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

Names names_at(json const& object, char const* name)
{
    auto const found = object.find(name);
    if (found == object.end() || !found->is_object()) return {};
    return {text_at(*found, "zh"), text_at(*found, "en")};
}

bool flag_at(json const& object, char const* name)
{
    auto const found = object.find(name);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

json option_json(Option const& option)
{
    json out{{"name", option.name}, {"label", to_json(option.label)}};
    if (option.does_not_know) out["does_not_know"] = true;
    return out;
}

json item_json(Item const& item)
{
    json out{{"name", item.name},
             {"type", name(item.type)},
             {"label", to_json(item.label)},
             {"required", item.required},
             {"sensitivity", name(item.sensitivity)}};
    auto const add = [&](char const* member, std::string const& text) {
        if (!text.empty()) out[member] = text;
    };
    add("list", item.list);
    add("asked_of", item.asked_of);
    add("relevance", item.relevance);
    add("purpose", item.purpose);
    add("need_item", item.need_item);
    if (item.place > 0) out["place"] = item.place;
    return out;
}

Result<ValueList> list_of(json const& entry, std::string const& pointer)
{
    if (!entry.is_object() || !entry.contains("options") || !entry["options"].is_array()) return wrong(pointer);
    ValueList list{text_at(entry, "name"), {}};
    for (auto const& option : entry["options"]) {
        if (!option.is_object()) return wrong(pointer);
        list.options.push_back({text_at(option, "name"), names_at(option, "label"), flag_at(option, "does_not_know")});
    }
    return list;
}

Result<Item> item_of(json const& entry, std::string const& pointer)
{
    if (!entry.is_object()) return wrong(pointer);
    auto const type = item_type_of(text_at(entry, "type"));
    auto const sensitivity = sensitivity_of(entry.contains("sensitivity") ? text_at(entry, "sensitivity") : "ordinary");
    if (!type) return wrong(pointer + "/type");
    if (!sensitivity) return wrong(pointer + "/sensitivity");
    return Item{.name = text_at(entry, "name"),
                .type = *type,
                .label = names_at(entry, "label"),
                .list = text_at(entry, "list"),
                .asked_of = text_at(entry, "asked_of"),
                .relevance = text_at(entry, "relevance"),
                .required = flag_at(entry, "required"),
                .purpose = text_at(entry, "purpose"),
                .need_item = text_at(entry, "need_item"),
                .sensitivity = *sensitivity,
                .place = 0};
}

struct ToJson {
    json operator()(Empty empty) const { return empty == Empty::refused ? json{{"refused", true}} : json(nullptr); }
    json operator()(Date date) const { return date.text(); }
    template <typename T>
    json operator()(T const& value) const
    {
        return value;
    }
};

std::optional<AnswerValue> answer_of(Codebook const& codebook, Item const& item, json const& value)
{
    if (value.is_null()) return Empty::no_answer;
    if (value.is_object()) {
        if (value.size() == 1 && flag_at(value, "refused")) return Empty::refused;
        return std::nullopt;
    }
    if (item.type == ItemType::choice && value.is_number_integer()) {
        auto const& options = codebook.list_of(item).options;
        auto const n = value.get<std::int64_t>();
        if (n < 1 || n > static_cast<std::int64_t>(options.size())) return std::nullopt;
        return options[static_cast<std::size_t>(n - 1)].name;
    }
    if (value.is_string()) {
        if (item.type != ItemType::date) return value.get<std::string>();
        if (auto const date = Date::parse(value.get<std::string>())) return *date;
        return std::nullopt;
    }
    if (value.is_boolean()) return value.get<bool>();
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (value.is_number()) return value.get<double>();
    return std::nullopt;
}

} // namespace

json to_json(Names const& names) { return {{"zh", names.zh}, {"en", names.en}}; }

json to_json(Codebook const& codebook)
{
    json out{{"groups", codebook.groups}, {"lists", json::array()}, {"items", json::array()}};
    for (auto const& list : codebook.lists) {
        json options = json::array();
        for (auto const& option : list.options) options.push_back(option_json(option));
        out["lists"].push_back({{"name", list.name}, {"options", std::move(options)}});
    }
    for (auto const& item : codebook.items) out["items"].push_back(item_json(item));
    return out;
}

std::string codebook_text(Codebook const& codebook) { return to_json(codebook).dump(); }

Result<Codebook> codebook_of(json const& document)
{
    if (!document.is_object()) return wrong("");
    Codebook codebook;
    for (auto const& [member, value] : document.items()) {
        if (!value.is_array() || (member != "groups" && member != "lists" && member != "items"))
            return wrong("/" + member);
        for (std::size_t n = 0; n < value.size(); ++n) {
            auto const pointer = "/" + member + "/" + std::to_string(n);
            if (member == "lists")
                codebook.lists.push_back(TRY(list_of(value[n], pointer)));
            else if (member == "items")
                codebook.items.push_back(TRY(item_of(value[n], pointer)));
            else if (value[n].is_string())
                codebook.groups.push_back(value[n].get<std::string>());
            else
                return wrong(pointer);
        }
    }
    return checked(std::move(codebook));
}

Result<Codebook> parse_codebook(std::string_view text)
{
    auto const document = json::parse(text, nullptr, false);
    if (document.is_discarded()) return wrong("");
    return codebook_of(document);
}

json to_json(Answers const& answers)
{
    auto out = json::object();
    for (auto const& [item, value] : answers) {
        auto const* empty = std::get_if<Empty>(&value);
        if (!empty || *empty != Empty::not_asked) out[item] = std::visit(ToJson{}, value);
    }
    return out;
}

Result<Answers> answers_of(Codebook const& codebook, json const& document)
{
    if (!document.is_object()) return refuse(ErrorKind::bad_input, "survey.answers_wrong", {{"count", "1"}});
    Answers out;
    std::vector<FieldError> faults;
    for (auto const& [name, value] : document.items()) {
        auto const* const item = codebook.item(name);
        auto const answer = item ? answer_of(codebook, *item, value) : std::nullopt;
        if (!item)
            faults.push_back({"/answers/" + name, "survey.item_unknown", {{"item", name}}});
        else if (!answer)
            faults.push_back({"/answers/" + name, "survey.answer_not_readable", {{"item", name}}});
        else
            out.emplace(name, *answer);
    }
    if (!faults.empty())
        return refuse(ErrorKind::bad_input, "survey.answers_wrong", {{"count", std::to_string(faults.size())}},
                      std::move(faults));
    return out;
}

} // namespace lilong::survey
