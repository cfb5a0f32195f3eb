// Everything that influences something in another capability, and every route, in one list.
#include <nlohmann/json.hpp>

#include "analysis/estimate_routes.h"
#include "analysis/permissions.h"
#include "areas/area_routes.h"
#include "areas/permissions.h"
#include "areas/taxonomy_routes.h"
#include "http/openapi.h"
#include "issues/issue_routes.h"
#include "issues/permissions.h"
#include "lilong/application.h"
#include "lilong/version.h"
#include "loop/feedback_routes.h"
#include "loop/permissions.h"
#include "needs/need_routes.h"
#include "needs/permissions.h"
#include "resources/offer_routes.h"
#include "resources/permissions.h"
#include "survey/permissions.h"

namespace lilong
{

access::PermissionTable all_permissions()
{
    access::PermissionTable table;
    for (auto const* grants : {&access::default_grants(), &areas::default_grants(), &survey::default_grants(), &loop::default_grants(), &analysis::default_grants(),
                               &needs::default_grants(), &resources::default_grants(), &issues::default_grants()})
        table.add(*grants);
    return table;
}

void wire(Application&) {}

void add_routes(Application& app, ApplicationOptions const& options)
{
    auto& router = app.router;
    access::SessionRouteOptions session{[&app](AreaId const& area) { return areas::describe_area(app.tree, area); }, options.secure_cookie, std::string{kVersion}};
    access::add_session_routes(router, app.sessions, app.permissions, *app.database, std::move(session));
    areas::add_area_routes(router, app.tree);
    areas::add_taxonomy_routes(router, app.taxonomy);
    analysis::add_estimate_routes(router, app.estimates, app.tree);
    loop::add_feedback_routes(router, app.feedback, app.states, *app.database);
    needs::add_need_routes(router, app.needs, app.states, app.feedback, app.tree, *app.database);
    resources::add_offer_routes(router, app.offers);
    issues::add_issue_routes(router, app.issues);
    issues::add_public_issue_routes(router, app.issues);
    issues::add_agenda_routes(router, app.agenda);
    static auto const document = http::openapi_document().dump();
    router.add(http::Method::get, "/api/v1/openapi.json", anyone, http::Reach::everyone, [](http::Request const&) -> Result<http::Answer> { return http::text_answer("application/json; charset=utf-8", document); });
    router.add(http::Method::get, "/healthz", anyone, http::Reach::everyone, [](http::Request const&) -> Result<http::Answer> { return http::text_answer("text/plain; charset=utf-8", "alive\n"); });
}

} // namespace lilong
