#include "budgeting/ledger_routes.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "budgeting/permissions.h"
#include "http/json_body.h"
#include "loop/state_json.h"

namespace lilong::budgeting
{

using http::Answer;
using http::Request;
using nlohmann::json;

namespace
{

json budget_json(Fund const& fund, std::vector<LedgerEntry> const& entries)
{
    auto lines = json::array();
    for (auto line : kLines) {
        auto const f = figures(fund, line, entries);
        lines.push_back({{"line", name(line)},
                         {"allocated_fen", f.allocated.in_fen()},
                         {"committed_fen", f.committed.in_fen()},
                         {"paid_fen", f.paid.in_fen()},
                         {"left_fen", f.left().in_fen()}});
    }
    return {{"year", fund.year}, {"total_fen", fund.total().in_fen()}, {"lines", lines}};
}

json entry_json(LedgerEntry const& e)
{
    return {{"id", e.id.text()},
            {"seq", e.seq},
            {"line", name(e.line)},
            {"kind", name(e.kind)},
            {"amount_fen", e.amount.in_fen()},
            {"date", e.booked_on.text()},
            {"purpose", {{"zh", e.purpose_zh}, {"en", e.purpose_en}}},
            {"project", e.project ? json(e.project->text()) : json(nullptr)},
            {"voucher", e.voucher},
            {"payee", e.payee},
            {"actor", e.actor_name}};
}

json spending_json(LedgerService const& ledger, Actor const& who, AreaId const& area, Spending const& s)
{
    return {{"id", s.id.text()},
            {"year", s.year},
            {"line", name(s.line)},
            {"amount_fen", s.amount.in_fen()},
            {"purpose", {{"zh", s.purpose_zh}, {"en", s.purpose_en}}},
            {"payee", s.payee},
            {"project", s.project ? json(s.project->text()) : json(nullptr)},
            {"proposer", s.proposer_name},
            {"approver", s.approver_name.empty() ? json(nullptr) : json(s.approver_name)},
            {"made_at", s.made_at.text()},
            {"state", s.state},
            {"version", s.version},
            {"actions", loop::actions_json(ledger.allowed(who, area, s))}};
}

int year_of(Request const& request, Clock const& clock)
{
    auto const year = request.option("year");
    return year ? static_cast<int>(whole_number(*year).value_or(0)) : clock.today().year();
}

// All funds, or that of one year.
Result<Answer> budgets(LedgerService const& ledger, Request const& request)
{
    auto const area = TRY(request.area());
    auto const year = request.option("year");
    auto items = json::array();
    for (auto const& fund : ledger.funds(area))
        if (!year || *year == std::to_string(fund.year))
            items.push_back(budget_json(fund, ledger.entries(area, fund.year)));
    return http::ok({{"items", items}, {"next", nullptr}});
}

Result<Spending> act(LedgerService const& ledger, Actor const& who, AreaId const& area, SpendingId const& id,
                     std::string const& action, http::JsonBody& body)
{
    loop::Reason const reason{body.optional_text("reason_code").value_or(""),
                              body.optional_text("reason").value_or("")};
    Voucher const voucher{body.optional_text("voucher", {.longest = 100}).value_or(""),
                          body.optional_text("payee", {.longest = 200}).value_or("")};
    TRY(body.finish());
    if (action == "approve") return ledger.approve(who, area, id);
    if (action == "refuse") return ledger.refuse_spending(who, area, id, reason);
    if (action == "pay") return ledger.pay_spending(who, area, id, voucher);
    if (action == "release") return ledger.release(who, area, id, reason);
    return refuse(ErrorKind::not_found, "budgeting.action_unknown", {{"action", action}});
}

void add_spending_routes(http::Router& router, LedgerService const& ledger, Clock const& clock)
{
    router.get("/api/v1/areas/{area}/spendings", see_budget,
               [&ledger, &clock](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto items = json::array();
                   for (auto const& spending : ledger.spendings(area, year_of(request, clock)))
                       items.push_back(spending_json(ledger, request.actor, area, spending));
                   return http::ok({{"items", items}, {"next", nullptr}});
               });
    router.post("/api/v1/areas/{area}/spendings", work_on_budget, [&ledger](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto body = TRY(request.json());
        Spending s;
        s.year = static_cast<int>(body.integer("year", 2000, 2200));
        s.line = line_of(body.choice("line", {"office", "party", "service"})).value_or(Line::service);
        s.amount = body.money("amount_fen");
        s.purpose_zh = body.text("purpose_zh", {.longest = 400});
        s.purpose_en = body.text("purpose_en", {.longest = 400});
        s.payee = body.text("payee", {.longest = 200});
        s.project = body.optional_id<ProjectId>("project");
        if (s.amount == Money{}) body.wrong("amount_fen", "budgeting.amount_missing");
        TRY(body.finish());
        auto const id = TRY(ledger.propose(request.actor, area, s));
        return http::created({{"id", id.text()}});
    });
    router.post("/api/v1/areas/{area}/spendings/{id}/actions/{action}", work_on_budget,
                [&ledger](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<SpendingId>("id"));
                    auto body = TRY(request.json());
                    auto const done = TRY(act(ledger, request.actor, area, id, request.parameters.at("action"), body));
                    return http::ok(spending_json(ledger, request.actor, area, done));
                });
}

} // namespace

void add_ledger_routes(http::Router& router, LedgerService const& ledger, Clock const& clock)
{
    router.get("/api/v1/areas/{area}/budgets", see_budget,
               [&ledger](Request const& request) { return budgets(ledger, request); });
    router.add(http::Method::get, "/api/v1/public/areas/{area}/budgets", anyone, http::Reach::everyone,
               [&ledger](Request const& request) { return budgets(ledger, request); });
    router.post("/api/v1/areas/{area}/budgets", open_fund, [&ledger](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto body = TRY(request.json());
        Fund fund;
        fund.year = static_cast<int>(body.integer("year", 2000, 2200));
        fund.office = body.money("office_fen");
        fund.party = body.money("party_fen");
        fund.service = body.money("service_fen");
        TRY(body.finish());
        auto const opened = TRY(ledger.open_fund(request.actor, area, fund));
        return http::created(budget_json(opened, {}));
    });
    router.get("/api/v1/areas/{area}/ledger-entries", see_budget,
               [&ledger, &clock](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto items = json::array();
                   for (auto const& entry : ledger.entries(area, year_of(request, clock)))
                       items.push_back(entry_json(entry));
                   return http::ok({{"items", items}, {"next", nullptr}});
               });
    add_spending_routes(router, ledger, clock);
}

} // namespace lilong::budgeting
