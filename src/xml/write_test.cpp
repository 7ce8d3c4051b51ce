#include "xml/write.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "xml/eksempel_testing.hpp"
#include "xml/escape.hpp"
#include "xml/parse.hpp"

namespace brevdue::xml {
namespace {

using base::FejlKode;
using eksempel::Noegle;
using eksempel::Ordre;

constexpr Namespace kPrefixes[] = {{"e", "urn:e"}};

Ordre with_everything() {
  Ordre ordre;
  ordre.noegle = {Noegle::Art::URN, "a<b>&\"c\"\r\n"};
  ordre.titel = "æøå";
  ordre.note = "";
  ordre.linje = {{"et", -0, true}, {"to", 7, false}};
  ordre.tal = {-1, 2};
  ordre.rest = {{"<p:x/>", " xmlns:p=\"urn:p\"", 4}};
  return ordre;
}

TEST(Write, follows_the_description) {
  const auto text = write(eksempel::ordre(), with_everything(), kPrefixes);
  ASSERT_TRUE(text) << beskriv(text.error());
  EXPECT_EQ(
      *text,
      "<e:Ordre xmlns:e=\"urn:e\"><e:Hoved><e:Noegle><e:Urn>a&lt;b&gt;&amp;&quot;c&quot;&#13;\n</e:Urn></e:Noegle>"
      "<e:Titel>æøå</e:Titel><e:Note></e:Note></e:Hoved>"
      "<e:Linje><e:Tekst>et</e:Tekst><e:Antal>0</e:Antal><e:ErBetalt>true</e:ErBetalt></e:Linje>"
      "<e:Linje><e:Tekst>to</e:Tekst><e:Antal>7</e:Antal><e:ErBetalt>false</e:ErBetalt></e:Linje>"
      "<e:Tal>-1</e:Tal><e:Tal>2</e:Tal><p:x xmlns:p=\"urn:p\"/></e:Ordre>");
}

TEST(Write, leaves_out_what_is_not_there) {
  Ordre ordre;
  ordre.noegle = {Noegle::Art::URN, "n"};
  EXPECT_EQ(*write(eksempel::ordre(), ordre, kPrefixes),
            "<e:Ordre "
            "xmlns:e=\"urn:e\"><e:Hoved><e:Noegle><e:Urn>n</e:Urn></e:Noegle><e:Titel></e:Titel></e:Hoved></e:Ordre>");
}

TEST(Write, needs_a_prefix_for_each_namespace_and_no_default) {
  const auto missing = write(eksempel::ordre(), with_everything(), {});
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().tekst.find("urn:e"), std::string::npos);
  constexpr Namespace kDefault[] = {{"", "urn:e"}};
  EXPECT_EQ(write(eksempel::ordre(), with_everything(), kDefault).error().kode, FejlKode::INTERN);
  EXPECT_EQ(write(eksempel::ordre(), Noegle{}, kPrefixes).error().kode, FejlKode::INTERN);
}

TEST(Write, items_come_in_their_order_and_separate_alternatives_kind_by_kind) {
  using eksempel::Led;
  using eksempel::Udvidelse;
  eksempel::Soegning soegning;
  eksempel::Udtryk ikke;
  ikke.led.push_back({.indhold = std::int64_t{2}});
  soegning.udtryk.led.push_back({.indhold = std::int64_t{1}});
  soegning.udtryk.led.emplace_back().indhold.emplace<Led::IKKE>(ikke);
  soegning.udtryk.led.push_back({.indhold = std::int64_t{3}});
  auto& liste = soegning.liste.emplace();
  liste.elementer.push_back({.indhold = "t"});
  liste.elementer.push_back({.indhold = Fragment::of("<v:x xmlns:v=\"urn:u\"/>")});
  liste.elementer.push_back({.indhold = eksempel::Kendt{"k"}});
  soegning.sandhed = {" 1", "0"};
  soegning.b = {"b"};
  soegning.a = {"a", "A"};
  constexpr Namespace kBoth[] = {{"e", "urn:e"}, {"u", "urn:u"}};
  const auto text = write(eksempel::soegning(), soegning, kBoth);
  ASSERT_TRUE(text) << beskriv(text.error());
  EXPECT_EQ(*text,
            "<e:Soegning xmlns:e=\"urn:e\" xmlns:u=\"urn:u\"><e:Udtryk><e:Tal>1</e:Tal><e:NOT><e:Tal>2</e:Tal></e:NOT>"
            "<e:Tal>3</e:Tal></e:Udtryk><e:Liste><u:KendtTekst>t</u:KendtTekst><v:x xmlns:v=\"urn:u\"/><u:Kendt>"
            "<u:Tekst>k</u:Tekst></u:Kendt></e:Liste><e:Sandhed> 1</e:Sandhed><e:Sandhed>0</e:Sandhed><e:A>a</e:A>"
            "<e:A>A</e:A><e:B>b</e:B></e:Soegning>");
  soegning.sandhed.emplace_back("1");
  EXPECT_EQ(write(eksempel::soegning(), soegning, kBoth).error().kode, FejlKode::UGYLDIG) << "one too many";
}

TEST(Write, what_is_written_is_read_back) {
  EXPECT_TRUE(rc::check([](const std::vector<std::int64_t>& tal, bool betalt, std::int64_t antal) {
    const auto text_of_length = *rc::gen::container<std::string>(rc::gen::inRange<char>(0x20, 0x7F));
    Ordre ordre = with_everything();
    ordre.titel = text_of_length;
    ordre.tal = tal;
    ordre.linje = {{text_of_length, std::max<std::int64_t>(antal, 1), betalt}};
    const auto bytes = write(eksempel::ordre(), ordre, kPrefixes);
    RC_ASSERT(bytes.has_value());
    Arena arena;
    const auto again = parse<Ordre>(eksempel::ordre(), eksempel::skema(), *bytes, {}, arena);
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->titel == ordre.titel);
    RC_ASSERT(again->tal == tal);
    RC_ASSERT(again->linje.at(0).tekst == text_of_length);
    RC_ASSERT(again->linje.at(0).er_betalt == betalt);
    RC_ASSERT(again->noegle.art == Noegle::Art::URN);
    RC_ASSERT(again->noegle.tekst == "a<b>&\"c\"");
    RC_ASSERT(again->rest.at(0).bytes == "<p:x xmlns:p=\"urn:p\"/>");
  }));
}

TEST(Escape, attributes_keep_their_white_space) {
  std::string out;
  append_attribute("a\n\t\r<>&\"'", out);
  EXPECT_EQ(out, "a&#10;&#9;&#13;&lt;&gt;&amp;&quot;'");
}

}  // namespace
}  // namespace brevdue::xml
