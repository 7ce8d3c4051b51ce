#include "crypto/certifikat.hpp"

#include <gmock/gmock.h>

#include "base/bytes.hpp"
#include "crypto/identiteter_testing.hpp"
#include "crypto/native.hpp"

namespace brevdue::crypto {
namespace {

using testing::kFra;
using testing::kTil;
using testing::value_of;

std::string subject_of(const OcesNavn& navn) {
  base::TestTilfaeldig random(7);
  Udstedelse request = testing::request_for("");
  request.navn = navn;
  return value_of(issue_for_key(testing::ca(), request, testing::fremmed().noegle, random)).subject();
}

OcesNavn navn(std::string cn, std::string o) {
  return {.cvr = value_of(base::Cvr::parse("33333333")), .fid = "12345678", .cn = std::move(cn), .o = std::move(o)};
}

TEST(Certifikat, ShowsItsNamesAsKombitDoes) {
  EXPECT_EQ(
      subject_of(navn("Boligstøtte (funktionscertifikat)", "UDK // CVR:33333333")),
      "SERIALNUMBER=CVR:33333333-FID:12345678 + CN=Boligstøtte (funktionscertifikat), O=UDK // CVR:33333333, C=DK");
  EXPECT_EQ(testing::sts().certifikat.issuer(), "CN=Prøve-CA, O=Prøve-CA, C=DK");
}

TEST(Certifikat, KeepsDersOrderInsideAnRdn) {
  // DER sorts a set by its encodings, so a shorter CN stands first; Java and .NET show it so.
  EXPECT_EQ(subject_of(navn("Kort", "UDK")), "CN=Kort + SERIALNUMBER=CVR:33333333-FID:12345678, O=UDK, C=DK");
}

TEST(Certifikat, QuotesWhatCouldBeTakenForASeparator) {
  const std::string name = "Et navn som er langt nok, \"A\" + B";
  EXPECT_EQ(
      subject_of(navn(name, " U\n")),
      "SERIALNUMBER=CVR:33333333-FID:12345678 + CN=\"Et navn som er langt nok, \\\"A\\\" + B\", O=\" U\\0a\", C=DK");
}

TEST(Certifikat, AkkreditiverIsThreePartsInBase64) {
  const Certifikat& certificate = testing::sts().certifikat;
  const std::string text = certificate.akkreditiver();
  const auto first = text.find('.');
  const auto second = text.find('.', first + 1);
  EXPECT_EQ(base::unbase64(text.substr(0, first)), certificate.subject());
  EXPECT_EQ(base::unbase64(text.substr(first + 1, second - first - 1)), certificate.serial());
  EXPECT_EQ(base::unbase64(text.substr(second + 1)), certificate.issuer());
  EXPECT_THAT(certificate.serial(), ::testing::MatchesRegex("[1-9][0-9]+"));
}

TEST(Certifikat, SurvivesDerAndPem) {
  const Certifikat& certificate = testing::sts().certifikat;
  EXPECT_EQ(value_of(Certifikat::from_der(certificate.der())), certificate);
  EXPECT_EQ(value_of(Certifikat::from_pem(certificate.pem())), certificate);
  const auto chain =
      value_of(Certifikat::chain_from_pem("a comment\n" + certificate.pem() + testing::ca().certifikat.pem()));
  EXPECT_THAT(chain, ::testing::ElementsAre(certificate, testing::ca().certifikat));
}

TEST(Certifikat, RefusesWhatIsNotExactlyOne) {
  const std::string der = testing::sts().certifikat.der();
  EXPECT_FALSE(Certifikat::from_der(der + '\0'));
  EXPECT_FALSE(Certifikat::from_der(der.substr(0, der.size() - 1)));
  EXPECT_FALSE(Certifikat::from_der(""));
  EXPECT_FALSE(Certifikat::from_pem(""));
  EXPECT_FALSE(Certifikat::from_pem(testing::sts().noegle.pem()));
  std::string damaged = testing::sts().certifikat.pem() + testing::ca().certifikat.pem();
  damaged[damaged.size() - 100] = '!';
  EXPECT_FALSE(Certifikat::chain_from_pem(damaged));
}

TEST(Certifikat, IsValidFromItsFirstSecondToItsLast) {
  using std::chrono::microseconds;
  using std::chrono::seconds;
  const Certifikat& certificate = testing::sts().certifikat;
  EXPECT_EQ(certificate.not_before(), kFra);
  EXPECT_EQ(certificate.not_after(), kTil);
  EXPECT_FALSE(certificate.valid_at(kFra - microseconds{1}));
  EXPECT_TRUE(certificate.valid_at(kFra));
  EXPECT_TRUE(certificate.valid_at(kTil + microseconds{999999}));
  EXPECT_FALSE(certificate.valid_at(kTil + seconds{1}));
}

TEST(Certifikat, KnowsItsKeyAndWhatItMayBeUsedFor) {
  const Certifikat& certificate = testing::sts().certifikat;
  EXPECT_EQ(certificate.key_kind(), NoegleArt::RSA);
  EXPECT_EQ(certificate.key_bits(), 2048);
  EXPECT_TRUE(certificate.usable_for_signature());
  EXPECT_FALSE(testing::ca().certifikat.usable_for_signature()) << "a CA's key signs certificates, nothing else";
}

TEST(Certifikat, ThumbprintsAreTheDigestsOfTheDer) {
  const Certifikat& certificate = testing::sts().certifikat;
  const auto digest = [&](const EVP_MD* method) {
    std::string bytes(static_cast<std::size_t>(EVP_MD_get_size(method)), 0);
    X509_digest(certificate.native().x509.get(), method, reinterpret_cast<unsigned char*>(bytes.data()), nullptr);
    return base::hex(bytes);
  };
  EXPECT_EQ(certificate.sha256_thumbprint(), digest(EVP_sha256()));
  EXPECT_EQ(certificate.sha1_thumbprint(), digest(EVP_sha1()));
}

}  // namespace
}  // namespace brevdue::crypto
