#include "store/journal.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/bytes.hpp"
#include "base/log.hpp"

namespace brevdue::store {
namespace {

using base::FejlKode;
using base::Resultat;

constexpr std::string_view kSuffix = ".seg";
constexpr std::size_t kFillBlock = 1 << 20;
constexpr std::size_t kScanWindow = 4 << 20;
constexpr auto kRetry = std::chrono::seconds{1};

constexpr std::size_t padded(std::size_t bytes) {
  return (bytes + kDiskBlock - 1) / kDiskBlock * kDiskBlock;
}

struct Header {
  std::uint32_t checksum = 0;
  std::uint32_t length = 0;  // of the payload
  std::uint64_t generation = 0;
  std::uint64_t number = 0;
};

Header read_header(const char* from) {
  return {base::get_be<std::uint32_t>(from), base::get_be<std::uint32_t>(from + 4),
          base::get_be<std::uint64_t>(from + 8), base::get_be<std::uint64_t>(from + 16)};
}

std::optional<std::uint64_t> generation_of(std::string_view name) {
  if (!name.ends_with(kSuffix)) return std::nullopt;
  name.remove_suffix(kSuffix.size());
  std::uint64_t generation = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), generation);
  if (error != std::errc{} || end != name.data() + name.size() || generation == 0) return std::nullopt;
  return generation;
}

std::unexpected<base::Fejl> damaged(std::uint64_t generation, std::uint64_t offset, std::string_view what) {
  return base::fejl(FejlKode::LAGER, fmt::format("journal segment {} offset {}: {}", generation, offset, what));
}

}  // namespace

Journal::Journal(FileSystem& files, std::filesystem::path folder, const JournalOptions& options)
    : files_(files), folder_(std::move(folder)), options_(options) {}

Resultat<std::unique_ptr<Journal>> Journal::open(FileSystem& files, std::filesystem::path folder,
                                                 const JournalOptions& options) {
  std::unique_ptr<Journal> journal{new Journal(files, std::move(folder), options)};
  PROEV(journal->load_names());
  return journal;
}

Journal::~Journal() {
  {
    const std::lock_guard lock{mutex_};
    stop_ = true;
  }
  changed_.notify_all();
  if (maker_.joinable()) maker_.join();
}

std::filesystem::path Journal::path_of(std::uint64_t generation) const {
  return folder_ / fmt::format("{:010}{}", generation, kSuffix);
}

std::uint32_t Journal::checksum(std::string_view bytes) const {
  char seed[8];
  base::write_be(seed, options_.secret);
  return base::crc32c(bytes, base::crc32c({seed, sizeof seed}));
}

Resultat<void> Journal::load_names() {
  for (const std::string& name : PROEV(files_.list(folder_))) {
    const auto generation = generation_of(name);
    if (!generation) continue;
    auto segment = std::make_shared<Segment>();
    segment->generation = *generation;
    segment->path = folder_ / name;
    segment->file = PROEV(files_.open(segment->path, false));
    segment->size = PROEV(segment->file->size());
    used_[*generation] = std::move(segment);
    next_generation_ = std::max(next_generation_, *generation + 1);
  }
  return {};
}

// False when no record of that number (0: of any) stands there.
Resultat<bool> Journal::read_record(const Segment& segment, std::uint64_t offset, std::uint64_t number,
                                    std::string& buffer, JournalRecord& out) const {
  if (offset + kRecordHeader > segment.size) return false;
  buffer.resize(kRecordHeader);
  PROEV(segment.file->read_at(offset, {buffer.data(), kRecordHeader}));
  const Header header = read_header(buffer.data());
  if (header.generation != segment.generation || (number != 0 && header.number != number)) return false;
  if (header.length > segment.size - offset - kRecordHeader) return false;
  buffer.resize(kRecordHeader + header.length);
  PROEV(segment.file->read_at(offset + kRecordHeader, {buffer.data() + kRecordHeader, header.length}));
  if (checksum(std::string_view{buffer}.substr(4)) != header.checksum) return false;
  out = {header.number, {segment.generation, offset}, std::string_view{buffer}.substr(kRecordHeader)};
  return true;
}

Resultat<bool> Journal::starts_with_record(const Segment& segment, std::uint64_t number) const {
  std::string buffer;
  JournalRecord record;
  return read_record(segment, 0, number, buffer, record);
}

// Whether a record numbered above `number` stands behind `offset`: then what stands at `offset` was once whole.
Resultat<bool> Journal::later_record(const Segment& segment, std::uint64_t offset, std::uint64_t number) const {
  std::string window;
  std::string buffer;
  JournalRecord record;
  for (std::uint64_t at = offset; at + kRecordHeader <= segment.size; at += kScanWindow) {
    window.resize(std::min<std::uint64_t>(kScanWindow + kRecordHeader, segment.size - at));
    const std::size_t got = PROEV(segment.file->read_at(at, window));
    for (std::size_t i = 0; i + kRecordHeader <= got && i < kScanWindow; i += kDiskBlock) {
      const Header header = read_header(window.data() + i);
      if (header.generation != segment.generation || header.number <= number) continue;
      if (PROEV(read_record(segment, at + i, header.number, buffer, record))) return true;
    }
  }
  return false;
}

// At the end of what can be read: a torn tail has nothing behind it, since each record is synced before the next.
Resultat<void> Journal::refuse_damage(JournalPlace tail, std::uint64_t expected) const {
  for (auto it = used_.lower_bound(tail.segment); it != used_.end(); ++it) {
    const std::uint64_t from = it->first == tail.segment ? tail.offset : 0;
    if (PROEV(later_record(*it->second, from, expected))) {
      return damaged(tail.segment, tail.offset,
                     fmt::format("record {} is damaged or missing, though later records stand", expected));
    }
  }
  return {};
}

Resultat<void> Journal::recover(JournalPlace from, std::uint64_t first, const Visitor& each) {
  auto segment = used_.lower_bound(from.segment);
  if (from.segment != 0 && (segment == used_.end() || segment->first != from.segment)) {
    return damaged(from.segment, from.offset, "the segment is missing");
  }
  std::string buffer;
  JournalRecord record;
  JournalPlace tail = from;
  std::uint64_t expected = first;
  while (segment != used_.end()) {
    if (PROEV(read_record(*segment->second, tail.offset, expected, buffer, record))) {
      PROEV(each(record));
      expected = record.number + 1;
      tail = {segment->first, tail.offset + padded(kRecordHeader + record.payload.size())};
      continue;
    }
    const auto next = std::next(segment);
    if (next == used_.end() || !PROEV(starts_with_record(*next->second, expected))) break;
    segment = next;
    tail = {segment->first, 0};
  }
  PROEV(refuse_damage(tail, expected));
  return finish_recovery(tail, expected == 0 ? 0 : expected - 1);
}

// Segments behind the tail hold nothing: they are the spares.
Resultat<void> Journal::finish_recovery(JournalPlace tail, std::uint64_t last) {
  last_number_ = last;
  offset_ = tail.offset;
  const std::lock_guard lock{mutex_};
  end_ = tail;
  const auto behind = used_.upper_bound(tail.segment);
  std::vector<SegmentPtr> empty;
  for (auto it = behind; it != used_.end(); ++it) empty.push_back(it->second);
  used_.erase(behind, used_.end());
  if (!used_.empty()) current_ = std::prev(used_.end())->second;
  return options_.read_only ? Resultat<void>{} : start_maker(empty);
}

Resultat<void> Journal::start_maker(const std::vector<SegmentPtr>& behind) {
  for (const SegmentPtr& empty : behind) {
    // One cut short while it was filled, or too many, are not worth keeping.
    if (empty->size == options_.segment_bytes && spares_.size() < options_.spare_segments) {
      spares_.push_back(empty);
    } else {
      PROEV(files_.remove(empty->path));
    }
  }
  PROEV(files_.sync_folder(folder_));
  maker_ = std::thread{[this] { prepare_spares(); }};
  return {};
}

Resultat<JournalPlace> Journal::append(BlockBuffer& record, bool from_reserve) {
  const std::size_t size = record.size();
  record.resize(padded(size));
  auto place = append_blocks(record, size, from_reserve);
  record.resize(size);
  return place;
}

// `blocks`: the record and its padding, `size` the record's own.
Resultat<JournalPlace> Journal::append_blocks(BlockBuffer& blocks, std::size_t size, bool from_reserve) {
  if (failed_) return base::fejl(FejlKode::LAGER, "the journal failed before");
  const std::uint64_t number = last_number_ + 1;
  if (!current_ || offset_ + blocks.size() > current_->size) {
    // An empty segment takes any record: a larger one makes it grow.
    if (!current_ || offset_ != 0) PROEV(next_segment(from_reserve));
  }
  base::write_be(blocks.data() + 4, static_cast<std::uint32_t>(size - kRecordHeader));
  base::write_be(blocks.data() + 8, current_->generation);
  base::write_be(blocks.data() + 16, number);
  base::write_be(blocks.data(), checksum(std::string_view{blocks.data(), size}.substr(4)));

  auto done = current_->file->write_at(offset_, blocks);
  if (!done && done.error().kode == FejlKode::DISK_FULD) {
    const std::string nothing(kRecordHeader, '\0');
    if (current_->file->write_at(offset_, nothing) || offset_ + kRecordHeader > current_->size)
      return std::unexpected(done.error());
  }
  if (done) done = current_->file->sync();
  if (!done) {
    // After a failed sync nobody knows what the disk holds, and a second sync may wrongly say that all is well.
    failed_ = true;
    return base::fejl(FejlKode::LAGER, done.error().tekst, done.error().sti);
  }
  ++syncs_;
  last_number_ = number;
  const JournalPlace place{current_->generation, offset_};
  offset_ += blocks.size();
  current_->size = std::max(current_->size, offset_);
  const std::lock_guard lock{mutex_};
  end_ = {place.segment, offset_};
  return place;
}

Resultat<void> Journal::next_segment(bool from_reserve) {
  if (current_) current_->file->rest();
  PROEV(take_spare(from_reserve));
  offset_ = 0;
  return {};
}

Resultat<void> Journal::take_spare(bool from_reserve) {
  std::unique_lock lock{mutex_};
  if (spares_.empty()) {
    maker_error_.reset();
    wanted_ = true;
    use_reserve_ = from_reserve;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !spares_.empty() || maker_error_ || stop_; });
    wanted_ = false;
    if (spares_.empty()) return std::unexpected(maker_error_.value_or(base::Fejl{FejlKode::LAGER, "closing", {}}));
  }
  current_ = std::move(spares_.front());
  spares_.pop_front();
  used_[current_->generation] = current_;
  changed_.notify_all();
  return {};
}

void Journal::prepare_spares() {
  std::unique_lock lock{mutex_};
  while (!stop_ || !old_.empty()) {
    // The appender waits for one only: it may be long in waking up.
    const std::size_t enough = wanted_ ? std::max<std::size_t>(options_.spare_segments, 1) : options_.spare_segments;
    const bool work = !old_.empty() || spares_.size() < enough;
    if (work && (!maker_error_ || !old_.empty())) {
      make_one(lock);
    } else if (maker_error_) {
      // Tried again by itself, so that room made meanwhile is found.
      if (changed_.wait_for(lock, kRetry) == std::cv_status::timeout) maker_error_.reset();
    } else {
      changed_.wait(lock);
    }
  }
}

// One step: an old segment renamed or removed, or a new one filled. The lock is let go meanwhile.
void Journal::make_one(std::unique_lock<std::mutex>& lock) {
  SegmentPtr old;
  if (!old_.empty()) {
    old = std::move(old_.front());
    old_.pop_front();
  }
  const bool enough = spares_.size() >= options_.spare_segments;
  const bool from_reserve = wanted_ && use_reserve_;
  const std::uint64_t generation = next_generation_;
  lock.unlock();
  auto made = old ? make_from_old(generation, old, enough) : make_spare(generation, from_reserve);
  old.reset();  // its file may be closed by this
  lock.lock();
  if (!made) {
    maker_error_ = made.error();
    base::log::warn("no journal segment could be made", {{"error", base::beskriv(made.error())}});
  } else if (*made) {
    ++next_generation_;
    spares_.push_back(*std::move(made));
  }
  changed_.notify_all();
}

// Nothing when the old file was removed instead: enough spares, a grown one, or somebody still reads from it.
Resultat<Journal::SegmentPtr> Journal::make_from_old(std::uint64_t generation, const SegmentPtr& old, bool enough) {
  const auto path = path_of(generation);
  const bool reuse = !enough && old->size == options_.segment_bytes && old.use_count() == 1;
  PROEV(reuse ? files_.rename(old->path, path) : files_.remove(old->path));
  PROEV(files_.sync_folder(folder_));
  if (!reuse) return nullptr;
  auto file = PROEV(files_.open(path, false));
  return std::make_shared<Segment>(generation, path, std::move(file), options_.segment_bytes);
}

Resultat<Journal::SegmentPtr> Journal::make_spare(std::uint64_t generation, bool from_reserve) {
  const std::uint64_t keep = from_reserve ? 0 : options_.reserve_bytes;
  if (PROEV(files_.free_bytes(folder_)) < keep + options_.segment_bytes) {
    return base::fejl(FejlKode::DISK_FULD, "no room for a journal segment");
  }
  const auto path = path_of(generation);
  auto file = PROEV(files_.open(path, true));
  if (auto filled = fill(*file); !filled) {
    file.reset();
    (void)files_.remove(path);  // what matters is why it could not be filled
    return std::unexpected(filled.error());
  }
  PROEV(files_.sync_folder(folder_));
  return std::make_shared<Segment>(generation, path, std::move(file), options_.segment_bytes);
}

Resultat<void> Journal::fill(File& file) const {
  const BlockBuffer zeroes(std::min(kFillBlock, options_.segment_bytes), '\0');
  for (std::size_t at = 0; at < options_.segment_bytes; at += zeroes.size()) {
    PROEV(file.write_at(at, std::string_view{zeroes}.substr(0, options_.segment_bytes - at)));
  }
  return file.sync();
}

std::shared_ptr<const Segment> Journal::segment(std::uint64_t generation) const {
  const std::lock_guard lock{mutex_};
  const auto it = used_.find(generation);
  return it == used_.end() ? nullptr : it->second;
}

JournalPlace Journal::end() const {
  const std::lock_guard lock{mutex_};
  return end_;
}

std::vector<std::uint64_t> Journal::segments() const {
  const std::lock_guard lock{mutex_};
  std::vector<std::uint64_t> out;
  for (const auto& [generation, segment] : used_) out.push_back(generation);
  return out;
}

void Journal::recycle(std::uint64_t generation) {
  const std::lock_guard lock{mutex_};
  const auto it = used_.find(generation);
  if (it == used_.end() || it->second == current_) return;
  old_.push_back(std::move(it->second));
  used_.erase(it);
  changed_.notify_all();
}

}  // namespace brevdue::store
