// Each limit of base/limits.h just below and just above, as a client meets it (workbooks: base/xlsx_reader_test.cpp).
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/csv.h"
#include "base/limits.h"
#include "http/json_body.h"
#include "rig.h"

namespace lilong::trust
{
namespace
{

int status_of(std::uint16_t port, std::string const& request)
{
    Connection connection{port};
    auto const reply = connection.ask(request);
    return reply ? reply->status : 0;
}

std::string with_header_of(std::size_t bytes)
{
    std::string const begin = "GET /healthz HTTP/1.1\r\nHost: lilong.test\r\nX-Long: ", end = "\r\n\r\n";
    return begin + std::string(bytes - begin.size() - end.size(), 'x') + end;
}

std::string with_lines(std::size_t lines)
{
    std::string out = "GET /healthz HTTP/1.1\r\nHost: lilong.test\r\n";
    for (std::size_t n = 1; n < lines; ++n) out += "X-" + std::to_string(n) + ": y\r\n";
    return out + "\r\n";
}

TEST(limits, http_headers_bodies_and_request_numbers)
{
    Folder const folder;
    auto const installation = make_installation(folder.path());
    Server server{folder.path()};
    ASSERT_TRUE(server.ready());
    auto const port = server.port();
    EXPECT_EQ(status_of(port, with_header_of(limits::kHeaderBytes - 8)), 200);
    EXPECT_EQ(status_of(port, with_header_of(limits::kHeaderBytes + 8)), 400);
    EXPECT_EQ(status_of(port, with_lines(limits::kHeaderLines)), 200);
    EXPECT_EQ(status_of(port, with_lines(limits::kHeaderLines + 1)), 400);
    auto const body_of = [](std::size_t bytes) {
        std::string const begin = R"({"kind":"group","zh":"里弄")", end = "}";
        return begin + std::string(bytes - begin.size() - end.size(), ' ') + end;
    };
    auto const post = [&](std::string const& body, std::string const& key = {}) {
        return status_of(port, post_request(installation.providers(), installation.token, body, key));
    };
    EXPECT_EQ(post(body_of(limits::kJsonBytes)), 201);
    EXPECT_EQ(post(body_of(limits::kJsonBytes + 1)), 413);
    EXPECT_EQ(post(provider_body("甲"), std::string(limits::kKeyLongest, 'k')), 201);
    EXPECT_EQ(post(provider_body("乙"), std::string(limits::kKeyLongest + 1, 'k')), 400);
    EXPECT_EQ(post(provider_body("丙"), std::string(limits::kKeyShortest, 'k')), 201);
    EXPECT_EQ(post(provider_body("丁"), std::string(limits::kKeyShortest - 1, 'k')), 400);
}

TEST(limits, http_says_no_to_what_two_programs_could_read_differently)
{
    Folder const folder;
    Server server{folder.path()};
    ASSERT_TRUE(server.ready());
    std::string const begin = "POST /api/v1/session HTTP/1.1\r\nHost: lilong.test\r\nX-Lilong-Request: "
                              "1\r\nContent-Type: application/json\r\n";
    EXPECT_EQ(
        status_of(server.port(), begin + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
        400)
        << "both lengths";
    EXPECT_EQ(status_of(server.port(), begin + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} "), 400)
        << "two lengths";
    EXPECT_EQ(status_of(server.port(), begin + "Content-Length: -1\r\n\r\n"), 400) << "no length at all";
    EXPECT_EQ(status_of(server.port(), "GET /healthz HTTP/1.1\nHost: lilong.test\n\n"), 400) << "bare line feeds";
}

TEST(limits, json_depth_and_members)
{
    auto const nested = [](std::size_t depth) {
        return R"({"a":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
    };
    EXPECT_TRUE(http::JsonBody::parse(nested(limits::kJsonDepth)));
    auto const deeper = http::JsonBody::parse(nested(limits::kJsonDepth + 1));
    ASSERT_FALSE(deeper);
    EXPECT_EQ(deeper.error().code, "http.json_too_deep");
    EXPECT_TRUE(http::JsonBody::parse(R"({"a":{"b":1},"c":{"b":2}})")) << "the same name in two objects";
    for (auto const* twice : {R"({"a":1,"a":2})", R"({"a":{"b":1,"c":2,"b":3}})", R"({"a":[{"b":1,"b":1}]})"}) {
        auto const refused = http::JsonBody::parse(twice);
        ASSERT_FALSE(refused) << twice;
        EXPECT_EQ(refused.error().code, "http.json_member_twice");
    }
}

TEST(limits, csv_columns_and_cells)
{
    auto const header = [](std::size_t columns) {
        std::string out;
        for (std::size_t n = 0; n < columns; ++n) out += (n ? ",c" : "c") + std::to_string(n);
        return out + "\n";
    };
    EXPECT_TRUE(parse_csv(header(limits::kCsvColumns), "a.csv"));
    auto const wide = parse_csv(header(limits::kCsvColumns + 1), "a.csv");
    ASSERT_FALSE(wide);
    EXPECT_EQ(wide.error().code, "base.csv_too_many_columns");
    EXPECT_TRUE(parse_csv("a,b\n1," + std::string(limits::kCsvFieldBytes, 'x') + "\n", "a.csv"));
    auto const lengthy = parse_csv("a,b\n1," + std::string(limits::kCsvFieldBytes + 1, 'x') + "\n", "a.csv");
    ASSERT_FALSE(lengthy);
    EXPECT_EQ(lengthy.error().code, "base.csv_cell_too_long");
}

} // namespace
} // namespace lilong::trust
