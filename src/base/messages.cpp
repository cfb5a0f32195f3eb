#include "base/messages.h"

#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/resource.h"

namespace lilong {

namespace {

using Catalogue = std::map<std::string, std::string, std::less<>>;

Catalogue read_catalogue(std::string_view file)
{
    Catalogue catalogue;
    for (auto const& part : resources_matching("/messages/", file)) {
        auto const texts = nlohmann::json::parse(part.bytes); // named: items() only refers to it
        for (auto const& [code, text] : texts.items())
            if (!catalogue.emplace(code, text.get<std::string>()).second)
                throw std::runtime_error("message code given twice: " + code);
    }
    return catalogue;
}

Catalogue const& catalogue(Language language)
{
    static auto const zh = read_catalogue("/zh-CN.json");
    static auto const en = read_catalogue("/en.json");
    return language == Language::en ? en : zh;
}

} // namespace

std::string sentence(std::string_view code, Facts const& facts, Language language)
{
    auto const& known = catalogue(language);
    auto const found = known.find(code);
    if (found == known.end()) return std::string{code};
    std::string out;
    std::string_view text = found->second;
    while (!text.empty()) {
        auto const open = text.find('{');
        auto const close = text.find('}', open);
        out += text.substr(0, open);
        if (open == std::string_view::npos || close == std::string_view::npos) break;
        auto const fact = facts.find(text.substr(open + 1, close - open - 1));
        if (fact != facts.end()) out += fact->second;
        text.remove_prefix(close + 1);
    }
    return out;
}

std::vector<Message> all_messages()
{
    std::vector<Message> all;
    auto const& zh = catalogue(Language::zh_cn);
    auto const& en = catalogue(Language::en);
    auto codes = zh;
    codes.insert(en.begin(), en.end());
    for (auto const& [code, _] : codes) {
        auto const text_in = [&](Catalogue const& c) { return c.contains(code) ? c.at(code) : std::string{}; };
        all.push_back({code, text_in(zh), text_in(en)});
    }
    return all;
}

} // namespace lilong
