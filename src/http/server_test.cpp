#include "http/server.h"

#include <arpa/inet.h>
#include <atomic>
#include <future>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include "base/text.h"
#include "http/json_body.h"

namespace lilong::http
{
namespace
{

using namespace std::chrono_literals;

class NoGate final : public Gate
{
public:
    Actor who(Request const&) override { return {}; }
    Result<void> may(Actor const&, Permission, AreaId const&) override
    {
        return refuse(ErrorKind::not_found, "http.not_found");
    }
    Result<void> may_somewhere(Actor const&, Permission) override
    {
        return refuse(ErrorKind::not_permitted, "http.not_permitted");
    }
};

// Speaks HTTP letter by letter over a real socket, as a browser, a proxy or somebody with bad intentions does.
class Client
{
public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        ::inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
        timeval const patience{10, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;
    ~Client() { ::close(socket_); }
    bool connected() const { return connected_; }

    void send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    // One answer: header and as many bytes as it announces (none after HEAD).
    std::string answer(bool head = false)
    {
        while (buffer_.find("\r\n\r\n") == std::string::npos)
            if (!more()) return std::exchange(buffer_, {});
        auto const header = buffer_.find("\r\n\r\n") + 4;
        std::size_t length = 0;
        if (auto const at = buffer_.find("Content-Length: "); at < header && !head)
            length = std::stoul(buffer_.substr(at + 16));
        while (buffer_.size() < header + length)
            if (!more()) break;
        auto out = buffer_.substr(0, header + length);
        buffer_.erase(0, header + length);
        return out;
    }
    std::string ask(std::string_view bytes)
    {
        send(bytes);
        return answer();
    }
    bool closed_by_server()
    {
        while (more()) {
        }
        return errno != EAGAIN && errno != EWOULDBLOCK;
    }

private:
    bool more()
    {
        char bytes[16384];
        errno = 0;
        auto const got = ::recv(socket_, bytes, sizeof bytes, 0);
        if (got <= 0) return false;
        buffer_.append(bytes, static_cast<std::size_t>(got));
        return true;
    }
    int socket_;
    bool connected_ = false;
    std::string buffer_;
};

class ServerTest : public testing::Test
{
protected:
    ServerTest()
    {
        router.add(Method::get, "/api/v1/hello", anyone, Reach::everyone, [](Request const& request) -> Result<Answer> {
            return text_answer("text/plain", "hello " + request.option("to").value_or("you"));
        });
        router.add(Method::post, "/api/v1/echo", anyone, Reach::everyone,
                   [](Request const& request) -> Result<Answer> { return text_answer("text/plain", request.body); },
                   {.largest_body = 1000, .content_types = {"text/plain"}});
        router.add(Method::get, "/api/v1/slow", anyone, Reach::everyone, [this](Request const&) -> Result<Answer> {
            entered.set_value();
            released.wait();
            return text_answer("text/plain", "done at leisure");
        });
    }
    void start(ServerOptions options = {})
    {
        options.port = 0;
        server = std::make_unique<Server>(router, options);
        thread = std::thread{[this] { server->run(); }};
    }
    void stop()
    {
        if (!thread.joinable()) return;
        server->stop();
        thread.join();
    }
    ~ServerTest() override { stop(); }

    NoGate gate;
    SystemRng rng;
    Router router{gate, rng};
    std::promise<void> entered, release;
    std::shared_future<void> released = release.get_future();
    std::unique_ptr<Server> server;
    std::thread thread;
};

constexpr std::string_view kHello = "GET /api/v1/hello?to=%E9%87%8C%E5%BC%84+A HTTP/1.1\r\nHost: x\r\n\r\n";
std::string post(std::string_view headers, std::string_view body = {})
{
    return "POST /api/v1/echo HTTP/1.1\r\nHost: x\r\nX-Lilong-Request: 1\r\nContent-Type: text/plain\r\n" +
           std::string{headers} + "\r\n" + std::string{body};
}

TEST_F(ServerTest, one_connection_serves_many_requests)
{
    start();
    Client client{server->port()};
    for (int i = 0; i < 3; ++i) {
        auto const answer = client.ask(kHello);
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer;
        EXPECT_TRUE(answer.ends_with("hello 里弄 A")) << answer;
    }
    client.send(std::string{kHello} + std::string{kHello}); // both at once
    EXPECT_TRUE(client.answer().ends_with("hello 里弄 A"));
    EXPECT_TRUE(client.answer().ends_with("hello 里弄 A"));
}

TEST_F(ServerTest, head_gives_the_header_and_no_body)
{
    start();
    Client client{server->port()};
    client.send("HEAD /api/v1/hello HTTP/1.1\r\nHost: x\r\n\r\n");
    auto const answer = client.answer(true);
    EXPECT_NE(answer.find("Content-Length: 9"), std::string::npos) << answer;
    EXPECT_TRUE(client.ask(kHello).starts_with("HTTP/1.1 200")); // and the connection goes on
}

TEST_F(ServerTest, who_asks_to_close_is_let_go)
{
    start();
    Client client{server->port()};
    EXPECT_NE(
        client.ask("GET /api/v1/hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").find("Connection: close"),
        std::string::npos);
    EXPECT_TRUE(client.closed_by_server());
}

TEST_F(ServerTest, a_body_up_to_the_limit_of_its_route_is_taken_and_one_byte_more_is_not)
{
    start();
    Client client{server->port()};
    EXPECT_TRUE(client.ask(post("Content-Length: 1000\r\n", std::string(1000, 'x'))).starts_with("HTTP/1.1 200"));
    auto const answer = client.ask(post("Content-Length: 1001\r\n", std::string(1001, 'x')));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 413")) << answer;
    EXPECT_NE(answer.find("http.too_large"), std::string::npos);
    EXPECT_NE(answer.find("X-Content-Type-Options: nosniff"), std::string::npos);
    EXPECT_TRUE(client.closed_by_server());
}

TEST_F(ServerTest, a_large_body_hears_the_refusal_although_it_is_still_being_sent)
{
    start();
    Client client{server->port()};
    EXPECT_TRUE(
        client.ask(post("Content-Length: 3000000\r\n", std::string(3'000'000, 'x'))).starts_with("HTTP/1.1 413"));
}

TEST_F(ServerTest, a_body_in_chunks_has_the_same_limit)
{
    start();
    Client client{server->port()};
    auto const chunk = "190\r\n" + std::string(400, 'x') + "\r\n";
    EXPECT_TRUE(client.ask(post("Transfer-Encoding: chunked\r\n", chunk + chunk + "0\r\n\r\n"))
                    .ends_with(std::string(800, 'x')));
    EXPECT_TRUE(client.ask(post("Transfer-Encoding: chunked\r\n", chunk + chunk + chunk + "0\r\n\r\n"))
                    .starts_with("HTTP/1.1 413"));
}

TEST_F(ServerTest, two_statements_of_length_are_refused_because_a_proxy_might_believe_the_other)
{
    start();
    for (auto const* lengths :
         {"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
          "Content-Length: 4\r\nContent-Length: 5\r\n"}) {
        Client client{server->port()};
        auto const answer = client.ask(post(lengths, "0\r\n\r\n"));
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 400")) << answer;
        EXPECT_NE(answer.find("http.not_readable"), std::string::npos);
        EXPECT_TRUE(client.closed_by_server());
    }
}

TEST_F(ServerTest, what_is_not_http_is_told_so)
{
    start();
    std::string const endless =
        "GET /api/v1/hello HTTP/1.1\r\nHost: x\r\nX-Long: " + std::string(40'000, 'x') + "\r\n\r\n";
    for (std::string const& bytes :
         {std::string{"hello there\r\n\r\n"}, endless, std::string{"GET ?to=x HTTP/1.1\r\nHost: x\r\n\r\n"},
          std::string{"GET /%ff HTTP/1.1\r\nHost: x\r\n\r\n"},
          std::string{"GET /?a=%ff HTTP/1.1\r\nHost: x\r\n\r\n"}}) {
        Client client{server->port()};
        auto const answer = client.ask(bytes);
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 400")) << answer;
        EXPECT_NE(answer.find("Content-Security-Policy"), std::string::npos);
    }
}

TEST_F(ServerTest, an_unknown_method_is_405)
{
    start();
    Client client{server->port()};
    auto const answer = client.ask("TRACE /api/v1/hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 405")) << answer;
    EXPECT_NE(answer.find("Allow: GET"), std::string::npos);
}

TEST_F(ServerTest, who_waits_for_a_word_before_sending_gets_it)
{
    start();
    Client client{server->port()};
    EXPECT_TRUE(client.ask(post("Content-Length: 5\r\nExpect: 100-continue\r\n")).starts_with("HTTP/1.1 100"));
    EXPECT_TRUE(client.ask("hello").ends_with("hello"));
}

TEST_F(ServerTest, a_header_that_dribbles_in_is_cut_off)
{
    start({.header_deadline = 100ms, .idle_deadline = 100ms});
    Client dribbling{server->port()};
    dribbling.send("GET /api/v1/hello HTTP/1.1\r\nHo");
    EXPECT_TRUE(dribbling.closed_by_server());
    Client idle{server->port()};
    EXPECT_TRUE(idle.ask(kHello).starts_with("HTTP/1.1 200"));
    EXPECT_TRUE(idle.closed_by_server());
}

TEST_F(ServerTest, sixty_four_clients_at_once_are_all_answered)
{
    start();
    std::atomic<int> good{0};
    std::vector<std::thread> clients;
    for (int c = 0; c < 64; ++c)
        clients.emplace_back([&, c] {
            Client client{server->port()};
            auto const body = "client " + std::to_string(c);
            for (int i = 0; i < 10; ++i)
                good += client.ask(post("Content-Length: " + std::to_string(body.size()) + "\r\n", body))
                            .ends_with("\r\n\r\n" + body);
        });
    for (auto& client : clients) client.join();
    EXPECT_EQ(good, 640);
}

TEST_F(ServerTest, stopping_waits_for_the_request_under_way_and_lets_idle_connections_go)
{
    start();
    Client idle{server->port()}, busy{server->port()};
    EXPECT_TRUE(idle.ask(kHello).starts_with("HTTP/1.1 200"));
    busy.send("GET /api/v1/slow HTTP/1.1\r\nHost: x\r\n\r\n");
    entered.get_future().wait();
    server->stop();
    release.set_value();
    auto const answer = busy.answer();
    EXPECT_TRUE(answer.ends_with("done at leisure")) << answer;
    EXPECT_NE(answer.find("Connection: close"), std::string::npos) << answer;
    auto const begun = std::chrono::steady_clock::now();
    thread.join();
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s); // the idle connection does not hold it up
    EXPECT_FALSE(Client{server->port()}.connected());
}

TEST_F(ServerTest, a_port_that_somebody_else_has_is_refused_and_not_shared)
{
    start();
    EXPECT_THROW((Server{router, {.port = server->port()}}), std::exception);
}

} // namespace
} // namespace lilong::http
