// What a receiver gets, made from generated beskeder: valid by the contract's schema, the sender's own bytes outside
// the two places, and inside them what was to be kept and what is new.
#include <gtest/gtest.h>

#include <numeric>

#include "base/skip_testing.hpp"
#include "dommer.hpp"
#include "generator.hpp"
#include "oio/beskedkuvert.hpp"
#include "oio/beskedkuvert_type.hpp"
#include "xml/reader.hpp"

namespace brevdue::oio {
namespace {

constexpr std::size_t kDocuments = 2000;

Leverance leverance() {
  return {.transaktions_id = base::Uuid::literal("6d0d3c4e-0000-4000-8000-00000000000a"),
          .kildesystem = base::Uuid::literal("6d0d3c4e-0000-4000-8000-00000000000b"),
          .kildesystem_ip_adresse = "::FFFF:127.0.0.1",
          .kildesystem_akkreditiver = "CN=\"a<b&c>\", O=æ",
          .fordelingssystem = base::Uuid::literal("6d0d3c4e-0000-4000-8000-00000000000c"),
          .modtagelses_tidspunkt = *base::parse_iso("2026-02-13T11:22:31.990Z"),
          .leverance_tidspunkt = *base::parse_iso("2026-02-13T11:22:31.991Z"),
          .er_leveret_i_henhold_til = base::Uuid::literal("6d0d3c4e-0000-4000-8000-00000000000d"),
          .antal_leveranceforsoeg = 2};
}

using Modtagere = std::optional<std::vector<base::Cvr>>;

std::string delivered(std::string_view bytes, const Modtagere& allowed) {
  std::deque<std::string> arena;
  const auto besked = parse_haendelsesbesked(bytes, {}, arena);
  if (!besked) return "not parsed: " + beskriv(besked.error());
  const auto plan = plan_splejsning(bytes, *besked);
  if (!plan) return "not planned: " + beskriv(plan.error());
  const auto stored = decode_splejsning(encode(*plan));
  if (!stored) return "not stored: " + beskriv(stored.error());
  std::string scratch;
  std::vector<std::string_view> pieces;
  splejs(bytes, *stored, leverance(), allowed, scratch, pieces);
  return std::accumulate(pieces.begin(), pieces.end(), std::string{},
                         [](std::string all, std::string_view piece) { return all.append(piece); });
}

// The document without its TilladtModtager (from the first to the last) and its Leveranceinformation, found by walking
// the events and nothing else.
std::string without_the_two_places(std::string_view bytes) {
  auto reader = xml::Reader::open(bytes, {});
  if (!reader) return "not XML";
  std::optional<Udsnit> modtager;
  Udsnit leverance;
  // Beskeddata may hold elements of the same names, and comes after.
  for (int depth = 0; leverance.is_empty(); reader->next_event()) {
    const auto& event = reader->event();
    if (event.kind == xml::EventKind::END) --depth;
    if (event.kind != xml::EventKind::START) continue;
    ++depth;
    if (event.ns != kKuvert) continue;
    const Udsnit place = reader->element_place();
    if (depth == 4 && event.name == "TilladtModtager") modtager = {modtager ? modtager->fra : place.fra, place.til};
    if (depth == 3 && event.name == "Leveranceinformation") leverance = place;
  }
  std::string rest(bytes.substr(0, leverance.fra));
  if (modtager) rest.erase(modtager->fra, modtager->til - modtager->fra);
  return rest + "|" + std::string(bytes.substr(leverance.til));
}

// A subtree with names spelt out, so that prefixes do not matter.
std::string spelt_out(xmlNodePtr node) {
  std::string text;
  if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
    return reinterpret_cast<const char*>(node->content);
  }
  if (node->type != XML_ELEMENT_NODE) return text;
  const auto name_of = [](const xmlNs* ns, const xmlChar* name) {
    return fmt::format("{{{}}}{}", ns != nullptr ? reinterpret_cast<const char*>(ns->href) : "",
                       reinterpret_cast<const char*>(name));
  };
  text += "<" + name_of(node->ns, node->name);
  for (xmlAttrPtr a = node->properties; a != nullptr; a = a->next) {
    xmlChar* value = xmlNodeListGetString(node->doc, a->children, 1);
    text +=
        fmt::format(" {}={}", name_of(a->ns, a->name), value != nullptr ? reinterpret_cast<const char*>(value) : "");
    xmlFree(value);
  }
  text += ">";
  for (xmlNodePtr child = node->children; child != nullptr; child = child->next) text += spelt_out(child);
  return text + "</>";
}

xmlNodePtr child_named(xmlNodePtr parent, std::string_view name) {
  for (xmlNodePtr n = parent != nullptr ? xmlFirstElementChild(parent) : nullptr; n != nullptr;
       n = xmlNextElementSibling(n)) {
    if (name == reinterpret_cast<const char*>(n->name)) return n;
  }
  return nullptr;
}

std::vector<xmlNodePtr> children_of(xmlNodePtr parent) {
  std::vector<xmlNodePtr> found;
  for (xmlNodePtr n = parent != nullptr ? xmlFirstElementChild(parent) : nullptr; n != nullptr;
       n = xmlNextElementSibling(n)) {
    found.push_back(n);
  }
  return found;
}

xmlNodePtr leveranceinformation(xmlDocPtr doc) {
  return child_named(child_named(xmlDocGetRootElement(doc), "Beskedkuvert"), "Leveranceinformation");
}

std::string spelt_out_child(xmlNodePtr parent, std::string_view name) {
  xmlNodePtr node = child_named(parent, name);
  return node != nullptr ? spelt_out(node) : "none";
}

// What the sender's Leveranceinformation had and what came out of it.
void expect_kept_and_added(const std::string& sent, const std::string& received) {
  const auto before = proeve::tree_of(sent);
  const auto after = proeve::tree_of(received);
  ASSERT_TRUE(before && after);
  xmlNodePtr old_one = leveranceinformation(before.get());
  xmlNodePtr new_one = leveranceinformation(after.get());
  for (const std::string_view kept :
       {"Dannelsestidspunkt", "Sikkerhedsklassificering", "LeveranceinformationLokalUdvidelse"}) {
    EXPECT_EQ(spelt_out_child(old_one, kept), spelt_out_child(new_one, kept)) << kept;
  }
  const auto old_routes = children_of(child_named(old_one, "Leveranceruter"));
  const auto new_routes = children_of(child_named(new_one, "Leveranceruter"));
  ASSERT_EQ(new_routes.size(), old_routes.size() + 1);
  for (std::size_t i = 0; i < old_routes.size(); ++i) EXPECT_EQ(spelt_out(old_routes[i]), spelt_out(new_routes[i]));
  EXPECT_NE(spelt_out(new_routes.back()).find("6d0d3c4e-0000-4000-8000-00000000000d"), std::string::npos);
  EXPECT_NE(spelt_out_child(new_one, "TransaktionsId").find("6d0d3c4e-0000-4000-8000-00000000000a"), std::string::npos);
  EXPECT_NE(spelt_out_child(new_one, "Kildesystem").find("6d0d3c4e-0000-4000-8000-00000000000b"), std::string::npos);
  EXPECT_NE(spelt_out_child(new_one, "KildesystemAkkreditiver").find("CN=\"a<b&c>\", O=æ"), std::string::npos);
}

Modtagere some_modtagere(proeve::Tilfaeldig& random) {
  if (proeve::chance(random, 30)) return std::nullopt;
  std::vector<base::Cvr> list;
  for (std::size_t n = proeve::below(random, 3); n > 0; --n) list.push_back(*base::Cvr::parse("33333333"));
  return list;
}

// The contract's schema, or ours where it is not at hand.
class BeskedkuvertSplejsning : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto folder = proeve::kontrakter()) {
      judge_.emplace(*folder / "beskedfordeler" / "xsd" / "Beskedkuvert.xsd");
    } else {
      for (const xml::SchemaFile& file : beskedkuvert_schema_files()) {
        proeve::put_file(published_.path() / file.location,
                         xml::xsd_text(beskedkuvert_schema(), file.ns, beskedkuvert_schema_files()));
      }
      judge_.emplace(published_.path() / "Beskedkuvert.xsd");
    }
    ASSERT_TRUE(judge_->is_usable());
  }

  void check(const std::string& sent, const Modtagere& allowed) {
    SCOPED_TRACE(sent);
    const std::string received = delivered(sent, allowed);
    SCOPED_TRACE(received);
    ASSERT_TRUE(judge_->accepts(received)) << judge_->why();
    if (allowed) {
      EXPECT_EQ(without_the_two_places(sent), without_the_two_places(received));
    } else {
      EXPECT_TRUE(received.starts_with(sent.substr(0, place_of_leverance(sent).fra)));
      EXPECT_TRUE(received.ends_with(sent.substr(place_of_leverance(sent).til)));
    }
    expect_kept_and_added(sent, received);
    expect_modtagere(received, allowed);
  }

  static Udsnit place_of_leverance(std::string_view bytes) {
    std::deque<std::string> arena;
    return parse_haendelsesbesked(bytes, {}, arena)->pladser.leveranceinformation;
  }

  static void expect_modtagere(const std::string& received, const Modtagere& allowed) {
    std::deque<std::string> arena;
    const auto again = parse_haendelsesbesked(received, {}, arena);
    ASSERT_TRUE(again) << beskriv(again.error());
    if (!allowed) return;
    ASSERT_EQ(again->tilladt_modtager.size(), allowed->size());
    for (std::size_t i = 0; i < allowed->size(); ++i) {
      EXPECT_EQ(again->tilladt_modtager[i].tekst, (*allowed)[i].urn());
      EXPECT_EQ(again->tilladt_modtager[i].art, UnikId::Art::URN);
    }
  }

  proeve::Mappe published_;
  std::optional<proeve::Skemadommer> judge_;
};

TEST_F(BeskedkuvertSplejsning, holds_for_generated_beskeder) {
  proeve::Tilfaeldig random(proeve::seed() + 2);
  proeve::Generator generator(random, beskedkuvert_schema());
  for (std::size_t i = 0; i < proeve::rounds(kDocuments) && !HasFailure(); ++i) {
    const std::string sent = proeve::Stil(random).document(generator.valid(kHaendelsesbeskedElement));
    check(sent, some_modtagere(random));
    if (i % 10 == 0) check(delivered(sent, some_modtagere(random)), some_modtagere(random));  // a second distributor
  }
}

TEST_F(BeskedkuvertSplejsning, holds_for_the_published_example) {
  const auto folder = proeve::kontrakter();
  if (!folder) GTEST_SKIP() << "no contracts at hand";
  const auto sent = proeve::content_of(*folder / "beskedfordeler" / "example_messages" / "externTestBesked.xml");
  check(sent, std::nullopt);
  check(sent, std::vector<base::Cvr>{*base::Cvr::parse("11111111"), *base::Cvr::parse("33333333")});
}

TEST_F(BeskedkuvertSplejsning, xmllint_accepts_what_is_delivered) {
  if (!proeve::has_xmllint()) SKIP_UNLESS_CI("xmllint is missing");
  proeve::Tilfaeldig random(proeve::seed() + 3);
  proeve::Generator generator(random, beskedkuvert_schema());
  std::vector<std::string> received;
  for (int i = 0; i < 200; ++i) {
    received.push_back(
        delivered(proeve::Stil(random).document(generator.valid(kHaendelsesbeskedElement)), some_modtagere(random)));
  }
  const auto verdicts = proeve::xmllint(judge_->file(), received);
  for (std::size_t i = 0; i < received.size(); ++i) ASSERT_EQ(verdicts[i], true) << received[i];
}

}  // namespace
}  // namespace brevdue::oio
