// For tests: fictitious authorities and AFT-01, AFT-02, AFT-12 with Korsbæk's accessions, in force.
//
// Thread safety: constants and free functions.
#pragma once

#include <chrono>
#include <memory>
#include <string_view>
#include <vector>

#include "aftaler/regler.hpp"
#include "aftaler/standardaftaler.hpp"

namespace brevdue::aftaler::testing {

inline const base::Cvr kUdk = *base::Cvr::parse("33333333");
inline const base::Cvr kKorsbaek = *base::Cvr::parse("11111111");
inline const base::Cvr kNabo = *base::Cvr::parse("22222222");

inline oio::Dag dag(int year, unsigned month, unsigned day) {
  return oio::Dag{
      std::chrono::year_month_day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}}};
}
inline const oio::Dag kIDag = dag(2026, 5, 15);

inline base::KleEmne emne(std::string_view text) {
  return *base::KleEmne::parse(text);
}
inline base::KleMoenster moenster(std::string_view text) {
  return *base::KleMoenster::parse(text);
}

// The frameworks, KLADDE, at 0, 1 and 2; Korsbæk's accessions with FM-01 and FM-02 at 3, 4 and 5.
inline std::vector<Dataudvekslingsaftale> aftalerne() {
  auto all = standardaftaler(kUdk);
  for (std::size_t i = 0; i < 3; ++i) {
    all.push_back(proevetilslutning(all[i], kKorsbaek, {Formaal::FM_01, Formaal::FM_02}));
  }
  return all;
}

inline std::shared_ptr<const Aftaleregister> make_aftaleregister(std::vector<Dataudvekslingsaftale> all) {
  auto made = Aftaleregister::make(std::move(all));
  if (!made) throw std::runtime_error(base::beskriv(made.error()));
  return *std::move(made);
}

}  // namespace brevdue::aftaler::testing
