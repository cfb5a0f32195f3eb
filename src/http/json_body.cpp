#include "http/json_body.h"

#include <nlohmann/json.hpp>
#include <set>

#include "base/limits.h"
#include "base/text.h"

namespace lilong::http {

using nlohmann::json;

namespace {

bool too_deep(std::string_view bytes)
{
    std::size_t depth = 0;
    bool in_text = false;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto const c = bytes[i];
        if (in_text) {
            if (c == '\\') ++i;
            else if (c == '"') in_text = false;
        } else if (c == '"') in_text = true;
        else if ((c == '{' || c == '[') && ++depth > limits::kJsonDepth) return true;
        else if ((c == '}' || c == ']') && depth > 0) --depth;
    }
    return false;
}

// The last of two members of one name would win in silence; here neither does.
struct Parsed {
    json document;
    bool twice = false;
};

Parsed parsed(std::string_view bytes)
{
    Parsed out;
    std::vector<std::set<std::string, std::less<>>> open;
    out.document = json::parse(
        bytes,
        [&](int, json::parse_event_t event, json& value) {
            if (event == json::parse_event_t::object_start) open.emplace_back();
            if (event == json::parse_event_t::key && !open.back().insert(value.get<std::string>()).second) out.twice = true;
            if (event == json::parse_event_t::object_end) open.pop_back();
            return true;
        },
        false);
    return out;
}

} // namespace

struct JsonBody::State {
    struct Object {
        json const* value;
        std::string pointer;
        std::set<std::string, std::less<>> seen;
    };
    json document;
    std::vector<Object> objects;
    std::vector<FieldError> wrong;
};

JsonBody::JsonBody(std::shared_ptr<State> state, json const* object, std::string pointer) : state_(std::move(state)), index_(state_->objects.size())
{
    state_->objects.push_back({object, std::move(pointer), {}});
}
JsonBody::JsonBody(JsonBody&&) noexcept = default;
JsonBody::~JsonBody() = default;

Result<JsonBody> JsonBody::parse(std::string_view bytes)
{
    if (too_deep(bytes)) return refuse(ErrorKind::bad_input, "http.json_too_deep");
    auto state = std::make_shared<State>();
    auto content = parsed(bytes);
    if (content.twice) return refuse(ErrorKind::bad_input, "http.json_member_twice");
    state->document = std::move(content.document);
    if (state->document.is_discarded() || !state->document.is_object()) return refuse(ErrorKind::bad_input, "http.not_json");
    auto const* root = &state->document;
    return JsonBody{std::move(state), root, ""};
}

void JsonBody::seen(std::string_view name) { state_->objects[index_].seen.emplace(name); }

json const* JsonBody::member(std::string_view name)
{
    seen(name);
    auto const& object = *state_->objects[index_].value;
    auto const found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

bool JsonBody::has(std::string_view name) const
{
    auto const& object = *state_->objects[index_].value;
    auto const found = object.find(name);
    return found != object.end() && !found->is_null();
}

void JsonBody::wrong(std::string_view name, std::string code, Facts facts)
{
    facts.emplace("field", name);
    state_->wrong.push_back({state_->objects[index_].pointer + "/" + std::string{name}, std::move(code), std::move(facts)});
}

std::string JsonBody::text(std::string_view name, TextLimits limits)
{
    auto const* value = member(name);
    if (!value) return wrong(name, "http.field_missing"), std::string{};
    if (!value->is_string()) return wrong(name, "http.field_not_text"), std::string{};
    auto out = std::string{trimmed(value->get_ref<std::string const&>())};
    if (out.empty() && !limits.may_be_empty) wrong(name, "http.field_missing");
    if (code_points(out) > limits.longest) wrong(name, "http.field_too_long", {{"longest", std::to_string(limits.longest)}});
    return out;
}

std::optional<std::string> JsonBody::optional_text(std::string_view name, TextLimits limits)
{
    if (!has(name)) return seen(name), std::nullopt;
    limits.may_be_empty = true;
    return text(name, limits);
}

std::int64_t JsonBody::integer(std::string_view name, std::int64_t least, std::int64_t most)
{
    auto const* value = member(name);
    if (!value) return wrong(name, "http.field_missing"), least;
    if (!value->is_number_integer()) return wrong(name, "http.field_not_a_whole_number"), least;
    auto const number = value->get<std::int64_t>();
    auto const beyond_int64 = value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
    if (beyond_int64 || number < least || number > most) wrong(name, "http.field_out_of_range", {{"least", std::to_string(least)}, {"most", std::to_string(most)}});
    return number;
}

std::optional<std::int64_t> JsonBody::optional_integer(std::string_view name, std::int64_t least, std::int64_t most)
{
    if (!has(name)) return seen(name), std::nullopt;
    return integer(name, least, most);
}

double JsonBody::number(std::string_view name, double least, double most)
{
    auto const* value = member(name);
    if (!value) return wrong(name, "http.field_missing"), least;
    if (!value->is_number()) return wrong(name, "http.field_not_a_number"), least;
    auto const found = value->get<double>();
    if (!(found >= least && found <= most)) wrong(name, "http.field_out_of_range", {{"least", fmt::format("{}", least)}, {"most", fmt::format("{}", most)}});
    return found;
}

std::optional<double> JsonBody::optional_number(std::string_view name, double least, double most)
{
    if (!has(name)) return seen(name), std::nullopt;
    return number(name, least, most);
}

bool JsonBody::flag(std::string_view name, bool otherwise)
{
    auto const* value = member(name);
    if (!value) return otherwise;
    if (!value->is_boolean()) wrong(name, "http.field_not_a_flag");
    return value->is_boolean() && value->get<bool>();
}

Money JsonBody::money(std::string_view name) { return Money::fen(integer(name, 0, 10'000'000'000'000)); }

Date JsonBody::date(std::string_view name)
{
    auto const parsed = Date::parse(text(name, {.longest = 10}));
    if (!parsed) wrong(name, "http.field_not_a_date");
    return parsed.value_or(Date{});
}

std::optional<Date> JsonBody::optional_date(std::string_view name)
{
    if (!has(name)) return seen(name), std::nullopt;
    return date(name);
}

std::string JsonBody::choice(std::string_view name, std::vector<std::string_view> const& allowed)
{
    auto const chosen = text(name, {.longest = 100});
    if (std::ranges::find(allowed, chosen) == allowed.end()) {
        std::string list;
        for (auto word : allowed) list += (list.empty() ? "" : ", ") + std::string{word};
        wrong(name, "http.field_not_a_choice", {{"allowed", list}});
    }
    return chosen;
}

std::vector<std::string> JsonBody::texts(std::string_view name, std::size_t most, TextLimits limits)
{
    std::vector<std::string> out;
    auto const* value = member(name);
    if (!value) return out;
    if (!value->is_array()) return wrong(name, "http.field_not_a_list"), out;
    if (value->size() > most) wrong(name, "http.field_list_too_long", {{"most", std::to_string(most)}});
    for (auto const& entry : *value) {
        if (!entry.is_string()) return wrong(name, "http.field_not_text"), out;
        out.push_back(entry.get<std::string>());
        if (code_points(out.back()) > limits.longest) wrong(name, "http.field_too_long", {{"longest", std::to_string(limits.longest)}});
    }
    return out;
}

std::vector<JsonBody> JsonBody::list(std::string_view name, std::size_t most)
{
    std::vector<JsonBody> out;
    auto const* value = member(name);
    if (!value) return out;
    if (!value->is_array()) return wrong(name, "http.field_not_a_list"), std::move(out);
    if (value->size() > most) return wrong(name, "http.field_list_too_long", {{"most", std::to_string(most)}}), std::move(out);
    auto const pointer = state_->objects[index_].pointer;
    for (std::size_t i = 0; i < value->size(); ++i) {
        if (!(*value)[i].is_object()) return wrong(name, "http.field_not_a_list"), std::move(out);
        out.push_back(JsonBody{state_, &(*value)[i], fmt::format("{}/{}/{}", pointer, name, i)});
    }
    return out;
}

json JsonBody::raw(std::string_view name)
{
    auto const* value = member(name);
    return value ? *value : json{};
}

Result<void> JsonBody::finish()
{
    for (auto const& object : state_->objects)
        for (auto const& [name, _] : object.value->items())
            if (!object.seen.contains(name)) state_->wrong.push_back({object.pointer + "/" + name, "http.field_unknown", {{"field", name}}});
    if (state_->wrong.empty()) return {};
    return refuse(ErrorKind::bad_input, "http.fields_wrong", {{"count", std::to_string(state_->wrong.size())}}, std::move(state_->wrong));
}

} // namespace lilong::http
