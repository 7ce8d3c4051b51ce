#include "adgangsstyring/sts_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>
#include <vector>

#include "base/bytes.hpp"

namespace brevdue::adgangsstyring {
namespace {

using base::FejlKode;
using nlohmann::json;

constexpr std::string_view kIssue = "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue";
constexpr std::size_t kDybde = 16;
constexpr std::size_t kVaerdier = 1000;
constexpr std::size_t kNavn = 100;
constexpr std::size_t kTekst = 1000;
constexpr std::size_t kCertifikat = 16 << 10;

struct Medlem {
  std::string_view path;  // lower case, levels parted by '/'
  std::string Stsanmodning::* member;
  bool base64 = false;  // larger, and may have line breaks
};
constexpr std::array<Medlem, 7> kMedlemmer{{
    {"tokentype", &Stsanmodning::token_type},
    {"requesttype", &Stsanmodning::request_type},
    {"keytype", &Stsanmodning::key_type},
    {"anvenderkontekst/cvr", &Stsanmodning::cvr},
    {"usekey", &Stsanmodning::use_key, true},
    {"appliesto/endpointreference/address", &Stsanmodning::applies_to},
    {"onbehalfof", &Stsanmodning::on_behalf_of, true},
}};

std::string lower(std::string_view name) {
  std::string out(name);
  for (auto& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

bool is_clean(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// Takes the parser's events one by one, so that nothing is built of what nobody asked for.
class Modtager final : public nlohmann::json_sax<json> {
 public:
  explicit Modtager(Stsanmodning& into) : into_(into) {}
  const std::string& why() const { return why_; }

  bool null() override { return inside() && counted(); }
  bool boolean(bool) override { return other(); }
  bool number_integer(number_integer_t) override { return other(); }
  bool number_unsigned(number_unsigned_t) override { return other(); }
  bool number_float(number_float_t, const string_t&) override { return other(); }
  bool string(string_t& text) override {
    if (!inside() || !counted()) return false;
    const auto* member = next_member();
    if (member == nullptr) return true;
    const auto content = trimmed(text);
    const auto most = member->base64 ? kCertifikat : kTekst;
    if (content.size() > most) return refuse(fmt::format("has too long a text as {}", member->path));
    if (!member->base64 && !is_clean(content)) return refuse(fmt::format("has control characters in {}", member->path));
    into_.*(member->member) = content;
    return true;
  }
  bool binary(binary_t&) override { return refuse("is not JSON"); }
  bool start_object(std::size_t) override { return open(false); }
  bool start_array(std::size_t) override { return open(true); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    if (name.size() > kNavn) return refuse("has a property name that is too long");
    auto& level = levels_.back();
    auto small = lower(name);
    level.member = level.path + (small.contains('/') ? "?" : small);
    return level.names.insert(std::move(small)).second || refuse("has a property twice");
  }
  bool parse_error(std::size_t, const std::string&, const json::exception&) override { return refuse("is not JSON"); }

 private:
  struct Niveau {
    bool array = false;
    std::string path;    // of the members inside, with a '/' at its end
    std::string member;  // the member whose value comes next
    std::set<std::string, std::less<>> names;
  };
  bool refuse(std::string_view why) {
    if (why_.empty()) why_ = fmt::format("the request {}", why);
    return false;
  }
  const Medlem* next_member() const {
    if (levels_.empty() || levels_.back().array) return nullptr;
    const auto found = std::ranges::find(kMedlemmer, levels_.back().member, &Medlem::path);
    return found == kMedlemmer.end() ? nullptr : &*found;
  }
  bool counted() { return ++values_ <= kVaerdier || refuse("holds too many values"); }
  bool inside() { return !levels_.empty() || refuse("must be a JSON object"); }
  bool open(bool array) {
    if (!counted()) return false;
    if (levels_.empty() && array) return refuse("must be a JSON object");
    if (levels_.size() == kDybde) return refuse("is nested too deeply");
    if (const auto* member = next_member()) return refuse(fmt::format("must have a text as {}", member->path));
    Niveau level{.array = array, .path = {}, .member = {}, .names = {}};
    if (!levels_.empty()) level.path = levels_.back().array ? "?" : levels_.back().member + "/";
    levels_.push_back(std::move(level));
    return true;
  }
  bool close() {
    levels_.pop_back();
    return true;
  }
  // A number or a truth value.
  bool other() {
    if (!inside() || !counted()) return false;
    const auto* member = next_member();
    return member == nullptr || refuse(fmt::format("must have a text as {}", member->path));
  }

  Stsanmodning& into_;
  std::vector<Niveau> levels_;
  std::size_t values_ = 0;
  std::string why_;
};

std::unexpected<base::Fejl> ugyldig(std::string tekst) {
  return base::fejl(FejlKode::UGYLDIG, std::move(tekst));
}

// 2026-05-15T08:00:00Z -> 05/15/2026 08:00:00
std::string amerikansk(base::Tidspunkt t) {
  const auto iso = base::iso_text(t, 0);
  const std::string_view v = iso;
  return fmt::format("{}/{}/{} {}", v.substr(5, 2), v.substr(8, 2), v.substr(0, 4), v.substr(11, 8));
}

}  // namespace

base::Resultat<Stsanmodning> parse_stsanmodning(std::string_view text) {
  // The parser takes a NUL for the end of its input.
  if (text.contains('\0')) return ugyldig("the request is not JSON");
  Stsanmodning out;
  Modtager to(out);
  if (!json::sax_parse(text, &to)) return ugyldig(to.why());
  if (!out.use_key.empty()) {
    auto der = base::unbase64(out.use_key);
    if (!der) return ugyldig("the request must have a certificate in base64 as usekey");
    out.use_key = *std::move(der);
  }
  return out;
}

std::string sts_svar(const Stsanmodning& anmodning, base::Tidspunkt lifetime, std::string_view assertion) {
  return json{{"AppliesTo", {{"EndpointReference", {{"Address", anmodning.applies_to}}}}},
              {"KeyType", anmodning.key_type},
              {"RequestType", kIssue},
              {"TokenType", anmodning.token_type},
              {"Lifetime", amerikansk(lifetime)},
              {"RequestedSecurityToken", {{"Assertion", base::base64(assertion)}}}}
      .dump();
}

std::string sts_fejl(int code, std::string_view message) {
  return json{{"code", code}, {"message", message}}.dump();
}

}  // namespace brevdue::adgangsstyring
