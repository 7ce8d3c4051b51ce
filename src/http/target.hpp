// A request target: path and query, percent-decoded.
//
// Thread safety: free functions. Ownership: values.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace brevdue::http {

struct Target {
  std::string path;   // as Request::path
  std::string query;  // as sent
};

// From "/path?query" or "http://host/path?query". Nothing: another form, a wrong escape, a control character, a segment
// "." or ".." (a client resolves these itself; what comes here with one is probing).
std::optional<Target> parse_target(std::string_view text);
// Nothing for a wrong escape. `plus_is_space` as in a query (application/x-www-form-urlencoded).
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);
// The path without trailing slashes, but "/" for the root.
std::string_view without_trailing_slash(std::string_view path);

}  // namespace brevdue::http
