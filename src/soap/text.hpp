// Folder-private: text from anywhere as it may stand in a document.
//
// Thread safety: functions without state.
#pragma once

#include <string>
#include <string_view>

namespace brevdue::soap {

// Escaped for content and for attributes. What XML cannot hold becomes '?': an envelope is well-formed whatever a
// failure's text says, and that may be cut in the middle of a character.
std::string xml_text(std::string_view text);

}  // namespace brevdue::soap
