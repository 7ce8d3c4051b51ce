#include "soap/text.hpp"

#include "xml/escape.hpp"
#include "xml/reader.hpp"

namespace brevdue::soap {
namespace {

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const std::size_t good = xml::first_bad_utf8(text);
    for (const char c : text.substr(0, good)) clean += is_control(c) ? '?' : c;
    if (good == text.size()) break;
    clean += '?';
    text.remove_prefix(good + 1);
  }
  std::string out;
  xml::append_attribute(clean, out);
  return out;
}

}  // namespace brevdue::soap
