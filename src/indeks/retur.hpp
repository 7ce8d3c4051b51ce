// StatusKode of the indexes' answers (spec indekser 2.3), and failures as such answers.
//
// Thread safety: constants and free functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "oio/grundtyper.hpp"

namespace brevdue::indeks {

inline constexpr std::int64_t kOk = 20;
inline constexpr std::int64_t kAfvist = 40;       // cannot be done as it stands
inline constexpr std::int64_t kIkkeTilladt = 43;  // the caller may not
inline constexpr std::int64_t kIkkeFundet = 44;   // no such object
inline constexpr std::int64_t kTilstand = 49;     // the object's state is in the way
inline constexpr std::int64_t kInternFejl = 50;   // nothing was stored or shown

oio::StandardRetur ok();
// UGYLDIG, FOR_STOR, IKKE_UNDERSTOETTET: 40 with text and path; IKKE_TILLADT: 43; IKKE_FUNDET: 44; KONFLIKT: 49; what
// failed inside: 50, without saying why. The text of a Fejl that is told is Danish.
oio::StandardRetur retur(const base::Fejl& fejl);
oio::UnikRetur unik_retur(oio::StandardRetur retur, std::string_view type, std::string_view uuid);

// That a question names something which is not evaluated: never ignored.
std::unexpected<base::Fejl> ikke_evalueret(std::string sti);

}  // namespace brevdue::indeks
