// For tests: a store of objects beside a plain model of it, changed at random but repeatably.
#pragma once

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "oio/objekter.hpp"
#include "oio/objektkode.hpp"
#include "store/dele_testing.hpp"
#include "store/file_system.hpp"

namespace brevdue::oio::testing {

class Objektlager {
 public:
  Objektlager() {
    store::StoreLimits limits;
    limits.segment_bytes = 256 << 10;
    limits.spare_segments = 1;
    limits.reserve_bytes = 0;
    auto opened = store::Store::open(temp_.path / "store", limits, store::system_files(), ur_);
    EXPECT_TRUE(opened) << base::beskriv(opened.error());
    store_ = *std::move(opened);
  }
  store::Store& store() { return *store_; }
  std::unique_ptr<const store::Snapshot> snapshot() { return store_->objects().snapshot(); }
  store::Udfald commit(store::Commit&& commit) { return store_->committer().commit(std::move(commit)).udfald; }

  void put(const Objekt& objekt) {
    const auto gammel = read_objekt(*snapshot(), objekt.ref).value();
    store::Commit one;
    ASSERT_TRUE(put_objekt(one, objekt, gammel ? &*gammel : nullptr));
    ASSERT_EQ(commit(std::move(one)), store::Udfald::OK);
  }
  // All of them new.
  void put_new(const std::vector<Objekt>& objekter) {
    store::Commit one;
    for (const Objekt& objekt : objekter) ASSERT_TRUE(put_objekt(one, objekt, nullptr));
    ASSERT_EQ(commit(std::move(one)), store::Udfald::OK);
  }
  void fjern(const Objektref& ref) {
    const auto gammel = read_objekt(*snapshot(), ref).value();
    ASSERT_TRUE(gammel);
    store::Commit one;
    ASSERT_TRUE(fjern_objekt(one, *gammel));
    ASSERT_EQ(commit(std::move(one)), store::Udfald::OK);
  }
  std::map<std::string, std::string> all(store::Familie familie) {
    std::map<std::string, std::string> out;
    const auto kept = snapshot();
    for (const auto at = kept->cursor(familie, {}); at->valid(); at->next()) out.emplace(at->key(), at->value());
    return out;
  }

 private:
  store::testing::TempFolder temp_;
  base::TestUr ur_{base::Tidspunkt{std::chrono::seconds{1'800'000'000}}};
  std::unique_ptr<store::Store> store_;
};

// Sager and dokumenter with few and overlapping terms, so that everything meets everything.
class Verden {
 public:
  explicit Verden(std::uint64_t seed) : chance_(seed) {}

  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>{0, end - 1}(chance_); }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <class T>
  const T& one_of(const std::vector<T>& all) {
    return all[below(all.size())];
  }

  Objektref ref() { return {one_in(2) ? Objekttype::SAG : Objekttype::DOKUMENT, uuid()}; }
  // Of 60, the first and the last possible among them.
  base::Uuid uuid() {
    const auto number = static_cast<std::uint8_t>(below(60));
    base::Uuid id;
    if (number == 59) id.bytes.fill(0xFF);
    if (number > 0 && number < 59) id = base::Uuid::named({}, std::to_string(number));
    return id;
  }
  Term term() {
    static const std::vector<std::string> values{"p", "pp", "q", std::string(1, '\0'), std::string(1, '\xFF')};
    return {one_in(2) ? Termart::PART : Termart::KLASSE, one_of(values)};
  }
  Objekt objekt(const Objektref& ref) {
    Objekt out{.ref = ref};
    out.noegle.ejer = static_cast<std::uint32_t>(1 + below(3));
    out.noegle.foelsomhed = static_cast<std::uint8_t>(1 + below(3));
    for (std::size_t count = 1 + below(3); count > 0; --count) out.registreringer.push_back(registrering());
    if (ref.type != Objekttype::SAG) return out;
    for (std::size_t count = below(4); count > 0; --count) {
      out.links.push_back({Linkart::JOURNALPOST, {Objekttype::DOKUMENT, uuid()}});
    }
    return out;
  }

 private:
  Objektregistrering registrering() {
    Objektregistrering out;
    out.hoved.sts_tidspunkt = base::Tidspunkt{std::chrono::microseconds{below(1000)}};
    if (one_in(2)) out.hoved.tidspunkt = base::Tidspunkt{std::chrono::microseconds{below(1000)}};
    out.hoved.livscyklus = static_cast<std::uint8_t>(below(3));
    out.pakket = std::string(1 + below(3), static_cast<char>('a' + below(4)));
    for (std::size_t count = below(4); count > 0; --count) out.termer.push_back(term());
    return out;
  }
  std::mt19937_64 chance_;
};

using Model = std::map<Objektref, Objekt>;

// Puts, changes and removes at random, in the store and the model alike.
inline void change(Objektlager& lager, Model& model, Verden& verden, int steps) {
  for (; steps > 0; --steps) {
    const Objektref ref = verden.ref();
    if (model.contains(ref) && verden.one_in(3)) {
      lager.fjern(ref);
      model.erase(ref);
    } else {
      model[ref] = verden.objekt(ref);
      lager.put(model[ref]);
    }
  }
}

}  // namespace brevdue::oio::testing
