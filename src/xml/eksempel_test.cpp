#include "xml/eksempel_testing.hpp"
#include "xml/reader.hpp"

namespace brevdue::xml::eksempel {

void note_hoved(Ordre& ordre, const Reader& reader) {
  ordre.set_ved = std::string(reader.event().name) + "@" + std::to_string(reader.event().place.fra);
}

namespace {

constexpr std::string_view kFarver[] = {"roed", "groen"};
constexpr SimpleType kFarve{.ns = kNs, .name = "FarveType", .base = &kToken, .enumeration = kFarver};
constexpr SimpleType kAntal{.ns = kNs, .name = "AntalType", .base = &kInteger, .min_inclusive = 1};
constexpr SimpleType kUnavngivet{.ns = kNs, .base = &kString, .white_space = WhiteSpace::PRESERVE, .max_length = 5};

constexpr Type kTekst = of_text(kString);
constexpr Type kAntalIndhold = of_text(kAntal);
constexpr Type kSandhed = of_text(kBooleanType);
constexpr Type kTalIndhold = of_text(kInteger);
constexpr Type kKort = of_text(kUnavngivet);
constexpr AttributeUse kNoegleAttributter[] = {{"id", &kId, false, true}, {"farve", &kFarve, true}};
constexpr Type kUuidType = of_text(kString, {kNs, "UuidType"}, kNoegleAttributter);

constexpr Element kUuid{kNs, "Uuid", kUuidType};
constexpr Element kUrn{kNs, "Urn", kTekst};
constexpr Particle kNoegleValg[] = {
    one(kUuid, variant<&Noegle::tekst, &Noegle::art, Noegle::Art::UUID> | trimmed),
    one(kUrn, variant<&Noegle::tekst, &Noegle::art, Noegle::Art::URN> | trimmed),
};
constexpr Particle kNoegleIndhold = one_of(kNoegleValg);
constexpr Type kNoegleType = of_elements<Noegle>({kNs, "NoegleType"}, kNoegleIndhold);

constexpr Element kVare{kNs, "Tekst", kTekst};
constexpr Element kAntalElement{kNs, "Antal", kAntalIndhold};
constexpr Element kErBetalt{kNs, "ErBetalt", kSandhed};
constexpr Particle kLinjeDele[] = {
    one(kVare, into<&Linje::tekst>),
    one(kAntalElement, into<&Linje::antal>),
    one(kErBetalt, into<&Linje::er_betalt>),
};
constexpr Particle kLinjeIndhold = in_order(kLinjeDele);
constexpr Type kLinjeType = of_elements<Linje>({kNs, "LinjeType"}, kLinjeIndhold);

constexpr Element kNoegle{kNs, "Noegle", kNoegleType};
constexpr Element kTitel{kNs, "Titel", kTekst};
constexpr Element kNote{kNs, "Note", kKort, false};
constexpr Element kLinje{kNs, "Linje", kLinjeType};
constexpr Element kTal{kNs, "Tal", kTalIndhold, false};
constexpr Element kPar1{kNs, "Fra", kTekst, false};
constexpr Element kPar2{kNs, "Til", kTekst, false};

// A level that the struct does not have.
constexpr Particle kHovedDele[] = {
    one(kNoegle, into<&Ordre::noegle>),
    one(kTitel, into<&Ordre::titel>),
    optional(kNote, into<&Ordre::note>),
};
constexpr Particle kHovedDeleUdenNote[] = {one(kNoegle, into<&Ordre::noegle>), one(kTitel, into<&Ordre::titel>)};
constexpr Particle kHovedIndhold = in_order(kHovedDele);
constexpr Particle kHovedIndholdUdenNote = in_order(kHovedDeleUdenNote);
constexpr Type kHovedType = of_elements<Ordre>({kNs, "HovedType"}, kHovedIndhold);
constexpr Type kHovedTypeUdenNote = of_elements<Ordre>({kNs, "HovedType"}, kHovedIndholdUdenNote);
constexpr Element kHoved{kNs, "Hoved", kHovedType, false};
constexpr Element kHovedUdenNote{kNs, "Hoved", kHovedTypeUdenNote, false};

// Pairs that repeat together, and a choice between two groups.
constexpr Particle kPar[] = {one(kPar1), one(kPar2)};
constexpr Particle kTalEllerPar[] = {at_least_one(kTal, into<&Ordre::tal>), in_order(kPar, 1, 2)};

constexpr auto kLinjer = into<&Ordre::linje> | place<&Ordre::steder, &Sti::linjer>;
constexpr Particle kOrdreDele[] = {
    one(kHoved, here<Ordre> | when_seen<Ordre, &note_hoved>),
    any_number(kLinje, kLinjer),
    one_of(kTalEllerPar, 0),
};
constexpr Particle kOrdreDeleUdenNote[] = {
    one(kHovedUdenNote, here<Ordre> | when_seen<Ordre, &note_hoved>),
    any_number(kLinje, kLinjer),
    one_of(kTalEllerPar, 0),
};
constexpr Particle kOrdreGrundlag = in_order(kOrdreDele);
constexpr Particle kOrdreGrundlagUdenNote = in_order(kOrdreDeleUdenNote);
constexpr Type kGrundType = of_elements<Ordre>({kNs, "GrundType"}, kOrdreGrundlag);
constexpr Type kGrundTypeUdenNote = of_elements<Ordre>({kNs, "GrundType"}, kOrdreGrundlagUdenNote);

// An extension adds what is foreign.
constexpr Particle kResten[] = {any_other(kNs, Contents::LAX, 0, kUnbounded, into<&Ordre::rest>)};
constexpr Particle kRestIndhold = in_order(kResten);
constexpr Type kOrdreType = extension_of<Ordre>(kGrundType, {kNs, "OrdreType"}, &kRestIndhold);
constexpr Type kOrdreTypeUdenNote = extension_of<Ordre>(kGrundTypeUdenNote, {kNs, "OrdreType"}, &kRestIndhold);
constexpr Element kOrdreElement{kNs, "Ordre", kOrdreType};
constexpr Element kOrdreElementUdenNote{kNs, "Ordre", kOrdreTypeUdenNote};

// Mixed content, and wildcards of the two strict kinds.
constexpr Particle kFrit[] = {any(Contents::STRICT, 0, 1), any(Contents::SKIP, 0, 1)};
constexpr Particle kStrengtIndhold = in_order(std::span(kFrit).first(1));
constexpr Particle kLigegyldigtIndhold = in_order(std::span(kFrit).last(1));
constexpr Type kStrengtType = of_elements({kNs, "StrengtType"}, kStrengtIndhold, {}, true);
constexpr Type kLigegyldigtType = of_elements({kNs, "LigegyldigtType"}, kLigegyldigtIndhold);
constexpr Element kStrengt{kNs, "Strengt", kStrengtType};
constexpr Element kLigegyldigt{kNs, "Ligegyldigt", kLigegyldigtType};

// A type that holds itself: the elements say what it fills before it is described.
constexpr std::string_view kOperationer[] = {"AND", "OR"};
constexpr SimpleType kOperation{.ns = kNs,
                                .name = "OperationType",
                                .base = &kString,
                                .white_space = WhiteSpace::PRESERVE,
                                .enumeration = kOperationer};
constexpr Type kOperationIndhold = of_text(kOperation);
extern const Type kUdtrykType;
constexpr Particle kLedValg[] = {
    any_number(kLocal<kNs, "Tal", kTalIndhold>, alternative<&Led::indhold, Led::TAL>),
    any_number(kLocalOf<Udtryk, kNs, "NOT", kUdtrykType>, alternative<&Led::indhold, Led::IKKE>),
    any_number(kLocalOf<Udtryk, kNs, "Udtryk", kUdtrykType>, alternative<&Led::indhold, Led::UDTRYK>),
};
constexpr Particle kUdtrykDele[] = {
    optional(kLocal<kNs, "operation", kOperationIndhold>, into<&Udtryk::operation>),
    each_of(kLedValg, into<&Udtryk::led>, 1),
};
constexpr Particle kUdtrykIndhold = in_order(kUdtrykDele);
constexpr Type kUdtrykType = of_elements<Udtryk>({kNs, "UdtrykType"}, kUdtrykIndhold);

// A wildcard that knows two elements of another namespace.
constexpr Particle kKendtDele[] = {one(kLocal<kUdenfor, "Tekst", kTekst>, into<&Kendt::tekst>)};
constexpr Particle kKendtIndhold = in_order(kKendtDele);
constexpr Type kKendtType = of_elements<Kendt>({kUdenfor, "KendtType"}, kKendtIndhold);
constexpr Element kKendt{kUdenfor, "Kendt", kKendtType};
constexpr Element kKendtTekst{kUdenfor, "KendtTekst", kTekst};
constexpr Element kUkendt{kUdenfor, "Ukendt", kKendtType};
constexpr Particle kKendte[] = {
    one(kKendt, alternative<&Udvidelse::indhold, Udvidelse::KENDT>),
    one(kKendtTekst, alternative<&Udvidelse::indhold, Udvidelse::TEKST>),
    another_one(kNs, alternative<&Udvidelse::indhold, Udvidelse::ANDEN>),
};
constexpr Type kDagIndhold = of_text(kDate);
constexpr Particle kListeDele[] = {
    any_known(kNs, kKendte, into<&Liste::elementer>),
    optional(kLocal<kNs, "Dag", kDagIndhold>, into<&Liste::dag>),
};
constexpr Particle kListeIndhold = in_order(kListeDele);
constexpr Type kListeType = of_elements<Liste>({kNs, "ListeType"}, kListeIndhold);

// A fixed value, an upper bound, and a choice that repeats but keeps its alternatives apart.
constexpr Element kUdenEnde = Element(kNs, "UdenEnde", kSandhed, false).with_fixed("true");
constexpr Particle kAdskilt[] = {
    any_number(kLocal<kNs, "A", kTekst>, into<&Soegning::a>),
    any_number(kLocal<kNs, "B", kTekst>, into<&Soegning::b>),
};
constexpr Particle kSoegningDele[] = {
    one(kLocal<kNs, "Udtryk", kUdtrykType>, into<&Soegning::udtryk>),
    optional(kLocal<kNs, "Liste", kListeType>, into<&Soegning::liste>),
    optional(kUdenEnde, into<&Soegning::uden_ende>),
    up_to(2, kLocal<kNs, "Sandhed", kSandhed>, into<&Soegning::sandhed>),
    one_of(kAdskilt, 0, kUnbounded),
};
constexpr Particle kSoegningIndhold = in_order(kSoegningDele);
constexpr Type kSoegningType = of_elements<Soegning>({kNs, "SoegningType"}, kSoegningIndhold);
constexpr Element kSoegning{kNs, "Soegning", kSoegningType};

constexpr const Element* kGlobale[] = {&kOrdreElement, &kNoegle,       &kUuid,     &kUrn,     &kTitel,      &kLinje,
                                       &kVare,         &kAntalElement, &kErBetalt, &kStrengt, &kLigegyldigt};
constexpr const Element* kGlobaleUdenNote[] = {
    &kOrdreElementUdenNote, &kNoegle,   &kUuid,    &kUrn,        &kTitel, &kLinje, &kVare,
    &kAntalElement,         &kErBetalt, &kStrengt, &kLigegyldigt};
constexpr const Element* kSoegningGlobale[] = {&kSoegning, &kKendt, &kKendtTekst, &kUkendt};
constexpr Schema kSkema{kGlobale};
constexpr Schema kSoegningSkema{kSoegningGlobale};
constexpr Schema kSkemaUdenNote{kGlobaleUdenNote};

}  // namespace

const Element& ordre() {
  return kOrdreElement;
}
const Element& ordre_uden_note() {
  return kOrdreElementUdenNote;
}
const Element& soegning() {
  return kSoegning;
}
const Schema& skema() {
  return kSkema;
}
const Schema& soegning_skema() {
  return kSoegningSkema;
}
const Schema& skema_uden_note() {
  return kSkemaUdenNote;
}

}  // namespace brevdue::xml::eksempel
