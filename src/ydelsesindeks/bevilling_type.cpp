// urn:oio:sts:ydelse:bevillingindeks:6: the Bevilling (spec indekser 1.8).
#include "ydelsesindeks/faelles_type.hpp"

namespace brevdue::ydelsesindeks {
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
constexpr const Element& felt = xml::kLocal<kBevillingIndeks, Navn, T>;

// Egenskaber.
constexpr xml::SimpleType kFoelsomhedVaerdi = v6::kode(kBevillingIndeks, "FoelsomhedType", v6::kFoelsomheder);
constexpr Type kFoelsomhed = xml::of_text(kFoelsomhedVaerdi);
constexpr Particle kEgenskaberDele[] = {
    optional(felt<"Virkning", v6::kVirkningType>, into<&BevillingEgenskaber::virkning>),
    optional(felt<"BrugervendtNoegle", v6::kBrugervendtNoegle>, into<&BevillingEgenskaber::brugervendt_noegle>),
    optional(felt<"Bevillingstartdato", v6::kTekst>, into<&BevillingEgenskaber::bevilling_startdato>),
    optional(felt<"Bevillingslutdato", v6::kTekst>, into<&BevillingEgenskaber::bevilling_slutdato>),
    optional(felt<"Begrundelse", v6::kHoejst<4096>>, into<&BevillingEgenskaber::begrundelse>),
    optional(felt<"Foelsomhed", kFoelsomhed>, into<&BevillingEgenskaber::foelsomhed>),
};
constexpr Particle kEgenskaberIndhold = in_order(kEgenskaberDele);
constexpr Type kEgenskaberType =
    of_elements<BevillingEgenskaber>({kBevillingIndeks, "EgenskaberType"}, kEgenskaberIndhold);

// The relations inside a BevilgetYdelse.
constexpr Particle kUdenVirkningDele[] = {
    optional(felt<"Rolle", v6::kUnikIdType>, into<&RelationUdenVirkning::rolle>),
    optional(felt<"Type", v6::kUnikIdType>, into<&RelationUdenVirkning::type>),
    optional(felt<"Indeks", v6::kTekst>, into<&RelationUdenVirkning::indeks>),
    optional(felt<"ReferenceID", v6::kUnikIdType>, into<&RelationUdenVirkning::reference_id>),
    optional(kLocalOf<LokalUdvidelseListe, kBevillingIndeks, "LokalUdvidelseListe", kLokalUdvidelseListeType>,
             into<&RelationUdenVirkning::lokal_udvidelse_liste>),
};
constexpr Particle kUdenVirkningIndhold = in_order(kUdenVirkningDele);
constexpr Type kUdenVirkningType =
    of_elements<RelationUdenVirkning>({kBevillingIndeks, "RelationUdenVirkningType"}, kUdenVirkningIndhold);

constexpr Particle kItSystemDele[] = {
    optional(felt<"SystemNavn", v6::kTekst>, into<&YdelseItSystem::system_navn>),
    optional(felt<"SystemURI", v6::kHoejst<255>>, into<&YdelseItSystem::system_uri>),
};
constexpr Particle kItSystemIndhold = in_order(kItSystemDele);
constexpr Type kItSystemType =
    extension_of<YdelseItSystem>(kUdenVirkningType, {kBevillingIndeks, "ItSystemRelationType"}, &kItSystemIndhold);
constexpr Element kItSystemRelation{kBevillingIndeks, "ItSystemRelation", kItSystemType};

constexpr Particle kKlasseDele[] = {
    optional(felt<"BrugervendtNoegle", v6::kBrugervendtNoegle>, into<&Bevillingsklasse::brugervendt_noegle>),
    optional(felt<"Klassetitel", v6::kHoejst<255>>, into<&Bevillingsklasse::klassetitel>),
};
constexpr Particle kKlasseIndhold = in_order(kKlasseDele);
constexpr Type kKlasseType = extension_of<Bevillingsklasse>(
    kUdenVirkningType, {kBevillingIndeks, "BevillingsklasseRelationType"}, &kKlasseIndhold);

constexpr Particle kYdelseDele[] = {
    optional(felt<"Ydelsesnavn", v6::kMellem<1, 255>>, into<&Ydelse::ydelsesnavn>),
    optional(felt<"Klassifikation", kKlasseType>, into<&Ydelse::klassifikation>),
};
constexpr Particle kYdelseIndhold = in_order(kYdelseDele);
constexpr Type kYdelseType =
    extension_of<Ydelse>(kUdenVirkningType, {kBevillingIndeks, "YdelseRelationType"}, &kYdelseIndhold);

// BevilgetYdelse.
constexpr std::string_view kForudBagudKoder[] = {"Forud", "Bagud"};
constexpr xml::SimpleType kForudBagudVaerdi{
    .base = &xml::kString, .white_space = xml::WhiteSpace::PRESERVE, .enumeration = kForudBagudKoder};
constexpr Type kForudBagud = xml::of_text(kForudBagudVaerdi);
constexpr Particle kPlanDele[] = {
    optional(felt<"Id", v6::kTekst>, into<&OekonomiskEffektueringsplan::id>),
    optional(felt<"EffektueringsplanStartdato", v6::kDatoTid>, into<&OekonomiskEffektueringsplan::startdato>),
    optional(felt<"EffektueringsplanSlutdato", v6::kDatoTid>, into<&OekonomiskEffektueringsplan::slutdato>),
    optional(felt<"Beregningsfrekvens", v6::kMellem<1, 50>>, into<&OekonomiskEffektueringsplan::beregningsfrekvens>),
    optional(felt<"ForudBagud", kForudBagud>, into<&OekonomiskEffektueringsplan::forud_bagud>),
    optional(felt<"Dispositionsdag", v6::kHoejst<50>>, into<&OekonomiskEffektueringsplan::dispositionsdag>),
    optional(felt<"Ydelsesbeloeb", v6::kBeloeb>, into<&OekonomiskEffektueringsplan::ydelsesbeloeb>),
    optional(felt<"ManueltGodkendes", v6::kIndikator>, into<&OekonomiskEffektueringsplan::manuelt_godkendes>),
};
constexpr Particle kPlanIndhold = in_order(kPlanDele);
constexpr Type kPlanType =
    of_elements<OekonomiskEffektueringsplan>({kBevillingIndeks, "OekonomiskEffektueringsplanType"}, kPlanIndhold);

constexpr Particle kBevilgetYdelseDele[] = {
    optional(felt<"Virkning", v6::kVirkningType>, into<&BevilgetYdelse::virkning>),
    optional(felt<"Id", v6::kMellem<1, 36>>, into<&BevilgetYdelse::id>),
    optional(felt<"Navn", v6::kTekst>, into<&BevilgetYdelse::navn>),
    optional(felt<"BevilgetYdelseStartdato", v6::kDatoTid>, into<&BevilgetYdelse::startdato>),
    optional(felt<"BevilgetYdelseSlutdato", v6::kDatoTid>, into<&BevilgetYdelse::slutdato>),
    optional(felt<"Begrundelse", v6::kHoejst<4096>>, into<&BevilgetYdelse::begrundelse>),
    optional(felt<"Tilbagebetalingspligtig", v6::kIndikator>, into<&BevilgetYdelse::tilbagebetalingspligtig>),
    optional(felt<"Meddelelse", v6::kTekst>, into<&BevilgetYdelse::meddelelse>),
    xml::up_to(2, felt<"ItSystem", kItSystemType>, into<&BevilgetYdelse::it_system>),
    optional(felt<"Ydelse", kYdelseType>, into<&BevilgetYdelse::ydelse>),
    any_number(felt<"OekonomiskEffektueringsplan", kPlanType>, into<&BevilgetYdelse::oekonomisk_effektueringsplan>),
};
constexpr Particle kBevilgetYdelseIndhold = in_order(kBevilgetYdelseDele);
constexpr Type kBevilgetYdelseType =
    of_elements<BevilgetYdelse>({kBevillingIndeks, "BevilgetYdelseType"}, kBevilgetYdelseIndhold);

constexpr Particle kAttributListeDele[] = {
    any_number(felt<"Egenskaber", kEgenskaberType>, into<&BevillingAttributListe::egenskaber>),
    any_number(felt<"BevilgetYdelse", kBevilgetYdelseType>, into<&BevillingAttributListe::bevilget_ydelse>),
    optional(kLokalUdvidelseListe, into<&BevillingAttributListe::lokal_udvidelse_liste>),
};
constexpr Particle kAttributListeIndhold = in_order(kAttributListeDele);
constexpr Particle kTilstandListeDele[] = {
    optional(kLokalUdvidelseListe, into<&TilstandListe::lokal_udvidelse_liste>),
};
constexpr Particle kTilstandListeIndhold = in_order(kTilstandListeDele);

// RelationListe.
constexpr Particle kNavngivenDele[] = {
    optional(felt<"BrugervendtNoegle", v6::kBrugervendtNoegle>, into<&NavngivenRelation::brugervendt_noegle>),
    optional(felt<"FuldtNavn", v6::kHoejst<255>>, into<&NavngivenRelation::fuldt_navn>),
};
constexpr Particle kNavngivenIndhold = in_order(kNavngivenDele);
constexpr Type kSagRelationType = extension_of<NavngivenRelation>(
    kRelationType, {kBevillingIndeks, "BevillingIndeksSagRelationType"}, &kNavngivenIndhold);
constexpr Type kPartRelationType = extension_of<NavngivenRelation>(
    kRelationType, {kBevillingIndeks, "BevillingIndeksPartRelationType"}, &kNavngivenIndhold);
constexpr Particle kAktoerDele[] = {
    optional(felt<"BrugervendtNoegle", v6::kBrugervendtNoegle>, into<&Aktoer::brugervendt_noegle, Aktoer>),
    optional(felt<"FuldtNavn", v6::kHoejst<255>>, into<&Aktoer::fuldt_navn, Aktoer>),
    optional(felt<"CVR-nr", v6::kCvr>, into<&Aktoer::cvr_nr>),
};
constexpr Particle kAktoerIndhold = in_order(kAktoerDele);
constexpr Type kAktoerRelationType =
    extension_of<Aktoer>(kRelationType, {kBevillingIndeks, "BevillingIndeksAktoerRelationType"}, &kAktoerIndhold);
constexpr Type kSikkerhedsprofilType =
    extension_of<Relation>(kRelationType, {kBevillingIndeks, "SikkerhedsprofilRelationType"});
constexpr Element kSikkerhedsprofil{kBevillingIndeks, "Sikkerhedsprofil", kSikkerhedsprofilType};

constexpr Particle kRelationListeDele[] = {
    any_number(felt<"Bevillingssag", kSagRelationType>, into<&BevillingRelationListe::bevillingssag>),
    any_number(felt<"Bevillingspart", kPartRelationType>, into<&BevillingRelationListe::bevillingspart>),
    any_number(felt<"Bevillingsaktoer", kAktoerRelationType>, into<&BevillingRelationListe::bevillingsaktoer>),
    any_number(felt<"Sikkerhedsprofil", kSikkerhedsprofilType>, into<&BevillingRelationListe::sikkerhedsprofil>),
    optional(kLokalUdvidelseListe, into<&BevillingRelationListe::lokal_udvidelse_liste>),
};
constexpr Particle kRelationListeIndhold = in_order(kRelationListeDele);

// Registrering and Bevilling.
constexpr Particle kRegistreringDele[] = {
    one(kLocalOf<BevillingAttributListe, kBevillingIndeks, "AttributListe", kBevillingAttributListeType>,
        into<&BevillingRegistrering::attribut_liste>),
    one(kLocalOf<TilstandListe, kBevillingIndeks, "TilstandListe", kBevillingTilstandListeType>,
        into<&BevillingRegistrering::tilstand_liste>),
    one(kLocalOf<BevillingRelationListe, kBevillingIndeks, "RelationListe", kBevillingRelationListeType>,
        into<&BevillingRegistrering::relation_liste>),
};
constexpr Particle kRegistreringIndhold = in_order(kRegistreringDele);

constexpr Particle kBevillingDele[] = {
    xml::at_least_one(kLocalOf<BevillingRegistrering, kBevillingIndeks, "Registrering", kBevillingRegistreringType>,
                      into<&Bevilling::registrering>),
    optional(felt<"UdenNotifikation", v6::kIndikator>, into<&Bevilling::uden_notifikation>),
};
constexpr Particle kBevillingIndhold = in_order(kBevillingDele);

constexpr const Element* kAlle[] = {&kItSystemRelation, &kSikkerhedsprofil};

}  // namespace

constinit const Type kBevillingAttributListeType =
    of_elements<BevillingAttributListe>({kBevillingIndeks, "AttributListeType"}, kAttributListeIndhold);
constinit const Type kBevillingTilstandListeType =
    of_elements<TilstandListe>({kBevillingIndeks, "TilstandListeType"}, kTilstandListeIndhold);
constinit const Type kBevillingRelationListeType =
    of_elements<BevillingRelationListe>({kBevillingIndeks, "RelationListeType"}, kRelationListeIndhold);
constinit const Type kBevillingRegistreringType = extension_of<BevillingRegistrering>(
    v6::kRegistreringType, {kBevillingIndeks, "RegistreringType"}, &kRegistreringIndhold);
constinit const Type kBevillingType =
    extension_of<Bevilling>(v6::kSagDokObjektType, {kBevillingIndeks, "BevillingIndeksType"}, &kBevillingIndhold);
constinit const std::span<const Element* const> kBevillingGlobale{kAlle};

}  // namespace brevdue::ydelsesindeks
