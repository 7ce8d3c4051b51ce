// However the demo ends, it leaves no folder behind and no sandbox running.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.hpp"
#include "sandkasse.hpp"

namespace brevdue::acceptance {
namespace {

namespace fs = std::filesystem;

class Demo : public testing::Test {
 protected:
  void SetUp() override { ::setenv("TMPDIR", folder_.c_str(), 1); }
  void TearDown() override {
    ::unsetenv("TMPDIR");
    EXPECT_TRUE(fs::is_empty(folder_)) << "a temporary folder is left";
    EXPECT_FALSE(is_served()) << "the sandbox still runs";
    fs::remove_all(folder_);
  }
  // Whether any process has our folder among its words.
  bool is_served() const {
    for (const auto& one : fs::directory_iterator("/proc")) {
      const auto words = app::read_file(one.path() / "cmdline");
      if (words && words->find(folder_.string()) != std::string::npos) return true;
    }
    return false;
  }

  const fs::path folder_ = make_folder("brevdue-demo-test");
};

TEST_F(Demo, TellsItsStory) {
  const auto ending = brevdue("demo --once");
  EXPECT_EQ(ending.exit_code, 0) << ending.output;
  EXPECT_THAT(ending.output, testing::HasSubstr("The story went as it should."));
}

TEST_F(Demo, WithoutStandardOutput) {
  const auto ending = brevdue("demo --once >&-");
  EXPECT_EQ(ending.exit_code, 0) << ending.output;
}

TEST_F(Demo, WhenNobodyListens) {
  brevdue("demo --once | true");
}

TEST_F(Demo, EndedInTheMiddle) {
  Program demo({"brevdue", "demo", "--once"});
  ASSERT_TRUE(demo.line_with("0. The sandbox is up")) << demo.output();
  EXPECT_NE(demo.stop(), 0) << demo.output();
}

TEST_F(Demo, EndedAfterwards) {
  Program demo({"brevdue", "demo"});
  ASSERT_TRUE(demo.line_with("End it with Ctrl-C")) << demo.output();
  demo.signal(SIGINT);
  EXPECT_EQ(demo.wait(), 0) << demo.output();
}

}  // namespace
}  // namespace brevdue::acceptance
