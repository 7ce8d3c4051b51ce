// urn:oio:sts:sagdok:sag:6: the Sag (spec indekser 1.5 and 1.6).
#include "sagdokumentindeks/faelles_type.hpp"

namespace brevdue::sagdokumentindeks {
namespace {

using xml::any_number;
using xml::extension_of;
using xml::in_order;
using xml::into;
using xml::kLocalOf;
using xml::of_elements;
using xml::one;
using xml::optional;

template <xml::Text Navn, const Type& T>
constexpr const Element& felt = xml::kLocal<kSag, Navn, T>;
template <xml::Text Navn>
constexpr const Element& relation = kLocalOf<Relation, kSag, Navn, kRelationType>;

// AttributListe.
constexpr Particle kEgenskaberDele[] = {
    optional(felt<"Virkning", v6::kVirkningType>, into<&SagEgenskaber::virkning>),
    optional(felt<"BrugervendtNoegle", v6::kBrugervendtNoegle>, into<&SagEgenskaber::brugervendt_noegle>),
    optional(felt<"AfleveretIndikator", v6::kIndikator>, into<&SagEgenskaber::afleveret_indikator>),
    optional(felt<"Beskrivelse", v6::kHoejst<4096>>, into<&SagEgenskaber::beskrivelse>),
    optional(felt<"HjemmelSpecifikation", v6::kHoejst<1024>>, into<&SagEgenskaber::hjemmel_specifikation>),
    optional(felt<"Kassationskode", v6::kHoejst<50>>, into<&SagEgenskaber::kassationskode>),
    optional(felt<"OffentlighedUndtaget", v6::kOffentlighedUndtagetType>, into<&SagEgenskaber::offentlighed_undtaget>),
    optional(felt<"PrincipielIndikator", v6::kIndikator>, into<&SagEgenskaber::principiel_indikator>),
    optional(felt<"Sagsnummer", v6::kMellem<1, 50>>, into<&SagEgenskaber::sagsnummer>),
    optional(felt<"Titel", v6::kMellem<1, 255>>, into<&SagEgenskaber::titel>),
};
constexpr Particle kEgenskaberIndhold = in_order(kEgenskaberDele);
constexpr Type kEgenskaberType = of_elements<SagEgenskaber>({kSag, "EgenskaberType"}, kEgenskaberIndhold);

constexpr Particle kAttributListeDele[] = {
    any_number(felt<"Egenskaber", kEgenskaberType>, into<&SagAttributListe::egenskaber>),
    optional(kLokalUdvidelseListe, into<&SagAttributListe::lokal_udvidelse_liste>),
};
constexpr Particle kAttributListeIndhold = in_order(kAttributListeDele);

// TilstandListe.
constexpr std::string_view kStatusKoder[] = {"Opstaaet", "Oplyst", "Afgjort", "Afsluttet"};
constexpr xml::SimpleType kStatusKodeVaerdi = v6::kode(kSag, "FremdriftStatusKodeType", kStatusKoder);
constexpr Type kStatusKode = xml::of_text(kStatusKodeVaerdi);
constexpr Particle kFremdriftDele[] = {
    optional(felt<"Virkning", v6::kVirkningType>, into<&Fremdrift::virkning>),
    optional(felt<"FremdriftStatusKode", kStatusKode>, into<&Fremdrift::fremdrift_status_kode>),
};
constexpr Particle kFremdriftIndhold = in_order(kFremdriftDele);
constexpr Type kFremdriftType = of_elements<Fremdrift>({kSag, "FremdriftType"}, kFremdriftIndhold);

constexpr Particle kTilstandListeDele[] = {
    any_number(felt<"Fremdrift", kFremdriftType>, into<&TilstandListe::fremdrift>),
    optional(kLokalUdvidelseListe, into<&TilstandListe::lokal_udvidelse_liste>),
};
constexpr Particle kTilstandListeIndhold = in_order(kTilstandListeDele);

// RelationListe.
constexpr Particle kJournalnotatDele[] = {
    optional(felt<"Titel", v6::kMellem<1, 255>>, into<&JournalnotatEgenskaber::titel>),
    optional(felt<"Notat", v6::kBase64>, into<&JournalnotatEgenskaber::notat>),
    optional(felt<"Format", v6::kHoejst<50>>, into<&JournalnotatEgenskaber::format>),
};
constexpr Particle kJournalnotatIndhold = in_order(kJournalnotatDele);
constexpr Type kJournalnotatEgenskaberType =
    of_elements<JournalnotatEgenskaber>({kSag, "JournalnotatEgenskaberType"}, kJournalnotatIndhold);

constexpr Particle kJournalpostEgenskaberDele[] = {
    optional(felt<"Dokumenttitel", v6::kHoejst<255>>, into<&JournalpostEgenskaber::dokumenttitel>),
    optional(v6::kOffentlighedUndtaget, into<&JournalpostEgenskaber::offentlighed_undtaget>),
    optional(felt<"JournalnotatEgenskaber", kJournalnotatEgenskaberType>,
             into<&JournalpostEgenskaber::journalnotat_egenskaber>),
};
constexpr Particle kJournalpostEgenskaberIndhold = in_order(kJournalpostEgenskaberDele);
constexpr Type kJournalpostEgenskaberType =
    of_elements<JournalpostEgenskaber>({kSag, "JournalpostEgenskaberType"}, kJournalpostEgenskaberIndhold);

constexpr Particle kJournalpostDele[] = {
    optional(felt<"JournalpostEgenskaber", kJournalpostEgenskaberType>, into<&Journalpost::egenskaber>),
};
constexpr Particle kJournalpostIndhold = in_order(kJournalpostDele);
constexpr Type kJournalpostType =
    extension_of<Journalpost>(kRelationType, {kSag, "JournalpostRelationType"}, &kJournalpostIndhold);

constexpr Particle kRelationListeDele[] = {
    any_number(relation<"Sagsaktoer">, into<&SagRelationListe::sagsaktoer>),
    any_number(relation<"Sagsklasse">, into<&SagRelationListe::sagsklasse>),
    any_number(relation<"Sagspart">, into<&SagRelationListe::sagspart>),
    any_number(relation<"Sagsrelation">, into<&SagRelationListe::sagsrelation>),
    any_number(relation<"Sagsgenstande">, into<&SagRelationListe::sagsgenstande>),
    any_number(felt<"Journalpost", kJournalpostType>, into<&SagRelationListe::journalpost>),
    optional(kLokalUdvidelseListe, into<&SagRelationListe::lokal_udvidelse_liste>),
};
constexpr Particle kRelationListeIndhold = in_order(kRelationListeDele);

// Registrering and Sag.
constexpr Particle kRegistreringDele[] = {
    one(kLocalOf<SagAttributListe, kSag, "AttributListe", kSagAttributListeType>,
        into<&SagRegistrering::attribut_liste>),
    one(kLocalOf<TilstandListe, kSag, "TilstandListe", kSagTilstandListeType>, into<&SagRegistrering::tilstand_liste>),
    one(kLocalOf<SagRelationListe, kSag, "RelationListe", kSagRelationListeType>,
        into<&SagRegistrering::relation_liste>),
};
constexpr Particle kRegistreringIndhold = in_order(kRegistreringDele);

constexpr Particle kSagDele[] = {
    xml::at_least_one(kLocalOf<SagRegistrering, kSag, "Registrering", kSagRegistreringType>, into<&Sag::registrering>),
    optional(felt<"UdenNotifikation", v6::kIndikator>, into<&Sag::uden_notifikation>),
};
constexpr Particle kSagIndhold = in_order(kSagDele);

}  // namespace

constinit const Type kSagAttributListeType =
    of_elements<SagAttributListe>({kSag, "AttributListeType"}, kAttributListeIndhold);
constinit const Type kSagTilstandListeType =
    of_elements<TilstandListe>({kSag, "TilstandListeType"}, kTilstandListeIndhold);
constinit const Type kSagRelationListeType =
    of_elements<SagRelationListe>({kSag, "RelationListeType"}, kRelationListeIndhold);
constinit const Type kSagRegistreringType =
    extension_of<SagRegistrering>(v6::kRegistreringType, {kSag, "RegistreringType"}, &kRegistreringIndhold);
constinit const Type kSagType = extension_of<Sag>(v6::kSagDokObjektType, {kSag, "SagType"}, &kSagIndhold);
constinit const Element kSagElement = Element::of<Sag>(kSag, "Sag", kSagType);

}  // namespace brevdue::sagdokumentindeks
