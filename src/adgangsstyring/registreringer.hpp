// Registrations in their TOML form: read with line numbers, written so that reading gives the same again. The form is
// documented in docs/adgangsstyring.md.
//
// Thread safety: free functions. Ownership: values.
#pragma once

#include <filesystem>
#include <string>

#include "adgangsstyring/model.hpp"
#include "base/result.hpp"
#include "base/toml.hpp"

namespace brevdue::adgangsstyring {

// Takes [[myndighed]], [[anvendersystem]], [[serviceaftale]] and [[dataudvekslingsaftale]] from `top` and leaves the
// rest to others; the caller calls top.finish() when all have read. Certificates are PEM text, or PEM files relative to
// `folder`. Errors: UGYLDIG with "source:line".
base::Resultat<Registreringer> read_registreringer(base::TomlReader& top, const std::filesystem::path& folder);

// The same tables as text, certificates as PEM text inside.
std::string write_registreringer(const Registreringer& all);

// `newer` laid over `older` by id (a dataudvekslingsaftale by id and version). Nothing disappears by an import: an
// agreement is ended by importing it as OPSAGT, a system by spaerret.
Registreringer merge(Registreringer older, const Registreringer& newer);

}  // namespace brevdue::adgangsstyring
