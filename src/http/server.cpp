#pragma GCC diagnostic ignored "-Wmismatched-new-delete" // g++ 12 misreads coroutine frames of Asio 1.74
#include "http/server.h"

#include <utility> // before any Boost 1.74 header

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <spdlog/spdlog.h>
#include <thread>
#include <vector>

namespace lilong::http {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using Tcp = asio::ip::tcp;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
using Stream = beast::basic_stream<Tcp, asio::io_context::executor_type>;
using Acceptor = asio::basic_socket_acceptor<Tcp, asio::io_context::executor_type>;

constexpr auto kHeaderDeadline = std::chrono::seconds{10};
constexpr auto kIdleDeadline = std::chrono::seconds{60};
constexpr auto kBodyDeadline = std::chrono::seconds{60};
constexpr auto kWriteDeadline = std::chrono::seconds{30};
constexpr std::uint32_t kLargestHeader = 32 * 1024;

Method method_of(wire::verb verb, bool& known)
{
    known = true;
    switch (verb) {
    case wire::verb::get: return Method::get;
    case wire::verb::head: return Method::head;
    case wire::verb::post: return Method::post;
    case wire::verb::put: return Method::put;
    case wire::verb::patch: return Method::patch;
    case wire::verb::delete_: return Method::del;
    default: known = false; return Method::get;
    }
}

std::string percent_decoded(std::string_view text, bool plus_is_space)
{
    std::string out;
    auto const digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
            out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else {
            out += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

template <typename Message>
Request request_of(Message const& message, std::string remote)
{
    Request request;
    bool known = false;
    request.method = method_of(message.method(), known);
    std::string_view const target{message.target().data(), message.target().size()};
    auto const question = target.find('?');
    request.path = percent_decoded(target.substr(0, question), false);
    if (question != std::string_view::npos)
        for (auto pair : split(target.substr(question + 1), '&')) {
            auto const equals = pair.find('=');
            if (!pair.empty())
                request.query[percent_decoded(pair.substr(0, equals), true)] = equals == std::string_view::npos ? "" : percent_decoded(pair.substr(equals + 1), true);
        }
    for (auto const& field : message)
        request.headers[lower_ascii({field.name_string().data(), field.name_string().size()})] = std::string{field.value().data(), field.value().size()};
    request.remote = std::move(remote);
    return request;
}

} // namespace

struct Server::Impl {
    Impl(Router const& served, ServerOptions asked) : router(served), options(std::move(asked)), pool(options.handler_threads)
    {
        for (unsigned i = 0; i < options.io_threads; ++i) {
            contexts.push_back(std::make_unique<asio::io_context>(1));
            acceptors.push_back(std::make_unique<Acceptor>(contexts.back()->get_executor()));
            auto& acceptor = *acceptors.back();
            Tcp::endpoint const endpoint{asio::ip::make_address(options.address), i == 0 ? options.port : port};
            acceptor.open(endpoint.protocol());
            acceptor.set_option(Acceptor::reuse_address(true));
            if (i > 0 || options.io_threads > 1) acceptor.set_option(ReusePort(true));
            acceptor.bind(endpoint);
            acceptor.listen();
            port = acceptor.local_endpoint().port();
        }
    }

    Answer answer_to(Request request) { return router.handle(std::move(request)); }

    // Runs the handler on the pool and comes back to the connection's own thread.
    asio::awaitable<Answer, asio::io_context::executor_type> handled(Request request)
    {
        auto const token = asio::use_awaitable_t<asio::io_context::executor_type>{};
        co_return co_await asio::async_initiate<decltype(token), void(Answer)>(
            [this](auto handler, Request asked) {
                asio::post(pool, [this, handler = std::move(handler), asked = std::move(asked)]() mutable {
                    auto answer = answer_to(std::move(asked));
                    auto const home = asio::get_associated_executor(handler);
                    asio::post(home, [handler = std::move(handler), answer = std::move(answer)]() mutable { handler(std::move(answer)); });
                });
            },
            token, std::move(request));
    }

    asio::awaitable<void, asio::io_context::executor_type> connection(Stream stream)
    {
        auto const token = asio::use_awaitable_t<asio::io_context::executor_type>{};
        std::string remote;
        boost::system::error_code code;
        if (auto const endpoint = stream.socket().remote_endpoint(code); !code) remote = endpoint.address().to_string();
        beast::flat_buffer buffer;
        buffer.reserve(16384);
        ++open;
        try {
            for (bool first = true;; first = false) {
                wire::request_parser<wire::empty_body> header;
                header.header_limit(kLargestHeader);
                header.body_limit(boost::none);
                stream.expires_after(first ? kHeaderDeadline : kIdleDeadline);
                co_await wire::async_read_header(stream, buffer, header, token);
                bool known = false;
                auto const method = method_of(header.get().method(), known);
                auto request = request_of(header.get(), remote);
                auto const version = header.get().version();
                auto keep_alive = header.get().keep_alive() && !stopping;
                auto const both_lengths = header.get().has_content_length() && header.get().chunked();
                auto const limit = router.largest_body(method, request.path);
                auto const head = method == Method::head;
                Answer answer;
                if (!known || both_lengths) {
                    answer = problem({ErrorKind::bad_input, "http.method_not_allowed", {}, {}}, request);
                    keep_alive = false;
                } else if (header.content_length() && *header.content_length() > limit) {
                    answer = problem({ErrorKind::too_large, "http.too_large", {{"most", std::to_string(limit)}}, {}}, request);
                    keep_alive = false;
                } else {
                    if (header.get()[wire::field::expect] == "100-continue") {
                        wire::response<wire::empty_body> go_on{wire::status::continue_, version};
                        co_await wire::async_write(stream, go_on, token);
                    }
                    wire::request_parser<wire::string_body> body{std::move(header)};
                    body.body_limit(limit);
                    stream.expires_after(kBodyDeadline);
                    boost::system::error_code failure;
                    co_await wire::async_read(stream, buffer, body, asio::redirect_error(token, failure));
                    if (failure == wire::error::body_limit) {
                        answer = problem({ErrorKind::too_large, "http.too_large", {{"most", std::to_string(limit)}}, {}}, request);
                        keep_alive = false;
                    } else if (failure) {
                        break;
                    } else {
                        request.body = std::move(body.get().body());
                        stream.expires_never();
                        answer = co_await handled(std::move(request));
                    }
                }
                keep_alive = keep_alive && !stopping;
                auto const content = answer.content();
                wire::response<wire::span_body<char const>> response{static_cast<wire::status>(answer.status), version};
                for (auto const& [field, value] : answer.headers) response.insert(field, value);
                response.keep_alive(keep_alive);
                if (answer.status != 204 && answer.status != 304) response.content_length(content.size());
                if (!head) response.body() = {content.data(), content.size()};
                stream.expires_after(kWriteDeadline);
                wire::response_serializer<wire::span_body<char const>> serializer{response};
                if (head) co_await wire::async_write_header(stream, serializer, token);
                else co_await wire::async_write(stream, serializer, token);
                if (!keep_alive) break;
            }
        } catch (boost::system::system_error const&) {
            // the client went away, was too slow or did not speak HTTP: its own affair
        }
        stream.socket().shutdown(Tcp::socket::shutdown_both, code);
        --open;
    }

    asio::awaitable<void, asio::io_context::executor_type> listen(asio::io_context& context, Acceptor& acceptor)
    {
        auto const token = asio::use_awaitable_t<asio::io_context::executor_type>{};
        while (!stopping) {
            boost::system::error_code code;
            Stream stream{context.get_executor()};
            co_await acceptor.async_accept(stream.socket(), asio::redirect_error(token, code));
            if (code == asio::error::operation_aborted) co_return;
            if (code) { // out of descriptors: breathe, then go on
                asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, asio::io_context::executor_type> pause{context.get_executor(), std::chrono::milliseconds{50}};
                co_await pause.async_wait(token);
                continue;
            }
            stream.socket().set_option(Tcp::no_delay(true), code);
            asio::co_spawn(context.get_executor(), connection(std::move(stream)), asio::detached);
        }
    }

    Router const& router;
    ServerOptions options;
    asio::thread_pool pool;
    std::vector<std::unique_ptr<asio::io_context>> contexts;
    std::vector<std::unique_ptr<Acceptor>> acceptors;
    std::uint16_t port = 0;
    std::atomic<bool> stopping{false};
    std::atomic<int> open{0};
};

Server::Server(Router const& router, ServerOptions options) : impl_(std::make_unique<Impl>(router, std::move(options))) {}
Server::~Server() = default;
std::uint16_t Server::port() const { return impl_->port; }

void Server::run()
{
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < impl_->contexts.size(); ++i) {
        auto& context = *impl_->contexts[i];
        asio::co_spawn(context.get_executor(), impl_->listen(context, *impl_->acceptors[i]), asio::detached);
        threads.emplace_back([&context] { context.run(); });
    }
    for (auto& thread : threads) thread.join();
    impl_->pool.join();
}

void Server::stop()
{
    impl_->stopping = true;
    for (std::size_t i = 0; i < impl_->contexts.size(); ++i)
        asio::post(*impl_->contexts[i], [this, i] {
            boost::system::error_code ignored;
            impl_->acceptors[i]->close(ignored);
            // idle connections are closed by their deadline at the latest; requests under way get 10 seconds
            auto deadline = std::make_shared<asio::steady_timer>(*impl_->contexts[i]);
            auto const begun = std::chrono::steady_clock::now();
            auto wait = std::make_shared<std::function<void()>>();
            *wait = [this, i, deadline, begun, wait] {
                deadline->expires_after(std::chrono::milliseconds{50});
                deadline->async_wait([this, i, begun, wait](boost::system::error_code) {
                    if (impl_->open == 0 || std::chrono::steady_clock::now() - begun > std::chrono::milliseconds{1500}) {
                        impl_->contexts[i]->stop();
                        *wait = nullptr;
                    } else {
                        (*wait)();
                    }
                });
            };
            (*wait)();
        });
}

} // namespace lilong::http
