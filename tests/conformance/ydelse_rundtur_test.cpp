// What is imported into the Ydelsesindeks comes out of fremsoeg valid by the contracts and, but for what the index
// itself says (StsTidspunkt, Bevillingstartdato and -slutdato), the same by canonical XML: the published example, and
// generated objects.
#include <gtest/gtest.h>

#include "base/skip_testing.hpp"
#include "dommer.hpp"
#include "generator.hpp"
#include "kanonisk.hpp"
#include "xml/parse.hpp"
#include "xml/write.hpp"
#include "ydelsesindeks/indeks_testing.hpp"
#include "ydelsesindeks/store.hpp"

namespace brevdue {
namespace {

namespace yi = ydelsesindeks;
namespace yt = ydelsesindeks::testing;
using proeve::kanonisk;
using yt::value_of;

constexpr std::size_t kObjekter = 2000;
constexpr std::size_t kPrKald = 50;
constexpr std::string_view kBevillingUuid = "0b5e7f0a-2222-4222-8333-444455556666";
constexpr std::string_view kEjerBevilling = "abdf4d3e-f113-4282-b13e-6cd32a82621c";
constexpr std::string_view kEjerEffektuering = "a91824c4-da1d-47f9-bce2-5d6597879415";

constexpr std::string_view kHead = R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{}")";

// The contracts' schema of the answers, with all that a LokalUdvidelseListe may hold. Files of one namespace are put
// together, for libxml2 imports a namespace once.
class Kontrakt {
 public:
  explicit Kontrakt(const std::filesystem::path& contracts)
      : folder_(contracts / "ydelseindeks" / "xsd" / "6.0.STS-0"),
        dommer_(samlet({{yi::kBevillingIndeks, {"BevillingIndeksBesked.xsd", "BevillingIndeksOperationer.xsd"}},
                        {yi::kEffektueringIndeks,
                         {"OekonomiskEffektueringIndeksBesked.xsd", "OekonomiskEffektueringIndeksOperationer.xsd"}},
                        {yi::kYdelseIndeks, {"YdelseIndeksOperationer.xsd"}}})) {}
  proeve::Skemadommer& dommer() { return dommer_; }

 private:
  using Filer = std::vector<std::pair<std::string_view, std::vector<std::string_view>>>;
  std::filesystem::path samlet(const Filer& all) {
    std::string imports;
    for (const auto& [ns, parts] : all) {
      std::string text = fmt::format(fmt::runtime(kHead), ns) + ">\n";
      for (const auto part : parts) {
        text += fmt::format("<xs:include schemaLocation=\"{}\"/>\n", (folder_ / part).string());
      }
      const auto file = mappe_.path() / fmt::format("samlet{}.xsd", imports.size());
      proeve::put_file(file, text + "</xs:schema>\n");
      imports += fmt::format("<xs:import namespace=\"{}\" schemaLocation=\"{}\"/>\n", ns, file.string());
    }
    proeve::put_file(mappe_.path() / "alt.xsd",
                     fmt::format(fmt::runtime(kHead), "urn:proeve") + ">\n" + imports + "</xs:schema>\n");
    return mappe_.path() / "alt.xsd";
  }

  const std::filesystem::path folder_;
  proeve::Mappe mappe_;
  proeve::Skemadommer dommer_;
};

// The messages that hold one object alone, to compare objects by.
std::string som_besked(std::string_view uuid, yi::BevillingRegistrering one) {
  yi::fill_datoer(one.attribut_liste);
  one.sts_tidspunkt.reset();
  return kanonisk(value_of(xml::write(yi::kBevillingRegistreringBesked, yi::BevillingRegistreringBesked{uuid, one},
                                      yi::prefixes())),
                  true);
}
std::string som_besked(std::string_view uuid, yi::EffektueringRegistrering one) {
  one.sts_tidspunkt.reset();
  return kanonisk(value_of(xml::write(yi::kEffektueringRegistreringBesked,
                                      yi::EffektueringRegistreringBesked{uuid, one}, yi::prefixes())),
                  true);
}

std::string by_uuid(std::string_view element, const std::vector<std::string>& uuids) {
  std::string ider;
  for (const auto& one : uuids) ider += fmt::format("<yi:{0}>{1}</yi:{0}>", element, one);
  return yt::fremsoeg_text({}, ider);
}

TEST(Ydelsesindekset, gives_the_published_example_back) {
  const auto folder = proeve::kontrakter();
  if (!folder) SKIP_UNLESS_CI("the contracts are missing");
  const auto text = proeve::content_of(*folder / "examples" / "ImporterYdelseIndeksInput.xml");
  yt::Indekset indekset;
  ASSERT_EQ(indekset.import(text), (std::vector<std::int64_t>{20, 20}));
  const auto& svar = indekset.fremsoeg(yt::Indekset::korsbaek(), yt::fremsoeg_text(yt::alt()));
  ASSERT_EQ(svar.bevilling.size(), 1U);
  ASSERT_EQ(svar.effektuering.size(), 1U);
  xml::Arena arena;
  const auto sent = value_of(xml::parse<yi::ImporterInput>(yi::kImporterInput, yi::schema(), text, {}, arena));
  const auto& bevilling = std::get<yi::ImporterPost::BEVILLING>(sent.poster[0].objekt).bevilling;
  const auto& effektuering = std::get<yi::ImporterPost::EFFEKTUERING>(sent.poster[1].objekt).effektuering;
  EXPECT_EQ(som_besked(svar.bevilling[0].objekt_type.uuid, svar.bevilling[0].registrering.front()),
            som_besked(bevilling.uuid, bevilling.registrering.front()));
  EXPECT_EQ(som_besked(svar.effektuering[0].objekt_type.uuid, svar.effektuering[0].registrering.front()),
            som_besked(effektuering.uuid, effektuering.registrering.front()));
  EXPECT_TRUE(svar.bevilling[0].registrering.front().sts_tidspunkt);
  Kontrakt kontrakt(*folder);
  ASSERT_TRUE(kontrakt.dommer().is_usable());
  EXPECT_TRUE(kontrakt.dommer().accepts(indekset.answer(yt::Indekset::korsbaek(), yt::fremsoeg_text(yt::alt()))))
      << kontrakt.dommer().why();
}

// Generated objects, made such that UDK may see all of them.
class Objekter {
 public:
  template <class O>
  O make(const xml::Element& root, std::size_t number) {
    proeve::Generator generator(random_, yi::schema(), {.deep = 10, .elements = 60});
    auto tree = generator.valid(root);
    auto& text = texts_.emplace_back(proeve::Stil(random_).document(tree));
    auto out = value_of(xml::parse<O>(root, yi::schema(), text, {}, arena_));
    out.uuid = keep(base::Uuid::named({}, fmt::format("{} {}", root.name.name, number)).text());
    out.registrering.resize(1);
    return out;
  }
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }

 private:
  static inline const xml::Element kBevilling{"urn:proeve", "Bevilling", yi::kBevillingType};
  static inline const xml::Element kEffektuering{"urn:proeve", "Effektuering", yi::kEffektueringType};

 public:
  yi::Bevilling bevilling(std::size_t number) {
    auto out = make<yi::Bevilling>(kBevilling, number);
    auto& one = out.registrering.front();
    out.uden_notifikation.reset();
    for (auto& egenskaber : one.attribut_liste.egenskaber) egenskaber.foelsomhed = "IKKE_FORTROLIGE_DATA";
    if (one.attribut_liste.egenskaber.empty()) {
      one.attribut_liste.egenskaber.emplace_back().foelsomhed = "FORTROLIGE_PERSONOPLYSNINGER";
    }
    if (one.attribut_liste.bevilget_ydelse.empty()) one.attribut_liste.bevilget_ydelse.emplace_back();
    for (auto& ydelse : one.attribut_liste.bevilget_ydelse) {
      if (!ydelse.ydelse) ydelse.ydelse.emplace();
      if (!ydelse.ydelse->klassifikation) ydelse.ydelse->klassifikation.emplace();
      ydelse.ydelse->klassifikation->brugervendt_noegle = "32.03.04";
    }
    set_ejer(one.relation_liste.bevillingsaktoer, kEjerBevilling);
    return out;
  }
  yi::OekonomiskEffektuering effektuering(std::size_t number) {
    auto out = make<yi::OekonomiskEffektuering>(kEffektuering, number);
    auto& relationer = out.registrering.front().relation_liste;
    if (relationer.oekonomisk_ydelse_effektuering.empty()) relationer.oekonomisk_ydelse_effektuering.emplace_back();
    for (auto& betalt : relationer.oekonomisk_ydelse_effektuering) {
      betalt.klassifikationsbeskrivelse = "32.03.04";
      betalt.bevilget_ydelse_ref = yi::BevilgetYdelseRef{kBevillingUuid, "1"};
    }
    set_ejer(relationer.aktoer, kEjerEffektuering);
    return out;
  }

 private:
  static void set_ejer(std::vector<yi::Aktoer>& aktoerer, std::string_view rolle) {
    auto& ejer = aktoerer.emplace_back();
    ejer.rolle = oio::UnikId{oio::UnikId::Art::UUID, rolle};
    ejer.cvr_nr = "33333333";
  }

  proeve::Tilfaeldig random_{proeve::seed()};
  std::deque<std::string> texts_;
  xml::Arena arena_;
};

// Imports a handful at a time and asks for them by their UUIDs.
template <class O, class Make, class Posten, class Fundne>
void round_trip(yt::Indekset& indekset, std::string_view element, const Make& make, const Posten& post,
                const Fundne& fundne) {
  std::optional<Kontrakt> kontrakt;
  if (const auto folder = proeve::kontrakter()) kontrakt.emplace(*folder);
  for (std::size_t at = 0; at < proeve::rounds(kObjekter) && !::testing::Test::HasFailure(); at += kPrKald) {
    std::vector<O> sent;
    yi::ImporterInput input;
    std::vector<std::string> uuids;
    for (std::size_t i = at; i < at + kPrKald; ++i) sent.push_back(make(i));
    for (const O& one : sent) {
      input.poster.push_back(post(one));
      uuids.emplace_back(one.uuid);
    }
    const auto retur = indekset.indeks().importer(yt::Indekset::udk(adgangsstyring::kYdelseRediger), input);
    for (const auto& one : retur.unik_retur) ASSERT_EQ(one.status_kode, 20) << one.fejlbesked.value_or("");
    const auto& svar = indekset.fremsoeg(yt::Indekset::udk(), by_uuid(element, uuids));
    const auto& found = fundne(svar);
    ASSERT_EQ(found.size(), sent.size());
    for (const O& one : sent) {
      const auto same = [&](const auto& other) { return other.objekt_type.uuid == one.uuid; };
      const auto found_one = std::ranges::find_if(found, same);
      ASSERT_NE(found_one, found.end()) << one.uuid;
      ASSERT_EQ(som_besked(one.uuid, found_one->registrering.front()), som_besked(one.uuid, one.registrering.front()));
    }
    if (!kontrakt) continue;
    const auto bytes = value_of(xml::write(yi::kFremsoegOutput, svar, yi::prefixes()));
    ASSERT_TRUE(kontrakt->dommer().accepts(bytes)) << kontrakt->dommer().why();
  }
}

TEST(Ydelsesindekset, gives_generated_bevillinger_back) {
  yt::Indekset indekset;
  Objekter objekter;
  round_trip<yi::Bevilling>(
      indekset, "BevillingUuid", [&](std::size_t i) { return objekter.bevilling(i); },
      [](const yi::Bevilling& one) { return yi::ImporterPost{yi::BevillingImport{one}}; },
      [](const yi::FremsoegOutput& svar) -> const auto& { return svar.bevilling; });
}

TEST(Ydelsesindekset, gives_generated_effektueringer_back) {
  yt::Indekset indekset;
  indekset.import_alle(yt::Bevillingen{.uuid = std::string(kBevillingUuid)});
  Objekter objekter;
  round_trip<yi::OekonomiskEffektuering>(
      indekset, "OekonomiskEffektueringUuid", [&](std::size_t i) { return objekter.effektuering(i); },
      [](const yi::OekonomiskEffektuering& one) { return yi::ImporterPost{yi::EffektueringImport{one}}; },
      [](const yi::FremsoegOutput& svar) -> const auto& { return svar.effektuering; });
}

}  // namespace
}  // namespace brevdue
