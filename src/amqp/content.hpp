// Content headers: the size of a body and the properties of class basic.
//
// Thread safety: free functions. Ownership: properties view the payload they were read from.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "amqp/backend.hpp"

namespace brevdue::amqp {

inline constexpr std::uint16_t kBasicClass = 60;

struct ContentHeader {
  std::uint16_t class_id = 0;
  std::uint16_t weight = 0;
  std::uint64_t body_size = 0;
  std::string_view properties;  // flags and values, not yet read
};

// False when the payload is shorter than a content header.
bool read_content_header(std::string_view payload, ContentHeader& into);

// Reads all properties of class basic, checks them, and keeps those of `Properties`: of the headers the first entry
// "token" that is a long string. SYNTAX_ERROR when they are malformed.
std::expected<Properties, Refusal> read_properties(std::string_view bytes);

// Appends a content header's payload; empty properties are left out.
void put_content_header(std::string& out, std::uint64_t body_size, const Properties& properties);

}  // namespace brevdue::amqp
