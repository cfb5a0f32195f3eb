#include "quality/question_rule.h"

#include "survey/answer_rule.h"

namespace lilong::quality
{

Questions questions_of(survey::Codebook const& codebook)
{
    Questions out;
    std::string list, asked_of;
    for (auto const& item : codebook.items) {
        if (item.place == 0) {
            list.clear(); // a text or a number between two grids parts them
            continue;
        }
        auto const& options = codebook.list_of(item).options;
        Question question{.name = item.name,
                          .list = item.list,
                          .place = static_cast<std::size_t>(item.place - 1),
                          .options = options.size(),
                          .offset = out.counters,
                          .need = !item.need_item.empty() && options.size() >= 2,
                          .option_names = {}};
        for (auto const& option : options) question.option_names.push_back(option.name);
        if (out.grids.empty() || item.list != list || item.asked_of != asked_of) out.grids.emplace_back();
        list = item.list;
        asked_of = item.asked_of;
        out.grids.back().push_back(out.items.size());
        out.counters += question.options;
        out.items.push_back(std::move(question));
    }
    return out;
}

std::optional<std::size_t> option_in(std::string_view coded, Question const& question)
{
    if (question.place >= coded.size()) return std::nullopt;
    auto const position = survey::position_of_code(coded[question.place]);
    if (position == 0 || position > question.options) return std::nullopt;
    return position - 1;
}

void OptionCounts::add(Questions const& questions, std::string_view coded)
{
    for (auto const& question : questions.items)
        if (auto const option = option_in(coded, question)) ++counts[question.offset + *option];
}

OptionCounts& OptionCounts::operator+=(OptionCounts const& more)
{
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += more.counts[i];
    return *this;
}

std::int64_t OptionCounts::answers(Question const& question) const
{
    std::int64_t sum = 0;
    for (std::size_t option = 0; option < question.options; ++option) sum += of(question, option);
    return sum;
}

double OptionCounts::share(Question const& question, std::size_t option) const
{
    auto const all = answers(question);
    return all == 0 ? 0 : static_cast<double>(of(question, option)) / static_cast<double>(all);
}

} // namespace lilong::quality
