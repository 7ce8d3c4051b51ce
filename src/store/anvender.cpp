#include "store/anvender.hpp"

#include <algorithm>

#include "base/bytes.hpp"

namespace brevdue::store {
namespace {

using base::FejlKode;
using base::Resultat;

constexpr std::size_t kRowEntry = 1 + 8 + 3 * 4 + 8 + 2;
constexpr std::size_t kRowReference = 4 + 4 + 2;

Reference read_reference(const char* at) {
  return {base::get_be<std::uint32_t>(at), base::get_be<std::uint32_t>(at + 4), base::get_be<std::uint16_t>(at + 8)};
}

}  // namespace

class Anvender::Tilstand final : public OpModtager {
 public:
  explicit Tilstand(Anvendt& anvendt) : anvendt_(anvendt) {}

  void put(Familie familie, std::string_view key, std::string_view value) override {
    if (has_version(familie)) return batch_.put(tabel_of(familie), key, anvendt_.record, value);
    batch_.put(tabel_of(familie), key, value);
  }
  void erase(Familie familie, std::string_view key) override { batch_.erase(tabel_of(familie), key); }
  void besked(std::string_view, std::string_view, std::string_view, std::span<const Reference>) override {
    ++anvendt_.next_ankomst;
  }
  void udgaaende(std::string_view event) override {
    batch_.put(Tabel::UDBAKKE, number_key(anvendt_.udbakke_next++), event);
  }
  void udgaaende_flyttet(std::uint64_t number) override {
    for (; anvendt_.udbakke_first <= number && anvendt_.udbakke_first < anvendt_.udbakke_next;) {
      batch_.erase(Tabel::UDBAKKE, number_key(anvendt_.udbakke_first++));
    }
  }
  void ledger(std::string_view record) override { raekke_.records.push_back(record); }

  void finish(const Gruppe& gruppe, const LedgerKaede& kaede) {
    const GruppeHoved& hoved = gruppe.hoved;
    if (hoved.kaedelinje != 0) {
      raekke_.tid = hoved.tid;
      raekke_.forrige_hash = hoved.forrige_hash;
      raekke_.merkle_rod = hoved.merkle_rod;
      batch_.put(Tabel::LEDGER, number_key(hoved.kaedelinje), raekke_.encode());
      anvendt_.ledger = {hoved.kaedelinje,
                         kaede.line_hash(hoved.kaedelinje, hoved.tid, hoved.forrige_hash, hoved.merkle_rod)};
    }
    if (!gruppe.keys.empty()) {
      batch_.put(Tabel::GENTAGELSE, BrugtNoegle::row_key(hoved.tid, anvendt_.record),
                 BrugtNoegle::encode(hoved.tid, gruppe.keys));
    }
    batch_.put(Tabel::SYSTEM, kAnvendtKey, anvendt_.encode());
  }
  StateBatch& batch() { return batch_; }

 private:
  StateBatch batch_;
  Anvendt& anvendt_;
  LedgerRaekke raekke_;
};

class Anvender::Koer final : public OpModtager {
 public:
  Koer(Anvender& owner, const JournalRecord& record, const Gruppe& gruppe, bool changes)
      : owner_(owner), record_(record), next_(gruppe.hoved.first_ankomst), tid_(gruppe.hoved.tid), changes_(changes) {}

  void besked(std::string_view op, std::string_view, std::string_view, std::span<const Reference> references) override {
    if (auto placed = owner_.place(next_++, place_of(op), references, false); !placed) result_ = std::move(placed);
  }
  void leveret(KoeNr koe, std::span<const Ankomst> ankomster) override {
    if (changes_) owner_.dele_.koer.leveret(koe, ankomster);
  }
  void kvitteret(KoeNr koe, std::span<const Ankomst> ankomster) override {
    if (!changes_) return;
    gone_.clear();
    owner_.dele_.koer.kvitteret(koe, ankomster, gone_);
    for (const Ankomst ankomst : gone_) owner_.dele_.beskeder.release(ankomst);
  }
  void til_fejlkoe(KoeNr koe, std::span<const Ankomst> ankomster) override {
    if (changes_) owner_.dele_.koer.til_fejlkoe(koe, ankomster);
  }
  void fra_fejlkoe(KoeNr koe, std::span<const Ankomst> ankomster) override {
    if (changes_) owner_.dele_.koer.fra_fejlkoe(koe, ankomster);
  }

  BeskedPlads place_of(std::string_view op) const {
    const auto within = static_cast<std::uint64_t>(op.data() - record_.payload.data());
    return {record_.place.segment, static_cast<std::uint32_t>(record_.place.offset + kRecordHeader + within),
            base::crc32c(op), op.size(), tid_};
  }
  const Resultat<void>& result() const { return result_; }

 private:
  Anvender& owner_;
  const JournalRecord& record_;
  Ankomst next_;
  base::Tidspunkt tid_;
  bool changes_;
  std::vector<Ankomst> gone_;
  Resultat<void> result_;
};

namespace {

// The references of one besked's encoded operation.
class Referencer final : public OpModtager {
 public:
  void besked(std::string_view, std::string_view, std::string_view, std::span<const Reference> references) override {
    found.assign(references.begin(), references.end());
  }
  std::vector<Reference> found;
};

}  // namespace

Anvender::Anvender(const Dele& dele, Anvendt anvendt) : dele_(dele), anvendt_(std::move(anvendt)) {
  dele_.ledger.set_head(anvendt_.ledger);
  dele_.udbakke.set_range(anvendt_.udbakke_first, anvendt_.udbakke_next);
}

Resultat<void> Anvender::apply(const JournalRecord& record, Nyt nyt) {
  const Gruppe gruppe = PROEV(Gruppe::read(record.payload));
  if (record.place.segment != row_segment_) {
    if (row_segment_ != 0) {
      StateBatch batch;
      batch.put(Tabel::SEGMENT, number_key(row_segment_), row_);
      PROEV(dele_.state.write(batch));
    }
    row_.clear();
    row_segment_ = record.place.segment;
  }
  tid_ = std::max(tid_, gruppe.hoved.tid);
  if (nyt == Nyt::ALT) PROEV(write_state(record, gruppe));
  PROEV(update_queues(record, gruppe, nyt != Nyt::PLADSER));
  dele_.koer.applied();
  dele_.ledger.set_head(anvendt_.ledger);
  dele_.udbakke.set_range(anvendt_.udbakke_first, anvendt_.udbakke_next);
  return {};
}

Resultat<void> Anvender::write_state(const JournalRecord& record, const Gruppe& gruppe) {
  Anvendt next = anvendt_;
  next.record = record.number;
  Tilstand tilstand{next};
  for (const std::string_view ops : gruppe.commits) PROEV(dele_.laeser.ops(ops, tilstand));
  tilstand.finish(gruppe, dele_.kaede);
  PROEV(dele_.state.write(tilstand.batch()));
  anvendt_ = std::move(next);
  return {};
}

Resultat<void> Anvender::update_queues(const JournalRecord& record, const Gruppe& gruppe, bool changes) {
  Koer koer{*this, record, gruppe, changes};
  for (const std::string_view ops : gruppe.commits) PROEV(dele_.laeser.ops(ops, koer));
  PROEV(Resultat<void>{koer.result()});
  for (const FlyttetBesked& flyttet : gruppe.moved) {
    Referencer referencer;
    PROEV(dele_.laeser.ops(flyttet.op, referencer));
    BeskedPlads plads = koer.place_of(flyttet.op);
    plads.modtaget = flyttet.modtaget;
    PROEV(place(flyttet.ankomst, plads, referencer.found, true));
  }
  return {};
}

Resultat<void> Anvender::place(Ankomst ankomst, const BeskedPlads& plads, std::span<const Reference> references,
                               bool moved) {
  const auto held = std::ranges::count_if(
      references, [&](const Reference& reference) { return dele_.koer.append(ankomst, reference); });
  if (moved) {
    dele_.beskeder.move(ankomst, plads, static_cast<std::size_t>(held));
  } else if (!dele_.beskeder.add(ankomst, plads, static_cast<std::size_t>(held))) {
    return base::fejl(FejlKode::LAGER, "arrival numbers in a journal segment are not in order");
  }
  if (plads.segment == row_segment_) add_to_row(ankomst, plads, references, moved);
  return {};
}

void Anvender::add_to_row(Ankomst ankomst, const BeskedPlads& plads, std::span<const Reference> references,
                          bool moved) {
  base::put_be(row_, static_cast<std::uint8_t>(moved));
  base::put_be(row_, ankomst);
  base::put_be(row_, plads.offset);
  base::put_be(row_, plads.checksum);
  base::put_be(row_, static_cast<std::uint32_t>(plads.bytes));
  base::put_be(row_, static_cast<std::uint64_t>(plads.modtaget.time_since_epoch().count()));
  base::put_be(row_, static_cast<std::uint16_t>(references.size()));
  for (const Reference& reference : references) {
    base::put_be(row_, reference.koe);
    base::put_be(row_, reference.abonnement);
    base::put_be(row_, reference.variant);
  }
}

Resultat<void> Anvender::load_row(std::uint64_t segment, std::string_view row) {
  std::vector<Reference> references;
  while (!row.empty()) {
    if (row.size() < kRowEntry) return base::fejl(FejlKode::LAGER, "a segment's row is cut short");
    const char* at = row.data();
    const bool moved = at[0] != 0;
    const auto ankomst = base::get_be<std::uint64_t>(at + 1);
    const BeskedPlads plads{segment, base::get_be<std::uint32_t>(at + 9), base::get_be<std::uint32_t>(at + 13),
                            base::get_be<std::uint32_t>(at + 17),
                            base::Tidspunkt{std::chrono::microseconds{base::get_be<std::int64_t>(at + 21)}}};
    const std::size_t count = base::get_be<std::uint16_t>(at + 29);
    row.remove_prefix(kRowEntry);
    if (row.size() < count * kRowReference) return base::fejl(FejlKode::LAGER, "a segment's row is cut short");
    references.clear();
    for (std::size_t i = 0; i < count; ++i) references.push_back(read_reference(row.data() + i * kRowReference));
    row.remove_prefix(count * kRowReference);
    PROEV(place(ankomst, plads, references, moved));
  }
  return {};
}

}  // namespace brevdue::store
