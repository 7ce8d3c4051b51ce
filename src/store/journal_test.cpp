#include "store/journal.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <fstream>

#include "store/files_testing.hpp"

namespace brevdue::store {
namespace {

namespace fs = std::filesystem;

FileSystem& files() {
  static testing::TestFiles files;
  return files;
}

struct TempFolder {
  TempFolder() {
    std::string name = fs::temp_directory_path() / "brevdue-journal-XXXXXX";
    path = mkdtemp(name.data());
  }
  ~TempFolder() { fs::remove_all(path); }
  fs::path path;
};

constexpr JournalOptions kSmall{.segment_bytes = 4 * kDiskBlock, .spare_segments = 2, .reserve_bytes = 0, .secret = 42};

struct Opened {
  std::unique_ptr<Journal> journal;
  std::vector<std::string> payloads;
};

base::Resultat<Opened> open(const fs::path& folder, JournalOptions options = kSmall) {
  Opened out;
  out.journal = PROEV(Journal::open(files(), folder, options));
  PROEV(out.journal->recover({}, 0, [&](const JournalRecord& record) -> base::Resultat<void> {
    out.payloads.emplace_back(record.payload);
    return {};
  }));
  return out;
}

JournalPlace append(Journal& journal, std::string_view payload) {
  BlockBuffer record(kRecordHeader, '\0');
  record += payload;
  auto place = journal.append(record, false);
  EXPECT_TRUE(place) << (place ? "" : base::beskriv(place.error()));
  return place.value_or(JournalPlace{});
}

fs::path file_of(const fs::path& folder, std::uint64_t generation) {
  return folder / fmt::format("{:010}.seg", generation);
}

void overwrite(const fs::path& path, std::uint64_t offset, std::string_view bytes) {
  std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
  file.seekp(static_cast<std::streamoff>(offset));
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string slurp(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(Journal, gives_back_what_was_appended_across_segments) {
  const TempFolder temp;
  std::vector<std::string> written;
  {
    auto journal = open(temp.path);
    ASSERT_TRUE(journal);
    for (int i = 0; i < 30; ++i) {
      written.push_back(std::string(static_cast<std::size_t>(i) * 40, static_cast<char>('a' + i % 26)));
      append(*journal->journal, written.back());
    }
    EXPECT_GT(journal->journal->segments().size(), 3U);
    EXPECT_EQ(journal->journal->last_number(), 30U);
    EXPECT_EQ(journal->journal->syncs(), 30U);
  }
  auto again = open(temp.path);
  ASSERT_TRUE(again) << base::beskriv(again.error());
  EXPECT_EQ(again->payloads, written);
  EXPECT_EQ(again->journal->last_number(), 30U);
}

TEST(Journal, goes_on_where_it_stopped) {
  const TempFolder temp;
  for (int round = 0; round < 5; ++round) {
    auto journal = open(temp.path);
    ASSERT_TRUE(journal);
    EXPECT_EQ(journal->payloads.size(), static_cast<std::size_t>(round));
    append(*journal->journal, "x");
  }
}

TEST(Journal, a_record_larger_than_a_segment_gets_a_larger_one) {
  const TempFolder temp;
  const std::string big(20000, 'B');
  {
    auto journal = open(temp.path);
    append(*journal->journal, "small");
    append(*journal->journal, big);
    append(*journal->journal, "after");
  }
  auto again = open(temp.path);
  ASSERT_TRUE(again) << base::beskriv(again.error());
  EXPECT_EQ(again->payloads, (std::vector<std::string>{"small", big, "after"}));
}

TEST(Journal, a_torn_tail_ends_it_and_its_place_is_used_again) {
  const TempFolder temp;
  JournalPlace last;
  {
    auto journal = open(temp.path);
    append(*journal->journal, "one");
    last = append(*journal->journal, std::string(500, 't'));
  }
  overwrite(file_of(temp.path, last.segment), last.offset + 100, "X");
  auto again = open(temp.path);
  ASSERT_TRUE(again) << base::beskriv(again.error());
  EXPECT_EQ(again->payloads, std::vector<std::string>{"one"});
  EXPECT_EQ(append(*again->journal, "two"), last);
}

TEST(Journal, damage_in_the_middle_is_refused_and_named) {
  const TempFolder temp;
  JournalPlace hurt;
  {
    auto journal = open(temp.path);
    append(*journal->journal, "one");
    hurt = append(*journal->journal, std::string(64, 'h'));
    append(*journal->journal, "three");
  }
  overwrite(file_of(temp.path, hurt.segment), hurt.offset + kRecordHeader, "X");
  auto again = open(temp.path);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kode, base::FejlKode::LAGER);
  EXPECT_NE(again.error().tekst.find(fmt::format("segment {} offset {}", hurt.segment, hurt.offset)),
            std::string::npos);
}

TEST(Journal, a_missing_segment_is_refused) {
  const TempFolder temp;
  {
    auto journal = open(temp.path);
    for (int i = 0; i < 12; ++i) append(*journal->journal, std::string(1000, 'm'));
  }
  fs::remove(file_of(temp.path, 2));
  auto again = open(temp.path);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kode, base::FejlKode::LAGER);
}

TEST(Journal, every_flipped_byte_is_a_torn_tail_or_refused) {
  const TempFolder temp;
  std::vector<std::string> written;
  {
    auto journal = open(temp.path);
    for (int i = 0; i < 4; ++i) {
      written.push_back(fmt::format("record {}", i));
      append(*journal->journal, written.back());
    }
  }
  EXPECT_TRUE(rc::check([&] {
    const auto record = *rc::gen::inRange<std::size_t>(0, written.size());
    const auto at = record * kDiskBlock + *rc::gen::inRange<std::size_t>(0, kRecordHeader + written[record].size());
    const std::string before = slurp(file_of(temp.path, 1));
    const char flipped = static_cast<char>(before[at] ^ (1 << *rc::gen::inRange(0, 8)));
    overwrite(file_of(temp.path, 1), at, {&flipped, 1});
    auto again = open(temp.path);
    if (again) {
      RC_ASSERT(again->payloads.size() + 1 == written.size());
      RC_ASSERT(std::equal(again->payloads.begin(), again->payloads.end(), written.begin()));
    }
    again = open("/nonexistent");
    overwrite(file_of(temp.path, 1), 0, before);
  }));
}

TEST(Journal, recycled_segments_are_used_again_and_their_old_records_are_not_seen) {
  const TempFolder temp;
  {
    auto journal = open(temp.path);
    for (int i = 0; i < 200; ++i) {
      append(*journal->journal, fmt::format("{:0>1000}", i));
      const auto segments = journal->journal->segments();
      for (std::size_t k = 0; k + 2 < segments.size(); ++k) journal->journal->recycle(segments[k]);
    }
  }
  const auto names = files().list(temp.path);
  ASSERT_TRUE(names);
  EXPECT_LE(names->size(), 8U);
  auto again = open(temp.path);
  ASSERT_TRUE(again) << base::beskriv(again.error());
  ASSERT_FALSE(again->payloads.empty());
  EXPECT_EQ(again->payloads.back(), fmt::format("{:0>1000}", 199));
  EXPECT_LE(again->payloads.size(), 16U);
}

TEST(Journal, bytes_left_by_a_client_never_pass_for_a_record) {
  const TempFolder temp;
  const TempFolder forge;
  JournalOptions guess = kSmall;
  guess.secret = 43;
  {
    auto journal = open(forge.path, guess);
    for (int i = 0; i < 3; ++i) append(*journal->journal, "forged");
  }
  // Where the victim's next blocks begin, the forged records do.
  const std::string forged =
      std::string(kDiskBlock - kRecordHeader, 'p') + slurp(file_of(forge.path, 1)).substr(0, 2 * kDiskBlock);
  JournalPlace last;
  {
    auto journal = open(temp.path);
    append(*journal->journal, "one");
    last = append(*journal->journal, forged);
  }
  overwrite(file_of(temp.path, last.segment), last.offset, "XX");  // torn, and the forged records behind
  auto again = open(temp.path);
  ASSERT_TRUE(again) << base::beskriv(again.error());
  EXPECT_EQ(again->payloads, std::vector<std::string>{"one"});
}

TEST(Journal, recovery_starts_where_it_is_told) {
  const TempFolder temp;
  JournalPlace third;
  {
    auto journal = open(temp.path);
    append(*journal->journal, "1");
    append(*journal->journal, "2");
    third = append(*journal->journal, "3");
    append(*journal->journal, "4");
  }
  auto journal = Journal::open(files(), temp.path, kSmall);
  std::vector<std::uint64_t> numbers;
  ASSERT_TRUE((*journal)->recover(third, 3, [&](const JournalRecord& record) -> base::Resultat<void> {
    numbers.push_back(record.number);
    return {};
  }));
  EXPECT_EQ(numbers, (std::vector<std::uint64_t>{3, 4}));
  auto wrong = Journal::open(files(), temp.path, kSmall);
  EXPECT_FALSE((*wrong)->recover(third, 2, [](const JournalRecord&) -> base::Resultat<void> { return {}; }));
}

}  // namespace
}  // namespace brevdue::store
