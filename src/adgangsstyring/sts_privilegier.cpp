#include "adgangsstyring/sts_privilegier.hpp"

#include <fmt/format.h>

#include "xml/escape.hpp"

namespace brevdue::adgangsstyring {
namespace {

// Seen in KOMBIT's samples; the second with a value list that is not public.
constexpr std::string_view kKle = "http://kombit.dk/constraints/KLE/4";
constexpr std::string_view kFoelsomhed = "http://kombit.dk/constraints/Sensitivity/1";
constexpr std::uint8_t kHoejesteFoelsomhed = 4;

void constraint(std::string& out, std::string_view name, std::string_view value) {
  out += fmt::format("<Constraint Name=\"{}\">", name);
  xml::append_escaped(value, out);
  out += "</Constraint>";
}

void group(std::string& out, const Aftaleservice& service, std::string_view rolle, base::Cvr myndighed) {
  out += fmt::format("<PrivilegeGroup Scope=\"urn:dk:gov:saml:cvrNumberIdentifier:{}\"><Privilege>", myndighed.text());
  xml::append_escaped(rolle, out);
  out += "</Privilege>";
  for (const auto& moenster : service.kle) constraint(out, kKle, moenster.text());
  if (service.foelsomhed < kHoejesteFoelsomhed) constraint(out, kFoelsomhed, std::to_string(service.foelsomhed));
  out += "</PrivilegeGroup>";
}

}  // namespace

std::string privilege_list(std::span<const Aftaleplads> pladser, base::Cvr myndighed, base::Tidspunkt nu) {
  std::string groups;
  for (const auto& plads : pladser) {
    if (!plads.aftale->gaelder(nu)) continue;
    for (const auto& rolle : plads.service->roller) group(groups, *plads.service, rolle, myndighed);
  }
  if (groups.empty()) return {};
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><bpp:PrivilegeList "
         "xmlns:bpp=\"http://itst.dk/oiosaml/basic_privilege_profile\">" +
         groups + "</bpp:PrivilegeList>";
}

}  // namespace brevdue::adgangsstyring
