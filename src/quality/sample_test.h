// Invented rounds for the tests of this folder: households that need more or less, interviewers who differ a little as
// honest people do, and faults planted into them.
#pragma once

#include <cmath>

#include "areas/taxonomy_store.h"
#include "base/chance.h"
#include "quality/committee_digest.h"
#include "survey/answer_rule.h"
#include "survey/need_questionnaire_rule.h"

namespace lilong::quality
{

struct Sample {
    std::size_t committees = 1, collectors = 3, forms = 40; // forms of each collector
    double household_sd = 0.8, interviewer_sd = 0.25;       // on the logit scale
    std::uint64_t seed = 1;
};

class SampleRound
{
public:
    explicit SampleRound(Sample const& wanted) : wanted_(wanted), rng(wanted.seed)
    {
        for (std::size_t q = 0; q < questions.items.size(); ++q) shares_.push_back(0.25 + 0.5 * rng.unit());
        for (std::size_t c = 0; c < wanted.committees; ++c) add_committee(c);
    }

    double normal()
    {
        double sum = -6;
        for (int i = 0; i < 12; ++i) sum += rng.unit();
        return sum;
    }
    char& at(std::size_t committee, std::size_t form, std::size_t question)
    {
        return committees[committee].forms[form].coded[questions.items[question].place];
    }
    std::vector<std::size_t> forms_of(std::size_t committee, std::size_t collector) const
    {
        std::vector<std::size_t> out;
        for (std::size_t f = 0; f < committees[committee].forms.size(); ++f)
            if (committees[committee].forms[f].collector == collector) out.push_back(f);
        return out;
    }
    void set_all(std::size_t committee, std::vector<std::size_t> const& forms, std::size_t question, char code)
    {
        for (auto const form : forms) at(committee, form, question) = code;
    }
    std::vector<CommitteeDigest> digests()
    {
        std::vector<CommitteeDigest> out;
        for (std::size_t c = 0; c < committees.size(); ++c)
            out.push_back(digest_of(questions, committees[c], grounds[c], limits));
        return out;
    }
    static std::vector<CommitteeDigest const*> pointers(std::vector<CommitteeDigest> const& digests)
    {
        std::vector<CommitteeDigest const*> out;
        for (auto const& digest : digests) out.push_back(&digest);
        return out;
    }

private:
    survey::Codebook codebook_ = survey::need_questionnaire(areas::read_reference_data().value()).value();
    Sample wanted_;
    std::vector<double> shares_;

public:
    Questions questions = questions_of(codebook_);
    Limits limits;
    SeededRng rng;
    std::vector<CommitteeForms> committees;
    std::vector<CommitteeGround> grounds;

private:
    void add_committee(std::size_t c)
    {
        CommitteeForms committee;
        committee.committee = AreaId::random(rng);
        CommitteeGround ground{committee.committee, sub_district(c), {}, {}, true};
        auto const estate = AreaId::random(rng);
        for (std::size_t i = 0; i < wanted_.collectors; ++i) {
            committee.collectors.push_back(UserId::random(rng));
            std::vector<double> tone;
            for (std::size_t q = 0; q < questions.items.size(); ++q) tone.push_back(wanted_.interviewer_sd * normal());
            for (std::size_t f = 0; f < wanted_.forms; ++f) committee.forms.push_back(form(i, estate, tone));
        }
        committees.push_back(std::move(committee));
        grounds.push_back(std::move(ground));
    }
    AreaId sub_district(std::size_t c)
    {
        if (c % 10 == 0) sub_district_ = AreaId::random(rng);
        return sub_district_;
    }
    Form form(std::size_t collector, AreaId const& estate, std::vector<double> const& tone)
    {
        Form out;
        out.id = ResponseId::random(rng);
        out.household = HouseholdId::random(rng);
        out.estate = estate;
        out.collector = collector;
        out.coded = survey::nothing_asked(codebook_);
        auto const household = wanted_.household_sd * normal();
        for (std::size_t q = 0; q < questions.items.size(); ++q) {
            auto const& question = questions.items[q];
            auto const& asked_of = codebook_.item(question.name)->asked_of;
            if (!asked_of.empty() && rng.below(4) != 0) continue;
            auto& code = out.coded[question.place];
            if (!question.need) {
                code = static_cast<char>('1' + rng.below(question.options));
                continue;
            }
            auto const logit = std::log(shares_[q] / (1 - shares_[q])) + household + tone[q];
            auto const yes = rng.unit() < 1 / (1 + std::exp(-logit));
            code = yes ? (rng.below(100) < 64 ? '1' : '2') : (rng.below(100) < 86 ? '3' : '4');
        }
        return out;
    }
    AreaId sub_district_;
};

} // namespace lilong::quality
