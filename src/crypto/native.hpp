// Inside crypto/ only: OpenSSL's objects with their owners, and what a Certifikat and a PrivatNoegle hold.
//
// Thread safety: OpenSSL 3 objects that nobody changes any more; any thread.
#pragma once

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>

#include "crypto/certifikat.hpp"
#include "crypto/noegle.hpp"

namespace brevdue::crypto {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;

using X509Ptr = Owned<X509, &X509_free>;
using KeyPtr = Owned<EVP_PKEY, &EVP_PKEY_free>;
using BioPtr = Owned<BIO, &BIO_free>;

// OpenSSL leaves its failures in a queue of the thread, where the next TLS call would take them for its own.
struct ErrorsCleared {
  ErrorsCleared() = default;
  ErrorsCleared(const ErrorsCleared&) = delete;
  ErrorsCleared& operator=(const ErrorsCleared&) = delete;
  ~ErrorsCleared() { ERR_clear_error(); }
};

inline BioPtr reading(std::string_view text) {
  return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

inline std::string written(BIO* bio) {
  char* data = nullptr;
  const long length = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(length)};
}

struct Certifikat::Native {
  X509Ptr x509;
  KeyPtr key;
  std::string der;
  std::string subject;
  std::string issuer;
  std::string serial;
  base::Tidspunkt not_before;
  base::Tidspunkt not_after;
  NoegleArt kind = NoegleArt::ANDEN;
  int bits = 0;
  bool for_signature = false;
};

struct PrivatNoegle::Native {
  KeyPtr key;
};

inline NoegleArt kind_of(const EVP_PKEY* key) {
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
      return NoegleArt::RSA;
    case EVP_PKEY_EC:
      return NoegleArt::EC;
    default:
      return NoegleArt::ANDEN;
  }
}

constexpr int kLeastRsaBits = 2048;  // spec adgangsstyring T3

// The text form of Certifikat::subject.
std::string dn_text(const X509_NAME* name);

}  // namespace brevdue::crypto
