// Telling the households of origin, and hearing from them. Other services call fan_out() in their own write:
//     feedback.fan_out(tx, who, {ref(area, "need", need), traces, "confirm", zh, en}, origins);
// and are called back (on_news) when somebody was reached or answered, so that a need can be evaluated and fed back.
#pragma once

#include <functional>

#include "loop/feedback_types.h"

namespace lilong::loop
{

class FeedbackService
{
public:
    using ContactOf = std::function<Contact(storage::Connection&, AreaId const&, HouseholdId const&)>;
    using News = std::function<void(storage::Transaction&, ObjectRef const&)>;

    FeedbackService(storage::Database& database, StateService const& states, Clock const& clock, Rng& rng)
        : database_(database), states_(states), clock_(clock), rng_(rng)
    {
    }
    void use_contacts(ContactOf contact_of) { contact_of_ = std::move(contact_of); }
    void on_news(News news) { news_.push_back(std::move(news)); }

    // One task for each household; at most one a week, unless the loop closes (the rest waits for the digest).
    std::size_t fan_out(storage::Transaction& tx, Actor const& who, Told const& told,
                        std::vector<HouseholdId> const& households) const;

    std::vector<FeedbackTask> tasks(AreaId const& area, TaskFilter const& filter) const; // at most filter.most
    std::int64_t count(AreaId const& area, TaskFilter const& filter) const;              // of all that fit the filter
    Result<FeedbackTask> task(AreaId const& area, FeedbackTaskId const& id) const; // loop.not_found
    // outcome: reached, no_answer, posted. The third try without success makes the task unreachable.
    Result<FeedbackTask> record_try(Actor const& who, AreaId const& area, FeedbackTaskId const& id,
                                    std::string const& channel, std::string const& outcome) const;
    // The household's word: solved or not, 1–5. Whoever answers has been reached.
    Result<FeedbackTask> answer(Actor const& who, AreaId const& area, FeedbackTaskId const& id,
                                SaidAnswer const& said) const;
    Result<FeedbackTask> drop(Actor const& who, AreaId const& area, FeedbackTaskId const& id,
                              Reason const& reason) const;

    // A resident's own tasks: opening the page is being reached.
    Result<std::vector<FeedbackTask>> open_own(Actor const& who) const;
    Result<FeedbackTask> answer_own(Actor const& who, FeedbackTaskId const& id, SaidAnswer const& said) const;

    // `since`: what was told or said after that instant only, as when an object was delivered a second time.
    Reach reach(storage::Connection& connection, ObjectRef const& object, std::string_view cause = {},
                Instant since = {}) const;
    SatisfactionSummary satisfaction(storage::Connection& connection, ObjectRef const& object,
                                     Instant since = {}) const;

private:
    Result<FeedbackTask> in_tx(storage::Connection& connection, AreaId const& area, FeedbackTaskId const& id) const;
    Result<void> reached(storage::Transaction& tx, Actor const& who, FeedbackTask const& task,
                         std::string_view how) const;
    Result<void> may_answer_for(Actor const& who, FeedbackTask const& task) const;
    void tell(storage::Transaction& tx, ObjectRef const& object) const;

    storage::Database& database_;
    StateService const& states_;
    Clock const& clock_;
    Rng& rng_;
    ContactOf contact_of_;
    std::vector<News> news_;
};

} // namespace lilong::loop
