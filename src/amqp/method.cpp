#include "amqp/method.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>
#include <iterator>

#include "amqp/field_table.hpp"
#include "amqp/method_tables.hpp"
#include "amqp/refusal.hpp"
#include "base/bytes.hpp"
#include "xml/reader.hpp"

namespace brevdue::amqp {
namespace {

template <class T>
bool read_number(std::string_view& rest, void* into) {
  if (rest.size() < sizeof(T)) return false;
  *static_cast<T*>(into) = base::get_be<T>(rest.data());
  rest.remove_prefix(sizeof(T));
  return true;
}

// A string behind its length, which is a number of type L.
template <class L>
bool read_string(std::string_view& rest, void* into) {
  L length = 0;
  if (!read_number<L>(rest, &length) || rest.size() < length) return false;
  *static_cast<std::string_view*>(into) = rest.substr(0, length);
  rest.remove_prefix(length);
  return true;
}

// Bits that follow each other share octets, the first in the lowest place.
class BitReader {
 public:
  bool read(std::string_view& rest, bool& into) {
    if (used_ == 8) {
      if (rest.empty()) return false;
      octet_ = static_cast<unsigned char>(rest.front());
      rest.remove_prefix(1);
      used_ = 0;
    }
    into = (octet_ >> used_++ & 1U) != 0;
    return true;
  }
  void end_run() { used_ = 8; }

 private:
  unsigned octet_ = 0;
  unsigned used_ = 8;
};

class BitWriter {
 public:
  void put(std::string& out, bool bit) {
    if (used_ == 8) {
      out.push_back('\0');
      used_ = 0;
    }
    if (bit) out.back() = static_cast<char>(static_cast<unsigned char>(out.back()) | 1U << used_);
    ++used_;
  }
  void end_run() { used_ = 8; }

 private:
  unsigned used_ = 8;
};

Refusal malformed(const MethodInfo& info, std::string_view field, std::string_view what) {
  return refusal(ReplyCode::SYNTAX_ERROR, fmt::format("{}: {} {}", info.name, field, what));
}

std::optional<Refusal> check_string(const MethodInfo& info, const Field& field, const void* at) {
  const auto text = *static_cast<const std::string_view*>(at);
  if (field.type == Type::SHORTSTR && xml::first_bad_utf8(text) != text.size()) {
    return refusal(ReplyCode::FRAME_ERROR, "Malformed UTF-8 in shortstr");
  }
  if (field.type == Type::TABLE && !is_table(text)) return malformed(info, field.name, "is no field table");
  return std::nullopt;
}

bool holds_string(Type type) {
  return type >= Type::SHORTSTR;
}

template <class T>
void put_number(std::string& out, const void* from) {
  base::put_be(out, *static_cast<const T*>(from));
}

void put_value(std::string& out, Type type, const void* from) {
  switch (type) {
    case Type::OCTET:
      return put_number<std::uint8_t>(out, from);
    case Type::SHORT:
      return put_number<std::uint16_t>(out, from);
    case Type::LONG:
      return put_number<std::uint32_t>(out, from);
    case Type::LONGLONG:
      return put_number<std::uint64_t>(out, from);
    case Type::SHORTSTR:
      return put_short_string(out, *static_cast<const std::string_view*>(from));
    default:
      return put_long_string(out, *static_cast<const std::string_view*>(from));
  }
}

}  // namespace

const MethodInfo* find_method(std::uint32_t key) {
  const auto at = std::ranges::lower_bound(kMethods, key, {}, &MethodInfo::key);
  return at != std::end(kMethods) && (*at)->key() == key ? *at : nullptr;
}

bool read_value(Type type, std::string_view& rest, void* into) {
  switch (type) {
    case Type::OCTET:
      return read_number<std::uint8_t>(rest, into);
    case Type::SHORT:
      return read_number<std::uint16_t>(rest, into);
    case Type::LONG:
      return read_number<std::uint32_t>(rest, into);
    case Type::LONGLONG:
      return read_number<std::uint64_t>(rest, into);
    case Type::SHORTSTR:
      return read_string<std::uint8_t>(rest, into);
    default:
      return read_string<std::uint32_t>(rest, into);
  }
}

std::optional<Refusal> read_arguments(const MethodInfo& info, std::string_view arguments, void* into) {
  BitReader bits;
  for (const auto& field : info.fields) {
    void* at = static_cast<char*>(into) + field.offset;
    if (field.type == Type::BIT) {
      if (!bits.read(arguments, *static_cast<bool*>(at))) return malformed(info, field.name, "is cut short");
      continue;
    }
    bits.end_run();
    if (!read_value(field.type, arguments, at)) return malformed(info, field.name, "is cut short");
    if (!holds_string(field.type)) continue;
    if (auto bad = check_string(info, field, at)) return bad;
  }
  if (!arguments.empty()) return malformed(info, "arguments", "are followed by more bytes");
  return std::nullopt;
}

void put_method_payload(std::string& out, const MethodInfo& info, const void* from) {
  base::put_be(out, info.class_id);
  base::put_be(out, info.method_id);
  BitWriter bits;
  for (const auto& field : info.fields) {
    const void* at = static_cast<const char*>(from) + field.offset;
    if (field.type == Type::BIT) {
      bits.put(out, *static_cast<const bool*>(at));
      continue;
    }
    bits.end_run();
    put_value(out, field.type, at);
  }
}

void put_short_string(std::string& out, std::string_view text) {
  text = text.substr(0, 255);
  out.push_back(static_cast<char>(text.size()));
  out.append(text);
}

void put_long_string(std::string& out, std::string_view text) {
  base::put_be(out, static_cast<std::uint32_t>(text.size()));
  out.append(text);
}

}  // namespace brevdue::amqp
