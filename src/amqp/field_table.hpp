// Field tables (AMQP 0-9-1 4.2.5.5, with RabbitMQ's types): names and typed values, nested.
//
// Thread safety: free functions on the caller's memory. Ownership: everything read views the table's bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace brevdue::amqp {

// Tables and arrays inside each other; deeper is malformed. RabbitMQ has no limit; a client has no use for more.
inline constexpr unsigned kTableDepth = 16;

struct FieldValue {
  char type = 'V';         // RabbitMQ's letters: b B s u I i l L f d t D T S x F A V
  std::string_view bytes;  // as coded; of S, x, F and A without the length
};

struct TableEntry {
  std::string_view name;
  FieldValue value;
};

// Takes the next entry off the front of a table's bytes. Nothing when they are malformed; not to be called on none.
// What is inside a nested table or array is checked too.
std::optional<TableEntry> next_entry(std::string_view& rest);

// Well-formed from first to last byte.
bool is_table(std::string_view table);

// The first value of that name in a well-formed table.
std::optional<FieldValue> find(std::string_view table, std::string_view name);
// True when the name stands there as a boolean that is set.
bool is_set(std::string_view table, std::string_view name);
// The bytes of a nested table, empty when there is none of that name.
std::string_view find_table(std::string_view table, std::string_view name);

// Append an entry to a table's bytes. Names are at most 255 bytes.
void add_text(std::string& table, std::string_view name, std::string_view text);
void add_flag(std::string& table, std::string_view name, bool value);
void add_table(std::string& table, std::string_view name, std::string_view nested);

}  // namespace brevdue::amqp
