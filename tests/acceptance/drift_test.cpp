// What an operator does with a running program and its data folder: commands, signals, backups; and what is refused,
// with which exit code and words.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <thread>

#include "net/socket_testing.hpp"
#include "sandkasse.hpp"

namespace brevdue::acceptance {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

constexpr const char* kNoSuchId = "00000000-0000-4000-8000-0000000000ff";

class Drift : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    sandkasse_ = std::make_unique<Sandkasse>();
    start();
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(sandkasse_->stop(), 0) << sandkasse_->log();
    sandkasse_.reset();
  }
  void TearDown() override { EXPECT_THAT(sandkasse_->token("afsend"), HasSubstr("Assertion")); }

  static void start() {
    if (sandkasse_->start()) return;
    std::fprintf(stderr, "%s\n", sandkasse_->log().c_str());
    std::abort();
  }
  // A command on the sandbox's folder.
  static Ending on_data(const std::string& words) { return brevdue(words + " --data " + sandkasse_->data().string()); }
  static std::string file(const char* name, std::string_view text) {
    const auto path = sandkasse_->folder() / name;
    must(app::write_file(path, text));
    return path.string();
  }
  static http::Answer admin(std::string_view method, const std::string& target, std::string_view body = {}) {
    net::KlientMaal maal;
    maal.host = "localhost";
    maal.unix_path = (sandkasse_->data() / "admin.sock").string();
    maal.timeout = kSvarfrist;
    return must(http::request(maal, method, target, {}, body));
  }
  static void publish() {
    const auto id = base::Uuid::random(random_).text();
    const auto token = sandkasse_->token("afsend");
    EXPECT_THAT(must(sandkasse_->publisher(token)->publish(kExchange, token, id, id, besked(id))),
                HasSubstr("<StatusKode>20<"));
  }

  static base::SystemTilfaeldig random_;
  static std::unique_ptr<Sandkasse> sandkasse_;
};

base::SystemTilfaeldig Drift::random_;
std::unique_ptr<Sandkasse> Drift::sandkasse_;

// Ended with that code, saying these words.
void expect_ending(const Ending& ending, int code, std::string_view words) {
  EXPECT_EQ(ending.exit_code, code) << ending.output;
  EXPECT_THAT(ending.output, HasSubstr(words));
}

// A head that this ledger never had.
std::string foreign(std::string head) {
  head.back() = head.back() == '0' ? '1' : '0';
  return head;
}

TEST_F(Drift, TheAdminSocketRefusesWrongParametersWithWords) {
  const std::string dueslag = "dueslag=" + std::string(app::kEksempelDueslag);
  const std::string inside = (sandkasse_->data() / "store" / "kopi").string();
  std::string deep = "a";
  for (int i = 0; i < 40'000; ++i) deep += ".a";
  deep += " = 1\n";
  struct {
    const char* method;
    std::string target;
    std::string body;
    const char* words;
  } const cases[] = {
      {"GET", "/koe", "", "dueslag"},
      {"GET", "/koe?dueslag=ja", "", "must be a UUID"},
      {"GET", "/fejlkoe?" + dueslag + "&after=sidste", "", "must be a number"},
      {"GET", "/hvorfor?" + dueslag, "", "must be a BeskedId"},
      {"GET", "/ledger?from=-1", "", "must be a number"},
      {"GET", "/ledger/verify?anker=hej", "", "must be NUMBER:HEX"},
      {"POST", "/fejlkoe/requeue?" + dueslag, "", "ankomst"},
      {"POST", "/fejlkoe/delete?" + dueslag + "&ankomst=x", "", "must be a number"},
      {"POST", "/import", "\n\nukendt = 1\n", "import:3"},
      {"POST", "/backup", "et/sted", "must be an absolute path"},
      {"POST", "/backup", "\xff\xfe", "must be an absolute path"},
      {"POST", "/backup", "/findes/ikke/her", "in a folder that cannot be found"},
      {"POST", "/backup", inside, "is inside the data folder"},
      {"POST", "/import", deep, "import:1"},
      {"POST", "/clock?at=nu", "", "must be a number"},
      {"POST", "/clock?by=9223372036854775807", "", "year 9998"},
      {"POST", "/clock?at=9223372036854775807", "", "year 9998"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.target);
    const auto answer = admin(one.method, one.target, one.body);
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_THAT(json::parse(answer.body)["message"].get<std::string>(), HasSubstr(one.words));
  }
}

TEST_F(Drift, AnImportWithAnUnknownSettingSaysWhere) {
  const auto path = file("ukendt.toml", "[[myndighed]]\ncvr = \"11111111\"\nnavn = \"Korsbæk\"\nfarve = \"blaa\"\n");
  const auto before = on_data("export registreringer").output;
  expect_ending(on_data("import registreringer " + path), 1, path + ":4");
  EXPECT_EQ(on_data("export registreringer").output, before);
}

TEST_F(Drift, WhatWasExportedChangesNothingWhenImported) {
  const auto exported = on_data("export registreringer");
  ASSERT_EQ(exported.exit_code, 0) << exported.output;
  EXPECT_THAT(exported.output, AllOf(HasSubstr(app::kEksempelSystem), HasSubstr(app::kEksempelDueslag)));
  const auto imported = on_data("import registreringer " + file("ud.toml", exported.output));
  EXPECT_EQ(imported.exit_code, 0) << imported.output;
  EXPECT_EQ(on_data("export registreringer").output, exported.output);
}

TEST_F(Drift, ABlockedSystemIsOut) {
  const auto before = on_data("export registreringer").output;
  auto blocked = before;
  const auto system = blocked.find("uuid = \"" + std::string(app::kEksempelSystem));
  ASSERT_NE(system, std::string::npos);
  blocked.insert(system, "spaerret = true\n");

  const auto token = sandkasse_->token("modtag");
  const auto afsend = sandkasse_->token("afsend");
  const auto receiver = must(sandkasse_->connect(token));
  const auto sender = sandkasse_->publisher(afsend);
  const auto idle = must(sandkasse_->connect(token));
  must(receiver->prefetch(1));
  must(receiver->consume(app::kEksempelDueslag));
  EXPECT_EQ(sandkasse_->dueslag()["konsumenter"], 1);
  const auto imported = on_data("import registreringer " + file("spaerret.toml", blocked));
  ASSERT_EQ(imported.exit_code, 0) << imported.output;

  const auto words = "320 CONNECTION_FORCED - user '" + std::string(app::kEksempelSystem) + "' is blocked";
  for (auto* open : {receiver.get(), sender.get(), idle.get()}) {
    const auto said = open->next(kSvarfrist);
    ASSERT_FALSE(said) << "a connection goes on";
    EXPECT_THAT(said.error().tekst, HasSubstr(words));
  }
  EXPECT_EQ(sandkasse_->dueslag()["konsumenter"], 0) << "its consumer goes on";
  EXPECT_FALSE(sandkasse_->connect(token)) << "a blocked system got in";
  EXPECT_EQ(sandkasse_->ask_sts(sandkasse_->token_request(kEksempel, "modtag").dump()).status, 401);

  const auto again = on_data("import registreringer " + file("aaben.toml", before));
  EXPECT_EQ(again.exit_code, 0) << again.output;
  EXPECT_TRUE(sandkasse_->connect(sandkasse_->token("modtag")));
  EXPECT_THAT(on_data("ledger list").output, HasSubstr("KONSUMENT_AFSLUTTET"));
}

TEST_F(Drift, WhoIsRefusedStandsInTheLedger) {
  EXPECT_FALSE(sandkasse_->connect("intet token"));
  {
    auto receiver = must(sandkasse_->connect(sandkasse_->token("modtag")));
    EXPECT_FALSE(receiver->consume(app::sandbox_dueslag()[1].id()));
  }
  EXPECT_EQ(sandkasse_->ask_sts("{}").status, 400);
  // Records are written in the order they were handed in, and a besked is answered when its own is there.
  publish();
  const auto told = on_data("ledger list").output;
  EXPECT_THAT(told, AllOf(HasSubstr("LOGIN_AFVIST"), HasSubstr("DUESLAG_NAEGTET"), HasSubstr("TOKEN_NAEGTET"),
                          HasSubstr("IKKE_EJER"), Not(HasSubstr("intet token"))));
}

TEST_F(Drift, ALedgerLineIsANumber) {
  EXPECT_EQ(on_data("ledger list --from 1").exit_code, 0);
  for (const char* wrong : {"-1", "sidste", "1.5", "99999999999999999999"}) {
    expect_ending(on_data(std::string("ledger list --from ") + wrong), 2, "--from");
  }
}

TEST_F(Drift, ABackupOfTheServingProgramIsRestored) {
  publish();
  const auto head = sandkasse_->ledger_head();
  const auto copy = (sandkasse_->folder() / "kopi").string();
  const auto restored = (sandkasse_->folder() / "gendannet").string();
  expect_ending(on_data("backup " + copy), 0, copy);
  EXPECT_EQ(on_data("backup " + copy).exit_code, 1) << "a backup over a backup";
  expect_ending(brevdue("restore " + copy + " --data " + restored), 0, restored);
  expect_ending(brevdue("ledger verify --data " + restored), 0, "the chain is whole");
  expect_ending(brevdue("ledger verify --data " + restored + " --anker " + head), 0, "the chain is whole");
  EXPECT_EQ(brevdue("export registreringer --data " + restored).output, on_data("export registreringer").output);
  EXPECT_NE(brevdue("restore " + copy + " --data " + restored).exit_code, 0) << "restored over a store";
}

TEST_F(Drift, AForeignHeadIsNotInTheLedger) {
  const auto head = sandkasse_->ledger_head();
  EXPECT_EQ(on_data("ledger verify --anker " + head).exit_code, 0);
  expect_ending(on_data("ledger verify --anker " + foreign(head)), 1, "not the anchor's line");
  ASSERT_EQ(sandkasse_->stop(), 0);
  EXPECT_EQ(on_data("ledger verify --anker " + head).exit_code, 0);
  expect_ending(on_data("ledger verify --anker " + foreign(head)), 1, "not the anchor's line");
  start();
}

// An auditor must not change what is audited, and may have to look at a full disk.
TEST_F(Drift, LookingAtAClosedFolderChangesNothingInIt) {
  publish();
  const auto exported = on_data("export registreringer").output;
  const auto told = on_data("ledger list").output;
  ASSERT_EQ(sandkasse_->stop(), 0);
  const auto all = [] {
    std::map<fs::path, std::pair<std::uintmax_t, fs::file_time_type>> out;
    for (const auto& one : fs::recursive_directory_iterator(sandkasse_->data())) {
      out.emplace(one.path(), std::pair{one.is_regular_file() ? one.file_size() : 0, one.last_write_time()});
    }
    return out;
  };
  const auto before = all();
  EXPECT_EQ(on_data("ledger verify").exit_code, 0);
  EXPECT_EQ(on_data("ledger list").output, told);
  EXPECT_EQ(on_data("export registreringer").output, exported);
  EXPECT_EQ(all(), before);
  start();
}

TEST_F(Drift, WhyOfABeskedThatIsNotThere) {
  expect_ending(on_data("hvorfor " + std::string(kNoSuchId) + " " + std::string(app::kEksempelDueslag)), 1, "besked");
}

TEST_F(Drift, ServeRefusesTheKeysOfASandbox) {
  const auto pki = (sandkasse_->data() / "pki").string();
  const auto config = file(
      "serve.toml", "data = \"rigtig\"\n[tls]\ncertificate = \"" + pki + "/server.crt\"\nkey = \"" + pki +
                        "/server.key\"\n[sts]\ncertificate = \"" + pki + "/sts.crt\"\nkey = \"" + pki + "/sts.key\"\n");
  expect_ending(brevdue("serve --config " + config), 1, "sandbox");
  EXPECT_FALSE(fs::exists(sandkasse_->folder() / "rigtig"));
}

// Whoever holds the sandbox's keys could write tokens that are believed.
TEST_F(Drift, ServeDoesNotTrustASandboxsTokensFromACopyEither) {
  const auto copy = file("kopi.crt", must(app::read_file(sandkasse_->data() / "pki/sts.crt")));
  const auto config = file("serve_tillid.toml",
                           "data = \"rigtig\"\n[tls]\ncertificate = \"s.crt\"\nkey = \"s.key\"\n"
                           "[sts]\ncertificate = \"t.crt\"\nkey = \"t.key\"\ntrusted = [\"kopi.crt\"]\n");
  expect_ending(brevdue("serve --config " + config), 1, copy + ": is a sandbox's");
  EXPECT_FALSE(fs::exists(sandkasse_->folder() / "rigtig"));
}

TEST_F(Drift, ServeNamesTheLineOfAnUnknownSetting) {
  const auto config = file("ukendt_serve.toml",
                           "data = \"d\"\n[tls]\ncertificate = \"s.crt\"\nkey = \"s.key\"\nfarve = \"blaa\"\n"
                           "[sts]\ncertificate = \"t.crt\"\nkey = \"t.key\"\n");
  expect_ending(brevdue("serve --config " + config), 1, config + ":5");
}

TEST_F(Drift, ASecondProgramOnTheFolderIsRefused) {
  const auto second = on_data("sandbox --port-base " + std::to_string(app::free_port_base()));
  EXPECT_EQ(second.exit_code, 1) << second.output;
  EXPECT_THAT(second.output, HasSubstr(sandkasse_->data().string()));
  EXPECT_TRUE(fs::exists(sandkasse_->data() / "sandbox.json")) << "the first one's descriptor is gone";
}

TEST_F(Drift, AnotherDiskFormatIsLeftAlone) {
  ASSERT_EQ(sandkasse_->stop(), 0);
  const auto format = sandkasse_->data() / "store/FORMAT";
  const auto ours = must(app::read_file(format));
  must(app::write_file(format, "brevdue-store 999 0000000000000000\n"));
  expect_ending(on_data("ledger verify"), 3, "another disk format");
  expect_ending(on_data("sandbox --port-base " + std::to_string(app::free_port_base())), 3, "another disk format");
  must(app::write_file(format, ours));
  start();
}

// A certificate that cannot be read shows that the signal was heard: it is taken before the SIGTERM.
TEST_F(Drift, ReloadingKeepsServing) {
  const auto certificate = sandkasse_->data() / "pki/server.crt";
  const auto ours = must(app::read_file(certificate));
  must(app::write_file(certificate, "ikke et certifikat"));
  ASSERT_EQ(::kill(sandkasse_->pid(), SIGHUP), 0);
  EXPECT_THAT(sandkasse_->token("afsend"), HasSubstr("Assertion"));
  EXPECT_EQ(sandkasse_->stop(), 0);
  EXPECT_THAT(sandkasse_->log(), HasSubstr("certifikater ikke genindlaest"));
  must(app::write_file(certificate, ours));
  start();
}

TEST_F(Drift, AStopLosesNothing) {
  publish();
  const auto before = sandkasse_->dueslag();
  EXPECT_GE(before["klar"].get<int>(), 1);
  const auto head = sandkasse_->ledger_head();
  ASSERT_EQ(sandkasse_->stop(), 0) << sandkasse_->log();
  EXPECT_FALSE(fs::exists(sandkasse_->data() / "sandbox.json"));
  start();
  EXPECT_EQ(sandkasse_->dueslag(), before);
  EXPECT_EQ(on_data("ledger verify --anker " + head).exit_code, 0);
}

TEST_F(Drift, TheClockDoesNotGoBackBehindWhatIsCommitted) {
  const auto data = sandkasse_->data().string();
  const auto clock = [&data](const std::string& words) {
    return brevdue("sandbox --data " + data + " clock " + words);
  };
  EXPECT_EQ(clock("advance 1h").exit_code, 0);
  expect_ending(clock("set 2020-01-01T00:00:00Z"), 1, "cannot go back");
  expect_ending(clock("advance snart"), 1, "must be a duration");
  expect_ending(clock("set i-morgen"), 1, "must be a time");
}

// Each start makes keys and a descriptor, and the one that comes too late must leave them alone.
TEST(DriftTilToOmGangen, OfTwoThatStartAtOnceOneServes) {
  for (int round = 0; round < 3; ++round) {
    Sandkasse one;
    Sandkasse other{one.data()};
    bool other_is_up = false;
    std::thread start_other([&] { other_is_up = other.start(); });
    const bool one_is_up = one.start();
    start_other.join();
    ASSERT_NE(one_is_up, other_is_up) << one.log() << other.log();
    Sandkasse& winner = one_is_up ? one : other;
    Sandkasse& loser = one_is_up ? other : one;
    EXPECT_EQ(loser.stop(), 1);
    EXPECT_THAT(loser.log(), HasSubstr("a program serves on that folder"));
    EXPECT_EQ(json::parse(must(app::read_file(one.data() / "sandbox.json")))["pid"], winner.pid());
    EXPECT_THAT(winner.token("afsend"), HasSubstr("Assertion"));
    EXPECT_EQ(winner.stop(), 0) << winner.log();
  }
}

TEST(DriftIBaggrunden, TheCommandEndsWhenTheSandboxIsUpAndSaysWhyItIsNot) {
  const auto folder = make_folder("brevdue-baggrund");
  const auto data = (folder / "data").string();
  const auto port_base = app::free_port_base();
  const auto words = fmt::format("sandbox --data {} --port-base {} --detach", data, port_base);
  const auto up = brevdue(words);
  EXPECT_EQ(up.exit_code, 0) << up.output;
  EXPECT_THAT(up.output, HasSubstr(data + "/sandbox.json"));
  const auto pid = json::parse(must(app::read_file(data + "/sandbox.json")))["pid"].get<pid_t>();
  EXPECT_EQ(brevdue("status --data " + data).exit_code, 0);

  expect_ending(brevdue(words), 1, "a program serves on that folder");
  const auto taken =
      brevdue(fmt::format("sandbox --data {} --port-base {} --detach", (folder / "anden").string(), port_base));
  expect_ending(taken, 1, "bind");
  EXPECT_FALSE(fs::exists(folder / "anden/sandbox.json"));
  EXPECT_THAT(must(app::read_file(folder / "anden/log")), HasSubstr("bind"));

  ASSERT_EQ(::kill(pid, SIGTERM), 0);
  EXPECT_TRUE(net::testing::eventually([&] { return app::Mappelaas::take(data).has_value(); })) << "it goes on";
  EXPECT_FALSE(fs::exists(data + "/sandbox.json"));
  fs::remove_all(folder);
}

// In the program's own figures. A sanitizer's shadow is none of it.
TEST(DriftIHvile, AnIdleSandboxIsUnder150MiB) {
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
  GTEST_SKIP() << "a sanitizer needs memory of its own";
#endif
  Sandkasse sandkasse;
  ASSERT_TRUE(sandkasse.start()) << sandkasse.log();
  const auto status = must(app::read_file("/proc/" + std::to_string(sandkasse.pid()) + "/status"));
  const auto at = status.find("VmRSS:");
  ASSERT_NE(at, std::string::npos);
  EXPECT_LT(std::stol(status.substr(at + 6)), 150 * 1024) << "kB";
  EXPECT_EQ(sandkasse.stop(), 0);
}

}  // namespace
}  // namespace brevdue::acceptance
