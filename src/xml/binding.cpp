#include "xml/binding.hpp"

#include <algorithm>
#include <charconv>

namespace brevdue::xml {

Fragment Fragment::of(std::string_view element) {
  const auto name_end = std::min(element.find_first_of(" \t\r\n/>", 1), element.size());
  return {element, {}, static_cast<std::uint32_t>(name_end)};
}

constinit const Value kTextView{
    [](void* to, std::string_view text) {
      *static_cast<std::string_view*>(to) = text;
      return true;
    },
    [](const void* from, std::string&) { return *static_cast<const std::string_view*>(from); }, JsonKind::TEXT};

constinit const Value kText{
    [](void* to, std::string_view text) {
      static_cast<std::string*>(to)->assign(text);
      return true;
    },
    [](const void* from, std::string&) -> std::string_view { return *static_cast<const std::string*>(from); },
    JsonKind::TEXT};

constinit const Value kNumber{[](void* to, std::string_view text) {
                                if (text.starts_with('+')) text.remove_prefix(1);
                                const auto result = std::from_chars(text.data(), text.data() + text.size(),
                                                                    *static_cast<std::int64_t*>(to));
                                return result.ec == std::errc{} && result.ptr == text.data() + text.size();
                              },
                              [](const void* from, std::string& scratch) -> std::string_view {
                                return scratch = std::to_string(*static_cast<const std::int64_t*>(from));
                              },
                              JsonKind::NUMBER};

constinit const Value kBoolean{[](void* to, std::string_view text) {
                                 *static_cast<bool*>(to) = text == "true" || text == "1";
                                 return true;
                               },
                               [](const void* from, std::string&) -> std::string_view {
                                 return *static_cast<const bool*>(from) ? "true" : "false";
                               },
                               JsonKind::BOOLEAN};

}  // namespace brevdue::xml
