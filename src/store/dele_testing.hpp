// For tests: plain parts (a naive commit encoding, queues in maps, a toy chain), so that journal, committer and
// recovery are tested apart from the real ones.
#pragma once

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "base/bytes.hpp"
#include "store/commit_access.hpp"
#include "store/dele.hpp"
#include "store/journal_store.hpp"

namespace brevdue::store::testing {

struct TempFolder {
  TempFolder() {
    std::string name = std::filesystem::temp_directory_path() / "brevdue-store-XXXXXX";
    path = mkdtemp(name.data());
  }
  ~TempFolder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

// One operation: kind 1, length 4, fields; a text field is length 4 and bytes.
class Skriver {
 public:
  explicit Skriver(char kind) : kind_(kind) {}
  Skriver& text(std::string_view text) {
    base::put_be(fields_, static_cast<std::uint32_t>(text.size()));
    fields_ += text;
    return *this;
  }
  template <class T>
  Skriver& number(T value) {
    base::put_be(fields_, value);
    return *this;
  }
  void to(std::string& out) const {
    out += kind_;
    base::put_be(out, static_cast<std::uint32_t>(fields_.size()));
    out += fields_;
  }

 private:
  char kind_;
  std::string fields_;
};

class Felter {
 public:
  explicit Felter(std::string_view left) : left_(left) {}
  template <class T>
  T number() {
    const T value = base::get_be<T>(left_.data());
    left_.remove_prefix(sizeof(T));
    return value;
  }
  std::string_view text() {
    const auto length = number<std::uint32_t>();
    const auto out = left_.substr(0, length);
    left_.remove_prefix(length);
    return out;
  }
  bool empty() const { return left_.empty(); }

 private:
  std::string_view left_;
};

struct Byg {
  Commit commit;
  Byg& put(std::string_view key, std::string_view value) {
    Skriver{'P'}.text(key).text(value).to(CommitAccess::ops(commit));
    return *this;
  }
  Byg& besked(std::string_view body, const std::vector<KoeNr>& koer) {
    Skriver op{'B'};
    op.text("meta").text(body);
    for (const KoeNr koe : koer) op.number(koe);
    op.to(CommitAccess::ops(commit));
    return *this;
  }
  Byg& ack(KoeNr koe, Ankomst ankomst) { return on_queue('A', koe, ankomst); }
  Byg& leveret(KoeNr koe, Ankomst ankomst) { return on_queue('L', koe, ankomst); }
  Byg& event(std::string_view event) { return one('U', event); }
  Byg& flyttet(std::uint64_t number) {
    Skriver{'F'}.number(number).to(CommitAccess::ops(commit));
    return *this;
  }
  Byg& ledger(std::string_view record) { return one('J', record); }
  Byg& require(std::string_view key, Version version) {
    Skriver{'V'}.text(key).number(version).to(CommitAccess::conditions(commit));
    return *this;
  }
  Byg& require_new(std::string_view key, std::uint32_t seconds) {
    Skriver{'N'}.text(key).number(seconds).to(CommitAccess::conditions(commit));
    return *this;
  }

 private:
  Byg& one(char kind, std::string_view text) {
    Skriver{kind}.text(text).to(CommitAccess::ops(commit));
    return *this;
  }
  Byg& on_queue(char kind, KoeNr koe, Ankomst ankomst) {
    Skriver{kind}.number(koe).number(ankomst).to(CommitAccess::ops(commit));
    return *this;
  }
};

class TestLaeser final : public CommitLaeser {
 public:
  base::Resultat<void> ops(std::string_view encoded, OpModtager& to) const override {
    return each(encoded, [&](char kind, std::string_view op, Felter fields) { return one(kind, op, fields, to); });
  }
  base::Resultat<void> conditions(const Commit& commit, BetingelseModtager& to) const override {
    return each(CommitAccess::conditions(commit), [&](char kind, std::string_view, Felter fields) {
      const std::string_view key = fields.text();
      if (kind == 'V') {
        to.version(Familie::OBJEKT, key, fields.number<std::uint64_t>());
      } else {
        BrugtNoegle used;
        std::memcpy(used.hash.data(), key.data(), std::min<std::size_t>(key.size(), used.hash.size()));
        used.window = std::chrono::seconds{fields.number<std::uint32_t>()};
        to.key(used);
      }
      return true;
    });
  }
  std::string_view encoded(const Commit& commit) const override { return CommitAccess::ops(commit); }

 private:
  template <class Each>
  static base::Resultat<void> each(std::string_view left, const Each& call) {
    while (!left.empty()) {
      if (left.size() < 5 || base::get_be<std::uint32_t>(left.data() + 1) > left.size() - 5) {
        return base::fejl(base::FejlKode::LAGER, "no operation");
      }
      const std::string_view op = left.substr(0, 5 + base::get_be<std::uint32_t>(left.data() + 1));
      left.remove_prefix(op.size());
      if (!call(op[0], op, Felter{op.substr(5)})) return base::fejl(base::FejlKode::LAGER, "no operation");
    }
    return {};
  }
  static bool one(char kind, std::string_view op, Felter fields, OpModtager& to) {
    if (kind == 'P') {
      const auto key = fields.text();
      to.put(Familie::OBJEKT, key, fields.text());
    } else if (kind == 'B') {
      const auto meta = fields.text();
      const auto body = fields.text();
      std::vector<Reference> references;
      while (!fields.empty()) references.push_back({fields.number<KoeNr>(), 7, 3});
      to.besked(op, meta, body, references);
    } else if (kind == 'A' || kind == 'L') {
      const auto koe = fields.number<KoeNr>();
      const Ankomst ankomst = fields.number<Ankomst>();
      kind == 'A' ? to.kvitteret(koe, {&ankomst, 1}) : to.leveret(koe, {&ankomst, 1});
    } else if (kind == 'U') {
      to.udgaaende(fields.text());
    } else if (kind == 'F') {
      to.udgaaende_flyttet(fields.number<std::uint64_t>());
    } else if (kind == 'J') {
      to.ledger(fields.text());
    } else {
      return false;
    }
    return true;
  }
};

// Queue -> arrival -> attempts. What is done with is kept for ever: naive, but it is the truth to compare with.
class TestKoer final : public KoeTilstand {
 public:
  using Indhold = std::map<KoeNr, std::map<Ankomst, int>>;

  bool append(Ankomst ankomst, const Reference& reference) override {
    const std::lock_guard lock{mutex_};
    if (done_[reference.koe].contains(ankomst)) return false;
    const auto [it, fresh] = there_[reference.koe].try_emplace(ankomst, attempts_[reference.koe][ankomst]);
    return fresh;
  }
  void leveret(KoeNr koe, std::span<const Ankomst> ankomster) override {
    const std::lock_guard lock{mutex_};
    for (const Ankomst ankomst : ankomster) attempts_[koe][ankomst] = ++there_[koe][ankomst];
  }
  void kvitteret(KoeNr koe, std::span<const Ankomst> ankomster, std::vector<Ankomst>& gone) override {
    const std::lock_guard lock{mutex_};
    for (const Ankomst ankomst : ankomster) {
      if (there_[koe].erase(ankomst) > 0) gone.push_back(ankomst);
      done_[koe].insert(ankomst);
    }
  }
  void til_fejlkoe(KoeNr, std::span<const Ankomst>) override {}
  void fra_fejlkoe(KoeNr, std::span<const Ankomst>) override {}
  void applied() override {}
  void encode_changed(const std::function<void(KoeNr, std::string_view)>& each) override {
    const std::lock_guard lock{mutex_};
    std::set<KoeNr> koer;
    for (const auto& [koe, content] : there_) koer.insert(koe);
    for (const auto& [koe, content] : done_) koer.insert(koe);
    for (const KoeNr koe : koer) {
      std::string state;
      for (const Ankomst ankomst : done_[koe]) base::put_be(state, ankomst), base::put_be(state, std::uint32_t{0});
      for (const auto& [ankomst, attempts] : there_[koe]) {
        if (attempts == 0) continue;
        base::put_be(state, ankomst);
        base::put_be(state, static_cast<std::uint32_t>(attempts));
      }
      each(koe, state);
    }
  }
  base::Resultat<void> restore(KoeNr koe, std::string_view state) override {
    for (; state.size() >= 12; state.remove_prefix(12)) {
      const auto ankomst = base::get_be<std::uint64_t>(state.data());
      const auto attempts = base::get_be<std::uint32_t>(state.data() + 8);
      if (attempts == 0) {
        done_[koe].insert(ankomst);
      } else {
        attempts_[koe][ankomst] = static_cast<int>(attempts);
      }
    }
    return {};
  }

  Indhold indhold() const {
    const std::lock_guard lock{mutex_};
    Indhold out;
    for (const auto& [koe, content] : there_) {
      if (!content.empty()) out[koe] = content;
    }
    return out;
  }

 private:
  mutable std::mutex mutex_;
  Indhold there_;
  Indhold attempts_;
  std::map<KoeNr, std::set<Ankomst>> done_;
};

class TestKaede final : public LedgerKaede {
 public:
  std::string merkle_root(std::span<const std::string_view> records) const override {
    std::string all;
    for (const std::string_view record : records) all.append(std::to_string(record.size())).append(":").append(record);
    return toy(all);
  }
  std::string line_hash(std::uint64_t number, base::Tidspunkt tid, std::string_view previous,
                        std::string_view root) const override {
    std::string all;
    base::put_be(all, number);
    base::put_be(all, tid.time_since_epoch().count());
    return toy(all.append(previous).append(root));
  }

 private:
  static std::string toy(std::string_view bytes) {
    std::string out;
    for (std::uint32_t i = 0; i < 8; ++i) base::put_be(out, base::crc32c(bytes, i + 1));
    return out;
  }
};

class IngenKoer final : public QueueStore {
 public:
  base::Resultat<KoeNr> number_of(const base::Uuid&) override {
    return base::fejl(base::FejlKode::IKKE_UNDERSTOETTET, "tests number queues themselves");
  }
  std::optional<base::Uuid> dueslag_of(KoeNr) const override { return {}; }
  std::size_t lease(KoeNr, std::size_t, std::vector<Leased>&) override { return 0; }
  void give_back(KoeNr, std::span<const Ankomst>) override {}
  KoeTal tal(KoeNr) const override { return {}; }
  std::vector<Leased> list(KoeNr, bool, Ankomst, std::size_t) const override { return {}; }
  Watch watch(KoeNr, std::function<void()>) override { return {}; }
};

class TestDele final : public StoreDele {
 public:
  const CommitLaeser& laeser() const override { return laeser_; }
  const LedgerKaede& kaede() const override { return kaede_; }
  TestKoer& koer() override { return koer_; }
  QueueStore& queues() override { return queues_; }
  base::Resultat<void> serve(Committer*, const ObjectStore&) override { return {}; }
  void stop() override {}

 private:
  TestLaeser laeser_;
  TestKaede kaede_;
  TestKoer koer_;
  IngenKoer queues_;
};

}  // namespace brevdue::store::testing
