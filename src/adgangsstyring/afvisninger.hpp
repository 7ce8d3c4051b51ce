// Refusals as the ledger and the log have them: every one is counted there, yet who is refused again and again cannot
// fill either. Those that are alike (what happened, why, who, from where, about what) are one record a minute with a
// count; the first is written at once.
//
// A refusal shows nothing, so its answer does not wait for the disk. What the disk would not take is tried again in the
// next minute. Only a kill loses what was counted since the last record.
//
// Thread safety: all from any thread; done() is the committer's. Ownership: src/app owns one; the Committer and the
// clock must outlive it. The destructor writes what is left.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/ur.hpp"
#include "oio/revisionspost.hpp"
#include "store/store.hpp"

namespace brevdue::adgangsstyring {

class Afvisninger final : public store::CommitSink {
 public:
  struct Graenser {
    std::chrono::seconds vindue{60};
    // Told apart at a time. Others are joined: of each system (or of nobody known) what happened and why.
    std::size_t grupper = 256;
    std::size_t tekst_bytes = 200;  // of a record's text, which may come from the caller
  };
  Afvisninger(store::Committer& committer, const base::Ur& ur, Graenser graenser)
      : committer_(committer), ur_(ur), graenser_(graenser) {}
  Afvisninger(store::Committer& committer, const base::Ur& ur) : Afvisninger(committer, ur, Graenser{}) {}
  ~Afvisninger() override;

  // Its texts are copied; `antal` is not looked at. Never waits.
  void noter(oio::Revisionspost post);
  // Writes what has waited its time. To be called about once a second.
  void tick();

  void done(std::span<const store::CommitOutcome> outcomes) override;

 private:
  using Nummer = std::uint64_t;
  // Alike refusals: the first of them, encoded, and how many there are.
  struct Samling {
    std::string foerste;
    std::uint32_t antal = 0;
    void add(const Samling& senere);
  };
  struct Gruppe {
    std::string noegle;
    Samling venter;
    Samling sendt;  // under way to the disk
    base::Monoton tidligst;
    bool er_klar(base::Monoton nu) const { return sendt.antal == 0 && nu >= tidligst; }
  };
  using Grupper = std::map<Nummer, Gruppe>;

  Grupper::iterator gruppe_for(oio::Revisionspost& post);
  static void send(Nummer nummer, Gruppe& gruppe, std::vector<store::Submission>& to);

  store::Committer& committer_;
  const base::Ur& ur_;
  const Graenser graenser_;
  std::mutex mutex_;  // over what follows
  Grupper grupper_;
  std::unordered_map<std::string, Nummer> find_;
  Nummer sidste_ = 0;
};

}  // namespace brevdue::adgangsstyring
