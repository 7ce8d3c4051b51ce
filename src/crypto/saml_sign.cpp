// Writes the assertion in exclusive canonical form from the start (declarations before attributes, attributes in the
// order of their names, no empty-element tags), so that the bytes written are the bytes digested.

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/bytes.hpp"
#include "crypto/native.hpp"
#include "crypto/saml.hpp"
#include "crypto/saml_names.hpp"
#include "crypto/signed_tree.hpp"
#include "xml/reader.hpp"

namespace brevdue::crypto {
namespace {

using base::fejl;
using base::FejlKode;
using base::Resultat;

// Canonical XML's escapes: those of "&" and "<", and a third that differs between text and attributes; control
// characters never get this far.
std::string escaped(std::string_view value, char third, std::string_view third_escape) {
  std::string out;
  for (const char c : value) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == third) {
      out += third_escape;
    } else {
      out += c;
    }
  }
  return out;
}

std::string text(std::string_view value) {
  return escaped(value, '>', "&gt;");
}
std::string quoted(std::string_view value) {
  return escaped(value, '"', "&quot;");
}

// What a reader gives back unchanged: UTF-8 without control characters, and no white space at either end.
bool is_plain(std::string_view value) {
  constexpr std::string_view kNotCharacters[] = {"\xEF\xBF\xBE", "\xEF\xBF\xBF"};
  return xml::first_bad_utf8(value) == value.size() && !has_control(value) &&
         std::ranges::none_of(kNotCharacters, [&](auto bad) { return value.find(bad) != std::string_view::npos; }) &&
         !value.starts_with(' ') && !value.ends_with(' ');
}

bool is_id(std::string_view value) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
  constexpr std::string_view kOthers = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789.-";
  return !value.empty() && kLetters.contains(value.front()) &&
         value.find_first_not_of(kOthers) == std::string_view::npos;
}

Resultat<void> check_texts(const Assertion& a) {
  const auto is_given = [](std::string_view value) { return !value.empty() && is_plain(value); };
  if (!is_id(a.id)) return fejl(FejlKode::UGYLDIG, "not an XML name", "id");
  if (!is_given(a.issuer)) return fejl(FejlKode::UGYLDIG, "empty, or a character that may not stand there", "issuer");
  if (!is_given(a.subject_name)) return fejl(FejlKode::UGYLDIG, "not a name in plain text", "subject_name");
  if (!is_plain(a.acting_name)) return fejl(FejlKode::UGYLDIG, "not a name in plain text", "acting_name");
  if (!is_given(a.assurance_level)) return fejl(FejlKode::UGYLDIG, "not a level", "assurance_level");
  if (!is_plain(a.recipient)) return fejl(FejlKode::UGYLDIG, "not an entityid", "recipient");
  if (a.audiences.empty() || !std::ranges::all_of(a.audiences, is_given))
    return fejl(FejlKode::UGYLDIG, "no entityid, or one in other than plain text", "audiences");
  return {};
}

Resultat<void> check(const Assertion& a) {
  PROEV(check_texts(a));
  if (a.cvr.is_none()) return fejl(FejlKode::UGYLDIG, "an assertion names one authority", "cvr");
  if (!Certifikat::from_der(a.holder_der)) return fejl(FejlKode::UGYLDIG, "not a certificate in DER", "holder_der");
  return {};
}

std::string time_attribute(std::string_view name, const std::optional<base::Tidspunkt>& t) {
  return t ? fmt::format(" {}=\"{}\"", name, base::iso_text(*t)) : std::string();
}

std::string key_info(std::string_view certificate_der) {
  return fmt::format("<KeyInfo xmlns=\"{}\"><X509Data><X509Certificate>{}</X509Certificate></X509Data></KeyInfo>", kDs,
                     base::base64(certificate_der));
}

std::string subject(const Assertion& a) {
  const std::string acting =
      a.acting_name.empty() ? "" : fmt::format("<NameID Format=\"{}\">{}</NameID>", kActingFormat, text(a.acting_name));
  const std::string recipient = a.recipient.empty() ? "" : fmt::format(" Recipient=\"{}\"", quoted(a.recipient));
  return fmt::format(
      "<Subject><NameID Format=\"{}\">{}</NameID><SubjectConfirmation Method=\"{}\">{}"
      "<SubjectConfirmationData xmlns:xsi=\"{}\"{}{}{} xsi:type=\"{}\">{}</SubjectConfirmationData>"
      "</SubjectConfirmation></Subject>",
      kSubjectFormat, text(a.subject_name), kHolderOfKey, acting, kXsi,
      time_attribute("NotBefore", a.confirmation_not_before),
      time_attribute("NotOnOrAfter", a.confirmation_not_on_or_after), recipient, kKeyInfoType, key_info(a.holder_der));
}

std::string conditions(const Assertion& a) {
  std::string audiences;
  for (const std::string& audience : a.audiences) audiences += fmt::format("<Audience>{}</Audience>", text(audience));
  return fmt::format("<Conditions{}{}><AudienceRestriction>{}</AudienceRestriction></Conditions>",
                     time_attribute("NotBefore", a.not_before), time_attribute("NotOnOrAfter", a.not_on_or_after),
                     audiences);
}

std::string attribute(std::string_view name, std::string_view value) {
  return fmt::format("<Attribute Name=\"{}\" NameFormat=\"{}\"><AttributeValue>{}</AttributeValue></Attribute>", name,
                     kBasicName, text(value));
}

std::string attributes(const Assertion& a) {
  std::string out = attribute(kCvrAttribute, a.cvr.text()) + attribute(kAssuranceAttribute, a.assurance_level) +
                    attribute(kSpecVerAttribute, "DK-SAML-2.0") + attribute(kKombitSpecVerAttribute, "1.0");
  if (!a.privileges.empty()) out += attribute(kPrivilegesAttribute, base::base64(a.privileges));
  return fmt::format("<AttributeStatement>{}</AttributeStatement>", out);
}

std::string authentication(const Assertion& a) {
  if (!a.authn_instant) return {};
  return fmt::format(
      "<AuthnStatement{}><AuthnContext><AuthnContextClassRef>{}</AuthnContextClassRef></AuthnContext></AuthnStatement>",
      time_attribute("AuthnInstant", a.authn_instant), kX509Class);
}

// Up to where the signature stands, and after it.
std::string before_signature(const Assertion& a) {
  return fmt::format("<Assertion xmlns=\"{}\" ID=\"{}\"{} Version=\"2.0\"><Issuer Format=\"{}\">{}</Issuer>", kSaml,
                     a.id, time_attribute("IssueInstant", a.issue_instant), kEntityFormat, text(a.issuer));
}

std::string after_signature(const Assertion& a) {
  return subject(a) + conditions(a) + attributes(a) + authentication(a) + "</Assertion>";
}

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, 32> out{};
  EVP_Digest(bytes.data(), bytes.size(), out.data(), nullptr, EVP_sha256(), nullptr);
  return {reinterpret_cast<const char*>(out.data()), out.size()};
}

// The content of SignedInfo.
std::string signed_info(std::string_view id, std::string_view digest) {
  return fmt::format(
      "<CanonicalizationMethod Algorithm=\"{0}\"></CanonicalizationMethod>"
      "<SignatureMethod Algorithm=\"{1}\"></SignatureMethod>"
      "<Reference URI=\"#{2}\"><Transforms><Transform Algorithm=\"{3}\"></Transform>"
      "<Transform Algorithm=\"{0}\"></Transform></Transforms>"
      "<DigestMethod Algorithm=\"{4}\"></DigestMethod><DigestValue>{5}</DigestValue></Reference>",
      kExcC14n, kRsaSha256, id, kEnveloped, kSha256, base::base64(digest));
}

Resultat<std::string> rsa_signature(EVP_PKEY* key, std::string_view bytes) {
  const Owned<EVP_MD_CTX, &EVP_MD_CTX_free> context(EVP_MD_CTX_new());
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  std::string out(static_cast<std::size_t>(EVP_PKEY_get_size(key)), '\0');
  std::size_t length = out.size();
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &length, data, bytes.size()) != 1)
    return fejl(FejlKode::INTERN, "the key does not sign");
  out.resize(length);
  return out;
}

}  // namespace

Resultat<std::string> sign_assertion(const Assertion& assertion, const PrivatNoegle& key,
                                     const Certifikat& certificate) {
  const ErrorsCleared cleared;
  if (key.kind() != NoegleArt::RSA || !key.matches(certificate))
    return fejl(FejlKode::UGYLDIG, "an assertion is signed with the RSA key of the issuer's certificate");
  PROEV(check(assertion));
  const std::string before = before_signature(assertion);
  const std::string after = after_signature(assertion);
  const std::string info = signed_info(assertion.id, sha256(before + after));
  // Canonicalised by itself, SignedInfo carries the declaration that in the document stands on Signature.
  const std::string value =
      PROEV(rsa_signature(key.native().key.get(), fmt::format("<SignedInfo xmlns=\"{}\">{}</SignedInfo>", kDs, info)));
  return fmt::format(
      "{}<Signature xmlns=\"{}\"><SignedInfo>{}</SignedInfo><SignatureValue>{}</SignatureValue><KeyInfo><X509Data>"
      "<X509Certificate>{}</X509Certificate></X509Data></KeyInfo></Signature>{}",
      before, kDs, info, base::base64(value), base::base64(certificate.der()), after);
}

}  // namespace brevdue::crypto
