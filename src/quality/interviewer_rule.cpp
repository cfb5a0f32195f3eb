#include "quality/interviewer_rule.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "analysis/beta_binomial_estimate.h"
#include "analysis/false_discovery_rule.h"
#include "quality/peer_model_rule.h"

namespace lilong::quality
{

namespace
{

using Round = std::span<CommitteeDigest const* const>;
using CountOf = std::function<Count(Slot const&)>;

struct Member {
    CommitteeDigest const* committee = nullptr;
    Slot const* slot = nullptr;
};

struct Tested {
    Member member;
    Count own;
    PeerModel peers;
    std::vector<PeerDot> dots;
    double p = 1;
    double correlation = kNone;
    double share() const { return static_cast<double>(own.yes) / static_cast<double>(own.answers); }
};

// The interviewers in their groups (committees, or sub-districts), with the counts of one question.
struct Groups {
    std::map<AreaId, std::vector<Member>> members;
    std::map<AreaId, std::vector<Count>> counts;
    Spread spread;
};

Groups grouped(Round round, AreaId CommitteeDigest::*area, CountOf const& count_of)
{
    Groups out;
    for (auto const* committee : round)
        for (auto const& slot : committee->slots) {
            if (!slot.collector) continue;
            out.members[committee->*area].push_back({committee, &slot});
            out.counts[committee->*area].push_back(count_of(slot));
        }
    for (auto const& [group, counts] : out.counts) out.spread += spread_of(counts);
    return out;
}

std::optional<Tested> tested_in(Groups const& groups, AreaId const& group, Slot const& slot, Limits const& limits)
{
    auto const& members = groups.members.at(group);
    auto const& counts = groups.counts.at(group);
    std::vector<Count> peers;
    Tested out;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (members[i].slot == &slot) {
            out.member = members[i];
            out.own = counts[i];
        } else if (counts[i].answers > 0) {
            peers.push_back(counts[i]);
            out.dots.push_back(
                {static_cast<double>(counts[i].yes) / static_cast<double>(counts[i].answers), counts[i].answers});
        }
    }
    auto rest = groups.spread;
    rest -= spread_of(counts);
    rest += spread_of(peers);
    out.peers = peer_model(peers, rest, limits);
    if (out.peers.answers < limits.pattern_peers) return std::nullopt;
    out.p = analysis::two_sided_mid_p(out.own.yes, out.own.answers, out.peers.share, out.peers.precision);
    out.correlation = correlation(groups.spread);
    return out;
}

// Every interviewer with enough answers, against colleagues of the committee or, without any, of the sub-district.
std::vector<Tested> test_all(Round round, CountOf const& count_of, Limits const& limits)
{
    auto const committees = grouped(round, &CommitteeDigest::committee, count_of);
    auto const sub_districts = grouped(round, &CommitteeDigest::sub_district, count_of);
    std::vector<Tested> out;
    for (auto const& [area, members] : committees.members)
        for (auto const& member : members) {
            if (count_of(*member.slot).answers < limits.pattern_forms) continue;
            auto tested = tested_in(committees, area, *member.slot, limits);
            if (!tested) tested = tested_in(sub_districts, member.committee->sub_district, *member.slot, limits);
            if (tested) out.push_back(std::move(*tested));
        }
    return out;
}

std::vector<double> adjusted(std::vector<Tested> const& tests)
{
    std::vector<double> p;
    for (auto const& test : tests) p.push_back(test.p);
    return analysis::benjamini_hochberg(p);
}

Flag flag_of(Tested const& test, Family family, std::string rule)
{
    Flag flag;
    flag.family = family;
    flag.rule = std::move(rule);
    flag.area = test.member.committee->committee;
    flag.collector = test.member.slot->collector;
    flag.forms = test.own.answers;
    flag.observed = test.share();
    flag.peers = test.peers.share;
    flag.dots = test.dots;
    return flag;
}

} // namespace

std::vector<Flag> interviewer_patterns(Questions const& questions, Round round, Limits const& limits)
{
    std::vector<Tested> tests;
    std::vector<Question const*> of;
    for (auto const& question : questions.items) {
        if (!question.need) continue;
        auto found = test_all(
            round,
            [&](Slot const& slot) {
                return Count{slot.counts.yes(question), slot.counts.answers(question)};
            },
            limits);
        of.insert(of.end(), found.size(), &question);
        std::ranges::move(found, std::back_inserter(tests));
    }
    auto const p = adjusted(tests);
    std::vector<Flag> flags;
    for (std::size_t i = 0; i < tests.size(); ++i) {
        if (p[i] > limits.pattern_rate || std::abs(tests[i].share() - tests[i].peers.share) < limits.pattern_gap)
            continue;
        auto flag = flag_of(tests[i], Family::interviewer_pattern, "unlike_colleagues");
        flag.item = of[i]->name;
        flag.limit = limits.pattern_rate;
        flag.chance = p[i];
        flag.correlation = tests[i].correlation;
        flag.records = tests[i].member.slot->forms;
        flags.push_back(std::move(flag));
    }
    return flags;
}

std::vector<Flag> straight_flags(Round round, Limits const& limits)
{
    auto const tests = test_all(
        round,
        [](Slot const& slot) {
            return Count{static_cast<std::int64_t>(slot.straight.size()), static_cast<std::int64_t>(slot.forms.size())};
        },
        limits);
    auto const p = adjusted(tests);
    std::map<Slot const*, std::size_t> known;
    for (std::size_t i = 0; i < tests.size(); ++i) known[tests[i].member.slot] = i;
    std::vector<Flag> flags;
    for (auto const* committee : round)
        for (auto const& slot : committee->slots) {
            if (slot.straight.empty()) continue;
            Flag flag;
            flag.family = Family::straight_lining;
            flag.rule = "straight_forms";
            flag.area = committee->committee;
            flag.collector = slot.collector;
            flag.observed = static_cast<double>(slot.straight.size()) / static_cast<double>(slot.forms.size());
            if (auto const found = known.find(&slot); found != known.end()) {
                auto const& test = tests[found->second];
                flag = flag_of(test, Family::straight_lining, "straight_forms");
                flag.chance = p[found->second];
                if (flag.chance <= limits.pattern_rate && flag.observed - flag.peers >= limits.pattern_gap)
                    flag.rule = "straight_interviewer";
            }
            flag.forms = static_cast<std::int64_t>(slot.straight.size());
            flag.limit = limits.straight_run;
            flag.records = slot.straight;
            flags.push_back(std::move(flag));
        }
    return flags;
}

} // namespace lilong::quality
