// For tests: the whole Beskedfordeler over a real Store in a temporary folder, with a small world of registrations,
// tokens that are plain words, and Sessions that write down what they are told. Each test's own thread is the
// connections' thread.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <numeric>

#include "adgangsstyring/adgang_testing.hpp"
#include "adgangsstyring/registreringslager.hpp"
#include "beskedfordeler/amqp.hpp"
#include "beskedfordeler/store.hpp"
#include "store/dele_testing.hpp"
#include "store/files_testing.hpp"

namespace brevdue::beskedfordeler::testing {

namespace at = adgangsstyring::testing;

// The test's thread as a connection's: work posted from anywhere waits until the test runs it.
class Traad {
 public:
  net::Poster poster() {
    return [this](std::function<void()> work) {
      const std::lock_guard lock{mutex_};
      work_.push_back(std::move(work));
      there_is_work_.notify_one();
    };
  }
  // Runs what is posted until `is_so`; false when nothing happens for far too long.
  bool run_until(const std::function<bool()>& is_so) {
    while (!is_so()) {
      std::unique_lock lock{mutex_};
      if (!there_is_work_.wait_for(lock, std::chrono::seconds{60}, [&] { return !work_.empty(); })) return false;
      auto work = std::move(work_.front());
      work_.pop_front();
      lock.unlock();
      work();
    }
    return true;
  }
  // What is there now, and what comes of it at once.
  void run() {
    const auto is_empty = [this] {
      const std::lock_guard lock{mutex_};
      return work_.empty();
    };
    run_until(is_empty);
  }

 private:
  std::mutex mutex_;
  std::condition_variable there_is_work_;
  std::deque<std::function<void()>> work_;
};

struct Modtaget {
  amqp::ConsumerId consumer = 0;
  std::uint64_t reference = 0;
  std::string body;
  std::string message_id;
  bool redelivered = false;
};

class TestSession final : public amqp::Session {
 public:
  explicit TestSession(Traad& traad) : traad_(traad) { peer_.address = "172.30.217.227"; }

  const net::Peer& peer() const override { return peer_; }
  void publish_done(amqp::PublishId id, std::string_view reply) override { settled(id, reply, false); }
  void publish_failed(amqp::PublishId id, std::string_view reply) override { settled(id, reply, true); }
  std::size_t room() const override { return most_unread - std::min(most_unread, unread_bytes); }
  bool deliver(amqp::ConsumerId consumer, const amqp::Delivery& delivery) override {
    if (deliveries_until_gone == 0) return false;
    --deliveries_until_gone;
    deliveries.push_back(taken(consumer, delivery));
    unread_bytes += deliveries.back().body.size();
    return true;
  }
  bool got(amqp::GetId id, const amqp::Delivery* delivery, std::uint32_t left) override {
    gets[id] = delivery == nullptr ? std::nullopt : std::optional{taken(0, *delivery)};
    left_after_get = left;
    return true;
  }
  void get_refused(amqp::GetId, const amqp::Refusal& refusal) override { refusals.push_back(refusal); }
  void cancel(amqp::ConsumerId consumer) override { cancels.push_back(consumer); }
  void close(std::uint16_t code, std::string_view text) override { closed = fmt::format("{} {}", code, text); }
  void blocked(std::optional<std::string_view> reason) override { blocks.push_back(reason.has_value()); }
  std::function<void(std::function<void()>)> poster() override { return traad_.poster(); }

  std::map<amqp::PublishId, std::string> replies;
  std::vector<amqp::PublishId> order;
  std::vector<amqp::PublishId> failed;
  std::vector<Modtaget> deliveries;
  std::map<amqp::GetId, std::optional<Modtaget>> gets;
  std::uint32_t left_after_get = 0;
  std::vector<amqp::Refusal> refusals;
  std::vector<amqp::ConsumerId> cancels;
  std::string closed;
  std::vector<bool> blocks;
  std::size_t deliveries_until_gone = SIZE_MAX;
  std::size_t most_unread = SIZE_MAX;  // as a peer that reads only when the test sets unread_bytes back
  std::size_t unread_bytes = 0;

 private:
  void settled(amqp::PublishId id, std::string_view reply, bool has_failed) {
    EXPECT_TRUE(replies.emplace(id, reply).second) << "answered twice";
    order.push_back(id);
    if (has_failed) failed.push_back(id);
  }
  static Modtaget taken(amqp::ConsumerId consumer, const amqp::Delivery& delivery) {
    const auto join = [](std::string all, std::string_view piece) { return all.append(piece); };
    return {consumer, delivery.reference,
            std::accumulate(delivery.pieces.begin(), delivery.pieces.end(), std::string{}, join),
            std::string{delivery.message_id}, delivery.redelivered};
  }

  Traad& traad_;
  net::Peer peer_;
};

// Tokens are words. One of `slow` is known only after verify().
class TestTokens final : public Tokens {
 public:
  net::Opgave<adgangsstyring::Tokensvar> verify(std::string token, std::span<const std::string_view>,
                                                const net::Peer& peer) override {
    co_return judge(token, peer);
  }
  std::optional<adgangsstyring::Tokensvar> verify_known(std::string_view token, std::span<const std::string_view>,
                                                        const net::Peer& peer) override {
    if (token.starts_with("slow")) return {};
    return judge(token, peer);
  }
  std::map<std::string, oio::Kald, std::less<>> kald;

 private:
  adgangsstyring::Tokensvar judge(std::string_view token, const net::Peer& peer) const {
    if (token == "udløbet") return base::fejl(base::FejlKode::TOKEN_UDLOEBET, "expired");
    const auto found = kald.find(token);
    if (found == kald.end()) return base::fejl(base::FejlKode::IKKE_AUTENTISERET, "unknown token");
    oio::Kald out = found->second;
    out.adresse = peer.address;
    return out;
  }
};

// Sync waits while the gate is shut.
class Port {
 public:
  void shut() { set(true); }
  void open() { set(false); }
  void pass() {
    std::unique_lock lock{mutex_};
    opened_.wait(lock, [this] { return !is_shut_; });
  }

 private:
  void set(bool is_shut) {
    const std::lock_guard lock{mutex_};
    is_shut_ = is_shut;
    opened_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable opened_;
  bool is_shut_ = false;
};

class PortFile final : public store::File {
 public:
  PortFile(std::unique_ptr<store::File> inner, Port& port) : inner_(std::move(inner)), port_(port) {}
  base::Resultat<void> write_at(std::uint64_t offset, std::string_view bytes) override {
    return inner_->write_at(offset, bytes);
  }
  base::Resultat<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const override {
    return inner_->read_at(offset, into);
  }
  base::Resultat<void> sync() override {
    port_.pass();
    return inner_->sync();
  }
  base::Resultat<std::uint64_t> size() const override { return inner_->size(); }

 private:
  std::unique_ptr<store::File> inner_;
  Port& port_;
};

class PortFiles final : public store::FileSystem {
 public:
  Port port;
  store::testing::TestFiles inner;
  base::Resultat<std::unique_ptr<store::File>> open(const std::filesystem::path& path, bool create) override {
    auto file = PROEV(inner.open(path, create));
    return std::make_unique<PortFile>(std::move(file), port);
  }
  base::Resultat<void> rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
    return inner.rename(from, to);
  }
  base::Resultat<void> remove(const std::filesystem::path& path) override { return inner.remove(path); }
  base::Resultat<void> sync_folder(const std::filesystem::path& folder) override { return inner.sync_folder(folder); }
  base::Resultat<std::vector<std::string>> list(const std::filesystem::path& folder) const override {
    return inner.list(folder);
  }
  base::Resultat<std::uint64_t> free_bytes(const std::filesystem::path& folder) const override {
    return inner.free_bytes(folder);
  }
  rocksdb::Env* rocksdb_env() override { return inner.rocksdb_env(); }
};

// An envelope in parts.
struct Kuvert {
  std::string besked_id = "6d0d3c4e-0000-4000-8000-000000000001";
  std::string version = "1.0";
  std::string beskedtype = "7654895c-a3f3-4c77-8afd-4c77330f963c";
  std::vector<std::string> tilladt;  // CVR numbers
  std::string myndighed = "urn:oio:cvr-nr:11111111";
  std::string kle = "32.06.04";
  std::string sikkerhed;
  std::string data = "a";

  std::string xml() const {
    std::string modtagere;
    for (const auto& cvr : tilladt) {
      modtagere += fmt::format(
          "<b:TilladtModtager><sd:URNIdentifikator>urn:oio:cvr-nr:{}</sd:URNIdentifikator></b:TilladtModtager>", cvr);
    }
    const std::string klasse = sikkerhed.empty()
                                   ? ""
                                   : fmt::format(
                                         "<b:Sikkerhedsklassificering><sd:UUIDIdentifikator>{}</sd:UUIDIdentifikator>"
                                         "</b:Sikkerhedsklassificering>",
                                         sikkerhed);
    return fmt::format(
        R"(<?xml version="1.0" encoding="UTF-8"?>
<b:Haendelsesbesked xmlns:b="urn:oio:besked:kuvert:1.0" xmlns:sd="urn:oio:sagdok:3.0.0">
<b:BeskedId><sd:UUIDIdentifikator>{}</sd:UUIDIdentifikator></b:BeskedId><b:BeskedVersion>{}</b:BeskedVersion>
<b:Beskedkuvert><b:Filtreringsdata>
<b:Beskedtype><sd:UUIDIdentifikator>{}</sd:UUIDIdentifikator></b:Beskedtype>{}
<b:ObjektRegistrering>
<b:ObjektAnsvarligMyndighed><sd:URNIdentifikator>{}</sd:URNIdentifikator></b:ObjektAnsvarligMyndighed>
<b:OpgaveEmne><sd:URNIdentifikator>urn:oio:kle:{}</sd:URNIdentifikator></b:OpgaveEmne>
</b:ObjektRegistrering></b:Filtreringsdata>
<b:Leveranceinformation>{}</b:Leveranceinformation></b:Beskedkuvert>
<b:Beskeddata><!-- rør ikke --><x:data xmlns:x="urn:x">{}</x:data></b:Beskeddata></b:Haendelsesbesked>)",
        besked_id, version, beskedtype, modtagere, myndighed, kle, klasse, data);
  }
};

inline std::string besked_id(int n) {
  return fmt::format("6d0d3c4e-0000-4000-8000-{:012}", n);
}

inline constexpr auto kDueslag = base::Uuid::literal("a9efc97c-3473-45b5-9519-7fc837b89fa8");
inline constexpr auto kAndetDueslag = base::Uuid::literal("a9efc97c-3473-45b5-9519-7fc837b89fa9");
inline constexpr auto kAbonnement = base::Uuid::literal("cccccccc-0000-4000-8000-000000000001");
inline constexpr auto kFordelingssystem = base::Uuid::literal("f9fbbb38-4b2f-11e5-885d-feff819cdc9f");

// kSystem owns kDueslag with two abonnementer that both take 32.06; kAndetSystem owns kAndetDueslag.
inline constexpr std::string_view kTavle = R"(
[[beskedtype]]
uuid = "7654895c-a3f3-4c77-8afd-4c77330f963c"
navn = "Test/TestbeskedType1"
[[beskedtype]]
uuid = "832d0676-d0a0-4522-8f57-ac126dc8270e"
navn = "TestbeskedType2"
[[dueslag]]
uuid = "a9efc97c-3473-45b5-9519-7fc837b89fa8"
navn = "Boligteam"
system = "00000000-0000-4000-8000-000000000001"
[[dueslag.abonnement]]
uuid = "cccccccc-0000-4000-8000-000000000001"
navn = "Bolig"
beskedtyper = ["7654895c-a3f3-4c77-8afd-4c77330f963c"]
kle = ["32.06.*"]
[[dueslag.abonnement]]
uuid = "cccccccc-0000-4000-8000-000000000002"
navn = "Korsbæk"
beskedtyper = ["7654895c-a3f3-4c77-8afd-4c77330f963c"]
myndigheder = ["11111111"]
kle = ["32.06.*"]
[[dueslag]]
uuid = "a9efc97c-3473-45b5-9519-7fc837b89fa9"
navn = "ESDH"
system = "00000000-0000-4000-8000-000000000002"
[[dueslag.abonnement]]
uuid = "cccccccc-0000-4000-8000-000000000003"
navn = "Alt"
beskedtyper = ["7654895c-a3f3-4c77-8afd-4c77330f963c"]
)";

inline oio::Kald kald_for(const base::Uuid& system, std::string_view service) {
  oio::Kald out;
  out.anvendersystem = system;
  out.myndighed = at::kKorsbaek;
  out.serviceaftale = at::kAftale;
  out.service = service;
  out.udloeber = at::kNu + std::chrono::hours(1);
  const bool is_first = system == at::kSystem;
  const auto& identitet = is_first ? at::boligstoette() : at::andet_system();
  out.certifikat = adgangsstyring::fingeraftryk(identitet.certifikat.der());
  out.akkreditiver = "Q049.MQ==.Q049";
  return out;
}

class BeskedfordelerTest : public ::testing::Test {
 protected:
  // A connection as the protocol side has it.
  struct Forbundet {
    std::unique_ptr<TestSession> session;
    std::unique_ptr<amqp::Client> client;
    amqp::PublishId next_id = 1;
  };

  void SetUp() override {
    indstillinger_.fordelingssystem = kFordelingssystem;
    tokens_.kald["afsend"] = kald_for(at::kSystem, "afsend");
    tokens_.kald["slow-afsend"] = tokens_.kald["afsend"];
    tokens_.kald["modtag"] = kald_for(at::kSystem, "modtag");
    tokens_.kald["andet-modtag"] = kald_for(at::kAndetSystem, "modtag");
    tokens_.kald["andet-afsend"] = kald_for(at::kAndetSystem, "afsend");
    start();
  }
  void TearDown() override { stop(); }

  // Opens the store again in the same folder: what was not committed is gone.
  void start() {
    store::StoreLimits limits;
    limits.segment_bytes = 1 << 20;
    limits.reserve_bytes = 1000;
    store_ = at::ct::value_of(store::Store::open(temp_.path / "store", limits, files_, ur_));
    registre_ = std::make_unique<adgangsstyring::Registre>(
        adgangsstyring::testing::ct::value_of(adgangsstyring::load_register(store_->objects())));
    tavler_ = std::make_unique<Tavler>(
        at::ct::value_of(load_tavle(store_->objects(), store_->queues(), registre_->nu()->version())));
    if (registre_->nu()->version() == 0) import(at::verden(), kTavle);
    metrics_ = std::make_unique<base::Metrics>();
    afvisninger_ = std::make_unique<adgangsstyring::Afvisninger>(store_->committer(), ur_);
    beskedfordeler_ = std::make_unique<Beskedfordeler>(
        Ydre{*store_, *registre_, *tavler_, ur_, tilfaeldig_, threads_, *metrics_, *afvisninger_}, indstillinger_);
    doer_ = std::make_unique<AmqpDoer>(*beskedfordeler_, tokens_, Doerindstillinger{});
  }
  void stop() {
    doer_.reset();
    beskedfordeler_.reset();
    afvisninger_.reset();
    tavler_.reset();
    registre_.reset();
    store_.reset();
  }
  void restart() {
    stop();
    start();
  }

  void import(const adgangsstyring::Registreringer& adgang, std::string_view toml) {
    const auto table = at::ct::value_of(base::parse_toml(toml, "t.toml"));
    base::TomlReader top(table, "t.toml");
    const auto all = at::ct::value_of(read_registreringer(top));
    store::Commit commit;
    adgangsstyring::put_registreringer(adgang, registre_->nu()->version(), commit);
    const auto put = put_registreringer(all, *tavler_->nu(), commit);
    ASSERT_TRUE(put) << base::beskriv(put.error());
    ASSERT_EQ(store_->committer().commit(std::move(commit)).udfald, store::Udfald::OK);
    registre_->set(at::ct::value_of(adgangsstyring::load_register(store_->objects())));
    tavler_->set(at::ct::value_of(load_tavle(store_->objects(), store_->queues(), registre_->nu()->version())));
  }

  Forbundet connect(std::string token) {
    Forbundet out;
    out.session = std::make_unique<TestSession>(traad_);
    amqp::Credentials credentials{"EXTERNAL", std::move(token), true};
    out.client = at::ct::value_of(at::await(threads_, doer_->authenticate(std::move(credentials), *out.session)));
    return out;
  }

  amqp::PublishId send(Forbundet& from, std::string_view body, std::string_view token = "afsend",
                       std::string_view message_id = "6d0d3c4e-0000-4000-8000-0000000000aa") {
    amqp::Publish message;
    message.channel = 1;
    message.exchange = "AFSEND_BESKED_EXCHANGE";
    message.properties.token = token;
    message.properties.message_id = message_id;
    message.body = body;
    const auto id = from.next_id++;
    EXPECT_FALSE(from.client->publish(id, message).has_value());
    return id;
  }
  // Sends one and waits for the code of its reply.
  int code_of(Forbundet& from, std::string_view body, std::string_view token = "afsend") {
    const auto id = send(from, body, token);
    from.client->flush();
    EXPECT_TRUE(traad_.run_until([&] { return from.session->replies.contains(id); }));
    const std::string& reply = from.session->replies[id];
    const auto at = reply.find("<StatusKode>");
    return at == std::string::npos ? 0 : std::stoi(reply.substr(at + 12));
  }
  void consume(Forbundet& to, amqp::ConsumerId id, std::uint32_t credit, const base::Uuid& dueslag = kDueslag,
               bool no_ack = false) {
    const auto refused = to.client->consume(id, dueslag.text(), no_ack, false);
    ASSERT_FALSE(refused.has_value()) << refused->text;
    to.client->credit(id, credit);
  }
  bool wait_deliveries(Forbundet& to, std::size_t count) {
    return traad_.run_until([&] { return to.session->deliveries.size() >= count; });
  }
  void settle(Forbundet& from, std::uint64_t reference, amqp::Outcome outcome, const base::Uuid& dueslag = kDueslag) {
    const std::string queue = dueslag.text();
    const amqp::Settlement one{queue, reference, outcome};
    from.client->settle({&one, 1});
  }
  store::KoeTal tal(const base::Uuid& dueslag = kDueslag) {
    return store_->queues().tal(tavler_->nu()->find(dueslag)->koe);
  }
  // Waits until the committer did all that was handed to it before.
  void sync() { store_->committer().commit(store::Commit{}); }
  std::vector<std::string> records(oio::Haendelse haendelse) {
    std::vector<std::string> out;
    EXPECT_TRUE(store_->ledger().read(1, [&](const store::LedgerEntry& entry) {
      const auto post = at::ct::value_of(oio::decode_revisionspost(entry.record));
      if (post.haendelse == haendelse) out.push_back(oio::text(post));
      return true;
    }));
    return out;
  }
  std::size_t count(oio::Haendelse haendelse) { return records(haendelse).size(); }
  // The only record of that kind, as a line; nothing when there is none or several.
  std::string only(oio::Haendelse haendelse) {
    sync();
    const auto all = records(haendelse);
    EXPECT_EQ(all.size(), 1U) << oio::navn(haendelse);
    return all.size() == 1 ? all.front() : std::string{};
  }

  store::testing::TempFolder temp_;
  PortFiles files_;
  base::TestUr ur_{at::kNu};
  base::TestTilfaeldig tilfaeldig_{7};
  std::unique_ptr<base::Metrics> metrics_;
  net::IoThreads threads_{1, 1};
  Traad traad_;
  TestTokens tokens_;
  Indstillinger indstillinger_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<adgangsstyring::Registre> registre_;
  std::unique_ptr<Tavler> tavler_;
  std::unique_ptr<adgangsstyring::Afvisninger> afvisninger_;
  std::unique_ptr<Beskedfordeler> beskedfordeler_;
  std::unique_ptr<AmqpDoer> doer_;
};

}  // namespace brevdue::beskedfordeler::testing
