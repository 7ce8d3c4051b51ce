#include "store/sha256.hpp"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace brevdue::store {
namespace {

struct Free {
  void operator()(EVP_MD* md) const { EVP_MD_free(md); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

void require(bool done) {
  if (!done) throw std::runtime_error("OpenSSL cannot compute SHA-256");
}

const EVP_MD* algorithm() {
  static const std::unique_ptr<EVP_MD, Free> md{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  return md.get();
}

}  // namespace

Sha256 sha256(std::initializer_list<std::string_view> pieces) {
  thread_local const std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
  require(context && EVP_DigestInit_ex2(context.get(), algorithm(), nullptr) == 1);
  for (const std::string_view piece : pieces) {
    require(EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1);
  }
  Sha256 hash;
  require(EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(hash.data()), nullptr) == 1);
  return hash;
}

}  // namespace brevdue::store
