// The tables of the ground types: for the files that describe the indexes' types, and for nothing else.
//
// They differ from the envelope's (beskedkuvert_type.cpp), which knows older forms of the same names: here a UUID has a
// pattern, texts have lengths and a GraenseIndikator is always true.
//
// Thread safety: constants.
#pragma once

#include <algorithm>
#include <array>

#include "oio/grundtyper.hpp"
#include "oio/navnerum.hpp"
#include "xml/type.hpp"

namespace brevdue::oio::v6 {

using xml::Element;
using xml::in_order;
using xml::into;
using xml::kLocal;
using xml::of_elements;
using xml::of_text;
using xml::one;
using xml::one_of;
using xml::optional;
using xml::Particle;
using xml::SimpleType;
using xml::Type;
using xml::variant;
using xml::WhiteSpace;

// Simple types. Lengths are in characters.
bool is_uuid(std::string_view text);
bool is_beloeb(std::string_view text);
bool is_cvr(std::string_view text);

template <std::size_t Least, std::size_t Most>
inline constexpr SimpleType kTekstMellem{
    .base = &xml::kString, .white_space = WhiteSpace::PRESERVE, .min_length = Least, .max_length = Most};
template <std::size_t Most>
inline constexpr SimpleType kTekstHoejst{
    .base = &xml::kString, .white_space = WhiteSpace::PRESERVE, .max_length = Most};
consteval SimpleType kode(std::string_view ns, std::string_view name, std::span<const std::string_view> values) {
  return {.ns = ns, .name = name, .base = &xml::kString, .white_space = WhiteSpace::PRESERVE, .enumeration = values};
}

template <std::size_t Most>
inline constexpr Type kHoejst = of_text(kTekstHoejst<Most>);
template <std::size_t Least, std::size_t Most>
inline constexpr Type kMellem = of_text(kTekstMellem<Least, Most>);

inline constexpr Type kTekst = of_text(xml::kString);
inline constexpr Type kHeltal = of_text(xml::kInteger);
inline constexpr Type kDatoTid = of_text(xml::kDateTime);
inline constexpr Type kDato = of_text(xml::kDate);
inline constexpr Type kIndikator = of_text(xml::kBooleanType);
inline constexpr Type kBase64 = of_text(xml::kBase64Binary);

inline constexpr SimpleType kUuidVaerdi{
    .base = &xml::kString,
    .white_space = WhiteSpace::PRESERVE,
    .pattern = {is_uuid, "[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}"}};
inline constexpr SimpleType kBeloebVaerdi{.ns = kGenerelleDefinitioner,
                                          .name = "BeloebType",
                                          .base = &xml::kString,
                                          .white_space = WhiteSpace::PRESERVE,
                                          .pattern = {is_beloeb, "-?[0-9]+(\\.[0-9]+)?"}};
inline constexpr SimpleType kCvrVaerdi{
    .base = &xml::kString, .white_space = WhiteSpace::PRESERVE, .pattern = {is_cvr, "[0-9]{8}"}};
inline constexpr SimpleType kBrugervendtNoegleVaerdi{.ns = kSagdok,
                                                     .name = "BrugervendtNoegleTekst",
                                                     .base = &xml::kString,
                                                     .white_space = WhiteSpace::PRESERVE,
                                                     .max_length = 50};
inline constexpr std::string_view kLivscyklusKoder[] = {"Opstaaet", "Importeret", "Passiveret", "Slettet"};
inline constexpr SimpleType kLivscyklusVaerdi = kode(kSagdok, "LivscyklusKodeType", kLivscyklusKoder);
inline constexpr std::string_view kAktoerTypeKoder[] = {"Organisation", "OrganisationEnhed", "OrganisationFunktion",
                                                        "Bruger",       "ItSystem",          "Interessefaellesskab"};
inline constexpr SimpleType kAktoerTypeVaerdi = kode(kSagdok, "AktoerTypeKodeType", kAktoerTypeKoder);
inline constexpr std::string_view kFoelsomheder[] = {"IKKE_FORTROLIGE_DATA", "FORTROLIGE_PERSONOPLYSNINGER",
                                                     "FOELSOMME_PERSONOPLYSNINGER", "VIP_SAGER"};

inline constexpr Type kUuid = of_text(kUuidVaerdi);
inline constexpr Type kBeloeb = of_text(kBeloebVaerdi);
inline constexpr Type kCvr = of_text(kCvrVaerdi);
inline constexpr Type kBrugervendtNoegle = of_text(kBrugervendtNoegleVaerdi);
inline constexpr Type kLivscyklus = of_text(kLivscyklusVaerdi);
inline constexpr Type kAktoerType = of_text(kAktoerTypeVaerdi);

// Ids and times.
inline constexpr Element kUuidIdentifikator{kSagdok, "UUIDIdentifikator", kUuid};
inline constexpr Element kUrnIdentifikator{kSagdok, "URNIdentifikator", kHoejst<255>};
inline constexpr Element kNoteTekst{kSagdok, "NoteTekst", kHoejst<1024>};
inline constexpr Element kTidsstempelDatoTid{kSagdok, "TidsstempelDatoTid", kDatoTid};
inline constexpr Element kGraenseIndikator = Element(kSagdok, "GraenseIndikator", kIndikator).with_fixed("true");

inline constexpr Particle kUnikIdValg[] = {
    one(kUuidIdentifikator, variant<&UnikId::tekst, &UnikId::art, UnikId::Art::UUID>),
    one(kUrnIdentifikator, variant<&UnikId::tekst, &UnikId::art, UnikId::Art::URN>),
};
inline constexpr Particle kUnikIdIndhold = one_of(kUnikIdValg);
inline constexpr Type kUnikIdType = of_elements<UnikId>({kSagdok, "UnikIdType"}, kUnikIdIndhold);

inline constexpr Particle kTidspunktValg[] = {
    one(kTidsstempelDatoTid, variant<&Tidsgraense::tekst, &Tidsgraense::art, Tidsgraense::Art::TIDSSTEMPEL>),
    one(kGraenseIndikator, variant<&Tidsgraense::tekst, &Tidsgraense::art, Tidsgraense::Art::GRAENSE>),
};
inline constexpr Particle kTidspunktIndhold = one_of(kTidspunktValg);
inline constexpr Type kTidspunktType = of_elements<Tidsgraense>({kSagdok, "TidspunktType"}, kTidspunktIndhold);

inline constexpr Element kFraTidspunkt{kSagdok, "FraTidspunkt", kTidspunktType};
inline constexpr Element kTilTidspunkt{kSagdok, "TilTidspunkt", kTidspunktType};
inline constexpr Element kAktoerRef{kSagdok, "AktoerRef", kUnikIdType};
inline constexpr Element kAktoerTypeKode{kSagdok, "AktoerTypeKode", kAktoerType};
inline constexpr Element kLivscyklusKode{kSagdok, "LivscyklusKode", kLivscyklus};
inline constexpr Element kBrugerRef{kSagdok, "BrugerRef", kUnikIdType};

// Virkning, and the same to search by.
inline constexpr Particle kVirkningDele[] = {
    optional(kFraTidspunkt, into<&Virkning::fra>),     optional(kTilTidspunkt, into<&Virkning::til>),
    optional(kAktoerRef, into<&Virkning::aktoer_ref>), optional(kAktoerTypeKode, into<&Virkning::aktoer_type_kode>),
    optional(kNoteTekst, into<&Virkning::note>),
};
inline constexpr Particle kVirkningIndhold = in_order(kVirkningDele);
inline constexpr Type kVirkningType = of_elements<Virkning>({kSagdok, "VirkningType"}, kVirkningIndhold);
inline constexpr Type kSoegVirkningType = of_elements<Virkning>({kSagdok, "SoegVirkningType"}, kVirkningIndhold);
inline constexpr Element kSoegVirkning{kSagdok, "SoegVirkning", kSoegVirkningType};

// What objects begin with.
inline constexpr Particle kSagDokObjektDele[] = {one(kUuidIdentifikator, into<&SagDokObjekt::uuid>)};
inline constexpr Particle kSagDokObjektIndhold = in_order(kSagDokObjektDele);
inline constexpr Type kSagDokObjektType =
    of_elements<SagDokObjekt>({kSagdok, "SagDokObjektType"}, kSagDokObjektIndhold);

inline constexpr Particle kSdRegistreringDele[] = {
    optional(kNoteTekst, into<&Registrering::note>),
    optional(kLocal<kSagdok, "Tidspunkt", kDatoTid>, into<&Registrering::tidspunkt>),
    optional(kLivscyklusKode, into<&Registrering::livscyklus_kode>),
    optional(kBrugerRef, into<&Registrering::bruger_ref>),
};
inline constexpr Particle kSdRegistreringIndhold = in_order(kSdRegistreringDele);
inline constexpr Type kSdRegistreringType =
    of_elements<Registrering>({kSagdok, "RegistreringType"}, kSdRegistreringIndhold);
inline constexpr Particle kRegistreringDele[] = {
    optional(kLocal<kGenerelleDefinitioner, "StsTidspunkt", kDatoTid>, into<&Registrering::sts_tidspunkt>),
};
inline constexpr Particle kRegistreringIndhold = in_order(kRegistreringDele);
inline constexpr Type kRegistreringType = xml::extension_of<Registrering>(
    kSdRegistreringType, {kGenerelleDefinitioner, "RegistreringType"}, &kRegistreringIndhold);

inline constexpr Element kTitelAlternativTekst{kSagdok, "TitelAlternativTekst", kHoejst<255>};
inline constexpr Element kOffentlighedUndtagetHjemmelTekst{kSagdok, "OffentlighedUndtagetHjemmelTekst", kHoejst<1024>};
inline constexpr Particle kOffentlighedUndtagetDele[] = {
    one(kTitelAlternativTekst, into<&OffentlighedUndtaget::titel_alternativ>),
    one(kOffentlighedUndtagetHjemmelTekst, into<&OffentlighedUndtaget::hjemmel>),
};
inline constexpr Particle kOffentlighedUndtagetIndhold = in_order(kOffentlighedUndtagetDele);
inline constexpr Type kOffentlighedUndtagetType =
    of_elements<OffentlighedUndtaget>({kSagdok, "OffentlighedUndtagetType"}, kOffentlighedUndtagetIndhold);
inline constexpr Element kOffentlighedUndtaget{kSagdok, "OffentlighedUndtaget", kOffentlighedUndtagetType};
inline constexpr Element kBeskrivelseTekst{kSagdok, "BeskrivelseTekst", kHoejst<4096>};

// The elements of gd:RelationType and gd:LokalUdvidelseListeType. The types are each index's own, for what stands in a
// LokalUdvidelseListe is known to it alone.
inline constexpr Element kRelationVirkning = kLocal<kGenerelleDefinitioner, "Virkning", kVirkningType>;
inline constexpr Element kRolle = kLocal<kGenerelleDefinitioner, "Rolle", kUnikIdType>;
inline constexpr Element kRelationstype = kLocal<kGenerelleDefinitioner, "Type", kUnikIdType>;
inline constexpr Element kIndeks = kLocal<kGenerelleDefinitioner, "Indeks", kHoejst<36>>;
inline constexpr Element kReferenceId = kLocal<kGenerelleDefinitioner, "ReferenceID", kUnikIdType>;
inline constexpr Element kSenestAendretTidspunkt = kLocal<kGenerelleDefinitioner, "SenestAendretTidspunkt", kDatoTid>;

// What is answered.
inline constexpr Element kStatusKode{kSagdok, "StatusKode", kHeltal};
inline constexpr Element kFejlbeskedTekst{kSagdok, "FejlbeskedTekst", kTekst};
inline constexpr Element kDetaljeretFejlbesked{kSagdok, "DetaljeretFejlbesked", kTekst};
inline constexpr Particle kStandardReturDele[] = {
    one(kStatusKode, into<&StandardRetur::status_kode>),
    optional(kFejlbeskedTekst, into<&StandardRetur::fejlbesked>),
    optional(kDetaljeretFejlbesked, into<&StandardRetur::detaljeret_fejlbesked>),
};
inline constexpr Particle kStandardReturIndhold = in_order(kStandardReturDele);
inline constexpr Type kStandardReturType =
    of_elements<StandardRetur>({kSagdok, "StandardReturType"}, kStandardReturIndhold);
inline constexpr Element kStandardRetur{kSagdok, "StandardRetur", kStandardReturType};

inline constexpr Particle kUnikReturDele[] = {
    one(kLocal<kSagdok, "Type", kTekst>, into<&UnikRetur::type>),
    one(kUuidIdentifikator, into<&UnikRetur::uuid>),
};
inline constexpr Particle kUnikReturIndhold = in_order(kUnikReturDele);
inline constexpr Type kUnikReturType =
    xml::extension_of<UnikRetur>(kStandardReturType, {kSagdok, "UnikReturType"}, &kUnikReturIndhold);

inline constexpr Particle kMultipleOutputValg[] = {
    xml::any_number(kLocal<kSagdok, "UnikRetur", kUnikReturType>, into<&MultipleOutput::unik_retur>),
    xml::any_number(kStandardRetur, into<&MultipleOutput::standard_retur>),
};
inline constexpr Particle kMultipleOutputDele[] = {one_of(kMultipleOutputValg)};
inline constexpr Particle kMultipleOutputIndhold = in_order(kMultipleOutputDele);
inline constexpr Type kMultipleOutputType =
    of_elements<MultipleOutput>({kSagdok, "MultipleOutputType"}, kMultipleOutputIndhold);

inline constexpr Particle kBasicOutputDele[] = {one(kStandardRetur, into<&BasicOutput::standard_retur>)};
inline constexpr Particle kBasicOutputIndhold = in_order(kBasicOutputDele);
inline constexpr Type kBasicOutputType = of_elements<BasicOutput>({kSagdok, "BasicOutputType"}, kBasicOutputIndhold);

// What is asked for.
inline constexpr Particle kUuidNoteDele[] = {
    one(kUuidIdentifikator, into<&UuidNote::uuid>),
    optional(kNoteTekst, into<&UuidNote::note>),
};
inline constexpr Particle kUuidNoteIndhold = in_order(kUuidNoteDele);
inline constexpr Type kUuidNoteInputType = of_elements<UuidNote>({kSagdok, "UuidNoteInputType"}, kUuidNoteIndhold);
inline constexpr Type kRetInputType = of_elements<UuidNote>({kSagdok, "RetInputType"}, kUuidNoteIndhold);

inline constexpr Element kFoersteResultatReference{kSagdok, "FoersteResultatReference", kHeltal};
inline constexpr Element kMaksimalAntalKvantitet{kSagdok, "MaksimalAntalKvantitet", kHeltal};

inline constexpr Particle kSoegRegistreringDele[] = {
    optional(kFraTidspunkt, into<&SoegRegistrering::fra>),
    optional(kTilTidspunkt, into<&SoegRegistrering::til>),
    optional(kLivscyklusKode, into<&SoegRegistrering::livscyklus_kode>),
    optional(kBrugerRef, into<&SoegRegistrering::bruger_ref>),
};
inline constexpr Particle kSoegRegistreringIndhold = in_order(kSoegRegistreringDele);
inline constexpr Type kSoegRegistreringType =
    of_elements<SoegRegistrering>({kSagdok, "SoegRegistreringType"}, kSoegRegistreringIndhold);
inline constexpr Element kSoegRegistrering{kSagdok, "SoegRegistrering", kSoegRegistreringType};

inline constexpr Particle kSdSoegInputDele[] = {
    optional(kFoersteResultatReference, into<&SoegInput::foerste_resultat>),
    optional(kMaksimalAntalKvantitet, into<&SoegInput::maksimal_antal>),
    optional(kSoegRegistrering, into<&SoegInput::registrering>),
    optional(kSoegVirkning, into<&SoegInput::virkning>),
};
inline constexpr Particle kSdSoegInputIndhold = in_order(kSdSoegInputDele);
inline constexpr Type kSdSoegInputType = of_elements<SoegInput>({kSagdok, "SoegInputType"}, kSdSoegInputIndhold);
inline constexpr Particle kSoegIndeksInputDele[] = {
    optional(kLocal<kGenerelleOperationer, "SoegStsFraTidspunkt", kTidspunktType>, into<&SoegInput::sts_fra>),
    optional(kLocal<kGenerelleOperationer, "SoegStsTilTidspunkt", kTidspunktType>, into<&SoegInput::sts_til>),
};
inline constexpr Particle kSoegIndeksInputIndhold = in_order(kSoegIndeksInputDele);
inline constexpr Type kSoegIndeksInputType = xml::extension_of<SoegInput>(
    kSdSoegInputType, {kGenerelleOperationer, "SoegIndeksInputType"}, &kSoegIndeksInputIndhold);

inline constexpr const Element& kIntervalFra = kLocal<kGenerelleOperationer, "FraTidspunkt", kTidspunktType>;
inline constexpr const Element& kIntervalTil = kLocal<kGenerelleOperationer, "TilTidspunkt", kTidspunktType>;
inline constexpr Particle kSoegTidIntervalDele[] = {
    one(kIntervalFra, into<&SoegTidInterval::fra>),
    one(kIntervalTil, into<&SoegTidInterval::til>),
};
inline constexpr Particle kAabentIntervalDele[] = {
    optional(kIntervalFra, into<&SoegTidInterval::fra>),
    optional(kIntervalTil, into<&SoegTidInterval::til>),
};
inline constexpr Particle kSoegTidIntervalIndhold = in_order(kSoegTidIntervalDele);
inline constexpr Particle kAabentIntervalIndhold = in_order(kAabentIntervalDele);
inline constexpr Type kSoegTidIntervalType =
    of_elements<SoegTidInterval>({kGenerelleOperationer, "SoegTidIntervalType"}, kSoegTidIntervalIndhold);
inline constexpr Type kOprettetTidspunktIntervalType =
    of_elements<SoegTidInterval>({kGenerelleOperationer, "OprettetTidspunktIntervalType"}, kAabentIntervalIndhold);
inline constexpr Type kSenestAendretIntervalType =
    of_elements<SoegTidInterval>({kGenerelleOperationer, "SenestAendretIntervalType"}, kAabentIntervalIndhold);

inline constexpr Particle kSoegBeloebIntervalDele[] = {
    one(kLocal<kGenerelleOperationer, "FraBeloeb", kBeloeb>, into<&SoegBeloebInterval::fra>),
    one(kLocal<kGenerelleOperationer, "TilBeloeb", kBeloeb>, into<&SoegBeloebInterval::til>),
};
inline constexpr Particle kSoegBeloebIntervalIndhold = in_order(kSoegBeloebIntervalDele);
inline constexpr Type kSoegBeloebIntervalType =
    of_elements<SoegBeloebInterval>({kGenerelleOperationer, "SoegBeloebIntervalType"}, kSoegBeloebIntervalIndhold);

inline constexpr Particle kPagineringDele[] = {
    optional(kFoersteResultatReference, into<&Paginering::foerste_resultat>),
    optional(kMaksimalAntalKvantitet, into<&Paginering::maksimal_antal>),
};
inline constexpr Particle kPagineringIndhold = in_order(kPagineringDele);
inline constexpr Type kPagineringType =
    of_elements<Paginering>({kGenerelleOperationer, "PagineringType"}, kPagineringIndhold);

// What a search says of its answer, in each index's own namespace: "AND" or "OR", which way to sort.
inline constexpr std::string_view kAndOrKoder[] = {"AND", "OR"};
inline constexpr std::string_view kRetninger[] = {"Stigende", "Faldende"};

// The elements above that a schema declares for all to use.
inline constexpr std::array kGlobale{
    &kUuidIdentifikator,
    &kUrnIdentifikator,
    &kNoteTekst,
    &kTidsstempelDatoTid,
    &kGraenseIndikator,
    &kFraTidspunkt,
    &kTilTidspunkt,
    &kAktoerRef,
    &kAktoerTypeKode,
    &kLivscyklusKode,
    &kBrugerRef,
    &kSoegVirkning,
    &kTitelAlternativTekst,
    &kOffentlighedUndtagetHjemmelTekst,
    &kOffentlighedUndtaget,
    &kBeskrivelseTekst,
    &kStatusKode,
    &kFejlbeskedTekst,
    &kDetaljeretFejlbesked,
    &kStandardRetur,
    &kFoersteResultatReference,
    &kMaksimalAntalKvantitet,
    &kSoegRegistrering,
};

}  // namespace brevdue::oio::v6
