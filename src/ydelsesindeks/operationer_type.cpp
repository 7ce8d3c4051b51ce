// urn:oio:sts:ydelse:ydelseindeks:6: the messages (spec indekser 2.6 and 4), and the schema they make together.
#include <vector>

#include "ydelsesindeks/faelles_type.hpp"
#include "ydelsesindeks/operationer.hpp"

namespace brevdue::ydelsesindeks {
namespace {

using xml::alternative;
using xml::any_number;
using xml::extension_of;
using xml::in_order;
using xml::into;
using xml::kLocalOf;
using xml::of_elements;
using xml::one;
using xml::one_of;
using xml::optional;

template <xml::Text Navn, const Type& T>
constexpr const Element& felt = xml::kLocal<kYdelseIndeks, Navn, T>;
template <class S, xml::Text Navn, const Type& T>
constexpr const Element& bi = kLocalOf<S, kBevillingIndeks, Navn, T>;
template <class S, xml::Text Navn, const Type& T>
constexpr const Element& oef = kLocalOf<S, kEffektueringIndeks, Navn, T>;

constexpr const Element& kBevillingAttributter =
    bi<BevillingAttributListe, "AttributListe", kBevillingAttributListeType>;
constexpr const Element& kBevillingTilstande = bi<TilstandListe, "TilstandListe", kBevillingTilstandListeType>;
constexpr const Element& kBevillingRelationer =
    bi<BevillingRelationListe, "RelationListe", kBevillingRelationListeType>;
constexpr const Element& kBevillingRegistrering = bi<BevillingRegistrering, "Registrering", kBevillingRegistreringType>;
constexpr const Element& kEffektueringAttributter =
    oef<EffektueringAttributListe, "AttributListe", kEffektueringAttributListeType>;
constexpr const Element& kEffektueringTilstande = oef<TilstandListe, "TilstandListe", kEffektueringTilstandListeType>;
constexpr const Element& kEffektueringRelationer =
    oef<EffektueringRelationListe, "RelationListe", kEffektueringRelationListeType>;
constexpr const Element& kEffektueringRegistrering =
    oef<EffektueringRegistrering, "Registrering", kEffektueringRegistreringType>;

// importer: the object stands in an element of its own namespace inside the one of the message.
constexpr Particle kBevillingImportDele[] = {
    one(bi<Bevilling, "BevillingIndeks", kBevillingType>, into<&BevillingImport::bevilling>),
};
constexpr Particle kBevillingImportIndhold = in_order(kBevillingImportDele);
constexpr Type kBevillingImportType =
    of_elements<BevillingImport>({kBevillingIndeks, "ImportInputType"}, kBevillingImportIndhold);
constexpr Particle kEffektueringImportDele[] = {
    one(oef<OekonomiskEffektuering, "OekonomiskEffektueringIndeks", kEffektueringType>,
        into<&EffektueringImport::effektuering>),
};
constexpr Particle kEffektueringImportIndhold = in_order(kEffektueringImportDele);
constexpr Type kEffektueringImportType =
    of_elements<EffektueringImport>({kEffektueringIndeks, "ImportInputType"}, kEffektueringImportIndhold);

constexpr Particle kImporterValg[] = {
    any_number(felt<"BevillingIndeks", kBevillingImportType>,
               alternative<&ImporterPost::objekt, ImporterPost::BEVILLING>),
    any_number(felt<"OekonomiskEffektueringIndeks", kEffektueringImportType>,
               alternative<&ImporterPost::objekt, ImporterPost::EFFEKTUERING>),
};
constexpr Particle kImporterIndhold = xml::each_of(kImporterValg, into<&ImporterInput::poster>);
constexpr Type kImporterType =
    of_elements<ImporterInput>({kYdelseIndeks, "ImporterYdelseIndeksInputType"}, kImporterIndhold);

// opdater.
constexpr Particle kBevillingRetDele[] = {
    optional(kBevillingAttributter, into<&BevillingRetInput::attribut_liste>),
    optional(kBevillingTilstande, into<&BevillingRetInput::tilstand_liste>),
    optional(kBevillingRelationer, into<&BevillingRetInput::relation_liste>),
};
constexpr Particle kBevillingRetIndhold = in_order(kBevillingRetDele);
constexpr Type kBevillingRetType =
    extension_of<BevillingRetInput>(v6::kRetInputType, {kBevillingIndeks, "RetInputType"}, &kBevillingRetIndhold);
constexpr Particle kOpdaterBevillingDele[] = {
    one(felt<"Tidspunkt", v6::kDatoTid>, into<&OpdaterBevilling::tidspunkt>),
    optional(felt<"UdenNotifikation", v6::kIndikator>, into<&OpdaterBevilling::uden_notifikation>),
};
constexpr Particle kOpdaterBevillingIndhold = in_order(kOpdaterBevillingDele);
constexpr Type kOpdaterBevillingType = extension_of<OpdaterBevilling>(
    kBevillingRetType, {kYdelseIndeks, "OpdaterBevillingIndeksInputType"}, &kOpdaterBevillingIndhold);

constexpr Particle kEffektueringRetDele[] = {
    optional(kEffektueringAttributter, into<&EffektueringRetInput::attribut_liste>),
    optional(kEffektueringTilstande, into<&EffektueringRetInput::tilstand_liste>),
    optional(kEffektueringRelationer, into<&EffektueringRetInput::relation_liste>),
};
constexpr Particle kEffektueringRetIndhold = in_order(kEffektueringRetDele);
constexpr Type kEffektueringRetType = extension_of<EffektueringRetInput>(
    v6::kRetInputType, {kEffektueringIndeks, "RetInputType"}, &kEffektueringRetIndhold);
constexpr Particle kOpdaterEffektueringDele[] = {
    one(felt<"Tidspunkt", v6::kDatoTid>, into<&OpdaterEffektuering::tidspunkt>),
};
constexpr Particle kOpdaterEffektueringIndhold = in_order(kOpdaterEffektueringDele);
constexpr Type kOpdaterEffektueringType = extension_of<OpdaterEffektuering>(
    kEffektueringRetType, {kYdelseIndeks, "OpdaterOekonomiskEffektueringIndeksInputType"},
    &kOpdaterEffektueringIndhold);

constexpr Particle kOpdaterValg[] = {
    any_number(felt<"OpdaterBevillingIndeks", kOpdaterBevillingType>,
               alternative<&OpdaterPost::aendring, OpdaterPost::BEVILLING>),
    any_number(felt<"OpdaterOekonomiskEffektueringIndeks", kOpdaterEffektueringType>,
               alternative<&OpdaterPost::aendring, OpdaterPost::EFFEKTUERING>),
};
constexpr Particle kOpdaterIndhold = xml::each_of(kOpdaterValg, into<&OpdaterInput::poster>);
constexpr Type kOpdaterType =
    of_elements<OpdaterInput>({kYdelseIndeks, "OpdaterYdelseIndeksInputType"}, kOpdaterIndhold);

// The expression of a search.
constexpr Particle kSoegBevillingDele[] = {
    one(kBevillingAttributter, into<&SoegBevilling::attribut_liste>),
    one(kBevillingTilstande, into<&SoegBevilling::tilstand_liste>),
    one(kBevillingRelationer, into<&SoegBevilling::relation_liste>),
};
constexpr Particle kSoegBevillingIndhold = in_order(kSoegBevillingDele);
constexpr Type kSoegBevillingType =
    extension_of<SoegBevilling>(v6::kSoegIndeksInputType, {kBevillingIndeks, "SoegInputType"}, &kSoegBevillingIndhold);
constexpr Particle kSoegEffektueringDele[] = {
    one(kEffektueringAttributter, into<&SoegEffektuering::attribut_liste>),
    one(kEffektueringTilstande, into<&SoegEffektuering::tilstand_liste>),
    one(kEffektueringRelationer, into<&SoegEffektuering::relation_liste>),
};
constexpr Particle kSoegEffektueringIndhold = in_order(kSoegEffektueringDele);
constexpr Type kSoegEffektueringType = extension_of<SoegEffektuering>(
    v6::kSoegIndeksInputType, {kEffektueringIndeks, "SoegInputType"}, &kSoegEffektueringIndhold);

constexpr xml::SimpleType kAndOrVaerdi = v6::kode(kYdelseIndeks, "AndOrType", v6::kAndOrKoder);
constexpr Type kAndOr = xml::of_text(kAndOrVaerdi);
extern const Type kSoegUdtrykType;
constexpr Element kSoegUdtryk = Element::of<SoegUdtryk>(kYdelseIndeks, "SoegUdtryk", kSoegUdtrykType, false);

constexpr Particle kSoegUdtrykValg[] = {
    any_number(felt<"SoegBevillingIndeks", kSoegBevillingType>, alternative<&SoegLed::indhold, SoegLed::BEVILLING>),
    any_number(felt<"SoegOekonomiskEffektueringIndeks", kSoegEffektueringType>,
               alternative<&SoegLed::indhold, SoegLed::EFFEKTUERING>),
    any_number(kLocalOf<SoegUdtryk, kYdelseIndeks, "NOT", kSoegUdtrykType>,
               alternative<&SoegLed::indhold, SoegLed::NOT>),
    any_number(kSoegUdtryk, alternative<&SoegLed::indhold, SoegLed::UDTRYK>),
};
constexpr Particle kSoegUdtrykDele[] = {
    optional(felt<"operation", kAndOr>, into<&SoegUdtryk::operation>),
    xml::each_of(kSoegUdtrykValg, into<&SoegUdtryk::led>, 1),
};
constexpr Particle kSoegUdtrykIndhold = in_order(kSoegUdtrykDele);
constexpr Type kSoegUdtrykType = of_elements<SoegUdtryk>({kYdelseIndeks, "SoegUdtrykType"}, kSoegUdtrykIndhold);

// The filter.
constexpr std::string_view kBevillingVisKoder[] = {
    "egenskaber",  "egenskaberlokaludvidelse", "bevilgetydelse",  "sag", "part",
    "aktoer-ejer", "aktoer-ansvarlig",         "sikkerhedsprofil"};
constexpr std::string_view kEffektueringVisKoder[] = {"egenskaber", "aktoer", "oekonomiskeydelseeffektueringer",
                                                      "itsystem"};
constexpr std::string_view kBevillingInkluderKoder[] = {"bevilgetydelse"};
constexpr std::string_view kEffektueringInkluderKoder[] = {"oekonomiskeydelseeffektueringer"};
constexpr xml::SimpleType kBevillingVisVaerdi = v6::kode(kYdelseIndeks, "BevillingVisFilterType", kBevillingVisKoder);
constexpr xml::SimpleType kEffektueringVisVaerdi =
    v6::kode(kYdelseIndeks, "OekonomiskEffektueringVisFilterType", kEffektueringVisKoder);
constexpr xml::SimpleType kBevillingInkluderVaerdi =
    v6::kode(kYdelseIndeks, "BevillingInkluderFilterType", kBevillingInkluderKoder);
constexpr xml::SimpleType kEffektueringInkluderVaerdi =
    v6::kode(kYdelseIndeks, "OekonomiskEffektueringInkluderFilterType", kEffektueringInkluderKoder);
constexpr Type kBevillingVisKode = xml::of_text(kBevillingVisVaerdi);
constexpr Type kEffektueringVisKode = xml::of_text(kEffektueringVisVaerdi);
constexpr Type kBevillingInkluder = xml::of_text(kBevillingInkluderVaerdi);
constexpr Type kEffektueringInkluder = xml::of_text(kEffektueringInkluderVaerdi);

constexpr Particle kBevillingVisDele[] = {one(felt<"Vis", kBevillingVisKode>, into<&oio::Vis::vis>)};
constexpr Particle kBevillingVisIndhold = in_order(kBevillingVisDele);
constexpr Type kBevillingVisType = of_elements<oio::Vis>({kYdelseIndeks, "BevillingVisType"}, kBevillingVisIndhold);
constexpr Particle kEffektueringVisDele[] = {one(felt<"Vis", kEffektueringVisKode>, into<&oio::Vis::vis>)};
constexpr Particle kEffektueringVisIndhold = in_order(kEffektueringVisDele);
constexpr Type kEffektueringVisType =
    of_elements<oio::Vis>({kYdelseIndeks, "OekonomiskEffektueringVisType"}, kEffektueringVisIndhold);

constexpr Particle kFilterValg[] = {
    any_number(felt<"BevillingVis", kBevillingVisType>, into<&Filter::bevilling_vis>),
    any_number(felt<"OekonomiskEffektueringVis", kEffektueringVisType>, into<&Filter::effektuering_vis>),
    any_number(felt<"BevillingInkluder", kBevillingInkluder>, into<&Filter::bevilling_inkluder>),
    any_number(felt<"OekonomiskEffektueringInkluder", kEffektueringInkluder>, into<&Filter::effektuering_inkluder>),
};
constexpr Particle kFilterIndhold = one_of(kFilterValg, 0, xml::kUnbounded);
constexpr Type kFilterType =
    of_elements<Filter>({kYdelseIndeks, "FremsoegFilterYdelseIndeksInputType"}, kFilterIndhold);

// The order.
constexpr std::string_view kBevillingSorteringKoder[] = {"FuldtNavn", "Ydelsesnavn"};
constexpr std::string_view kEffektueringSorteringKoder[] = {"Dispositionsdato"};
constexpr xml::SimpleType kBevillingSorteringVaerdi =
    v6::kode(kYdelseIndeks, "BevillingSorteringFilterType", kBevillingSorteringKoder);
constexpr xml::SimpleType kEffektueringSorteringVaerdi =
    v6::kode(kYdelseIndeks, "OekonomiskEffektueringSorteringFilterType", kEffektueringSorteringKoder);
constexpr xml::SimpleType kRetningVaerdi = v6::kode(kYdelseIndeks, "SorteringFilterRetningType", v6::kRetninger);
constexpr Type kBevillingSorteringKode = xml::of_text(kBevillingSorteringVaerdi);
constexpr Type kEffektueringSorteringKode = xml::of_text(kEffektueringSorteringVaerdi);
constexpr Type kRetning = xml::of_text(kRetningVaerdi);

constexpr Particle kBevillingSorteringDele[] = {
    one(felt<"Element", kBevillingSorteringKode>, into<&oio::Sortering::element>),
    one(felt<"Retning", kRetning>, into<&oio::Sortering::retning>),
    one(felt<"Sekvens", v6::kHeltal>, into<&oio::Sortering::plads>),
};
constexpr Particle kBevillingSorteringIndhold = in_order(kBevillingSorteringDele);
constexpr Type kBevillingSorteringType =
    of_elements<oio::Sortering>({kYdelseIndeks, "BevillingSorteringType"}, kBevillingSorteringIndhold);
constexpr Particle kEffektueringSorteringDele[] = {
    one(felt<"Element", kEffektueringSorteringKode>, into<&oio::Sortering::element>),
    one(felt<"Retning", kRetning>, into<&oio::Sortering::retning>),
    one(felt<"Sekvens", v6::kHeltal>, into<&oio::Sortering::plads>),
};
constexpr Particle kEffektueringSorteringIndhold = in_order(kEffektueringSorteringDele);
constexpr Type kEffektueringSorteringType =
    of_elements<oio::Sortering>({kYdelseIndeks, "OekonomiskEffektueringSorteringType"}, kEffektueringSorteringIndhold);

constexpr Particle kSorteringValg[] = {
    any_number(felt<"BevillingSortering", kBevillingSorteringType>, into<&FremsoegSortering::bevilling>),
    any_number(felt<"OekonomiskEffektueringSortering", kEffektueringSorteringType>,
               into<&FremsoegSortering::effektuering>),
};
constexpr Particle kSorteringIndhold = one_of(kSorteringValg, 0, xml::kUnbounded);
constexpr Type kSorteringType =
    of_elements<FremsoegSortering>({kYdelseIndeks, "FremsoegSorteringYdelseIndeksInputType"}, kSorteringIndhold);

// fremsoeg.
constexpr Particle kFremsoegInputDele[] = {
    any_number(felt<"BevillingUuid", v6::kTekst>, into<&FremsoegInput::bevilling_uuid>),
    any_number(felt<"OekonomiskEffektueringUuid", v6::kTekst>, into<&FremsoegInput::effektuering_uuid>),
    one(kSoegUdtryk, into<&FremsoegInput::soeg_udtryk>),
    optional(felt<"Filter", kFilterType>, into<&FremsoegInput::filter>),
    optional(felt<"Sortering", kSorteringType>, into<&FremsoegInput::sortering>),
};
constexpr Particle kFremsoegInputIndhold = in_order(kFremsoegInputDele);
constexpr Type kFremsoegInputType =
    of_elements<FremsoegInput>({kYdelseIndeks, "FremsoegYdelseIndeksInputType"}, kFremsoegInputIndhold);

constexpr std::string_view kAntalKoder[] = {"bevillinger", "ydelser", "effektueringer"};
constexpr xml::SimpleType kAntalKodeVaerdi{
    .base = &xml::kString, .white_space = xml::WhiteSpace::PRESERVE, .enumeration = kAntalKoder};
constexpr Type kAntalKode = xml::of_text(kAntalKodeVaerdi);
constexpr Particle kAntalDele[] = {
    one(felt<"Element", kAntalKode>, into<&oio::Antal::element>),
    one(felt<"Antal", v6::kHeltal>, into<&oio::Antal::antal>),
    optional(felt<"Paginering", v6::kPagineringType>, into<&oio::Antal::paginering>),
};
constexpr Particle kAntalIndhold = in_order(kAntalDele);
constexpr Type kAntalType = of_elements<oio::Antal>({kYdelseIndeks, "AntalType"}, kAntalIndhold);

constexpr Particle kBevillingBilledeDele[] = {
    one(xml::kLocal<kBevillingIndeks, "ObjektType", v6::kSagDokObjektType>,
        into<&BevillingOejebliksbillede::objekt_type>),
    any_number(kBevillingRegistrering, into<&BevillingOejebliksbillede::registrering>),
};
constexpr Particle kBevillingBilledeIndhold = in_order(kBevillingBilledeDele);
constexpr Type kBevillingBilledeType = of_elements<BevillingOejebliksbillede>(
    {kBevillingIndeks, "FiltreretOejebliksbilledeType"}, kBevillingBilledeIndhold);
constexpr Particle kEffektueringBilledeDele[] = {
    one(xml::kLocal<kEffektueringIndeks, "ObjektType", v6::kSagDokObjektType>,
        into<&EffektueringOejebliksbillede::objekt_type>),
    any_number(kEffektueringRegistrering, into<&EffektueringOejebliksbillede::registrering>),
};
constexpr Particle kEffektueringBilledeIndhold = in_order(kEffektueringBilledeDele);
constexpr Type kEffektueringBilledeType = of_elements<EffektueringOejebliksbillede>(
    {kEffektueringIndeks, "FiltreretOejebliksbilledeType"}, kEffektueringBilledeIndhold);

constexpr Particle kFremsoegOutputDele[] = {
    any_number(felt<"Antal", kAntalType>, into<&FremsoegOutput::antal>),
    any_number(felt<"BevillingFiltreretOejebliksbillede", kBevillingBilledeType>, into<&FremsoegOutput::bevilling>),
    any_number(felt<"OekonomiskEffektueringFiltreretOejebliksbillede", kEffektueringBilledeType>,
               into<&FremsoegOutput::effektuering>),
};
constexpr Particle kFremsoegOutputIndhold = in_order(kFremsoegOutputDele);
constexpr Type kFremsoegOutputType = extension_of<FremsoegOutput>(
    v6::kBasicOutputType, {kYdelseIndeks, "FremsoegYdelseIndeksOutputType"}, &kFremsoegOutputIndhold);

// The events.
constexpr Particle kBevillingBeskedDele[] = {
    one(v6::kUuidIdentifikator, into<&BevillingRegistreringBesked::uuid>),
    one(kBevillingRegistrering, into<&BevillingRegistreringBesked::registrering>),
};
constexpr Particle kBevillingBeskedIndhold = in_order(kBevillingBeskedDele);
constexpr Type kBevillingBeskedType =
    of_elements<BevillingRegistreringBesked>({kBevillingIndeks, "RegistreringBeskedType"}, kBevillingBeskedIndhold);
constexpr Particle kEffektueringBeskedDele[] = {
    one(v6::kUuidIdentifikator, into<&EffektueringRegistreringBesked::uuid>),
    one(kEffektueringRegistrering, into<&EffektueringRegistreringBesked::registrering>),
};
constexpr Particle kEffektueringBeskedIndhold = in_order(kEffektueringBeskedDele);
constexpr Type kEffektueringBeskedType = of_elements<EffektueringRegistreringBesked>(
    {kEffektueringIndeks, "RegistreringBeskedType"}, kEffektueringBeskedIndhold);

}  // namespace

constinit const Element kBevillingRegistreringBesked{kBevillingIndeks, "RegistreringBesked", kBevillingBeskedType};
constinit const Element kEffektueringRegistreringBesked{kEffektueringIndeks, "RegistreringBesked",
                                                        kEffektueringBeskedType};
constinit const Element kImporterInput{kYdelseIndeks, "ImporterYdelseIndeksInput", kImporterType};
constinit const Element kImporterOutput{kYdelseIndeks, "ImporterYdelseIndeksOutput", v6::kMultipleOutputType};
constinit const Element kOpdaterInput{kYdelseIndeks, "OpdaterYdelseIndeksInput", kOpdaterType};
constinit const Element kOpdaterOutput{kYdelseIndeks, "OpdaterYdelseIndeksOutput", v6::kMultipleOutputType};
constinit const Element kFremsoegInput{kYdelseIndeks, "FremsoegYdelseIndeksInput", kFremsoegInputType};
constinit const Element kFremsoegOutput{kYdelseIndeks, "FremsoegYdelseIndeksOutput", kFremsoegOutputType};
constinit const Element kFjernBevillingInput{kBevillingIndeks, "FjernInput", v6::kUuidNoteInputType};
constinit const Element kFjernBevillingOutput{kBevillingIndeks, "FjernOutput", v6::kBasicOutputType};
constinit const Element kFjernEffektueringInput{kEffektueringIndeks, "FjernInput", v6::kUuidNoteInputType};
constinit const Element kFjernEffektueringOutput{kEffektueringIndeks, "FjernOutput", v6::kBasicOutputType};

const xml::Schema& schema() {
  static const auto globals = [] {
    std::vector<const Element*> all{&kImporterInput,
                                    &kImporterOutput,
                                    &kOpdaterInput,
                                    &kOpdaterOutput,
                                    &kFremsoegInput,
                                    &kFremsoegOutput,
                                    &kFjernBevillingInput,
                                    &kFjernBevillingOutput,
                                    &kFjernEffektueringInput,
                                    &kFjernEffektueringOutput,
                                    &kBevillingRegistreringBesked,
                                    &kEffektueringRegistreringBesked,
                                    &kLokalUdvidelseListe};
    for (const auto& part : {kUdvidelser, kBevillingGlobale, kEffektueringGlobale}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    all.insert(all.end(), v6::kGlobale.begin(), v6::kGlobale.end());
    return all;
  }();
  static const xml::Schema schema{globals};
  return schema;
}

std::span<const xml::SchemaFile> schema_files() {
  static constexpr xml::SchemaFile kFiles[] = {
      {kYdelseIndeks, "yi", "YdelseIndeks.xsd"},
      {kBevillingIndeks, "bi", "BevillingIndeks.xsd"},
      {kEffektueringIndeks, "oef", "OekonomiskEffektueringIndeks.xsd"},
      {kGenerelleDefinitioner, "gd", "GenerelleDefinitioner.xsd"},
      {oio::kGenerelleOperationer, "go", "GenerelleOperationer.xsd"},
      {kSagdok, "sd", "SagDokObjekt.xsd"},
  };
  return kFiles;
}

std::span<const xml::Namespace> prefixes() {
  static constexpr xml::Namespace kPrefixes[] = {
      {"yi", kYdelseIndeks},          {"bi", kBevillingIndeks},           {"oef", kEffektueringIndeks},
      {"gd", kGenerelleDefinitioner}, {"go", oio::kGenerelleOperationer}, {"sd", kSagdok},
  };
  return kPrefixes;
}

}  // namespace brevdue::ydelsesindeks
