// The SAML 2.0 holder-of-key assertion of Adgangsstyring (spec adgangsstyring 4.2, 4.3): written, signed, and verified
// with one parser and one tree. What verify_assertion returns was read from the very element that the verified
// signature covers, and from nothing else.
//
// Thread safety: functions without state of their own; any thread, several at once. Verifying takes 0.1 to 0.2 ms and
// signing about 1 ms of one core: not for an io thread. Ownership: values.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/numre.hpp"
#include "base/result.hpp"
#include "base/ur.hpp"
#include "crypto/certifikat.hpp"
#include "crypto/noegle.hpp"

namespace brevdue::crypto {

struct Assertion {
  std::string id;                 // an XML name; ours are `_` and a UUID
  std::string issuer;             // the STS's configured issuer string
  base::Tidspunkt issue_instant;  // times have milliseconds on the wire
  std::string subject_name;       // NameID: the certificate's subject()
  std::string acting_name;        // the acting system's NameID in an on-behalf-of token, otherwise empty
  std::string holder_der;         // holder-of-key: the certificate that may present it; to compare, not parsed here
  std::optional<base::Tidspunkt> confirmation_not_before;  // SubjectConfirmationData
  base::Tidspunkt confirmation_not_on_or_after;
  std::string recipient;                      // entityid; may be empty in tokens from others
  std::optional<base::Tidspunkt> not_before;  // Conditions
  base::Tidspunkt not_on_or_after;
  std::vector<std::string> audiences;  // one AudienceRestriction, at least one
  base::Cvr cvr;                       // CvrNumberIdentifier: the authority acted for (not the certificate's)
  std::string assurance_level = "3";
  std::string privileges;  // the PrivilegeList as XML, decoded; empty when there are none
  std::optional<base::Tidspunkt> authn_instant;
  // When it is over: the earlier of its two ends.
  base::Tidspunkt udloeber() const { return std::min(not_on_or_after, confirmation_not_on_or_after); }
  bool operator==(const Assertion&) const = default;
};

// The document of 4.2, signed with RSA-SHA-256: no white space between elements, no XML declaration, in exclusive
// canonical form already, so that clients may move the element anywhere. `certificate` is the issuer's and goes into
// KeyInfo. Errors: UGYLDIG (a value that cannot stand in such a document, a key that is not RSA or not the
// certificate's), INTERN.
base::Resultat<std::string> sign_assertion(const Assertion& assertion, const PrivatNoegle& key,
                                           const Certifikat& certificate);

// Limits on a token from outside (T2).
struct AssertionGraenser {
  std::size_t bytes = 1 << 20;
  unsigned dybde = 100;                 // nested elements
  unsigned attributter = 256;           // of one element, namespace declarations included
  unsigned elementer = 10000;           // in the whole document
  std::size_t privilegier = 256 << 10;  // of the decoded PrivilegeList
};

// Verifies that `xml` is exactly one assertion of that form, signed by one of the `pinned` keys; the certificate in its
// KeyInfo is never looked at, and the pinned certificates' own validity is the caller's matter (T1-T3, T8-T10).
// Times, issuer and audience are not judged here: check_assertion.
// Errors: IKKE_AUTENTISERET for all of it, FOR_STOR over a limit. The text is for the log, never for the caller (T16).
base::Resultat<Assertion> verify_assertion(std::string_view xml, std::span<const Certifikat> pinned,
                                           const AssertionGraenser& limits = {});

// What a service expects of an assertion that was verified.
struct Forventning {
  std::string issuer;                  // compared exactly
  std::vector<std::string> audiences;  // the service's own entityids; the token must name one of them, exactly (T5)
  std::chrono::seconds skew{300};      // each way (T6)
  std::chrono::seconds lifetime{8 * 3600};  // longest, from NotBefore (or IssueInstant) to NotOnOrAfter
};

// Issuer, audience, recipient and times. Errors: TOKEN_UDLOEBET when its time is over and nothing else is wrong,
// IKKE_AUTENTISERET for everything else (decision "Code 41").
base::Resultat<void> check_assertion(const Assertion& assertion, const Forventning& expected, base::Tidspunkt now);

}  // namespace brevdue::crypto
