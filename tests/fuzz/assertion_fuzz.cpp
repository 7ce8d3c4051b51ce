// Bytes to verify_assertion, which must not crash and must never accept what was not signed: the pinned key has signed
// one token only, so whatever is accepted says what that token says.
//
// An input that begins with '<' is the document itself. Any other is a list of edits to the good token: two bytes of
// offset, one of how many to delete there, one of how many to insert, and these. So the fuzzer reaches what lies behind
// the signature check without having to guess a signature.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "crypto/identiteter_testing.hpp"
#include "crypto/saml.hpp"

namespace {

using brevdue::crypto::Assertion;
namespace testing = brevdue::crypto::testing;

Assertion assertion() {
  const auto from = testing::kFra;
  const auto to = from + std::chrono::hours{8};
  return {.id = "_1",
          .issuer = "urn:issuer",
          .issue_instant = from,
          .subject_name = testing::anvendersystem().certifikat.subject(),
          .acting_name = {},
          .holder_der = testing::anvendersystem().certifikat.der(),
          .confirmation_not_before = from,
          .confirmation_not_on_or_after = to,
          .recipient = "urn:service",
          .not_before = from,
          .not_on_or_after = to,
          .audiences = {"urn:service"},
          .cvr = testing::value_of(brevdue::base::Cvr::parse("11111111")),
          .privileges = "<x/>",
          .authn_instant = from};
}

struct Good {
  Assertion said = assertion();
  std::string token =
      testing::value_of(brevdue::crypto::sign_assertion(said, testing::sts().noegle, testing::sts().certifikat));
};

// Applies one edit and moves past it.
void edit(std::string& token, std::string_view& edits) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(edits[i]); };
  const std::size_t at = (byte(0) << 8U | byte(1)) % (token.size() + 1);
  const std::string_view inserted = edits.substr(4, byte(3));
  token.replace(at, byte(2), inserted);
  edits.remove_prefix(4 + inserted.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Good good;
  static const std::vector<brevdue::crypto::Certifikat> pinned{testing::sts().certifikat};
  std::string_view input(reinterpret_cast<const char*>(data), size);
  std::string document = input.starts_with('<') ? std::string(input) : good.token;
  if (!input.starts_with('<')) {
    while (input.size() >= 4) edit(document, input);
  }
  const auto result = verify_assertion(document, pinned);
  if (result && *result != good.said) std::abort();
  if (document == good.token && !result) std::abort();
  return 0;
}
