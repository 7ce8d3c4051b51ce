#include "xml/binding.hpp"

#include <charconv>

#include "xml/escape.hpp"

namespace brevdue::xml {

constinit const Value kTextView{
    [](void* to, std::string_view text) {
      *static_cast<std::string_view*>(to) = text;
      return true;
    },
    [](const void* from, std::string& out) { append_escaped(*static_cast<const std::string_view*>(from), out); },
    JsonKind::TEXT};

constinit const Value kText{
    [](void* to, std::string_view text) {
      static_cast<std::string*>(to)->assign(text);
      return true;
    },
    [](const void* from, std::string& out) { append_escaped(*static_cast<const std::string*>(from), out); },
    JsonKind::TEXT};

constinit const Value kNumber{
    [](void* to, std::string_view text) {
      if (text.starts_with('+')) text.remove_prefix(1);
      const auto result = std::from_chars(text.data(), text.data() + text.size(), *static_cast<std::int64_t*>(to));
      return result.ec == std::errc{} && result.ptr == text.data() + text.size();
    },
    [](const void* from, std::string& out) { out += std::to_string(*static_cast<const std::int64_t*>(from)); },
    JsonKind::NUMBER};

constinit const Value kBoolean{
    [](void* to, std::string_view text) {
      *static_cast<bool*>(to) = text == "true" || text == "1";
      return true;
    },
    [](const void* from, std::string& out) { out += *static_cast<const bool*>(from) ? "true" : "false"; },
    JsonKind::BOOLEAN};

}  // namespace brevdue::xml
