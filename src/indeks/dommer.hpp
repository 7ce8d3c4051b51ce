// The access decision for one call: who asks, by which registrations, at what time; asked for each object, or each part
// of one that may be shown without the others. It only asks adgangsstyring's decision function.
//
// Thread safety: const members from one thread at a time (a request has its own). Ownership: the Kald must outlive it;
// limits in an answer live as long as the Dommer.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "adgangsstyring/register.hpp"
#include "base/ur.hpp"
#include "oio/kald.hpp"
#include "oio/opslag.hpp"

namespace brevdue::indeks {

// That something was met and may not be shown, and why; once for all that are alike.
struct Tilbageholdt {
  std::optional<oio::Objektart> art;
  oio::Adgangssvar svar;
  bool operator==(const Tilbageholdt& other) const;  // by what the ledger tells
};

class Dommer {
 public:
  Dommer(std::shared_ptr<const adgangsstyring::Register> registre, const oio::Kald& kald, base::Tidspunkt nu)
      : registre_(std::move(registre)), kald_(kald), nu_(nu) {}

  // Whether it may be found and shown (FREMSOEG).
  oio::Adgangssvar afgoer(const oio::Adgangsnoegle& noegle) const;
  // The same; `betalinger` is asked for the days on which it was paid when nothing but the window is in the way.
  using Betalinger = std::function<std::vector<oio::Dag>()>;
  oio::Adgangssvar afgoer(oio::Adgangsnoegle noegle, const Betalinger& betalinger) const;

  // Whether the caller may use the service for such objects at all.
  bool may_ask(oio::Objektart art) const;
  // What the answers so far refused; what the window alone refused only when the payments were asked for.
  const std::vector<Tilbageholdt>& tilbageholdt() const { return tilbageholdt_; }

  base::Tidspunkt nu() const { return nu_; }
  const oio::Kald& kald() const { return kald_; }
  const adgangsstyring::Register& registre() const { return *registre_; }

 private:
  oio::Adgangssvar ask(const oio::Adgangsnoegle& noegle) const;
  void note(const oio::Adgangsnoegle& noegle, const oio::Adgangssvar& svar) const;

  const std::shared_ptr<const adgangsstyring::Register> registre_;
  const oio::Kald& kald_;
  const base::Tidspunkt nu_;
  mutable std::vector<Tilbageholdt> tilbageholdt_;
};

// The payments of a sag (UDV-056): of the same owner's effektueringer of the bevillinger that belong to it. By links
// and Kortnoegler alone, whatever the caller may see of those objects; Kortnoegle::dag is the day of a payment.
std::vector<oio::Dag> betalinger_af_sag(const oio::Objektref& sag, std::uint32_t ejer, oio::Opslag& opslag);
// The same of one bevilling.
std::vector<oio::Dag> betalinger_af_bevilling(const oio::Objektref& bevilling, std::uint32_t ejer, oio::Opslag& opslag);

}  // namespace brevdue::indeks
