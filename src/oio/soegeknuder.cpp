#include "oio/soegeknuder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "oio/objektkode.hpp"

namespace brevdue::oio {
namespace {

// So many postings are passed one by one before the list is sought in: a seek costs about that much.
constexpr int kNearby = 8;

std::optional<base::Uuid> successor(base::Uuid id) {
  for (auto byte = id.bytes.rbegin(); byte != id.bytes.rend(); ++byte) {
    if (++*byte != 0) return id;
  }
  return std::nullopt;
}

void line(std::string& out, int depth, std::string_view text) {
  out.append(static_cast<std::size_t>(depth) * 2, ' ').append(text).push_back('\n');
}

}  // namespace

void Knude::seek(const base::Uuid& at) {
  if (from_ && *from_ <= at && (!her_ || at <= *her_)) return;
  from_ = at;
  do_seek(at);
}

void Knude::next() {
  const auto behind = successor(candidate());
  if (behind) return seek(*behind);
  from_ = her_;
  her_.reset();
}

bool Knude::holds(const base::Uuid& id) {
  seek(id);
  return her_ == id && matches();
}

Postering::Postering(Opslag& opslag, Objekttype type, const Term& term, store::Familie familie)
    : opslag_(opslag),
      art_(term.art),
      familie_(familie),
      prefix_(posting_prefix(type, term)),
      cursor_(opslag.snapshot().cursor(familie, prefix_)) {
  take();
  from_ = base::Uuid{};
}

void Postering::do_seek(const base::Uuid& at) {
  for (int steps = 0; her_ && *her_ < at && steps < kNearby; ++steps) {
    cursor_->next();
    take();
    if (!her_ || *her_ >= at) return;
  }
  std::string key = prefix_;
  key.append(reinterpret_cast<const char*>(at.bytes.data()), at.bytes.size());
  cursor_->seek(key);
  take();
}

void Postering::take() {
  her_.reset();
  if (!cursor_->valid()) {
    if (auto read = cursor_->result(); !read) opslag_.fail(std::move(read).error());
    return;
  }
  if (!opslag_.count(&Arbejde::posteringer)) return;
  ++laest_;
  const std::string_view behind = cursor_->key().substr(prefix_.size());
  base::Uuid id;
  const bool is_now = familie_ == store::Familie::NU;
  if (is_now) noegle_ = decode_kortnoegle(cursor_->value());
  if (behind.size() < id.bytes.size() || (is_now && !noegle_)) {
    return opslag_.fail({base::FejlKode::LAGER, "a posting in the store cannot be read", {}});
  }
  std::memcpy(id.bytes.data(), behind.data(), id.bytes.size());
  her_ = id;
}

void Postering::describe(std::string& out, int depth) const {
  const std::string_view where = familie_ == store::Familie::NU ? "nu" : "historik";
  line(out, depth, fmt::format("postings {} {}: {} read", where, navn(art_), laest_));
}

Idliste::Idliste(std::vector<base::Uuid> ider, std::string origin, std::string steps)
    : ider_(std::move(ider)), origin_(std::move(origin)), steps_(std::move(steps)) {
  std::ranges::sort(ider_);
  ider_.erase(std::ranges::unique(ider_).begin(), ider_.end());
}

void Idliste::do_seek(const base::Uuid& at) {
  const auto it = std::ranges::lower_bound(ider_, at);
  her_ = it == ider_.end() ? std::nullopt : std::optional{*it};
}

void Idliste::describe(std::string& out, int depth) const {
  line(out, depth, fmt::format("{} objects, {}", ider_.size(), origin_));
  for (std::string_view left = steps_; !left.empty();) {
    const std::size_t end = left.find('\n');
    line(out, depth + 1, left.substr(0, end));
    left.remove_prefix(end + 1);
  }
}

void Alle::do_seek(const base::Uuid& at) {
  base::Uuid wanted = at;
  for (std::size_t i = 0, agree = 0; agree < dele_.size(); i = (i + 1) % dele_.size()) {
    dele_[i]->seek(wanted);
    her_ = dele_[i]->her();
    if (!her_) return;
    agree = *her_ == wanted ? agree + 1 : 1;
    wanted = *her_;
  }
}

bool Alle::matches() {
  return std::ranges::all_of(dele_, [](const auto& del) { return del->matches(); });
}

std::optional<Kortnoegle> Alle::noegle() const {
  for (const auto& del : dele_) {
    if (const auto noegle = del->noegle()) return noegle;
  }
  return std::nullopt;
}

void Alle::describe(std::string& out, int depth) const {
  line(out, depth, "all of");
  for (const auto& del : dele_) del->describe(out, depth + 1);
}

void Nogen::do_seek(const base::Uuid& at) {
  her_.reset();
  for (const auto& del : dele_) {
    del->seek(at);
    const auto& one = del->her();
    if (one && (!her_ || *one < *her_)) her_ = one;
  }
}

bool Nogen::matches() {
  return std::ranges::any_of(dele_, [&](const auto& del) { return del->her() == her_ && del->matches(); });
}

std::optional<Kortnoegle> Nogen::noegle() const {
  const auto it = std::ranges::find_if(dele_, [&](const auto& del) { return del->her() == her_; });
  return it == dele_.end() ? std::nullopt : (*it)->noegle();
}

void Nogen::describe(std::string& out, int depth) const {
  line(out, depth, "any of");
  for (const auto& del : dele_) del->describe(out, depth + 1);
}

void Undtagen::do_seek(const base::Uuid& at) {
  alle_->seek(at);
  her_ = alle_->her();
}

void Undtagen::describe(std::string& out, int depth) const {
  line(out, depth, "all but");
  alle_->describe(out, depth + 1);
  del_->describe(out, depth + 1);
}

void Kontrolleret::do_seek(const base::Uuid& at) {
  del_->seek(at);
  her_ = del_->her();
}

bool Kontrolleret::matches() {
  if (!del_->matches()) return false;
  ++set_;
  const bool taken = (!blad_.link || has_link(*blad_.link) == blad_.link->findes) && (!blad_.kontrol || is_meant());
  taget_ += taken ? 1 : 0;
  return taken;
}

bool Kontrolleret::has_link(const Linkkrav& krav) {
  bool found = false;
  opslag_.each_link({blad_.type, candidate()}, krav.art, krav.retning, [&](const Objektref&) {
    found = true;
    return false;
  });
  return found;
}

bool Kontrolleret::is_meant() {
  const LaestObjekt* objekt = opslag_.load({blad_.type, candidate()});
  if (objekt == nullptr) return false;
  auto meant = blad_.kontrol(*objekt);
  if (meant) return *meant;
  opslag_.fail(std::move(meant).error());
  return false;
}

void Kontrolleret::describe(std::string& out, int depth) const {
  line(out, depth, fmt::format("checked {}: {} kept of {}", blad_.kontrol ? "object" : "link", taget_, set_));
  del_->describe(out, depth + 1);
}

bool Adgangskontrol::is_refused(Objekttype type, const Kortnoegle& noegle) const {
  return graense_.short_answer(type, noegle) == Adgangsgraense::Svar::NEJ;
}

bool Adgangskontrol::may_see(const Objektref& ref, std::optional<Kortnoegle> noegle) {
  if (!noegle) noegle = opslag_.noegle(ref);
  if (!noegle) return false;
  const auto svar = graense_.short_answer(ref.type, *noegle);
  if (svar != Adgangsgraense::Svar::SE_OBJEKT) return svar == Adgangsgraense::Svar::JA;
  const auto known = fulde_.find(ref);
  if (known != fulde_.end()) return known->second;
  return fulde_[ref] = graense_.full_answer(ref, *noegle, opslag_);
}

void Synlig::do_seek(const base::Uuid& at) {
  del_->seek(at);
  for (; del_->her(); del_->next()) {
    const auto known = del_->noegle();
    if (!known || !adgang_.is_refused(type_, *known)) break;
    ++afvist_;
  }
  her_ = del_->her();
}

bool Synlig::matches() {
  if (!adgang_.may_see({type_, candidate()}, del_->noegle())) {
    ++afvist_;
    return false;
  }
  return del_->matches();
}

void Synlig::describe(std::string& out, int depth) const {
  line(out, depth, fmt::format("what the caller may see: {} left out", afvist_));
  del_->describe(out, depth + 1);
}

}  // namespace brevdue::oio
