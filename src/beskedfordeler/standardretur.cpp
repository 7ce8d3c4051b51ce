#include "beskedfordeler/standardretur.hpp"

#include <fmt/format.h>

#include "xml/escape.hpp"

namespace brevdue::beskedfordeler {

std::string xml_of(const Standardretur& retur) {
  std::string tekst;
  xml::append_escaped(retur.tekst, tekst);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
      "<StandardRetur xmlns=\"urn:oio:sagdok:3.0.0\"><StatusKode>{}</StatusKode>"
      "<FejlbeskedTekst>{}</FejlbeskedTekst></StandardRetur>",
      static_cast<int>(retur.kode), tekst);
}

std::string_view xml_of_ok() {
  static const std::string body = xml_of({});
  return body;
}

}  // namespace brevdue::beskedfordeler
