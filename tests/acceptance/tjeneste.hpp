// `brevdue serve` as a process of its own, as an operator sets it up: certificates made with openssl, a configuration
// file, registrations imported. One system sends to itself: the test message's authority, a dueslag for its Beskedtype.
//
// Thread safety: one thread. Ownership: the process and its temporary folder end with the object.
#pragma once

#include <fmt/format.h>

#include "program.hpp"
#include "sandkasse.hpp"

namespace brevdue::acceptance {

class Tjeneste {
 public:
  static constexpr std::string_view kDueslag = "d0e50000-0000-4000-8000-000000000001";

  // `settings`: TOML tables beside those that are always there.
  explicit Tjeneste(std::string_view settings = "") {
    make_authority("ca");
    make_certificate("server", "ca", "DNS:localhost");
    make_certificate("sts", "ca", "DNS:sts.proeve.invalid");
    make_certificate("system", "ca", "DNS:system.proeve.invalid");
    write("brevdue.toml", fmt::format(R"(data = "data"
[log]
json = false
[tls]
certificate = "server.crt"
key = "server.key"
[https]
addresses = ["127.0.0.1", "::1"]
port = 0
[amqps]
addresses = ["127.0.0.1", "::1"]
port = 0
[metrics]
port = 0
[sts]
certificate = "sts.crt"
key = "sts.key"
{}
)",
                                      settings));
    write("registreringer.toml", fmt::format(R"([[myndighed]]
cvr = "99999999"
navn = "Proevemyndigheden"
[[anvendersystem]]
uuid = "d0e50000-0000-4000-8000-00000000000a"
navn = "Proevesystemet"
cvr = "99999999"
certifikater = ["system.crt"]
[[serviceaftale]]
uuid = "d0e50000-0000-4000-8000-00000000000b"
anvendersystem = "d0e50000-0000-4000-8000-00000000000a"
myndigheder = ["99999999"]
status = "GODKENDT"
[[serviceaftale.service]]
service = "afsend"
roller = ["http://stoettesystemerne.dk/roles/servicesystemrole/afsend/1"]
beskedtyper = ["*"]
tilladte_myndigheder = ["*"]
foelsomhed = 4
[[serviceaftale.service]]
service = "modtag"
roller = ["http://stoettesystemerne.dk/roles/servicesystemrole/modtag/1"]
beskedtyper = ["*"]
tilladte_myndigheder = ["*"]
foelsomhed = 4
[[beskedtype]]
uuid = "{0}"
navn = "Proevebesked"
[[dueslag]]
uuid = "{1}"
navn = "Proevedueslag"
system = "d0e50000-0000-4000-8000-00000000000a"
[[dueslag.abonnement]]
uuid = "d0e50000-0000-4000-8000-00000000000c"
navn = "Alt"
beskedtyper = ["{0}"]
)",
                                             app::kTestbeskedtype, kDueslag));
  }
  ~Tjeneste() {
    program_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Tjeneste(const Tjeneste&) = delete;
  Tjeneste& operator=(const Tjeneste&) = delete;

  void make_authority(const std::string& name) const {
    openssl(fmt::format("-newkey rsa:2048 -keyout {0}.key -out {0}.crt -subj /CN={0}", name));
  }
  void make_certificate(const std::string& name, const std::string& authority, const std::string& alternative) const {
    openssl(
        fmt::format("-CA {1}.crt -CAkey {1}.key -newkey rsa:2048 -keyout {0}.key -out {0}.crt "
                    "-subj /CN={0} -addext subjectAltName={2} -addext keyUsage=digitalSignature "
                    "-addext basicConstraints=CA:FALSE",
                    name, authority, alternative));
  }

  // Until it serves, with the registrations in force. False: it ended instead.
  bool start() {
    program_ = std::make_unique<Program>(
        std::vector<std::string>{"brevdue", "serve", "--config", (folder_ / "brevdue.toml").string()});
    const auto ready = program_->line_with("klar https=");
    if (!ready) return false;
    https_port_ = port_of(*ready, "https=");
    amqps_port_ = port_of(*ready, "amqps=");
    metrics_port_ = port_of(*ready, "metrics=");
    const auto imported = brevdue(
        fmt::format("import registreringer {} --data {}", (folder_ / "registreringer.toml").string(), data().string()));
    EXPECT_EQ(imported.exit_code, 0) << imported.output;
    return imported.exit_code == 0;
  }
  Program& program() { return *program_; }
  int stop() { return program_->stop(); }

  std::filesystem::path folder() const { return folder_; }
  std::filesystem::path data() const { return folder_ / "data"; }
  std::uint16_t https_port() const { return https_port_; }
  std::uint16_t amqps_port() const { return amqps_port_; }
  std::uint16_t metrics_port() const { return metrics_port_; }

  net::KlientMaal maal(std::uint16_t port, const char* authority = "ca") const {
    net::KlientMaal out;
    out.host = "localhost";
    out.port = port;
    out.ca_file = (folder_ / authority).string() + ".crt";
    out.certificate_file = (folder_ / "system.crt").string();
    out.key_file = (folder_ / "system.key").string();
    out.timeout = kSvarfrist;
    return out;
  }
  std::string token(const char* audience, const char* authority = "ca") const {
    const auto pem = must(app::read_file(folder_ / "system.crt"));
    const json request{{"TokenType", "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0"},
                       {"RequestType", "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue"},
                       {"KeyType", "http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey"},
                       {"AnvenderKontekst", {{"Cvr", "99999999"}}},
                       {"UseKey", base::base64(must(crypto::Certifikat::from_pem(pem)).der())},
                       {"AppliesTo", {{"EndpointReference", {{"Address", audience}}}}},
                       {"OnBehalfOf", nullptr}};
    const auto answer = must(http::request(maal(https_port_, authority), "POST", "/runtime/api/rest/wstrust/v1/issue",
                                           {{"content-type", "application/json"}}, request.dump()));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return base::unbase64(json::parse(answer.body)["RequestedSecurityToken"]["Assertion"].get<std::string>()).value();
  }
  std::string afsend() const { return token("http://entityid.kombit.dk/service/bfo_afsend/2"); }
  std::string modtag() const { return token("http://entityid.kombit.dk/service/bfo_modtag/2"); }
  base::Resultat<std::unique_ptr<amqp::Klient>> connect(std::string_view token, const char* authority = "ca") const {
    return amqp::Klient::open(maal(amqps_port_, authority), "EXTERNAL", token, "BF");
  }
  // Ready to publish, or to consume from kDueslag.
  std::unique_ptr<amqp::Klient> sender(std::string_view token) const {
    auto out = must(connect(token));
    must(out->ready_to_publish());
    return out;
  }
  std::unique_ptr<amqp::Klient> receiver(std::uint16_t prefetch) const {
    auto out = must(connect(modtag()));
    must(out->prefetch(prefetch));
    must(out->consume(kDueslag));
    return out;
  }

  // A further line in a table of the configuration that is there already.
  void set(std::string_view table, std::string_view line) const {
    auto text = must(app::read_file(folder_ / "brevdue.toml"));
    const auto heading = fmt::format("[{}]\n", table);
    const auto at = text.find(heading);
    ASSERT_NE(at, std::string::npos);
    write("brevdue.toml", text.insert(at + heading.size(), fmt::format("{}\n", line)));
  }
  void write(const char* name, std::string_view text) const { must(app::write_file(folder_ / name, text)); }

 private:
  void openssl(const std::string& words) const {
    const auto made = command(fmt::format("cd {} && openssl req -x509 -nodes -days 30 {}", folder_.string(), words));
    if (made.exit_code == 0) return;
    std::fprintf(stderr, "%s\n", made.output.c_str());
    std::abort();
  }
  static std::uint16_t port_of(const std::string& line, std::string_view name) {
    return static_cast<std::uint16_t>(std::stoi(line.substr(line.find(name) + name.size())));
  }

  std::filesystem::path folder_ = make_folder("brevdue-serve");
  std::unique_ptr<Program> program_;
  std::uint16_t https_port_ = 0;
  std::uint16_t amqps_port_ = 0;
  std::uint16_t metrics_port_ = 0;
};

// Sends one, and expects that it is taken.
inline void publish(amqp::Klient& sender, std::string_view token, std::string_view besked_id,
                    std::string_view padding = "") {
  const auto reply =
      must(sender.publish(kExchange, token, besked_id, besked_id, besked(besked_id) + std::string(padding)));
  EXPECT_NE(reply.find("<StatusKode>20<"), std::string::npos) << reply;
}

}  // namespace brevdue::acceptance
