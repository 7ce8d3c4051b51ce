#include "app/meld.hpp"

#include <cstdio>

namespace brevdue::app {

int report(const base::Fejl& fejl) {
  std::fprintf(stderr, "brevdue: %s\n", base::beskriv(fejl).c_str());
  return 1;
}

int report_store(const base::Fejl& fejl) {
  report(fejl);
  return fejl.kode == base::FejlKode::UGYLDIG ? 3 : 1;
}

}  // namespace brevdue::app
