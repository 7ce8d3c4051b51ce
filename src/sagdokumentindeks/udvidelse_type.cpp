// Relations, and what may stand in a LokalUdvidelseListe (spec indekser 1.2, 1.4 to 1.7).
#include "sagdokumentindeks/faelles_type.hpp"

namespace brevdue::sagdokumentindeks {
namespace {

using xml::alternative;
using xml::any_number;
using xml::extension_of;
using xml::in_order;
using xml::into;
using xml::of_elements;
using xml::one;
using xml::optional;

template <xml::Text Navn, const Type& T>
constexpr const Element& si = xml::kLocal<kSagIndeks, Navn, T>;
template <xml::Text Navn, const Type& T>
constexpr const Element& di = xml::kLocal<kDokumentIndeks, Navn, T>;

// gd:RelationType.
constexpr Particle kRelationDele[] = {
    optional(v6::kRelationVirkning, into<&Relation::virkning, Relation>),
    optional(v6::kRolle, into<&Relation::rolle, Relation>),
    optional(v6::kRelationstype, into<&Relation::type, Relation>),
    optional(v6::kIndeks, into<&Relation::indeks, Relation>),
    optional(v6::kReferenceId, into<&Relation::reference_id, Relation>),
    optional(kLokalUdvidelseListe, into<&Relation::lokal_udvidelse_liste>),
};
constexpr Particle kRelationIndhold = in_order(kRelationDele);

// Sag: its index attributes.
constexpr xml::SimpleType kFoelsomhedVaerdi = v6::kode(kSagIndeks, "FoelsomhedType", v6::kFoelsomheder);
constexpr Type kFoelsomhed = xml::of_text(kFoelsomhedVaerdi);

constexpr Particle kMedVirkningDele[] = {optional(v6::kRelationVirkning, into<&SagIndeksEgenskaber::virkning>)};
constexpr Particle kMedVirkningIndhold = in_order(kMedVirkningDele);
constexpr Type kLokalUdvidelseType =
    of_elements<SagIndeksEgenskaber>({kGenerelleDefinitioner, "LokalUdvidelseType"}, kMedVirkningIndhold);
constexpr Particle kSagIndeksEgenskaberDele[] = {
    optional(si<"Sagsstatus", v6::kHoejst<255>>, into<&SagIndeksEgenskaber::sagsstatus>),
    optional(si<"Sagskategori", v6::kHoejst<255>>, into<&SagIndeksEgenskaber::sagskategori>),
    optional(si<"Foelsomhed", kFoelsomhed>, into<&SagIndeksEgenskaber::foelsomhed>),
    optional(si<"Lokation", v6::kHoejst<255>>, into<&SagIndeksEgenskaber::lokation>),
    optional(si<"OprettetTidspunkt", v6::kDatoTid>, into<&SagIndeksEgenskaber::oprettet_tidspunkt>),
};
constexpr Particle kSagIndeksEgenskaberIndhold = in_order(kSagIndeksEgenskaberDele);
constexpr Type kSagIndeksEgenskaberType = extension_of<SagIndeksEgenskaber>(
    kLokalUdvidelseType, {kSagIndeks, "EgenskaberType"}, &kSagIndeksEgenskaberIndhold);
constexpr Element kSagIndeksEgenskaber{kSagIndeks, "SagIndeksEgenskaber", kSagIndeksEgenskaberType};

// Sag: of its relations.
constexpr Particle kSagsaktoerDele[] = {
    optional(si<"BrugervendtNoegle", v6::kBrugervendtNoegle>, into<&SagsaktoerUdvidelse::brugervendt_noegle>),
    optional(si<"FuldtNavn", v6::kHoejst<255>>, into<&SagsaktoerUdvidelse::fuldt_navn>),
    optional(si<"CVR-Nummer", v6::kCvr>, into<&SagsaktoerUdvidelse::cvr_nummer>),
};
constexpr Particle kSagsaktoerIndhold = in_order(kSagsaktoerDele);
constexpr Type kSagsaktoerType =
    of_elements<SagsaktoerUdvidelse>({kSagIndeks, "SagsaktoerLokalUdvidelseType"}, kSagsaktoerIndhold);
constexpr Element kSagsaktoer{kSagIndeks, "SagsaktoerLokalUdvidelse", kSagsaktoerType};

constexpr Particle kSagSoegeordDele[] = {
    optional(si<"SoegeordIdentifikator", v6::kTekst>, into<&Soegeord::identifikator>),
    optional(v6::kBeskrivelseTekst, into<&Soegeord::beskrivelse>),
    optional(si<"SoegeordKategoriTekst", v6::kTekst>, into<&Soegeord::kategori>),
};
constexpr Particle kSagSoegeordIndhold = in_order(kSagSoegeordDele);
constexpr Type kSagSoegeordType = of_elements<Soegeord>({kSagIndeks, "SoegeordType"}, kSagSoegeordIndhold);
constexpr Particle kSagsklasseDele[] = {
    optional(si<"Facettitel", v6::kHoejst<255>>, into<&SagsklasseUdvidelse::facettitel>),
    optional(si<"Klassetitel", v6::kHoejst<255>>, into<&SagsklasseUdvidelse::klassetitel>),
    optional(si<"BrugervendtNoegle", v6::kBrugervendtNoegle>, into<&SagsklasseUdvidelse::brugervendt_noegle>),
    any_number(si<"Soegeord", kSagSoegeordType>, into<&SagsklasseUdvidelse::soegeord>),
};
constexpr Particle kSagsklasseIndhold = in_order(kSagsklasseDele);
constexpr Type kSagsklasseType =
    of_elements<SagsklasseUdvidelse>({kSagIndeks, "SagsklasseLokalUdvidelseType"}, kSagsklasseIndhold);
constexpr Element kSagsklasse{kSagIndeks, "SagsklasseLokalUdvidelse", kSagsklasseType};

constexpr Particle kSagspartDele[] = {
    optional(si<"BrugervendtNoegle", v6::kBrugervendtNoegle>, into<&SagspartUdvidelse::brugervendt_noegle>),
    optional(si<"FuldtNavn", v6::kHoejst<255>>, into<&SagspartUdvidelse::fuldt_navn>),
};
constexpr Particle kSagspartIndhold = in_order(kSagspartDele);
constexpr Type kSagspartType =
    of_elements<SagspartUdvidelse>({kSagIndeks, "SagspartLokalUdvidelseType"}, kSagspartIndhold);
constexpr Element kSagspart{kSagIndeks, "SagspartLokalUdvidelse", kSagspartType};

constexpr Particle kSagsgenstandeDele[] = {
    optional(si<"Tekstfelt", v6::kHoejst<1024>>, into<&SagsgenstandeUdvidelse::tekstfelt>),
};
constexpr Particle kSagsgenstandeIndhold = in_order(kSagsgenstandeDele);
constexpr Type kSagsgenstandeType =
    of_elements<SagsgenstandeUdvidelse>({kSagIndeks, "SagsgenstandeLokalUdvidelseType"}, kSagsgenstandeIndhold);
constexpr Element kSagsgenstande{kSagIndeks, "SagsgenstandeLokalUdvidelse", kSagsgenstandeType};

// Sag: two relations more.
constexpr Type kSagSikkerhedsprofilType =
    extension_of<SagSikkerhedsprofil>(kRelationType, {kSagIndeks, "SikkerhedsprofilRelationType"});
constexpr Element kSagSikkerhedsprofil{kSagIndeks, "Sikkerhedsprofil", kSagSikkerhedsprofilType};

constexpr Particle kSagsitsystemDele[] = {
    optional(si<"SystemNavn", v6::kMellem<1, 255>>, into<&SagsitsystemRelation::system_navn>),
    optional(si<"SystemURI", v6::kHoejst<255>>, into<&SagsitsystemRelation::system_uri>),
};
constexpr Particle kSagsitsystemIndhold = in_order(kSagsitsystemDele);
constexpr Type kSagsitsystemType =
    extension_of<SagsitsystemRelation>(kRelationType, {kSagIndeks, "SagsitsystemRelationType"}, &kSagsitsystemIndhold);
constexpr Element kSagsitsystem{kSagIndeks, "SagsitsystemRelation", kSagsitsystemType};

constexpr Particle kSagSoegDele[] = {
    optional(si<"OprettetTidspunktInterval", v6::kOprettetTidspunktIntervalType>,
             into<&SagSoegEgenskaber::oprettet_tidspunkt>),
    optional(si<"SenestAendretInterval", v6::kSenestAendretIntervalType>, into<&SagSoegEgenskaber::senest_aendret>),
};
constexpr Particle kSagSoegIndhold = in_order(kSagSoegDele);
constexpr Type kSagSoegType =
    of_elements<SagSoegEgenskaber>({kSagIndeks, "SoegEgenskaberLokalUdvidelseType"}, kSagSoegIndhold);
constexpr Element kSagSoegEgenskaber{kSagIndeks, "SoegEgenskaberLokalUdvidelse", kSagSoegType};

// Dokument: of its relations.
constexpr Particle kDokumentaktoerDele[] = {
    optional(di<"BrugervendtNoegle", v6::kBrugervendtNoegle>, into<&DokumentaktoerUdvidelse::brugervendt_noegle>),
    optional(di<"FuldtNavn", v6::kHoejst<255>>, into<&DokumentaktoerUdvidelse::fuldt_navn>),
    optional(di<"CVR-Nr", v6::kCvr>, into<&DokumentaktoerUdvidelse::cvr_nr>),
};
constexpr Particle kDokumentaktoerIndhold = in_order(kDokumentaktoerDele);
constexpr Type kDokumentaktoerType =
    of_elements<DokumentaktoerUdvidelse>({kDokumentIndeks, "DokumentaktoerLokalUdvidelseType"}, kDokumentaktoerIndhold);
constexpr Element kDokumentaktoer{kDokumentIndeks, "DokumentaktoerLokalUdvidelse", kDokumentaktoerType};

constexpr Particle kDokumentpartDele[] = {
    optional(di<"BrugervendtNoegle", v6::kBrugervendtNoegle>, into<&DokumentpartUdvidelse::brugervendt_noegle>),
    optional(di<"FuldtNavn", v6::kHoejst<255>>, into<&DokumentpartUdvidelse::fuldt_navn>),
};
constexpr Particle kDokumentpartIndhold = in_order(kDokumentpartDele);
constexpr Type kDokumentpartType =
    of_elements<DokumentpartUdvidelse>({kDokumentIndeks, "DokumentpartLokalUdvidelseType"}, kDokumentpartIndhold);
constexpr Element kDokumentpart{kDokumentIndeks, "DokumentpartLokalUdvidelse", kDokumentpartType};

constexpr Particle kDokumentSoegeordDele[] = {
    optional(di<"SoegeordIdentifikator", v6::kTekst>, into<&Soegeord::identifikator>),
    optional(di<"Beskrivelse", v6::kTekst>, into<&Soegeord::beskrivelse>),
    optional(di<"SoegeordKategori", v6::kTekst>, into<&Soegeord::kategori>),
};
constexpr Particle kDokumentSoegeordIndhold = in_order(kDokumentSoegeordDele);
constexpr Type kDokumentSoegeordType =
    of_elements<Soegeord>({kDokumentIndeks, "SoegeordType"}, kDokumentSoegeordIndhold);
constexpr Particle kDokumentklasseDele[] = {
    optional(di<"Klassetitel", v6::kHoejst<255>>, into<&DokumentklasseUdvidelse::klassetitel>),
    optional(di<"BrugervendtNoegle", v6::kBrugervendtNoegle>, into<&DokumentklasseUdvidelse::brugervendt_noegle>),
    any_number(di<"Soegeord", kDokumentSoegeordType>, into<&DokumentklasseUdvidelse::soegeord>),
};
constexpr Particle kDokumentklasseIndhold = in_order(kDokumentklasseDele);
constexpr Type kDokumentklasseType =
    of_elements<DokumentklasseUdvidelse>({kDokumentIndeks, "DokumentklasseLokalUdvidelseType"}, kDokumentklasseIndhold);
constexpr Element kDokumentklasse{kDokumentIndeks, "DokumentklasseLokalUdvidelse", kDokumentklasseType};

// Dokument: two relations more.
constexpr Type kDokumentSikkerhedsprofilType =
    extension_of<DokumentSikkerhedsprofil>(kRelationType, {kDokumentIndeks, "SikkerhedsprofilRelationType"});
constexpr Element kDokumentSikkerhedsprofil{kDokumentIndeks, "Sikkerhedsprofil", kDokumentSikkerhedsprofilType};

constexpr Particle kDokumentitsystemDele[] = {
    optional(di<"SystemNavn", v6::kTekst>, into<&DokumentitsystemRelation::system_navn>),
    optional(di<"SystemURI", v6::kTekst>, into<&DokumentitsystemRelation::system_uri>),
};
constexpr Particle kDokumentitsystemIndhold = in_order(kDokumentitsystemDele);
constexpr Type kDokumentitsystemType = extension_of<DokumentitsystemRelation>(
    kRelationType, {kDokumentIndeks, "DokumentitsystemRelationType"}, &kDokumentitsystemIndhold);
constexpr Element kDokumentitsystem{kDokumentIndeks, "DokumentitsystemRelation", kDokumentitsystemType};

constexpr Particle kDokumentSoegDele[] = {
    optional(di<"BrevDatoInterval", v6::kSoegTidIntervalType>, into<&DokumentSoegEgenskaber::brev_dato>),
};
constexpr Particle kDokumentSoegIndhold = in_order(kDokumentSoegDele);
constexpr Type kDokumentSoegType =
    of_elements<DokumentSoegEgenskaber>({kDokumentIndeks, "SoegEgenskaberLokalUdvidelseType"}, kDokumentSoegIndhold);
constexpr Element kDokumentSoegEgenskaber{kDokumentIndeks, "SoegEgenskaberLokalUdvidelse", kDokumentSoegType};

// gd:LokalUdvidelseListeType. Whatever else the schemas declare globally may stand there too.
template <Udvidelse::Slags Slags>
constexpr auto som = alternative<&Udvidelse::indhold, Slags>;

constexpr Particle kKendte[] = {
    one(kSagIndeksEgenskaber, som<Udvidelse::SAG_INDEKS_EGENSKABER>),
    one(kSagsaktoer, som<Udvidelse::SAGSAKTOER>),
    one(kSagsklasse, som<Udvidelse::SAGSKLASSE>),
    one(kSagspart, som<Udvidelse::SAGSPART>),
    one(kSagsgenstande, som<Udvidelse::SAGSGENSTANDE>),
    one(kSagSikkerhedsprofil, som<Udvidelse::SAG_SIKKERHEDSPROFIL>),
    one(kSagsitsystem, som<Udvidelse::SAGSITSYSTEM>),
    one(kSagSoegEgenskaber, som<Udvidelse::SAG_SOEG_EGENSKABER>),
    one(kDokumentaktoer, som<Udvidelse::DOKUMENTAKTOER>),
    one(kDokumentpart, som<Udvidelse::DOKUMENTPART>),
    one(kDokumentklasse, som<Udvidelse::DOKUMENTKLASSE>),
    one(kDokumentSikkerhedsprofil, som<Udvidelse::DOKUMENT_SIKKERHEDSPROFIL>),
    one(kDokumentitsystem, som<Udvidelse::DOKUMENTITSYSTEM>),
    one(kDokumentSoegEgenskaber, som<Udvidelse::DOKUMENT_SOEG_EGENSKABER>),
    xml::another_one(kGenerelleDefinitioner, som<Udvidelse::ANDEN>),
};
constexpr Particle kLokalUdvidelseListeDele[] = {
    xml::any_known(kGenerelleDefinitioner, kKendte, into<&LokalUdvidelseListe::elementer>),
    optional(v6::kSenestAendretTidspunkt, into<&LokalUdvidelseListe::senest_aendret_tidspunkt>),
};
constexpr Particle kLokalUdvidelseListeIndhold = in_order(kLokalUdvidelseListeDele);

constexpr const Element* kAlle[] = {
    &kSagIndeksEgenskaber, &kSagsaktoer,
    &kSagsklasse,          &kSagspart,
    &kSagsgenstande,       &kSagSikkerhedsprofil,
    &kSagsitsystem,        &kSagSoegEgenskaber,
    &kDokumentaktoer,      &kDokumentpart,
    &kDokumentklasse,      &kDokumentSikkerhedsprofil,
    &kDokumentitsystem,    &kDokumentSoegEgenskaber,
};

}  // namespace

constinit const Type kRelationType = of_elements<Relation>({kGenerelleDefinitioner, "RelationType"}, kRelationIndhold);
constinit const Type kLokalUdvidelseListeType =
    of_elements<LokalUdvidelseListe>({kGenerelleDefinitioner, "LokalUdvidelseListeType"}, kLokalUdvidelseListeIndhold);
constinit const std::span<const Element* const> kUdvidelser{kAlle};

}  // namespace brevdue::sagdokumentindeks
