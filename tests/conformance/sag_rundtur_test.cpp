// What is imported into the Sags- og Dokumentindeks comes out of fremsoeg valid by the contracts and, but for
// StsTidspunkt, the same by canonical XML: generated sager and dokumenter. (The published example goes through the
// door, in tests/acceptance.)
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <filesystem>

#include "dommer.hpp"
#include "generator.hpp"
#include "kanonisk.hpp"
#include "sagdokumentindeks/sager_testing.hpp"
#include "sagdokumentindeks/type.hpp"
#include "xml/parse.hpp"
#include "xml/write.hpp"

namespace brevdue {
namespace {

namespace sdi = sagdokumentindeks;
namespace st = sagdokumentindeks::testing;

constexpr std::size_t kObjekter = 2000;
constexpr std::size_t kPrKald = 50;
constexpr std::string_view kProeve = "urn:proeve";
const xml::Element kSag{kProeve, "Sag", sdi::kSagType};
const xml::Element kDokument{kProeve, "Dokument", sdi::kDokumentType};

template <class T>
T must(base::Resultat<T> result) {
  if (!result) throw std::runtime_error(base::beskriv(result.error()));
  return *std::move(result);
}

// The contract's operations, after SagBesked.xsd, whose elements a LokalUdvidelseListe may hold too: libxml2 imports a
// namespace once.
std::filesystem::path judged_by(const std::filesystem::path& contracts, const std::filesystem::path& into) {
  const auto folder = (contracts / "sagdokumentindeks/wsdl/xsd/6.0.STS-0").string();
  const std::string head = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"";
  const auto part = [&](const char* how, std::string_view file) {
    return fmt::format("<xs:{} schemaLocation=\"{}/{}\"/>", how, folder, file);
  };
  proeve::put_file(into / "sag.xsd", head + std::string(sdi::kSag) + "\">" + part("include", "SagBesked.xsd") +
                                         part("include", "SagOperationer.xsd") + "</xs:schema>");
  proeve::put_file(into / "alt.xsd",
                   head + "urn:proeve\"><xs:import namespace=\"" + std::string(sdi::kSag) +
                       "\" schemaLocation=\"sag.xsd\"/>" +
                       part(("import namespace=\"" + std::string(sdi::kSagDokumentIndeks) + "\"").c_str(),
                            "SagDokumentIndeksOperationer.xsd") +
                       "</xs:schema>");
  return into / "alt.xsd";
}

// Generated, and made such that UDK owns them and may see them.
class Objekter {
 public:
  sdi::Sag sag(std::size_t number) {
    auto out = make<sdi::Sag>(kSag, number);
    auto& one = out.registrering.front();
    out.uden_notifikation.reset();
    auto& liste = one.attribut_liste.lokal_udvidelse_liste;
    st::udvid(liste, sdi::SagIndeksEgenskaber{});
    for (auto& udvidelse : liste->elementer) {
      if (auto* egenskaber = std::get_if<sdi::SagIndeksEgenskaber>(&udvidelse.indhold)) {
        egenskaber->foelsomhed = "IKKE_FORTROLIGE_DATA";
      }
    }
    auto& r = one.relation_liste;
    r.sagsaktoer.push_back(st::relation(st::uuid(st::kSagEjer), st::urn(st::kUdkUrn)));
    r.sagsklasse.push_back(st::klasse(st::kSagPrimaer, "32.06.04"));
    name_by_urn(r.sagspart);
    return out;
  }

  sdi::Dokument dokument(std::size_t number) {
    auto out = make<sdi::Dokument>(kDokument, number);
    auto& one = out.registrering.front();
    one.attribut_liste.egenskaber.emplace_back();
    for (auto& egenskaber : one.attribut_liste.egenskaber) egenskaber.foelsomhed = "IKKE_FORTROLIGE_DATA";
    auto& r = one.relation_liste;
    r.dokumentaktoer.push_back(st::relation(st::uuid(ejer_), st::urn(st::kUdkUrn)));
    r.dokumentklasse.push_back(st::relation(st::uuid(primaer_), st::uuid(st::kKlasse)));
    st::udvid(r.dokumentklasse.back().lokal_udvidelse_liste,
              sdi::DokumentklasseUdvidelse{.klassetitel = {}, .brugervendt_noegle = "32.06.04", .soegeord = {}});
    name_by_urn(r.dokumentpart);
    return out;
  }

  // The object as one document, to compare by.
  template <class Objekt>
  std::string text(const Objekt& objekt) {
    constexpr bool er_sag = std::is_same_v<Objekt, sdi::Sag>;
    return proeve::kanonisk(must(xml::write(er_sag ? kSag : kDokument, objekt, prefixes_)), true);
  }

 private:
  template <class Objekt>
  Objekt make(const xml::Element& root, std::size_t number) {
    proeve::Generator generator(random_, sdi::schema(), {.deep = 10, .elements = 60});
    const auto& text = texts_.emplace_back(proeve::Stil(random_).document(generator.valid(root)));
    auto out = must(xml::parse<Objekt>(root, sdi::schema(), text, {}, arena_));
    out.uuid = texts_.emplace_back(base::Uuid::named({}, fmt::format("{} {}", root.name.name, number)).text());
    out.registrering.resize(1);
    out.registrering.front().sts_tidspunkt.reset();
    return out;
  }
  // The index takes no UUID of a party.
  static void name_by_urn(std::vector<sdi::Relation>& parter) {
    for (auto& part : parter) {
      if (part.reference_id) part.reference_id->art = oio::UnikId::Art::URN;
    }
  }

  proeve::Tilfaeldig random_{proeve::seed()};
  const std::string ejer_ = sdi::Roller{}.dokument_ejer.text();
  const std::string primaer_ = sdi::Roller{}.dokument_primaer_klasse.text();
  std::vector<xml::Namespace> prefixes_ = [] {
    std::vector<xml::Namespace> all(sdi::prefixes().begin(), sdi::prefixes().end());
    all.push_back({"p", kProeve});
    return all;
  }();
  std::deque<std::string> texts_;
  xml::Arena arena_;
};

class SagRundtur : public st::Indekset {
 protected:
  // Imports a handful at a time and asks for them by their UUIDs.
  template <class Objekt, class Make, class Found>
  void round_trip(const Make& make, std::vector<std::string_view> sdi::FremsoegInput::* listed, const Found& found) {
    const auto folder = proeve::kontrakter();
    std::optional<proeve::Skemadommer> judge;
    const proeve::Mappe mappe;
    if (folder) judge.emplace(judged_by(*folder, mappe.path()));
    for (std::size_t at = 0; at < proeve::rounds(kObjekter) && !HasFailure(); at += kPrKald) {
      sdi::ImporterInput input;
      sdi::FremsoegInput question;
      std::vector<Objekt> sent;
      for (std::size_t i = at; i < at + kPrKald; ++i) sent.push_back(make(i));
      for (const Objekt& one : sent) {
        input.poster.push_back({one});
        (question.*listed).push_back(one.uuid);
      }
      for (const auto& one : indeks_.importer(udk_skriver(), input).unik_retur) {
        ASSERT_EQ(one.status_kode, 20) << one.fejlbesked.value_or("");
      }
      xml::Arena arena;
      const auto answer = indeks_.fremsoeg(udk_laeser(), question, arena);
      compare<Objekt>(sent, found(answer));
      if (!judge) continue;
      ASSERT_TRUE(judge->is_usable());
      ASSERT_TRUE(judge->accepts(must(xml::write(sdi::kFremsoegOutput, answer, sdi::prefixes())))) << judge->why();
    }
  }

  template <class Objekt, class Billeder>
  void compare(const std::vector<Objekt>& sent, const Billeder& found) {
    ASSERT_EQ(found.size(), sent.size());
    for (const auto& billede : found) {
      const auto own = std::ranges::find(sent, billede.objekt_type.uuid, &Objekt::uuid);
      ASSERT_NE(own, sent.end());
      Objekt back;
      back.uuid = billede.objekt_type.uuid;
      back.registrering = billede.registrering;
      EXPECT_TRUE(back.registrering.at(0).sts_tidspunkt);
      back.registrering.front().sts_tidspunkt.reset();
      ASSERT_EQ(objekter_.text(back), objekter_.text(*own));
    }
  }

  Objekter objekter_;
};

TEST_F(SagRundtur, gives_generated_sager_back) {
  round_trip<sdi::Sag>([&](std::size_t i) { return objekter_.sag(i); }, &sdi::FremsoegInput::sag_uuid,
                       [](const sdi::FremsoegOutput& answer) { return answer.sag; });
}

TEST_F(SagRundtur, gives_generated_dokumenter_back) {
  round_trip<sdi::Dokument>([&](std::size_t i) { return objekter_.dokument(i); }, &sdi::FremsoegInput::dokument_uuid,
                            [](const sdi::FremsoegOutput& answer) { return answer.dokument; });
}

}  // namespace
}  // namespace brevdue
