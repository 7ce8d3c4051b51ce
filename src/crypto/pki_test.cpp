#include "crypto/pki.hpp"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>

#include "crypto/identiteter_testing.hpp"
#include "crypto/native.hpp"

namespace brevdue::crypto {
namespace {

using testing::value_of;

// OpenSSL's own verdict on a chain of two, for the given purpose.
int verdict(const Certifikat& leaf, const Certifikat& root, int purpose, base::Tidspunkt at) {
  const Owned<X509_STORE, &X509_STORE_free> store(X509_STORE_new());
  X509_STORE_add_cert(store.get(), root.native().x509.get());
  const Owned<X509_STORE_CTX, &X509_STORE_CTX_free> context(X509_STORE_CTX_new());
  X509_STORE_CTX_init(context.get(), store.get(), leaf.native().x509.get(), nullptr);
  X509_STORE_CTX_set_purpose(context.get(), purpose);
  X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(context.get()),
                             std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
  X509_verify_cert(context.get());
  return X509_STORE_CTX_get_error(context.get());
}

const Certifikat& server() {
  static const Certifikat made = [] {
    base::TestTilfaeldig random(11);
    Udstedelse request = testing::request_for("Server (funktionscertifikat)");
    request.dns = {"localhost", "beskedfordeler.eksempel.dk"};
    request.ip = {"127.0.0.1", "::1"};
    request.server = true;
    return value_of(issue_for_key(testing::ca(), request, testing::fremmed().noegle, random));
  }();
  return made;
}

TEST(Pki, OpenSslAcceptsWhatWasIssuedForItsPurpose) {
  const auto noon = testing::kFra + std::chrono::hours{12};
  const Certifikat& root = testing::ca().certifikat;
  EXPECT_EQ(verdict(testing::anvendersystem().certifikat, root, X509_PURPOSE_SSL_CLIENT, noon), X509_V_OK);
  EXPECT_EQ(verdict(testing::anvendersystem().certifikat, root, X509_PURPOSE_SSL_SERVER, noon),
            X509_V_ERR_INVALID_PURPOSE);
  EXPECT_EQ(verdict(server(), root, X509_PURPOSE_SSL_SERVER, noon), X509_V_OK);
  EXPECT_EQ(verdict(server(), root, X509_PURPOSE_SSL_SERVER, testing::kTil + std::chrono::hours{1}),
            X509_V_ERR_CERT_HAS_EXPIRED);
}

TEST(Pki, AServerIsKnownByItsNamesAndAddresses) {
  X509* x509 = server().native().x509.get();
  EXPECT_EQ(X509_check_host(x509, "beskedfordeler.eksempel.dk", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_host(x509, "eksempel.dk", 0, 0, nullptr), 0);
  EXPECT_EQ(X509_check_ip_asc(x509, "127.0.0.1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(x509, "::1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(x509, "127.0.0.2", 0), 0);
}

TEST(Pki, SerialNumbersComeFromTheGivenSource) {
  base::TestTilfaeldig first(5);
  base::TestTilfaeldig again(5);
  const auto request = testing::request_for("Ens (funktionscertifikat)");
  const auto serial = [&](base::Tilfaeldig& random) {
    return value_of(issue_for_key(testing::ca(), request, testing::fremmed().noegle, random)).serial();
  };
  const std::string number = serial(first);
  EXPECT_EQ(number, serial(again));
  EXPECT_NE(number, serial(first));
}

TEST(Pki, RefusesWhatDoesNotFitACertificate) {
  base::TestTilfaeldig random(6);
  const auto refused = [&](auto change) {
    Udstedelse request = testing::request_for("Navn (funktionscertifikat)");
    change(request);
    const auto result = issue_for_key(testing::ca(), request, testing::fremmed().noegle, random);
    return !result && result.error().kode == base::FejlKode::UGYLDIG;
  };
  EXPECT_FALSE(refused([](Udstedelse&) {}));
  EXPECT_TRUE(refused([](Udstedelse& r) { r.navn.cn.clear(); }));
  EXPECT_TRUE(refused([](Udstedelse& r) { r.navn.cn = std::string(65, 'x'); }));
  EXPECT_TRUE(refused([](Udstedelse& r) { r.navn.o = "\xFF"; }));
  EXPECT_TRUE(refused([](Udstedelse& r) { r.navn.fid = "1"; }));
  EXPECT_TRUE(refused([](Udstedelse& r) { r.navn.cvr = {}; }));
  EXPECT_TRUE(refused([](Udstedelse& r) { r.dns = {"a,DNS:b"}; }));
  EXPECT_TRUE(refused([](Udstedelse& r) { r.ip = {"localhost"}; }));
  EXPECT_TRUE(refused([](Udstedelse& r) { r.gyldighed.not_after = r.gyldighed.not_before; }));
}

TEST(Noegle, SurvivesPemAndMatchesItsCertificateOnly) {
  const Identitet& system = testing::anvendersystem();
  const auto read = value_of(PrivatNoegle::from_pem(system.noegle.pem()));
  EXPECT_TRUE(read.matches(system.certifikat));
  EXPECT_FALSE(read.matches(testing::fremmed().certifikat));
  const auto ec = value_of(PrivatNoegle::generate_p256());
  EXPECT_EQ(ec.kind(), NoegleArt::EC);
  EXPECT_EQ(value_of(PrivatNoegle::from_pem(ec.pem())).kind(), NoegleArt::EC);
  EXPECT_FALSE(ec.matches(system.certifikat));
}

TEST(Noegle, RefusesWeakKeysAndOtherTexts) {
  EXPECT_FALSE(PrivatNoegle::generate_rsa(1024));
  EXPECT_FALSE(PrivatNoegle::from_pem(""));
  EXPECT_FALSE(PrivatNoegle::from_pem(testing::sts().certifikat.pem()));
  const KeyPtr weak(EVP_RSA_gen(1024U));
  const BioPtr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(bio.get(), weak.get(), nullptr, nullptr, 0, nullptr, nullptr);
  EXPECT_FALSE(PrivatNoegle::from_pem(written(bio.get())));
  const BioPtr locked(BIO_new(BIO_s_mem()));
  const unsigned char password[] = "hemmelig";
  PEM_write_bio_PKCS8PrivateKey(locked.get(), testing::sts().noegle.native().key.get(), EVP_aes_256_cbc(),
                                reinterpret_cast<const char*>(password), 8, nullptr, nullptr);
  EXPECT_FALSE(PrivatNoegle::from_pem(written(locked.get()))) << "and asks nobody for the password";
}

TEST(Pkcs12, HoldsKeyCertificateAndChain) {
  const Identitet& system = testing::anvendersystem();
  const std::vector<Certifikat> chain{testing::ca().certifikat};
  const std::string bytes = value_of(write_p12(system, chain, "system", "kodeord"));
  const BioPtr bio = reading(bytes);
  const Owned<PKCS12, &PKCS12_free> p12(d2i_PKCS12_bio(bio.get(), nullptr));
  ASSERT_TRUE(p12);
  EXPECT_EQ(PKCS12_verify_mac(p12.get(), "forkert", -1), 0);
  EVP_PKEY* key = nullptr;
  X509* leaf = nullptr;
  STACK_OF(X509)* above = nullptr;
  ASSERT_EQ(PKCS12_parse(p12.get(), "kodeord", &key, &leaf, &above), 1);
  EXPECT_EQ(EVP_PKEY_eq(key, system.noegle.native().key.get()), 1);
  EXPECT_EQ(X509_cmp(leaf, system.certifikat.native().x509.get()), 0);
  ASSERT_EQ(sk_X509_num(above), 1);
  EXPECT_EQ(X509_cmp(sk_X509_value(above, 0), testing::ca().certifikat.native().x509.get()), 0);
  EVP_PKEY_free(key);
  X509_free(leaf);
  sk_X509_pop_free(above, X509_free);
}

TEST(Pkcs12, RefusesAKeyThatIsNotTheCertificates) {
  const Identitet mixed{testing::fremmed().noegle, testing::sts().certifikat};
  EXPECT_EQ(write_p12(mixed, {}, "x", "y").error().kode, base::FejlKode::UGYLDIG);
}

TEST(Pkcs12, ATruststoreMarksItsCertificatesAsTrusted) {
  const std::vector<Certifikat> trusted{testing::ca().certifikat};
  const std::string bytes = value_of(write_truststore_p12(trusted, "kodeord"));
  const BioPtr bio = reading(bytes);
  const Owned<PKCS12, &PKCS12_free> p12(d2i_PKCS12_bio(bio.get(), nullptr));
  ASSERT_TRUE(p12);
  ASSERT_EQ(PKCS12_verify_mac(p12.get(), "kodeord", -1), 1);
  EXPECT_FALSE(write_truststore_p12({}, "kodeord"));
}

}  // namespace
}  // namespace brevdue::crypto
