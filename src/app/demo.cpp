// The story, played through the real doors by an outside client: see kommandoer.hpp.
#include <fmt/format.h>
#include <stdlib.h>

#include <chrono>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "amqp/klient.hpp"
#include "app/admin_klient.hpp"
#include "app/demo_besked.hpp"
#include "app/filer.hpp"
#include "app/kommandoer.hpp"
#include "app/meld.hpp"
#include "app/sandbox_proces.hpp"
#include "app/sandbox_verden.hpp"
#include "base/bytes.hpp"
#include "crypto/certifikat.hpp"
#include "http/client.hpp"
#include "oio/beskedkuvert.hpp"

namespace brevdue::app {
namespace {

namespace fs = std::filesystem;
using base::FejlKode;
using base::Resultat;
using nlohmann::json;
using namespace std::chrono_literals;

void say(const std::string& line) {
  std::puts(line.c_str());
  std::fflush(stdout);
}

// What one outside system knows: the descriptor, and its own certificate.
class Fortaelling {
 public:
  explicit Fortaelling(Sandboxproces& sandbox, base::Tilfaeldig& random) : sandbox_(sandbox), random_(random) {}

  Resultat<void> play() {
    PROEV(begin());
    PROEV(fetch_tokens());
    PROEV(send_and_receive());
    PROEV(ask_why());
    return survive_a_kill();
  }
  const json& descriptor() const { return descriptor_; }

 private:
  Resultat<void> begin() {
    const auto started = std::chrono::steady_clock::now();
    PROEV(sandbox_.start());
    descriptor_ = PROEV(sandbox_.descriptor());
    for (const auto& one : descriptor_["systemer"]) {
      if (one["uuid"] == kEksempelSystem) system_ = one;
    }
    const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    say(fmt::format("0. The sandbox is up in {:.1f} s: pid {}, folder {}", took, sandbox_.pid(),
                    sandbox_.data().string()));
    return {};
  }

  net::KlientMaal maal(std::uint16_t port) const {
    const auto file = [&](const json& name) { return (sandbox_.data() / name.get<std::string>()).string(); };
    net::KlientMaal out;
    out.host = "localhost";
    out.port = port;
    out.ca_file = file(descriptor_["ca"]);
    out.certificate_file = file(system_["cert"]);
    out.key_file = file(system_["key"]);
    return out;
  }
  std::uint16_t https_port() const {
    const auto url = descriptor_["endpoints"]["https"].get<std::string>();
    return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
  }

  Resultat<std::string> fetch_token(const char* service) {
    const auto certificate = PROEV(certificate_base64());
    const json request{
        {"TokenType", "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0"},
        {"RequestType", "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue"},
        {"KeyType", "http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey"},
        {"AnvenderKontekst", {{"Cvr", system_["cvr"]}}},
        {"UseKey", certificate},
        {"AppliesTo", {{"EndpointReference", {{"Address", descriptor_["audiences"][service]}}}}},
        {"OnBehalfOf", nullptr},
    };
    const auto path = descriptor_["paths"]["sts_rest"].get<std::string>();
    const auto answer =
        PROEV(http::request(maal(https_port()), "POST", path, {{"content-type", "application/json"}}, request.dump()));
    if (answer.status != 200) {
      return base::fejl(FejlKode::IKKE_TILLADT, fmt::format("the STS answered {}: {}", answer.status, answer.body));
    }
    const auto parsed = json::parse(answer.body, nullptr, false);
    const auto token = base::unbase64(parsed["RequestedSecurityToken"]["Assertion"].get<std::string>());
    if (!token) return base::fejl(FejlKode::UGYLDIG, "the STS's assertion is not base64");
    say(fmt::format("   {} -> {}: an assertion of {} bytes, good until {}",
                    descriptor_["audiences"][service].get<std::string>(), answer.status, token->size(),
                    parsed["Lifetime"].get<std::string>()));
    return *token;
  }

  Resultat<std::string> certificate_base64() const {
    const auto pem = PROEV(read_file(sandbox_.data() / system_["cert"].get<std::string>()));
    return base::base64(PROEV(crypto::Certifikat::from_pem(pem)).der());
  }

  Resultat<void> fetch_tokens() {
    say(fmt::format("1. {} fetches its tokens at the STS, by its TLS certificate", system_["navn"].get<std::string>()));
    afsend_ = PROEV(fetch_token("afsend"));
    modtag_ = PROEV(fetch_token("modtag"));
    return {};
  }

  Resultat<std::unique_ptr<amqp::Klient>> connect(const std::string& token) const {
    const auto& amqps = descriptor_["endpoints"]["amqps"];
    return amqp::Klient::open(maal(amqps["port"].get<std::uint16_t>()), "EXTERNAL", token,
                              amqps["vhost"].get<std::string>());
  }

  Resultat<Demobesked> send() {
    auto besked = PROEV(make_demobesked(random_));
    auto sender = PROEV(connect(afsend_));
    PROEV(sender->ready_to_publish());
    transaktion_ = base::Uuid::random(random_).text();
    const auto exchange = descriptor_["endpoints"]["amqps"]["exchange"].get<std::string>();
    const auto reply =
        PROEV(sender->publish(exchange, afsend_, transaktion_, base::Uuid::random(random_).text(), besked.xml));
    if (reply.find("<StatusKode>20</StatusKode>") == std::string::npos) {
      return base::fejl(FejlKode::IKKE_TILLADT, "the Beskedfordeler answered " + reply);
    }
    PROEV(sender->close());
    say(fmt::format("   {} ({} bytes, BeskedId {}) -> confirmed, and answered StatusKode 20", besked.source,
                    besked.xml.size(), besked.besked_id));
    return besked;
  }

  Resultat<void> receive(const Demobesked& sent) {
    auto receiver = PROEV(connect(modtag_));
    PROEV(receiver->consume(kEksempelDueslag));
    const auto got = PROEV(receiver->next(10s));
    PROEV(compare(sent, got.body));
    std::deque<std::string> arena;
    const auto besked = PROEV(oio::parse_haendelsesbesked(got.body, {}, arena));
    if (besked.besked_id.tekst != sent.besked_id) return base::fejl(FejlKode::UGYLDIG, "another besked came");
    if (!besked.transaktions_id || besked.transaktions_id->tekst != transaktion_) {
      return base::fejl(FejlKode::UGYLDIG, "the delivered TransaktionsId is not the sender's message-id");
    }
    PROEV(receiver->ack(got.delivery_tag));
    PROEV(receiver->close());
    say(fmt::format("   from dueslag {}: {} bytes, TransaktionsId {}, Kildesystem {}; acked", kEksempelDueslag,
                    got.body.size(), besked.transaktions_id->tekst,
                    besked.kildesystem ? besked.kildesystem->tekst : "?"));
    say("   outside Leveranceinformation and TilladtModtager every byte is the sender's");
    return {};
  }

  Resultat<void> send_and_receive() {
    say("2. It sends through AFSEND_BESKED_EXCHANGE, with the token in the message's header");
    sent_ = PROEV(send());
    say("3. The receiver connects over AMQPS with its own token and takes the besked");
    return receive(sent_);
  }

  static void say_why(const json& why) {
    for (const auto& abonnement : why["abonnementer"]) {
      if (!abonnement["holder"].get<bool>()) continue;
      say(fmt::format("   abonnement \"{}\" ({}) asks for its Beskedtype {}", abonnement["navn"].get<std::string>(),
                      abonnement["abonnement"].get<std::string>(), why["beskedtype"].get<std::string>()));
      for (const auto& alternative : abonnement["alternativer"]) {
        for (const auto& one : alternative["kriterier"]) {
          say(fmt::format("     {} is {}, one of {}", one["felt"].get<std::string>(), one["fundet"].dump(),
                          one["vaerdier"].dump()));
        }
      }
    }
    say(fmt::format(
        "   sent for CVR {} by serviceaftale {}; the dueslag's owner may receive it by serviceaftale {}: {}",
        why["myndighed"].get<std::string>(), why["afsender_aftale"].get<std::string>(),
        why["modtager_aftale"].get<std::string>(), why["afgoerelse"].get<std::string>()));
  }

  Resultat<void> ask_why() {
    say("   Why did it come here?");
    const auto answer = PROEV(
        admin_get(sandbox_.data(), fmt::format("/hvorfor?besked={}&dueslag={}", sent_.besked_id, kEksempelDueslag)));
    const auto parsed = json::parse(answer, nullptr, false);
    if (!parsed.is_array() || parsed.empty()) return base::fejl(FejlKode::UGYLDIG, "no answer to why it came");
    say_why(parsed.front());
    return {};
  }

  Resultat<void> survive_a_kill() {
    say("4. The same with a receiver that is down, and a program that is killed");
    const auto second = PROEV(send());
    const auto before = sandbox_.pid();
    sandbox_.kill();
    const auto started = std::chrono::steady_clock::now();
    PROEV(sandbox_.start());
    descriptor_ = PROEV(sandbox_.descriptor());
    const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    say(fmt::format("   killed pid {} (SIGKILL); started again as pid {} in {:.1f} s", before, sandbox_.pid(), took));
    return receive(second);
  }

  Sandboxproces& sandbox_;
  base::Tilfaeldig& random_;
  json descriptor_;
  json system_;
  std::string afsend_;
  std::string modtag_;
  std::string transaktion_;
  Demobesked sent_;
};

void say_addresses(const json& descriptor) {
  say("\nThe sandbox goes on; try it:");
  for (const auto& [name, value] : descriptor["endpoints"].items()) say(fmt::format("  {:<8} {}", name, value.dump()));
  say("  its descriptor: " + (fs::path(descriptor["data"].get<std::string>()) / "sandbox.json").string());
  say("End it with Ctrl-C.");
}

Resultat<fs::path> data_folder(const DemoValg& valg) {
  if (!valg.data.empty()) return fs::absolute(valg.data);
  std::string made = (fs::temp_directory_path() / "brevdue-demo-XXXXXX").string();
  if (::mkdtemp(made.data()) == nullptr) return base::fejl(FejlKode::LAGER, "no temporary folder can be made");
  return fs::path(made);
}

}  // namespace

int demo(const DemoValg& valg) {
  outlive_signals();
  const auto data = data_folder(valg);
  if (!data) return report(data.error());
  base::SystemTilfaeldig random;
  int code = 0;
  {
    Sandboxproces sandbox(*data, valg.port_base != 0 ? valg.port_base : free_port_base());
    Fortaelling story(sandbox, random);
    const auto played = story.play();
    if (!played) {
      code = report(played.error());
    } else if (valg.once) {
      say("The story went as it should.");
      code = sandbox.stop();
    } else {
      say_addresses(story.descriptor());
      code = sandbox.wait();
    }
  }
  std::error_code ignored;
  if (valg.data.empty()) fs::remove_all(*data, ignored);
  return code;
}

}  // namespace brevdue::app
