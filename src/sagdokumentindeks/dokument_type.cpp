// urn:oio:sts:sagdok:dokumentindeks:6: the Dokument (spec indekser 1.7).
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
constexpr const Element& felt = xml::kLocal<kDokumentIndeks, Navn, T>;
template <xml::Text Navn>
constexpr const Element& relation = kLocalOf<Relation, kDokumentIndeks, Navn, kRelationType>;

// AttributListe.
constexpr xml::SimpleType kFoelsomhedVaerdi = v6::kode(kDokumentIndeks, "FoelsomhedType", v6::kFoelsomheder);
constexpr Type kFoelsomhed = xml::of_text(kFoelsomhedVaerdi);
constexpr std::string_view kDokumenttyper[] = {
    "Faktura",        "Brev, indgaaende", "Brev, udgaaende", "Brev", "Internt Notat",
    "Eksternt Notat", "Rapport",          "Dagsorden",       "Plan", "Andet"};
constexpr xml::SimpleType kDokumenttypeVaerdi = v6::kode(kDokumentIndeks, "Type", kDokumenttyper);
constexpr Type kDokumenttype = xml::of_text(kDokumenttypeVaerdi);

constexpr Particle kEgenskaberDele[] = {
    optional(felt<"Virkning", v6::kVirkningType>, into<&DokumentEgenskaber::virkning>),
    optional(felt<"BrugervendtNoegle", v6::kBrugervendtNoegle>, into<&DokumentEgenskaber::brugervendt_noegle>),
    optional(felt<"Titel", v6::kMellem<1, 255>>, into<&DokumentEgenskaber::titel>),
    optional(felt<"Beskrivelse", v6::kHoejst<4096>>, into<&DokumentEgenskaber::beskrivelse>),
    optional(felt<"BrevDato", v6::kDato>, into<&DokumentEgenskaber::brev_dato>),
    optional(felt<"OffentlighedUndtaget", v6::kOffentlighedUndtagetType>,
             into<&DokumentEgenskaber::offentlighed_undtaget>),
    optional(felt<"VersionIdentifikator", v6::kHeltal>, into<&DokumentEgenskaber::version_identifikator>),
    optional(felt<"UnderversionIdentifikator", v6::kHeltal>, into<&DokumentEgenskaber::underversion_identifikator>),
    optional(felt<"Kassationskode", v6::kHoejst<50>>, into<&DokumentEgenskaber::kassationskode>),
    optional(felt<"Dokumentnummer", v6::kMellem<1, 50>>, into<&DokumentEgenskaber::dokumentnummer>),
    optional(felt<"Foelsomhed", kFoelsomhed>, into<&DokumentEgenskaber::foelsomhed>),
    optional(felt<"Type", kDokumenttype>, into<&DokumentEgenskaber::type>),
};
constexpr Particle kEgenskaberIndhold = in_order(kEgenskaberDele);
constexpr Type kEgenskaberType =
    of_elements<DokumentEgenskaber>({kDokumentIndeks, "EgenskaberType"}, kEgenskaberIndhold);

constexpr Particle kAttributListeDele[] = {
    any_number(felt<"Egenskaber", kEgenskaberType>, into<&DokumentAttributListe::egenskaber>),
    optional(kLokalUdvidelseListe, into<&DokumentAttributListe::lokal_udvidelse_liste>),
};
constexpr Particle kAttributListeIndhold = in_order(kAttributListeDele);

// TilstandListe.
constexpr std::string_view kStatusKoder[] = {"Modtaget",   "Fordelt",  "Underudarbejdelse", "Underreview",
                                             "Publiceret", "Endeligt", "Afleveret"};
constexpr xml::SimpleType kStatusKodeVaerdi = v6::kode(kDokumentIndeks, "FremdriftStatusKodeType", kStatusKoder);
constexpr Type kStatusKode = xml::of_text(kStatusKodeVaerdi);
constexpr Particle kFremdriftDele[] = {
    optional(felt<"Virkning", v6::kVirkningType>, into<&Fremdrift::virkning>),
    optional(felt<"FremdriftStatusKode", kStatusKode>, into<&Fremdrift::fremdrift_status_kode>),
};
constexpr Particle kFremdriftIndhold = in_order(kFremdriftDele);
constexpr Type kFremdriftType = of_elements<Fremdrift>({kDokumentIndeks, "FremdriftType"}, kFremdriftIndhold);

constexpr Particle kTilstandListeDele[] = {
    any_number(felt<"Fremdrift", kFremdriftType>, into<&TilstandListe::fremdrift>),
    optional(kLokalUdvidelseListe, into<&TilstandListe::lokal_udvidelse_liste>),
};
constexpr Particle kTilstandListeIndhold = in_order(kTilstandListeDele);

// RelationListe.
constexpr Particle kRelationListeDele[] = {
    any_number(relation<"Dokumentrelation">, into<&DokumentRelationListe::dokumentrelation>),
    any_number(relation<"Dokumentaktoer">, into<&DokumentRelationListe::dokumentaktoer>),
    any_number(relation<"Dokumentpart">, into<&DokumentRelationListe::dokumentpart>),
    any_number(relation<"Dokumentklasse">, into<&DokumentRelationListe::dokumentklasse>),
    optional(kLokalUdvidelseListe, into<&DokumentRelationListe::lokal_udvidelse_liste>),
};
constexpr Particle kRelationListeIndhold = in_order(kRelationListeDele);

// Registrering and Dokument.
constexpr Particle kRegistreringDele[] = {
    one(kLocalOf<DokumentAttributListe, kDokumentIndeks, "AttributListe", kDokumentAttributListeType>,
        into<&DokumentRegistrering::attribut_liste>),
    one(kLocalOf<TilstandListe, kDokumentIndeks, "TilstandListe", kDokumentTilstandListeType>,
        into<&DokumentRegistrering::tilstand_liste>),
    one(kLocalOf<DokumentRelationListe, kDokumentIndeks, "RelationListe", kDokumentRelationListeType>,
        into<&DokumentRegistrering::relation_liste>),
};
constexpr Particle kRegistreringIndhold = in_order(kRegistreringDele);

constexpr Particle kDokumentDele[] = {
    xml::at_least_one(kLocalOf<DokumentRegistrering, kDokumentIndeks, "Registrering", kDokumentRegistreringType>,
                      into<&Dokument::registrering>),
};
constexpr Particle kDokumentIndhold = in_order(kDokumentDele);

}  // namespace

constinit const Type kDokumentAttributListeType =
    of_elements<DokumentAttributListe>({kDokumentIndeks, "AttributListeType"}, kAttributListeIndhold);
constinit const Type kDokumentTilstandListeType =
    of_elements<TilstandListe>({kDokumentIndeks, "TilstandListeType"}, kTilstandListeIndhold);
constinit const Type kDokumentRelationListeType =
    of_elements<DokumentRelationListe>({kDokumentIndeks, "RelationListeType"}, kRelationListeIndhold);
constinit const Type kDokumentRegistreringType = extension_of<DokumentRegistrering>(
    v6::kRegistreringType, {kDokumentIndeks, "RegistreringType"}, &kRegistreringIndhold);
constinit const Type kDokumentType =
    extension_of<Dokument>(v6::kSagDokObjektType, {kDokumentIndeks, "DokumentIndeksType"}, &kDokumentIndhold);

}  // namespace brevdue::sagdokumentindeks
