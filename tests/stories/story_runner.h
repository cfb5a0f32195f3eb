// Plain-text stories beside the code (src/*/stories/*.story): lines of Given, When, Then, And with tables, told by
// steps.
//     Story: a committee cannot spend more than its yearly fund
//       Given a yearly fund of 250000 yuan
//       Then the verdicts are
//         | project | outcome |
//         | gate    | funded  |
// A step is a regular expression and what it does: steps.add("a yearly fund of (\\d+) yuan", [](Telling& t) { … }).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <regex>
#include <string>
#include <typeindex>
#include <vector>

namespace lilong::stories
{

using Line = std::vector<std::string>;
struct Table { // the first line is the header
    std::vector<Line> lines;
    bool empty() const { return lines.empty(); }
    std::vector<std::map<std::string, std::string>> rows() const;
};
std::string side_by_side(Table const& expected, Table const& actual);

// What the steps of one story share: one object of each type, made when first asked for.
class World
{
public:
    template <typename T>
    T& the()
    {
        auto& slot = things_[typeid(T)];
        if (!slot) slot = std::make_shared<T>();
        return *static_cast<T*>(slot.get());
    }

private:
    std::map<std::type_index, std::shared_ptr<void>> things_;
};

struct Telling { // one line of a story while it is told
    World& world;
    std::vector<std::string> words; // what the parentheses of the step caught
    Table const& table;
    std::string const& place;               // file:line
    void expect(Table const& actual) const; // the table under the line is what should be
    void expect(bool holds, std::string const& otherwise) const;
};

class Steps
{
public:
    using Act = std::function<void(Telling const&)>;
    void add(std::string const& pattern, Act act) { known_.push_back({pattern, std::regex{pattern}, std::move(act)}); }
    struct Known {
        std::string pattern;
        std::regex words;
        Act act;
    };
    std::vector<Known> const& known() const { return known_; }

private:
    std::vector<Known> known_;
};

struct Sentence {
    std::size_t line = 0;
    std::string text; // without Given, When, Then, And
    Table table;
};
struct Story {
    std::string file, title;
    std::vector<Sentence> sentences;
};
std::vector<Story> read_stories(std::string const& text, std::string const& file);
std::vector<Story> all_stories(std::string const& source_directory);
void tell(Story const& story, Steps const& steps); // failures are reported to GoogleTest

} // namespace lilong::stories
