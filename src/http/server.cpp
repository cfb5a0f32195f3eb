#pragma GCC diagnostic ignored "-Wmismatched-new-delete" // g++ 12 misreads coroutine frames of Asio 1.74
#include "http/server.h"

#include <utility> // before any Boost 1.74 header

#include <algorithm>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <limits>
#include <thread>
#include <vector>

#include "base/chance.h"
#include "base/id.h"
#include "http/security_headers.h"

namespace lilong::http {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using Tcp = asio::ip::tcp;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
using Stream = beast::basic_stream<Tcp, asio::io_context::executor_type>;
using Acceptor = asio::basic_socket_acceptor<Tcp, asio::io_context::executor_type>;

using Timer = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, asio::io_context::executor_type>;
template <typename T = void>
using Task = asio::awaitable<T, asio::io_context::executor_type>;
constexpr asio::use_awaitable_t<asio::io_context::executor_type> kAwait;

constexpr auto kBodyDeadline = limits::kBodyTime;
constexpr auto kWriteDeadline = std::chrono::seconds{30};
constexpr auto kLingerDeadline = std::chrono::seconds{2};
constexpr std::size_t kMostIgnored = 16'000'000;

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

// A path and options that no handler can choke on: from the root, UTF-8.
bool readable(Request const& request)
{
    auto const is_text = [](auto const& option) { return valid_utf8(option.first) && valid_utf8(option.second); };
    return request.path.starts_with('/') && valid_utf8(request.path) && std::ranges::all_of(request.query, is_text);
}

template <typename Message>
bool too_long(Message const& message)
{
    std::size_t lines = 0, bytes = message.method_string().size() + message.target().size() + 14; // two spaces, the version, line ends
    for (auto const& field : message) {
        ++lines;
        bytes += field.name_string().size() + field.value().size() + 4;
    }
    return lines > limits::kHeaderLines || bytes > limits::kHeaderBytes;
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

// SO_REUSEPORT, which lets each thread accept for itself, would also share the port with a second Lilong in silence.
void refuse_taken_port(Tcp::endpoint const& endpoint)
{
    asio::io_context context;
    Acceptor probe{context.get_executor()};
    probe.open(endpoint.protocol());
    probe.set_option(Acceptor::reuse_address(true));
    probe.bind(endpoint);
}

enum class Next { request, close, linger };

Task<> reply(Stream& stream, Answer const& answer, unsigned version, bool head, bool keep_alive)
{
    auto const content = answer.content();
    wire::response<wire::span_body<char const>> response{static_cast<wire::status>(answer.status), version};
    for (auto const& [field, value] : answer.headers) response.insert(field, value);
    response.keep_alive(keep_alive);
    if (answer.status != 204 && answer.status != 304) response.content_length(content.size());
    if (!head) response.body() = {content.data(), content.size()};
    stream.expires_after(kWriteDeadline);
    wire::response_serializer<wire::span_body<char const>> serializer{response};
    if (head) co_await wire::async_write_header(stream, serializer, kAwait);
    else co_await wire::async_write(stream, serializer, kAwait);
}

// Closing while the client still sends would reset the connection and take our answer with it: read on for a moment.
Task<> linger(Stream& stream)
{
    boost::system::error_code code;
    stream.socket().shutdown(Tcp::socket::shutdown_send, code);
    std::vector<char> ignored(65536);
    stream.expires_after(kLingerDeadline);
    for (std::size_t total = 0; !code && total < kMostIgnored;)
        total += co_await stream.async_read_some(asio::buffer(ignored), asio::redirect_error(kAwait, code));
}

// What the server refuses before any route is known carries the same headers as every other answer.
Answer early_refusal(Error const& error, Request& request)
{
    SystemRng chance;
    request.id = random_uuid(chance).text().substr(0, 13);
    request.language = language_of(request.header("accept-language"));
    auto answer = problem(error, request);
    if (answer.status == 405) answer.with("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
    add_security_headers(answer, request);
    return answer;
}

// Functions, because g++ 12 destroys braced temporaries of a co_await expression twice.
Error not_readable() { return {ErrorKind::bad_input, "http.not_readable", {}, {}}; }
Error not_supported() { return {ErrorKind::bad_input, "http.method_not_allowed", {}, {}}; }
Error too_large(std::size_t limit) { return {ErrorKind::too_large, "http.too_large", {{"most", std::to_string(limit)}}, {}}; }

bool not_http(boost::system::error_code const& code)
{
    return code.category() == wire::make_error_code(wire::error::end_of_stream).category() && code != wire::error::end_of_stream &&
           code != wire::error::partial_message;
}

} // namespace

struct Server::Impl {
    Impl(Router const& served, ServerOptions asked) : router(served), options(std::move(asked)), pool(options.handler_threads)
    {
        Tcp::endpoint endpoint{asio::ip::make_address(options.address), options.port};
        if (options.port != 0) refuse_taken_port(endpoint);
        for (unsigned i = 0; i < options.io_threads; ++i) {
            contexts.push_back(std::make_unique<asio::io_context>(1));
            acceptors.push_back(std::make_unique<Acceptor>(contexts.back()->get_executor()));
            auto& acceptor = *acceptors.back();
            acceptor.open(endpoint.protocol());
            acceptor.set_option(Acceptor::reuse_address(true));
            if (options.io_threads > 1) acceptor.set_option(ReusePort(true));
            acceptor.bind(endpoint);
            acceptor.listen();
            port = acceptor.local_endpoint().port();
            endpoint.port(port);
        }
    }

    // Runs the handler on the pool and comes back to the connection's own thread.
    Task<Answer> handled(Request request)
    {
        co_return co_await asio::async_initiate<decltype(kAwait), void(Answer)>(
            [this](auto handler, Request asked) {
                asio::post(pool, [this, handler = std::move(handler), asked = std::move(asked)]() mutable {
                    auto answer = router.handle(std::move(asked));
                    auto const home = asio::get_associated_executor(handler);
                    asio::post(home, [handler = std::move(handler), answer = std::move(answer)]() mutable { handler(std::move(answer)); });
                });
            },
            kAwait, std::move(request));
    }

    Task<Next> refused(Stream& stream, Error error, Request& request, unsigned version, bool head)
    {
        auto const answer = early_refusal(error, request);
        co_await reply(stream, answer, version, head, false);
        co_return Next::linger;
    }

    Task<Next> exchange(Stream& stream, beast::flat_buffer& buffer, std::string const& remote, std::chrono::milliseconds deadline)
    {
        wire::request_parser<wire::empty_body> header;
        header.header_limit(2 * limits::kHeaderBytes); // Beast counts by what it has buffered; too_long() counts exactly
        header.body_limit(std::numeric_limits<std::uint64_t>::max()); // not none: Beast 1.74 takes that for zero
        stream.expires_after(deadline);
        boost::system::error_code failure;
        co_await wire::async_read_header(stream, buffer, header, asio::redirect_error(kAwait, failure));
        Counted const counted{under_way};
        if (failure) { // the client went away, was too slow, or does not speak HTTP
            if (!not_http(failure)) co_return Next::close;
            Request unknown;
            co_return co_await refused(stream, not_readable(), unknown, 11, false);
        }
        auto const version = header.get().version();
        bool known = false;
        auto const method = method_of(header.get().method(), known);
        auto const head = method == Method::head;
        auto request = request_of(header.get(), remote);
        if (too_long(header.get()) || !readable(request)) co_return co_await refused(stream, not_readable(), request, version, head);
        if (!known) co_return co_await refused(stream, not_supported(), request, version, head);
        auto const limit = router.largest_body(method, request.path);
        if (header.content_length() && *header.content_length() > limit) co_return co_await refused(stream, too_large(limit), request, version, head);
        if (header.get()[wire::field::expect] == "100-continue") {
            wire::response<wire::empty_body> go_on{wire::status::continue_, version};
            co_await wire::async_write(stream, go_on, kAwait);
        }
        auto const wants_more = header.get().keep_alive();
        wire::request_parser<wire::string_body> body{std::move(header)};
        body.body_limit(limit);
        stream.expires_after(kBodyDeadline);
        co_await wire::async_read(stream, buffer, body, asio::redirect_error(kAwait, failure));
        if (failure == wire::error::body_limit) co_return co_await refused(stream, too_large(limit), request, version, head);
        if (failure && not_http(failure)) co_return co_await refused(stream, not_readable(), request, version, head);
        if (failure) co_return Next::close;
        request.body = std::move(body.get().body());
        stream.expires_never();
        auto const answer = co_await handled(std::move(request));
        auto const keep_alive = wants_more && !stopping;
        co_await reply(stream, answer, version, head, keep_alive);
        co_return keep_alive ? Next::request : Next::close;
    }

    Task<> connection(Stream stream)
    {
        Counted const counted{connected};
        std::string remote;
        boost::system::error_code code;
        if (auto const endpoint = stream.socket().remote_endpoint(code); !code) remote = endpoint.address().to_string();
        beast::flat_buffer buffer;
        buffer.reserve(16384);
        try {
            auto next = co_await exchange(stream, buffer, remote, options.header_deadline);
            while (next == Next::request) next = co_await exchange(stream, buffer, remote, options.idle_deadline);
            if (next == Next::linger) co_await linger(stream);
        } catch (boost::system::system_error const&) {
            // the client went away while we wrote: its own affair
        }
        stream.socket().shutdown(Tcp::socket::shutdown_both, code);
    }

    Task<> listen(asio::io_context& context, Acceptor& acceptor)
    {
        while (!stopping) {
            boost::system::error_code code;
            Stream stream{context.get_executor()};
            co_await acceptor.async_accept(stream.socket(), asio::redirect_error(kAwait, code));
            if (code == asio::error::operation_aborted) co_return;
            if (code) { // out of descriptors: breathe, then go on
                Timer pause{context.get_executor(), std::chrono::milliseconds{50}};
                co_await pause.async_wait(kAwait);
                continue;
            }
            stream.socket().set_option(Tcp::no_delay(true), code);
            asio::co_spawn(context.get_executor(), connection(std::move(stream)), asio::detached);
        }
    }

    // Clients that the kernel has let in already believe that they are heard.
    void take_waiting(asio::io_context& context, Acceptor& acceptor)
    {
        boost::system::error_code code;
        acceptor.non_blocking(true, code);
        while (!code) {
            Stream stream{context.get_executor()};
            acceptor.accept(stream.socket(), code);
            if (!code) asio::co_spawn(context.get_executor(), connection(std::move(stream)), asio::detached);
        }
    }

    // Takes no new connection, answers the requests under way and those that open connections still send, saying "close" each time.
    Task<> shut_down(asio::io_context& context, Acceptor& acceptor)
    {
        boost::system::error_code ignored;
        take_waiting(context, acceptor);
        acceptor.close(ignored);
        auto const now = std::chrono::steady_clock::now();
        auto const latest = now + options.grace, idle_until = now + options.farewell;
        auto const wanted = [&](auto at) { return at < latest && (under_way > 0 || (connected > 0 && at < idle_until)); };
        Timer pause{context.get_executor()};
        while (wanted(std::chrono::steady_clock::now())) {
            pause.expires_after(std::chrono::milliseconds{20});
            co_await pause.async_wait(kAwait);
        }
        context.stop();
    }

    struct Counted {
        explicit Counted(std::atomic<int>& number) : number_(number) { ++number_; }
        ~Counted() { --number_; }
        Counted(Counted const&) = delete;
        Counted& operator=(Counted const&) = delete;
        std::atomic<int>& number_;
    };

    std::atomic<bool> stopping{false};
    std::atomic<int> connected{0};
    std::atomic<int> under_way{0}; // requests whose header has arrived and whose answer is not written yet
    Router const& router;
    ServerOptions options;
    asio::thread_pool pool;
    std::vector<std::unique_ptr<asio::io_context>> contexts;
    std::vector<std::unique_ptr<Acceptor>> acceptors;
    std::uint16_t port = 0;
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
        asio::co_spawn(impl_->contexts[i]->get_executor(), impl_->shut_down(*impl_->contexts[i], *impl_->acceptors[i]), asio::detached);
}

} // namespace lilong::http
