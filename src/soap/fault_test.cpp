#include "soap/fault.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "soap/text.hpp"
#include "xml/reader.hpp"

namespace brevdue::soap {
namespace {

using base::FejlKode;
using testing::HasSubstr;
using testing::Not;

constexpr Version kVersions[] = {Version::SOAP_1_1, Version::SOAP_1_2};

std::string element(Version version, const Fault& fault) {
  return fault_element(version, fault);
}

TEST(Fault, is_the_senders_when_the_sender_can_mend_it) {
  const std::pair<FejlKode, bool> table[] = {
      {FejlKode::UGYLDIG, true},        {FejlKode::FOR_STOR, true},
      {FejlKode::IKKE_FUNDET, true},    {FejlKode::IKKE_AUTENTISERET, true},
      {FejlKode::TOKEN_UDLOEBET, true}, {FejlKode::IKKE_TILLADT, true},
      {FejlKode::KONFLIKT, true},       {FejlKode::IKKE_UNDERSTOETTET, true},
      {FejlKode::OVERBELASTET, false},  {FejlKode::DISK_FULD, false},
      {FejlKode::LAGER, false},         {FejlKode::TIDSFRIST, false},
      {FejlKode::FORBINDELSE, false},   {FejlKode::INTERN, false},
  };
  for (const auto& [kode, is_senders] : table) {
    const Fault fault({kode, "why", {}});
    EXPECT_EQ(fault.code, is_senders ? FaultCode::SENDER : FaultCode::RECEIVER) << base::navn(kode);
    EXPECT_EQ(http_status(Version::SOAP_1_1, fault.code), 500) << base::navn(kode);
    EXPECT_EQ(http_status(Version::SOAP_1_2, fault.code), is_senders ? 400 : 500) << base::navn(kode);
  }
}

TEST(Fault, has_the_form_of_its_version) {
  const Fault fault({FejlKode::UGYLDIG, "a < b", "/A/B"});
  const std::string detail =
      "<b:Fejl xmlns:b=\"urn:brevdue:fejl\"><b:Kode>UGYLDIG</b:Kode><b:Sti>/A/B</b:Sti>"
      "<b:Tekst>a &lt; b</b:Tekst></b:Fejl>";
  EXPECT_EQ(element(Version::SOAP_1_1, fault),
            "<s:Fault><faultcode>s:Client</faultcode><faultstring>/A/B: a &lt; b</faultstring><detail>" + detail +
                "</detail></s:Fault>");
  EXPECT_EQ(element(Version::SOAP_1_2, fault),
            "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang=\"en\">/A/B: a &lt; b"
            "</s:Text></s:Reason><s:Detail>" +
                detail + "</s:Detail></s:Fault>");
  const Fault mismatch(FaultCode::VERSION_MISMATCH, {FejlKode::IKKE_UNDERSTOETTET, "why", {}});
  EXPECT_THAT(element(Version::SOAP_1_1, mismatch), HasSubstr("<faultcode>s:VersionMismatch<"));
  EXPECT_THAT(element(Version::SOAP_1_2, mismatch), HasSubstr("<s:Value>s:VersionMismatch<"));
  EXPECT_EQ(http_status(Version::SOAP_1_2, FaultCode::VERSION_MISMATCH), 500);
}

TEST(Fault, tells_nothing_of_what_failed_inside) {
  for (const auto kode : {FejlKode::INTERN, FejlKode::LAGER}) {
    for (const Version version : kVersions) {
      const std::string text = element(version, Fault({kode, "secret text", "/secret/path"}));
      EXPECT_THAT(text, Not(HasSubstr("secret")));
      EXPECT_THAT(text, HasSubstr("the service failed"));
      EXPECT_THAT(text, HasSubstr(version == Version::SOAP_1_1 ? "s:Server<" : "s:Receiver<"));
    }
  }
}

TEST(Fault, is_well_formed_whatever_the_text_holds) {
  for (const std::string_view text :
       {std::string_view("\0\x01\x1F", 3), std::string_view("caf\xC3"), std::string_view("]]><!-- & -->"),
        std::string_view("\xFF\xFE\xC3\xA6\xED\xA0")}) {
    const std::string whole = "<a xmlns:s='urn:s'>" +
                              element(Version::SOAP_1_2, Fault({FejlKode::UGYLDIG, std::string(text), "/<>"})) + "</a>";
    EXPECT_TRUE(xml::Reader::open(whole, {})) << whole;
  }
}

TEST(Text, keeps_what_XML_can_hold) {
  EXPECT_EQ(xml_text("blåbær\t<&>\"\r\n"), "blåbær&#9;&lt;&amp;&gt;&quot;&#13;&#10;");
  EXPECT_EQ(xml_text("a\xC3"), "a?");
  EXPECT_EQ(xml_text(std::string_view("a\0\x1B"
                                      "b\xFF",
                                      5)),
            "a??b?");
  EXPECT_EQ(xml_text(""), "");
}

}  // namespace
}  // namespace brevdue::soap
