// Where each besked stands in the journal and how many queues still hold it: 12 bytes a besked in memory, by segment.
// Tells when a segment is dead (no queue or Fejlkoe holds anything in it) or nearly so.
//
// Beskeder are numbered in the order they are written, so a segment needs only its first number; those copied forward
// from a dying segment keep their numbers and are listed apart, with them.
//
// Thread safety: all members from any thread. Ownership: plain memory.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <shared_mutex>
#include <string_view>
#include <vector>

#include "base/ur.hpp"
#include "store/commit.hpp"

namespace brevdue::store {

struct BeskedPlads {
  std::uint64_t segment = 0;
  std::uint32_t offset = 0;    // of the encoded besked
  std::uint32_t checksum = 0;  // CRC-32C of the encoded besked
  std::uint64_t bytes = 0;     // its length; from the index: rounded up by at most a thousandth
  base::Tidspunkt modtaget;
};

struct SegmentBrug {
  std::uint64_t segment = 0;
  std::uint64_t levende = 0;        // beskeder some queue holds
  std::uint64_t levende_bytes = 0;  // about
  std::uint64_t bytes = 0;          // about, of all its beskeder
  base::Tidspunkt nyeste;           // when its last besked came
};

class Beskedindeks {
 public:
  // A new besked, `references` times in queues. Numbers rise by one within a segment; a gap is refused with false.
  bool add(Ankomst ankomst, const BeskedPlads& plads, std::size_t references);
  // A besked copied forward to a new place: its old segment no longer counts it.
  void move(Ankomst ankomst, const BeskedPlads& plads, std::size_t references);
  // One queue fewer holds it.
  void release(Ankomst ankomst);
  std::optional<BeskedPlads> find(Ankomst ankomst) const;
  // The highest number that can still be found; 0 when there is none.
  Ankomst newest() const;
  // The beskeder in a segment that some queue holds, by number.
  std::vector<Ankomst> levende(std::uint64_t segment) const;
  // Of all segments that hold beskeder, oldest first.
  std::vector<SegmentBrug> brug() const;
  void drop(std::uint64_t segment);

 private:
  struct Entry {
    std::uint32_t offset;
    std::uint32_t checksum;
    std::uint16_t references;
    std::uint16_t length;  // as mantissa and exponent
  };
  static_assert(sizeof(Entry) == 12);
  struct Moved {
    Ankomst ankomst;
    Entry entry;
  };
  struct Time {
    std::uint32_t offset;  // holds from this place on
    base::Tidspunkt modtaget;
  };
  struct Segment {
    Ankomst first = 0;
    std::vector<Entry> entries;
    std::vector<Moved> moved;  // by number
    std::vector<Time> times;
    SegmentBrug brug;
  };
  using Segments = std::map<std::uint64_t, Segment>;

  Entry* locate(Ankomst ankomst, Segments::iterator& where);
  static Entry* within(Segment& segment, Ankomst ankomst);
  static Entry* within_moved(Segment& segment, Ankomst ankomst);
  static Entry count(Segment& segment, const BeskedPlads& plads, std::size_t references);
  static void let_go(Segment& segment, Entry& entry);

  mutable std::shared_mutex mutex_;
  Segments segments_;                          // by generation
  std::map<Ankomst, std::uint64_t> by_first_;  // first number -> segment
};

}  // namespace brevdue::store
