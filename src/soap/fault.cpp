#include "soap/fault.hpp"

#include <fmt/format.h>

#include "soap/text.hpp"

namespace brevdue::soap {
namespace {

using base::FejlKode;

FaultCode code_of(FejlKode kode) {
  switch (kode) {
    case FejlKode::UGYLDIG:
    case FejlKode::FOR_STOR:
    case FejlKode::IKKE_FUNDET:
    case FejlKode::IKKE_AUTENTISERET:
    case FejlKode::TOKEN_UDLOEBET:
    case FejlKode::IKKE_TILLADT:
    case FejlKode::KONFLIKT:
    case FejlKode::IKKE_UNDERSTOETTET:
      return FaultCode::SENDER;
    case FejlKode::OVERBELASTET:
    case FejlKode::DISK_FULD:
    case FejlKode::LAGER:
    case FejlKode::TIDSFRIST:
    case FejlKode::FORBINDELSE:
    case FejlKode::INTERN:
      break;
  }
  return FaultCode::RECEIVER;
}

base::Fejl told(const base::Fejl& fejl) {
  return is_told(fejl) ? fejl : base::Fejl{fejl.kode, "the service failed", {}};
}

std::string detail(const base::Fejl& fejl) {
  const std::string sti = fejl.sti.empty() ? "" : fmt::format("<b:Sti>{}</b:Sti>", xml_text(fejl.sti));
  return fmt::format("<b:Fejl xmlns:b=\"urn:brevdue:fejl\"><b:Kode>{}</b:Kode>{}<b:Tekst>{}</b:Tekst></b:Fejl>",
                     base::navn(fejl.kode), sti, xml_text(fejl.tekst));
}

std::string_view code_name(Version version, FaultCode code) {
  if (code == FaultCode::VERSION_MISMATCH) return "VersionMismatch";
  if (version == Version::SOAP_1_1) return code == FaultCode::SENDER ? "Client" : "Server";
  return code == FaultCode::SENDER ? "Sender" : "Receiver";
}

}  // namespace

Fault::Fault(base::Fejl why) : code(code_of(why.kode)), fejl(std::move(why)) {}

bool is_told(const base::Fejl& fejl) {
  return fejl.kode != FejlKode::LAGER && fejl.kode != FejlKode::INTERN;
}

std::string fault_element(Version version, const Fault& fault) {
  const base::Fejl fejl = told(fault.fejl);
  const std::string reason = xml_text(base::beskriv(fejl));
  const std::string_view name = code_name(version, fault.code);
  if (version == Version::SOAP_1_1) {
    return fmt::format("<s:Fault><faultcode>s:{}</faultcode><faultstring>{}</faultstring><detail>{}</detail></s:Fault>",
                       name, reason, detail(fejl));
  }
  return fmt::format(
      "<s:Fault><s:Code><s:Value>s:{}</s:Value></s:Code><s:Reason><s:Text xml:lang=\"en\">{}</s:Text></s:Reason>"
      "<s:Detail>{}</s:Detail></s:Fault>",
      name, reason, detail(fejl));
}

int http_status(Version version, FaultCode code) {
  return version == Version::SOAP_1_2 && code == FaultCode::SENDER ? 400 : 500;
}

}  // namespace brevdue::soap
