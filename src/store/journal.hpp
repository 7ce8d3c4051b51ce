// The journal: numbered records in segment files, each record whole and synced before append returns.
//
// A segment file `<generation>.seg` is filled with zeroes (or is an older one renamed) before it is written, so a
// record costs one write and one fdatasync and no change of the file's size. A record is a header {checksum, length,
// generation, number} and its payload, and fills whole blocks of 4 KiB, so that it goes past the page cache where the
// file system lets it; it never spans segments (a record larger than a segment grows the file it stands in). The
// checksum is seeded with the store's secret, so that bytes a client sends, left behind by
// a torn write, can never pass for a record. Recycled segments hold old records: their generation tells.
//
// Thread safety: recover before anything else; append from one thread; the rest from any. A thread of the journal's own
// makes spare segments. Ownership: the FileSystem must outlive the Journal; a Segment outlives its place in the journal
// as long as somebody reads from it.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.hpp"
#include "store/file_system.hpp"

namespace brevdue::store {

struct Segment {
  std::uint64_t generation = 0;
  std::filesystem::path path;
  std::unique_ptr<File> file;
  std::uint64_t size = 0;
};

struct JournalPlace {
  std::uint64_t segment = 0;  // generation; 0: none
  std::uint64_t offset = 0;
  auto operator<=>(const JournalPlace&) const = default;
};

struct JournalRecord {
  std::uint64_t number = 0;
  JournalPlace place;  // of the header
  std::string_view payload;
};

struct JournalOptions {
  std::size_t segment_bytes = 64 << 20;  // whole blocks
  std::size_t spare_segments = 2;
  std::size_t reserve_bytes = 0;  // spares are made only while this stays free beside them
  std::uint64_t secret = 0;       // seeds the checksums; the same for the life of the store
  bool read_only = false;         // nothing in the folder is touched, and nothing is appended or recycled
};

// Bytes to leave free in front of a record's payload, for append to fill.
inline constexpr std::size_t kRecordHeader = 24;

class Journal {
 public:
  static base::Resultat<std::unique_ptr<Journal>> open(FileSystem& files, std::filesystem::path folder,
                                                       const JournalOptions& options);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  using Visitor = std::function<base::Resultat<void>(const JournalRecord&)>;
  // Hands over the records from `from` (the oldest segment's beginning if none), in order, and remembers where they
  // end: there append goes on. `first` is the number the first must have; 0: whatever stands there. Called once.
  // Errors: LAGER naming segment and offset when a record is damaged or missing though later ones stand (a torn last
  // record is none: nobody was promised it); the visitor's own.
  base::Resultat<void> recover(JournalPlace from, std::uint64_t first, const Visitor& each);

  // Writes and syncs `record` (kRecordHeader free bytes, then the payload); its number is the last one's + 1.
  // `from_reserve`: a segment may be made of the disk's reserve. Errors: DISK_FULD: nothing is written, the place is
  // used again; LAGER: it is unknown what the disk holds, and every later append fails too.
  base::Resultat<JournalPlace> append(BlockBuffer& record, bool from_reserve);

  std::uint64_t last_number() const { return last_number_.load(); }
  std::uint64_t syncs() const { return syncs_.load(); }

  // Where the next record goes: all before it is whole and synced.
  JournalPlace end() const;
  // A segment in use, or nullptr.
  std::shared_ptr<const Segment> segment(std::uint64_t generation) const;
  // Generations in use, oldest first; the last is being written.
  std::vector<std::uint64_t> segments() const;
  // The segment's records are needed no more: it becomes a spare, or goes when there are enough. Never the last one.
  void recycle(std::uint64_t generation);

 private:
  using SegmentPtr = std::shared_ptr<Segment>;
  Journal(FileSystem& files, std::filesystem::path folder, const JournalOptions& options);

  base::Resultat<void> load_names();
  base::Resultat<bool> read_record(const Segment& segment, std::uint64_t offset, std::uint64_t number,
                                   std::string& buffer, JournalRecord& out) const;
  base::Resultat<bool> starts_with_record(const Segment& segment, std::uint64_t number) const;
  base::Resultat<bool> later_record(const Segment& segment, std::uint64_t offset, std::uint64_t number) const;
  base::Resultat<void> refuse_damage(JournalPlace tail, std::uint64_t expected) const;
  base::Resultat<void> finish_recovery(JournalPlace tail, std::uint64_t last);
  base::Resultat<void> start_maker(const std::vector<SegmentPtr>& behind);

  base::Resultat<JournalPlace> append_blocks(BlockBuffer& blocks, std::size_t size, bool from_reserve);
  base::Resultat<void> next_segment(bool from_reserve);
  base::Resultat<void> take_spare(bool from_reserve);
  base::Resultat<SegmentPtr> make_spare(std::uint64_t generation, bool from_reserve);
  base::Resultat<SegmentPtr> make_from_old(std::uint64_t generation, const SegmentPtr& old, bool enough);
  base::Resultat<void> fill(File& file) const;
  void prepare_spares();
  void make_one(std::unique_lock<std::mutex>& lock);
  std::filesystem::path path_of(std::uint64_t generation) const;
  std::uint32_t checksum(std::string_view bytes) const;

  FileSystem& files_;
  const std::filesystem::path folder_;
  const JournalOptions options_;

  SegmentPtr current_;        // appender's own, as are the next three
  std::uint64_t offset_ = 0;  // where the next record goes
  bool failed_ = false;
  std::atomic<std::uint64_t> last_number_{0};
  std::atomic<std::uint64_t> syncs_{0};

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  JournalPlace end_;
  std::map<std::uint64_t, SegmentPtr> used_;  // by generation
  std::deque<SegmentPtr> spares_;             // named and synced, in order of generation
  std::deque<SegmentPtr> old_;                // recycled, to be renamed
  std::uint64_t next_generation_ = 1;
  bool wanted_ = false;       // the appender waits for a spare
  bool use_reserve_ = false;  // ... and it may be made of the reserve
  std::optional<base::Fejl> maker_error_;
  bool stop_ = false;
  std::thread maker_;
};

}  // namespace brevdue::store
