#include "crypto/pki.hpp"

#include <openssl/bn.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <utility>

#include "crypto/native.hpp"

namespace brevdue::crypto {
namespace {

using base::fejl;
using base::FejlKode;
using base::Resultat;

constexpr long kVersion3 = 2;
constexpr int kNewRdn = 0;
constexpr int kSameRdn = -1;

using NamePtr = Owned<X509_NAME, &X509_NAME_free>;

bool add(X509_NAME* name, int nid, std::string_view value, int rdn) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(value.data());
  return X509_NAME_add_entry_by_NID(name, nid, MBSTRING_UTF8, bytes, static_cast<int>(value.size()), -1, rdn) == 1;
}

NamePtr ca_name(std::string_view text) {
  NamePtr name(X509_NAME_new());
  const bool fits = add(name.get(), NID_countryName, "DK", kNewRdn) &&
                    add(name.get(), NID_organizationName, text, kNewRdn) &&
                    add(name.get(), NID_commonName, text, kNewRdn);
  return fits ? std::move(name) : nullptr;
}

NamePtr oces_name(const OcesNavn& oces) {
  NamePtr name(X509_NAME_new());
  const std::string number = "CVR:" + oces.cvr.text() + "-FID:" + oces.fid;
  const bool fits =
      add(name.get(), NID_countryName, "DK", kNewRdn) && add(name.get(), NID_organizationName, oces.o, kNewRdn) &&
      add(name.get(), NID_serialNumber, number, kNewRdn) && add(name.get(), NID_commonName, oces.cn, kSameRdn);
  return fits ? std::move(name) : nullptr;
}

// 126 random bits below a set one: positive, and never shorter than 16 bytes.
bool set_serial(X509* certificate, base::Tilfaeldig& random) {
  std::array<std::uint8_t, 16> bytes{};
  random.fill(bytes);
  bytes[0] = static_cast<std::uint8_t>((bytes[0] & 0x3F) | 0x40);
  const Owned<BIGNUM, &BN_free> number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
  return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool set_time(ASN1_TIME* to, base::Tidspunkt t) {
  return ASN1_TIME_set(to, std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count()) != nullptr;
}

bool set_validity(X509* certificate, const Gyldighed& gyldighed) {
  return gyldighed.not_before < gyldighed.not_after &&
         set_time(X509_getm_notBefore(certificate), gyldighed.not_before) &&
         set_time(X509_getm_notAfter(certificate), gyldighed.not_after);
}

bool extend(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Owned<X509_EXTENSION, &X509_EXTENSION_free> extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool extend_all(X509* certificate, X509* issuer, std::span<const std::pair<int, const char*>> extensions) {
  return std::ranges::all_of(extensions, [&](const auto& e) { return extend(certificate, issuer, e.first, e.second); });
}

struct AlternativeNames {
  GENERAL_NAMES* names = GENERAL_NAMES_new();
  AlternativeNames() = default;
  AlternativeNames(const AlternativeNames&) = delete;
  AlternativeNames& operator=(const AlternativeNames&) = delete;
  ~AlternativeNames() { GENERAL_NAMES_free(names); }

  bool add_value(int type, ASN1_STRING* value) const {
    GENERAL_NAME* name = GENERAL_NAME_new();
    GENERAL_NAME_set0_value(name, type, value);
    return sk_GENERAL_NAME_push(names, name) > 0;
  }
};

bool is_host_name(std::string_view text) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789-.*";
  return !text.empty() && text.find_first_not_of(kAllowed) == std::string_view::npos;
}

bool add_dns(const AlternativeNames& names, const std::string& host) {
  if (!is_host_name(host)) return false;
  ASN1_IA5STRING* value = ASN1_IA5STRING_new();
  ASN1_STRING_set(value, host.data(), static_cast<int>(host.size()));
  return names.add_value(GEN_DNS, value);
}

bool add_ip(const AlternativeNames& names, const std::string& address) {
  ASN1_OCTET_STRING* value = a2i_IPADDRESS(address.c_str());
  return value != nullptr && names.add_value(GEN_IPADD, value);
}

bool set_alternative_names(X509* certificate, const Udstedelse& request) {
  if (request.dns.empty() && request.ip.empty()) return true;
  const AlternativeNames names;
  return std::ranges::all_of(request.dns, [&](const std::string& host) { return add_dns(names, host); }) &&
         std::ranges::all_of(request.ip, [&](const std::string& address) { return add_ip(names, address); }) &&
         X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.names, 0, X509V3_ADD_DEFAULT) == 1;
}

bool set_extended_usage(X509* certificate, X509* issuer, const Udstedelse& request) {
  std::string usage = request.server ? "serverAuth" : "";
  if (request.client) usage += usage.empty() ? "clientAuth" : ",clientAuth";
  return usage.empty() || extend(certificate, issuer, NID_ext_key_usage, usage.c_str());
}

// Signs, and reads the certificate as everyone else will: the names' parts are in DER's order only then.
Resultat<Certifikat> finished(X509* certificate, EVP_PKEY* signer) {
  if (X509_sign(certificate, signer, EVP_sha256()) <= 0) return fejl(FejlKode::INTERN, "the CA's key does not sign");
  unsigned char* der = nullptr;
  const int length = i2d_X509(certificate, &der);
  if (length <= 0) return fejl(FejlKode::INTERN, "the certificate cannot be encoded");
  auto result = Certifikat::from_der({reinterpret_cast<char*>(der), static_cast<std::size_t>(length)});
  OPENSSL_free(der);
  return result;
}

bool is_fid(std::string_view text) {
  return text.size() == 8 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool prepare(X509* certificate, const X509_NAME* subject, const Gyldighed& gyldighed, const PrivatNoegle& key,
             base::Tilfaeldig& random) {
  return X509_set_version(certificate, kVersion3) == 1 && set_serial(certificate, random) &&
         X509_set_subject_name(certificate, subject) == 1 && set_validity(certificate, gyldighed) &&
         X509_set_pubkey(certificate, key.native().key.get()) == 1;
}

bool complete_ca(X509* certificate) {
  constexpr std::array<std::pair<int, const char*>, 3> kExtensions{{
      {NID_basic_constraints, "critical,CA:TRUE"},
      {NID_key_usage, "critical,keyCertSign,cRLSign"},
      {NID_subject_key_identifier, "hash"},
  }};
  return X509_set_issuer_name(certificate, X509_get_subject_name(certificate)) == 1 &&
         extend_all(certificate, certificate, kExtensions);
}

bool complete_leaf(X509* certificate, X509* issuer, const Udstedelse& request) {
  constexpr std::array<std::pair<int, const char*>, 4> kExtensions{{
      {NID_basic_constraints, "critical,CA:FALSE"},
      {NID_key_usage, "critical,digitalSignature,keyEncipherment"},
      {NID_subject_key_identifier, "hash"},
      {NID_authority_key_identifier, "keyid"},
  }};
  return X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1 &&
         extend_all(certificate, issuer, kExtensions) && set_extended_usage(certificate, issuer, request) &&
         set_alternative_names(certificate, request);
}

}  // namespace

Resultat<Identitet> make_ca(std::string_view name, const Gyldighed& gyldighed, base::Tilfaeldig& random) {
  const ErrorsCleared cleared;
  const NamePtr subject = ca_name(name);
  if (!subject) return fejl(FejlKode::UGYLDIG, "the CA's name is empty, too long or not UTF-8");
  PrivatNoegle key = PROEV(PrivatNoegle::generate_rsa());
  const X509Ptr certificate(X509_new());
  if (!prepare(certificate.get(), subject.get(), gyldighed, key, random) || !complete_ca(certificate.get()))
    return fejl(FejlKode::UGYLDIG, "the CA's certificate cannot be made with this validity");
  return Identitet{key, PROEV(finished(certificate.get(), key.native().key.get()))};
}

Resultat<Certifikat> issue_for_key(const Identitet& ca, const Udstedelse& request, const PrivatNoegle& key,
                                   base::Tilfaeldig& random) {
  const ErrorsCleared cleared;
  if (request.navn.cvr.is_none() || !is_fid(request.navn.fid))
    return fejl(FejlKode::UGYLDIG, "an OCES name has a CVR number and a FID of eight digits");
  const NamePtr subject = oces_name(request.navn);
  if (!subject) return fejl(FejlKode::UGYLDIG, "a part of the name is empty, longer than 64 characters or not UTF-8");
  const X509Ptr certificate(X509_new());
  if (!prepare(certificate.get(), subject.get(), request.gyldighed, key, random) ||
      !complete_leaf(certificate.get(), ca.certifikat.native().x509.get(), request))
    return fejl(FejlKode::UGYLDIG, "a host name, an address or the validity does not fit a certificate");
  return finished(certificate.get(), ca.noegle.native().key.get());
}

Resultat<Identitet> issue(const Identitet& ca, const Udstedelse& request, base::Tilfaeldig& random) {
  PrivatNoegle key = PROEV(PrivatNoegle::generate_rsa());
  Certifikat certificate = PROEV(issue_for_key(ca, request, key, random));
  return Identitet{std::move(key), std::move(certificate)};
}

}  // namespace brevdue::crypto
