#include "quality/duplicate_rule.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <span>

namespace lilong::quality
{

namespace
{

constexpr std::size_t kPlanes = 5; // 26 options and "no answer"
constexpr int kBits = 64;

// Bit i of plane b: bit b of the answer to the i-th item that varies. `answered`: there is an answer at all.
class Packed
{
public:
    Packed(Questions const& questions, std::vector<std::size_t> const& items, CommitteeForms const& committee)
        : words_((items.size() + kBits - 1) / kBits), bits_(committee.forms.size() * words_ * (kPlanes + 1))
    {
        for (std::size_t f = 0; f < committee.forms.size(); ++f)
            for (std::size_t i = 0; i < items.size(); ++i)
                if (auto const option = option_in(committee.forms[f].coded, questions.items[items[i]]))
                    set(f, i, *option + 1);
    }

    AlikePair compare(std::size_t first, std::size_t second) const
    {
        AlikePair pair{first, second, 0, 0, 1};
        for (std::size_t w = 0; w < words_; ++w) {
            auto const *a = at(first, w), *b = at(second, w);
            auto const both = a[kPlanes] & b[kPlanes];
            std::uint64_t differ = 0;
            for (std::size_t p = 0; p < kPlanes; ++p) differ |= a[p] ^ b[p];
            pair.compared += std::popcount(both);
            pair.same += std::popcount(both & ~differ);
        }
        return pair;
    }

private:
    std::uint64_t const* at(std::size_t form, std::size_t word) const
    {
        return bits_.data() + (form * words_ + word) * (kPlanes + 1);
    }
    void set(std::size_t form, std::size_t item, std::size_t value)
    {
        auto* word = bits_.data() + (form * words_ + item / kBits) * (kPlanes + 1);
        auto const bit = std::uint64_t{1} << (item % kBits);
        word[kPlanes] |= bit;
        for (std::size_t p = 0; p < kPlanes; ++p)
            if (value >> p & 1U) word[p] |= bit;
    }

    std::size_t words_;
    std::vector<std::uint64_t> bits_;
};

std::vector<std::size_t> varying(Questions const& questions, OptionCounts const& shares, Limits const& limits)
{
    std::vector<std::size_t> items;
    for (std::size_t i = 0; i < questions.items.size(); ++i) {
        auto const& question = questions.items[i];
        double most = 0;
        for (std::size_t option = 0; option < question.options; ++option)
            most = std::max(most, shares.share(question, option));
        if (most > 0 && most < limits.varies_below) items.push_back(i);
    }
    return items;
}

// The forms in the order of how much they say yes, so that a form is compared with households of its kind: two that
// need nearly everything agree on much by themselves.
class Tones
{
public:
    Tones(Questions const& questions, CommitteeForms const& committee) : order_(committee.forms.size())
    {
        std::vector<double> tone;
        for (auto const& form : committee.forms) tone.push_back(tone_of(questions, form.coded));
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        std::ranges::stable_sort(order_, {}, [&](std::size_t form) { return tone[form]; });
        position_.resize(order_.size());
        for (std::size_t i = 0; i < order_.size(); ++i) position_[order_[i]] = i;
    }

    std::span<std::size_t const> near(std::size_t form) const
    {
        auto const first = position_[form] < kReach ? 0 : position_[form] - kReach;
        auto const last = std::min(order_.size(), position_[form] + kReach + 1);
        return std::span{order_}.subspan(first, last - first);
    }

private:
    static constexpr std::size_t kReach = 25;
    static double tone_of(Questions const& questions, std::string_view coded)
    {
        double yes = 0, answers = 0;
        for (auto const& question : questions.items)
            if (auto const option = option_in(coded, question); option && question.need) {
                answers += 1;
                yes += *option < 2;
            }
        return answers > 0 ? yes / answers : 0;
    }
    std::vector<std::size_t> order_, position_;
};

// P(at least `same` agreements) when each item agrees with the share of that answer among `kin`, the forms of the same
// tone without these two; where these are few, the committee's share stands in for two of them.
double chance_of_agreement(Questions const& questions, std::vector<std::size_t> const& items,
                           CommitteeForms const& committee, std::span<std::size_t const> kin,
                           OptionCounts const& shares, std::size_t form, std::size_t other, int same)
{
    std::vector<double> exactly{1};
    auto const &own = committee.forms[form].coded, &others = committee.forms[other].coded;
    for (auto const index : items) {
        auto const& question = questions.items[index];
        auto const option = option_in(own, question);
        if (!option || !option_in(others, question)) continue;
        double alike = 2 * shares.share(question, *option), answers = 2;
        for (auto const one : kin) {
            if (one == form || one == other) continue;
            auto const theirs = option_in(committee.forms[one].coded, question);
            answers += theirs.has_value();
            alike += theirs == option;
        }
        auto const p = alike / answers;
        exactly.push_back(0);
        for (auto k = exactly.size() - 1; k > 0; --k) exactly[k] = exactly[k] * (1 - p) + exactly[k - 1] * p;
        exactly[0] *= 1 - p;
    }
    double sum = 0;
    for (auto k = exactly.size(); k > static_cast<std::size_t>(same); --k) sum += exactly[k - 1];
    return std::min(1.0, sum);
}

std::vector<std::vector<std::size_t>> by_collector(CommitteeForms const& committee, std::vector<bool> const& left_out)
{
    std::vector<std::vector<std::size_t>> forms(committee.collectors.size());
    for (std::size_t f = 0; f < committee.forms.size(); ++f)
        if (auto const collector = committee.forms[f].collector; collector && !left_out[f])
            forms[*collector].push_back(f);
    return forms;
}

class Search
{
public:
    Search(Questions const& questions, CommitteeForms const& committee, OptionCounts const& shares,
           std::vector<bool> const& left_out, Limits const& limits)
        : questions_(questions), committee_(committee), shares_(shares), limits_(limits),
          items_(varying(questions, shares, limits)), packed_(questions, items_, committee),
          tones_(questions, committee), forms_(by_collector(committee, left_out))
    {
    }

    Duplicates run()
    {
        if (static_cast<std::int64_t>(items_.size()) < limits_.duplicate_items) return {};
        for (auto const& own : forms_) inside(own);
        if (found_.pairs.empty()) return std::move(found_);
        across();
        std::erase_if(found_.pairs, [&](AlikePair const& p) { return p.share() <= found_.most_alike_of_others; });
        return std::move(found_);
    }

private:
    bool alike(AlikePair const& pair) const
    {
        return pair.compared >= limits_.duplicate_items && pair.share() >= limits_.duplicate_share;
    }

    void inside(std::vector<std::size_t> const& own)
    {
        auto const pairs = static_cast<double>(own.size()) * (static_cast<double>(own.size()) - 1) / 2;
        for (std::size_t i = 0; i < own.size(); ++i)
            for (std::size_t j = i + 1; j < own.size(); ++j) {
                auto pair = packed_.compare(own[i], own[j]);
                if (!alike(pair)) continue;
                auto const chance = [&](std::size_t form, std::size_t other) {
                    return chance_of_agreement(questions_, items_, committee_, tones_.near(form), shares_, form, other,
                                               pair.same);
                };
                pair.chance = pairs * std::max(chance(own[i], own[j]), chance(own[j], own[i]));
                if (pair.chance < limits_.duplicate_chance) found_.pairs.push_back(pair);
            }
    }

    void across()
    {
        double most = -1;
        for (std::size_t c = 0; c < forms_.size(); ++c)
            for (std::size_t d = c + 1; d < forms_.size(); ++d)
                for (auto const a : forms_[c])
                    for (auto const b : forms_[d])
                        if (auto const pair = packed_.compare(a, b); pair.compared >= limits_.duplicate_items)
                            most = std::max(most, pair.share());
        if (most >= 0) found_.most_alike_of_others = most;
    }

    Questions const& questions_;
    CommitteeForms const& committee_;
    OptionCounts const& shares_;
    Limits const& limits_;
    std::vector<std::size_t> items_;
    Packed packed_;
    Tones tones_;
    std::vector<std::vector<std::size_t>> forms_;
    Duplicates found_;
};

} // namespace

Duplicates near_duplicates(Questions const& questions, CommitteeForms const& committee, OptionCounts const& shares,
                           std::vector<bool> const& left_out, Limits const& limits)
{
    return Search{questions, committee, shares, left_out, limits}.run();
}

} // namespace lilong::quality
