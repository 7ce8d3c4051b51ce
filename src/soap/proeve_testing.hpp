// For tests: a small service with two operations, one that is not built, and two namespaces.
//
//   bestil      answers how many pieces were ordered, and the names in the order they came
//   slaa_fejl   fails as it is told: with a FejlKode's name, or "undtagelse" (throws), "ugyldigt svar" (answers what
//               its description does not allow)
//
// Thread safety: constants; the handlers have no state. Ownership: static storage.
#pragma once

#include <array>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "soap/service.hpp"
#include "xml/type.hpp"

namespace brevdue::soap::proeve {

inline constexpr std::string_view kNs = "urn:proeve:ordre:1";
inline constexpr std::string_view kFaelles = "urn:proeve:faelles:1";
inline constexpr std::string_view kWsdlNs = "http://proeve.invalid/ordrer";
inline constexpr std::string_view kSti = "/proeve/1";

struct Linje {
  std::string_view navn;
  std::int64_t antal = 0;
  std::optional<std::string_view> note;
};
struct BestilInput {
  std::vector<Linje> linje;
};
struct BestilOutput {
  std::int64_t antal = 0;
  std::vector<std::string_view> navn;
  std::string_view transaktion;
};
struct SlaaFejlInput {
  std::string_view kode;
};
struct SlaaFejlOutput {
  std::vector<std::string_view> tekst;
};

namespace type {
inline constexpr xml::SimpleType kNavnTekst{.ns = kFaelles,
                                            .name = "NavnTekst",
                                            .base = &xml::kString,
                                            .white_space = xml::WhiteSpace::PRESERVE,
                                            .min_length = 1,
                                            .max_length = 20};
inline constexpr xml::Type kTekst = xml::of_text(xml::kString);
inline constexpr xml::Type kTal = xml::of_text(xml::kInteger);
inline constexpr xml::Type kNavnType = xml::of_text(kNavnTekst);
inline constexpr xml::Element kNavn{kFaelles, "Navn", kNavnType};
inline constexpr xml::Element kAntal{kNs, "Antal", kTal, false};
inline constexpr xml::Element kNote{kNs, "Note", kTekst, false};
inline constexpr xml::Element kTransaktion{kNs, "Transaktion", kTekst, false};
inline constexpr xml::Element kKode{kNs, "Kode", kTekst, false};

inline constexpr xml::Particle kLinjeDele[] = {xml::one(kNavn, xml::into<&Linje::navn>),
                                               xml::one(kAntal, xml::into<&Linje::antal>),
                                               xml::optional(kNote, xml::into<&Linje::note>)};
inline constexpr xml::Particle kLinjeIndhold = xml::in_order(kLinjeDele);
inline constexpr xml::Type kLinjeType = xml::of_elements<Linje>({kNs, "LinjeType"}, kLinjeIndhold);
inline constexpr xml::Element kLinje{kNs, "Linje", kLinjeType, false};

inline constexpr xml::Particle kBestilDele[] = {xml::at_least_one(kLinje, xml::into<&BestilInput::linje>)};
inline constexpr xml::Particle kBestilIndhold = xml::in_order(kBestilDele);
inline constexpr xml::Type kBestilType = xml::of_elements<BestilInput>({kNs, "BestilInputType"}, kBestilIndhold);

inline constexpr xml::Particle kBestiltDele[] = {xml::one(kAntal, xml::into<&BestilOutput::antal>),
                                                 xml::at_least_one(kNavn, xml::into<&BestilOutput::navn>),
                                                 xml::one(kTransaktion, xml::into<&BestilOutput::transaktion>)};
inline constexpr xml::Particle kBestiltIndhold = xml::in_order(kBestiltDele);
inline constexpr xml::Type kBestiltType = xml::of_elements<BestilOutput>({kNs, "BestilOutputType"}, kBestiltIndhold);

inline constexpr xml::Particle kSlaaDele[] = {xml::one(kKode, xml::into<&SlaaFejlInput::kode>)};
inline constexpr xml::Particle kSlaaIndhold = xml::in_order(kSlaaDele);
inline constexpr xml::Type kSlaaType = xml::of_elements<SlaaFejlInput>({kNs, "SlaaFejlInputType"}, kSlaaIndhold);

inline constexpr xml::Particle kSlaaetDele[] = {xml::at_least_one(kNavn, xml::into<&SlaaFejlOutput::tekst>)};
inline constexpr xml::Particle kSlaaetIndhold = xml::in_order(kSlaaetDele);
inline constexpr xml::Type kSlaaetType = xml::of_elements<SlaaFejlOutput>({kNs, "SlaaFejlOutputType"}, kSlaaetIndhold);
}  // namespace type

inline constexpr xml::Element kBestilInput{kNs, "BestilInput", type::kBestilType};
inline constexpr xml::Element kBestilOutput{kNs, "BestilOutput", type::kBestiltType};
inline constexpr xml::Element kSlaaFejlInput{kNs, "SlaaFejlInput", type::kSlaaType};
inline constexpr xml::Element kSlaaFejlOutput{kNs, "SlaaFejlOutput", type::kSlaaetType};
inline constexpr std::array<const xml::Element*, 4> kElementer{&kBestilInput, &kBestilOutput, &kSlaaFejlInput,
                                                               &kSlaaFejlOutput};
inline constexpr xml::Namespace kPrefikser[] = {{"o", kNs}, {"f", kFaelles}};

inline net::Opgave<base::Resultat<BestilOutput>> bestil(const Request& request, const BestilInput& input) {
  BestilOutput out;
  out.transaktion = request.arena.emplace_back(std::string(request.transaction) + " fra " + request.peer.address);
  for (const Linje& linje : input.linje) {
    out.antal += linje.antal;
    out.navn.push_back(linje.navn);
  }
  co_return out;
}

inline net::Opgave<base::Resultat<SlaaFejlOutput>> slaa_fejl(const Request&, const SlaaFejlInput& input) {
  using base::FejlKode;
  if (input.kode == "undtagelse") throw std::runtime_error("hemmelighed");
  if (input.kode == "ugyldigt svar") co_return SlaaFejlOutput{};
  for (int k = 0; k <= static_cast<int>(FejlKode::INTERN); ++k) {
    const auto kode = static_cast<FejlKode>(k);
    if (base::navn(kode) == input.kode) co_return base::fejl(kode, "hemmelighed & <ting>", "/en/sti");
  }
  co_return base::fejl(FejlKode::UGYLDIG, "an unknown code", "/SlaaFejlInput/Kode");
}

inline Service service() {
  Service s{.name = "OrdreService_1",
            .port_type = "OrdrePortType",
            .port = "Ordre",
            .ns = kWsdlNs,
            .operations = {},
            .not_built = {{"fjern", {kNs, "FjernInput"}}},
            .schema = {kElementer},
            .prefixes = kPrefikser};
  s.operations.push_back(operation<BestilInput, BestilOutput>("bestil", "http://proeve.invalid/bestil", kBestilInput,
                                                              kBestilOutput, bestil));
  s.operations.push_back(operation<SlaaFejlInput, SlaaFejlOutput>("slaa_fejl", "http://proeve.invalid/slaa_fejl",
                                                                  kSlaaFejlInput, kSlaaFejlOutput, slaa_fejl));
  return s;
}

// An envelope around a body, without headers.
inline std::string envelope(std::string_view ns, std::string_view body, std::string_view header = {}) {
  std::string out = "<e:Envelope xmlns:e=\"" + std::string(ns) + "\">";
  if (!header.empty()) out.append("<e:Header>").append(header).append("</e:Header>");
  return out.append("<e:Body>").append(body).append("</e:Body></e:Envelope>");
}

inline const std::string kBestilling =
    "<o:BestilInput xmlns:o=\"urn:proeve:ordre:1\" xmlns:f=\"urn:proeve:faelles:1\">"
    "<o:Linje><f:Navn>søm &amp; skruer</f:Navn><o:Antal>40</o:Antal></o:Linje>"
    "<o:Linje><f:Navn>hammer</f:Navn><o:Antal>2</o:Antal><o:Note>tung</o:Note></o:Linje></o:BestilInput>";

}  // namespace brevdue::soap::proeve
