// The questions as the quality rules see them: choice items in their order, and the grids among them. Pure.
#pragma once

#include "survey/types.h"

namespace lilong::quality
{

struct Question {
    std::string name, list;
    std::size_t place = 0;   // character of the coded text, from 0
    std::size_t options = 0; // how many there are
    std::size_t offset = 0;  // of its options in a row of counters
    bool need = false;       // the first two options are yes (ST-8)
    std::vector<std::string> option_names;
};

struct Questions {
    std::vector<Question> items;
    std::vector<std::vector<std::size_t>> grids; // items in a row with one list, asked of the same people
    std::size_t counters = 0;                    // options of all items together
};

Questions questions_of(survey::Codebook const& codebook);

// 0, 1, … for an option; nothing where no option was chosen.
std::optional<std::size_t> option_in(std::string_view coded, Question const& question);

// How often each option of each item was chosen.
struct OptionCounts {
    explicit OptionCounts(Questions const& questions) : counts(questions.counters) {}
    void add(Questions const& questions, std::string_view coded);
    OptionCounts& operator+=(OptionCounts const& more);
    std::int64_t of(Question const& question, std::size_t option) const { return counts[question.offset + option]; }
    std::int64_t answers(Question const& question) const;
    std::int64_t yes(Question const& question) const { return of(question, 0) + of(question, 1); }
    double share(Question const& question, std::size_t option) const;
    std::vector<std::int64_t> counts;
};

} // namespace lilong::quality
