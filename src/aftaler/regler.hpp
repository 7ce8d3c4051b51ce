// UDV-052: what one authority may see of another's. One pure function over the agreements, the information asked for
// and today's date; nothing is allowed that no agreement in force allows.
//
// Thread safety: an Aftaleregister is immutable, any thread. Deciding allocates nothing. Ownership: whoever keeps
// something that was found keeps the shared_ptr too.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aftaler/model.hpp"
#include "base/result.hpp"
#include "oio/kald.hpp"

namespace brevdue::aftaler {

// The information asked for, and how.
struct Oplysning {
  base::Cvr dataejer;
  base::Cvr datamodtager;
  Objektart art = Objektart::YDELSE;
  std::span<const base::KleEmne> kle;      // all must be covered; none: nothing covers it
  std::uint8_t foelsomhed = 0;             // 1 to 4; 0: not said, not checked
  std::span<const oio::Dag> betalinger{};  // of the benefit, or of those that belong to the case; not annulled ones
  base::Maengde<Formaal> formaal;          // the purposes stated; one that is covered suffices
  bool har_samtykke = false;
  oio::Dag i_dag;  // oio::dansk_dag of now
};

// One version, with what was read from it once.
struct Aftaleversion {
  const Dataudvekslingsaftale* aftale = nullptr;
  std::string hjemmel;     // all provisions, for people and the ledger
  bool er_proeve = false;  // every hjemmel is made up
};

// All versions of one agreement.
struct Aftaleforloeb {
  std::vector<Aftaleversion> versioner;  // newest first, at least one
  const Aftaleforloeb* ramme = nullptr;  // of the agreement it joins

  // The version that counts on that day, in force or not: the newest that has ever taken effect by then, or the newest
  // of all when none has.
  const Aftaleversion& paa(oio::Dag dag) const;
};

struct Udvekslingssvar {
  oio::Aarsag aarsag = oio::Aarsag::INGEN_AFTALE;
  const Aftaleversion* aftale = nullptr;  // the one that permits, or came furthest; null when there is none
  base::Maengde<Feltgruppe> feltgrupper;  // when permitted, and after PERIODE
  std::optional<Vindue> vindue;           // the same; none when payments do not matter
  bool tilladt() const { return aarsag == oio::Aarsag::TILLADT; }
};

// Of several agreements the first that covers it counts. If none does, the reason is of the one that came furthest, in
// the order of oio::Aarsag.
Udvekslingssvar afgoer(const Oplysning& oplysning, std::span<const Aftaleforloeb* const> aftaler);

class Aftaleregister {
 public:
  // Errors: UGYLDIG: a version twice, versions of one agreement with different owners, a LOKAL_TILSLUTNING to what is
  // no RAMMEAFTALE of the same owner.
  static base::Resultat<std::shared_ptr<const Aftaleregister>> make(std::vector<Dataudvekslingsaftale> all);

  const std::vector<Dataudvekslingsaftale>& alle() const { return all_; }
  // Null when there is none of that id.
  const Aftaleforloeb* find(std::string_view id) const;

  // By every agreement there is; for purposes that nobody states (an event: oio::kAlleFormaal).
  Udvekslingssvar afgoer(const Oplysning& oplysning) const;

  Aftaleregister(const Aftaleregister&) = delete;
  Aftaleregister& operator=(const Aftaleregister&) = delete;

 private:
  explicit Aftaleregister(std::vector<Dataudvekslingsaftale> all) : all_(std::move(all)) {}
  base::Resultat<void> index(const Dataudvekslingsaftale& aftale);
  base::Resultat<void> join(Aftaleforloeb& forloeb);
  void index_parter(const Aftaleforloeb& forloeb);

  const std::vector<Dataudvekslingsaftale> all_;
  std::map<std::string_view, Aftaleforloeb> forloeb_;
  // By dataejer and datamodtager, and all of them; each in the order of their ids.
  std::map<std::pair<base::Cvr, base::Cvr>, std::vector<const Aftaleforloeb*>> parter_;
  std::vector<const Aftaleforloeb*> i_orden_;
};

// The purposes of the agreements in force by which `datamodtager` receives: what may be offered (UDV-061).
base::Maengde<Formaal> gaeldende_formaal(base::Cvr datamodtager, oio::Dag i_dag,
                                         std::span<const Aftaleforloeb* const> aftaler);

}  // namespace brevdue::aftaler
