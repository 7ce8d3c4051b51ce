#include "store/beskedlager.hpp"

#include "base/bytes.hpp"

namespace brevdue::store {
namespace {

using base::FejlKode;

// The first besked of what was read; behind it stand bytes of others.
class Foerste final : public OpModtager {
 public:
  void besked(std::string_view encoded, std::string_view meta_bytes, std::string_view body_bytes,
              std::span<const Reference>) override {
    if (found) return;
    found = true;
    op = encoded;
    meta = meta_bytes;
    body = body_bytes;
  }
  bool found = false;
  std::string_view op;
  std::string_view meta;
  std::string_view body;
};

}  // namespace

base::Resultat<JournalBeskedlager::Kodet> JournalBeskedlager::read_encoded(Ankomst ankomst) const {
  const auto plads = indeks_.find(ankomst);
  // Holding the segment keeps its file from being written over, even when it is recycled meanwhile.
  const auto segment = plads ? journal_.segment(plads->segment) : nullptr;
  if (!plads || !segment) return base::fejl(FejlKode::IKKE_FUNDET, "the besked is done with and its segment recycled");
  std::string bytes(plads->bytes, '\0');
  bytes.resize(PROEV(segment->file->read_at(plads->offset, bytes)));
  Foerste foerste;
  (void)laeser_.ops(bytes, foerste);  // fails on what stands behind it
  if (!foerste.found || foerste.op.data() != bytes.data() || base::crc32c(foerste.op) != plads->checksum) {
    return base::fejl(FejlKode::LAGER, "a besked in the journal is damaged");
  }
  bytes.resize(foerste.op.size());
  return Kodet{std::move(bytes), plads->modtaget};
}

base::Resultat<LagretBesked> JournalBeskedlager::read(Ankomst ankomst) const {
  const Kodet kodet = PROEV(read_encoded(ankomst));
  Foerste foerste;
  PROEV(laeser_.ops(kodet.op, foerste));
  return LagretBesked{std::string{foerste.meta}, std::string{foerste.body}, kodet.modtaget};
}

}  // namespace brevdue::store
