#include "store/file_system.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace brevdue::store {
namespace {

// Where the page cache can be passed by, and where it cannot.
class SystemFileTest : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    std::string name = std::filesystem::path{GetParam()} / "brevdue-file-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) GTEST_SKIP() << GetParam() << " cannot be written to";
    folder_ = name;
  }
  void TearDown() override {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }
  static std::string read(const File& file, std::size_t size) {
    std::string out(size, '\0');
    out.resize(file.read_at(0, out).value_or(0));
    return out;
  }
  std::filesystem::path folder_;
};

// Both ways to write, by turns and over each other, are one file to whoever reads it.
TEST_P(SystemFileTest, is_read_as_it_was_written_last) {
  const auto file = system_files().open(folder_ / "file", true);
  ASSERT_TRUE(file) << base::beskriv(file.error());
  std::string expected(4 * kDiskBlock, '\0');
  const auto write = [&](std::uint64_t offset, std::string_view bytes) {
    ASSERT_TRUE((*file)->write_at(offset, bytes));
    expected.replace(offset, bytes.size(), bytes);
    EXPECT_EQ(read(**file, expected.size()), expected);
  };
  const BlockBuffer zeroes(4 * kDiskBlock, '\0');
  const BlockBuffer blocks(2 * kDiskBlock, 'b');
  write(0, zeroes);
  write(kDiskBlock, blocks);
  write(kDiskBlock + 7, "in the middle of a block");
  write(2 * kDiskBlock, std::string_view{blocks}.substr(1, kDiskBlock));  // memory in the middle of one
  (*file)->rest();
  write(kDiskBlock, BlockBuffer(kDiskBlock, 'c'));
  write(4 * kDiskBlock, blocks);  // the file grows
  EXPECT_TRUE((*file)->sync());
  EXPECT_EQ((*file)->size(), 6 * kDiskBlock);
}

INSTANTIATE_TEST_SUITE_P(, SystemFileTest, ::testing::Values("/var/tmp", "/dev/shm"));

}  // namespace
}  // namespace brevdue::store
