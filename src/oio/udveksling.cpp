#include "oio/udveksling.hpp"

#include "oio/beskedkuvert_tid.hpp"

namespace brevdue::oio {

Dag dansk_dag(base::Tidspunkt t) {
  using namespace std::chrono;
  const auto local = t + hours{is_summer_time(t) ? 2 : 1};
  return Dag{floor<days>(local).time_since_epoch()};
}

}  // namespace brevdue::oio
