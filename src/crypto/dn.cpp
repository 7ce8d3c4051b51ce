#include <openssl/asn1.h>
#include <openssl/objects.h>

#include <algorithm>
#include <array>
#include <ranges>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/native.hpp"

namespace brevdue::crypto {
namespace {

using Rdn = std::vector<const X509_NAME_ENTRY*>;

constexpr std::array<std::pair<int, std::string_view>, 13> kKeywords{{
    {NID_commonName, "CN"},
    {NID_serialNumber, "SERIALNUMBER"},
    {NID_organizationName, "O"},
    {NID_organizationalUnitName, "OU"},
    {NID_countryName, "C"},
    {NID_localityName, "L"},
    {NID_stateOrProvinceName, "ST"},
    {NID_streetAddress, "STREET"},
    {NID_givenName, "GIVENNAME"},
    {NID_surname, "SURNAME"},
    {NID_domainComponent, "DC"},
    {NID_userId, "UID"},
    {NID_pkcs9_emailAddress, "EMAILADDRESS"},
}};

std::string keyword(const ASN1_OBJECT* type) {
  const int nid = OBJ_obj2nid(type);
  const auto* known = std::ranges::find(kKeywords, nid, &std::pair<int, std::string_view>::first);
  if (known != kKeywords.end()) return std::string(known->second);
  std::array<char, 128> dotted{};
  OBJ_obj2txt(dotted.data(), dotted.size(), type, 1);
  return std::string("OID.") + dotted.data();
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

// In quotes when a character could be taken for a separator, as Java and .NET show it; a control character, which may
// not reach a log or an XML document, as its hexadecimal code.
std::string display_value(std::string_view value) {
  const bool quoted =
      value.find_first_of(",+=\"<>#;\\") != std::string_view::npos || value.starts_with(' ') || value.ends_with(' ');
  std::string out;
  for (const char c : value) {
    if (is_control(c)) {
      out += '\\' + base::hex({&c, 1});
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return quoted ? '"' + out + '"' : out;
}

std::string attribute_text(const X509_NAME_ENTRY* entry) {
  const ASN1_STRING* data = X509_NAME_ENTRY_get_data(entry);
  std::string name = keyword(X509_NAME_ENTRY_get_object(entry)) + '=';
  unsigned char* utf8 = nullptr;
  const int length = ASN1_STRING_to_UTF8(&utf8, data);
  if (length < 0) {
    const auto* raw = reinterpret_cast<const char*>(ASN1_STRING_get0_data(data));
    return name + '#' + base::hex({raw, static_cast<std::size_t>(ASN1_STRING_length(data))});
  }
  name += display_value({reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(length)});
  OPENSSL_free(utf8);
  return name;
}

std::vector<Rdn> rdns_of(const X509_NAME* name) {
  std::vector<Rdn> rdns;
  int last = -1;
  for (int i = 0; i < X509_NAME_entry_count(name); ++i) {
    const X509_NAME_ENTRY* entry = X509_NAME_get_entry(name, i);
    if (rdns.empty() || X509_NAME_ENTRY_set(entry) != last) rdns.emplace_back();
    last = X509_NAME_ENTRY_set(entry);
    rdns.back().push_back(entry);
  }
  return rdns;
}

}  // namespace

std::string dn_text(const X509_NAME* name) {
  std::string out;
  for (const Rdn& rdn : rdns_of(name) | std::views::reverse) {
    if (!out.empty()) out += ", ";
    for (const X509_NAME_ENTRY* entry : rdn) {
      if (entry != rdn.front()) out += " + ";
      out += attribute_text(entry);
    }
  }
  return out;
}

}  // namespace brevdue::crypto
