#include "lilong/application.h"

#include <spdlog/spdlog.h>

#include <stdexcept>

namespace lilong
{

namespace
{

// The taxonomy of the database, or on a fresh one what the program carries.
areas::Taxonomy taxonomy_of(storage::Database& database)
{
    auto found = database.read([](storage::Connection& c) { return areas::taxonomy_store::load(c); });
    if (found && !found->categories().empty()) return std::move(*found);
    database.load([](storage::Transaction& tx) {
        if (auto const loaded = areas::load_reference_data(tx); !loaded) throw std::runtime_error(loaded.error().code);
    });
    auto fresh = database.read([](storage::Connection& c) { return areas::taxonomy_store::load(c); });
    if (!fresh) throw std::runtime_error(fresh.error().code);
    return std::move(*fresh);
}

} // namespace

Application::Application(std::unique_ptr<storage::Database> opened, Clock const& its_clock, Rng& its_rng, ApplicationOptions options)
    : database(std::move(opened)), clock(its_clock), rng(its_rng), tree(*database), taxonomy(taxonomy_of(*database)),
      calendar(database->read([](storage::Connection& c) { return areas::calendar_store::load(c); })),
      reaches([this](AreaId const& ancestor, AreaId const& area) { return tree.reaches(ancestor, area); }), permissions(all_permissions()), audit(clock),
      accounts(*database, audit, hasher, reaches, clock, rng), sessions(*database, audit, hasher, clock, rng), gate(sessions, permissions, reaches), router(gate, rng),
      areas(*database, audit, tree, clock, rng), imports(*database, audit, permissions, tree, clock, rng), settings(*database, audit, tree, clock), households(*database, audit, tree, clock, rng),
      questionnaires(*database, audit, reaches, clock, rng), rounds(*database, audit, tree, clock, rng),
      responses(*database, audit, tree, clock, rng), visits(*database, audit, tree, clock, rng), progress(*database, tree, clock),
      states(audit, clock, reaches), outbox(*database, clock, rng), feedback(*database, states, clock, rng), cubes(*database, tree), small_areas(*database, audit, clock, rng), estimates(cubes, small_areas, tree), compare(cubes, tree), guesses(*database, audit, tree, clock),
      crosstabs(*database, cubes, tree),
      quality(*database, audit, tree, responses, progress, clock),
      needs(*database, audit, states, feedback, taxonomy, clock, rng), candidates(*database, estimates, needs, tree, taxonomy),
      offers(*database, audit, states, clock, rng), matching(*database, audit, states, offers, tree, taxonomy, clock, rng),
      ledger(*database, audit, states, clock, rng), consultations(*database, audit, states, feedback, clock, rng), meetings(*database, audit, states, clock, rng),
      projects(*database, audit, states, feedback, needs, ledger, consultations, meetings, clock, rng),
      issues({*database, audit, states, outbox, feedback, tree, taxonomy, calendar, clock, rng}),
      agenda({*database, audit, states, outbox, feedback, tree, taxonomy, calendar, clock, rng})
{
    wire(*this);
    add_routes(*this, options);
}

void take_due_steps(Application& app)
{
    if (auto const kept = app.cubes.freeze_closed(app.audit, app.clock); !kept) spdlog::error("closed rounds: {}", kept.error().code);
    app.outbox.drain();
    app.issues.run_clocks();
    app.agenda.run_clocks();
    app.offers.pause_expired();
    app.matching.lapse_overdue();
    for (auto const& root : app.tree.roots()) {
        for (auto const& sub_district : app.tree.below(root.id, areas::AreaKind::sub_district)) app.agenda.propose_recurrences(sub_district.id);
        for (auto const& committee : app.tree.below(root.id, areas::AreaKind::neighbourhood)) {
            (void)app.consultations.take_due(committee.id);
            (void)app.needs.advance_all(committee.id);
        }
    }
    app.outbox.drain();
}

} // namespace lilong
