#include "http/web_pack.h"

#include <gtest/gtest.h>

namespace lilong::http
{
namespace
{

std::string const kPack = "LILONGWEB1\n"
                          R"([{"name":"index.html","type":"text/html","size":8,"gzip":0,"etag":"a1"},)"
                          R"({"name":"staff/index.html","type":"text/html","size":5,"gzip":0,"etag":"b2"},)"
                          R"({"name":"assets/app.js","type":"text/javascript","size":6,"gzip":4,"etag":"c3"}])"
                          "\nresidentstaffscriptGZIP";

class WebPackTest : public testing::Test
{
protected:
    Result<Answer> ask(std::string path, std::map<std::string, std::string, std::less<>> headers = {}) const
    {
        Request request;
        request.path = std::move(path);
        request.headers = std::move(headers);
        return pack.answer(request);
    }
    WebPack pack{kPack};
};

TEST_F(WebPackTest, a_file_is_answered_with_its_type_and_may_be_kept_for_ever_when_its_name_says_its_content)
{
    auto const script = *ask("/assets/app.js");
    EXPECT_EQ(script.content(), "script");
    EXPECT_EQ(script.header("Content-Type"), "text/javascript");
    EXPECT_EQ(script.header("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(ask("/")->header("Cache-Control"), "no-cache");
}

TEST_F(WebPackTest, who_understands_gzip_gets_it)
{
    auto const zipped = *ask("/assets/app.js", {{"accept-encoding", "br, gzip"}});
    EXPECT_EQ(zipped.content(), "GZIP");
    EXPECT_EQ(zipped.header("Content-Encoding"), "gzip");
    EXPECT_EQ(zipped.header("Vary"), "Accept-Encoding");
    EXPECT_EQ(ask("/index.html", {{"accept-encoding", "gzip"}})->header("Content-Encoding"), ""); // too small to zip
}

TEST_F(WebPackTest, who_has_the_file_already_is_told_so)
{
    auto const again = *ask("/assets/app.js", {{"if-none-match", "\"c3\""}});
    EXPECT_EQ(again.status, 304);
    EXPECT_TRUE(again.content().empty());
    EXPECT_EQ(ask("/assets/app.js", {{"if-none-match", "\"old\""}})->status, 200);
}

TEST_F(WebPackTest, an_address_inside_an_application_opens_that_application)
{
    EXPECT_EQ(ask("/")->content(), "resident");
    EXPECT_EQ(ask("/facts/2026")->content(), "resident");
    EXPECT_EQ(ask("/staff")->content(), "staff");
    EXPECT_EQ(ask("/staff/needs/7")->content(), "staff");
    EXPECT_EQ(ask("/staffroom")->content(), "resident");
}

TEST_F(WebPackTest, a_script_that_is_gone_is_not_answered_with_a_page)
{
    auto const gone = ask("/assets/old.js");
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().kind, ErrorKind::not_found);
}

TEST(WebPack, a_server_built_without_pages_says_not_found)
{
    WebPack const none{""};
    EXPECT_TRUE(none.empty());
    Request request;
    request.path = "/";
    EXPECT_FALSE(none.answer(request));
    EXPECT_THROW(WebPack{"something else"}, std::runtime_error);
}

} // namespace
} // namespace lilong::http
