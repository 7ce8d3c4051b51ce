// Inside crypto/ only: the fixed words of the assertion and its signature (spec adgangsstyring 4.2, 4.3).
//
// Thread safety: constants.
#pragma once

#include <string_view>

namespace brevdue::crypto {

constexpr std::string_view kSaml = "urn:oasis:names:tc:SAML:2.0:assertion";
constexpr std::string_view kDs = "http://www.w3.org/2000/09/xmldsig#";
constexpr std::string_view kXsi = "http://www.w3.org/2001/XMLSchema-instance";
constexpr std::string_view kEntityFormat = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";
// As the OIO profile prints it, which is not SAML's own.
constexpr std::string_view kActingFormat = "urn:oasis:tc:SAML2:2.0:nameid-format:entity";
constexpr std::string_view kSubjectFormat = "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName";
constexpr std::string_view kHolderOfKey = "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key";
constexpr std::string_view kKeyInfoType = "KeyInfoConfirmationDataType";
constexpr std::string_view kX509Class = "urn:oasis:names:tc:SAML:2.0:ac:classes:X509";
constexpr std::string_view kBasicName = "urn:oasis:names:tc:SAML:2.0:attrname-format:basic";

constexpr std::string_view kCvrAttribute = "dk:gov:saml:attribute:CvrNumberIdentifier";
constexpr std::string_view kAssuranceAttribute = "dk:gov:saml:attribute:AssuranceLevel";
constexpr std::string_view kSpecVerAttribute = "dk:gov:saml:attribute:SpecVer";
constexpr std::string_view kKombitSpecVerAttribute = "dk:gov:saml:attribute:KombitSpecVer";
constexpr std::string_view kPrivilegesAttribute = "dk:gov:saml:attribute:Privileges_intermediate";

constexpr std::string_view kExcC14n = "http://www.w3.org/2001/10/xml-exc-c14n#";
constexpr std::string_view kEnveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
constexpr std::string_view kRsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
constexpr std::string_view kRsaSha384 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384";
constexpr std::string_view kRsaSha512 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512";
constexpr std::string_view kSha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
constexpr std::string_view kSha384 = "http://www.w3.org/2001/04/xmldsig-more#sha384";
constexpr std::string_view kSha512 = "http://www.w3.org/2001/04/xmlenc#sha512";

}  // namespace brevdue::crypto
