#include "quality/zero_variance_rule.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/beta_binomial_estimate.h"
#include "quality/peer_model_rule.h"

namespace lilong::quality
{

namespace
{

constexpr std::size_t kPeersForFit = 8;

// One option of an item, or for a need item both that count as yes.
struct Answer {
    Question const* question = nullptr;
    std::size_t first = 0, last = 0;
    Count in(OptionCounts const& counts) const
    {
        Count count{0, counts.answers(*question)};
        for (auto option = first; option <= last; ++option) count.yes += counts.of(*question, option);
        return count;
    }
    std::string name() const { return first == last ? question->option_names[first] : "yes"; }
};

// The answer that all gave; nothing when they differ or are too few.
std::optional<Answer> only_answer(Question const& question, OptionCounts const& counts, std::int64_t fewest)
{
    auto const all = counts.answers(question);
    if (all < fewest) return std::nullopt;
    for (std::size_t option = 0; option < question.options; ++option)
        if (counts.of(question, option) == all) return Answer{&question, option, option};
    if (question.need && counts.yes(question) == all) return Answer{&question, 0, 1};
    return std::nullopt;
}

// ST-62 where there are enough peers; with fewer, their pooled share and the expected spread.
PeerModel model_of(std::vector<Count> const& peers, Limits const& limits)
{
    auto const simple = peer_model(peers, spread_of(peers), limits);
    std::vector<analysis::AreaCount> areas;
    for (auto const& peer : peers)
        if (peer.answers > 0) areas.push_back({static_cast<double>(peer.yes), static_cast<double>(peer.answers), {}});
    if (areas.size() < kPeersForFit) return simple;
    auto const fitted = analysis::fit_beta_binomial(areas, analysis::Robust::winsorised_once);
    if (!fitted) return simple;
    return {fitted->means.front(), fitted->precision, simple.answers};
}

class Search
{
public:
    Search(Questions const& questions, std::span<CommitteeDigest const* const> round, Limits const& limits)
        : questions_(questions), round_(round), limits_(limits)
    {
        for (auto const* committee : round) {
            auto const [found, fresh] = sub_districts_.try_emplace(committee->sub_district, questions);
            found->second += committee->all;
        }
    }

    std::vector<Flag> run()
    {
        for (auto const& question : questions_.items) {
            for (auto const& [area, counts] : sub_districts_)
                if (auto const answer = only_answer(question, counts, limits_.zero_variance_forms))
                    sub_district(area, counts, *answer);
            for (auto const* digest : round_) {
                if (auto const answer = only_answer(question, digest->all, limits_.zero_variance_forms))
                    committee(*digest, *answer);
                for (auto const& slot : digest->slots)
                    if (auto const answer = only_answer(question, slot.counts, limits_.zero_variance_forms);
                        answer && slot.collector)
                        interviewer(*digest, slot, *answer);
            }
        }
        return std::move(flags_);
    }

private:
    // Committees of other sub-districts; where these are few, all other committees.
    std::vector<Count> peers_of(AreaId const& sub_district, AreaId const& committee, Answer const& answer) const
    {
        std::vector<Count> outside, others;
        for (auto const* digest : round_) {
            auto const count = answer.in(digest->all);
            if (count.answers == 0 || digest->committee == committee) continue;
            if (digest->sub_district != sub_district) outside.push_back(count);
            others.push_back(count);
        }
        return outside.size() >= kPeersForFit || committee == sub_district ? outside : others;
    }

    void sub_district(AreaId const& area, OptionCounts const& counts, Answer const& answer)
    {
        auto const peers = peers_of(area, area, answer);
        if (peers.empty()) return;
        auto const model = model_of(peers, limits_);
        double log_chance = 0; // its committees are as independent of each other as the peers are
        for (auto const* digest : round_)
            if (digest->sub_district == area)
                if (auto const n = answer.in(digest->all).answers; n > 0)
                    log_chance += std::log(chance_that_all(n, model));
        keep("all_equal_sub_district", area, {}, answer, counts, model, std::exp(log_chance), peers, {});
    }

    void committee(CommitteeDigest const& digest, Answer const& answer)
    {
        auto const peers = peers_of(digest.sub_district, digest.committee, answer);
        if (peers.empty()) return;
        auto const model = model_of(peers, limits_);
        auto const chance = chance_that_all(answer.in(digest.all).answers, model);
        keep("all_equal_committee", digest.committee, {}, answer, digest.all, model, chance, peers, {});
    }

    void interviewer(CommitteeDigest const& digest, Slot const& slot, Answer const& answer)
    {
        Spread spread; // of interviewers inside committees, without this one
        std::vector<Count> own, around;
        for (auto const* other : round_) {
            std::vector<Count> group;
            for (auto const& colleague : other->slots)
                if (colleague.collector && &colleague != &slot) group.push_back(answer.in(colleague.counts));
            spread += spread_of(group);
            auto& into = other == &digest ? own : around;
            if (other->sub_district == digest.sub_district) into.insert(into.end(), group.begin(), group.end());
        }
        auto const answers = [](std::vector<Count> const& counts) {
            std::int64_t sum = 0;
            for (auto const& count : counts) sum += count.answers;
            return sum;
        };
        auto const& peers = answers(own) >= limits_.pattern_peers ? own : around;
        if (answers(peers) < limits_.pattern_peers) return;
        auto const model = peer_model(peers, spread, limits_);
        auto const chance = chance_that_all(answer.in(slot.counts).answers, model);
        keep("all_equal_interviewer", digest.committee, slot.collector, answer, slot.counts, model, chance, peers,
             slot.forms);
    }

    void keep(std::string rule, AreaId const& area, std::optional<UserId> collector, Answer const& answer,
              OptionCounts const& counts, PeerModel const& model, double chance, std::vector<Count> const& peers,
              std::vector<ResponseId> records)
    {
        if (!(chance < limits_.zero_variance_chance)) return;
        Flag flag;
        flag.family = Family::zero_variance;
        flag.rule = std::move(rule);
        flag.area = area;
        flag.collector = collector;
        flag.item = answer.question->name;
        flag.answer = answer.name();
        flag.forms = answer.in(counts).answers;
        flag.observed = 1;
        flag.peers = model.share;
        flag.limit = limits_.zero_variance_chance;
        flag.chance = chance;
        for (auto const& peer : peers)
            if (peer.answers > 0)
                flag.dots.push_back({static_cast<double>(peer.yes) / static_cast<double>(peer.answers), peer.answers});
        flag.records = std::move(records);
        flags_.push_back(std::move(flag));
    }

    Questions const& questions_;
    std::span<CommitteeDigest const* const> round_;
    Limits const& limits_;
    std::map<AreaId, OptionCounts> sub_districts_;
    std::vector<Flag> flags_;
};

} // namespace

std::vector<Flag> zero_variance(Questions const& questions, std::span<CommitteeDigest const* const> round,
                                Limits const& limits)
{
    return Search{questions, round, limits}.run();
}

} // namespace lilong::quality
