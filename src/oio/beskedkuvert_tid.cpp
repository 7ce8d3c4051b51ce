#include "oio/beskedkuvert_tid.hpp"

namespace brevdue::oio {

bool is_summer_time(base::Tidspunkt t) {
  using namespace std::chrono;
  const auto year = year_month_day{floor<days>(t)}.year();
  const auto starts = sys_days{year / March / Sunday[last]} + hours{1};
  const auto ends = sys_days{year / October / Sunday[last]} + hours{1};
  return t >= starts && t < ends;
}

void append_danish_time(base::Tidspunkt t, std::string& out) {
  using namespace std::chrono;
  const int offset = is_summer_time(t) ? 2 : 1;
  std::string local = base::iso_text(t + hours{offset}, 3);
  local.pop_back();  // the Z
  out.append(local).append(offset == 2 ? "+02:00" : "+01:00");
}

}  // namespace brevdue::oio
