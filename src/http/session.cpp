#include <array>

#include "base/log.hpp"
#include "http/routes.hpp"
#include "http/wire.hpp"

namespace brevdue::http {
namespace {

namespace log = base::log;
using base::FejlKode;
using base::Monoton;
using base::Resultat;

constexpr std::size_t kReadBytes = std::size_t{16} * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

Monoton in(std::chrono::milliseconds time) {
  return std::chrono::steady_clock::now() + time;
}

// The server's own answers. The status is the wire's; the code is the nearest of the one table.
Response refusal(int status, FejlKode kode, std::string text) {
  Response response = fejl_response({kode, std::move(text), {}});
  response.status = status;
  return response;
}

FejlKode kode_for(int status) {
  if (status == 413 || status == 431) return FejlKode::FOR_STOR;
  return status >= 500 || status == 417 ? FejlKode::IKKE_UNDERSTOETTET : FejlKode::UGYLDIG;
}

std::string allowed(const Methods& methods) {
  std::string names;
  for (const auto& [name, route] : methods) names += (names.empty() ? "" : ", ") + name;
  if (methods.contains("GET") && !methods.contains("HEAD")) names += ", HEAD";
  return names;
}

class Session {
 public:
  Session(std::shared_ptr<Router::State> router, std::unique_ptr<net::Strom> strom)
      : router_(std::move(router)),
        strom_(std::move(strom)),
        parser_(router_->limits, [state = router_.get()](std::string_view method, std::string_view path) {
          return state->body_limit(method, path);
        }) {
    const std::lock_guard lock(router_->mutex);
    router_->guests.try_emplace(guest_.get(), strom_->poster(), guest_);
  }
  ~Session() {
    const std::lock_guard lock(router_->mutex);
    router_->guests.erase(guest_.get());
  }

  net::Opgave<void> run() {
    bool open = !router_->draining;
    for (unsigned served = 1; open; ++served) {
      const Feeding came = co_await next_request();
      if (came == Feeding::DONE) {
        open = co_await answer(served < router_->limits.requests_per_connection);
      } else {
        if (came == Feeding::REFUSED) co_await refuse();
        open = false;
      }
    }
    co_await strom_->shutdown();
  }

 private:
  // DONE, REFUSED, or MORE when the connection ended before a whole request.
  net::Opgave<Feeding> next_request() {
    guest_->reading = true;
    Feeding state = parser_.feed({});
    Monoton deadline = in(parser_.idle() ? router_->limits.idle : router_->limits.request);
    while (state == Feeding::MORE || state == Feeding::WANTS_CONTINUE) {
      if (state == Feeding::WANTS_CONTINUE && !co_await strom_->write(kContinue, deadline)) co_return Feeding::MORE;
      const bool idle = parser_.idle();
      if (router_->draining) co_return Feeding::MORE;
      const auto got = co_await strom_->read_some(buffer_, deadline);
      if (!got && got.error().kode == FejlKode::TIDSFRIST && !idle) {
        late_ = true;
        co_return Feeding::REFUSED;
      }
      if (!got || *got == 0) co_return Feeding::MORE;
      if (idle) deadline = in(router_->limits.request);
      state = parser_.feed(std::string_view(buffer_.data(), *got));
    }
    guest_->reading = false;
    co_return state;
  }

  // Whether the connection goes on.
  net::Opgave<bool> answer(bool may_go_on) {
    const bool kept = parser_.keep_alive();
    Request request = parser_.take();
    request.peer = &strom_->peer();
    const Response response = co_await handle(request);
    const AnswerForm form{.head = request.method == "HEAD", .keep_alive = may_go_on && kept && !router_->draining};
    const bool sent = co_await send(response, form);
    co_return sent&& form.keep_alive;
  }

  net::Opgave<Response> handle(const Request& request) {
    const Methods* methods = router_->find(request.path);
    if (methods == nullptr) co_return refusal(404, FejlKode::IKKE_FUNDET, "there is nothing at this address");
    const Route* found = Router::State::route(*methods, request.method);
    if (found == nullptr) {
      Response response = refusal(405, FejlKode::IKKE_UNDERSTOETTET, "another method is needed here");
      response.headers.emplace_back("Allow", allowed(*methods));
      co_return response;
    }
    try {
      co_return co_await found->handler(request);
    } catch (const std::exception& e) {
      log::error("exception", {{"in", "a request's handler"}, {"text", e.what()}});
    }
    co_return refusal(500, FejlKode::INTERN, "the server failed");
  }

  net::Opgave<void> refuse() {
    const WireRefusal why = late_ ? WireRefusal{408, "the request took too long"} : parser_.refusal();
    const FejlKode kode = late_ ? FejlKode::TIDSFRIST : kode_for(why.status);
    co_await send(refusal(why.status, kode, why.text), {.keep_alive = false});
  }

  net::Opgave<bool> send(const Response& response, AnswerForm form) {
    auto bytes = write_response(response, form);
    if (!bytes) {
      log::error("no answer could be written", {{"why", base::beskriv(bytes.error())}});
      bytes = write_response(refusal(500, FejlKode::INTERN, "the server failed"), form);
    }
    const auto written = co_await strom_->write(*bytes, in(router_->limits.request));
    co_return written.has_value();
  }

  std::shared_ptr<Router::State> router_;
  std::unique_ptr<net::Strom> strom_;
  std::shared_ptr<Guest> guest_ = std::make_shared<Guest>(strom_.get());
  RequestParser parser_;
  std::array<char, kReadBytes> buffer_;
  bool late_ = false;
};

}  // namespace

net::Opgave<void> serve_http(std::shared_ptr<Router::State> router, std::unique_ptr<net::Strom> strom) {
  const auto session = std::make_unique<Session>(std::move(router), std::move(strom));
  co_await session->run();
}

}  // namespace brevdue::http
