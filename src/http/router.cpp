#include <algorithm>

#include "http/routes.hpp"
#include "http/server.hpp"
#include "http/target.hpp"

namespace brevdue::http {

std::string_view Request::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, [](const auto& h) -> std::string_view { return h.first; });
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<std::string> Request::parameter(std::string_view name) const {
  for (std::string_view left = query; !left.empty();) {
    const std::string_view pair = left.substr(0, left.find('&'));
    left.remove_prefix(std::min(left.size(), pair.size() + 1));
    const auto equals = pair.find('=');
    if (percent_decode(pair.substr(0, equals), true) != name) continue;
    return percent_decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), true);
  }
  return std::nullopt;
}

Router::Router(HttpLimits limits) : state_(std::make_shared<State>()) {
  state_->limits = limits;
}
Router::~Router() = default;

void Router::add(std::string method, const std::string& path, Handler handler, std::optional<std::size_t> body_bytes) {
  state_->exact[std::string(without_trailing_slash(path))].insert_or_assign(
      std::move(method), Route{std::move(handler), body_bytes.value_or(state_->limits.body_bytes)});
}

void Router::add_below(std::string method, std::string prefix, Handler handler) {
  if (!prefix.ends_with('/')) prefix += '/';
  state_->below[std::move(prefix)].insert_or_assign(std::move(method),
                                                    Route{std::move(handler), state_->limits.body_bytes});
}

const Methods* Router::State::find(std::string_view path) const {
  if (const auto found = exact.find(path); found != exact.end()) return &found->second;
  const Methods* best = nullptr;
  std::size_t longest = 0;
  for (const auto& [prefix, methods] : below) {
    if (prefix.size() < longest || !path.starts_with(prefix)) continue;
    best = &methods;
    longest = prefix.size();
  }
  return best;
}

const Route* Router::State::route(const Methods& methods, std::string_view method) {
  auto found = methods.find(method);
  if (found == methods.end() && method == "HEAD") found = methods.find("GET");
  return found == methods.end() ? nullptr : &found->second;
}

std::size_t Router::State::body_limit(std::string_view method, std::string_view path) const {
  const Methods* methods = find(path);
  const Route* found = methods == nullptr ? nullptr : route(*methods, method);
  return found == nullptr ? limits.body_bytes : found->body_bytes;
}

void Router::drain() {
  const std::lock_guard lock(state_->mutex);
  state_->draining = true;
  for (const auto& [address, guest] : state_->guests) {
    guest.first([weak = guest.second] {
      const auto alive = weak.lock();
      if (alive && alive->reading) alive->strom->close();
    });
  }
}

net::Serve Router::serve() {
  return [state = state_](std::unique_ptr<net::Strom> strom) { return serve_http(state, std::move(strom)); };
}

}  // namespace brevdue::http
