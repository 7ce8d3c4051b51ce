// A besked as it is kept: the sender's bytes, and beside them what was settled when it came (the meta), so that it can
// be delivered and explained without asking anyone.
//
// Thread safety: a Besked is immutable; Beskedhukommelse from any thread. Ownership: views in a Beskedmeta are into the
// bytes it was decoded from or made of.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/numre.hpp"
#include "base/result.hpp"
#include "base/ur.hpp"
#include "base/uuid.hpp"
#include "oio/kald.hpp"
#include "store/commit.hpp"

namespace brevdue::beskedfordeler {

// An abonnement that matched, and what came of it: a place in its dueslag, or why not (spec 5.7, 5.8).
struct Fordeling {
  store::KoeNr koe = 0;
  std::uint32_t abonnement = 0;  // Abonnement::nummer
  std::uint16_t variant = 0;     // of TilladtModtager: 0 as the sender wrote it, n the nth list
  oio::Aarsag aarsag = oio::Aarsag::TILLADT;
  base::Uuid serviceaftale;  // of the dueslag's owner, that lets it receive
  bool operator==(const Fordeling&) const = default;
};

struct Beskedmeta {
  base::Uuid afsender;       // the system it came from
  base::Cvr myndighed;       // for which authority
  base::Uuid serviceaftale;  // by which agreement
  base::Uuid transaktions_id;
  base::Uuid beskedtype;
  base::Tidspunkt modtaget;
  std::uint64_t registerversion = 0;  // the registrations it was judged by
  std::string_view besked_id;         // as the sender wrote it
  std::string_view message_id;
  std::string_view adresse;                       // as it is delivered (spec 1.3)
  std::string_view akkreditiver;                  // sensitive
  std::string_view splejsning;                    // oio::encode(Splejsning)
  std::vector<base::Cvr> tilladt;                 // TilladtModtager as it was matched on: after trimming at publish
  std::vector<std::vector<base::Cvr>> modtagere;  // lists of TilladtModtager; variant n is the nth from 1
  std::vector<Fordeling> fordelinger;
  bool operator==(const Beskedmeta&) const = default;

  // nullptr for variant 0. The variant must be one of this besked's.
  const std::vector<base::Cvr>* modtagere_of(std::uint16_t variant) const;
};

void encode(const Beskedmeta& meta, std::string& out);
// Errors: LAGER.
base::Resultat<Beskedmeta> decode_beskedmeta(std::string_view stored);

// The BeskedId as a UUID for the ledger; nil when it is another kind of identifier.
base::Uuid uuid_of(std::string_view besked_id);

class Besked {
 public:
  Besked(std::string_view meta, std::string_view body) : meta_size_(meta.size()) {
    bytes_.reserve(meta.size() + body.size());
    bytes_.append(meta).append(body);
  }
  std::string_view meta() const { return std::string_view{bytes_}.substr(0, meta_size_); }
  std::string_view body() const { return std::string_view{bytes_}.substr(meta_size_); }
  std::size_t size() const { return bytes_.size(); }

 private:
  std::string bytes_;
  std::size_t meta_size_;
};

// The newest beskeder, so that a receiver that keeps up is served from memory.
class Beskedhukommelse {
 public:
  explicit Beskedhukommelse(std::size_t bytes) : most_(bytes) {}
  void put(store::Ankomst ankomst, const std::shared_ptr<const Besked>& besked);
  std::shared_ptr<const Besked> get(store::Ankomst ankomst) const;

 private:
  const std::size_t most_;
  mutable std::mutex mutex_;
  std::size_t bytes_ = 0;
  std::deque<store::Ankomst> oldest_first_;
  std::unordered_map<store::Ankomst, std::shared_ptr<const Besked>> by_ankomst_;
};

}  // namespace brevdue::beskedfordeler
