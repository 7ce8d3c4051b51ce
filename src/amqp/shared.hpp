// What the channels of one connection share: its Client, its limits, the bytes to write, its consumers, and the
// publishes and gets that wait for an answer.
//
// Thread safety: the connection's io thread. Ownership: the Connection owns it; channels and consumers refer to it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "amqp/backend.hpp"
#include "amqp/limits.hpp"
#include "amqp/publishes.hpp"
#include "base/ur.hpp"

namespace brevdue::amqp {

class Channel;

struct Consumer {
  Channel* channel = nullptr;
  std::string tag;
  std::string_view queue;  // in Shared::queue_names
  bool no_ack = false;
  std::uint32_t prefetch = 0;   // 0: no limit
  std::uint32_t in_flight = 0;  // delivered and not settled
  std::uint32_t standing = 0;   // credit the Client has and did not use yet
};

struct PendingGet {
  std::uint16_t channel = 0;
  std::uint64_t channel_serial = 0;
  std::string queue;
  bool no_ack = false;
};

struct Shared {
  Shared(const AmqpLimits& amqp_limits, base::Tilfaeldig& tilfaeldig, const Backend& behind)
      : limits(amqp_limits), random(tilfaeldig), backend(behind) {}

  // Calls on the Client keep the order of the wire: what was settled before goes first.
  Client& ordered_client() {
    settle();
    return *client;
  }
  void settle() {
    if (settlements.empty()) return;
    client->settle(settlements);
    settlements.clear();
  }
  // The consumer may have room for more credit.
  void feed(ConsumerId consumer) {
    if (hungry.empty() || hungry.back() != consumer) hungry.push_back(consumer);
  }
  std::string_view queue_name(std::string_view queue) { return *queue_names.emplace(queue).first; }
  // 22 characters that nobody can guess.
  std::string unguessable();

  const AmqpLimits& limits;
  base::Tilfaeldig& random;
  const Backend& backend;
  std::unique_ptr<Client> client;
  std::uint32_t frame_max = 0;

  std::string out;      // frames to be written
  std::string replies;  // direct replies, to be written behind the acks of the same publishes

  std::unordered_map<ConsumerId, Consumer> consumers;
  ConsumerId last_consumer = 0;
  std::vector<ConsumerId> hungry;  // to be looked at by top-up: see feed()

  std::unordered_map<GetId, PendingGet> gets;
  GetId last_get = 0;

  std::size_t held_bytes = 0;  // of deliveries that wait for their channel's prefetch

  Publishes publishes;
  std::uint64_t begun_bytes = 0;  // of bodies that have begun
  std::vector<Settlement> settlements;
  std::set<std::string, std::less<>> queue_names;
};

}  // namespace brevdue::amqp
