#include "demo/answer_rule.h"

#include <algorithm>
#include <cmath>

#include "survey/codebook_rule.h"

namespace lilong::demo
{

namespace
{

constexpr char kNeed = '1', kNeedALittle = '2', kNoNeed = '3', kCannotSay = '4', kBlank = '-';

double logit(double p) { return std::log(p / (1 - p)); }
double share_of_logit(double x) { return 1 / (1 + std::exp(-x)); }

double normal(Rng& rng) // sum of twelve, near enough for estates that differ a little
{
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += rng.unit();
    return sum;
}

char yes(Rng& rng) { return rng.below(100) < 64 ? kNeed : kNeedALittle; }
char no(Rng& rng) { return rng.below(100) < 86 ? kNoNeed : kCannotSay; }
bool is_yes(char code) { return code == kNeed || code == kNeedALittle; }
bool is_no(char code) { return code == kNoNeed || code == kCannotSay; }

struct GroupShare {
    std::string_view item;
    double share;
};
// hardship_job and hardship_income lead their group, as reported; the others are ours
double group_item_share(std::string_view item)
{
    constexpr GroupShare known[]{{"hardship_job", 0.66}, {"hardship_income", 0.63}, {"hardship_medical", 0.52}, {"elderly_meals", 0.48}, {"elderly_escort", 0.44},
                                 {"elderly_home", 0.31}, {"children_holiday", 0.55}, {"children_play", 0.47}, {"disabled_route", 0.51}, {"women_health", 0.46}};
    for (auto const& entry : known)
        if (entry.item == item) return entry.share;
    return 0.36;
}

class Generator
{
public:
    Generator(survey::Codebook const& codebook, SubDistrictPlan const& plan, std::vector<Asked> const& asked, AnswerOptions const& options, Rng& rng)
        : codebook_(codebook), plan_(plan), asked_(asked), options_(options), rng_(rng)
    {
        for (auto const& committee : plan.committees)
            for (auto const& estate : committee.estates) estates_.push_back(&estate);
        coded_.assign(asked.size(), std::string(static_cast<std::size_t>(codebook.places()), '.'));
    }

    std::vector<std::string> run()
    {
        for (auto const& item : codebook_.items) {
            if (item.place == 0) continue;
            if (item.need_item.empty()) fact(item);
            else if (item.asked_of.empty()) core_item(item);
            else group_item(item);
        }
        return std::move(coded_);
    }

private:
    char& at(std::size_t i, survey::Item const& item) { return coded_[i][static_cast<std::size_t>(item.place - 1)]; }

    void fact(survey::Item const& item)
    {
        auto const options = codebook_.list_of(item).options.size();
        for (std::size_t i = 0; i < asked_.size(); ++i) at(i, item) = static_cast<char>('1' + rng_.below(std::min<std::size_t>(options, 9)));
    }

    void group_item(survey::Item const& item)
    {
        auto const share = group_item_share(item.need_item);
        for (std::size_t i = 0; i < asked_.size(); ++i)
            if (survey::asked_of(codebook_, item, asked_[i].groups)) at(i, item) = rng_.unit() < share ? yes(rng_) : no(rng_);
    }

    // `facilities`: newer commodity estates at their own share, the others so that the sub-district's mean stays.
    std::vector<double> estate_shares(survey::Item const& item, double share)
    {
        auto older = share;
        auto const aged = options_.newer_estates_need_less && item.need_item == "facilities";
        if (aged) {
            auto const newer = static_cast<double>(std::ranges::count_if(asked_, [&](Asked const& a) { return estates_[a.estate]->newer_commodity(); }));
            auto const rest = static_cast<double>(asked_.size()) - newer;
            if (rest > 0) older = std::clamp((share * static_cast<double>(asked_.size()) - options_.newer_share * newer) / rest, 0.05, 0.95);
        }
        std::vector<double> shares;
        for (auto const* estate : estates_) {
            auto const mean = aged && estate->newer_commodity() ? options_.newer_share : older;
            auto const spread = mean > 0.995 ? 0.0 : 0.18;
            shares.push_back(spread == 0 ? mean : share_of_logit(logit(mean) + spread * normal(rng_)));
        }
        return shares;
    }

    bool planted(std::size_t i, survey::Item const& item) const
    {
        if (!options_.story) return false;
        return asked_[i].of_gate || (asked_[i].of_growers && item.need_item == "nearby");
    }

    void core_item(survey::Item const& item)
    {
        auto const found = options_.shares.find(item.need_item);
        auto const share = found == options_.shares.end() ? 0.4 : found->second;
        auto const by_estate = estate_shares(item, share);
        for (std::size_t i = 0; i < asked_.size(); ++i) {
            if (planted(i, item)) continue;
            if (share < 0.995 && rng_.below(1000) < 6) at(i, item) = kBlank;
            else at(i, item) = rng_.unit() < by_estate[asked_[i].estate] ? yes(rng_) : no(rng_);
        }
        exactly(item, share);
        if (options_.story) plant(item, share);
    }

    // Flips as few answers as needed, chosen at random, so that the sub-district's share is the calibrated one.
    void exactly(survey::Item const& item, double share)
    {
        std::vector<std::size_t> yes_rows, no_rows;
        for (std::size_t i = 0; i < asked_.size(); ++i) {
            if (planted(i, item)) continue;
            if (is_yes(at(i, item))) yes_rows.push_back(i);
            else if (is_no(at(i, item))) no_rows.push_back(i);
        }
        auto const target = static_cast<std::size_t>(std::lround(share * static_cast<double>(yes_rows.size() + no_rows.size())));
        auto& from = yes_rows.size() > target ? yes_rows : no_rows;
        auto const make_yes = &from == &no_rows;
        auto const flips = yes_rows.size() > target ? yes_rows.size() - target : target - yes_rows.size();
        for (std::size_t k = 0; k < flips; ++k) {
            std::swap(from[k], from[k + rng_.below(from.size() - k)]);
            at(from[k], item) = make_yes ? yes(rng_) : no(rng_);
        }
    }

    void plant(survey::Item const& item, double share)
    {
        std::vector<std::size_t> gate, growers;
        for (std::size_t i = 0; i < asked_.size(); ++i) {
            if (asked_[i].of_gate) gate.push_back(i);
            else if (asked_[i].of_growers && item.need_item == "nearby") growers.push_back(i);
        }
        auto const fill = [&](std::vector<std::size_t>& rows, std::size_t wanted) {
            for (std::size_t k = 0; k < rows.size(); ++k) {
                std::swap(rows[k], rows[k + rng_.below(rows.size() - k)]);
                at(rows[k], item) = k < wanted ? yes(rng_) : no(rng_);
            }
        };
        auto const ordinary = static_cast<std::size_t>(std::lround(share * 0.93 * static_cast<double>(gate.size())));
        fill(gate, item.need_item == "facilities" ? static_cast<std::size_t>(std::lround(static_cast<double>(gate.size()) * kGateYes / kGateAnswers)) : ordinary);
        fill(growers, static_cast<std::size_t>(std::lround(0.74 * static_cast<double>(growers.size()))));
    }

    survey::Codebook const& codebook_;
    SubDistrictPlan const& plan_;
    std::vector<Asked> const& asked_;
    AnswerOptions const& options_;
    Rng& rng_;
    std::vector<EstatePlan const*> estates_;
    std::vector<std::string> coded_;
};

} // namespace

std::vector<std::string> generate_answers(survey::Codebook const& codebook, SubDistrictPlan const& plan, std::vector<Asked> const& asked, AnswerOptions const& options, Rng& rng)
{
    return Generator{codebook, plan, asked, options, rng}.run();
}

survey::GroupMask random_groups(survey::Codebook const& codebook, Rng& rng)
{
    struct GroupPart {
        std::string_view group;
        std::uint64_t percent;
    };
    constexpr GroupPart parts[]{{"children", 17}, {"youth", 34}, {"elderly", 48}, {"disabled", 5}, {"hardship", 6}, {"unemployed", 4}, {"women_maternity", 41}, {"newcomers_veterans", 16}};
    survey::GroupMask mask = 0;
    for (std::size_t g = 0; g < codebook.groups.size(); ++g)
        for (auto const& part : parts)
            if (part.group == codebook.groups[g] && rng.below(100) < part.percent) mask |= 1U << g;
    return mask;
}

} // namespace lilong::demo
