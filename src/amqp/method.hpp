// How a method's arguments are coded: one engine that walks the tables of method_tables.hpp, for all of them.
//
// Thread safety: free functions on the caller's memory. Ownership: string arguments view the bytes they were read from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "amqp/backend.hpp"

namespace brevdue::amqp {

// The types of method arguments and properties. A table is kept as its bytes (without the length); field_table.hpp
// reads it.
enum class Type : std::uint8_t { BIT, OCTET, SHORT, LONG, LONGLONG, SHORTSTR, LONGSTR, TABLE };

struct Field {
  std::string_view name;
  Type type;
  std::size_t offset;  // of the member in the method's struct
};

struct Property {
  std::string_view name;
  Type type;
};

constexpr std::uint32_t method_key(std::uint16_t class_id, std::uint16_t method_id) {
  return std::uint32_t{class_id} << 16 | method_id;
}

struct MethodInfo {
  std::uint16_t class_id;
  std::uint16_t method_id;
  std::string_view name;  // "basic.publish"
  bool content;           // a content header and body frames follow
  std::span<const Field> fields;
  constexpr std::uint32_t key() const { return method_key(class_id, method_id); }
};

// The table of method M.
template <class M>
extern const MethodInfo kInfo;

// Nothing when there is no such method.
const MethodInfo* find_method(std::uint32_t key);

// Reads one value at the front of `rest` into `into` (the C++ type that goes with `type`, see method_tables.hpp);
// not for BIT. False: cut short. Tables are not looked into.
bool read_value(Type type, std::string_view& rest, void* into);

// Fills the struct at `into`. SYNTAX_ERROR when arguments are cut short, left over, or hold a malformed table;
// FRAME_ERROR for a short string that is not UTF-8.
std::optional<Refusal> read_arguments(const MethodInfo& info, std::string_view arguments, void* into);
// Appends class, method and arguments. Short strings are cut at 255 bytes.
void put_method_payload(std::string& out, const MethodInfo& info, const void* from);

void put_short_string(std::string& out, std::string_view text);
void put_long_string(std::string& out, std::string_view text);

}  // namespace brevdue::amqp
