// Text as it must stand inside an XML document.
//
// Thread safety: free functions on the caller's memory.
#pragma once

#include <string>
#include <string_view>

namespace brevdue::xml {

// For element content and for attribute values in double quotes: the five characters, and the white space that a parser
// would otherwise normalise away. The text must be characters that XML allows.
inline void append_escaped(std::string_view text, std::string& out) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\r':
        out += "&#13;";
        break;
      default:
        out += c;
    }
  }
}

// The same for an attribute value, where line breaks and tabs would become spaces.
inline void append_attribute(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c == '\n') {
      out += "&#10;";
    } else if (c == '\t') {
      out += "&#9;";
    } else {
      append_escaped({&c, 1}, out);
    }
  }
}

}  // namespace brevdue::xml
