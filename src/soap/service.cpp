#include "soap/service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "soap/wsdl.hpp"

namespace brevdue::soap {
namespace {

using base::fejl;
using base::FejlKode;
using base::Resultat;

// What the WSDL, the schemas and the envelope call their own namespaces.
constexpr std::array<std::string_view, 8> kReserved{"wsdl", "soap", "soap12", "tns", "xs", "s", "xml", kHeaderPrefix};

Resultat<void> check_element(const Service& service, const Operation& operation, const xml::Element& element,
                             const void* tag) {
  if (element.type->tag != tag) {
    return fejl(FejlKode::INTERN, fmt::format("{} fills another struct", element.name.name),
                std::string(operation.name));
  }
  if (std::ranges::find(service.schema.globals, &element) == service.schema.globals.end()) {
    return fejl(FejlKode::INTERN, fmt::format("the schema lacks {}", element.name.name), std::string(operation.name));
  }
  return {};
}

Resultat<void> check_prefixes(const Service& service) {
  for (const xml::Namespace& n : service.prefixes) {
    if (std::ranges::find(kReserved, n.prefix) == kReserved.end()) continue;
    return fejl(FejlKode::INTERN, fmt::format("the prefix {} is taken", n.prefix));
  }
  for (const auto ns : published_namespaces(service)) {
    if (prefix_of(service, ns).empty()) return fejl(FejlKode::INTERN, fmt::format("{} has no prefix", ns));
  }
  return {};
}

}  // namespace

std::string answer_action(const Service& service, const Operation& operation) {
  // A URN is divided by colons, any other namespace by slashes.
  const std::string_view divider = service.ns.starts_with("urn:") ? ":" : "/";
  const std::string_view after = service.ns.ends_with(divider) ? "" : divider;
  return fmt::format("{}{}{}{}{}Response", service.ns, after, service.port_type, divider, operation.name);
}

Resultat<void> check(const Service& service) {
  for (const Operation& o : service.operations) {
    PROEV(check_element(service, o, *o.input, o.input_tag));
    PROEV(check_element(service, o, *o.output, o.output_tag));
    const auto same = [&](const Operation& other) { return other.input->name == o.input->name; };
    if (std::ranges::count_if(service.operations, same) > 1) {
      return fejl(FejlKode::INTERN, "two operations have one input", std::string(o.name));
    }
  }
  return check_prefixes(service);
}

}  // namespace brevdue::soap
