// Relations, and what may stand in a LokalUdvidelseListe (spec indekser 1.2, 1.4 and 4.4).
#include "ydelsesindeks/faelles_type.hpp"

namespace brevdue::ydelsesindeks {
namespace {

using xml::alternative;
using xml::in_order;
using xml::into;
using xml::of_elements;
using xml::one;
using xml::optional;

template <xml::Text Navn, const Type& T>
constexpr const Element& bi = xml::kLocal<kBevillingIndeks, Navn, T>;
template <xml::Text Navn, const Type& T>
constexpr const Element& oef = xml::kLocal<kEffektueringIndeks, Navn, T>;

constexpr const Type& kTid = v6::kSoegTidIntervalType;
constexpr const Type& kBeloeb = v6::kSoegBeloebIntervalType;

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

// Bevilling: intervals to search by.
constexpr Particle kBevillingSoegDele[] = {
    optional(bi<"BevillingStartDatoInterval", kTid>, into<&BevillingSoegEgenskaber::start_dato>),
    optional(bi<"BevillingSlutDatoInterval", kTid>, into<&BevillingSoegEgenskaber::slut_dato>),
};
constexpr Particle kBevillingSoegIndhold = in_order(kBevillingSoegDele);
constexpr Type kBevillingSoegType =
    of_elements<BevillingSoegEgenskaber>({kBevillingIndeks, "SoegEgenskaberLokalUdvidelseType"}, kBevillingSoegIndhold);
constexpr Element kBevillingSoegEgenskaber{kBevillingIndeks, "SoegEgenskaberLokalUdvidelse", kBevillingSoegType};

constexpr Particle kBevillingSoegYdelseDele[] = {
    optional(bi<"BevilgetYdelseStartDatoInterval", kTid>, into<&BevillingSoegYdelse::start_dato>),
    optional(bi<"BevilgetYdelseSlutDatoInterval", kTid>, into<&BevillingSoegYdelse::slut_dato>),
    optional(bi<"EffektueringsplanStartDatoInterval", kTid>, into<&BevillingSoegYdelse::plan_start_dato>),
    optional(bi<"EffektueringsplanSlutDatoInterval", kTid>, into<&BevillingSoegYdelse::plan_slut_dato>),
    optional(bi<"YdelseBeloebInterval", kBeloeb>, into<&BevillingSoegYdelse::ydelse_beloeb>),
};
constexpr Particle kBevillingSoegYdelseIndhold = in_order(kBevillingSoegYdelseDele);
constexpr Type kBevillingSoegYdelseType = of_elements<BevillingSoegYdelse>(
    {kBevillingIndeks, "SoegBevilgetYdelseLokalUdvidelseType"}, kBevillingSoegYdelseIndhold);
constexpr Element kBevillingSoegYdelse{kBevillingIndeks, "SoegBevilgetYdelseLokalUdvidelse", kBevillingSoegYdelseType};

// Effektuering: intervals to search by.
constexpr Particle kEffektueringSoegDele[] = {
    optional(oef<"StartDatoInterval", kTid>, into<&EffektueringSoegEgenskaber::start_dato>),
    optional(oef<"SlutDatoInterval", kTid>, into<&EffektueringSoegEgenskaber::slut_dato>),
    optional(oef<"DispositionsDatoInterval", kTid>, into<&EffektueringSoegEgenskaber::dispositions_dato>),
    optional(oef<"SamletBruttoBeloebInterval", kBeloeb>, into<&EffektueringSoegEgenskaber::samlet_brutto_beloeb>),
    optional(oef<"BeloebUdbetaltInterval", kBeloeb>, into<&EffektueringSoegEgenskaber::beloeb_udbetalt>),
    optional(oef<"BeloebEfterSkatATPInterval", kBeloeb>, into<&EffektueringSoegEgenskaber::beloeb_efter_skat_atp>),
    optional(oef<"BeloebSendtTilUdbetalingInterval", kBeloeb>,
             into<&EffektueringSoegEgenskaber::beloeb_sendt_til_udbetaling>),
};
constexpr Particle kEffektueringSoegIndhold = in_order(kEffektueringSoegDele);
constexpr Type kEffektueringSoegType = of_elements<EffektueringSoegEgenskaber>(
    {kEffektueringIndeks, "SoegEgenskaberLokalUdvidelseType"}, kEffektueringSoegIndhold);
constexpr Element kEffektueringSoegEgenskaber{kEffektueringIndeks, "SoegEgenskaberLokalUdvidelse",
                                              kEffektueringSoegType};

constexpr Particle kEffektueringSoegYdelseDele[] = {
    optional(oef<"YdelsesperiodeStartDatoInterval", kTid>, into<&EffektueringSoegYdelse::start_dato>),
    optional(oef<"YdelsesperiodeSlutDatoInterval", kTid>, into<&EffektueringSoegYdelse::slut_dato>),
    optional(oef<"YdelsesBeloebInterval", kBeloeb>, into<&EffektueringSoegYdelse::ydelses_beloeb>),
};
constexpr Particle kEffektueringSoegYdelseIndhold = in_order(kEffektueringSoegYdelseDele);
constexpr Type kEffektueringSoegYdelseType = of_elements<EffektueringSoegYdelse>(
    {kEffektueringIndeks, "SoegOekonomiskYdelseEffektueringRelationLokalUdvidelseType"},
    kEffektueringSoegYdelseIndhold);
constexpr Element kEffektueringSoegYdelse{kEffektueringIndeks, "SoegOekonomiskYdelseEffektueringRelationLokalUdvidelse",
                                          kEffektueringSoegYdelseType};

// gd:LokalUdvidelseListeType. Whatever else the schemas declare globally may stand there too.
template <Udvidelse::Slags Slags>
constexpr auto som = alternative<&Udvidelse::indhold, Slags>;

constexpr Particle kKendte[] = {
    one(kBevillingSoegEgenskaber, som<Udvidelse::BEVILLING_SOEG_EGENSKABER>),
    one(kBevillingSoegYdelse, som<Udvidelse::BEVILLING_SOEG_YDELSE>),
    one(kEffektueringSoegEgenskaber, som<Udvidelse::EFFEKTUERING_SOEG_EGENSKABER>),
    one(kEffektueringSoegYdelse, som<Udvidelse::EFFEKTUERING_SOEG_YDELSE>),
    xml::another_one(kGenerelleDefinitioner, som<Udvidelse::ANDEN>),
};
constexpr Particle kLokalUdvidelseListeDele[] = {
    xml::any_known(kGenerelleDefinitioner, kKendte, into<&LokalUdvidelseListe::elementer>),
    optional(v6::kSenestAendretTidspunkt, into<&LokalUdvidelseListe::senest_aendret_tidspunkt>),
};
constexpr Particle kLokalUdvidelseListeIndhold = in_order(kLokalUdvidelseListeDele);

constexpr const Element* kAlle[] = {&kBevillingSoegEgenskaber, &kBevillingSoegYdelse, &kEffektueringSoegEgenskaber,
                                    &kEffektueringSoegYdelse};

}  // namespace

constinit const Type kRelationType = of_elements<Relation>({kGenerelleDefinitioner, "RelationType"}, kRelationIndhold);
constinit const Type kLokalUdvidelseListeType =
    of_elements<LokalUdvidelseListe>({kGenerelleDefinitioner, "LokalUdvidelseListeType"}, kLokalUdvidelseListeIndhold);
constinit const std::span<const Element* const> kUdvidelser{kAlle};

}  // namespace brevdue::ydelsesindeks
