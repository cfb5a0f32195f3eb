// A small district for tests: 晴川区 › 柳岸街道 › 北苑居民区 › 北岸佳园 (1号楼), 南泾苑; beside it 南园居民区. Requests
// go through the real router and the real table of permissions, signed in as whoever holds the given roles.
#pragma once

#include <gtest/gtest.h>

#include "access/audit.h"
#include "access/authorise_rule.h"
#include "access/permissions.h"
#include "areas/area_service.h"
#include "areas/permissions.h"
#include "base/chance.h"
#include "http/router.h"

namespace lilong::areas
{

class DistrictTest : public testing::Test
{
protected:
    class TestGate final : public http::Gate
    {
    public:
        explicit TestGate(DistrictTest& test) : test_(test) {}
        Actor who(http::Request const&) override { return test_.actor; }
        Result<void> may(Actor const& actor, Permission permission, AreaId const& area) override
        {
            return access::authorise(actor, test_.permissions, permission, area, test_.reaches);
        }
        Result<void> may_somewhere(Actor const& actor, Permission permission) override
        {
            return access::authorise_somewhere(actor, test_.permissions, permission);
        }

    private:
        DistrictTest& test_;
    };

    DistrictTest()
    {
        permissions.add(default_grants());
        auto const list = parse_csv("code,parent_code,kind,zh,en,estate_type,build_year,occupied_households\n"
                                    "990101,,district,晴川区,Qingchuan District,,,\n"
                                    "990101002,990101,sub_district,柳岸街道,Liu'an Sub-district,,,\n"
                                    "990101002001,990101002,neighbourhood,北苑居民区,Beiyuan,,,\n"
                                    "990101002002,990101002,neighbourhood,南园居民区,Nanyuan,,,900\n"
                                    "E1,990101002001,estate,北岸佳园,Bei'an Jiayuan,commodity,2005,520\n"
                                    "E2,990101002001,estate,南泾苑,Nanjing Yuan,sold_public,1986,895\n"
                                    "B1,E1,building,1号楼,Building 1,,,\n",
                                    "areas.csv");
        EXPECT_TRUE(area_service.import_areas(system_actor(), list.value()));
    }

    AreaId id(char const* code) const { return tree.by_code(code).value().id; }
    AreaId qingchuan() const { return id("990101"); }
    AreaId beiyuan() const { return id("990101002001"); }
    AreaId nanyuan() const { return id("990101002002"); }
    AreaId jiayuan() const { return id("E1"); }
    AreaId building_1() const { return id("B1"); }

    http::Answer send(http::Method method, std::string path, std::vector<RoleGrant> const& grants,
                      std::string body = {}, std::string content_type = "application/json")
    {
        actor = {};
        if (!grants.empty()) actor = {.user = wang, .name = "王书记", .grants = grants};
        http::Request request;
        request.method = method;
        if (auto const query = path.find('?'); query != std::string::npos) {
            for (auto pair : split(std::string_view{path}.substr(query + 1), '&'))
                request.query.emplace(pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1));
            path.resize(query);
        }
        request.path = std::move(path);
        request.body = std::move(body);
        request.headers = {{"content-type", std::move(content_type)}, {"x-lilong-request", "1"}};
        return router.handle(std::move(request));
    }
    http::Answer get(std::string path, std::vector<RoleGrant> const& grants)
    {
        return send(http::Method::get, std::move(path), grants);
    }
    http::Answer post(std::string path, std::vector<RoleGrant> const& grants, std::string body = "{}",
                      std::string content_type = "application/json")
    {
        return send(http::Method::post, std::move(path), grants, std::move(body), std::move(content_type));
    }

    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    TestClock clock{Instant::parse("2026-03-02T01:00:00.000Z").value()};
    SeededRng rng{7};
    UserId wang = UserId::random(rng);
    access::AuditTrail audit{clock};
    AreaTree tree{*database};
    AreaService area_service{*database, audit, tree, clock, rng};
    access::PermissionTable permissions;
    access::Reaches reaches = [this](AreaId const& above, AreaId const& area) { return tree.reaches(above, area); };
    Actor actor;
    TestGate gate{*this};
    http::Router router{gate, rng};
};

} // namespace lilong::areas
