// urn:oio:sts:ydelse:oekonomiskeffektueringindeks:6: the Oekonomisk Effektuering (spec indekser 1.9).
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
constexpr const Element& felt = xml::kLocal<kEffektueringIndeks, Navn, T>;

// Egenskaber.
constexpr Particle kEgenskaberDele[] = {
    optional(felt<"Virkning", v6::kVirkningType>, into<&EffektueringEgenskaber::virkning>),
    optional(felt<"BrugervendtNoegle", v6::kBrugervendtNoegle>, into<&EffektueringEgenskaber::brugervendt_noegle>),
    optional(felt<"Startdato", v6::kDatoTid>, into<&EffektueringEgenskaber::startdato>),
    optional(felt<"Slutdato", v6::kDatoTid>, into<&EffektueringEgenskaber::slutdato>),
    optional(felt<"SamletBruttobeloeb", v6::kBeloeb>, into<&EffektueringEgenskaber::samlet_bruttobeloeb>),
    optional(felt<"Dispositionsdato", v6::kDatoTid>, into<&EffektueringEgenskaber::dispositionsdato>),
    optional(felt<"BeloebEfterSkatATP", v6::kBeloeb>, into<&EffektueringEgenskaber::beloeb_efter_skat_atp>),
    optional(felt<"BeloebSendtTilUdbetaling", v6::kBeloeb>, into<&EffektueringEgenskaber::beloeb_sendt_til_udbetaling>),
    optional(felt<"BeloebUdbetalt", v6::kBeloeb>, into<&EffektueringEgenskaber::beloeb_udbetalt>),
    optional(felt<"Udbetalingsafdeling", v6::kMellem<1, 255>>, into<&EffektueringEgenskaber::udbetalingsafdeling>),
    optional(felt<"SendtTilUdbetalingTekst", v6::kHoejst<255>>,
             into<&EffektueringEgenskaber::sendt_til_udbetaling_tekst>),
    optional(felt<"UdbetaltTekst", v6::kHoejst<255>>, into<&EffektueringEgenskaber::udbetalt_tekst>),
};
constexpr Particle kEgenskaberIndhold = in_order(kEgenskaberDele);
constexpr Type kEgenskaberType =
    of_elements<EffektueringEgenskaber>({kEffektueringIndeks, "EgenskaberType"}, kEgenskaberIndhold);

constexpr Particle kAttributListeDele[] = {
    any_number(felt<"Egenskaber", kEgenskaberType>, into<&EffektueringAttributListe::egenskaber>),
    optional(kLokalUdvidelseListe, into<&EffektueringAttributListe::lokal_udvidelse_liste>),
};
constexpr Particle kAttributListeIndhold = in_order(kAttributListeDele);
constexpr Particle kTilstandListeDele[] = {
    optional(kLokalUdvidelseListe, into<&TilstandListe::lokal_udvidelse_liste>),
};
constexpr Particle kTilstandListeIndhold = in_order(kTilstandListeDele);

// RelationListe.
constexpr Particle kBevilgetYdelseRefDele[] = {
    one(v6::kUuidIdentifikator, into<&BevilgetYdelseRef::uuid>),
    one(felt<"BevilgetYdelseId", v6::kTekst>, into<&BevilgetYdelseRef::bevilget_ydelse_id>),
};
constexpr Particle kBevilgetYdelseRefIndhold = in_order(kBevilgetYdelseRefDele);
constexpr Type kBevilgetYdelseRefType =
    of_elements<BevilgetYdelseRef>({kEffektueringIndeks, "BevilgetYdelseRefType"}, kBevilgetYdelseRefIndhold);

constexpr Particle kYdelseEffektueringDele[] = {
    optional(felt<"YdelsesperiodeStartdato", v6::kDatoTid>, into<&YdelseEffektuering::ydelsesperiode_startdato>),
    optional(felt<"YdelsesperiodeSlutdato", v6::kDatoTid>, into<&YdelseEffektuering::ydelsesperiode_slutdato>),
    optional(felt<"Ydelsesbeloeb", v6::kBeloeb>, into<&YdelseEffektuering::ydelsesbeloeb>),
    optional(felt<"Klassifikationsbeskrivelse", v6::kHoejst<255>>,
             into<&YdelseEffektuering::klassifikationsbeskrivelse>),
    optional(felt<"BevilgetYdelseRef", kBevilgetYdelseRefType>, into<&YdelseEffektuering::bevilget_ydelse_ref>),
};
constexpr Particle kYdelseEffektueringIndhold = in_order(kYdelseEffektueringDele);
constexpr Type kYdelseEffektueringType = extension_of<YdelseEffektuering>(
    kRelationType, {kEffektueringIndeks, "OekonomiskYdelseEffektueringRelationType"}, &kYdelseEffektueringIndhold);

constexpr Particle kAktoerDele[] = {
    optional(felt<"BrugervendtNoegle", v6::kBrugervendtNoegle>, into<&Aktoer::brugervendt_noegle, Aktoer>),
    optional(felt<"FuldtNavn", v6::kHoejst<255>>, into<&Aktoer::fuldt_navn, Aktoer>),
    optional(felt<"CVR-nr", v6::kCvr>, into<&Aktoer::cvr_nr>),
};
constexpr Particle kAktoerIndhold = in_order(kAktoerDele);
constexpr Type kAktoerRelationType = extension_of<Aktoer>(
    kRelationType, {kEffektueringIndeks, "OekonomiskEffektueringIndeksAktoerRelationType"}, &kAktoerIndhold);

constexpr Particle kItSystemDele[] = {
    optional(felt<"SystemNavn", v6::kTekst>, into<&EffektueringItSystem::system_navn>),
    optional(felt<"SystemURI", v6::kTekst>, into<&EffektueringItSystem::system_uri>),
};
constexpr Particle kItSystemIndhold = in_order(kItSystemDele);
constexpr Type kItSystemType =
    extension_of<EffektueringItSystem>(kRelationType, {kEffektueringIndeks, "ItSystemRelationType"}, &kItSystemIndhold);
constexpr Element kItSystemRelation{kEffektueringIndeks, "ItSystemRelation", kItSystemType};

constexpr Particle kPartDele[] = {
    optional(felt<"BrugervendtNoegle", v6::kBrugervendtNoegle>, into<&NavngivenRelation::brugervendt_noegle>),
    optional(felt<"FuldtNavn", v6::kHoejst<255>>, into<&NavngivenRelation::fuldt_navn>),
};
constexpr Particle kPartIndhold = in_order(kPartDele);
constexpr Type kPartRelationType = extension_of<NavngivenRelation>(
    kRelationType, {kEffektueringIndeks, "OekonomiskEffektueringIndeksPartRelationType"}, &kPartIndhold);

constexpr Particle kRelationListeDele[] = {
    any_number(felt<"OekonomiskYdelseEffektueringRelation", kYdelseEffektueringType>,
               into<&EffektueringRelationListe::oekonomisk_ydelse_effektuering>),
    any_number(felt<"Aktoer", kAktoerRelationType>, into<&EffektueringRelationListe::aktoer>),
    any_number(felt<"ItSystem", kItSystemType>, into<&EffektueringRelationListe::it_system>),
    any_number(felt<"OekonomiskEffektueringPart", kPartRelationType>,
               into<&EffektueringRelationListe::oekonomisk_effektuering_part>),
    optional(kLokalUdvidelseListe, into<&EffektueringRelationListe::lokal_udvidelse_liste>),
};
constexpr Particle kRelationListeIndhold = in_order(kRelationListeDele);

// Registrering and Effektuering.
constexpr Particle kRegistreringDele[] = {
    one(kLocalOf<EffektueringAttributListe, kEffektueringIndeks, "AttributListe", kEffektueringAttributListeType>,
        into<&EffektueringRegistrering::attribut_liste>),
    one(kLocalOf<TilstandListe, kEffektueringIndeks, "TilstandListe", kEffektueringTilstandListeType>,
        into<&EffektueringRegistrering::tilstand_liste>),
    one(kLocalOf<EffektueringRelationListe, kEffektueringIndeks, "RelationListe", kEffektueringRelationListeType>,
        into<&EffektueringRegistrering::relation_liste>),
};
constexpr Particle kRegistreringIndhold = in_order(kRegistreringDele);

constexpr Particle kEffektueringDele[] = {
    xml::at_least_one(
        kLocalOf<EffektueringRegistrering, kEffektueringIndeks, "Registrering", kEffektueringRegistreringType>,
        into<&OekonomiskEffektuering::registrering>),
};
constexpr Particle kEffektueringIndhold = in_order(kEffektueringDele);

constexpr const Element* kAlle[] = {&kItSystemRelation};

}  // namespace

constinit const Type kEffektueringAttributListeType =
    of_elements<EffektueringAttributListe>({kEffektueringIndeks, "AttributListeType"}, kAttributListeIndhold);
constinit const Type kEffektueringTilstandListeType =
    of_elements<TilstandListe>({kEffektueringIndeks, "TilstandListeType"}, kTilstandListeIndhold);
constinit const Type kEffektueringRelationListeType =
    of_elements<EffektueringRelationListe>({kEffektueringIndeks, "RelationListeType"}, kRelationListeIndhold);
constinit const Type kEffektueringRegistreringType = extension_of<EffektueringRegistrering>(
    v6::kRegistreringType, {kEffektueringIndeks, "RegistreringType"}, &kRegistreringIndhold);
constinit const Type kEffektueringType = extension_of<OekonomiskEffektuering>(
    v6::kSagDokObjektType, {kEffektueringIndeks, "OekonomiskEffektueringIndeksType"}, &kEffektueringIndhold);
constinit const std::span<const Element* const> kEffektueringGlobale{kAlle};

}  // namespace brevdue::ydelsesindeks
