#include "messages/messages_rule.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "base/resource.h"

namespace lilong::messages
{

namespace
{

using Words = std::set<std::string>;
constexpr std::string_view kRequirement = "loop.missing_";

bool is_code(std::string_view text)
{
    auto const dot = text.find('.');
    if (dot == 0 || dot == std::string_view::npos || dot + 1 == text.size()) return false;
    return std::ranges::all_of(
        text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; });
}

struct Literal {
    std::size_t at = 0;
    std::string text;
};

// String literals outside comments; escapes stay as they are written.
std::vector<Literal> literals_of(std::string const& source)
{
    std::vector<Literal> out;
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (source.compare(i, 2, "//") == 0)
            i = std::min(source.find('\n', i), source.size());
        else if (source[i] == '\'' && i + 2 < source.size() && (source[i + 2] == '\'' || source[i + 1] == '\\'))
            i += source[i + 1] == '\\' ? 3 : 2;
        else if (source[i] == '"') {
            auto const begin = ++i;
            while (i < source.size() && source[i] != '"') i += source[i] == '\\' ? 2 : 1;
            out.push_back({begin, source.substr(begin, i - begin)});
        }
    }
    return out;
}

// Where a code is spoken: from refuse( or wrong( to the end of the statement.
bool inside_refusal(std::string const& source, std::size_t at)
{
    // braces of facts belong to the same statement, so it begins after the last semicolon
    auto const statement = source.rfind(';', at);
    auto const from = statement == std::string::npos ? 0 : statement;
    auto const before = std::string_view{source}.substr(from, at - from);
    return before.find("refuse(") != std::string_view::npos || before.find("wrong(") != std::string_view::npos;
}

void collect_requirements(std::string const& text, Words& out)
{
    if (text.find("Machine") == std::string::npos) return;
    static std::regex const comment{R"re(//[^\n]*)re"};
    auto const source = std::regex_replace(text, comment, "");
    static std::regex const edge{
        R"re(\{\s*(?:"[^"]*"|\w+),\s*"\w+",\s*"\w+",\s*(?:\{[\w\s:,]*\}|\w+),\s*\{\s*("\w+"(?:,\s*"\w+")*)\s*\})re"};
    static std::regex const word{R"re("(\w+)")re"};
    for (std::sregex_iterator found(source.begin(), source.end(), edge), end; found != end; ++found) {
        auto const list = (*found)[1].str();
        for (std::sregex_iterator one(list.begin(), list.end(), word); one != end; ++one) out.insert((*one)[1].str());
    }
}

Words placeholders(std::string const& text)
{
    Words out;
    static std::regex const fact{R"re(\{(\w+)\})re"};
    for (std::sregex_iterator found(text.begin(), text.end(), fact), end; found != end; ++found)
        out.insert((*found)[1].str());
    return out;
}

bool has_chinese(std::string const& text)
{
    for (std::size_t i = 0; i + 2 < text.size();
         ++i) // U+3000 … U+9FFF and full-width forms: three bytes, E3 … E9 or EF
        if (auto const lead = static_cast<unsigned char>(text[i]); lead >= 0xE3 && lead <= 0xE9) return true;
    return false;
}

} // namespace

Sources read_sources(std::string const& source_directory)
{
    Sources out;
    auto const root = std::filesystem::path{source_directory} / "src";
    for (auto const& entry : std::filesystem::recursive_directory_iterator(root)) {
        auto const ending = entry.path().extension();
        auto const stem = entry.path().stem().string();
        if ((ending != ".cpp" && ending != ".h") || stem.ends_with("_test")) continue;
        std::ifstream in(entry.path(), std::ios::binary);
        out[entry.path().lexically_relative(root).generic_string()] = {std::istreambuf_iterator<char>(in), {}};
    }
    return out;
}

Catalogue carried_catalogue()
{
    Catalogue out{all_messages(), {}};
    for (auto const& file : resources_matching("/messages/", "/en.json")) {
        auto const folder = std::string{file.name.substr(4, file.name.find('/', 4) - 4)};
        auto const texts = nlohmann::json::parse(file.bytes);
        for (auto const& [code, _] : texts.items()) out.home[code] = folder;
    }
    return out;
}

std::vector<std::string> objections(Sources const& sources, Catalogue const& catalogue)
{
    std::vector<std::string> said;
    std::map<std::string, Message> known;
    for (auto const& message : catalogue.messages) known[message.code] = message;

    Words spoken, requirements, folders;
    for (auto const& [path, _] : sources) folders.insert(path.substr(0, path.find('/')));
    std::vector<std::string> beginnings; // "loop.missing_" + requirement
    for (auto const& [path, text] : sources) {
        for (auto const& literal : literals_of(text)) {
            if (!is_code(literal.text) || !folders.contains(literal.text.substr(0, literal.text.find('.')))) continue;
            if (literal.text.ends_with('_'))
                beginnings.push_back(literal.text);
            else
                spoken.insert(literal.text);
            if (!literal.text.ends_with('_') && inside_refusal(text, literal.at) && !known.contains(literal.text))
                said.push_back(path + ": \"" + literal.text + "\" has no sentence");
        }
        collect_requirements(text, requirements);
    }
    for (auto const& requirement : requirements)
        if (!known.contains(std::string{kRequirement} + requirement))
            said.push_back("requirement \"" + requirement + "\": " + std::string{kRequirement} + requirement +
                           " has no sentence");

    for (auto const& [code, message] : known) {
        auto const asked = code.starts_with(kRequirement) && requirements.contains(code.substr(kRequirement.size()));
        auto const begun = !code.starts_with(kRequirement) &&
                           std::ranges::any_of(beginnings, [&](auto const& b) { return code.starts_with(b); });
        if (!spoken.contains(code) && !asked && !begun) said.push_back(code + " is used nowhere");
        if (message.zh.empty()) said.push_back(code + " has no Chinese sentence");
        if (message.en.empty()) said.push_back(code + " has no English sentence");
        if (placeholders(message.zh) != placeholders(message.en))
            said.push_back(code + ": the two languages fill different facts");
        if (has_chinese(message.en)) said.push_back(code + ": Chinese in the English sentence");
        if (auto const home = catalogue.home.find(code);
            home != catalogue.home.end() && !code.starts_with(home->second + ".") && !code.starts_with(kRequirement))
            said.push_back(code + " stands in the catalogue of " + home->second);
    }
    return said;
}

std::string approved_text(std::vector<Message> const& messages)
{
    std::string out;
    for (auto const& message : messages) out += message.code + "\n    " + message.zh + "\n    " + message.en + "\n";
    return out;
}

} // namespace lilong::messages
