// RabbitMQ's way to word a refusal: "NAME - explanation", and whether it ends the channel or the connection.
//
// Thread safety: free functions.
#pragma once

#include <string>
#include <string_view>

#include "amqp/backend.hpp"
#include "amqp/method_tables.hpp"

namespace brevdue::amqp {

Refusal refusal(ReplyCode code, std::string_view explanation);

// "queue 'q' in vhost 'v'"; the exchange without a name is shown as RabbitMQ does, "amq.default".
std::string queue_text(std::string_view queue, std::string_view vhost);
std::string exchange_text(std::string_view exchange, std::string_view vhost);
// ACCESS_REFUSED - access to WHAT refused for user 'user'
Refusal access_refused(std::string_view what, std::string_view user);
// NOT_FOUND - no WHAT
Refusal not_found(std::string_view what);

// At most 255 bytes, the last three "..." when something was cut off.
std::string reply_text(std::string_view text);

}  // namespace brevdue::amqp
