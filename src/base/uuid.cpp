#include "base/uuid.hpp"

#include <openssl/evp.h>

#include "base/ur.hpp"

namespace brevdue::base {

constinit const Uuid kBrevdueNamespace = Uuid::literal("6f0f2a35-9d4a-5e0b-8a53-6d1f6d1c7b21");

std::optional<Uuid> Uuid::parse(std::string_view text) {
  Uuid result;
  if (!detail::parse_uuid(text, result.bytes)) return std::nullopt;
  return result;
}

Uuid Uuid::random(Tilfaeldig& source) {
  Uuid result;
  source.fill(result.bytes);
  result.bytes[6] = static_cast<std::uint8_t>((result.bytes[6] & 0x0F) | 0x40);
  result.bytes[8] = static_cast<std::uint8_t>((result.bytes[8] & 0x3F) | 0x80);
  return result;
}

Uuid Uuid::named(const Uuid& space, std::string_view name) {
  std::string input(reinterpret_cast<const char*>(space.bytes.data()), space.bytes.size());
  input += name;
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(input.data(), input.size(), digest.data(), &size, EVP_sha1(), nullptr);
  Uuid result;
  std::copy_n(digest.begin(), result.bytes.size(), result.bytes.begin());
  result.bytes[6] = static_cast<std::uint8_t>((result.bytes[6] & 0x0F) | 0x50);
  result.bytes[8] = static_cast<std::uint8_t>((result.bytes[8] & 0x3F) | 0x80);
  return result;
}

void Uuid::write(char* out) const {
  static constexpr char kDigits[] = "0123456789abcdef";
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *out++ = '-';
    *out++ = kDigits[bytes[i] >> 4];
    *out++ = kDigits[bytes[i] & 15];
  }
}

std::string Uuid::text() const {
  std::string result(36, '\0');
  write(result.data());
  return result;
}

}  // namespace brevdue::base
