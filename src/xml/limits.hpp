// Limits on an XML document from outside. Every reader takes them; there is no unlimited reading.
#pragma once

#include <cstddef>

namespace brevdue::xml {

struct Graenser {
  std::size_t bytes = 1 << 20;      // of the whole document
  unsigned dybde = 100;             // nested elements
  unsigned attributter = 256;       // of one element, namespace declarations included
  std::size_t elementer = 1000000;  // in the whole document
  std::size_t tekst = 10 << 20;     // of one text node or attribute value
};

}  // namespace brevdue::xml
