#include "indeks/importering.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <optional>

#include "adgangsstyring/adgangssvar.hpp"
#include "base/log.hpp"
#include "indeks/retur.hpp"
#include "oio/objektkode.hpp"
#include "oio/revisionspost.hpp"
#include "oio/udbakkepost.hpp"

namespace brevdue::indeks {
namespace {

using base::FejlKode;
using base::Resultat;
using store::Udfald;

constexpr int kForsoeg = 3;  // of an object whose commit met another writer

// Submits commits together and waits for all of them; the token is the place.
class Venter final : public store::CommitSink {
 public:
  Venter(store::Committer& committer, std::size_t count) : committer_(committer), udfald_(count, Udfald::FEJL) {}

  const std::vector<Udfald>& run(std::vector<store::Submission>&& submissions) {
    missing_ = submissions.size();
    committer_.submit(*this, std::move(submissions));
    {
      std::unique_lock lock(mutex_);
      done_.wait(lock, [this] { return missing_ == 0; });
    }
    committer_.forget(*this);
    return udfald_;
  }
  void done(std::span<const store::CommitOutcome> outcomes) override {
    const std::lock_guard lock(mutex_);
    for (const auto& one : outcomes) udfald_[one.token] = one.udfald;
    missing_ -= outcomes.size();
    done_.notify_all();
  }

 private:
  store::Committer& committer_;
  std::mutex mutex_;
  std::condition_variable done_;
  std::vector<Udfald> udfald_;
  std::size_t missing_ = 0;
};

base::Fejl findes_allerede() {
  return {FejlKode::KONFLIKT, "the object exists", {}};
}

// One call: its objects, prepared and committed until each has its answer.
class Kaldet {
 public:
  Kaldet(const Importering::Dele& dele, const oio::Kald& kald, std::span<const Importpost> poster)
      : dele_(dele), kald_(kald), poster_(poster), registre_(dele.registre.nu()), svar_(poster.size()) {}

  oio::MultipleOutput run() {
    oio::MultipleOutput out;
    if (poster_.empty()) {
      out.standard_retur.push_back(retur({FejlKode::UGYLDIG, "Der er intet at importere", {}}));
      return out;
    }
    decide();
    if (!adgang_.tilladt()) {
      note_afvist(poster_.front(), kIkkeTilladt, adgang_.aarsag);
      out.standard_retur.push_back(retur({FejlKode::IKKE_TILLADT, {}, {}}));
      return out;
    }
    for (int forsoeg = 0; forsoeg < kForsoeg && commit_round();) ++forsoeg;
    for (std::size_t i = 0; i < poster_.size(); ++i) out.unik_retur.push_back(answer(i));
    return out;
  }

 private:
  void decide() {
    oio::Adgangsnoegle noegle;
    noegle.art = poster_.front().type->art();
    adgang_ = adgangsstyring::afgoer(*registre_, kald_, oio::Handling::IMPORTER, noegle, dele_.ur.nu());
  }

  // Of the objects without an answer; whether some have to be prepared again.
  bool commit_round() {
    std::vector<store::Submission> submissions;
    for (std::size_t i = 0; i < poster_.size(); ++i) {
      if (svar_[i]) continue;
      auto commit = prepare(poster_[i]);
      if (commit) {
        submissions.push_back({std::move(*commit), i});
      } else {
        svar_[i] = std::unexpected(std::move(commit).error());
      }
    }
    std::vector<std::size_t> sent;
    for (const auto& one : submissions) sent.push_back(one.token);
    Venter venter(dele_.store.committer(), poster_.size());
    const auto& udfald = venter.run(std::move(submissions));
    bool is_again = false;
    for (const std::size_t i : sent) {
      is_again |= udfald[i] == Udfald::KONFLIKT;
      if (udfald[i] != Udfald::KONFLIKT) svar_[i] = answer_of(udfald[i]);
    }
    return is_again;
  }

  static base::Resultat<void> answer_of(Udfald udfald) {
    if (udfald == Udfald::OK) return {};
    if (udfald == Udfald::DISK_FULD) return base::fejl(FejlKode::DISK_FULD, "no room for the object");
    return base::fejl(FejlKode::LAGER, "the commit failed");
  }

  Resultat<store::Commit> prepare(const Importpost& post) {
    const auto nu = dele_.ur.nu();
    auto importeret = PROEV(post.prepare(nu));
    const auto& ref = importeret.objekt.ref;
    if (PROEV(dele_.store.objects().get(store::Familie::OBJEKT, oio::objekt_key(ref)))) {
      return std::unexpected(findes_allerede());
    }
    store::Commit commit;
    PROEV(oio::put_objekt(commit, importeret.objekt, nullptr));
    for (const auto& one : importeret.haendelser) announce(one, nu, commit);
    auto revision = oio::revisionspost(oio::Haendelse::OBJEKT_IMPORTERET, kald_, nu);
    revision.serviceaftale = adgang_.serviceaftale;
    revision.objekt = ref.uuid;
    revision.tekst = post.type->navn();
    commit.ledger(oio::encode(revision));
    return commit;
  }

  // An object that nobody is responsible for is told to nobody.
  void announce(const Haendelse& haendelse, base::Tidspunkt nu, store::Commit& commit) {
    if (haendelse.ejer.is_none()) return;
    const auto hvem = modtagere(haendelse, registre_->dataudvekslingsaftaler(), oio::dansk_dag(nu));
    const auto body = besked(haendelse, hvem, base::Uuid::random(dele_.tilfaeldig), nu);
    commit.udgaaende(oio::encode(oio::Udbakkepost{kald_.anvendersystem, kald_.myndighed, body}));
  }

  oio::UnikRetur answer(std::size_t i) {
    const auto& post = poster_[i];
    const auto svar = svar_[i].value_or(std::unexpected(findes_allerede()));
    if (svar) return unik_retur(ok(), post.type->navn(), post.uuid);
    auto out = unik_retur(retur(svar.error()), post.type->navn(), post.uuid);
    if (out.status_kode == kInternFejl) {
      base::log::error("an object was not imported", {{"uuid", post.uuid}, {"why", base::beskriv(svar.error())}});
    }
    note_afvist(post, out.status_kode, oio::Aarsag::UGYLDIG_ANMODNING);
    return out;
  }

  void note_afvist(const Importpost& post, std::int64_t kode, oio::Aarsag aarsag) {
    auto revision = oio::revisionspost(oio::Haendelse::IMPORT_AFVIST, kald_, dele_.ur.nu());
    const auto tekst = fmt::format("{} {}", post.type->navn(), kode);
    revision.afgoerelse = aarsag;
    revision.objekt = base::Uuid::parse(post.uuid).value_or(base::Uuid{});
    revision.tekst = tekst;
    dele_.afvisninger.noter(revision);
  }

  const Importering::Dele& dele_;
  const oio::Kald& kald_;
  const std::span<const Importpost> poster_;
  const std::shared_ptr<const adgangsstyring::Register> registre_;
  oio::Adgangssvar adgang_;
  std::vector<std::optional<Resultat<void>>> svar_;
};

}  // namespace

oio::MultipleOutput Importering::import(const oio::Kald& kald, std::span<const Importpost> poster) {
  return Kaldet(dele_, kald, poster).run();
}

}  // namespace brevdue::indeks
