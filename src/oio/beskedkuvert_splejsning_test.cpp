// Deliveries of beskeder whose prefixes and places are unusual; beskedkuvert_test.cpp has the usual ones, and the
// conformance tests generated ones.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <numeric>

#include "oio/beskedkuvert.hpp"

namespace brevdue::oio {
namespace {

constexpr std::string_view kUs = "6d0d3c4e-0000-4000-8000-00000000000c";

std::string delivered(std::string_view bytes, const std::optional<std::vector<base::Cvr>>& allowed) {
  std::deque<std::string> arena;
  const auto besked = parse_haendelsesbesked(bytes, {}, arena);
  if (!besked) return beskriv(besked.error());
  Leverance leverance{};
  leverance.kildesystem_ip_adresse = "::1";
  leverance.kildesystem_akkreditiver = "x";
  leverance.fordelingssystem = base::Uuid::literal("6d0d3c4e-0000-4000-8000-00000000000c");
  const auto plan = decode_splejsning(encode(*plan_splejsning(bytes, *besked)));
  std::string scratch;
  std::vector<std::string_view> pieces;
  splejs(bytes, *plan, leverance, allowed, scratch, pieces);
  return std::accumulate(pieces.begin(), pieces.end(), std::string{},
                         [](std::string all, std::string_view piece) { return all.append(piece); });
}

std::size_t count(std::string_view in, std::string_view what) {
  std::size_t n = 0;
  for (auto at = in.find(what); at != std::string_view::npos; at = in.find(what, at + what.size())) ++n;
  return n;
}

struct Case {
  std::string_view name;
  std::string_view filtreringsdata;  // after Beskedtype
  std::string_view leverance;        // the whole element
  std::string_view expected;         // somewhere in what is delivered
};

// k is the envelope's prefix, s the base types', both declared on the root.
constexpr Case kCases[] = {
    {"empty-element tag", "", "<k:Leveranceinformation/>", "<k:Leveranceinformation><k:TransaktionsId>"},
    {"empty-element tag with space and attributes", "",
     "<k:Leveranceinformation xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" "
     "i:type='k:LeveranceinformationType' />",
     "i:type='k:LeveranceinformationType' ><k:TransaktionsId>"},
    {"a '>' and a '/' in an attribute", "",
     "<k:Leveranceinformation xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:schemaLocation=\"a/> b\"/>",
     "i:schemaLocation=\"a/> b\"><k:TransaktionsId>"},
    {"the envelope as default namespace inside", "",
     "<Leveranceinformation xmlns='urn:oio:besked:kuvert:1.0'></Leveranceinformation>", "><TransaktionsId><s:UUID"},
    {"the envelope's prefix declared on the element itself", "",
     "<q:Leveranceinformation xmlns:q='urn:oio:besked:kuvert:1.0'/>", "</q:Leveranceinformation>"},
    {"both prefixes redeclared for the other namespace", "",
     "<s:Leveranceinformation xmlns:s='urn:oio:besked:kuvert:1.0' xmlns:k='urn:oio:sagdok:3.0.0'/>",
     "<s:TransaktionsId><k:UUIDIdentifikator>"},
    {"the base types' prefix means something else here", "", "<k:Leveranceinformation xmlns:s='urn:x'/>",
     "<k:Leveranceinformation xmlns:s='urn:x' xmlns:sd=\"urn:oio:sagdok:3.0.0\"><k:TransaktionsId><sd:UUID"},
    {"... and the one we would choose too", "", "<k:Leveranceinformation xmlns:s='urn:x' xmlns:sd='urn:y'/>",
     "xmlns:sd1=\"urn:oio:sagdok:3.0.0\"><k:TransaktionsId><sd1:UUID"},
    {"... and again in Leveranceruter", "",
     "<k:Leveranceinformation xmlns:s='urn:x'><k:Leveranceruter xmlns:sd='urn:y'/></k:Leveranceinformation>",
     "<k:Leveranceruter xmlns:sd='urn:y'><k:Leverancerute"},
    {"Leveranceruter with its own prefixes", "",
     "<k:Leveranceinformation><e:Leveranceruter xmlns:e='urn:oio:besked:kuvert:1.0' xmlns='urn:oio:sagdok:3.0.0'>"
     "<e:Leverancerute/></e:Leveranceruter></k:Leveranceinformation>",
     "<e:Leverancerute/><e:Leverancerute><e:Fordelingssystem>"},
    {"several routes, with comments between", "",
     "<k:Leveranceinformation><k:Leveranceruter><!-- before --><k:Leverancerute/> <!-- between -->\n<k:Leverancerute>"
     "</k:Leverancerute><!-- after --></k:Leveranceruter></k:Leveranceinformation>",
     "<k:Leveranceruter><k:Leverancerute/> <!-- between -->\n<k:Leverancerute></k:Leverancerute><k:Leverancerute>"},
    {"a prefix declared on an element that is replaced", "",
     "<k:Leveranceinformation><k:Kildesystem xmlns:z='urn:oio:sagdok:3.0.0'><z:UUIDIdentifikator/></k:Kildesystem>"
     "<k:Sikkerhedsklassificering xmlns:z='urn:oio:sagdok:3.0.0'><z:UUIDIdentifikator>4</z:UUIDIdentifikator>"
     "</k:Sikkerhedsklassificering></k:Leveranceinformation>",
     "xmlns:z='urn:oio:sagdok:3.0.0'><z:UUIDIdentifikator>4<"},
    {"everything kept, in order", "",
     "<k:Leveranceinformation><k:Dannelsestidspunkt><s:GraenseIndikator>1</s:GraenseIndikator></k:Dannelsestidspunkt>"
     "<k:TransaktionsId><s:URNIdentifikator>old</s:URNIdentifikator></k:TransaktionsId>"
     "<k:KildesystemIPAdresse>old</k:KildesystemIPAdresse><k:KildesystemAkkreditiver>old</k:KildesystemAkkreditiver>"
     "<k:LeveranceinformationLokalUdvidelse><!-- kept --></k:LeveranceinformationLokalUdvidelse>"
     "</k:Leveranceinformation>",
     "</k:Leveranceruter><k:LeveranceinformationLokalUdvidelse><!-- kept -->"},
    {"TilladtModtager with comments between",
     "<!-- 1 --><k:TilladtModtager><s:URNIdentifikator>a</s:URNIdentifikator></k:TilladtModtager><!-- 2 -->"
     "<k:TilladtModtager><s:URNIdentifikator>b</s:URNIdentifikator></k:TilladtModtager><!-- 3 -->",
     "<k:Leveranceinformation/>",
     "<!-- 1 --><k:TilladtModtager><s:URNIdentifikator>urn:oio:cvr-nr:33333333</s:URNIdentifikator>"
     "</k:TilladtModtager><!-- 3 -->"},
    {"TilladtModtager with prefixes of its own",
     "<t:TilladtModtager xmlns:t='urn:oio:besked:kuvert:1.0'><u:URNIdentifikator xmlns:u='urn:oio:sagdok:3.0.0'>a"
     "</u:URNIdentifikator></t:TilladtModtager>",
     "<k:Leveranceinformation/>", "<k:TilladtModtager><s:URNIdentifikator>urn:oio:cvr-nr:33333333<"},
    {"TilladtModtager put between what stands around its place",
     "<!-- 1 --><k:BeskedAnsvarligAktoer><s:UUIDIdentifikator/></k:BeskedAnsvarligAktoer> <!-- 2 -->"
     "<k:TvaergaaendeProces><s:UUIDIdentifikator/></k:TvaergaaendeProces>",
     "<k:Leveranceinformation/>",
     "</k:BeskedAnsvarligAktoer><k:TilladtModtager><s:URNIdentifikator>urn:oio:cvr-nr:33333333</s:URNIdentifikator>"
     "</k:TilladtModtager> <!-- 2 --><k:TvaergaaendeProces>"},
};

std::string document(const Case& one) {
  return fmt::format(
      "<k:Haendelsesbesked xmlns:k='urn:oio:besked:kuvert:1.0' xmlns:s='urn:oio:sagdok:3.0.0'><k:BeskedId>"
      "<s:UUIDIdentifikator>i</s:UUIDIdentifikator></k:BeskedId><k:BeskedVersion>1.0</k:BeskedVersion><k:Beskedkuvert>"
      "<k:Filtreringsdata><k:Beskedtype><s:UUIDIdentifikator>t</s:UUIDIdentifikator></k:Beskedtype>{}"
      "</k:Filtreringsdata>{}</k:Beskedkuvert></k:Haendelsesbesked>",
      one.filtreringsdata, one.leverance);
}

class UsaedvanligBesked : public testing::TestWithParam<Case> {};

TEST_P(UsaedvanligBesked, is_delivered_as_it_should_be) {
  const std::vector<base::Cvr> allowed{*base::Cvr::parse("33333333")};
  const std::string out = delivered(document(GetParam()), allowed);
  EXPECT_NE(out.find(GetParam().expected), std::string::npos) << out;
  EXPECT_EQ(out.find(">old<"), std::string::npos) << out;
  EXPECT_EQ(count(out, kUs), 1U);
  std::deque<std::string> arena;
  const auto again = parse_haendelsesbesked(out, {}, arena);
  ASSERT_TRUE(again) << beskriv(again.error()) << out;
  ASSERT_EQ(again->tilladt_modtager.size(), 1U);
  EXPECT_EQ(again->tilladt_modtager[0].tekst, "urn:oio:cvr-nr:33333333");
  EXPECT_EQ(again->kildesystem->tekst, "00000000-0000-0000-0000-000000000000");

  const std::string twice = delivered(out, std::nullopt);
  ASSERT_TRUE(parse_haendelsesbesked(twice, {}, arena)) << twice;
  EXPECT_EQ(count(twice, kUs), 2U) << twice;
}

INSTANTIATE_TEST_SUITE_P(Alle, UsaedvanligBesked, testing::ValuesIn(kCases),
                         [](const auto& info) { return fmt::format("n{}", info.index); });

TEST(Splejsningsplan, is_refused_for_other_bytes) {
  std::deque<std::string> arena;
  const std::string bytes = document(kCases[0]);
  const auto besked = parse_haendelsesbesked(bytes, {}, arena);
  EXPECT_FALSE(plan_splejsning(bytes.substr(0, 100), *besked));
  EXPECT_FALSE(plan_splejsning(bytes, Haendelsesbesked{}));
}

TEST(Splejsningsplan, places_that_no_besked_has_are_refused) {
  std::deque<std::string> arena;
  const std::string bytes = document(kCases[0]);
  const auto plan = *plan_splejsning(bytes, *parse_haendelsesbesked(bytes, {}, arena));
  ASSERT_TRUE(decode_splejsning(encode(plan)));
  const auto changed = [&](auto change) {
    Splejsning other = plan;
    change(other);
    return decode_splejsning(encode(other)).has_value();
  };
  EXPECT_FALSE(changed([](Splejsning& p) { p.leveranceinformation.til = p.leveranceinformation.fra; }));
  EXPECT_FALSE(changed([](Splejsning& p) { p.leveranceinformation.til = 0; }));
  EXPECT_FALSE(changed([](Splejsning& p) { p.tilladt_modtager.fra = p.tilladt_modtager.til + 1; }));
  EXPECT_FALSE(changed([](Splejsning& p) { p.tilladt_modtager.til = p.leveranceinformation.fra + 1; }));
}

TEST(Splejsningsplan, another_format_is_refused) {
  for (const std::string_view stored : {"", "\x02", "\x01", "\x01\xFF\xFF\xFF\xFF"}) {
    EXPECT_EQ(decode_splejsning(stored).error().kode, base::FejlKode::LAGER);
  }
}

}  // namespace
}  // namespace brevdue::oio
