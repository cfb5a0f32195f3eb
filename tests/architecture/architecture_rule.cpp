#include "architecture_rule.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace lilong::architecture
{

namespace
{

using Words = std::set<std::string>;
using Layers = std::map<std::string, Words>;

struct Include {
    std::size_t line = 0;
    std::string header;
};

bool ends_with_any(std::string const& text, std::initializer_list<char const*> endings)
{
    return std::ranges::any_of(endings, [&](char const* ending) { return text.ends_with(ending); });
}

std::string stem(std::string const& path)
{
    auto const begin = path.rfind('/') + 1;
    return path.substr(begin, path.find('.', begin) - begin);
}

std::string folder_of(std::string const& path) { return path.substr(0, path.find('/')); }
bool is_test(std::string const& path) { return stem(path).ends_with("_test") || stem(path).ends_with("_test_main"); }
bool is_sql(std::string const& path) { return path.ends_with(".sql"); }
bool is_pure(std::string const& path)
{
    return !is_test(path) && (path.ends_with("/types.h") || ends_with_any(stem(path), {"_rule", "_estimate"}));
}

std::vector<std::string> lines_of(std::string const& text)
{
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

std::vector<Include> includes_of(std::string const& text)
{
    std::vector<Include> out;
    std::size_t number = 0;
    for (auto const& line : lines_of(text)) {
        ++number;
        if (!line.starts_with("#include")) continue;
        auto const open = line.find_first_of("<\"");
        auto const close = line.find_last_of(">\"");
        if (open != std::string::npos && close > open) out.push_back({number, line.substr(open + 1, close - open - 1)});
    }
    return out;
}

Layers layers_of(std::string const& text)
{
    Layers out;
    for (auto const& line : lines_of(text)) {
        auto const colon = line.find(':');
        if (line.empty() || line.front() == '#' || colon == std::string::npos) continue;
        std::istringstream below(line.substr(colon + 1));
        auto& known = out[line.substr(0, colon)];
        for (std::string word; below >> word;) known.insert(word);
    }
    return out;
}

class Inspection
{
public:
    explicit Inspection(SourceTree const& tree) : tree_(tree), layers_(layers_of(tree.layers)) {}

    std::vector<std::string> run()
    {
        circles_in_layers();
        for (auto const& [path, text] : tree_.files) is_sql(path) ? migration(path, text) : source(path, text);
        if (beast_units_.size() > 3)
            for (auto const& path : beast_units_) say(path, 1, "Boost.Beast is included by more than three units");
        std::ranges::sort(said_);
        return said_;
    }

private:
    void say(std::string const& path, std::size_t line, std::string const& what)
    {
        said_.push_back(path + ":" + std::to_string(line) + ": " + what);
    }

    // Each line may name only lines above it; so no line closes a circle.
    void circles_in_layers()
    {
        Words above;
        std::size_t number = 0;
        for (auto const& line : lines_of(tree_.layers)) {
            ++number;
            auto const one = layers_of(line);
            if (one.empty()) continue;
            for (auto const& below : one.begin()->second)
                if (below != "*" && !above.contains(below))
                    say("layers.txt", number,
                        "\"" + below + "\" stands lower or nowhere; name only folders of earlier lines");
            above.insert(one.begin()->first);
        }
    }

    void source(std::string const& path, std::string const& text)
    {
        if (!layers_.contains(folder_of(path))) say(path, 1, "the folder has no line in layers.txt");
        auto beast = false;
        for (auto const& include : includes_of(text)) {
            folders(path, include);
            roles(path, include);
            libraries(path, include);
            beast = beast || include.header.starts_with("boost/beast");
        }
        if (beast) beast_units_.push_back(path);
        if (is_pure(path)) purity(path, text);
        words_of_code(path, text);
    }

    void folders(std::string const& path, Include const& include)
    {
        auto const to = folder_of(include.header);
        auto const from = folder_of(path);
        if (include.header.find('/') == std::string::npos || !layers_.contains(to) || !layers_.contains(from)) return;
        auto const& may = layers_.at(from);
        if (to != from && to != "base" && !may.contains(to) && !may.contains("*"))
            say(path, include.line, from + " may not include " + to + " (src/layers.txt)");
    }

    void roles(std::string const& path, Include const& include)
    {
        auto const to = folder_of(include.header);
        if (is_pure(path) && (to == "storage" || to == "http" || to == "access") && to != folder_of(path))
            say(path, include.line,
                (path.ends_with("types.h") ? std::string{"types"}
                                           : "a " + stem(path).substr(stem(path).rfind('_') + 1)) +
                    " may not include " + to);
        if (is_pure(path) && ends_with_any(include.header, {"_store.h", "_service.h", "_routes.h"}))
            say(path, include.line, "a pure file may not include " + include.header);
        if (!is_test(path) && stem(path).ends_with("_store") &&
            (to == "http" || ends_with_any(include.header, {"_service.h", "_routes.h"})))
            say(path, include.line, "a store may not include " + include.header);
        if (!is_test(path) && stem(path).ends_with("_service") && folder_of(path) != "lilong" &&
            (to == "http" || include.header.ends_with("_routes.h")))
            say(path, include.line, "a service may not include " + include.header);
    }

    void libraries(std::string const& path, Include const& include)
    {
        auto const header = path.ends_with(".h");
        if (header && include.header == "nlohmann/json.hpp")
            say(path, include.line, "a header may not include nlohmann/json.hpp; json_fwd.hpp is enough");
        if (header && include.header.starts_with("boost/beast"))
            say(path, include.line, "a header may not include Boost.Beast");
        if (header && include.header.starts_with("lemon/")) say(path, include.line, "a header may not include LEMON");
        if (is_pure(path) &&
            (include.header == "random" || include.header == "fstream" || include.header == "filesystem"))
            say(path, include.line, "a pure file may not include <" + include.header + ">");
    }

    void purity(std::string const& path, std::string const& text)
    {
        std::size_t number = 0;
        for (auto const& line : lines_of(text)) {
            ++number;
            if (line.find("_clock::now") != std::string::npos)
                say(path, number, "a pure file may not look at the clock; take the time as an argument");
            if (line.find("getenv") != std::string::npos) say(path, number, "a pure file may not read the environment");
            if (line.find("SystemRng") != std::string::npos || line.find("SystemClock") != std::string::npos)
                say(path, number, "a pure file may not make its own chance or clock");
        }
    }

    void words_of_code(std::string const& path, std::string const& text)
    {
        static constexpr std::array kStates{"update object_state",      "insert into object_state",
                                            "delete from object_state", "insert into transition",
                                            "update transition",        "delete from transition"};
        std::size_t number = 0;
        for (auto const& line : lines_of(text)) {
            ++number;
            auto const words = lower(line);
            if (!is_test(path) && path != "loop/state_service.cpp")
                for (auto const* write : kStates)
                    if (auto const at = words.find(write);
                        at != std::string::npos && word_ends(words, at + std::string_view{write}.size()))
                        say(path, number, "only loop/state_service.cpp writes states and transitions");
            if (!is_test(path) && line.find('"') != std::string::npos) dialect(path, number, words);
        }
    }

    static bool word_ends(std::string const& text, std::size_t at)
    {
        return at >= text.size() || !(std::isalnum(static_cast<unsigned char>(text[at])) || text[at] == '_');
    }

    // SCR-3: the subset that SQLite, PostgreSQL and a distributed database speak alike.
    void dialect(std::string const& path, std::size_t number, std::string const& line)
    {
        static constexpr std::array<std::string_view, 13> kForbidden{
            "create trigger",     "create sequence",   "nextval(",         "autoincrement", "with recursive",
            "current_timestamp",  "create function",   "create procedure", "deferrable",    "pg_advisory",
            "last_insert_rowid(", "insert or replace", "insert or ignore"};
        for (auto const word : kForbidden)
            if (line.find(word) != std::string::npos)
                say(path, number, "SQL without \"" + std::string{word} + "\", please (SCR-3)");
        static std::regex const clock_in_sql{R"((select|values|set|where|update|insert)\b.*\bnow\(\))"};
        if ((is_sql(path) || line.find('"') != std::string::npos) && line.find("now()") != std::string::npos &&
            std::regex_search(line, clock_in_sql) && sql_literal(line))
            say(path, number, "SQL without \"now()\", please (SCR-3)");
        if (is_sql(path) && line.find("now()") != std::string::npos)
            say(path, number, "SQL without \"now()\", please (SCR-3)");
    }

    // now() inside a string literal, not C++ after it
    static bool sql_literal(std::string const& line)
    {
        auto const at = line.find("now()");
        return std::ranges::count(line.substr(0, at), '"') % 2 == 1;
    }

    void migration(std::string const& path, std::string const& text)
    {
        std::size_t number = 0;
        auto has_area = false, reference = false; // users and roles are reference tables, copied everywhere
        static std::regex const key{R"((primary key|unique|foreign key) \((\w+))"};
        for (auto const& line : lines_of(text)) {
            ++number;
            auto words = lower(line);
            words = words.substr(0, words.find("--"));
            dialect(path, number, words);
            if (words.starts_with("create table"))
                has_area = false, reference = words.starts_with("create table role_grant ");
            if (!reference && words.find("area_id text not null") != std::string::npos) has_area = true;
            std::smatch found;
            if (has_area && std::regex_search(words, found, key) && found[2] != "area_id")
                say(path, number, found[1].str() + " must start with area_id");
        }
    }

    static std::string lower(std::string text)
    {
        std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return text;
    }

    SourceTree const& tree_;
    Layers layers_;
    std::vector<std::string> beast_units_;
    std::vector<std::string> said_;
};

} // namespace

SourceTree read_tree(std::string const& source_directory)
{
    auto const text_of = [](std::filesystem::path const& path) {
        std::ifstream in(path, std::ios::binary);
        return std::string{std::istreambuf_iterator<char>(in), {}};
    };
    auto const root = std::filesystem::path{source_directory} / "src";
    SourceTree tree{text_of(root / "layers.txt"), {}};
    for (auto const& entry : std::filesystem::recursive_directory_iterator(root))
        if (auto const ending = entry.path().extension(); ending == ".cpp" || ending == ".h" || ending == ".sql")
            tree.files[entry.path().lexically_relative(root).generic_string()] = text_of(entry.path());
    return tree;
}

std::vector<std::string> objections(SourceTree const& tree) { return Inspection{tree}.run(); }

} // namespace lilong::architecture
