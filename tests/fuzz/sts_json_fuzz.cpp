// The STS's JSON from outside: whatever comes, it is read within its limits or refused with a reason, and what was read
// can be answered.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "adgangsstyring/sts_json.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_clean(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) return false;
  }
  return text.size() <= 1000;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace brevdue;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = adgangsstyring::parse_stsanmodning(text);
  if (!read) {
    require(read.error().kode == base::FejlKode::UGYLDIG && !read.error().tekst.empty());
    require(!adgangsstyring::sts_fejl(5050, read.error().tekst).empty());
    return 0;
  }
  for (const auto* value : {&read->token_type, &read->request_type, &read->key_type, &read->cvr, &read->applies_to}) {
    require(is_clean(*value));
  }
  const auto answer = adgangsstyring::sts_svar(*read, base::Tidspunkt{}, text);
  require(adgangsstyring::parse_stsanmodning(answer).has_value());
  return 0;
}
