#include <openssl/pkcs12.h>

#include "crypto/native.hpp"
#include "crypto/pki.hpp"

namespace brevdue::crypto {
namespace {

using base::fejl;
using base::FejlKode;
using base::Resultat;

constexpr int kIterations = 10000;
constexpr int kCipher = NID_aes_256_cbc;

// Oracle's trustedKeyUsage with the value anyExtendedKeyUsage: without it Java's keystore passes a lone certificate by.
constexpr const char* kTrustedKeyUsage = "2.16.840.1.113894.746875.1.1";

using P12Ptr = Owned<PKCS12, &PKCS12_free>;

// Its elements are borrowed, not owned.
struct FreeStack {
  void operator()(STACK_OF(X509) * stack) const { sk_X509_free(stack); }
};
struct FreeBags {
  void operator()(STACK_OF(PKCS12_SAFEBAG) * bags) const { sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free); }
};
struct FreeSafes {
  void operator()(STACK_OF(PKCS7) * safes) const { sk_PKCS7_pop_free(safes, PKCS7_free); }
};

Resultat<std::string> encoded(PKCS12* p12) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  if (p12 == nullptr || i2d_PKCS12_bio(bio.get(), p12) != 1)
    return fejl(FejlKode::INTERN, "the PKCS#12 file cannot be written");
  return written(bio.get());
}

bool add_trusted(STACK_OF(PKCS12_SAFEBAG) * *bags, const Certifikat& certificate) {
  PKCS12_SAFEBAG* bag = PKCS12_add_cert(bags, certificate.native().x509.get());
  const std::string& name = certificate.subject();
  const auto* any = reinterpret_cast<const unsigned char*>(OBJ_nid2obj(NID_anyExtendedKeyUsage));
  return bag != nullptr && PKCS12_add_friendlyname_utf8(bag, name.c_str(), static_cast<int>(name.size())) == 1 &&
         PKCS12_add1_attr_by_txt(bag, kTrustedKeyUsage, V_ASN1_OBJECT, any, -1) == 1;
}

std::unique_ptr<STACK_OF(PKCS12_SAFEBAG), FreeBags> trusted_bags(std::span<const Certifikat> trusted) {
  STACK_OF(PKCS12_SAFEBAG)* bags = nullptr;
  bool added = !trusted.empty();
  for (const Certifikat& certificate : trusted) added = added && add_trusted(&bags, certificate);
  std::unique_ptr<STACK_OF(PKCS12_SAFEBAG), FreeBags> owned(bags);
  return added ? std::move(owned) : nullptr;
}

}  // namespace

Resultat<std::string> write_p12(const Identitet& identity, std::span<const Certifikat> chain, std::string_view name,
                                std::string_view password) {
  const ErrorsCleared cleared;
  if (!identity.noegle.matches(identity.certifikat)) return fejl(FejlKode::UGYLDIG, "the key is not the certificate's");
  const std::unique_ptr<STACK_OF(X509), FreeStack> above(sk_X509_new_null());
  for (const Certifikat& certificate : chain) sk_X509_push(above.get(), certificate.native().x509.get());
  const P12Ptr p12(PKCS12_create(std::string(password).c_str(), std::string(name).c_str(),
                                 identity.noegle.native().key.get(), identity.certifikat.native().x509.get(),
                                 above.get(), kCipher, kCipher, kIterations, kIterations, 0));
  return encoded(p12.get());
}

Resultat<std::string> write_truststore_p12(std::span<const Certifikat> trusted, std::string_view password) {
  const ErrorsCleared cleared;
  const std::string secret(password);
  const auto bags = trusted_bags(trusted);
  STACK_OF(PKCS7)* packed = nullptr;
  if (!bags || PKCS12_add_safe(&packed, bags.get(), kCipher, kIterations, secret.c_str()) != 1)
    return fejl(FejlKode::INTERN, "there is no certificate to trust, or it cannot be packed");
  const std::unique_ptr<STACK_OF(PKCS7), FreeSafes> safes(packed);
  const P12Ptr p12(PKCS12_add_safes(safes.get(), 0));
  if (!p12 || PKCS12_set_mac(p12.get(), secret.c_str(), -1, nullptr, 0, kIterations, EVP_sha256()) != 1)
    return fejl(FejlKode::INTERN, "the PKCS#12 file cannot be protected");
  return encoded(p12.get());
}

}  // namespace brevdue::crypto
