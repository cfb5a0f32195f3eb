// Reads the members of a JSON request one by one and reports all that is wrong with them at once. Members nobody asked
// for are refused (S-12). Values read before finish() are usable only when finish() succeeds:
//     auto body = TRY(request.json());
//     auto const title = body.text("title", {.longest = 200});
//     auto const cost = body.money("cost_fen");
//     TRY(body.finish());
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/id.h"
#include "base/money.h"
#include "base/time.h"

namespace lilong::http {

struct TextLimits {
    std::size_t longest = 2000; // code points
    bool may_be_empty = false;
};

class JsonBody {
public:
    static Result<JsonBody> parse(std::string_view bytes);
    JsonBody(JsonBody&&) noexcept;
    ~JsonBody();

    bool has(std::string_view name) const; // present and not null
    std::string text(std::string_view name, TextLimits limits = {});
    std::optional<std::string> optional_text(std::string_view name, TextLimits limits = {});
    std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most);
    std::optional<std::int64_t> optional_integer(std::string_view name, std::int64_t least, std::int64_t most);
    double number(std::string_view name, double least, double most);
    std::optional<double> optional_number(std::string_view name, double least, double most);
    bool flag(std::string_view name, bool otherwise = false);
    Money money(std::string_view name); // fen, 0 … 10^13
    Date date(std::string_view name);
    std::optional<Date> optional_date(std::string_view name);
    std::string choice(std::string_view name, std::vector<std::string_view> const& allowed);
    std::vector<std::string> texts(std::string_view name, std::size_t most = 200, TextLimits limits = {});
    std::vector<JsonBody> list(std::string_view name, std::size_t most = 1000); // of objects; finish() covers them too
    template <typename IdType>
    IdType id(std::string_view name)
    {
        auto const parsed = IdType::parse(text(name, {.longest = 36}));
        if (!parsed) wrong(name, "http.field_not_an_id");
        return parsed.value_or(IdType{});
    }
    template <typename IdType>
    std::optional<IdType> optional_id(std::string_view name)
    {
        if (!has(name)) return seen(name), std::nullopt;
        return id<IdType>(name);
    }
    // A member as it is (an object of answers, a GeoJSON geometry); null when absent.
    nlohmann::json raw(std::string_view name);
    void wrong(std::string_view name, std::string code, Facts facts = {}); // a rule of the caller's own
    Result<void> finish();

private:
    struct State;
    JsonBody(std::shared_ptr<State> state, nlohmann::json const* object, std::string pointer);
    nlohmann::json const* member(std::string_view name);
    void seen(std::string_view name);
    std::shared_ptr<State> state_;
    std::size_t index_;
};

} // namespace lilong::http
