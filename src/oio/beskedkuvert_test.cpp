#include "oio/beskedkuvert.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <numeric>

#include "oio/beskedkuvert_tid.hpp"
#include "oio/beskedkuvert_type.hpp"
#include "xml/parse.hpp"

namespace brevdue::oio {
namespace {

constexpr std::string_view kHead = R"(<?xml version="1.0" encoding="UTF-8"?>
<k:Haendelsesbesked xmlns:k="urn:oio:besked:kuvert:1.0" xmlns="urn:oio:sagdok:3.0.0">
  <k:BeskedId><UUIDIdentifikator> 6d0d3c4e-0000-4000-8000-000000000001 </UUIDIdentifikator></k:BeskedId>
  <k:BeskedVersion>1.0</k:BeskedVersion>
  <k:Beskedkuvert>
    <k:Filtreringsdata>
      <k:Beskedtype><UUIDIdentifikator>6d0d3c4e-0000-4000-8000-000000000002</UUIDIdentifikator></k:Beskedtype>)";
constexpr std::string_view kMid = "\n    </k:Filtreringsdata>\n    ";
constexpr std::string_view kTail = R"(
  </k:Beskedkuvert>
  <k:Beskeddata><!-- æøå --><x:data xmlns:x="urn:x">a&amp;b</x:data></k:Beskeddata>
</k:Haendelsesbesked>
)";

std::string document(std::string_view filter, std::string_view leverance) {
  return fmt::format("{}{}{}{}{}", kHead, filter, kMid, leverance, kTail);
}

base::Resultat<Haendelsesbesked> parse(std::string_view bytes, std::deque<std::string>& arena) {
  return parse_haendelsesbesked(bytes, {}, arena);
}

Leverance leverance() {
  return {.transaktions_id = base::Uuid::literal("6d0d3c4e-0000-4000-8000-00000000000a"),
          .kildesystem = base::Uuid::literal("6d0d3c4e-0000-4000-8000-00000000000b"),
          .kildesystem_ip_adresse = "::FFFF:127.0.0.1",
          .kildesystem_akkreditiver = "a<b&c>\"d\"",
          .fordelingssystem = base::Uuid::literal("6d0d3c4e-0000-4000-8000-00000000000c"),
          .modtagelses_tidspunkt = *base::parse_iso("2026-02-13T11:22:31.990Z"),
          .leverance_tidspunkt = *base::parse_iso("2026-07-13T11:22:31.991Z"),
          .er_leveret_i_henhold_til = base::Uuid::literal("6d0d3c4e-0000-4000-8000-00000000000d"),
          .antal_leveranceforsoeg = 3};
}

std::string delivered(std::string_view bytes, const std::optional<std::vector<base::Cvr>>& allowed = {}) {
  std::deque<std::string> arena;
  const auto besked = parse(bytes, arena);
  EXPECT_TRUE(besked) << beskriv(besked.error());
  const auto plan = plan_splejsning(bytes, *besked);
  const auto stored = decode_splejsning(encode(*plan));
  std::string scratch;
  std::vector<std::string_view> pieces;
  splejs(bytes, *stored, leverance(), allowed, scratch, pieces);
  return std::accumulate(pieces.begin(), pieces.end(), std::string{},
                         [](std::string all, std::string_view piece) { return all.append(piece); });
}

TEST(Beskedkuvert, reads_what_the_beskedfordeler_needs) {
  const std::string bytes = document(
      R"(<k:TilladtModtager><URNIdentifikator>urn:oio:cvr-nr:11111111</URNIdentifikator></k:TilladtModtager>
         <k:TilladtModtager><URNIdentifikator>urn:oio:&#99;vr-nr:22222222</URNIdentifikator></k:TilladtModtager>
         <k:ObjektRegistrering><k:OpgaveEmne><URNIdentifikator>urn:oio:kle:32.01.01</URNIdentifikator></k:OpgaveEmne>
         </k:ObjektRegistrering>)",
      "<k:Leveranceinformation/>");
  std::deque<std::string> arena;
  const auto besked = parse(bytes, arena);
  ASSERT_TRUE(besked) << beskriv(besked.error());
  EXPECT_EQ(besked->besked_id.tekst, "6d0d3c4e-0000-4000-8000-000000000001");
  EXPECT_EQ(besked->besked_version, "1.0");
  ASSERT_EQ(besked->tilladt_modtager.size(), 2U);
  EXPECT_EQ(besked->tilladt_modtager[1].tekst, "urn:oio:cvr-nr:22222222");
  EXPECT_EQ(besked->tilladt_modtager[1].art, UnikId::Art::URN);
  EXPECT_EQ(besked->objekt_registrering.at(0).opgave_emne->tekst, "urn:oio:kle:32.01.01");
  EXPECT_TRUE(besked->pladser.tilladt_modtager.of(bytes).starts_with("<k:TilladtModtager>"));
  EXPECT_TRUE(besked->pladser.tilladt_modtager.of(bytes).ends_with("</k:TilladtModtager>"));
  EXPECT_EQ(besked->pladser.leveranceinformation.of(bytes), "<k:Leveranceinformation/>");
}

TEST(Beskedkuvert, an_error_names_the_element) {
  const std::string bytes = document("<k:Beskedtype/>", "<k:Leveranceinformation/>");
  std::deque<std::string> arena;
  const auto besked = parse(bytes, arena);
  ASSERT_FALSE(besked);
  EXPECT_EQ(besked.error().sti, "/Haendelsesbesked/Beskedkuvert/Filtreringsdata/Beskedtype");
  EXPECT_EQ(besked.error().kode, base::FejlKode::UGYLDIG);
}

TEST(Beskedkuvert, only_the_two_places_change) {
  const std::string bytes = document("", R"(<k:Leveranceinformation><!-- c -->
    <k:Dannelsestidspunkt><TidsstempelDatoTid>2026-01-01T00:00:00</TidsstempelDatoTid></k:Dannelsestidspunkt>
    <k:Kildesystem><UUIDIdentifikator>forged</UUIDIdentifikator></k:Kildesystem>
    <k:Sikkerhedsklassificering><UUIDIdentifikator>s</UUIDIdentifikator></k:Sikkerhedsklassificering>
    <k:LeveranceinformationLokalUdvidelse><y:z xmlns:y="urn:y"/></k:LeveranceinformationLokalUdvidelse>
  </k:Leveranceinformation>)");
  const std::string out = delivered(bytes);
  EXPECT_TRUE(out.starts_with(bytes.substr(0, bytes.find("<k:Leveranceinformation>"))));
  EXPECT_TRUE(out.ends_with(kTail));
  EXPECT_EQ(out.find("forged"), std::string::npos);
  EXPECT_NE(out.find("<k:Dannelsestidspunkt><TidsstempelDatoTid>2026-01-01T00:00:00<"), std::string::npos);
  EXPECT_NE(out.find("a&lt;b&amp;c&gt;"), std::string::npos);
  EXPECT_NE(out.find("2026-02-13T12:22:31.990+01:00"), std::string::npos);
  EXPECT_NE(out.find("2026-07-13T13:22:31.991+02:00"), std::string::npos);
  EXPECT_NE(out.find("<k:AntalLeveranceforsoeg>3</k:AntalLeveranceforsoeg>"), std::string::npos);
  std::deque<std::string> arena;
  const auto again = parse(out, arena);
  ASSERT_TRUE(again) << beskriv(again.error());
  EXPECT_EQ(again->kildesystem->tekst, "6d0d3c4e-0000-4000-8000-00000000000b");
  EXPECT_EQ(again->sikkerhedsklassificering->tekst, "s");
}

TEST(Beskedkuvert, a_second_distributor_comes_after_the_first) {
  const std::string once = delivered(document("", "<k:Leveranceinformation/>"));
  const std::string twice = delivered(once);
  std::deque<std::string> arena;
  ASSERT_TRUE(parse(twice, arena));
  const auto count = [&](std::string_view what) {
    std::size_t n = 0;
    for (auto at = twice.find(what); at != std::string::npos; at = twice.find(what, at + 1)) ++n;
    return n;
  };
  EXPECT_EQ(count("<k:Leverancerute>"), 2U);
  EXPECT_EQ(count("<k:Leveranceruter>"), 1U);
  EXPECT_EQ(count("<k:TransaktionsId>"), 1U);
}

TEST(Beskedkuvert, tilladt_modtager_is_replaced_or_put_in_its_place) {
  const std::vector<base::Cvr> allowed{*base::Cvr::parse("33333333"), *base::Cvr::parse("44444444")};
  const std::string_view ours =
      "<k:TilladtModtager><URNIdentifikator>urn:oio:cvr-nr:33333333</URNIdentifikator></k:TilladtModtager>"
      "<k:TilladtModtager><URNIdentifikator>urn:oio:cvr-nr:44444444</URNIdentifikator></k:TilladtModtager>";
  for (const std::string_view filter :
       {"", "<k:TilladtModtager><UUIDIdentifikator>u</UUIDIdentifikator></k:TilladtModtager>"}) {
    const std::string out = delivered(document(filter, "<k:Leveranceinformation/>"), allowed);
    EXPECT_TRUE(out.starts_with(fmt::format("{}{}{}", kHead, ours, kMid))) << out;
    std::deque<std::string> arena;
    EXPECT_EQ(parse(out, arena)->tilladt_modtager.size(), 2U);
  }
}

TEST(Beskedkuvert, an_empty_list_takes_the_senders_away) {
  const std::string out =
      delivered(document("<k:TilladtModtager><UUIDIdentifikator>u</UUIDIdentifikator></k:TilladtModtager>",
                         "<k:Leveranceinformation/>"),
                std::vector<base::Cvr>{});
  EXPECT_EQ(out.find("TilladtModtager"), std::string::npos);
}

TEST(Beskedkuvert, declares_the_base_namespace_where_the_sender_did_not) {
  const std::string bytes = R"(<Haendelsesbesked xmlns="urn:oio:besked:kuvert:1.0" xmlns:sd="urn:taken">
    <BeskedId><i:URNIdentifikator xmlns:i="urn:oio:sagdok:3.0.0">x</i:URNIdentifikator></BeskedId>
    <BeskedVersion>1.0</BeskedVersion><Beskedkuvert><Filtreringsdata>
    <Beskedtype><i:URNIdentifikator xmlns:i="urn:oio:sagdok:3.0.0">t</i:URNIdentifikator></Beskedtype>
    </Filtreringsdata><Leveranceinformation><q:Leveranceruter xmlns:q="urn:oio:besked:kuvert:1.0"
      xmlns="urn:oio:sagdok:3.0.0"/></Leveranceinformation></Beskedkuvert></Haendelsesbesked>)";
  const std::string out = delivered(bytes, std::vector<base::Cvr>{*base::Cvr::parse("11111111")});
  std::deque<std::string> arena;
  const auto again = parse(out, arena);
  ASSERT_TRUE(again) << beskriv(again.error()) << out;
  EXPECT_EQ(again->tilladt_modtager.at(0).tekst, "urn:oio:cvr-nr:11111111");
  EXPECT_NE(out.find(R"(<Leveranceinformation xmlns:sd1="urn:oio:sagdok:3.0.0">)"), std::string::npos) << out;
}

TEST(Beskedkuvert, a_stored_plan_that_is_damaged_is_refused) {
  std::deque<std::string> arena;
  const std::string bytes = document("", "<k:Leveranceinformation/>");
  const std::string stored = encode(*plan_splejsning(bytes, *parse(bytes, arena)));
  for (std::size_t n = 0; n < stored.size(); ++n) {
    EXPECT_EQ(decode_splejsning(stored.substr(0, n)).error().kode, base::FejlKode::LAGER);
  }
  EXPECT_FALSE(decode_splejsning(stored + "x"));
}

TEST(DanskTid, summer_time_turns_on_the_last_sundays) {
  struct Case {
    std::string_view utc;
    std::string_view local;
  };
  for (const auto& [utc, local] :
       std::initializer_list<Case>{{"2026-03-29T00:59:59.999Z", "2026-03-29T01:59:59.999+01:00"},
                                   {"2026-03-29T01:00:00Z", "2026-03-29T03:00:00.000+02:00"},
                                   {"2026-10-25T00:59:59.999Z", "2026-10-25T02:59:59.999+02:00"},
                                   {"2026-10-25T01:00:00Z", "2026-10-25T02:00:00.000+01:00"},
                                   {"2024-03-31T01:00:00Z", "2024-03-31T03:00:00.000+02:00"},
                                   {"2026-12-31T23:30:00Z", "2027-01-01T00:30:00.000+01:00"}}) {
    std::string text;
    append_danish_time(*base::parse_iso(utc), text);
    EXPECT_EQ(text, local);
  }
}

TEST(DanskTid, what_is_written_is_the_same_instant) {
  EXPECT_TRUE(rc::check([](std::uint32_t seconds) {
    const base::Tidspunkt t{std::chrono::seconds{seconds}};
    std::string text;
    append_danish_time(t, text);
    RC_ASSERT(base::parse_iso(text) == t);
  }));
}

}  // namespace
}  // namespace brevdue::oio
