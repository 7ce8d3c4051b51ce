// urn:oio:besked:kuvert:1.0 (spec beskedfordeler 1.3): every element, also those that are only validated.
#include "oio/beskedkuvert_type.hpp"

#include <array>

#include "oio/beskedkuvert.hpp"
#include "oio/beskedkuvert_prefikser.hpp"
#include "xml/xmldsig_type.hpp"

namespace brevdue::oio {
namespace {

using xml::any;
using xml::any_number;
using xml::any_other;
using xml::Contents;
using xml::Element;
using xml::here;
using xml::in_order;
using xml::into;
using xml::of_elements;
using xml::of_text;
using xml::one;
using xml::one_of;
using xml::optional;
using xml::Particle;
using xml::place;
using xml::trimmed;
using xml::Type;
using xml::variant;
using xml::when_seen;
using Besked = Haendelsesbesked;
using Pladser = Haendelsesbesked::Pladser;

constexpr Type kTekst = of_text(xml::kString);
constexpr Type kHeltal = of_text(xml::kInteger);
constexpr Type kDatoTid = of_text(xml::kDateTime);
constexpr Type kIndikator = of_text(xml::kBooleanType);

// The base types of urn:oio:sagdok:3.0.0.
constexpr Element kUuidIdentifikator{kSagdok, "UUIDIdentifikator", kTekst};
constexpr Element kUrnIdentifikator{kSagdok, "URNIdentifikator", kTekst};
constexpr Element kTidsstempelDatoTid{kSagdok, "TidsstempelDatoTid", kDatoTid};
constexpr Element kGraenseIndikator{kSagdok, "GraenseIndikator", kIndikator};

constexpr auto kSomUuid = variant<&UnikId::tekst, &UnikId::art, UnikId::Art::UUID> | trimmed;
constexpr auto kSomUrn = variant<&UnikId::tekst, &UnikId::art, UnikId::Art::URN> | trimmed;

constexpr Particle kUnikIdValg[] = {one(kUuidIdentifikator, kSomUuid), one(kUrnIdentifikator, kSomUrn)};
constexpr Particle kUnikIdIndhold = one_of(kUnikIdValg);
constexpr Type kUnikIdType = of_elements<UnikId>({kSagdok, "UnikIdType"}, kUnikIdIndhold);

constexpr Particle kTidspunktValg[] = {one(kTidsstempelDatoTid), one(kGraenseIndikator)};
constexpr Particle kTidspunktIndhold = one_of(kTidspunktValg);
constexpr Type kTidspunktType = of_elements({kSagdok, "TidspunktType"}, kTidspunktIndhold);

// An actor is a part is an object with a UUID: two extensions that add nothing.
constexpr Particle kSagDokObjektDele[] = {one(kUuidIdentifikator, kSomUuid)};
constexpr Particle kSagDokObjektIndhold = in_order(kSagDokObjektDele);
constexpr Type kSagDokObjektType = of_elements<UnikId>({kSagdok, "SagDokObjektType"}, kSagDokObjektIndhold);
constexpr Type kPartType = xml::extension_of<UnikId>(kSagDokObjektType, {kPart, "PartType"});
constexpr Type kAktoerType = xml::extension_of<UnikId>(kPartType, {kOrganisation, "AktoerType"});

// The elements that hold an id, an actor or a time.
constexpr Element kBeskedId{kKuvert, "BeskedId", kUnikIdType};
constexpr Element kBeskedVersion{kKuvert, "BeskedVersion", kTekst};
constexpr Element kBeskedtype{kKuvert, "Beskedtype", kUnikIdType};
constexpr Element kBeskedAnsvarligAktoer{kKuvert, "BeskedAnsvarligAktoer", kAktoerType};
constexpr Element kTilladtModtager{kKuvert, "TilladtModtager", kUnikIdType};
constexpr Element kTvaergaaendeProces{kKuvert, "TvaergaaendeProces", kUnikIdType};
constexpr Element kObjektId{kKuvert, "ObjektId", kUnikIdType};
constexpr Element kObjektType{kKuvert, "ObjektType", kUnikIdType};
constexpr Element kObjektRolle{kKuvert, "ObjektRolle", kUnikIdType};
constexpr Element kObjektRegistreringId{kKuvert, "ObjektRegistreringId", kUnikIdType};
constexpr Element kRegistreringsAktoer{kKuvert, "RegistreringsAktoer", kAktoerType};
constexpr Element kRegistreringstidspunkt{kKuvert, "Registreringstidspunkt", kTidspunktType};
constexpr Element kObjektAnsvarligMyndighed{kKuvert, "ObjektAnsvarligMyndighed", kUnikIdType};
constexpr Element kObjektHandling{kKuvert, "ObjektHandling", kUnikIdType};
constexpr Element kOpgaveEmne{kKuvert, "OpgaveEmne", kUnikIdType};
constexpr Element kDannelsestidspunkt{kKuvert, "Dannelsestidspunkt", kTidspunktType};
constexpr Element kTransaktionsId{kKuvert, "TransaktionsId", kUnikIdType};
constexpr Element kKildesystem{kKuvert, "Kildesystem", kAktoerType};
constexpr Element kKildesystemIPAdresse{kKuvert, "KildesystemIPAdresse", kTekst};
constexpr Element kKildesystemAkkreditiver{kKuvert, "KildesystemAkkreditiver", kTekst};
constexpr Element kSikkerhedsklassificering{kKuvert, "Sikkerhedsklassificering", kUnikIdType};
constexpr Element kFordelingssystem{kKuvert, "Fordelingssystem", kUnikIdType};
constexpr Element kModtagelsesTidspunkt{kKuvert, "ModtagelsesTidspunkt", kTidspunktType};
constexpr Element kLeveranceTidspunkt{kKuvert, "LeveranceTidspunkt", kTidspunktType};
constexpr Element kModtagetFraSystem{kKuvert, "ModtagetFraSystem", kAktoerType};
constexpr Element kErLeveretIHenholdTil{kKuvert, "ErLeveretIHenholdTil", kUnikIdType};
constexpr Element kAntalLeveranceforsoeg{kKuvert, "AntalLeveranceforsoeg", kHeltal};
constexpr Element kHandling{kKuvert, "Handling", kUnikIdType};
constexpr Element kResponsmodtager{kKuvert, "Responsmodtager", kAktoerType};
constexpr Element kGyldighedFra{kKuvert, "GyldighedFra", kTidspunktType};
constexpr Element kGyldighedTil{kKuvert, "GyldighedTil", kTidspunktType};

// Extensions that senders and distributors may add to.
constexpr Particle kSignaturDele[] = {one(xml::kSignature)};
constexpr Particle kSignaturIndhold = in_order(kSignaturDele);
constexpr Type kAfsenderSystemSignaturType = of_elements({kKuvert, "AfsenderSystemSignaturType"}, kSignaturIndhold);
constexpr Type kBeskedfordelerSignaturType = of_elements({kKuvert, "BeskedfordelerSignaturType"}, kSignaturIndhold);
constexpr Element kAfsenderSystemSignatur{kKuvert, "AfsenderSystemSignatur", kAfsenderSystemSignaturType};
constexpr Element kBeskedfordelerSignatur{kKuvert, "BeskedfordelerSignatur", kBeskedfordelerSignaturType};

constexpr Particle kRegistreringUdvidelse[] = {optional(kAfsenderSystemSignatur), any_other(kKuvert, Contents::SKIP)};
constexpr Particle kRegistreringUdvidelseIndhold = in_order(kRegistreringUdvidelse);
constexpr Type kRegistreringUdvidelseType =
    of_elements({kKuvert, "ObjektRegistreringLokalUdvidelseType"}, kRegistreringUdvidelseIndhold);
constexpr Element kObjektRegistreringLokalUdvidelse{kKuvert, "ObjektRegistreringLokalUdvidelse",
                                                    kRegistreringUdvidelseType};

constexpr Particle kLeveranceUdvidelse[] = {optional(kBeskedfordelerSignatur), any_other(kKuvert, Contents::SKIP)};
constexpr Particle kLeveranceUdvidelseIndhold = in_order(kLeveranceUdvidelse);
constexpr Type kLeveranceUdvidelseType =
    of_elements({kKuvert, "LeveranceinformationLokalUdvidelseType"}, kLeveranceUdvidelseIndhold);
constexpr Element kLeveranceinformationLokalUdvidelse{kKuvert, "LeveranceinformationLokalUdvidelse",
                                                      kLeveranceUdvidelseType};

constexpr Particle kRuteUdvidelse[] = {optional(kAntalLeveranceforsoeg), any_other(kKuvert, Contents::SKIP)};
constexpr Particle kRuteUdvidelseIndhold = in_order(kRuteUdvidelse);
constexpr Type kRuteUdvidelseType = of_elements({kKuvert, "LeveranceruteLokalUdvidelseType"}, kRuteUdvidelseIndhold);
constexpr Element kLeveranceruteLokalUdvidelse{kKuvert, "LeveranceruteLokalUdvidelse", kRuteUdvidelseType};

// Filtreringsdata.
constexpr Particle kRelateretObjektDele[] = {
    one(kObjektId, into<&RelateretObjekt::objekt_id>),
    one(kObjektType, into<&RelateretObjekt::objekt_type>),
    optional(kObjektRolle, into<&RelateretObjekt::objekt_rolle>),
};
constexpr Particle kRelateretObjektIndhold = in_order(kRelateretObjektDele);
constexpr Type kRelateretObjektType =
    of_elements<RelateretObjekt>({kKuvert, "RelateretObjektType"}, kRelateretObjektIndhold);
constexpr Element kRelateretObjekt{kKuvert, "RelateretObjekt", kRelateretObjektType};

constexpr Particle kObjektRegistreringDele[] = {
    optional(kObjektRegistreringId, into<&ObjektRegistrering::objekt_registrering_id>),
    optional(kRegistreringsAktoer, into<&ObjektRegistrering::registrerings_aktoer>),
    optional(kRegistreringstidspunkt),
    optional(kObjektAnsvarligMyndighed, into<&ObjektRegistrering::objekt_ansvarlig_myndighed>),
    optional(kObjektId, into<&ObjektRegistrering::objekt_id>),
    optional(kObjektType, into<&ObjektRegistrering::objekt_type>),
    optional(kObjektHandling, into<&ObjektRegistrering::objekt_handling>),
    optional(kOpgaveEmne, into<&ObjektRegistrering::opgave_emne>),
    optional(kObjektRegistreringLokalUdvidelse),
};
constexpr Particle kObjektRegistreringIndhold = in_order(kObjektRegistreringDele);
constexpr Type kObjektRegistreringType =
    of_elements<ObjektRegistrering>({kKuvert, "ObjektRegistreringType"}, kObjektRegistreringIndhold);
constexpr Element kObjektRegistrering{kKuvert, "ObjektRegistrering", kObjektRegistreringType};

constexpr Particle kFiltreringsdataDele[] = {
    one(kBeskedtype, into<&Besked::beskedtype>),
    optional(kBeskedAnsvarligAktoer, into<&Besked::besked_ansvarlig_aktoer>),
    any_number(kTilladtModtager, into<&Besked::tilladt_modtager> | place<&Besked::pladser, &Pladser::tilladt_modtager>),
    any_number(kRelateretObjekt, into<&Besked::relateret_objekt>),
    any_number(kObjektRegistrering, into<&Besked::objekt_registrering>),
    any_number(kTvaergaaendeProces, into<&Besked::tvaergaaende_proces>),
};
constexpr Particle kFiltreringsdataIndhold = in_order(kFiltreringsdataDele);
constexpr Type kFiltreringsdataType = of_elements<Besked>({kKuvert, "FiltreringsdataType"}, kFiltreringsdataIndhold);
constexpr Element kFiltreringsdata{kKuvert, "Filtreringsdata", kFiltreringsdataType};

// Leveranceinformation.
constexpr Particle kLeveranceruteDele[] = {
    optional(kFordelingssystem),  optional(kModtagelsesTidspunkt), optional(kLeveranceTidspunkt),
    optional(kModtagetFraSystem), optional(kErLeveretIHenholdTil), optional(kLeveranceruteLokalUdvidelse),
};
constexpr Particle kLeveranceruteIndhold = in_order(kLeveranceruteDele);
constexpr Type kLeveranceruteType = of_elements({kKuvert, "LeveranceruteType"}, kLeveranceruteIndhold);
constexpr Element kLeverancerute{kKuvert, "Leverancerute", kLeveranceruteType};

constexpr Particle kLeveranceruterDele[] = {
    any_number(kLeverancerute, place<&Besked::pladser, &Pladser::leverancerute>),
};
constexpr Particle kLeveranceruterIndhold = in_order(kLeveranceruterDele);
constexpr Type kLeveranceruterType = of_elements<Besked>({kKuvert, "LeveranceruterType"}, kLeveranceruterIndhold);
constexpr Element kLeveranceruter{kKuvert, "Leveranceruter", kLeveranceruterType};

constexpr Particle kLeveranceinformationDele[] = {
    optional(kDannelsestidspunkt, place<&Besked::pladser, &Pladser::dannelsestidspunkt>),
    optional(kTransaktionsId, into<&Besked::transaktions_id>),
    optional(kKildesystem, into<&Besked::kildesystem>),
    optional(kKildesystemIPAdresse),
    optional(kKildesystemAkkreditiver),
    optional(kSikkerhedsklassificering,
             into<&Besked::sikkerhedsklassificering> | place<&Besked::pladser, &Pladser::sikkerhedsklassificering>),
    optional(kLeveranceruter, here<Besked> | place<&Besked::pladser, &Pladser::leveranceruter> |
                                  when_seen<Besked, &note_leveranceruter>),
    optional(kLeveranceinformationLokalUdvidelse, place<&Besked::pladser, &Pladser::lokal_udvidelse>),
};
constexpr Particle kLeveranceinformationIndhold = in_order(kLeveranceinformationDele);
constexpr Type kLeveranceinformationType =
    of_elements<Besked>({kKuvert, "LeveranceinformationType"}, kLeveranceinformationIndhold);
constexpr Element kLeveranceinformation{kKuvert, "Leveranceinformation", kLeveranceinformationType};

// The envelope and the besked.
constexpr Particle kModtagerhandlingDele[] = {optional(kHandling), optional(kResponsmodtager)};
constexpr Particle kModtagerhandlingIndhold = in_order(kModtagerhandlingDele);
constexpr Type kModtagerhandlingType = of_elements({kKuvert, "ModtagerhandlingType"}, kModtagerhandlingIndhold);
constexpr Element kModtagerhandling{kKuvert, "Modtagerhandling", kModtagerhandlingType};

constexpr Particle kBeskedkuvertDele[] = {
    one(kFiltreringsdata, here<Besked> | when_seen<Besked, &note_filtreringsdata>),
    one(kLeveranceinformation, here<Besked> | place<&Besked::pladser, &Pladser::leveranceinformation> |
                                   when_seen<Besked, &note_leveranceinformation>),
    optional(kModtagerhandling),
    optional(kGyldighedFra),
    optional(kGyldighedTil),
};
constexpr Particle kBeskedkuvertIndhold = in_order(kBeskedkuvertDele);
constexpr Type kBeskedkuvertType = of_elements<Besked>({kKuvert, "BeskedkuvertType"}, kBeskedkuvertIndhold);
constexpr Element kBeskedkuvert{kKuvert, "Beskedkuvert", kBeskedkuvertType};

constexpr Particle kBeskeddataDele[] = {any(Contents::SKIP)};
constexpr Particle kBeskeddataIndhold = in_order(kBeskeddataDele);
constexpr Type kBeskeddataType = of_elements({kKuvert, "BeskeddataType"}, kBeskeddataIndhold);
constexpr Element kBeskeddata{kKuvert, "Beskeddata", kBeskeddataType};

constexpr Particle kHaendelsesbeskedDele[] = {
    one(kBeskedId, into<&Besked::besked_id>),
    one(kBeskedVersion, into<&Besked::besked_version>),
    one(kBeskedkuvert, here<Besked>),
    any_number(kBeskeddata),
};
constexpr Particle kHaendelsesbeskedIndhold = in_order(kHaendelsesbeskedDele);
constexpr Type kHaendelsesbeskedType = of_elements<Besked>({kKuvert, "HaendelsesbeskedType"}, kHaendelsesbeskedIndhold);

}  // namespace

constinit const Element kHaendelsesbeskedElement{kKuvert, "Haendelsesbesked", kHaendelsesbeskedType};

const xml::Schema& beskedkuvert_schema() {
  static const auto globals = [] {
    std::vector<const Element*> all{&kHaendelsesbeskedElement,
                                    &kBeskedId,
                                    &kBeskedVersion,
                                    &kBeskedkuvert,
                                    &kBeskeddata,
                                    &kFiltreringsdata,
                                    &kLeveranceinformation,
                                    &kModtagerhandling,
                                    &kGyldighedFra,
                                    &kGyldighedTil,
                                    &kBeskedtype,
                                    &kBeskedAnsvarligAktoer,
                                    &kTilladtModtager,
                                    &kRelateretObjekt,
                                    &kObjektRegistrering,
                                    &kTvaergaaendeProces,
                                    &kObjektId,
                                    &kObjektType,
                                    &kObjektRolle,
                                    &kObjektRegistreringId,
                                    &kRegistreringsAktoer,
                                    &kRegistreringstidspunkt,
                                    &kObjektAnsvarligMyndighed,
                                    &kObjektHandling,
                                    &kOpgaveEmne,
                                    &kObjektRegistreringLokalUdvidelse,
                                    &kAfsenderSystemSignatur,
                                    &kBeskedfordelerSignatur,
                                    &kDannelsestidspunkt,
                                    &kTransaktionsId,
                                    &kKildesystem,
                                    &kKildesystemIPAdresse,
                                    &kKildesystemAkkreditiver,
                                    &kSikkerhedsklassificering,
                                    &kLeveranceruter,
                                    &kLeverancerute,
                                    &kLeveranceinformationLokalUdvidelse,
                                    &kFordelingssystem,
                                    &kModtagelsesTidspunkt,
                                    &kLeveranceTidspunkt,
                                    &kModtagetFraSystem,
                                    &kErLeveretIHenholdTil,
                                    &kLeveranceruteLokalUdvidelse,
                                    &kAntalLeveranceforsoeg,
                                    &kHandling,
                                    &kResponsmodtager,
                                    &kUuidIdentifikator,
                                    &kUrnIdentifikator,
                                    &kTidsstempelDatoTid,
                                    &kGraenseIndikator};
    all.insert(all.end(), xml::kXmldsigGlobals.begin(), xml::kXmldsigGlobals.end());
    return all;
  }();
  static const xml::Schema schema{globals};
  return schema;
}

std::span<const xml::SchemaFile> beskedkuvert_schema_files() {
  static constexpr xml::SchemaFile kFiles[] = {{kKuvert, "b", "Beskedkuvert.xsd"},
                                               {kSagdok, "sd", "SagDokObjekt.xsd"},
                                               {kPart, "part", "Part.xsd"},
                                               {kOrganisation, "org", "OrganisationFaelles.xsd"},
                                               {xml::kXmldsig, "ds", "xmldsig.xsd"}};
  return kFiles;
}

}  // namespace brevdue::oio
