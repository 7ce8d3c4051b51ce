#include "amqp/refusal.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

namespace brevdue::amqp {

Refusal refusal(ReplyCode code, std::string_view explanation) {
  const auto* info = std::ranges::find(kReplyCodes, code, &ReplyCodeInfo::code);
  return {.code = static_cast<std::uint16_t>(code),
          .text = fmt::format("{} - {}", info->name, explanation),
          .connection = info->hard};
}

std::string queue_text(std::string_view queue, std::string_view vhost) {
  return fmt::format("queue '{}' in vhost '{}'", queue, vhost);
}

std::string exchange_text(std::string_view exchange, std::string_view vhost) {
  return fmt::format("exchange '{}' in vhost '{}'", exchange.empty() ? "amq.default" : exchange, vhost);
}

Refusal access_refused(std::string_view what, std::string_view user) {
  return refusal(ReplyCode::ACCESS_REFUSED, fmt::format("access to {} refused for user '{}'", what, user));
}

Refusal not_found(std::string_view what) {
  return refusal(ReplyCode::NOT_FOUND, fmt::format("no {}", what));
}

std::string reply_text(std::string_view text) {
  if (text.size() <= 255) return std::string(text);
  return std::string(text.substr(0, 252)).append("...");
}

}  // namespace brevdue::amqp
