// The small invented district with its services, its people and the year's story: what the steps share.
#pragma once

#include <gtest/gtest.h>

#include "base/messages.h"
#include "demo/gate_story.h"
#include "lilong/application.h"
#include "stories/story_runner.h"

namespace lilong::stories
{

struct WholeDistrict {
    WholeDistrict();

    AreaId area(std::string const& zh) const;           // by its Chinese name
    Actor const& person(std::string const& name) const; // of the cast
    areas::ImportFile gate_answers() const;

    // What a step could not do is the next step's to look at; a refusal nobody expected fails the story.
    template <typename T>
    void keep(Result<T> const& done)
    {
        if (!done) refusal = done.error();
    }
    template <typename T>
    static T must(Telling const& told, Result<T> done)
    {
        if (!done) {
            told.expect(false, sentence(done.error(), Language::en));
            throw std::runtime_error(done.error().code);
        }
        if constexpr (!std::is_void_v<T>) return std::move(*done);
    }
    std::vector<std::string> sentences(Language language) const; // of the refusal: what is wrong, then what is missing
    std::vector<std::string> without_a_next_step();              // unfinished objects that nobody could move on

    SeededRng rng{20170418};
    TestClock clock{demo::morning(Date{2026, 3, 1})};
    Application app{storage::Database::in_memory(), clock, rng};
    demo::DemoDistrict places;
    demo::StoryParts parts;
    demo::Cast cast;
    demo::GateStory gate;
    areas::ImportView import;
    std::optional<Error> refusal;
};

std::string percent(double share, int decimals = 0); // 89.95 %
std::string yuan(Money money);                       // 136000

} // namespace lilong::stories
