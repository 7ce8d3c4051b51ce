// Dataudvekslingsaftaler in their TOML form, a part of the registrations' (docs/adgangsstyring.md): read with line
// numbers, written so that reading gives the same again.
//
// Thread safety: free functions. Ownership: values.
#pragma once

#include <string>
#include <vector>

#include "aftaler/model.hpp"
#include "base/result.hpp"
#include "base/toml.hpp"

namespace brevdue::aftaler {

// Takes [[dataudvekslingsaftale]] from `top` and leaves the rest to others. What an agreement must have before it may
// be AKTIV is checked here: purposes and their reason, a hjemmel with wording and source, KOMBIT's involvement and
// every party's approval on record (spec udveksling 6.2). Errors: UGYLDIG with "source:line".
base::Resultat<std::vector<Dataudvekslingsaftale>> read_aftaler(base::TomlReader& top);

std::string write_aftaler(const std::vector<Dataudvekslingsaftale>& all);

}  // namespace brevdue::aftaler
