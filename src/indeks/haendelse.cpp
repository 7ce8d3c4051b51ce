#include "indeks/haendelse.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "oio/beskedkuvert_tid.hpp"
#include "oio/sikkerhedsklasse.hpp"
#include "xml/escape.hpp"

namespace brevdue::indeks {
namespace {

// The class Person of KOMBIT's own example of a besked; parties that are no persons have one of ours.
constexpr auto kPerson = base::Uuid::literal("ce7fcf97-a8a2-447a-8690-d38aa0f6e23c");
constexpr std::string_view kCpr = "urn:oio:cpr-nr:";
constexpr std::string_view kUdkBorger = "urn:oio:udk:borgerid:";

// Writes a Haendelsesbesked's elements, in the order of its schema (spec beskedfordeler 1.3).
class Skriver {
 public:
  void open(std::string_view name) { out_.append("<k:").append(name).append(">"); }
  void close(std::string_view name) { out_.append("</k:").append(name).append(">"); }
  void id(std::string_view name, std::string_view kind, std::string_view text) {
    open(name);
    out_.append("<s:").append(kind).append(">");
    xml::append_escaped(text, out_);
    out_.append("</s:").append(kind).append(">");
    close(name);
  }
  void uuid(std::string_view name, const base::Uuid& id_of) { id(name, "UUIDIdentifikator", id_of.text()); }
  void urn(std::string_view name, std::string_view text) { id(name, "URNIdentifikator", text); }
  void tid(std::string_view name, base::Tidspunkt at) {
    open(name);
    out_ += "<s:TidsstempelDatoTid>";
    oio::append_danish_time(at, out_);
    out_ += "</s:TidsstempelDatoTid>";
    close(name);
  }
  void raw(std::string_view text) { out_ += text; }
  std::string take() && { return std::move(out_); }

 private:
  std::string out_;
};

base::Uuid partstype(std::string_view part) {
  if (part.starts_with(kCpr) || part.starts_with(kUdkBorger)) return kPerson;
  return base::Uuid::named(base::kBrevdueNamespace, "objekttype/part");
}

void write_objekt(const Haendelse& one, Skriver& to) {
  for (const auto& part : one.parter) {
    to.open("RelateretObjekt");
    to.urn("ObjektId", part);
    to.uuid("ObjektType", partstype(part));
    to.close("RelateretObjekt");
  }
  to.open("ObjektRegistrering");
  to.tid("Registreringstidspunkt", one.registreringstidspunkt);
  to.urn("ObjektAnsvarligMyndighed", one.ejer.urn());
  to.uuid("ObjektId", one.objekt);
  to.uuid("ObjektType", one.objekttype);
  to.uuid("ObjektHandling", one.handling);
  if (!one.kle.empty()) to.urn("OpgaveEmne", fmt::format("urn:oio:kle:{}", one.kle.front().text()));
  to.close("ObjektRegistrering");
}

}  // namespace

std::vector<base::Cvr> modtagere(const Haendelse& haendelse, const aftaler::Aftaleregister& aftaler, oio::Dag i_dag) {
  std::vector<base::Cvr> out{haendelse.ejer};
  const auto kommune = haendelse.bopaelskommune;
  if (!kommune || *kommune == haendelse.ejer) return out;
  const aftaler::Oplysning oplysning{.dataejer = haendelse.ejer,
                                     .datamodtager = *kommune,
                                     .art = oio::Objektart::ADVISHAENDELSE,
                                     .kle = haendelse.kle,
                                     .foelsomhed = haendelse.foelsomhed,
                                     .formaal = oio::kAlleFormaal,
                                     .i_dag = i_dag};
  if (aftaler.afgoer(oplysning).tilladt()) out.push_back(*kommune);
  std::ranges::sort(out);
  return out;
}

std::string besked(const Haendelse& haendelse, const std::vector<base::Cvr>& modtagere, const base::Uuid& besked_id,
                   base::Tidspunkt nu) {
  Skriver to;
  to.raw(R"(<k:Haendelsesbesked xmlns:k="urn:oio:besked:kuvert:1.0" xmlns:s="urn:oio:sagdok:3.0.0">)");
  to.uuid("BeskedId", besked_id);
  to.raw("<k:BeskedVersion>1.0</k:BeskedVersion>");
  to.open("Beskedkuvert");
  to.open("Filtreringsdata");
  to.uuid("Beskedtype", haendelse.beskedtype);
  for (const auto cvr : modtagere) to.urn("TilladtModtager", cvr.urn());
  write_objekt(haendelse, to);
  to.close("Filtreringsdata");
  to.open("Leveranceinformation");
  to.tid("Dannelsestidspunkt", nu);
  to.uuid("Sikkerhedsklassificering", oio::sikkerhedsklasse(haendelse.foelsomhed));
  to.close("Leveranceinformation");
  to.close("Beskedkuvert");
  to.open("Beskeddata");
  const bool ejer_alene = std::ranges::all_of(modtagere, [&](base::Cvr cvr) { return cvr == haendelse.ejer; });
  to.raw(ejer_alene ? haendelse.indhold : haendelse.kun_identitet);
  to.close("Beskeddata");
  to.close("Haendelsesbesked");
  return std::move(to).take();
}

}  // namespace brevdue::indeks
