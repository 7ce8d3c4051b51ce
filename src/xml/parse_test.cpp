#include "xml/parse.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "xml/eksempel_testing.hpp"

namespace brevdue::xml {
namespace {

using base::FejlKode;
using eksempel::Noegle;
using eksempel::Ordre;

constexpr std::string_view kHoved = "<Hoved><Noegle><Uuid farve='roed'> n </Uuid></Noegle><Titel>T</Titel></Hoved>";
constexpr std::string_view kLinje = "<Linje><Tekst>t</Tekst><Antal>1</Antal><ErBetalt>0</ErBetalt></Linje>";

std::string document(std::string_view inside) {
  return fmt::format("<Ordre xmlns='urn:e' xmlns:p='urn:p'>{}</Ordre>", inside);
}

base::Resultat<Ordre> parse_ordre(std::string_view bytes, Arena& arena) {
  return parse<Ordre>(eksempel::ordre(), eksempel::skema(), bytes, {}, arena);
}

void expect_valid(std::string_view bytes) {
  const auto verdict = validate(eksempel::ordre(), eksempel::skema(), bytes, {});
  EXPECT_TRUE(verdict) << bytes << "\n" << (verdict ? "" : beskriv(verdict.error()));
}

void expect_invalid(std::string_view bytes, std::string_view path, std::string_view why) {
  const auto verdict = validate(eksempel::ordre(), eksempel::skema(), bytes, {});
  ASSERT_FALSE(verdict) << bytes;
  EXPECT_EQ(verdict.error().kode, FejlKode::UGYLDIG);
  EXPECT_EQ(verdict.error().sti, path) << bytes;
  EXPECT_NE(verdict.error().tekst.find(why), std::string::npos) << verdict.error().tekst;
}

TEST(Parse, fills_the_struct) {
  const std::string bytes = document(
      "<Hoved><Noegle><Urn> a&amp;b </Urn></Noegle><Titel>T</Titel><Note> n </Note></Hoved>"
      "<Linje><Tekst>et</Tekst><Antal> +7 </Antal><ErBetalt>true</ErBetalt></Linje> <!-- c -->"
      "<Linje><Tekst>to</Tekst><Antal>1</Antal><ErBetalt>0</ErBetalt></Linje>"
      "<Tal>-1</Tal><Tal>2</Tal><p:x/>");
  Arena arena;
  const auto ordre = parse_ordre(bytes, arena);
  ASSERT_TRUE(ordre) << beskriv(ordre.error());
  EXPECT_EQ(ordre->noegle.art, Noegle::Art::URN);
  EXPECT_EQ(ordre->noegle.tekst, "a&b");
  EXPECT_EQ(ordre->titel, "T");
  EXPECT_EQ(ordre->titel.data(), bytes.data() + bytes.find(">T<") + 1) << "a view of the document";
  EXPECT_EQ(ordre->note, " n ");
  ASSERT_EQ(ordre->linje.size(), 2U);
  EXPECT_EQ(ordre->linje[0].antal, 7);
  EXPECT_TRUE(ordre->linje[0].er_betalt);
  EXPECT_FALSE(ordre->linje[1].er_betalt);
  EXPECT_EQ(ordre->tal, (std::vector<std::int64_t>{-1, 2}));
  EXPECT_EQ(ordre->set_ved, fmt::format("Hoved@{}", bytes.find("<Hoved>")));
  const auto from = bytes.find("<Linje>");
  EXPECT_EQ(ordre->steder.linjer,
            (Udsnit{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(bytes.find("<Tal>"))}));
}

TEST(Parse, notes_the_place_of_what_is_not_there) {
  const std::string bytes = document(fmt::format("{} <Tal>1</Tal>", kHoved));
  Arena arena;
  const auto ordre = parse_ordre(bytes, arena);
  ASSERT_TRUE(ordre);
  EXPECT_TRUE(ordre->steder.linjer.is_empty());
  EXPECT_EQ(ordre->steder.linjer.fra, bytes.find("</Hoved>") + 8);
}

TEST(Parse, foreign_content_can_stand_alone) {
  const std::string bytes =
      document(fmt::format("{}<p:x a='1'><y/>t</p:x><q:z xmlns:q='urn:q' xmlns=''>&amp;</q:z>", kHoved));
  Arena arena;
  const auto ordre = parse_ordre(bytes, arena);
  ASSERT_TRUE(ordre) << beskriv(ordre.error());
  ASSERT_EQ(ordre->rest.size(), 2U);
  EXPECT_EQ(ordre->rest[0].bytes, "<p:x a='1'><y/>t</p:x>");
  EXPECT_EQ(ordre->rest[0].standalone(), R"(<p:x xmlns:p="urn:p" xmlns="urn:e" a='1'><y/>t</p:x>)");
  EXPECT_EQ(ordre->rest[1].standalone(), R"(<q:z xmlns:p="urn:p" xmlns:q='urn:q' xmlns=''>&amp;</q:z>)");
  for (const Fragment& fragment : ordre->rest) EXPECT_TRUE(Reader::open(fragment.standalone(), {}));
}

TEST(Parse, a_struct_of_another_type_is_refused) {
  Arena arena;
  EXPECT_EQ(parse<Noegle>(eksempel::ordre(), eksempel::skema(), "<a/>", {}, arena).error().kode, FejlKode::INTERN);
}

TEST(Parse, passes_on_what_the_reader_refuses) {
  Arena arena;
  EXPECT_EQ(parse_ordre("<Ordre", arena).error().sti, "");
  EXPECT_EQ(parse<Ordre>(eksempel::ordre(), eksempel::skema(), document(kHoved), {.bytes = 10}, arena).error().kode,
            FejlKode::FOR_STOR);
}

TEST(Parse, the_root_must_be_the_one_asked_for) {
  expect_invalid("<Linje xmlns='urn:e'/>", "/Linje", "should be Ordre");
  expect_invalid("<Ordre/>", "/Ordre", "should be Ordre");
  expect_invalid("<Ordre xmlns='urn:f'/>", "/Ordre", "should be Ordre");
}

TEST(Parse, sequences_keep_their_order_and_counts) {
  expect_valid(document(kHoved));
  expect_valid(document(fmt::format(" {}\n{}<!-- c -->{}<?p i?>", kHoved, kLinje, kLinje)));
  expect_invalid(document(""), "/Ordre/Hoved", "missing");
  expect_invalid(document(kLinje), "/Ordre/Linje", "expected is Hoved");
  expect_invalid(document(fmt::format("{}{}{}", kHoved, kLinje, kHoved)), "/Ordre/Hoved", "not expected");
  expect_invalid(document("<Hoved/>"), "/Ordre/Hoved/Noegle", "missing");
  expect_invalid(document("<Hoved><Titel/></Hoved>"), "/Ordre/Hoved/Titel", "expected is Noegle");
  expect_invalid(document(fmt::format("{}<Linje><Tekst/></Linje>", kHoved)), "/Ordre/Linje/Antal", "missing");
}

TEST(Parse, choices_take_exactly_one) {
  expect_invalid(document("<Hoved><Noegle/><Titel/></Hoved>"), "/Ordre/Hoved/Noegle", "missing");
  expect_invalid(document("<Hoved><Noegle><Urn/><Urn/></Noegle><Titel/></Hoved>"), "/Ordre/Hoved/Noegle/Urn",
                 "not expected");
  expect_invalid(document("<Hoved><Noegle><Titel/></Noegle><Titel/></Hoved>"), "/Ordre/Hoved/Noegle/Titel",
                 "not expected");
}

TEST(Parse, groups_repeat_as_a_whole) {
  const auto with = [](std::string_view tail) { return document(fmt::format("{}{}", kHoved, tail)); };
  expect_valid(with("<Fra/><Til/>"));
  expect_valid(with("<Fra/><Til/><Fra/><Til/>"));
  expect_invalid(with("<Fra/>"), "/Ordre/Til", "missing");
  expect_invalid(with("<Fra/><Til/><Fra/>"), "/Ordre/Til", "missing");
  expect_invalid(with("<Fra/><Til/><Fra/><Til/><Fra/><Til/>"), "/Ordre/Fra", "not expected");
  expect_invalid(with("<Til/>"), "/Ordre/Til", "not expected");
  expect_invalid(with("<Tal>1</Tal><Fra/><Til/>"), "/Ordre/Fra", "not expected");
}

TEST(Parse, text_stands_only_where_it_may) {
  expect_invalid(document(fmt::format("{}text", kHoved)), "/Ordre", "text where only elements");
  expect_invalid(document(fmt::format("text{}", kHoved)), "/Ordre", "text where only elements");
  expect_invalid(document(fmt::format("{}<![CDATA[ ]]>", kHoved)), "/Ordre", "text where only elements");
  expect_invalid(document("<Hoved><Noegle><Urn>a<b/></Urn></Noegle><Titel/></Hoved>"), "/Ordre/Hoved/Noegle/Urn/b",
                 "only text");
  expect_valid(document("<Hoved><Noegle><Urn>a<!-- c -->b</Urn></Noegle><Titel/></Hoved>"));
}

TEST(Parse, simple_content_is_of_its_type) {
  const auto with = [](std::string_view antal) {
    return document(fmt::format("{}<Linje><Tekst/><Antal>{}</Antal><ErBetalt>1</ErBetalt></Linje>", kHoved, antal));
  };
  expect_valid(with("9223372036854775808"));
  expect_invalid(with("0"), "/Ordre/Linje/Antal", "not a valid AntalType");
  expect_invalid(with(""), "/Ordre/Linje/Antal", "not a valid AntalType");
  Arena arena;
  const auto too_large = parse_ordre(with("9223372036854775808"), arena);
  ASSERT_FALSE(too_large) << "valid, but it does not fit the struct";
  EXPECT_EQ(too_large.error().sti, "/Ordre/Linje/Antal");
  expect_invalid(document("<Hoved><Noegle><Urn/></Noegle><Titel/><Note>123456</Note></Hoved>"), "/Ordre/Hoved/Note",
                 "not a valid");
}

TEST(Parse, attributes_are_only_those_declared) {
  const auto with = [](std::string_view attributes) {
    return document(fmt::format("<Hoved><Noegle><Uuid {}/></Noegle><Titel/></Hoved>", attributes));
  };
  expect_valid(with("farve='groen' id='a'"));
  expect_valid(with("farve=' groen '"));
  expect_invalid(with(""), "/Ordre/Hoved/Noegle/Uuid", "farve is missing");
  expect_invalid(with("farve='blaa'"), "/Ordre/Hoved/Noegle/Uuid", "farve is not a valid");
  expect_invalid(with("farve='roed' id='1'"), "/Ordre/Hoved/Noegle/Uuid", "id is not a valid");
  expect_invalid(with("farve='roed' x='1'"), "/Ordre/Hoved/Noegle/Uuid", "x is not allowed");
  expect_invalid(with("p:farve='roed'"), "/Ordre/Hoved/Noegle/Uuid", "farve is not allowed");
  expect_invalid(with("farve='roed' xml:lang='da'"), "/Ordre/Hoved/Noegle/Uuid", "lang is not allowed");
  expect_invalid(with("farve='roed' xml:space='preserve'"), "/Ordre/Hoved/Noegle/Uuid", "space is not allowed");
  expect_invalid(document("<Hoved x='1'/>"), "/Ordre/Hoved", "x is not allowed");
}

TEST(Parse, ids_are_unique_in_the_document) {
  const auto with = [](std::string_view second) {
    return document(
        fmt::format("<Hoved><Noegle><Uuid farve='roed' id='a'/></Noegle><Titel/></Hoved>"
                    "<p:x><Uuid farve='roed' id='{}'/></p:x>",
                    second));
  };
  expect_valid(with("b"));
  expect_invalid(with(" a "), "/Ordre/Uuid", "not unique");
}

TEST(Parse, xsi_type_may_name_the_declared_type) {
  const auto with = [](std::string_view type) {
    return document(
        fmt::format("<Hoved xmlns:i='http://www.w3.org/2001/XMLSchema-instance' "
                    "xmlns:s='http://www.w3.org/2001/XMLSchema' xmlns:e='urn:e'>"
                    "<Noegle i:type='{}'><Urn/></Noegle><Titel i:type='s:string'/></Hoved>",
                    type));
  };
  expect_valid(with("NoegleType"));
  expect_valid(with(" e:NoegleType "));
  for (const auto type : {"", "p:NoegleType", "LinjeType", "e:Noegletype", "q:NoegleType", "e:e:NoegleType"}) {
    expect_invalid(with(type), "/Ordre/Hoved/Noegle", "xsi:type");
  }
}

TEST(Parse, other_xsi_attributes) {
  const auto with = [](std::string_view attribute) {
    return fmt::format("<Ordre xmlns='urn:e' xmlns:i='http://www.w3.org/2001/XMLSchema-instance' {}>{}</Ordre>",
                       attribute, kHoved);
  };
  expect_valid(with("i:schemaLocation='urn:none none.xsd'"));
  expect_valid(with("i:noNamespaceSchemaLocation='none.xsd'"));
  expect_invalid(with("i:nil='true'"), "/Ordre", "xsi:nil");
  expect_invalid(with("i:nil='false'"), "/Ordre", "xsi:nil");
  expect_invalid(with("i:x=''"), "/Ordre", "xsi:x");
}

TEST(Parse, a_lax_wildcard_validates_what_is_declared) {
  const auto with = [](std::string_view foreign) { return document(fmt::format("{}{}", kHoved, foreign)); };
  expect_valid(with("<p:x a='1'>text<p:y/><Titel>declared</Titel></p:x><p:z/>"));
  expect_invalid(with("<p:x><Titel><p:y/></Titel></p:x>"), "/Ordre/Titel/y", "only text");
  expect_invalid(with("<p:x><p:y><Linje/></p:y></p:x>"), "/Ordre/Linje/Tekst", "missing");
  expect_invalid(with("<Titel/>"), "/Ordre/Titel", "not expected");
  expect_invalid(with("<x xmlns=''/>"), "/Ordre/x", "not expected");
}

TEST(Parse, an_undeclared_element_is_of_the_type_it_names) {
  const auto with = [](std::string_view type, std::string_view content) {
    return document(fmt::format("{}<p:x xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:type='{}'>{}</p:x>",
                                kHoved, type, content));
  };
  expect_valid(with("NoegleType", "<Urn/>"));
  expect_invalid(with("NoegleType", ""), "/Ordre/x", "missing");
  expect_invalid(with("Nowhere", ""), "/Ordre/x", "names no type");
}

TEST(Parse, strict_and_indifferent_wildcards) {
  const auto verdict_on = [](std::string_view name, std::string_view content) {
    const auto& globals = eksempel::skema().globals;
    const auto root = std::ranges::find(globals, name, [](const Element* e) { return e->name.name; });
    return validate(**root, eksempel::skema(), fmt::format("<{0} xmlns='urn:e'>{1}</{0}>", name, content), {});
  };
  EXPECT_TRUE(verdict_on("Strengt", "mixed <Titel>t</Titel> text"));
  EXPECT_FALSE(verdict_on("Strengt", "<Ukendt/>"));
  EXPECT_FALSE(verdict_on("Strengt", "<Linje/>"));
  EXPECT_FALSE(verdict_on("Strengt", "<Titel/><Titel/>"));
  EXPECT_TRUE(verdict_on("Ligegyldigt", "<Linje><anything x='1'/></Linje>"));
  EXPECT_TRUE(verdict_on("Ligegyldigt", "<x xmlns=''/>"));
  EXPECT_FALSE(verdict_on("Ligegyldigt", "<x/><x/>"));
  EXPECT_FALSE(verdict_on("Ligegyldigt", "text"));
}

TEST(Parse, a_long_name_is_cut_in_the_error) {
  const std::string name(5000, 'x');
  const auto verdict = validate(eksempel::ordre(), eksempel::skema(), document(fmt::format("<{}/>", name)), {});
  ASSERT_FALSE(verdict);
  EXPECT_LT(verdict.error().sti.size(), 100U);
}

TEST(Parse, read_element_stops_after_its_end) {
  const std::string bytes = fmt::format("<p:a xmlns:p='urn:p' xmlns='urn:e'><Ordre>{}</Ordre><p:next/></p:a>", kHoved);
  auto reader = *Reader::open(bytes, {});
  reader.next_event();
  Arena arena;
  Ordre ordre;
  ASSERT_TRUE(read_element(eksempel::ordre(), eksempel::skema(), bytes, reader, arena, &ordre));
  EXPECT_EQ(ordre.titel, "T");
  EXPECT_EQ(reader.event().name, "next");
}

base::Resultat<eksempel::Soegning> parse_soegning(std::string_view inside, Arena& arena) {
  static std::deque<std::string> documents;
  return parse<eksempel::Soegning>(
      eksempel::soegning(), eksempel::soegning_skema(),
      documents.emplace_back(fmt::format("<Soegning xmlns='urn:e' xmlns:u='urn:u'>{}</Soegning>", inside)), {}, arena);
}

using eksempel::Led;
using eksempel::Udvidelse;

TEST(Parse, items_keep_the_order_of_their_elements_and_types_may_hold_themselves) {
  Arena arena;
  const auto soegning = parse_soegning(
      "<Udtryk><operation>OR</operation><Tal>1</Tal><NOT><Tal> 2 </Tal><NOT><Udtryk/></NOT></NOT> <Tal>3</Tal><Tal>4"
      "</Tal><!-- c --><Udtryk><Tal>5</Tal></Udtryk></Udtryk>",
      arena);
  ASSERT_TRUE(soegning) << beskriv(soegning.error());
  EXPECT_EQ(soegning->udtryk.operation, "OR");
  const auto& led = soegning->udtryk.led;
  ASSERT_EQ(led.size(), 5U);
  EXPECT_EQ(std::get<Led::TAL>(led[0].indhold), 1);
  const auto& ikke = std::get<Led::IKKE>(led[1].indhold);
  ASSERT_EQ(ikke.led.size(), 2U);
  EXPECT_EQ(std::get<Led::TAL>(ikke.led[0].indhold), 2);
  EXPECT_TRUE(std::get<Led::UDTRYK>(std::get<Led::IKKE>(ikke.led[1].indhold).led.at(0).indhold).led.empty());
  EXPECT_EQ(std::get<Led::TAL>(led[2].indhold), 3);
  EXPECT_EQ(std::get<Led::TAL>(led[3].indhold), 4);
  EXPECT_EQ(std::get<Led::TAL>(std::get<Led::UDTRYK>(led[4].indhold).led.at(0).indhold), 5);
}

TEST(Parse, a_fault_deep_in_an_expression_has_its_path) {
  Arena arena;
  const auto soegning = parse_soegning("<Udtryk><NOT><Udtryk><Tal>x</Tal></Udtryk></NOT></Udtryk>", arena);
  ASSERT_FALSE(soegning);
  EXPECT_EQ(soegning.error().sti, "/Soegning/Udtryk/NOT/Udtryk/Tal");
  EXPECT_FALSE(parse_soegning("<Udtryk><Tal>1</Tal><operation>OR</operation></Udtryk>", arena));
  EXPECT_FALSE(parse_soegning("<Udtryk><Linje/></Udtryk>", arena));
}

TEST(Parse, expressions_end_at_the_limit_of_depth) {
  std::string inside;
  for (int i = 0; i < 200; ++i) inside += "<Udtryk>";
  for (int i = 0; i < 200; ++i) inside += "</Udtryk>";
  Arena arena;
  EXPECT_EQ(parse_soegning(inside, arena).error().kode, FejlKode::FOR_STOR);
}

TEST(Parse, a_wildcard_keeps_what_it_knows_and_what_it_does_not_in_order) {
  Arena arena;
  const auto soegning = parse_soegning(
      "<Udtryk/><Liste><u:Ukendt><u:Tekst>a</u:Tekst></u:Ukendt><u:KendtTekst>b</u:KendtTekst><u:Kendt><u:Tekst>c"
      "</u:Tekst></u:Kendt><Dag>2026-02-28</Dag></Liste>",
      arena);
  ASSERT_TRUE(soegning) << beskriv(soegning.error());
  const auto& liste = *soegning->liste;
  ASSERT_EQ(liste.elementer.size(), 3U);
  const auto& anden = std::get<Udvidelse::ANDEN>(liste.elementer[0].indhold);
  EXPECT_EQ(anden.bytes, "<u:Ukendt><u:Tekst>a</u:Tekst></u:Ukendt>");
  EXPECT_EQ(anden.standalone().substr(0, 10), "<u:Ukendt ");
  EXPECT_EQ(std::get<Udvidelse::TEKST>(liste.elementer[1].indhold), "b");
  EXPECT_EQ(std::get<Udvidelse::KENDT>(liste.elementer[2].indhold).tekst, "c");
  EXPECT_EQ(liste.dag, "2026-02-28");
  for (const std::string_view bad :
       {"<u:Kendt/>", "<u:Ukendt/>", "<u:Andet/>", "<Linje/>", "<Dag>2026-02-30</Dag>", "<Dag/>"}) {
    EXPECT_FALSE(parse_soegning(fmt::format("<Udtryk/><Liste>{}</Liste>", bad), arena)) << bad;
  }
}

TEST(Parse, a_fixed_value_is_that_or_nothing) {
  Arena arena;
  const auto verdict_on = [&](std::string_view value) {
    return parse_soegning(fmt::format("<Udtryk/><UdenEnde>{}</UdenEnde>", value), arena);
  };
  EXPECT_EQ(verdict_on("true")->uden_ende, "true");
  EXPECT_EQ(verdict_on("")->uden_ende, "");
  EXPECT_EQ(verdict_on("<!-- c -->")->uden_ende, "");
  for (const std::string_view bad : {" ", "1", " true", "false", "x", "<u:Kendt/>"}) {
    ASSERT_FALSE(verdict_on(bad)) << bad;
    EXPECT_EQ(verdict_on(bad).error().sti.substr(0, 18), "/Soegning/UdenEnde");
  }
}

TEST(Parse, a_view_is_the_text_as_it_was_written) {
  Arena arena;
  const auto soegning = parse_soegning("<Udtryk/><Sandhed> true\n</Sandhed><Sandhed>&#49;</Sandhed>", arena);
  ASSERT_TRUE(soegning);
  EXPECT_EQ(soegning->sandhed, (std::vector<std::string_view>{" true\n", "1"}));
  EXPECT_FALSE(parse_soegning("<Udtryk/><Sandhed>1</Sandhed><Sandhed>1</Sandhed><Sandhed>1</Sandhed>", arena));
}

}  // namespace
}  // namespace brevdue::xml
