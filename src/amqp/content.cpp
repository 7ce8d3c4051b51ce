#include "amqp/content.hpp"

#include <fmt/core.h>

#include <iterator>
#include <optional>

#include "amqp/field_table.hpp"
#include "amqp/method_tables.hpp"
#include "amqp/refusal.hpp"
#include "base/bytes.hpp"

namespace brevdue::amqp {
namespace {

// Places in kProperties of those that are kept.
enum : std::size_t {
  CONTENT_TYPE = 0,
  HEADERS = 2,
  DELIVERY_MODE = 3,
  CORRELATION_ID = 5,
  REPLY_TO = 6,
  MESSAGE_ID = 8,
};
static_assert(kProperties[CONTENT_TYPE].name == "content-type" && kProperties[HEADERS].name == "headers" &&
              kProperties[DELIVERY_MODE].name == "delivery-mode" &&
              kProperties[CORRELATION_ID].name == "correlation-id" && kProperties[REPLY_TO].name == "reply-to" &&
              kProperties[MESSAGE_ID].name == "message-id");

constexpr unsigned flag(std::size_t property) {
  return 0x8000U >> property;
}
// Bit 0 says that a further word of flags follows; class basic has none. Bit 1 names no property.
constexpr unsigned kUnusedFlags = 3;

Refusal malformed(std::string_view property, std::string_view what) {
  return refusal(ReplyCode::SYNTAX_ERROR, fmt::format("content header: {} {}", property, what));
}

// One property's value, whatever its type.
struct Value {
  std::string_view text;
  std::uint8_t octet = 0;
  std::uint64_t number = 0;
};

bool read_property(Type type, std::string_view& rest, Value& into) {
  if (type == Type::OCTET) return read_value(type, rest, &into.octet);
  if (type == Type::LONGLONG) return read_value(type, rest, &into.number);
  return read_value(type, rest, &into.text);
}

// False when the table is malformed.
bool keep_token(std::string_view headers, Properties& into) {
  bool found = false;
  while (!headers.empty()) {
    const auto entry = next_entry(headers);
    if (!entry) return false;
    if (found || entry->name != "token") continue;
    found = true;
    if (entry->value.type == 'S') into.token = entry->value.bytes;
  }
  return true;
}

void keep(std::size_t property, const Value& value, Properties& into) {
  switch (property) {
    case CONTENT_TYPE:
      into.content_type = value.text;
      return;
    case DELIVERY_MODE:
      into.delivery_mode = value.octet;
      return;
    case CORRELATION_ID:
      into.correlation_id = value.text;
      return;
    case REPLY_TO:
      into.reply_to = value.text;
      return;
    case MESSAGE_ID:
      into.message_id = value.text;
      return;
    default:
      return;
  }
}

void put_headers(std::string& out, std::string_view token) {
  std::string headers;
  add_text(headers, "token", token);
  put_long_string(out, headers);
}

unsigned flags_of(const Properties& p) {
  unsigned flags = 0;
  if (!p.content_type.empty()) flags |= flag(CONTENT_TYPE);
  if (!p.token.empty()) flags |= flag(HEADERS);
  if (p.delivery_mode != 0) flags |= flag(DELIVERY_MODE);
  if (!p.correlation_id.empty()) flags |= flag(CORRELATION_ID);
  if (!p.reply_to.empty()) flags |= flag(REPLY_TO);
  if (!p.message_id.empty()) flags |= flag(MESSAGE_ID);
  return flags;
}

}  // namespace

bool read_content_header(std::string_view payload, ContentHeader& into) {
  if (!read_value(Type::SHORT, payload, &into.class_id) || !read_value(Type::SHORT, payload, &into.weight) ||
      !read_value(Type::LONGLONG, payload, &into.body_size)) {
    return false;
  }
  into.properties = payload;
  return true;
}

std::expected<Properties, Refusal> read_properties(std::string_view bytes) {
  std::uint16_t flags = 0;
  if (!read_value(Type::SHORT, bytes, &flags)) return std::unexpected(malformed("property flags", "are cut short"));
  if ((flags & kUnusedFlags) != 0) return std::unexpected(malformed("property flags", "name unknown properties"));
  Properties properties;
  for (std::size_t i = 0; i < std::size(kProperties); ++i) {
    if ((flags & flag(i)) == 0) continue;
    Value value;
    if (!read_property(kProperties[i].type, bytes, value)) {
      return std::unexpected(malformed(kProperties[i].name, "is cut short"));
    }
    if (i == HEADERS && !keep_token(value.text, properties)) {
      return std::unexpected(malformed(kProperties[i].name, "is no field table"));
    }
    keep(i, value, properties);
  }
  if (!bytes.empty()) return std::unexpected(malformed("properties", "are followed by more bytes"));
  return properties;
}

void put_content_header(std::string& out, std::uint64_t body_size, const Properties& properties) {
  base::put_be(out, kBasicClass);
  base::put_be(out, std::uint16_t{0});
  base::put_be(out, body_size);
  base::put_be(out, static_cast<std::uint16_t>(flags_of(properties)));
  if (!properties.content_type.empty()) put_short_string(out, properties.content_type);
  if (!properties.token.empty()) put_headers(out, properties.token);
  if (properties.delivery_mode != 0) base::put_be(out, properties.delivery_mode);
  if (!properties.correlation_id.empty()) put_short_string(out, properties.correlation_id);
  if (!properties.reply_to.empty()) put_short_string(out, properties.reply_to);
  if (!properties.message_id.empty()) put_short_string(out, properties.message_id);
}

}  // namespace brevdue::amqp
