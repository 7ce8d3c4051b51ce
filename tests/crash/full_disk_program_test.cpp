// The whole program on a disk that its senders fill: they are refused clearly, receivers still get tokens and beskeder,
// and when they have emptied it senders are taken again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../acceptance/sandkasse.hpp"
#include "base/skip_testing.hpp"
#include "small_mount.hpp"

namespace brevdue::crash {
namespace {

using acceptance::json;
using acceptance::must;
using acceptance::Sandkasse;

constexpr std::size_t kBytes = 300'000;

class FullDiskProgram : public testing::Test {
 protected:
  void SetUp() override {
    mount_ = std::make_unique<SmallMount>(sandkasse_.folder(), "size=120m");
    if (!mount_->mounted()) SKIP_UNLESS_CI("a tmpfs cannot be mounted (it needs root): " + mount_->why());
    ASSERT_TRUE(sandkasse_.start()) << sandkasse_.log();
    afsend_ = sandkasse_.token("afsend");
  }
  void TearDown() override {
    if (mount_->mounted()) EXPECT_EQ(sandkasse_.stop(), 0) << sandkasse_.log();
  }
  // Whether a large besked is taken; when not, with which words.
  bool publish() {
    const auto id = base::Uuid::random(random_).text();
    if (!publisher_) publisher_ = sandkasse_.publisher(afsend_);
    const auto reply =
        publisher_->publish(acceptance::kExchange, afsend_, id, id, acceptance::besked(id) + std::string(kBytes, ' '));
    refusal_ = reply ? *reply : reply.error().tekst;
    const bool taken = reply && reply->find("<StatusKode>20<") != std::string::npos;
    if (!taken) publisher_.reset();
    return taken;
  }
  int publish_until_refused(int most) {
    int taken = 0;
    while (taken < most && publish()) ++taken;
    return taken;
  }
  // Takes all there is, with basic.get and no ack to come; how many.
  int drain() {
    const auto receiver = must(sandkasse_.connect(sandkasse_.token("modtag")));
    int taken = 0;
    while (must(receiver->get(app::kEksempelDueslag, true))) ++taken;
    return taken;
  }
  int ready_code() const {
    auto maal = sandkasse_.maal(sandkasse_.metrics_port(), "");
    maal.tls = false;
    maal.host = "127.0.0.1";
    return must(http::request(maal, "GET", "/readyz", {}, {})).status;
  }
  json status() const { return json::parse(must(app::admin_get(sandkasse_.data(), "/status"))); }

  Sandkasse sandkasse_;
  std::unique_ptr<SmallMount> mount_;
  base::SystemTilfaeldig random_;
  std::string afsend_;
  std::unique_ptr<amqp::Klient> publisher_;
  std::string refusal_;
};

TEST_F(FullDiskProgram, ReceiversEmptyItAndSendersGoOn) {
  const int sent = publish_until_refused(1000);
  ASSERT_LT(sent, 1000) << "the disk does not fill up";
  ASSERT_GT(sent, 20) << refusal_;
  EXPECT_THAT(refusal_, testing::HasSubstr("basic.nack"));
  EXPECT_EQ(ready_code(), 503);
  EXPECT_EQ(status()["ready"], false);
  EXPECT_EQ(status()["disk_full"], true);
  EXPECT_FALSE(publish()) << "taken on a full disk";

  EXPECT_EQ(drain(), sent);
  // Segments are given back on another thread: each attempt is a commit to wait for.
  int attempts = 0;
  while (attempts < 500 && !publish()) ++attempts;
  ASSERT_LT(attempts, 500) << refusal_;
  EXPECT_EQ(status()["disk_full"], false);
  EXPECT_EQ(status()["ready"], true);
  EXPECT_EQ(ready_code(), 200);
  EXPECT_EQ(drain(), 1);
}

// Far more than the disk holds passes through it, since what is taken leaves room.
TEST_F(FullDiskProgram, WhatIsTakenAtOnceNeverFillsIt) {
  const auto receiver = must(sandkasse_.connect(sandkasse_.token("modtag")));
  for (int n = 0; n < 600; ++n) {
    ASSERT_TRUE(publish()) << "besked " << n << ": " << refusal_;
    ASSERT_TRUE(must(receiver->get(app::kEksempelDueslag, true))) << n;
  }
}

}  // namespace
}  // namespace brevdue::crash
