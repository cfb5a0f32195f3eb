#include "stories/story_runner.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

#include "base/text.h"

namespace lilong::stories
{

namespace
{

Line cells_of(std::string_view line)
{
    Line out;
    auto const parts = split(line, '|');
    for (std::size_t i = 1; i + 1 < parts.size(); ++i) out.emplace_back(trimmed(parts[i]));
    return out;
}

// Columns on a terminal: a Chinese character takes two.
std::size_t columns(std::string_view text)
{
    std::size_t out = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0U) == 0x80U) continue; // inside a character
        auto const wide = byte >= 0xE3 && byte <= 0xEF;
        out += wide ? 2 : 1;
    }
    return out;
}

std::string padded(std::string text, std::size_t width)
{
    return text + std::string(width - std::min(width, columns(text)), ' ');
}

std::string printed(Line const& line, std::vector<std::size_t> const& widths)
{
    std::string out = "|";
    for (std::size_t c = 0; c < line.size(); ++c) out += " " + padded(line[c], widths[c]) + " |";
    return out;
}

} // namespace

std::vector<std::map<std::string, std::string>> Table::rows() const
{
    std::vector<std::map<std::string, std::string>> out;
    for (std::size_t r = 1; r < lines.size(); ++r)
        for (std::size_t c = 0; c < lines[0].size(); ++c) {
            if (c == 0) out.emplace_back();
            out.back()[lines[0][c]] = c < lines[r].size() ? lines[r][c] : "";
        }
    return out;
}

std::string side_by_side(Table const& expected, Table const& actual)
{
    std::vector<std::size_t> widths;
    for (auto const* table : {&expected, &actual})
        for (auto const& line : table->lines) {
            widths.resize(std::max(widths.size(), line.size()));
            for (std::size_t c = 0; c < line.size(); ++c) widths[c] = std::max(widths[c], columns(line[c]));
        }
    std::size_t width = columns("expected");
    for (auto const& line : expected.lines) width = std::max(width, columns(printed(line, widths)));
    auto out = "\n    " + padded("expected", width) + "    actual\n";
    for (std::size_t i = 0; i < std::max(expected.lines.size(), actual.lines.size()); ++i) {
        auto const left = i < expected.lines.size() ? printed(expected.lines[i], widths) : "",
                   right = i < actual.lines.size() ? printed(actual.lines[i], widths) : "";
        auto const same = i < expected.lines.size() && i < actual.lines.size() && expected.lines[i] == actual.lines[i];
        out += (same ? "    " : "  ! ") + padded(left, width) + "    " + right + "\n";
    }
    return out;
}

void Telling::expect(Table const& actual) const
{
    if (table.lines != actual.lines) ADD_FAILURE() << place << side_by_side(table, actual);
}
void Telling::expect(bool holds, std::string const& otherwise) const
{
    if (!holds) ADD_FAILURE() << place << ": " << otherwise;
}

std::vector<Story> read_stories(std::string const& text, std::string const& file)
{
    std::vector<Story> out;
    std::istringstream in(text);
    std::size_t number = 0;
    for (std::string raw; std::getline(in, raw);) {
        ++number;
        auto const line = std::string{trimmed(raw)};
        if (line.empty() || line.front() == '#') continue;
        auto const first = line.substr(0, line.find(' '));
        if (line.starts_with("Story: "))
            out.push_back({file, line.substr(7), {}});
        else if (line.front() == '|' && !out.empty() && !out.back().sentences.empty())
            out.back().sentences.back().table.lines.push_back(cells_of(line));
        else if (!out.empty() && (first == "Given" || first == "When" || first == "Then" || first == "And"))
            out.back().sentences.push_back({number, line.substr(first.size() + 1), {}});
        else
            ADD_FAILURE() << file << ":" << number << ": this is no line of a story: " << line;
    }
    return out;
}

std::vector<Story> all_stories(std::string const& source_directory)
{
    std::vector<std::filesystem::path> files;
    for (auto const& entry :
         std::filesystem::recursive_directory_iterator(std::filesystem::path{source_directory} / "src"))
        if (entry.path().extension() == ".story") files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<Story> out;
    for (auto const& path : files) {
        std::ifstream in(path);
        for (auto& story : read_stories({std::istreambuf_iterator<char>(in), {}},
                                        path.lexically_relative(source_directory).generic_string()))
            out.push_back(std::move(story));
    }
    return out;
}

void tell(Story const& story, Steps const& steps)
{
    World world;
    for (auto const& sentence : story.sentences) {
        auto const place = story.file + ":" + std::to_string(sentence.line);
        std::smatch caught;
        auto const step = std::ranges::find_if(steps.known(), [&](Steps::Known const& known) {
            return std::regex_match(sentence.text, caught, known.words);
        });
        if (step == steps.known().end()) {
            ADD_FAILURE() << place << ": no step knows \"" << sentence.text << "\"";
            return;
        }
        std::vector<std::string> words;
        for (std::size_t i = 1; i < caught.size(); ++i) words.push_back(caught[i].str());
        step->act({world, std::move(words), sentence.table, place});
        if (testing::Test::HasFailure()) return; // what follows would only repeat it
    }
}

} // namespace lilong::stories
