#include "amqp/field_table.hpp"

#include "amqp/method.hpp"

namespace brevdue::amqp {
namespace {

// Bytes of a value of fixed size; nothing for the other types.
std::optional<std::size_t> fixed_size(char type) {
  switch (type) {
    case 'V':
      return 0;
    case 'b':
    case 'B':
    case 't':
      return 1;
    case 's':
    case 'u':
      return 2;
    case 'I':
    case 'i':
    case 'f':
      return 4;
    case 'D':
      return 5;
    case 'd':
    case 'l':
    case 'L':
    case 'T':
      return 8;
    default:
      return std::nullopt;
  }
}

bool has_length(char type) {
  return type == 'S' || type == 'x' || type == 'F' || type == 'A';
}

bool well_formed(std::string_view table, unsigned depth);
bool well_formed_array(std::string_view array, unsigned depth);

bool read_field(std::string_view& rest, unsigned depth, FieldValue& into) {
  if (rest.empty()) return false;
  into.type = rest.front();
  rest.remove_prefix(1);
  if (const auto size = fixed_size(into.type)) {
    if (rest.size() < *size) return false;
    into.bytes = rest.substr(0, *size);
    rest.remove_prefix(*size);
    return true;
  }
  if (!has_length(into.type) || !read_value(Type::LONGSTR, rest, &into.bytes)) return false;
  if (into.type == 'F') return well_formed(into.bytes, depth + 1);
  if (into.type == 'A') return well_formed_array(into.bytes, depth + 1);
  return true;
}

bool read_entry(std::string_view& rest, unsigned depth, TableEntry& into) {
  return read_value(Type::SHORTSTR, rest, &into.name) && read_field(rest, depth, into.value);
}

bool well_formed(std::string_view table, unsigned depth) {
  if (depth > kTableDepth) return false;
  TableEntry entry;
  while (!table.empty()) {
    if (!read_entry(table, depth, entry)) return false;
  }
  return true;
}

bool well_formed_array(std::string_view array, unsigned depth) {
  if (depth > kTableDepth) return false;
  FieldValue value;
  while (!array.empty()) {
    if (!read_field(array, depth, value)) return false;
  }
  return true;
}

}  // namespace

std::optional<TableEntry> next_entry(std::string_view& rest) {
  TableEntry entry;
  if (!read_entry(rest, 1, entry)) return std::nullopt;
  return entry;
}

bool is_table(std::string_view table) {
  return well_formed(table, 1);
}

std::optional<FieldValue> find(std::string_view table, std::string_view name) {
  while (!table.empty()) {
    const auto entry = next_entry(table);
    if (!entry) return std::nullopt;
    if (entry->name == name) return entry->value;
  }
  return std::nullopt;
}

bool is_set(std::string_view table, std::string_view name) {
  const auto value = find(table, name);
  return value && value->type == 't' && value->bytes != std::string_view("\0", 1);
}

std::string_view find_table(std::string_view table, std::string_view name) {
  const auto value = find(table, name);
  return value && value->type == 'F' ? value->bytes : std::string_view{};
}

void add_text(std::string& table, std::string_view name, std::string_view text) {
  put_short_string(table, name);
  table.push_back('S');
  put_long_string(table, text);
}

void add_flag(std::string& table, std::string_view name, bool value) {
  put_short_string(table, name);
  table.push_back('t');
  table.push_back(value ? '\1' : '\0');
}

void add_table(std::string& table, std::string_view name, std::string_view nested) {
  put_short_string(table, name);
  table.push_back('F');
  put_long_string(table, nested);
}

}  // namespace brevdue::amqp
