#include "issues/evidence_rule.h"

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace lilong::issues
{

using nlohmann::json;

namespace
{

json steps_json(std::vector<IssueStep> const& steps)
{
    auto out = json::array();
    for (auto const& step : steps)
        out.push_back({{"at", step.at.text()},
                       {"action", step.action},
                       {"to", step.to},
                       {"role", step.role},
                       {"reason", step.reason}});
    return out;
}

// What each level may do itself and what not, read from the duty list, not felt.
json duties_json(std::string const& category, areas::Taxonomy const& taxonomy)
{
    auto out = json::object();
    for (auto level : {Level::committee, Level::sub_district, Level::district})
        if (auto const* duty = taxonomy.duty(category, level))
            out[std::string{word(level)}] = {{"unit", duty->unit},
                                             {"competent", areas::name(duty->competent)},
                                             {"service_class", areas::name(duty->service_class)}};
    return out;
}

json category_json(std::string const& key, areas::Taxonomy const& taxonomy)
{
    auto const* category = taxonomy.category(key);
    return {{"key", key}, {"zh", category ? category->zh : key}, {"en", category ? category->en : key}};
}

} // namespace

std::string issue_evidence(Issue const& issue, std::vector<IssueStep> const& steps,
                           std::vector<IssueClock> const& clocks, std::size_t households,
                           areas::Taxonomy const& taxonomy)
{
    auto clocks_json = json::array();
    for (auto const& clock : clocks)
        clocks_json.push_back({{"kind", word(clock.kind)},
                               {"started_at", clock.started_at.text()},
                               {"due_at", clock.due_at.text()},
                               {"met_at", clock.met_at ? json(clock.met_at->text()) : json(nullptr)},
                               {"pauses", clock.pauses},
                               {"extensions", clock.extensions}});
    return json{{"kind", "issue"},
                {"reference", issue.reference},
                {"category", category_json(issue.category, taxonomy)},
                {"text", issue.text},
                {"reported_at", issue.reported_at.text()},
                {"place",
                 {{"estate", issue.place.estate ? json(issue.place.estate->text()) : json(nullptr)},
                  {"asset", issue.place.asset}}},
                {"level", word(issue.level)},
                {"unit", issue.lead_unit},
                {"returns", issue.returns},
                {"redos", issue.redos},
                {"households", households},
                {"clocks", clocks_json},
                {"timeline", steps_json(steps)}}
        .dump();
}

EvidencePack frozen_pack(PackFacts const& facts, areas::Taxonomy const& taxonomy, int seq, Instant at)
{
    auto members = json::array();
    for (auto const& member : facts.members) {
        auto evidence = json::parse(member.evidence, nullptr, false);
        members.push_back({{"kind", member.kind},
                           {"area", member.area.text()},
                           {"reference", member.reference},
                           {"evidence", evidence.is_discarded() ? json(member.evidence) : evidence}});
    }
    auto const& item = facts.item;
    EvidencePack pack{seq, {}, {}, at};
    pack.content = json{
        {"format", "lilong.evidence_pack/1"},
        {"part", seq == 1 ? "pack" : "addendum"},
        {"level", word(item.level)},
        {"domain", word(item.domain)},
        {"rule", item.rule},
        {"inputs", facts.inputs},
        {"category", category_json(item.category, taxonomy)},
        {"title", item.title},
        {"year", item.year},
        {"duties", duties_json(item.category, taxonomy)},
        {"members", members},
        {"own_steps", steps_json(facts.own_steps)},
        {"frozen_at",
         at.text()}}.dump();
    pack.sha256 = sha256_hex(pack.content);
    return pack;
}

} // namespace lilong::issues
