// Class connection: from the protocol header to connection.open-ok, connection.update-secret, and closing.
#include <fmt/core.h>

#include <algorithm>

#include "amqp/connection.hpp"
#include "amqp/field_table.hpp"
#include "amqp/refusal.hpp"

namespace brevdue::amqp {
namespace {

constexpr std::uint32_t kLeastFrameMax = 4096;

// Clients use only what is announced here (spec beskedfordeler 2.2).
std::string server_properties() {
  std::string capabilities;
  for (const auto* name :
       {"publisher_confirms", "exchange_exchange_bindings", "basic.nack", "consumer_cancel_notify",
        "connection.blocked", "authentication_failure_close", "per_consumer_qos", "direct_reply_to"}) {
    add_flag(capabilities, name, true);
  }
  std::string out;
  add_table(out, "capabilities", capabilities);
  add_text(out, "product", "Brevdue");
  add_text(out, "version", BREVDUE_VERSION);
  add_text(out, "platform", "C++");
  return out;
}

std::optional<Refusal> check_negotiated(std::string_view field, std::uint32_t least, std::uint32_t most,
                                        std::uint32_t value) {
  const auto* unlimited = value == 0 ? " (no limit)" : "";
  if (value != 0 && value < least) {
    return refusal(ReplyCode::NOT_ALLOWED,
                   fmt::format("negotiated {} = {}{} is lower than the minimum allowed value ({})", field, value,
                               unlimited, least));
  }
  if (value == 0 || value > most) {
    return refusal(ReplyCode::NOT_ALLOWED,
                   fmt::format("negotiated {} = {}{} is higher than the maximum allowed value ({})", field, value,
                               unlimited, most));
  }
  return std::nullopt;
}

}  // namespace

void Connection::start() {
  const auto properties = server_properties();
  std::string mechanisms;
  for (const auto name : backend_.mechanisms()) {
    mechanisms.append(mechanisms.empty() ? "" : " ").append(name);
  }
  send(ConnectionStart{.version_major = 0,
                       .version_minor = 9,
                       .server_properties = properties,
                       .mechanisms = mechanisms,
                       .locales = "en_US"});
  state_ = State::STARTING;
}

std::string_view Connection::state_name() const {
  constexpr std::string_view kNames[] = {"pre_init", "starting", "securing", "tuning", "opening",
                                         "running",  "closing",  "closed",   "closed"};
  return kNames[static_cast<std::size_t>(state_)];
}

template <class M>
Connection::Answer Connection::read_and_run(std::string_view arguments) {
  M method;
  if (auto bad = read_arguments(kInfo<M>, arguments, &method)) return bad;
  return on(method);
}

Connection::Answer Connection::on_connection_method(std::uint32_t method, std::string_view arguments) {
  if (method == kInfo<ConnectionClose>.key()) return read_and_run<ConnectionClose>(arguments);
  if (method == kInfo<ConnectionCloseOk>.key() && state_ == State::CLOSING) {
    return read_and_run<ConnectionCloseOk>(arguments);
  }
  if (state_ == State::CLOSING) return std::nullopt;
  if (method == kInfo<ConnectionStartOk>.key() && state_ == State::STARTING) {
    return read_and_run<ConnectionStartOk>(arguments);
  }
  if (method == kInfo<ConnectionTuneOk>.key() && state_ == State::TUNING) {
    return read_and_run<ConnectionTuneOk>(arguments);
  }
  if (method == kInfo<ConnectionOpen>.key() && state_ == State::OPENING) {
    return read_and_run<ConnectionOpen>(arguments);
  }
  if (method == kInfo<ConnectionUpdateSecret>.key() && open()) return read_and_run<ConnectionUpdateSecret>(arguments);
  return refusal(ReplyCode::CHANNEL_ERROR, fmt::format("unexpected method in connection state {}", state_name()));
}

Connection::Answer Connection::on(const ConnectionStartOk& method) {
  if (std::ranges::find(backend_.mechanisms(), method.mechanism) == backend_.mechanisms().end()) {
    return refusal(ReplyCode::COMMAND_INVALID, fmt::format("unknown authentication mechanism '{}'", method.mechanism));
  }
  const auto capabilities = find_table(method.client_properties, "capabilities");
  reports_cancel_ = is_set(capabilities, "consumer_cancel_notify");
  reports_blocked_ = is_set(capabilities, "connection.blocked");
  credentials_ = {.mechanism = std::string(method.mechanism),
                  .response = std::string(method.response),
                  .reports_auth_failure = is_set(capabilities, "authentication_failure_close")};
  reports_auth_failure_ = credentials_.reports_auth_failure;
  mechanism_ = credentials_.mechanism;
  state_ = State::SECURING;
  waits_for_ = Next::AUTHENTICATE;
  return std::nullopt;
}

void Connection::authenticated(base::Resultat<std::unique_ptr<Client>> client) {
  waits_for_ = Next::READ;
  if (state_ != State::SECURING) return;  // closed meanwhile
  if (client) {
    shared_.client = std::move(*client);
    send(ConnectionTune{
        .channel_max = limits_.channel_max, .frame_max = limits_.frame_max, .heartbeat = limits_.heartbeat_seconds});
    state_ = State::TUNING;
    return;
  }
  if (const auto refused = login_failed(client.error())) {
    refuse_connection(*refused, 0);
  } else {
    lost();
  }
}

// Clients that did not ask for the reason are dropped, as RabbitMQ does.
Connection::Answer Connection::login_failed(const base::Fejl& why) const {
  using enum base::FejlKode;
  if (why.kode != IKKE_AUTENTISERET && why.kode != TOKEN_UDLOEBET && why.kode != IKKE_TILLADT) {
    return refusal(ReplyCode::INTERNAL_ERROR, "the login could not be checked; try again later");
  }
  if (!reports_auth_failure_) return std::nullopt;
  return refusal(ReplyCode::ACCESS_REFUSED,
                 fmt::format("Login was refused using authentication mechanism {}. For details see the broker logfile.",
                             mechanism_));
}

Connection::Answer Connection::on(const ConnectionTuneOk& method) {
  if (auto bad = check_negotiated("frame_max", kLeastFrameMax, limits_.frame_max, method.frame_max)) return bad;
  if (auto bad = check_negotiated("channel_max", 1, limits_.channel_max, method.channel_max)) return bad;
  shared_.frame_max = method.frame_max;
  reader_.set_frame_max(method.frame_max);
  channel_max_ = method.channel_max;
  heartbeat_ = std::chrono::seconds(method.heartbeat);
  state_ = State::OPENING;
  return std::nullopt;
}

Connection::Answer Connection::on(const ConnectionOpen& method) {
  if (method.virtual_host != backend_.vhost()) {
    return refusal(ReplyCode::NOT_ALLOWED, fmt::format("vhost {} not found", method.virtual_host));
  }
  send(ConnectionOpenOk{});
  state_ = State::RUNNING;
  if (blocked_) tell_blocked();
  return std::nullopt;
}

Connection::Answer Connection::on(const ConnectionUpdateSecret& method) {
  secret_ = std::string(method.new_secret);
  waits_for_ = Next::UPDATE_SECRET;
  return std::nullopt;
}

void Connection::secret_updated(const base::Resultat<void>& result) {
  waits_for_ = Next::READ;
  if (!open()) return;
  if (result) return send(ConnectionUpdateSecretOk{});
  refuse_connection(refusal(ReplyCode::NOT_ALLOWED, "New secret was refused by one of the backends"),
                    kInfo<ConnectionUpdateSecret>.key());
}

// After close-ok the socket is closed at once: clients wait for it (spec beskedfordeler 2.8).
Connection::Answer Connection::on(const ConnectionClose&) {
  if (open()) {
    for (const auto& [number, channel] : channels_) channel->end();
    end_turn();
    tell_answers();
  }
  send(ConnectionCloseOk{});
  finish();
  return std::nullopt;
}

Connection::Answer Connection::on(const ConnectionCloseOk&) {
  finish();
  return std::nullopt;
}

}  // namespace brevdue::amqp
