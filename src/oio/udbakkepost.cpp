#include "oio/udbakkepost.hpp"

#include "oio/felter.hpp"

namespace brevdue::oio {
namespace {

constexpr std::uint8_t kFormat = 1;

}  // namespace

std::string encode(const Udbakkepost& post) {
  std::string out;
  Feltskriver{out}.number(kFormat).uuid(post.afsender).cvr(post.myndighed).text(post.body);
  return out;
}

base::Resultat<Udbakkepost> decode_udbakkepost(std::string_view event) {
  Feltlaeser in{event};
  Udbakkepost out;
  if (in.number<std::uint8_t>() != kFormat) in.fail();
  out.afsender = in.uuid();
  out.myndighed = in.cvr();
  out.body = in.text();
  if (!in.done()) return base::fejl(base::FejlKode::LAGER, "an event in the outbox cannot be read");
  return out;
}

}  // namespace brevdue::oio
