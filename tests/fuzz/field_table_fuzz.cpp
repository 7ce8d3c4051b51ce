// Bytes as a field table: the check, the reading entry by entry and the search agree, and stay inside the bytes.
#include <cstdint>
#include <cstdlib>

#include "amqp/field_table.hpp"

namespace {

using namespace brevdue::amqp;

bool inside(std::string_view part, std::string_view whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view table(reinterpret_cast<const char*>(data), size);
  std::string_view rest = table;
  bool good = true;
  while (good && !rest.empty()) {
    const auto entry = next_entry(rest);
    good = entry.has_value();
    if (!good) break;
    if (!inside(entry->name, table) || !inside(entry->value.bytes, table)) std::abort();
    const auto found = find(table, entry->name);
    if (!found) std::abort();
    if (entry->value.type == 'F' && !is_table(entry->value.bytes)) std::abort();
    if (is_set(table, entry->name) && found->type != 't') std::abort();
  }
  if (good != is_table(table)) std::abort();
  return 0;
}
