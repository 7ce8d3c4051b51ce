// Written by src/amqp/generate_tables.py from Debian's amqp-specs; do not edit. The methods of AMQP 0-9-1 with RabbitMQ's
// extensions, each as a struct of its arguments in wire order and a table that says how they are coded.
//
// Thread safety: constants and plain values. Ownership: a string_view argument views what it was read from.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "amqp/method.hpp"

// clang-format off
namespace brevdue::amqp {

enum class ReplyCode : std::uint16_t {
  CONTENT_TOO_LARGE = 311,
  NO_CONSUMERS = 313,
  CONNECTION_FORCED = 320,
  INVALID_PATH = 402,
  ACCESS_REFUSED = 403,
  NOT_FOUND = 404,
  RESOURCE_LOCKED = 405,
  PRECONDITION_FAILED = 406,
  FRAME_ERROR = 501,
  SYNTAX_ERROR = 502,
  COMMAND_INVALID = 503,
  CHANNEL_ERROR = 504,
  UNEXPECTED_FRAME = 505,
  RESOURCE_ERROR = 506,
  NOT_ALLOWED = 530,
  NOT_IMPLEMENTED = 540,
  INTERNAL_ERROR = 541,
};

// Its name on the wire, and whether it ends the connection (hard) or the channel (soft).
struct ReplyCodeInfo {
  std::string_view name;
  ReplyCode code;
  bool hard;
};
inline constexpr ReplyCodeInfo kReplyCodes[] = {
  {"CONTENT_TOO_LARGE", ReplyCode::CONTENT_TOO_LARGE, false},
  {"NO_CONSUMERS", ReplyCode::NO_CONSUMERS, false},
  {"CONNECTION_FORCED", ReplyCode::CONNECTION_FORCED, true},
  {"INVALID_PATH", ReplyCode::INVALID_PATH, true},
  {"ACCESS_REFUSED", ReplyCode::ACCESS_REFUSED, false},
  {"NOT_FOUND", ReplyCode::NOT_FOUND, false},
  {"RESOURCE_LOCKED", ReplyCode::RESOURCE_LOCKED, false},
  {"PRECONDITION_FAILED", ReplyCode::PRECONDITION_FAILED, false},
  {"FRAME_ERROR", ReplyCode::FRAME_ERROR, true},
  {"SYNTAX_ERROR", ReplyCode::SYNTAX_ERROR, true},
  {"COMMAND_INVALID", ReplyCode::COMMAND_INVALID, true},
  {"CHANNEL_ERROR", ReplyCode::CHANNEL_ERROR, true},
  {"UNEXPECTED_FRAME", ReplyCode::UNEXPECTED_FRAME, true},
  {"RESOURCE_ERROR", ReplyCode::RESOURCE_ERROR, true},
  {"NOT_ALLOWED", ReplyCode::NOT_ALLOWED, true},
  {"NOT_IMPLEMENTED", ReplyCode::NOT_IMPLEMENTED, true},
  {"INTERNAL_ERROR", ReplyCode::INTERNAL_ERROR, true},
};

// The properties of class basic, in order of their flags from bit 15 down.
inline constexpr Property kProperties[] = {
  {"content-type", Type::SHORTSTR},
  {"content-encoding", Type::SHORTSTR},
  {"headers", Type::TABLE},
  {"delivery-mode", Type::OCTET},
  {"priority", Type::OCTET},
  {"correlation-id", Type::SHORTSTR},
  {"reply-to", Type::SHORTSTR},
  {"expiration", Type::SHORTSTR},
  {"message-id", Type::SHORTSTR},
  {"timestamp", Type::LONGLONG},
  {"type", Type::SHORTSTR},
  {"user-id", Type::SHORTSTR},
  {"app-id", Type::SHORTSTR},
  {"reserved", Type::SHORTSTR},
};

struct ConnectionStart {
  std::uint8_t version_major = 0;
  std::uint8_t version_minor = 0;
  std::string_view server_properties{};
  std::string_view mechanisms{};
  std::string_view locales{};
};
inline constexpr Field kConnectionStartFields[] = {
  {"version-major", Type::OCTET, offsetof(ConnectionStart, version_major)},
  {"version-minor", Type::OCTET, offsetof(ConnectionStart, version_minor)},
  {"server-properties", Type::TABLE, offsetof(ConnectionStart, server_properties)},
  {"mechanisms", Type::LONGSTR, offsetof(ConnectionStart, mechanisms)},
  {"locales", Type::LONGSTR, offsetof(ConnectionStart, locales)},
};
template <> inline constexpr MethodInfo kInfo<ConnectionStart> = {10, 10, "connection.start", false, kConnectionStartFields};

struct ConnectionStartOk {
  std::string_view client_properties{};
  std::string_view mechanism{};
  std::string_view response{};
  std::string_view locale{};
};
inline constexpr Field kConnectionStartOkFields[] = {
  {"client-properties", Type::TABLE, offsetof(ConnectionStartOk, client_properties)},
  {"mechanism", Type::SHORTSTR, offsetof(ConnectionStartOk, mechanism)},
  {"response", Type::LONGSTR, offsetof(ConnectionStartOk, response)},
  {"locale", Type::SHORTSTR, offsetof(ConnectionStartOk, locale)},
};
template <> inline constexpr MethodInfo kInfo<ConnectionStartOk> = {10, 11, "connection.start-ok", false, kConnectionStartOkFields};

struct ConnectionSecure {
  std::string_view challenge{};
};
inline constexpr Field kConnectionSecureFields[] = {
  {"challenge", Type::LONGSTR, offsetof(ConnectionSecure, challenge)},
};
template <> inline constexpr MethodInfo kInfo<ConnectionSecure> = {10, 20, "connection.secure", false, kConnectionSecureFields};

struct ConnectionSecureOk {
  std::string_view response{};
};
inline constexpr Field kConnectionSecureOkFields[] = {
  {"response", Type::LONGSTR, offsetof(ConnectionSecureOk, response)},
};
template <> inline constexpr MethodInfo kInfo<ConnectionSecureOk> = {10, 21, "connection.secure-ok", false, kConnectionSecureOkFields};

struct ConnectionTune {
  std::uint16_t channel_max = 0;
  std::uint32_t frame_max = 0;
  std::uint16_t heartbeat = 0;
};
inline constexpr Field kConnectionTuneFields[] = {
  {"channel-max", Type::SHORT, offsetof(ConnectionTune, channel_max)},
  {"frame-max", Type::LONG, offsetof(ConnectionTune, frame_max)},
  {"heartbeat", Type::SHORT, offsetof(ConnectionTune, heartbeat)},
};
template <> inline constexpr MethodInfo kInfo<ConnectionTune> = {10, 30, "connection.tune", false, kConnectionTuneFields};

struct ConnectionTuneOk {
  std::uint16_t channel_max = 0;
  std::uint32_t frame_max = 0;
  std::uint16_t heartbeat = 0;
};
inline constexpr Field kConnectionTuneOkFields[] = {
  {"channel-max", Type::SHORT, offsetof(ConnectionTuneOk, channel_max)},
  {"frame-max", Type::LONG, offsetof(ConnectionTuneOk, frame_max)},
  {"heartbeat", Type::SHORT, offsetof(ConnectionTuneOk, heartbeat)},
};
template <> inline constexpr MethodInfo kInfo<ConnectionTuneOk> = {10, 31, "connection.tune-ok", false, kConnectionTuneOkFields};

struct ConnectionOpen {
  std::string_view virtual_host{};
  std::string_view reserved_1{};
  bool reserved_2 = false;
};
inline constexpr Field kConnectionOpenFields[] = {
  {"virtual-host", Type::SHORTSTR, offsetof(ConnectionOpen, virtual_host)},
  {"reserved-1", Type::SHORTSTR, offsetof(ConnectionOpen, reserved_1)},
  {"reserved-2", Type::BIT, offsetof(ConnectionOpen, reserved_2)},
};
template <> inline constexpr MethodInfo kInfo<ConnectionOpen> = {10, 40, "connection.open", false, kConnectionOpenFields};

struct ConnectionOpenOk {
  std::string_view reserved_1{};
};
inline constexpr Field kConnectionOpenOkFields[] = {
  {"reserved-1", Type::SHORTSTR, offsetof(ConnectionOpenOk, reserved_1)},
};
template <> inline constexpr MethodInfo kInfo<ConnectionOpenOk> = {10, 41, "connection.open-ok", false, kConnectionOpenOkFields};

struct ConnectionClose {
  std::uint16_t reply_code = 0;
  std::string_view reply_text{};
  std::uint16_t class_id = 0;
  std::uint16_t method_id = 0;
};
inline constexpr Field kConnectionCloseFields[] = {
  {"reply-code", Type::SHORT, offsetof(ConnectionClose, reply_code)},
  {"reply-text", Type::SHORTSTR, offsetof(ConnectionClose, reply_text)},
  {"class-id", Type::SHORT, offsetof(ConnectionClose, class_id)},
  {"method-id", Type::SHORT, offsetof(ConnectionClose, method_id)},
};
template <> inline constexpr MethodInfo kInfo<ConnectionClose> = {10, 50, "connection.close", false, kConnectionCloseFields};

struct ConnectionCloseOk {};
template <> inline constexpr MethodInfo kInfo<ConnectionCloseOk> = {10, 51, "connection.close-ok", false, {}};

struct ConnectionBlocked {
  std::string_view reason{};
};
inline constexpr Field kConnectionBlockedFields[] = {
  {"reason", Type::SHORTSTR, offsetof(ConnectionBlocked, reason)},
};
template <> inline constexpr MethodInfo kInfo<ConnectionBlocked> = {10, 60, "connection.blocked", false, kConnectionBlockedFields};

struct ConnectionUnblocked {};
template <> inline constexpr MethodInfo kInfo<ConnectionUnblocked> = {10, 61, "connection.unblocked", false, {}};

struct ConnectionUpdateSecret {
  std::string_view new_secret{};
  std::string_view reason{};
};
inline constexpr Field kConnectionUpdateSecretFields[] = {
  {"new-secret", Type::LONGSTR, offsetof(ConnectionUpdateSecret, new_secret)},
  {"reason", Type::SHORTSTR, offsetof(ConnectionUpdateSecret, reason)},
};
template <> inline constexpr MethodInfo kInfo<ConnectionUpdateSecret> = {10, 70, "connection.update-secret", false, kConnectionUpdateSecretFields};

struct ConnectionUpdateSecretOk {};
template <> inline constexpr MethodInfo kInfo<ConnectionUpdateSecretOk> = {10, 71, "connection.update-secret-ok", false, {}};

struct ChannelOpen {
  std::string_view reserved_1{};
};
inline constexpr Field kChannelOpenFields[] = {
  {"reserved-1", Type::SHORTSTR, offsetof(ChannelOpen, reserved_1)},
};
template <> inline constexpr MethodInfo kInfo<ChannelOpen> = {20, 10, "channel.open", false, kChannelOpenFields};

struct ChannelOpenOk {
  std::string_view reserved_1{};
};
inline constexpr Field kChannelOpenOkFields[] = {
  {"reserved-1", Type::LONGSTR, offsetof(ChannelOpenOk, reserved_1)},
};
template <> inline constexpr MethodInfo kInfo<ChannelOpenOk> = {20, 11, "channel.open-ok", false, kChannelOpenOkFields};

struct ChannelFlow {
  bool active = false;
};
inline constexpr Field kChannelFlowFields[] = {
  {"active", Type::BIT, offsetof(ChannelFlow, active)},
};
template <> inline constexpr MethodInfo kInfo<ChannelFlow> = {20, 20, "channel.flow", false, kChannelFlowFields};

struct ChannelFlowOk {
  bool active = false;
};
inline constexpr Field kChannelFlowOkFields[] = {
  {"active", Type::BIT, offsetof(ChannelFlowOk, active)},
};
template <> inline constexpr MethodInfo kInfo<ChannelFlowOk> = {20, 21, "channel.flow-ok", false, kChannelFlowOkFields};

struct ChannelClose {
  std::uint16_t reply_code = 0;
  std::string_view reply_text{};
  std::uint16_t class_id = 0;
  std::uint16_t method_id = 0;
};
inline constexpr Field kChannelCloseFields[] = {
  {"reply-code", Type::SHORT, offsetof(ChannelClose, reply_code)},
  {"reply-text", Type::SHORTSTR, offsetof(ChannelClose, reply_text)},
  {"class-id", Type::SHORT, offsetof(ChannelClose, class_id)},
  {"method-id", Type::SHORT, offsetof(ChannelClose, method_id)},
};
template <> inline constexpr MethodInfo kInfo<ChannelClose> = {20, 40, "channel.close", false, kChannelCloseFields};

struct ChannelCloseOk {};
template <> inline constexpr MethodInfo kInfo<ChannelCloseOk> = {20, 41, "channel.close-ok", false, {}};

struct ExchangeDeclare {
  std::uint16_t reserved_1 = 0;
  std::string_view exchange{};
  std::string_view type{};
  bool passive = false;
  bool durable = false;
  bool auto_delete = false;
  bool internal = false;
  bool no_wait = false;
  std::string_view arguments{};
};
inline constexpr Field kExchangeDeclareFields[] = {
  {"reserved-1", Type::SHORT, offsetof(ExchangeDeclare, reserved_1)},
  {"exchange", Type::SHORTSTR, offsetof(ExchangeDeclare, exchange)},
  {"type", Type::SHORTSTR, offsetof(ExchangeDeclare, type)},
  {"passive", Type::BIT, offsetof(ExchangeDeclare, passive)},
  {"durable", Type::BIT, offsetof(ExchangeDeclare, durable)},
  {"auto-delete", Type::BIT, offsetof(ExchangeDeclare, auto_delete)},
  {"internal", Type::BIT, offsetof(ExchangeDeclare, internal)},
  {"no-wait", Type::BIT, offsetof(ExchangeDeclare, no_wait)},
  {"arguments", Type::TABLE, offsetof(ExchangeDeclare, arguments)},
};
template <> inline constexpr MethodInfo kInfo<ExchangeDeclare> = {40, 10, "exchange.declare", false, kExchangeDeclareFields};

struct ExchangeDeclareOk {};
template <> inline constexpr MethodInfo kInfo<ExchangeDeclareOk> = {40, 11, "exchange.declare-ok", false, {}};

struct ExchangeDelete {
  std::uint16_t reserved_1 = 0;
  std::string_view exchange{};
  bool if_unused = false;
  bool no_wait = false;
};
inline constexpr Field kExchangeDeleteFields[] = {
  {"reserved-1", Type::SHORT, offsetof(ExchangeDelete, reserved_1)},
  {"exchange", Type::SHORTSTR, offsetof(ExchangeDelete, exchange)},
  {"if-unused", Type::BIT, offsetof(ExchangeDelete, if_unused)},
  {"no-wait", Type::BIT, offsetof(ExchangeDelete, no_wait)},
};
template <> inline constexpr MethodInfo kInfo<ExchangeDelete> = {40, 20, "exchange.delete", false, kExchangeDeleteFields};

struct ExchangeDeleteOk {};
template <> inline constexpr MethodInfo kInfo<ExchangeDeleteOk> = {40, 21, "exchange.delete-ok", false, {}};

struct ExchangeBind {
  std::uint16_t reserved_1 = 0;
  std::string_view destination{};
  std::string_view source{};
  std::string_view routing_key{};
  bool no_wait = false;
  std::string_view arguments{};
};
inline constexpr Field kExchangeBindFields[] = {
  {"reserved-1", Type::SHORT, offsetof(ExchangeBind, reserved_1)},
  {"destination", Type::SHORTSTR, offsetof(ExchangeBind, destination)},
  {"source", Type::SHORTSTR, offsetof(ExchangeBind, source)},
  {"routing-key", Type::SHORTSTR, offsetof(ExchangeBind, routing_key)},
  {"no-wait", Type::BIT, offsetof(ExchangeBind, no_wait)},
  {"arguments", Type::TABLE, offsetof(ExchangeBind, arguments)},
};
template <> inline constexpr MethodInfo kInfo<ExchangeBind> = {40, 30, "exchange.bind", false, kExchangeBindFields};

struct ExchangeBindOk {};
template <> inline constexpr MethodInfo kInfo<ExchangeBindOk> = {40, 31, "exchange.bind-ok", false, {}};

struct ExchangeUnbind {
  std::uint16_t reserved_1 = 0;
  std::string_view destination{};
  std::string_view source{};
  std::string_view routing_key{};
  bool no_wait = false;
  std::string_view arguments{};
};
inline constexpr Field kExchangeUnbindFields[] = {
  {"reserved-1", Type::SHORT, offsetof(ExchangeUnbind, reserved_1)},
  {"destination", Type::SHORTSTR, offsetof(ExchangeUnbind, destination)},
  {"source", Type::SHORTSTR, offsetof(ExchangeUnbind, source)},
  {"routing-key", Type::SHORTSTR, offsetof(ExchangeUnbind, routing_key)},
  {"no-wait", Type::BIT, offsetof(ExchangeUnbind, no_wait)},
  {"arguments", Type::TABLE, offsetof(ExchangeUnbind, arguments)},
};
template <> inline constexpr MethodInfo kInfo<ExchangeUnbind> = {40, 40, "exchange.unbind", false, kExchangeUnbindFields};

struct ExchangeUnbindOk {};
template <> inline constexpr MethodInfo kInfo<ExchangeUnbindOk> = {40, 51, "exchange.unbind-ok", false, {}};

struct QueueDeclare {
  std::uint16_t reserved_1 = 0;
  std::string_view queue{};
  bool passive = false;
  bool durable = false;
  bool exclusive = false;
  bool auto_delete = false;
  bool no_wait = false;
  std::string_view arguments{};
};
inline constexpr Field kQueueDeclareFields[] = {
  {"reserved-1", Type::SHORT, offsetof(QueueDeclare, reserved_1)},
  {"queue", Type::SHORTSTR, offsetof(QueueDeclare, queue)},
  {"passive", Type::BIT, offsetof(QueueDeclare, passive)},
  {"durable", Type::BIT, offsetof(QueueDeclare, durable)},
  {"exclusive", Type::BIT, offsetof(QueueDeclare, exclusive)},
  {"auto-delete", Type::BIT, offsetof(QueueDeclare, auto_delete)},
  {"no-wait", Type::BIT, offsetof(QueueDeclare, no_wait)},
  {"arguments", Type::TABLE, offsetof(QueueDeclare, arguments)},
};
template <> inline constexpr MethodInfo kInfo<QueueDeclare> = {50, 10, "queue.declare", false, kQueueDeclareFields};

struct QueueDeclareOk {
  std::string_view queue{};
  std::uint32_t message_count = 0;
  std::uint32_t consumer_count = 0;
};
inline constexpr Field kQueueDeclareOkFields[] = {
  {"queue", Type::SHORTSTR, offsetof(QueueDeclareOk, queue)},
  {"message-count", Type::LONG, offsetof(QueueDeclareOk, message_count)},
  {"consumer-count", Type::LONG, offsetof(QueueDeclareOk, consumer_count)},
};
template <> inline constexpr MethodInfo kInfo<QueueDeclareOk> = {50, 11, "queue.declare-ok", false, kQueueDeclareOkFields};

struct QueueBind {
  std::uint16_t reserved_1 = 0;
  std::string_view queue{};
  std::string_view exchange{};
  std::string_view routing_key{};
  bool no_wait = false;
  std::string_view arguments{};
};
inline constexpr Field kQueueBindFields[] = {
  {"reserved-1", Type::SHORT, offsetof(QueueBind, reserved_1)},
  {"queue", Type::SHORTSTR, offsetof(QueueBind, queue)},
  {"exchange", Type::SHORTSTR, offsetof(QueueBind, exchange)},
  {"routing-key", Type::SHORTSTR, offsetof(QueueBind, routing_key)},
  {"no-wait", Type::BIT, offsetof(QueueBind, no_wait)},
  {"arguments", Type::TABLE, offsetof(QueueBind, arguments)},
};
template <> inline constexpr MethodInfo kInfo<QueueBind> = {50, 20, "queue.bind", false, kQueueBindFields};

struct QueueBindOk {};
template <> inline constexpr MethodInfo kInfo<QueueBindOk> = {50, 21, "queue.bind-ok", false, {}};

struct QueuePurge {
  std::uint16_t reserved_1 = 0;
  std::string_view queue{};
  bool no_wait = false;
};
inline constexpr Field kQueuePurgeFields[] = {
  {"reserved-1", Type::SHORT, offsetof(QueuePurge, reserved_1)},
  {"queue", Type::SHORTSTR, offsetof(QueuePurge, queue)},
  {"no-wait", Type::BIT, offsetof(QueuePurge, no_wait)},
};
template <> inline constexpr MethodInfo kInfo<QueuePurge> = {50, 30, "queue.purge", false, kQueuePurgeFields};

struct QueuePurgeOk {
  std::uint32_t message_count = 0;
};
inline constexpr Field kQueuePurgeOkFields[] = {
  {"message-count", Type::LONG, offsetof(QueuePurgeOk, message_count)},
};
template <> inline constexpr MethodInfo kInfo<QueuePurgeOk> = {50, 31, "queue.purge-ok", false, kQueuePurgeOkFields};

struct QueueDelete {
  std::uint16_t reserved_1 = 0;
  std::string_view queue{};
  bool if_unused = false;
  bool if_empty = false;
  bool no_wait = false;
};
inline constexpr Field kQueueDeleteFields[] = {
  {"reserved-1", Type::SHORT, offsetof(QueueDelete, reserved_1)},
  {"queue", Type::SHORTSTR, offsetof(QueueDelete, queue)},
  {"if-unused", Type::BIT, offsetof(QueueDelete, if_unused)},
  {"if-empty", Type::BIT, offsetof(QueueDelete, if_empty)},
  {"no-wait", Type::BIT, offsetof(QueueDelete, no_wait)},
};
template <> inline constexpr MethodInfo kInfo<QueueDelete> = {50, 40, "queue.delete", false, kQueueDeleteFields};

struct QueueDeleteOk {
  std::uint32_t message_count = 0;
};
inline constexpr Field kQueueDeleteOkFields[] = {
  {"message-count", Type::LONG, offsetof(QueueDeleteOk, message_count)},
};
template <> inline constexpr MethodInfo kInfo<QueueDeleteOk> = {50, 41, "queue.delete-ok", false, kQueueDeleteOkFields};

struct QueueUnbind {
  std::uint16_t reserved_1 = 0;
  std::string_view queue{};
  std::string_view exchange{};
  std::string_view routing_key{};
  std::string_view arguments{};
};
inline constexpr Field kQueueUnbindFields[] = {
  {"reserved-1", Type::SHORT, offsetof(QueueUnbind, reserved_1)},
  {"queue", Type::SHORTSTR, offsetof(QueueUnbind, queue)},
  {"exchange", Type::SHORTSTR, offsetof(QueueUnbind, exchange)},
  {"routing-key", Type::SHORTSTR, offsetof(QueueUnbind, routing_key)},
  {"arguments", Type::TABLE, offsetof(QueueUnbind, arguments)},
};
template <> inline constexpr MethodInfo kInfo<QueueUnbind> = {50, 50, "queue.unbind", false, kQueueUnbindFields};

struct QueueUnbindOk {};
template <> inline constexpr MethodInfo kInfo<QueueUnbindOk> = {50, 51, "queue.unbind-ok", false, {}};

struct BasicQos {
  std::uint32_t prefetch_size = 0;
  std::uint16_t prefetch_count = 0;
  bool global = false;
};
inline constexpr Field kBasicQosFields[] = {
  {"prefetch-size", Type::LONG, offsetof(BasicQos, prefetch_size)},
  {"prefetch-count", Type::SHORT, offsetof(BasicQos, prefetch_count)},
  {"global", Type::BIT, offsetof(BasicQos, global)},
};
template <> inline constexpr MethodInfo kInfo<BasicQos> = {60, 10, "basic.qos", false, kBasicQosFields};

struct BasicQosOk {};
template <> inline constexpr MethodInfo kInfo<BasicQosOk> = {60, 11, "basic.qos-ok", false, {}};

struct BasicConsume {
  std::uint16_t reserved_1 = 0;
  std::string_view queue{};
  std::string_view consumer_tag{};
  bool no_local = false;
  bool no_ack = false;
  bool exclusive = false;
  bool no_wait = false;
  std::string_view arguments{};
};
inline constexpr Field kBasicConsumeFields[] = {
  {"reserved-1", Type::SHORT, offsetof(BasicConsume, reserved_1)},
  {"queue", Type::SHORTSTR, offsetof(BasicConsume, queue)},
  {"consumer-tag", Type::SHORTSTR, offsetof(BasicConsume, consumer_tag)},
  {"no-local", Type::BIT, offsetof(BasicConsume, no_local)},
  {"no-ack", Type::BIT, offsetof(BasicConsume, no_ack)},
  {"exclusive", Type::BIT, offsetof(BasicConsume, exclusive)},
  {"no-wait", Type::BIT, offsetof(BasicConsume, no_wait)},
  {"arguments", Type::TABLE, offsetof(BasicConsume, arguments)},
};
template <> inline constexpr MethodInfo kInfo<BasicConsume> = {60, 20, "basic.consume", false, kBasicConsumeFields};

struct BasicConsumeOk {
  std::string_view consumer_tag{};
};
inline constexpr Field kBasicConsumeOkFields[] = {
  {"consumer-tag", Type::SHORTSTR, offsetof(BasicConsumeOk, consumer_tag)},
};
template <> inline constexpr MethodInfo kInfo<BasicConsumeOk> = {60, 21, "basic.consume-ok", false, kBasicConsumeOkFields};

struct BasicCancel {
  std::string_view consumer_tag{};
  bool no_wait = false;
};
inline constexpr Field kBasicCancelFields[] = {
  {"consumer-tag", Type::SHORTSTR, offsetof(BasicCancel, consumer_tag)},
  {"no-wait", Type::BIT, offsetof(BasicCancel, no_wait)},
};
template <> inline constexpr MethodInfo kInfo<BasicCancel> = {60, 30, "basic.cancel", false, kBasicCancelFields};

struct BasicCancelOk {
  std::string_view consumer_tag{};
};
inline constexpr Field kBasicCancelOkFields[] = {
  {"consumer-tag", Type::SHORTSTR, offsetof(BasicCancelOk, consumer_tag)},
};
template <> inline constexpr MethodInfo kInfo<BasicCancelOk> = {60, 31, "basic.cancel-ok", false, kBasicCancelOkFields};

struct BasicPublish {
  std::uint16_t reserved_1 = 0;
  std::string_view exchange{};
  std::string_view routing_key{};
  bool mandatory = false;
  bool immediate = false;
};
inline constexpr Field kBasicPublishFields[] = {
  {"reserved-1", Type::SHORT, offsetof(BasicPublish, reserved_1)},
  {"exchange", Type::SHORTSTR, offsetof(BasicPublish, exchange)},
  {"routing-key", Type::SHORTSTR, offsetof(BasicPublish, routing_key)},
  {"mandatory", Type::BIT, offsetof(BasicPublish, mandatory)},
  {"immediate", Type::BIT, offsetof(BasicPublish, immediate)},
};
template <> inline constexpr MethodInfo kInfo<BasicPublish> = {60, 40, "basic.publish", true, kBasicPublishFields};

struct BasicReturn {
  std::uint16_t reply_code = 0;
  std::string_view reply_text{};
  std::string_view exchange{};
  std::string_view routing_key{};
};
inline constexpr Field kBasicReturnFields[] = {
  {"reply-code", Type::SHORT, offsetof(BasicReturn, reply_code)},
  {"reply-text", Type::SHORTSTR, offsetof(BasicReturn, reply_text)},
  {"exchange", Type::SHORTSTR, offsetof(BasicReturn, exchange)},
  {"routing-key", Type::SHORTSTR, offsetof(BasicReturn, routing_key)},
};
template <> inline constexpr MethodInfo kInfo<BasicReturn> = {60, 50, "basic.return", true, kBasicReturnFields};

struct BasicDeliver {
  std::string_view consumer_tag{};
  std::uint64_t delivery_tag = 0;
  bool redelivered = false;
  std::string_view exchange{};
  std::string_view routing_key{};
};
inline constexpr Field kBasicDeliverFields[] = {
  {"consumer-tag", Type::SHORTSTR, offsetof(BasicDeliver, consumer_tag)},
  {"delivery-tag", Type::LONGLONG, offsetof(BasicDeliver, delivery_tag)},
  {"redelivered", Type::BIT, offsetof(BasicDeliver, redelivered)},
  {"exchange", Type::SHORTSTR, offsetof(BasicDeliver, exchange)},
  {"routing-key", Type::SHORTSTR, offsetof(BasicDeliver, routing_key)},
};
template <> inline constexpr MethodInfo kInfo<BasicDeliver> = {60, 60, "basic.deliver", true, kBasicDeliverFields};

struct BasicGet {
  std::uint16_t reserved_1 = 0;
  std::string_view queue{};
  bool no_ack = false;
};
inline constexpr Field kBasicGetFields[] = {
  {"reserved-1", Type::SHORT, offsetof(BasicGet, reserved_1)},
  {"queue", Type::SHORTSTR, offsetof(BasicGet, queue)},
  {"no-ack", Type::BIT, offsetof(BasicGet, no_ack)},
};
template <> inline constexpr MethodInfo kInfo<BasicGet> = {60, 70, "basic.get", false, kBasicGetFields};

struct BasicGetOk {
  std::uint64_t delivery_tag = 0;
  bool redelivered = false;
  std::string_view exchange{};
  std::string_view routing_key{};
  std::uint32_t message_count = 0;
};
inline constexpr Field kBasicGetOkFields[] = {
  {"delivery-tag", Type::LONGLONG, offsetof(BasicGetOk, delivery_tag)},
  {"redelivered", Type::BIT, offsetof(BasicGetOk, redelivered)},
  {"exchange", Type::SHORTSTR, offsetof(BasicGetOk, exchange)},
  {"routing-key", Type::SHORTSTR, offsetof(BasicGetOk, routing_key)},
  {"message-count", Type::LONG, offsetof(BasicGetOk, message_count)},
};
template <> inline constexpr MethodInfo kInfo<BasicGetOk> = {60, 71, "basic.get-ok", true, kBasicGetOkFields};

struct BasicGetEmpty {
  std::string_view reserved_1{};
};
inline constexpr Field kBasicGetEmptyFields[] = {
  {"reserved-1", Type::SHORTSTR, offsetof(BasicGetEmpty, reserved_1)},
};
template <> inline constexpr MethodInfo kInfo<BasicGetEmpty> = {60, 72, "basic.get-empty", false, kBasicGetEmptyFields};

struct BasicAck {
  std::uint64_t delivery_tag = 0;
  bool multiple = false;
};
inline constexpr Field kBasicAckFields[] = {
  {"delivery-tag", Type::LONGLONG, offsetof(BasicAck, delivery_tag)},
  {"multiple", Type::BIT, offsetof(BasicAck, multiple)},
};
template <> inline constexpr MethodInfo kInfo<BasicAck> = {60, 80, "basic.ack", false, kBasicAckFields};

struct BasicReject {
  std::uint64_t delivery_tag = 0;
  bool requeue = false;
};
inline constexpr Field kBasicRejectFields[] = {
  {"delivery-tag", Type::LONGLONG, offsetof(BasicReject, delivery_tag)},
  {"requeue", Type::BIT, offsetof(BasicReject, requeue)},
};
template <> inline constexpr MethodInfo kInfo<BasicReject> = {60, 90, "basic.reject", false, kBasicRejectFields};

struct BasicRecoverAsync {
  bool requeue = false;
};
inline constexpr Field kBasicRecoverAsyncFields[] = {
  {"requeue", Type::BIT, offsetof(BasicRecoverAsync, requeue)},
};
template <> inline constexpr MethodInfo kInfo<BasicRecoverAsync> = {60, 100, "basic.recover-async", false, kBasicRecoverAsyncFields};

struct BasicRecover {
  bool requeue = false;
};
inline constexpr Field kBasicRecoverFields[] = {
  {"requeue", Type::BIT, offsetof(BasicRecover, requeue)},
};
template <> inline constexpr MethodInfo kInfo<BasicRecover> = {60, 110, "basic.recover", false, kBasicRecoverFields};

struct BasicRecoverOk {};
template <> inline constexpr MethodInfo kInfo<BasicRecoverOk> = {60, 111, "basic.recover-ok", false, {}};

struct BasicNack {
  std::uint64_t delivery_tag = 0;
  bool multiple = false;
  bool requeue = false;
};
inline constexpr Field kBasicNackFields[] = {
  {"delivery-tag", Type::LONGLONG, offsetof(BasicNack, delivery_tag)},
  {"multiple", Type::BIT, offsetof(BasicNack, multiple)},
  {"requeue", Type::BIT, offsetof(BasicNack, requeue)},
};
template <> inline constexpr MethodInfo kInfo<BasicNack> = {60, 120, "basic.nack", false, kBasicNackFields};

struct ConfirmSelect {
  bool nowait = false;
};
inline constexpr Field kConfirmSelectFields[] = {
  {"nowait", Type::BIT, offsetof(ConfirmSelect, nowait)},
};
template <> inline constexpr MethodInfo kInfo<ConfirmSelect> = {85, 10, "confirm.select", false, kConfirmSelectFields};

struct ConfirmSelectOk {};
template <> inline constexpr MethodInfo kInfo<ConfirmSelectOk> = {85, 11, "confirm.select-ok", false, {}};

struct TxSelect {};
template <> inline constexpr MethodInfo kInfo<TxSelect> = {90, 10, "tx.select", false, {}};

struct TxSelectOk {};
template <> inline constexpr MethodInfo kInfo<TxSelectOk> = {90, 11, "tx.select-ok", false, {}};

struct TxCommit {};
template <> inline constexpr MethodInfo kInfo<TxCommit> = {90, 20, "tx.commit", false, {}};

struct TxCommitOk {};
template <> inline constexpr MethodInfo kInfo<TxCommitOk> = {90, 21, "tx.commit-ok", false, {}};

struct TxRollback {};
template <> inline constexpr MethodInfo kInfo<TxRollback> = {90, 30, "tx.rollback", false, {}};

struct TxRollbackOk {};
template <> inline constexpr MethodInfo kInfo<TxRollbackOk> = {90, 31, "tx.rollback-ok", false, {}};

// All of them, by rising id.
template <class... M>
struct MethodList {};
using Methods = MethodList<
  ConnectionStart, ConnectionStartOk, ConnectionSecure, ConnectionSecureOk, ConnectionTune, ConnectionTuneOk,
  ConnectionOpen, ConnectionOpenOk, ConnectionClose, ConnectionCloseOk, ConnectionBlocked,
  ConnectionUnblocked, ConnectionUpdateSecret, ConnectionUpdateSecretOk, ChannelOpen, ChannelOpenOk,
  ChannelFlow, ChannelFlowOk, ChannelClose, ChannelCloseOk, ExchangeDeclare, ExchangeDeclareOk,
  ExchangeDelete, ExchangeDeleteOk, ExchangeBind, ExchangeBindOk, ExchangeUnbind, ExchangeUnbindOk,
  QueueDeclare, QueueDeclareOk, QueueBind, QueueBindOk, QueuePurge, QueuePurgeOk, QueueDelete, QueueDeleteOk,
  QueueUnbind, QueueUnbindOk, BasicQos, BasicQosOk, BasicConsume, BasicConsumeOk, BasicCancel, BasicCancelOk,
  BasicPublish, BasicReturn, BasicDeliver, BasicGet, BasicGetOk, BasicGetEmpty, BasicAck, BasicReject,
  BasicRecoverAsync, BasicRecover, BasicRecoverOk, BasicNack, ConfirmSelect, ConfirmSelectOk, TxSelect,
  TxSelectOk, TxCommit, TxCommitOk, TxRollback, TxRollbackOk>;

template <class... M>
constexpr std::array<const MethodInfo*, sizeof...(M)> infos(MethodList<M...>) {
  return {&kInfo<M>...};
}
inline constexpr auto kMethods = infos(Methods{});

}  // namespace brevdue::amqp
// clang-format on
