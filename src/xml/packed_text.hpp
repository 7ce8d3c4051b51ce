// One text, packed: what is a canonical UUID, an instant or an integer becomes a few bytes of which the text can be
// made again letter by letter; anything else stays as it is.
//
//   text      := head payload
//   head      := varint of (length of payload * 4 + form), so that every text can be skipped without knowing its form
//   form 0    : the text
//   form 1    : a UUID in lower case: its 16 bytes
//   form 2    : an integer of 4 characters or more: two's complement, big-endian, no more bytes than needed
//   form 3    : a dateTime of the years 0001 to 9999: a byte of zone and count of decimals, the zone's offset in
//   minutes
//               (2 bytes, only if it has one), seconds since 0001 by its own clock (5 bytes), the decimals
//
// Every text has exactly one packing. Varints are little-endian groups of 7 bits and as short as they can be.
//
// Thread safety: free functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace brevdue::xml {

enum class Form : std::uint8_t { TEXT, UUID, INTEGER, INSTANT };

void put_varint(std::string& out, std::uint64_t value);
// Takes a varint from the front of `in`. Nothing: it is not there, or longer than it needs to be.
std::optional<std::uint64_t> take_varint(std::string_view& in);

void put_text(std::string& out, std::string_view text);
// With form 0, whatever the text is.
void put_verbatim(std::string& out, std::string_view text);
// The text of a payload, as a view of it (TEXT) or of `scratch`. Nothing: it is not what put_text gave.
std::optional<std::string_view> text_of(Form form, std::string_view payload, std::string& scratch);

}  // namespace brevdue::xml
