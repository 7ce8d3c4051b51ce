#include "oio/grundtyper.hpp"

#include "xml/simple_type.hpp"

namespace brevdue::oio {

bool er_sand(std::string_view boolean) {
  const auto text = xml::trim(boolean);
  return text == "true" || text == "1";
}

}  // namespace brevdue::oio
