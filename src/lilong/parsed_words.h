// The words of one command, read by CLI11.
#pragma once

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace lilong
{

// Parses, or gives the exit code.
inline std::optional<int> parsed(CLI::App& app, std::vector<std::string> words)
{
    std::ranges::reverse(words);
    try {
        app.parse(words);
        return std::nullopt;
    } catch (CLI::ParseError const& wrong) {
        return app.exit(wrong) == 0 ? 0 : 2;
    }
}

} // namespace lilong
