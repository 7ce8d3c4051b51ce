#include <algorithm>

#include "crypto/saml.hpp"

namespace brevdue::crypto {
namespace {

using base::fejl;
using base::FejlKode;
using base::Resultat;

bool contains(const std::vector<std::string>& list, std::string_view value) {
  return std::ranges::find(list, value) != list.end();
}

bool is_for(const Assertion& assertion, const Forventning& expected) {
  return std::ranges::any_of(assertion.audiences, [&](const auto& a) { return contains(expected.audiences, a); }) &&
         (assertion.recipient.empty() || contains(expected.audiences, assertion.recipient));
}

bool has_begun(const Assertion& assertion, base::Tidspunkt latest) {
  return assertion.issue_instant <= latest && assertion.not_before.value_or(latest) <= latest &&
         assertion.confirmation_not_before.value_or(latest) <= latest;
}

}  // namespace

Resultat<void> check_assertion(const Assertion& assertion, const Forventning& expected, base::Tidspunkt now) {
  const auto refused = [](std::string why) { return fejl(FejlKode::IKKE_AUTENTISERET, std::move(why)); };
  const auto begins = assertion.not_before.value_or(assertion.issue_instant);
  if (assertion.issuer != expected.issuer) return refused("the token is another issuer's");
  if (!is_for(assertion, expected)) return refused("the token is meant for another service");
  if (assertion.not_on_or_after - begins > expected.lifetime + expected.skew)
    return refused("the token lives too long");
  if (!has_begun(assertion, now + expected.skew)) return refused("the token's time has not begun");
  if (now >= assertion.udloeber() + expected.skew) return fejl(FejlKode::TOKEN_UDLOEBET, "the token's time is over");
  return {};
}

}  // namespace brevdue::crypto
