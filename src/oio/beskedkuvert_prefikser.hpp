// Inside oio/ only: what the description of the envelope notes while it is parsed, and tables cannot say: prefixes in
// scope and start tags.
//
// Thread safety: functions on the caller's values.
#pragma once

#include "oio/beskedkuvert.hpp"
#include "xml/reader.hpp"

namespace brevdue::oio {

void note_filtreringsdata(Haendelsesbesked& besked, const xml::Reader& reader);
void note_leveranceinformation(Haendelsesbesked& besked, const xml::Reader& reader);
void note_leveranceruter(Haendelsesbesked& besked, const xml::Reader& reader);

}  // namespace brevdue::oio
