// urn:oio:sts:sagdok:sagdokumentindeks:6: the messages (spec indekser 2.4 and 4), and the schema they make together.
#include <vector>

#include "sagdokumentindeks/faelles_type.hpp"
#include "sagdokumentindeks/operationer.hpp"

namespace brevdue::sagdokumentindeks {
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
constexpr const Element& felt = xml::kLocal<kSagDokumentIndeks, Navn, T>;
template <class S, xml::Text Navn, const Type& T>
constexpr const Element& del_af_sag = kLocalOf<S, kSag, Navn, T>;
template <class S, xml::Text Navn, const Type& T>
constexpr const Element& del_af_dokument = kLocalOf<S, kDokumentIndeks, Navn, T>;

constexpr const Element& kSagAttributter = del_af_sag<SagAttributListe, "AttributListe", kSagAttributListeType>;
constexpr const Element& kSagTilstande = del_af_sag<TilstandListe, "TilstandListe", kSagTilstandListeType>;
constexpr const Element& kSagRelationer = del_af_sag<SagRelationListe, "RelationListe", kSagRelationListeType>;
constexpr const Element& kSagRegistrering = del_af_sag<SagRegistrering, "Registrering", kSagRegistreringType>;
constexpr const Element& kDokumentAttributter =
    del_af_dokument<DokumentAttributListe, "AttributListe", kDokumentAttributListeType>;
constexpr const Element& kDokumentTilstande =
    del_af_dokument<TilstandListe, "TilstandListe", kDokumentTilstandListeType>;
constexpr const Element& kDokumentRelationer =
    del_af_dokument<DokumentRelationListe, "RelationListe", kDokumentRelationListeType>;
constexpr const Element& kDokumentRegistrering =
    del_af_dokument<DokumentRegistrering, "Registrering", kDokumentRegistreringType>;

// importer.
constexpr Particle kImporterValg[] = {
    any_number(kLocalOf<Dokument, kSagDokumentIndeks, "DokumentIndeks", kDokumentType>,
               alternative<&ImporterPost::objekt, ImporterPost::DOKUMENT>),
    any_number(kLocalOf<Sag, kSagDokumentIndeks, "SagIndeks", kSagType>,
               alternative<&ImporterPost::objekt, ImporterPost::SAG>),
};
constexpr Particle kImporterIndhold = xml::each_of(kImporterValg, into<&ImporterInput::poster>);
constexpr Type kImporterType =
    of_elements<ImporterInput>({kSagDokumentIndeks, "ImporterSagDokumentIndeksInputType"}, kImporterIndhold);

// opdater.
constexpr Particle kSagRetDele[] = {
    optional(kSagAttributter, into<&SagRetInput::attribut_liste>),
    optional(kSagTilstande, into<&SagRetInput::tilstand_liste>),
    optional(kSagRelationer, into<&SagRetInput::relation_liste>),
};
constexpr Particle kSagRetIndhold = in_order(kSagRetDele);
constexpr Type kSagRetType = extension_of<SagRetInput>(v6::kRetInputType, {kSag, "RetInputType"}, &kSagRetIndhold);
constexpr Particle kOpdaterSagDele[] = {
    one(felt<"Tidspunkt", v6::kDatoTid>, into<&OpdaterSag::tidspunkt>),
    optional(felt<"UdenNotifikation", v6::kIndikator>, into<&OpdaterSag::uden_notifikation>),
};
constexpr Particle kOpdaterSagIndhold = in_order(kOpdaterSagDele);
constexpr Type kOpdaterSagType =
    extension_of<OpdaterSag>(kSagRetType, {kSagDokumentIndeks, "OpdaterSagIndeksInputType"}, &kOpdaterSagIndhold);

constexpr Particle kDokumentRetDele[] = {
    optional(kDokumentAttributter, into<&DokumentRetInput::attribut_liste>),
    optional(kDokumentTilstande, into<&DokumentRetInput::tilstand_liste>),
    optional(kDokumentRelationer, into<&DokumentRetInput::relation_liste>),
};
constexpr Particle kDokumentRetIndhold = in_order(kDokumentRetDele);
constexpr Type kDokumentRetType =
    extension_of<DokumentRetInput>(v6::kRetInputType, {kDokumentIndeks, "RetInputType"}, &kDokumentRetIndhold);
constexpr Particle kOpdaterDokumentDele[] = {
    one(felt<"Tidspunkt", v6::kDatoTid>, into<&OpdaterDokument::tidspunkt>),
};
constexpr Particle kOpdaterDokumentIndhold = in_order(kOpdaterDokumentDele);
constexpr Type kOpdaterDokumentType = extension_of<OpdaterDokument>(
    kDokumentRetType, {kSagDokumentIndeks, "OpdaterDokumentIndeksInputType"}, &kOpdaterDokumentIndhold);

constexpr Particle kOpdaterValg[] = {
    any_number(felt<"OpdaterDokumentIndeks", kOpdaterDokumentType>,
               alternative<&OpdaterPost::aendring, OpdaterPost::DOKUMENT>),
    any_number(felt<"OpdaterSagIndeks", kOpdaterSagType>, alternative<&OpdaterPost::aendring, OpdaterPost::SAG>),
};
constexpr Particle kOpdaterIndhold = xml::each_of(kOpdaterValg, into<&OpdaterInput::poster>);
constexpr Type kOpdaterType =
    of_elements<OpdaterInput>({kSagDokumentIndeks, "OpdaterSagDokumentIndeksInputType"}, kOpdaterIndhold);

// The expression of a search.
constexpr Particle kSoegSagDele[] = {
    one(kSagAttributter, into<&SoegSag::attribut_liste>),
    one(kSagTilstande, into<&SoegSag::tilstand_liste>),
    one(kSagRelationer, into<&SoegSag::relation_liste>),
};
constexpr Particle kSoegSagIndhold = in_order(kSoegSagDele);
constexpr Type kSoegSagType =
    extension_of<SoegSag>(v6::kSoegIndeksInputType, {kSag, "SoegInputType"}, &kSoegSagIndhold);
constexpr Particle kSoegDokumentDele[] = {
    one(kDokumentAttributter, into<&SoegDokument::attribut_liste>),
    one(kDokumentTilstande, into<&SoegDokument::tilstand_liste>),
    one(kDokumentRelationer, into<&SoegDokument::relation_liste>),
};
constexpr Particle kSoegDokumentIndhold = in_order(kSoegDokumentDele);
constexpr Type kSoegDokumentType =
    extension_of<SoegDokument>(v6::kSoegIndeksInputType, {kDokumentIndeks, "SoegInputType"}, &kSoegDokumentIndhold);

constexpr xml::SimpleType kAndOrVaerdi = v6::kode(kSagDokumentIndeks, "AndOrType", v6::kAndOrKoder);
constexpr Type kAndOr = xml::of_text(kAndOrVaerdi);
extern const Type kSoegUdtrykType;
constexpr Element kSoegUdtryk = Element::of<SoegUdtryk>(kSagDokumentIndeks, "SoegUdtryk", kSoegUdtrykType, false);

constexpr Particle kSoegUdtrykValg[] = {
    any_number(felt<"SoegDokument", kSoegDokumentType>, alternative<&SoegLed::indhold, SoegLed::DOKUMENT>),
    any_number(felt<"SoegSag", kSoegSagType>, alternative<&SoegLed::indhold, SoegLed::SAG>),
    any_number(kLocalOf<SoegUdtryk, kSagDokumentIndeks, "NOT", kSoegUdtrykType>,
               alternative<&SoegLed::indhold, SoegLed::NOT>),
    any_number(kSoegUdtryk, alternative<&SoegLed::indhold, SoegLed::UDTRYK>),
    any_number(felt<"SoegSagsloeseDokumenter", kSoegDokumentType>,
               alternative<&SoegLed::indhold, SoegLed::SAGSLOESE_DOKUMENTER>),
};
constexpr Particle kSoegUdtrykDele[] = {
    optional(felt<"operation", kAndOr>, into<&SoegUdtryk::operation>),
    xml::each_of(kSoegUdtrykValg, into<&SoegUdtryk::led>, 1),
};
constexpr Particle kSoegUdtrykIndhold = in_order(kSoegUdtrykDele);
constexpr Type kSoegUdtrykType = of_elements<SoegUdtryk>({kSagDokumentIndeks, "SoegUdtrykType"}, kSoegUdtrykIndhold);

// The filter.
constexpr std::string_view kSagVisKoder[] = {"egenskaber",   "fremdrift",       "sagsklasse",
                                             "sagsaktoer",   "sagspart",        "sagsrelation",
                                             "sagsgenstand", "journalpost",     "journalpost-journalnote",
                                             "itsystem",     "sikkerhedsprofil"};
constexpr std::string_view kDokumentVisKoder[] = {"egenskaber", "fremdrift", "dokument", "klasse",
                                                  "aktoer",     "part",      "itsystem", "sikkerhedsprofil"};
constexpr std::string_view kSagInkluderKoder[] = {"sagsrelation", "journalpost"};
constexpr std::string_view kDokumentInkluderKoder[] = {"dokument"};
constexpr xml::SimpleType kSagVisVaerdi = v6::kode(kSagDokumentIndeks, "SagVisFilterType", kSagVisKoder);
constexpr xml::SimpleType kDokumentVisVaerdi = v6::kode(kSagDokumentIndeks, "DokumentVisFilterType", kDokumentVisKoder);
constexpr xml::SimpleType kSagInkluderVaerdi = v6::kode(kSagDokumentIndeks, "SagInkluderFilterType", kSagInkluderKoder);
constexpr xml::SimpleType kDokumentInkluderVaerdi =
    v6::kode(kSagDokumentIndeks, "DokumentInkluderFilterType", kDokumentInkluderKoder);
constexpr Type kSagVisKode = xml::of_text(kSagVisVaerdi);
constexpr Type kDokumentVisKode = xml::of_text(kDokumentVisVaerdi);
constexpr Type kSagInkluder = xml::of_text(kSagInkluderVaerdi);
constexpr Type kDokumentInkluder = xml::of_text(kDokumentInkluderVaerdi);

constexpr Particle kSagVisDele[] = {one(felt<"Vis", kSagVisKode>, into<&oio::Vis::vis>)};
constexpr Particle kSagVisIndhold = in_order(kSagVisDele);
constexpr Type kSagVisType = of_elements<oio::Vis>({kSagDokumentIndeks, "SagVisType"}, kSagVisIndhold);
constexpr Particle kDokumentVisDele[] = {one(felt<"Vis", kDokumentVisKode>, into<&oio::Vis::vis>)};
constexpr Particle kDokumentVisIndhold = in_order(kDokumentVisDele);
constexpr Type kDokumentVisType = of_elements<oio::Vis>({kSagDokumentIndeks, "DokumentVisType"}, kDokumentVisIndhold);

constexpr Particle kFilterValg[] = {
    any_number(felt<"DokumentVis", kDokumentVisType>, into<&Filter::dokument_vis>),
    any_number(felt<"SagVis", kSagVisType>, into<&Filter::sag_vis>),
    any_number(felt<"DokumentInkluder", kDokumentInkluder>, into<&Filter::dokument_inkluder>),
    any_number(felt<"SagInkluder", kSagInkluder>, into<&Filter::sag_inkluder>),
};
constexpr Particle kFilterIndhold = one_of(kFilterValg, 0, xml::kUnbounded);
constexpr Type kFilterType =
    of_elements<Filter>({kSagDokumentIndeks, "FremsoegFilterSagDokumentIndeksInputType"}, kFilterIndhold);

// The order.
constexpr std::string_view kSagSorteringKoder[] = {"Bruger",
                                                   "StsRegistreringstidspunkt",
                                                   "Registreringstidspunkt",
                                                   "BrugervendtNoegle",
                                                   "ItSystem-Systemnavn",
                                                   "Fremdrift",
                                                   "Titel",
                                                   "Foelsomhed",
                                                   "Sagklasse-BrugervendtNoegle",
                                                   "Livscyklus"};
constexpr std::string_view kDokumentSorteringKoder[] = {"Bruger",
                                                        "StsRegistreringstidspunkt",
                                                        "Registreringstidspunkt",
                                                        "BrugervendtNoegle",
                                                        "ItSystem-Systemnavn",
                                                        "Fremdrift",
                                                        "Titel",
                                                        "Foelsomhed",
                                                        "Major",
                                                        "Minor"};
constexpr xml::SimpleType kSagSorteringVaerdi =
    v6::kode(kSagDokumentIndeks, "SagSorteringFilterType", kSagSorteringKoder);
constexpr xml::SimpleType kDokumentSorteringVaerdi =
    v6::kode(kSagDokumentIndeks, "DokumentSorteringFilterType", kDokumentSorteringKoder);
constexpr xml::SimpleType kRetningVaerdi = v6::kode(kSagDokumentIndeks, "SorteringFilterRetningType", v6::kRetninger);
constexpr Type kSagSorteringKode = xml::of_text(kSagSorteringVaerdi);
constexpr Type kDokumentSorteringKode = xml::of_text(kDokumentSorteringVaerdi);
constexpr Type kRetning = xml::of_text(kRetningVaerdi);

constexpr Particle kSagSorteringDele[] = {
    one(felt<"Element", kSagSorteringKode>, into<&oio::Sortering::element>),
    one(felt<"Retning", kRetning>, into<&oio::Sortering::retning>),
    one(felt<"Prioritet", v6::kHeltal>, into<&oio::Sortering::plads>),
};
constexpr Particle kSagSorteringIndhold = in_order(kSagSorteringDele);
constexpr Type kSagSorteringType =
    of_elements<oio::Sortering>({kSagDokumentIndeks, "SagSorteringType"}, kSagSorteringIndhold);
constexpr Particle kDokumentSorteringDele[] = {
    one(felt<"Element", kDokumentSorteringKode>, into<&oio::Sortering::element>),
    one(felt<"Retning", kRetning>, into<&oio::Sortering::retning>),
    one(felt<"Prioritet", v6::kHeltal>, into<&oio::Sortering::plads>),
};
constexpr Particle kDokumentSorteringIndhold = in_order(kDokumentSorteringDele);
constexpr Type kDokumentSorteringType =
    of_elements<oio::Sortering>({kSagDokumentIndeks, "DokumentSorteringType"}, kDokumentSorteringIndhold);

constexpr Particle kSorteringValg[] = {
    any_number(felt<"SagSortering", kSagSorteringType>, into<&FremsoegSortering::sag>),
    any_number(felt<"DokumentSortering", kDokumentSorteringType>, into<&FremsoegSortering::dokument>),
};
constexpr Particle kSorteringIndhold = one_of(kSorteringValg, 0, xml::kUnbounded);
constexpr Type kSorteringType = of_elements<FremsoegSortering>(
    {kSagDokumentIndeks, "FremsoegSorteringSagDokumentIndeksInputType"}, kSorteringIndhold);

// fremsoeg.
constexpr Particle kFremsoegInputDele[] = {
    any_number(felt<"SagUuid", v6::kTekst>, into<&FremsoegInput::sag_uuid>),
    any_number(felt<"DokumentUuid", v6::kTekst>, into<&FremsoegInput::dokument_uuid>),
    optional(kSoegUdtryk, into<&FremsoegInput::soeg_udtryk>),
    optional(felt<"Filter", kFilterType>, into<&FremsoegInput::filter>),
    optional(felt<"Sortering", kSorteringType>, into<&FremsoegInput::sortering>),
};
constexpr Particle kFremsoegInputIndhold = in_order(kFremsoegInputDele);
constexpr Type kFremsoegInputType =
    of_elements<FremsoegInput>({kSagDokumentIndeks, "FremsoegSagDokumentIndeksInputType"}, kFremsoegInputIndhold);

constexpr std::string_view kAntalKoder[] = {"sager", "dokumenter", "journalnotater"};
constexpr xml::SimpleType kAntalKodeVaerdi{
    .base = &xml::kString, .white_space = xml::WhiteSpace::PRESERVE, .enumeration = kAntalKoder};
constexpr Type kAntalKode = xml::of_text(kAntalKodeVaerdi);
constexpr Particle kAntalDele[] = {
    one(felt<"Element", kAntalKode>, into<&oio::Antal::element>),
    one(felt<"Antal", v6::kHeltal>, into<&oio::Antal::antal>),
    optional(felt<"Paginering", v6::kPagineringType>, into<&oio::Antal::paginering>),
};
constexpr Particle kAntalIndhold = in_order(kAntalDele);
constexpr Type kAntalType = of_elements<oio::Antal>({kSagDokumentIndeks, "AntalType"}, kAntalIndhold);

constexpr Particle kSagBilledeDele[] = {
    one(xml::kLocal<kSag, "ObjektType", v6::kSagDokObjektType>, into<&SagOejebliksbillede::objekt_type>),
    any_number(kSagRegistrering, into<&SagOejebliksbillede::registrering>),
};
constexpr Particle kSagBilledeIndhold = in_order(kSagBilledeDele);
constexpr Type kSagBilledeType =
    of_elements<SagOejebliksbillede>({kSag, "FiltreretOejebliksbilledeType"}, kSagBilledeIndhold);
constexpr Particle kDokumentBilledeDele[] = {
    one(xml::kLocal<kDokumentIndeks, "ObjektType", v6::kSagDokObjektType>,
        into<&DokumentOejebliksbillede::objekt_type>),
    any_number(kDokumentRegistrering, into<&DokumentOejebliksbillede::registrering>),
};
constexpr Particle kDokumentBilledeIndhold = in_order(kDokumentBilledeDele);
constexpr Type kDokumentBilledeType =
    of_elements<DokumentOejebliksbillede>({kDokumentIndeks, "FiltreretOejebliksbilledeType"}, kDokumentBilledeIndhold);

constexpr Particle kFremsoegOutputDele[] = {
    any_number(felt<"Antal", kAntalType>, into<&FremsoegOutput::antal>),
    any_number(felt<"SagFiltreretOejebliksbillede", kSagBilledeType>, into<&FremsoegOutput::sag>),
    any_number(felt<"DokumentFiltreretOejebliksbillede", kDokumentBilledeType>, into<&FremsoegOutput::dokument>),
};
constexpr Particle kFremsoegOutputIndhold = in_order(kFremsoegOutputDele);
constexpr Type kFremsoegOutputType = extension_of<FremsoegOutput>(
    v6::kBasicOutputType, {kSagDokumentIndeks, "FremsoegSagDokumentIndeksOutputType"}, &kFremsoegOutputIndhold);

// fjern.
constexpr Particle kFjernDele[] = {
    any_number(felt<"SagUuid", v6::kUnikIdType>, into<&FjernInput::sag_uuid>),
    optional(kSoegUdtryk, into<&FjernInput::soeg_udtryk>),
    optional(felt<"EfterladSagsloeseDokumenter", v6::kIndikator>, into<&FjernInput::efterlad_sagsloese_dokumenter>),
    optional(felt<"FjernOgsaaYdelse", v6::kIndikator>, into<&FjernInput::fjern_ogsaa_ydelse>),
};
constexpr Particle kFjernIndhold = in_order(kFjernDele);
constexpr Type kFjernType =
    of_elements<FjernInput>({kSagDokumentIndeks, "FjernSagDokumentIndeksInputType"}, kFjernIndhold);

// The event.
constexpr Particle kBeskedDele[] = {
    one(v6::kUuidIdentifikator, into<&SagRegistreringBesked::uuid>),
    one(kSagRegistrering, into<&SagRegistreringBesked::registrering>),
};
constexpr Particle kBeskedIndhold = in_order(kBeskedDele);
constexpr Type kBeskedType = of_elements<SagRegistreringBesked>({kSag, "RegistreringBeskedType"}, kBeskedIndhold);

}  // namespace

constinit const Element kRegistreringBesked{kSag, "RegistreringBesked", kBeskedType};
constinit const Element kImporterInput{kSagDokumentIndeks, "ImporterSagDokumentIndeksInput", kImporterType};
constinit const Element kImporterOutput{kSagDokumentIndeks, "ImporterSagDokumentIndeksOutput", v6::kMultipleOutputType};
constinit const Element kOpdaterInput{kSagDokumentIndeks, "OpdaterSagDokumentIndeksInput", kOpdaterType};
constinit const Element kOpdaterOutput{kSagDokumentIndeks, "OpdaterSagDokumentIndeksOutput", v6::kMultipleOutputType};
constinit const Element kFjernInput{kSagDokumentIndeks, "FjernSagDokumentIndeksInput", kFjernType};
constinit const Element kFjernOutput{kSagDokumentIndeks, "FjernSagDokumentIndeksOutput", v6::kMultipleOutputType};
constinit const Element kFremsoegInput{kSagDokumentIndeks, "FremsoegSagDokumentIndeksInput", kFremsoegInputType};
constinit const Element kFremsoegOutput{kSagDokumentIndeks, "FremsoegSagDokumentIndeksOutput", kFremsoegOutputType};

const xml::Schema& schema() {
  static const auto globals = [] {
    std::vector<const Element*> all{&kImporterInput, &kImporterOutput,     &kOpdaterInput,       &kOpdaterOutput,
                                    &kFjernInput,    &kFjernOutput,        &kFremsoegInput,      &kFremsoegOutput,
                                    &kSagElement,    &kRegistreringBesked, &kLokalUdvidelseListe};
    all.insert(all.end(), kUdvidelser.begin(), kUdvidelser.end());
    all.insert(all.end(), v6::kGlobale.begin(), v6::kGlobale.end());
    return all;
  }();
  static const xml::Schema schema{globals};
  return schema;
}

std::span<const xml::SchemaFile> schema_files() {
  static constexpr xml::SchemaFile kFiles[] = {
      {kSagDokumentIndeks, "sdi", "SagDokumentIndeks.xsd"},
      {kSag, "sag", "Sag.xsd"},
      {kSagIndeks, "si", "SagIndeks.xsd"},
      {kDokumentIndeks, "di", "DokumentIndeks.xsd"},
      {kGenerelleDefinitioner, "gd", "GenerelleDefinitioner.xsd"},
      {oio::kGenerelleOperationer, "go", "GenerelleOperationer.xsd"},
      {kSagdok, "sd", "SagDokObjekt.xsd"},
  };
  return kFiles;
}

std::span<const xml::Namespace> prefixes() {
  static constexpr xml::Namespace kPrefixes[] = {
      {"sdi", kSagDokumentIndeks},
      {"sag", kSag},
      {"si", kSagIndeks},
      {"di", kDokumentIndeks},
      {"gd", kGenerelleDefinitioner},
      {"go", oio::kGenerelleOperationer},
      {"sd", kSagdok},
  };
  return kPrefixes;
}

}  // namespace brevdue::sagdokumentindeks
