// The steps of a compiled search. Each stands on a candidate, in order of UUIDs; the cheap part (postings) decides what
// is a candidate, the dear part (loading) is done only by matches(). So an AND merges postings first and loads what is
// left.
//
// Thread safety: as the Soeger. Ownership: all they refer to must outlive them.
#pragma once

#include <cassert>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "oio/opslag.hpp"
#include "oio/soegning.hpp"

namespace brevdue::oio {

class Knude {
 public:
  virtual ~Knude() = default;
  // The candidate; none: the end, or the work failed (Opslag::result).
  const std::optional<base::Uuid>& her() const { return her_; }
  // When there is one, as for matches() and next().
  const base::Uuid& candidate() const {
    assert(her_);
    return *her_;
  }
  // To the first candidate that is not before `at`, in either direction.
  void seek(const base::Uuid& at);
  void next();
  // Whether the candidate really belongs.
  virtual bool matches() = 0;
  bool holds(const base::Uuid& id);
  // The candidate's, when the step has it at hand.
  virtual std::optional<Kortnoegle> noegle() const { return std::nullopt; }
  // Lines of explain, indented.
  virtual void describe(std::string& out, int depth) const = 0;

 protected:
  virtual void do_seek(const base::Uuid& at) = 0;
  std::optional<base::Uuid> her_;
  std::optional<base::Uuid> from_;  // the last seek: nothing lies between it and the candidate
};

using Knuder = std::vector<std::unique_ptr<Knude>>;

// One posting list, in `nu` or `historik`.
class Postering final : public Knude {
 public:
  Postering(Opslag& opslag, Objekttype type, const Term& term, store::Familie familie = store::Familie::NU);
  bool matches() override { return true; }
  std::optional<Kortnoegle> noegle() const override { return noegle_; }
  void describe(std::string& out, int depth) const override;

 private:
  void do_seek(const base::Uuid& at) override;
  void take();

  Opslag& opslag_;
  Termart art_;
  store::Familie familie_;
  std::string prefix_;
  std::unique_ptr<store::Cursor> cursor_;
  std::optional<Kortnoegle> noegle_;
  std::uint64_t laest_ = 0;
};

// UUIDs given or found beforehand: from where, and the explained steps that found them.
class Idliste final : public Knude {
 public:
  Idliste(std::vector<base::Uuid> ider, std::string origin, std::string steps = {});
  bool matches() override { return true; }
  void describe(std::string& out, int depth) const override;

 private:
  void do_seek(const base::Uuid& at) override;
  std::vector<base::Uuid> ider_;
  std::string origin_;
  std::string steps_;
};

class Alle final : public Knude {
 public:
  explicit Alle(Knuder dele) : dele_(std::move(dele)) {}
  bool matches() override;
  std::optional<Kortnoegle> noegle() const override;
  void describe(std::string& out, int depth) const override;

 private:
  void do_seek(const base::Uuid& at) override;
  Knuder dele_;  // at least one
};

class Nogen final : public Knude {
 public:
  explicit Nogen(Knuder dele) : dele_(std::move(dele)) {}
  bool matches() override;
  std::optional<Kortnoegle> noegle() const override;
  void describe(std::string& out, int depth) const override;

 private:
  void do_seek(const base::Uuid& at) override;
  Knuder dele_;
};

// What is in `alle` and not in `del`.
class Undtagen final : public Knude {
 public:
  Undtagen(std::unique_ptr<Knude> alle, std::unique_ptr<Knude> del) : alle_(std::move(alle)), del_(std::move(del)) {}
  bool matches() override { return alle_->matches() && !del_->holds(candidate()); }
  std::optional<Kortnoegle> noegle() const override { return alle_->noegle(); }
  void describe(std::string& out, int depth) const override;

 private:
  void do_seek(const base::Uuid& at) override;
  std::unique_ptr<Knude> alle_;
  std::unique_ptr<Knude> del_;
};

// A leaf's links and check.
class Kontrolleret final : public Knude {
 public:
  Kontrolleret(Opslag& opslag, const Blad& blad, std::unique_ptr<Knude> del)
      : opslag_(opslag), blad_(blad), del_(std::move(del)) {}
  bool matches() override;
  std::optional<Kortnoegle> noegle() const override { return del_->noegle(); }
  void describe(std::string& out, int depth) const override;

 private:
  void do_seek(const base::Uuid& at) override;
  bool has_link(const Linkkrav& krav);
  bool is_meant();

  Opslag& opslag_;
  const Blad& blad_;
  std::unique_ptr<Knude> del_;
  std::uint64_t set_ = 0;
  std::uint64_t taget_ = 0;
};

// The caller's limits; a full answer is asked for once an object.
class Adgangskontrol {
 public:
  Adgangskontrol(const Adgangsgraense& graense, Opslag& opslag) : graense_(graense), opslag_(opslag) {}
  bool is_refused(Objekttype type, const Kortnoegle& noegle) const;
  // `noegle` when it is at hand.
  bool may_see(const Objektref& ref, std::optional<Kortnoegle> noegle);

 private:
  const Adgangsgraense& graense_;
  Opslag& opslag_;
  std::map<Objektref, bool> fulde_;
};

class Synlig final : public Knude {
 public:
  Synlig(Adgangskontrol& adgang, Objekttype type, std::unique_ptr<Knude> del)
      : adgang_(adgang), type_(type), del_(std::move(del)) {}
  bool matches() override;
  std::optional<Kortnoegle> noegle() const override { return del_->noegle(); }
  void describe(std::string& out, int depth) const override;

 private:
  void do_seek(const base::Uuid& at) override;
  Adgangskontrol& adgang_;
  Objekttype type_;
  std::unique_ptr<Knude> del_;
  std::uint64_t afvist_ = 0;
};

}  // namespace brevdue::oio
