#include "soap/wsdl.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "soap/envelope.hpp"
#include "soap/proeve_testing.hpp"

namespace brevdue::soap {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Key;
using testing::Not;

TEST(Wsdl, says_what_the_service_says) {
  const std::string text = wsdl_text(proeve::service(), "https://localhost:1/proeve/1");
  ASSERT_TRUE(xml::Reader::open(text, {}));
  for (const std::string_view line : {
           R"(targetNamespace="http://proeve.invalid/ordrer")",
           R"(<xs:import namespace="urn:proeve:faelles:1" schemaLocation="?xsd=f"/>)",
           R"(<xs:import namespace="http://kombit.dk/xml/schemas/RequestHeader/1/" schemaLocation="?xsd=hd"/>)",
           R"(<wsdl:message name="BestilRequestMessage">)",
           R"(<wsdl:part name="header" element="hd:RequestHeader"/>)",
           R"(<wsdl:part name="request" element="o:BestilInput"/>)",
           R"(<wsdl:part name="response" element="o:SlaaFejlOutput"/>)",
           R"(<wsdl:output message="tns:Slaa_fejlResponseMessage"/>)",
           R"(<soap:operation soapAction="http://proeve.invalid/bestil" style="document"/>)",
           R"(<soap12:operation soapAction="http://proeve.invalid/bestil" style="document"/>)",
           R"(<soap:header message="tns:BestilResponseMessage" part="header" use="literal"/>)",
           R"(<soap12:body parts="response" use="literal"/>)",
           R"(<wsdl:service name="OrdreService_1">)",
           R"(<wsdl:port name="Ordre" binding="tns:OrdreBinding">)",
           R"(<wsdl:port name="OrdreSoap12" binding="tns:OrdreSoap12Binding">)",
           R"(<soap12:address location="https://localhost:1/proeve/1"/>)",
       }) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  EXPECT_THAT(text, Not(HasSubstr("fjern")));
}

TEST(Wsdl, holds_the_operations_that_are_built_and_no_other) {
  Service service = proeve::service();
  std::erase_if(service.operations, [](const Operation& o) { return o.name == "bestil"; });
  const std::string text = wsdl_text(service, "https://localhost:1/proeve/1");
  EXPECT_THAT(text, Not(HasSubstr("estil")));
  EXPECT_THAT(text, HasSubstr("slaa_fejl"));
}

TEST(Wsdl, its_schemas_are_one_a_namespace) {
  const auto texts = xsd_texts(proeve::service());
  EXPECT_THAT(texts, ElementsAre(Key("f"), Key("hd"), Key("o")));
  for (const auto& [prefix, text] : texts) EXPECT_TRUE(xml::Reader::open(text, {})) << prefix;
  EXPECT_THAT(texts.at("o"), HasSubstr(R"(<xs:import namespace="urn:proeve:faelles:1" schemaLocation="?xsd=f"/>)"));
  EXPECT_THAT(texts.at("f"), HasSubstr(R"(<xs:maxLength value="20"/>)"));
  EXPECT_THAT(texts.at("hd"), HasSubstr(R"(<xs:element ref="hd:TransactionUUID"/>)"));
  EXPECT_THAT(texts.at("hd"), HasSubstr(R"(<xs:minLength value="1"/>)"));
}

TEST(Service, is_checked_before_it_is_served) {
  const auto failure = [](auto change) {
    Service service = proeve::service();
    change(service);
    const auto checked = check(service);
    return checked ? "" : base::beskriv(checked.error());
  };
  static constexpr std::array<const xml::Element*, 3> kTooFew{&proeve::kBestilInput, &proeve::kBestilOutput,
                                                              &proeve::kSlaaFejlInput};
  static constexpr xml::Namespace kUdenFaelles[] = {{"o", proeve::kNs}};
  static constexpr xml::Namespace kOptaget[] = {{"o", proeve::kNs}, {"soap", proeve::kFaelles}};
  EXPECT_EQ(failure([](Service&) {}), "");
  EXPECT_EQ(failure([](Service& s) { s.schema = {kTooFew}; }), "slaa_fejl: the schema lacks SlaaFejlOutput");
  EXPECT_EQ(failure([](Service& s) { s.prefixes = kUdenFaelles; }), "urn:proeve:faelles:1 has no prefix");
  EXPECT_EQ(failure([](Service& s) { s.prefixes = kOptaget; }), "the prefix soap is taken");
  EXPECT_EQ(failure([](Service& s) { s.operations[0].input = &proeve::kSlaaFejlInput; }),
            "bestil: SlaaFejlInput fills another struct");
  EXPECT_EQ(failure([](Service& s) { s.operations.push_back(s.operations[0]); }),
            "bestil: two operations have one input");
}

TEST(Service, its_answers_have_the_action_that_WS_Addressing_gives_them) {
  Service service = proeve::service();
  const Operation& bestil = service.operations[0];
  EXPECT_EQ(answer_action(service, bestil), "http://proeve.invalid/ordrer/OrdrePortType/bestilResponse");
  service.ns = "http://proeve.invalid/ordrer/";
  EXPECT_EQ(answer_action(service, bestil), "http://proeve.invalid/ordrer/OrdrePortType/bestilResponse");
  service.ns = "urn:proeve";
  EXPECT_EQ(answer_action(service, bestil), "urn:proeve:OrdrePortType:bestilResponse");
}

}  // namespace
}  // namespace brevdue::soap
