// What is taken for an envelope and what is not, and that what is written is one.
#include "soap/envelope.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "soap/proeve_testing.hpp"

namespace brevdue::soap {
namespace {

using base::FejlKode;
using proeve::envelope;
using testing::HasSubstr;

struct Read {
  xml::Arena arena;
  Envelope envelope;
  std::string root;  // of the body
  Outcome<void> outcome;
};

std::unique_ptr<Read> read(std::string_view bytes, const xml::Graenser& limits = {}) {
  auto out = std::make_unique<Read>();
  out->outcome = read_envelope(bytes, limits, out->arena, out->envelope, [&](xml::Reader& reader) -> Outcome<void> {
    out->root = reader.event().name;
    reader.skip_element();
    return {};
  });
  return out;
}

std::string header(std::string_view inside) {
  return envelope(kEnvelope12, "<a/>", inside);
}

TEST(Envelope, is_of_the_version_that_its_namespace_says) {
  EXPECT_EQ(read(envelope(kEnvelope11, "<a/>"))->envelope.version, Version::SOAP_1_1);
  EXPECT_EQ(read(envelope(kEnvelope12, "<a/>"))->envelope.version, Version::SOAP_1_2);
}

TEST(Envelope, may_hold_white_space_and_comments_anywhere) {
  const auto got = read(
      "<?xml version='1.0'?>\n<!-- a --><Envelope xmlns='http://www.w3.org/2003/05/soap-envelope'>\n <Header>\n "
      "<b xmlns='urn:b'>text</b>\n <!-- c --> </Header>\n <Body>\n <d xmlns='urn:d'>text</d> <!-- e -->\n </Body>\n"
      "</Envelope>\n<!-- f -->");
  ASSERT_TRUE(got->outcome) << base::beskriv(got->outcome.error().fejl);
  EXPECT_EQ(got->root, "d");
}

TEST(Envelope, three_headers_are_read_and_every_other_passed_by) {
  const auto got = read(header(
      "<sbf:Framework xmlns:sbf='urn:liberty:sb:2006-08' version='2.0' e:mustUnderstand='1'/>"
      "<w:Security xmlns:w='urn:w' e:mustUnderstand='true'><w:Action>no</w:Action></w:Security>"
      "<h:RequestHeader xmlns:h='http://kombit.dk/xml/schemas/RequestHeader/1/' e:mustUnderstand='0'>"
      " <h:TransactionUUID e:role='x'>  a&#38;b </h:TransactionUUID> </h:RequestHeader>"
      "<a:MessageID xmlns:a='http://www.w3.org/2005/08/addressing'>urn:uuid:1</a:MessageID>"
      "<a:Action xmlns:a='http://www.w3.org/2005/08/addressing'>urn:do</a:Action>"
      "<a:ReplyTo xmlns:a='http://www.w3.org/2005/08/addressing'><a:Address>urn:elsewhere</a:Address></a:ReplyTo>"
      "<Action>of no namespace</Action>"));
  ASSERT_TRUE(got->outcome) << base::beskriv(got->outcome.error().fejl);
  EXPECT_EQ(got->envelope.headers.transaction, "  a&b ");
  EXPECT_EQ(got->envelope.headers.message_id, "urn:uuid:1");
  EXPECT_EQ(got->envelope.headers.action, "urn:do");
  EXPECT_EQ(got->root, "a");
}

TEST(Envelope, needs_no_headers) {
  for (const auto& bytes : {envelope(kEnvelope11, "<a/>"), header(" ")}) {
    const auto got = read(bytes);
    ASSERT_TRUE(got->outcome);
    EXPECT_FALSE(got->envelope.headers.transaction);
    EXPECT_FALSE(got->envelope.headers.has_addressing());
  }
}

struct Refusal {
  std::string bytes;
  std::string_view why;  // in path and text
  FejlKode kode = FejlKode::UGYLDIG;
};

std::string soap(std::string_view inside) {
  return "<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope' "
         "xmlns:h='http://kombit.dk/xml/schemas/RequestHeader/1/' xmlns:a='http://www.w3.org/2005/08/addressing'>" +
         std::string(inside) + "</e:Envelope>";
}

std::vector<Refusal> refusals() {
  const std::string good = envelope(kEnvelope11, "<a/>");
  std::vector<Refusal> all{
      {"", "the document is empty"},
      {"not XML", ""},
      {good + "x", ""},
      {good + good, ""},
      {std::string("\xFE\xFF\0<", 4), "UTF-16"},
      {envelope(kEnvelope11, std::string("<a>\0</a>", 8)), "NUL"},
      {envelope(kEnvelope11, "<a>\xC3</a>"), "UTF-8"},
      {envelope(kEnvelope11, "<a>&ent;</a>"), ""},
      {"<?xml version='1.0' encoding='ISO-8859-1'?>" + good, ""},
      {"<!DOCTYPE e [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + good, "DOCTYPE"},
      {"<!DOCTYPE e>" + good, "DOCTYPE"},
      {"<?xml-stylesheet href='x'?>" + good, ""},
      {envelope(kEnvelope11, "<?do it?><a/>"), ""},
      {"<Envelope xmlns='urn:other'><Body/></Envelope>", "neither SOAP 1.1 nor 1.2", FejlKode::IKKE_UNDERSTOETTET},
      {"<Envelope/>", "neither SOAP 1.1 nor 1.2", FejlKode::IKKE_UNDERSTOETTET},
      {"<BestilInput xmlns='urn:proeve:ordre:1'/>", "not a SOAP envelope"},
      {soap(""), "/Envelope: expected is Body"},
      {soap("<e:Header/>"), "/Envelope: expected is Body"},
      {soap("<Body><a/></Body>"), "/Envelope: expected is Body"},
      {soap("<b:Body xmlns:b='http://schemas.xmlsoap.org/soap/envelope/'><a/></b:Body>"), "expected is Body"},
      {soap("<e:Header/><e:Header/><e:Body><a/></e:Body>"), "expected is Body"},
      {soap("<e:Body><a/></e:Body><e:Header/>"), "/Envelope: an element after the body"},
      {soap("<e:Body><a/></e:Body><e:Body><a/></e:Body>"), "/Envelope: an element after the body"},
      {soap("<e:Body/>"), "/Envelope/Body: the body is empty"},
      {soap("<e:Body> </e:Body>"), "/Envelope/Body: the body is empty"},
      {soap("<e:Body><a/><b/></e:Body>"), "/Envelope/Body: more than one element"},
      {soap("<e:Body>x<a/></e:Body>"), "/Envelope/Body: text where only elements belong"},
      {soap("<e:Body><a/>x</e:Body>"), "/Envelope/Body: text where only elements belong"},
      {soap("<e:Header>x</e:Header><e:Body><a/></e:Body>"), "/Envelope/Header: text where only elements belong"},
      {soap("x<e:Body><a/></e:Body>"), "/Envelope: text where only elements belong"},
      {soap("<e:Body><a/></e:Body>x"), "/Envelope: text where only elements belong"},
  };
  for (const auto& [inside, why] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {"<h:RequestHeader/>", "/RequestHeader: expected is TransactionUUID"},
           {"<h:RequestHeader><h:TransactionUUID/></h:RequestHeader>", "/TransactionUUID: the text is missing"},
           {"<h:RequestHeader><h:TransactionUUID>1<b/></h:TransactionUUID></h:RequestHeader>", "only text is allowed"},
           {"<h:RequestHeader><h:TransactionUUID>1</h:TransactionUUID><b/></h:RequestHeader>", "not expected here"},
           {"<h:RequestHeader><h:TransactionUUID>1</h:TransactionUUID></h:RequestHeader>"
            "<h:RequestHeader><h:TransactionUUID>2</h:TransactionUUID></h:RequestHeader>",
            "/TransactionUUID: the header stands there twice"},
           {"<a:MessageID>1</a:MessageID><a:MessageID>1</a:MessageID>",
            "/Envelope/Header/MessageID: the header stands"},
           {"<a:Action><b/></a:Action>", "/Envelope/Header/Action: an element where only text is allowed"},
       }) {
    all.push_back({soap("<e:Header>" + std::string(inside) + "</e:Header><e:Body><a/></e:Body>"), why});
  }
  return all;
}

TEST(Envelope, refuses_everything_else) {
  for (const Refusal& one : refusals()) {
    const auto got = read(one.bytes);
    ASSERT_FALSE(got->outcome) << one.bytes;
    EXPECT_EQ(got->outcome.error().fejl.kode, one.kode) << one.bytes;
    EXPECT_THAT(base::beskriv(got->outcome.error().fejl), HasSubstr(one.why)) << one.bytes;
  }
}

TEST(Envelope, is_refused_wherever_it_is_cut_off) {
  const std::string whole = envelope(kEnvelope11, proeve::kBestilling, "<a>b</a>");
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(read(whole.substr(0, size))->outcome) << size;
  EXPECT_TRUE(read(whole)->outcome);
}

TEST(Envelope, has_limits) {
  const std::string whole = envelope(kEnvelope11, "<a><b><c/></b></a>");
  const auto kode_of = [&](const xml::Graenser& limits) {
    const auto got = read(whole, limits);
    return got->outcome ? "taken" : std::string(base::navn(got->outcome.error().fejl.kode));
  };
  EXPECT_EQ(kode_of({}), "taken");
  EXPECT_EQ(kode_of({.bytes = whole.size()}), "taken");
  EXPECT_EQ(kode_of({.bytes = whole.size() - 1}), "FOR_STOR");
  EXPECT_EQ(kode_of({.dybde = 5}), "taken");
  EXPECT_EQ(kode_of({.dybde = 4}), "FOR_STOR");
}

TEST(Envelope, of_a_third_version_is_no_fault_of_the_sender) {
  const auto got = read("<Envelope xmlns='http://www.w3.org/2001/12/soap-envelope'/>");
  ASSERT_FALSE(got->outcome);
  EXPECT_EQ(got->outcome.error().code, FaultCode::VERSION_MISMATCH);
  EXPECT_FALSE(got->envelope.version);
}

TEST(Envelope, what_is_written_can_be_read) {
  AnswerHeaders headers;
  headers.transaction = " <&>\"'\r\n\t ";
  headers.addressing = {"urn:action", "urn:uuid:2", "urn:uuid:1 & more"};
  headers.is_upgrade = true;
  for (const Version version : {Version::SOAP_1_1, Version::SOAP_1_2}) {
    const std::string text = write_envelope(version, headers, "<a>b</a>");
    const auto got = read(text);
    ASSERT_TRUE(got->outcome) << base::beskriv(got->outcome.error().fejl) << text;
    EXPECT_EQ(got->envelope.version, version);
    EXPECT_EQ(got->root, "a");
    EXPECT_EQ(got->envelope.headers.transaction, headers.transaction);
    EXPECT_EQ(got->envelope.headers.action, "urn:action");
    EXPECT_EQ(got->envelope.headers.message_id, "urn:uuid:2");
    EXPECT_THAT(text, HasSubstr(">urn:uuid:1 &amp; more</wsa:RelatesTo>"));
    EXPECT_THAT(text, HasSubstr("<u:SupportedEnvelope qname=\"u:Envelope\"/>"));
  }
}

TEST(Envelope, without_headers_has_no_Header) {
  EXPECT_EQ(write_envelope(Version::SOAP_1_1, {}, "<a/>"),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><a/></s:Body></s:Envelope>\n");
}

}  // namespace
}  // namespace brevdue::soap
