#include "xml/xsd.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "xml/eksempel_testing.hpp"
#include "xml/json.hpp"
#include "xml/pack.hpp"
#include "xml/parse.hpp"
#include "xml/write.hpp"
#include "xml/xmldsig_type.hpp"

namespace brevdue::xml {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr SchemaFile kFiles[] = {{"urn:e", "e", "e.xsd"}};

std::string text_of(const Schema& schema) {
  return xsd_text(schema, "urn:e", kFiles);
}

TEST(Xsd, says_what_the_tables_say) {
  const std::string text = text_of(eksempel::skema());
  for (const std::string_view line : {
           R"(targetNamespace="urn:e" elementFormDefault="qualified")",
           R"(<xs:element name="Ordre" type="e:OrdreType"/>)",
           R"(<xs:element name="Titel" type="xs:string"/>)",
           R"(<xs:complexType name="OrdreType">)",
           R"(<xs:extension base="e:GrundType">)",
           R"(<xs:element name="Hoved" type="e:HovedType"/>)",
           R"(<xs:element ref="e:Linje" minOccurs="0" maxOccurs="unbounded"/>)",
           R"(<xs:choice minOccurs="0">)",
           R"(<xs:element name="Tal" type="xs:integer" maxOccurs="unbounded"/>)",
           R"(<xs:sequence maxOccurs="2">)",
           R"(<xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>)",
           R"(<xs:any namespace="##any" processContents="strict" minOccurs="0"/>)",
           R"(<xs:complexType name="StrengtType" mixed="true">)",
           R"(<xs:attribute name="farve" type="e:FarveType" use="required"/>)",
           R"(<xs:attribute name="id" type="xs:ID"/>)",
           R"(<xs:enumeration value="groen"/>)",
           R"(<xs:minInclusive value="1"/>)",
           R"(<xs:maxLength value="5"/>)",
           R"(<xs:extension base="xs:string">)",
       }) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  EXPECT_THAT(text, Not(HasSubstr("xs:import")));
}

TEST(Xsd, is_XML_in_which_everything_is_declared_once) {
  const std::string text = text_of(eksempel::skema());
  ASSERT_TRUE(Reader::open(text, {}));
  for (const std::string_view declared :
       {"<xs:element name=\"Ordre\"", "<xs:complexType name=\"LinjeType\"", "<xs:simpleType name=\"AntalType\""}) {
    const auto first = text.find(declared);
    ASSERT_NE(first, std::string::npos) << declared;
    EXPECT_EQ(text.find(declared, first + 1), std::string::npos) << declared;
  }
}

TEST(Xsd, types_that_hold_themselves_fixed_values_and_bounds) {
  constexpr SchemaFile kTwo[] = {{"urn:e", "e", "e.xsd"}, {"urn:u", "u", "u.xsd"}};
  const std::string text = xsd_text(eksempel::soegning_skema(), "urn:e", kTwo);
  for (const std::string_view line : {
           R"(<xs:complexType name="UdtrykType">)",
           R"(<xs:choice maxOccurs="unbounded">)",
           R"(<xs:element name="NOT" type="e:UdtrykType" minOccurs="0" maxOccurs="unbounded"/>)",
           R"(<xs:any namespace="##other" processContents="strict" minOccurs="0" maxOccurs="unbounded"/>)",
           R"(<xs:element name="UdenEnde" type="xs:boolean" fixed="true" minOccurs="0"/>)",
           R"(<xs:element name="Sandhed" type="xs:boolean" minOccurs="0" maxOccurs="2"/>)",
           R"(<xs:element name="Dag" type="xs:date" minOccurs="0"/>)",
       }) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  EXPECT_THAT(text, Not(HasSubstr("Kendt"))) << "what a wildcard knows is its own affair";
}

TEST(Xsd, other_namespaces_are_imported) {
  const Schema both{kXmldsigGlobals};
  EXPECT_THAT(namespaces_of(both), testing::ElementsAre(kXmldsig));
  constexpr SchemaFile kTwo[] = {{"urn:e", "e", "e.xsd"}, {kXmldsig, "ds", "ds.xsd"}};
  EXPECT_THAT(xsd_text(both, kXmldsig, kTwo), HasSubstr(R"(<xs:import namespace="urn:e" schemaLocation="e.xsd"/>)"));
  EXPECT_THAT(namespaces_of(eksempel::skema()), testing::ElementsAre("urn:e"));
}

// One line less in a table.
TEST(Description, a_field_taken_out_is_gone_everywhere) {
  const std::string_view bytes =
      "<Ordre xmlns='urn:e'><Hoved><Noegle><Urn>n</Urn></Noegle><Titel>T</Titel><Note>Noten</Note></Hoved></Ordre>";
  Arena arena;
  const auto with = parse<eksempel::Ordre>(eksempel::ordre(), eksempel::skema(), bytes, {}, arena);
  ASSERT_TRUE(with);
  EXPECT_EQ(with->note, "Noten");

  const auto& short_one = eksempel::ordre_uden_note();
  const auto without = parse<eksempel::Ordre>(short_one, eksempel::skema_uden_note(), bytes, {}, arena);
  ASSERT_FALSE(without) << "neither parsed";
  EXPECT_EQ(without.error().sti, "/Ordre/Hoved/Note");
  EXPECT_FALSE(validate(short_one, eksempel::skema_uden_note(), bytes, {})) << "nor valid";

  constexpr Namespace kPrefixes[] = {{"e", "urn:e"}};
  EXPECT_THAT(*write(eksempel::ordre(), *with, kPrefixes), HasSubstr("Note"));
  EXPECT_THAT(*write(short_one, *with, kPrefixes), Not(HasSubstr("Note"))) << "nor written";
  EXPECT_TRUE(json_value(*eksempel::ordre().type, &*with)["Hoved"].contains("Note"));
  EXPECT_FALSE(json_value(*short_one.type, &*with)["Hoved"].contains("Note")) << "nor shown";
  EXPECT_THAT(*pack(*eksempel::ordre().type, *with), HasSubstr("Noten"));
  EXPECT_THAT(*pack(*short_one.type, *with), Not(HasSubstr("Noten"))) << "nor packed";
  EXPECT_THAT(text_of(eksempel::skema()), HasSubstr("\"Note\""));
  EXPECT_THAT(text_of(eksempel::skema_uden_note()), Not(HasSubstr("\"Note\""))) << "nor published";
}

}  // namespace
}  // namespace brevdue::xml
