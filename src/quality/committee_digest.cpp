#include "quality/committee_digest.h"

#include <algorithm>

#include "quality/coverage_rule.h"
#include "quality/duplicate_rule.h"
#include "quality/straight_rule.h"
#include "survey/answer_rule.h"

namespace lilong::quality
{

namespace
{

void count_blanks(CommitteeDigest& digest, Questions const& questions, std::string_view coded)
{
    for (std::size_t i = 0; i < questions.items.size(); ++i) {
        auto const place = questions.items[i].place;
        if (place >= coded.size() || coded[place] == survey::kNotAsked) continue;
        ++digest.asked[i];
        if (!option_in(coded, questions.items[i])) ++digest.blank[i];
    }
}

std::vector<Flag> duplicate_flags(CommitteeForms const& committee, Duplicates const& found, Limits const& limits)
{
    std::map<std::size_t, Flag> by_collector;
    for (auto const& pair : found.pairs) {
        auto& flag = by_collector[*committee.forms[pair.first].collector];
        for (auto const form : {pair.first, pair.second})
            if (auto const& id = committee.forms[form].id; std::ranges::find(flag.records, id) == flag.records.end())
                flag.records.push_back(id);
        if (flag.observed >= pair.share()) continue;
        flag.observed = pair.share();
        flag.chance = pair.chance;
    }
    std::vector<Flag> flags;
    for (auto& [collector, flag] : by_collector) {
        flag.family = Family::near_duplicates;
        flag.rule = "near_duplicates";
        flag.area = committee.committee;
        flag.collector = committee.collectors[collector];
        flag.peers = found.most_alike_of_others;
        flag.limit = limits.duplicate_share;
        flag.forms = static_cast<std::int64_t>(flag.records.size());
        flags.push_back(std::move(flag));
    }
    return flags;
}

class Digester
{
public:
    Digester(Questions const& questions, CommitteeForms const& committee, CommitteeGround const& ground,
             Limits const& limits)
        : questions_(questions), committee_(committee), ground_(ground), limits_(limits),
          digest_{.committee = ground.committee,
                  .sub_district = ground.sub_district,
                  .slots = {},
                  .all = OptionCounts{questions},
                  .set_aside = OptionCounts{questions},
                  .asked = std::vector<std::int64_t>(questions.items.size()),
                  .blank = std::vector<std::int64_t>(questions.items.size()),
                  .timed = {},
                  .flags = {},
                  .aside = {},
                  .forms = static_cast<std::int64_t>(committee.forms.size())}
    {
        digest_.slots.push_back({{}, OptionCounts{questions}, {}, {}});
        for (auto const& collector : committee.collectors)
            digest_.slots.push_back({collector, OptionCounts{questions}, {}, {}});
    }

    CommitteeDigest run()
    {
        for (auto const& form : committee_.forms) count(form);
        auto const straight = find_straight();
        take(duplicate_flags(committee_, near_duplicates(questions_, committee_, digest_.all, straight, limits_),
                             limits_));
        take(time_and_place(
            committee_, [this](Form const& form) { return place_of(form); }, limits_));
        take(coverage_flags(committee_, ground_));
        return std::move(digest_);
    }

private:
    Slot& slot_of(Form const& form) { return digest_.slots[form.collector ? *form.collector + 1 : 0]; }

    void count(Form const& form)
    {
        auto& slot = slot_of(form);
        slot.counts.add(questions_, form.coded);
        slot.forms.push_back(form.id);
        digest_.all.add(questions_, form.coded);
        count_blanks(digest_, questions_, form.coded);
        if (form.set_aside) {
            digest_.set_aside.add(questions_, form.coded);
            digest_.aside.insert(form.id);
        }
        if (!form.at_door || !form.started || !form.ended) return;
        auto const asked = std::ranges::count_if(form.coded, [](char code) { return code != survey::kNotAsked; });
        digest_.timed.push_back({form.id, slot.collector, static_cast<int>(asked),
                                 static_cast<double>(form.ended->ms() - form.started->ms()) / 60'000});
    }

    std::vector<bool> find_straight()
    {
        std::vector<bool> straight(committee_.forms.size());
        for (std::size_t f = 0; f < committee_.forms.size(); ++f) {
            auto const& form = committee_.forms[f];
            straight[f] = straight_line(questions_, form.coded, digest_.all, limits_).has_value();
            if (straight[f]) slot_of(form).straight.push_back(form.id);
        }
        return straight;
    }

    // Buildings that are not on the map stand where their estate stands.
    std::optional<MapPoint> place_of(Form const& form) const
    {
        if (form.building)
            if (auto const found = ground_.places.find(*form.building); found != ground_.places.end())
                return found->second;
        if (auto const found = ground_.places.find(form.estate); found != ground_.places.end()) return found->second;
        return std::nullopt;
    }

    void take(std::vector<Flag> flags) { std::ranges::move(flags, std::back_inserter(digest_.flags)); }

    Questions const& questions_;
    CommitteeForms const& committee_;
    CommitteeGround const& ground_;
    Limits const& limits_;
    CommitteeDigest digest_;
};

} // namespace

CommitteeDigest digest_of(Questions const& questions, CommitteeForms const& committee, CommitteeGround const& ground,
                          Limits const& limits)
{
    return Digester{questions, committee, ground, limits}.run();
}

} // namespace lilong::quality
