#include "xml/reader.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <thread>

#include "xml/forskel_testing.hpp"

namespace brevdue::xml {
namespace {

using base::FejlKode;

// Every document of these tests is read by both parsers, which must agree.
base::Resultat<Reader> open(std::string_view bytes, const Graenser& limits, Profile profile = {}) {
  proeve::XmlForskel both;
  EXPECT_EQ(both.between(bytes, limits, profile), std::nullopt) << bytes.substr(0, 1000);
  return Reader::open(bytes, limits, profile);
}

// What the reader says of a document, as one line: <a>, text in quotes, </a>.
std::string events_of(std::string_view bytes) {
  auto reader = open(bytes, {});
  if (!reader) return beskriv(reader.error());
  std::string all;
  for (; reader->event().kind != EventKind::FINISHED; reader->next_event()) {
    const Event& event = reader->event();
    if (event.kind == EventKind::TEXT) {
      all += fmt::format("'{}'", event.text);
    } else {
      all += fmt::format("<{}{{{}}}{}>", event.kind == EventKind::END ? "/" : "", event.ns, event.name);
    }
  }
  return all;
}

void expect_refused(std::string_view bytes, FejlKode kode, const Graenser& limits = {}) {
  const auto reader = open(bytes, limits);
  ASSERT_FALSE(reader) << bytes;
  EXPECT_EQ(reader.error().kode, kode) << bytes << ": " << reader.error().tekst;
}

TEST(Reader, gives_names_namespaces_and_text_in_order) {
  EXPECT_EQ(events_of("<a xmlns='u'>x<b:c xmlns:b='v'/> y</a>"), "<{u}a>'x'<{v}c></{v}c>' y'</{u}a>");
}

TEST(Reader, takes_comments_instructions_references_and_CDATA_together_to_one_text) {
  EXPECT_EQ(events_of("<a>1<!-- no --><?no no?>&amp;<![CDATA[<2>]]>&#x33;</a>"), "<{}a>'1&<2>3'</{}a>");
}

TEST(Reader, knows_which_text_stands_in_the_document_as_it_is) {
  const std::string_view bytes =
      "<a><b>plain</b><b>&lt;</b><b>x\r\ny</b><b> \n</b><b><![CDATA[ ]]></b><b><![CDATA[]]></b></a>";
  auto reader = *open(bytes, {});
  struct Case {
    std::string_view text;
    bool in_input;
    bool blank;
  };
  for (const auto& [text, in_input, blank] : std::initializer_list<Case>{{"plain", true, false},
                                                                         {"<", false, false},
                                                                         {"x\ny", false, false},
                                                                         {" \n", true, true},
                                                                         {" ", false, false},
                                                                         {"", false, false}}) {
    while (reader.event().kind != EventKind::TEXT) reader.next_event();
    EXPECT_EQ(reader.event().text, text);
    EXPECT_EQ(reader.event().in_input, in_input) << text;
    EXPECT_EQ(reader.event().blank, blank) << text;
    if (in_input) EXPECT_GE(reader.event().text.data(), bytes.data());
    reader.next_event();
  }
}

TEST(Reader, says_where_everything_stands) {
  const std::string_view bytes = "\xEF\xBB\xBF<?xml version='1.0'?><!-- < --><a b='>' >t<c/ ></a >";
  EXPECT_FALSE(open(bytes, {}));
  const std::string_view right = "\xEF\xBB\xBF<?xml version='1.0'?><!-- < --><a b='>' >æ<c x='/' /><c></c></a >\n";
  auto reader = *open(right, {});
  std::vector<std::string_view> places;
  std::vector<std::string_view> elements;
  for (; reader.event().kind != EventKind::FINISHED; reader.next_event()) {
    places.push_back(reader.event().place.of(right));
    if (reader.event().kind == EventKind::START) elements.push_back(reader.element_place().of(right));
  }
  const std::vector<std::string_view> expected{"<a b='>' >", "æ", "<c x='/' />", "", "<c>", "</c>", "</a >"};
  EXPECT_EQ(places, expected);
  const std::vector<std::string_view> whole{"<a b='>' >æ<c x='/' /><c></c></a >", "<c x='/' />", "<c></c>"};
  EXPECT_EQ(elements, whole);
}

TEST(Reader, places_are_right_in_a_document_larger_than_any_buffer) {
  std::string bytes = "<a>";
  for (int i = 0; i < 20000; ++i) bytes += fmt::format("<b n='{}'>{:0>50}</b>\n", i, i);
  bytes += "</a>";
  auto reader = *open(bytes, {.bytes = 10U << 20U});
  int seen = 0;
  for (; reader.event().kind != EventKind::FINISHED; reader.next_event()) {
    if (reader.event().kind != EventKind::START || reader.event().name != "b") continue;
    ASSERT_EQ(reader.element_place().of(bytes), fmt::format("<b n='{}'>{:0>50}</b>", seen, seen));
    ++seen;
  }
  EXPECT_EQ(seen, 20000);
}

TEST(Reader, attributes_are_normalised_and_apart_from_declarations) {
  auto reader = *open("<a xmlns='u' xmlns:p='v' x='1\n2&#10;&lt;' p:y='' xml:lang='da'/>", {});
  const auto& event = reader.event();
  ASSERT_EQ(event.attributes.size(), 3U);
  EXPECT_EQ(event.attributes[0].name, "x");
  EXPECT_EQ(event.attributes[0].ns, "");
  EXPECT_EQ(event.attributes[0].value, "1 2\n<");
  EXPECT_EQ(event.attributes[1].ns, "v");
  EXPECT_EQ(event.attributes[1].value, "");
  EXPECT_EQ(event.attributes[2].ns, "http://www.w3.org/XML/1998/namespace");
  ASSERT_EQ(event.declarations.size(), 2U);
  EXPECT_EQ(event.declarations[1].prefix, "p");
  EXPECT_EQ(event.declarations[1].uri, "v");
}

TEST(Reader, an_ampersand_in_an_attribute_is_one) {
  const auto reader = *open("<a b='1&amp;2&#38;&amp;#38;3'/>", {});
  EXPECT_EQ(reader.event().attributes[0].value, "1&2&&#38;3");
}

TEST(Reader, skips_an_element_in_one_step) {
  auto reader = *open("<a><b xmlns:p='u'><c><d/></c>t</b>after</a>", {});
  reader.next_event();
  reader.skip_element();
  EXPECT_EQ(reader.event().text, "after");
  EXPECT_EQ(reader.namespace_of("p"), std::nullopt);
}

TEST(Reader, stays_finished) {
  auto reader = *open("<a/>", {});
  reader.next_event();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(reader.next_event().kind, EventKind::FINISHED);
}

TEST(Reader, namespaces_in_scope_follow_the_elements) {
  auto reader = *open("<a xmlns='u' xmlns:p='v'><b xmlns='' xmlns:p='w' xmlns:q='v'/><c/></a>", {});
  EXPECT_EQ(reader.namespace_of(""), "u");
  EXPECT_EQ(reader.prefix_of("v"), "p");
  EXPECT_EQ(reader.prefix_of("u"), "");
  EXPECT_EQ(reader.prefix_of("u", false), std::nullopt);
  reader.next_event();  // b
  EXPECT_EQ(reader.namespace_of(""), std::nullopt);
  EXPECT_EQ(reader.namespace_of("p"), "w");
  EXPECT_EQ(reader.prefix_of("v"), "q");
  EXPECT_EQ(reader.prefix_of("u"), std::nullopt) << "the default is hidden";
  EXPECT_EQ(reader.scope().size(), 2U);
  reader.next_event();
  reader.next_event();  // c
  EXPECT_EQ(reader.namespace_of("p"), "v");
  EXPECT_EQ(reader.namespace_of("q"), std::nullopt);
  EXPECT_EQ(reader.namespace_of("xml"), "http://www.w3.org/XML/1998/namespace");
}

TEST(Reader, refuses_DOCTYPE_before_anything_in_it_is_looked_at) {
  for (const std::string_view bytes :
       {"<!DOCTYPE a><a/>", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "<!DOCTYPE a PUBLIC '-//x' 'http://127.0.0.1:1/x'><a/>",
        "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/x'>%p;]><a/>",
        "<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;'><!ENTITY d '&c;&c;'>]><a>&d;</a>",
        "<?xml version='1.0'?><!-- c --><!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]><a/>"}) {
    const auto reader = open(bytes, {});
    ASSERT_FALSE(reader) << bytes;
    EXPECT_NE(reader.error().tekst.find("DOCTYPE"), std::string::npos) << reader.error().tekst;
  }
}

TEST(Reader, refuses_what_is_not_well_formed) {
  for (const std::string_view bytes : {"",
                                       " ",
                                       "x",
                                       "<",
                                       "<a",
                                       "<a>",
                                       "<a/",
                                       "</a>",
                                       "<a></b>",
                                       "<a/><b/>",
                                       "<a/>x",
                                       "x<a/>",
                                       "<a><b></a></b>",
                                       "<a b='1' b='2'/>",
                                       "<a b=1/>",
                                       "<a b/>",
                                       "<a b='<'/>",
                                       "<a>&b;</a>",
                                       "<a b='&b;'/>",
                                       "<a>&#0;</a>",
                                       "<a>&#1;</a>",
                                       "<a>&#xD800;</a>",
                                       "<a>&#x110000;</a>",
                                       "<a>\x01</a>",
                                       "<a>\xEF\xBF\xBE</a>",
                                       "<a>]]></a>",
                                       "<a><![CDATA[x]]</a>",
                                       "<a><!-- -- --></a>",
                                       "<a><!-- --->",
                                       "<a><?xml version='1.0'?></a>",
                                       " <?xml version='1.0'?><a/>",
                                       "<1/>",
                                       "<a><?p</a>",
                                       "<a b='1'c='2'/>",
                                       "<a>&</a>",
                                       "<a>&amp</a>",
                                       "<?xml version='1.0' encoding='UTF-8' standalone='maybe'?><a/>",
                                       "<a xml:space/>"}) {
    expect_refused(bytes, FejlKode::UGYLDIG);
  }
}

TEST(Reader, refuses_what_breaks_the_rules_of_namespaces) {
  for (const std::string_view bytes :
       {"<p:a/>", "<a p:b='1'/>", "<a><p:b xmlns:p='u'/><p:c/></a>", "<a xmlns:p='u' xmlns:q='u' p:b='' q:b=''/>",
        "<a xmlns:p=''/>", "<a:b:c xmlns:a='u'/>", "<a xmlns:xmlns='u'/>", "<a xmlns:xml='u'/>", "<:a/>",
        "<a xmlns='u' xmlns='v'/>", "<a xmlns:p='http://www.w3.org/2000/xmlns/'/>"}) {
    expect_refused(bytes, FejlKode::UGYLDIG);
  }
}

TEST(Reader, refuses_all_but_UTF_8) {
  using namespace std::string_view_literals;
  for (const std::string_view bytes :
       {"\xFE\xFF\0<\0a\0/\0>"sv, "\xFF\xFE<\0a\0/\0>\0"sv, "<\0a\0/\0>\0"sv, "\0<\0a\0/\0>"sv,
        "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE6</a>"sv, "<?xml version='1.0' encoding='ISO-8859-1'?><a/>"sv,
        "<?xml version='1.0' encoding='UTF-16'?><a/>"sv, "<?xml version='1.0' encoding='UTF-7'?><a/>"sv,
        "<?xml version='1.0' encoding='ASCII'?><a/>"sv, "<?xml version='1.0' encoding='x'?><a/>"sv, "<a>\xE6</a>"sv,
        "<a>\xC0\xAF</a>"sv, "<a>\xED\xA0\x80</a>"sv, "<a>\xF4\x90\x80\x80</a>"sv, "<a>\xE2\x82</a>"sv, "<a>\0</a>"sv,
        "<a/>\0"sv, "<a b='\xFF'/>"sv, "<!--\xFF--><a/>"sv}) {
    expect_refused(bytes, FejlKode::UGYLDIG);
  }
  EXPECT_TRUE(open("<?xml version='1.0' encoding='utf-8'?><a>\xC3\xA6</a>", {}));
  EXPECT_TRUE(open("\xEF\xBB\xBF<a/>", {}));
}

TEST(Reader, keeps_the_limits_to_the_last_one) {
  expect_refused("<a></a>", FejlKode::FOR_STOR, {.bytes = 6});
  EXPECT_TRUE(open("<a></a>", {.bytes = 7}));
  expect_refused("<a><b><c/></b></a>", FejlKode::FOR_STOR, {.dybde = 2});
  EXPECT_TRUE(open("<a><b><c/></b><b><c/></b></a>", {.dybde = 3}));
  expect_refused("<a b='' c='' xmlns:d='u'/>", FejlKode::FOR_STOR, {.attributter = 2});
  EXPECT_TRUE(open("<a b='' c='' xmlns:d='u'/>", {.attributter = 3}));
  expect_refused("<a><b/><b/></a>", FejlKode::FOR_STOR, {.elementer = 2});
  EXPECT_TRUE(open("<a><b/><b/></a>", {.elementer = 3}));
  expect_refused("<a>12<!-- -->34</a>", FejlKode::FOR_STOR, {.tekst = 3});
  expect_refused("<a>12<![CDATA[34]]></a>", FejlKode::FOR_STOR, {.tekst = 3});
  EXPECT_TRUE(open("<a>1234<b/>1234</a>", {.tekst = 4}));
  expect_refused("<a b='1234'/>", FejlKode::FOR_STOR, {.tekst = 3});
}

TEST(Reader, deep_and_wide_documents_end_at_the_limit) {
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<a>";
  expect_refused(deep, FejlKode::FOR_STOR);
  std::string wide = "<a";
  for (int i = 0; i < 10000; ++i) wide += fmt::format(" b{}=''", i);
  expect_refused(wide + "/>", FejlKode::FOR_STOR);
}

TEST(Reader, refuses_instructions_when_asked_to) {
  EXPECT_TRUE(open("<a><?p i?></a>", {}));
  EXPECT_FALSE(open("<a><?p i?></a>", {}, {.refuse_processing_instructions = true}));
  EXPECT_FALSE(open("<?p i?><a/>", {}, {.refuse_processing_instructions = true}));
}

TEST(Reader, an_error_says_where_and_never_what) {
  const auto reader = open("<a>secret<b>0123456789</c></a>", {});
  ASSERT_FALSE(reader);
  EXPECT_NE(reader.error().tekst.find("at byte"), std::string::npos);
  EXPECT_EQ(reader.error().tekst.find("secret"), std::string::npos);
  EXPECT_EQ(reader.error().tekst.find("0123456789"), std::string::npos);
}

TEST(Reader, a_refused_document_leaves_nothing_behind) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(open("<a xmlns:p='u'><b>text", {}));
    EXPECT_EQ(events_of("<a>1</a>"), "<{}a>'1'</{}a>");
    EXPECT_FALSE(open("<a><p:b/></a>", {}));
  }
}

TEST(Reader, several_can_be_open_and_moved) {
  auto first = *open("<a><b/></a>", {});
  auto second = *open("<c xmlns='u'/>", {});
  EXPECT_EQ(first.event().name, "a");
  first = std::move(second);
  EXPECT_EQ(first.event().name, "c");
  EXPECT_EQ(first.event().ns, "u");
}

TEST(Reader, threads_do_not_meet) {
  std::vector<std::jthread> threads;
  std::array<int, 4> good{};
  for (std::size_t t = 0; t < good.size(); ++t) {
    threads.emplace_back([&good, t] {
      const std::string bytes = fmt::format("<t{0} xmlns='u{0}'>{0}</t{0}>", t);
      const std::string expected = fmt::format("<{{u{0}}}t{0}>'{0}'</{{u{0}}}t{0}>", t);
      for (int i = 0; i < 200; ++i) good[t] += events_of(bytes) == expected ? 1 : 0;
    });
  }
  threads.clear();
  for (const int n : good) EXPECT_EQ(n, 200);
}

TEST(Utf8, finds_the_first_bad_byte) {
  using namespace std::string_view_literals;
  struct Case {
    std::string_view bytes;
    std::size_t bad;
  };
  for (const auto& [bytes, bad] : std::initializer_list<Case>{{"", 0},
                                                              {"plain text, long enough", 23},
                                                              {"æøå€𝔸", 13},
                                                              {"12345678\0"sv, 8},
                                                              {"1234\0"
                                                               "5678"sv,
                                                               4},
                                                              {"abc\x80", 3},
                                                              {"abc\xC2", 3},
                                                              {"\xC1\xBF", 0},
                                                              {"\xE0\x9F\xBF", 0},
                                                              {"\xE0\xA0\x80", 3},
                                                              {"\xED\x9F\xBF", 3},
                                                              {"\xED\xA0\x80", 0},
                                                              {"\xF0\x8F\xBF\xBF", 0},
                                                              {"\xF0\x90\x80\x80", 4},
                                                              {"\xF4\x8F\xBF\xBF", 4},
                                                              {"\xF4\x90\x80\x80", 0},
                                                              {"\xF5\x80\x80\x80", 0},
                                                              {"12345678\xC3\xA6\xFF", 10}}) {
    EXPECT_EQ(first_bad_utf8(bytes), bad) << bytes;
  }
}

}  // namespace
}  // namespace brevdue::xml
