#include "aftaler/vindue.hpp"

namespace brevdue::aftaler {

oio::Vindue vindue(std::uint8_t maaneder, oio::Dag i_dag) {
  using namespace std::chrono;
  const year_month_day today{i_dag};
  const auto month = year_month{today.year(), today.month()} - months{maaneder};
  const auto same = month / today.day();
  return {same.ok() ? oio::Dag{same} : oio::Dag{month / last}, i_dag};
}

}  // namespace brevdue::aftaler
