// A sandbox as a process of its own, and what an outside client does with it: tokens, connections, beskeder, commands.
//
// Thread safety: one thread, apart from maal(), connect() and publisher(), which any thread may call while it runs.
// Ownership: the process, its ports and its temporary folder end with the object.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "amqp/content.hpp"
#include "amqp/frame.hpp"
#include "amqp/klient.hpp"
#include "app/admin_klient.hpp"
#include "app/filer.hpp"
#include "app/sandbox_proces.hpp"
#include "app/sandbox_verden.hpp"
#include "base/bytes.hpp"
#include "crypto/certifikat.hpp"
#include "http/client.hpp"
#include "stopfrist.hpp"

namespace brevdue::acceptance {

using namespace std::chrono_literals;
using nlohmann::json;

inline constexpr std::string_view kExchange = "AFSEND_BESKED_EXCHANGE";
inline constexpr std::string_view kEksempel = "kombit-eksempel";
inline constexpr auto kSvarfrist = 60s;  // only a broken program is waited for that long

// What could not be done ends the test program: nothing after it means anything.
template <class T>
T must(base::Resultat<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", base::beskriv(result.error()).c_str());
    std::abort();
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

struct Ending {
  int exit_code = 0;
  std::string output;  // both streams
};

// Runs a shell command.
inline Ending command(const std::string& words) {
  Ending out;
  std::FILE* pipe = ::popen(("{ " + words + "; } 2>&1").c_str(), "r");
  std::array<char, 4096> some{};
  while (const auto got = std::fread(some.data(), 1, some.size(), pipe)) out.output.append(some.data(), got);
  const int status = ::pclose(pipe);
  out.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return out;
}

// Runs the program with these words, already quoted where they need it.
inline Ending brevdue(const std::string& words) {
  return command(BREVDUE_PROGRAM " " + words);
}

inline std::string source_file(const std::string& name) {
  return must(app::read_file(std::filesystem::path(BREVDUE_SOURCE_DIR) / name));
}

// The test message with another BeskedId.
inline std::string besked(std::string_view besked_id) {
  static const std::string text = source_file("tests/data/testbesked.xml");
  constexpr std::string_view kId = "5b0e4c52-7d0c-4a3e-9d53-2f3f0c6a1e77";
  std::string out = text;
  return out.replace(out.find(kId), kId.size(), besked_id);
}

inline std::string status_kode(const std::string& reply) {
  const auto from = reply.find("<StatusKode>") + 12;
  return reply.substr(from, reply.find('<', from) - from);
}

// The words in which the server ends the channel or connection after these bytes on channel 1.
inline std::string refusal_of(amqp::Klient& klient, std::string_view bytes) {
  must(klient.stream().write(bytes));
  const auto answer = klient.next(kSvarfrist);
  return answer ? "a delivery" : answer.error().tekst;
}

// A publish's frames before its body.
inline std::string announced_publish(std::uint64_t body_size) {
  std::string header;
  amqp::put_content_header(header, body_size, {});
  std::string out;
  amqp::put_method(out, 1, amqp::BasicPublish{.exchange = kExchange});
  amqp::put_frame(out, amqp::FrameType::HEADER, 1, header);
  return out;
}

inline constexpr std::string_view kCprnummer = "7205909914";  // the fictitious person of the test message

// A new temporary folder.
inline std::filesystem::path make_folder(std::string_view name) {
  std::string made = (std::filesystem::temp_directory_path() / name).string() + "-XXXXXX";
  if (::mkdtemp(made.data()) == nullptr) std::abort();
  return made;
}

class Sandkasse {
 public:
  Sandkasse() = default;
  // On another one's data folder.
  explicit Sandkasse(std::filesystem::path data) : data_(std::move(data)) {}
  ~Sandkasse() {
    if (pid_ > 0) stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Sandkasse(const Sandkasse&) = delete;
  Sandkasse& operator=(const Sandkasse&) = delete;

  // Until it says where its descriptor is. False: it ended instead.
  bool start() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    spawn(ends[1]);
    ::close(ends[1]);
    std::FILE* said = ::fdopen(ends[0], "r");
    std::array<char, 1024> line{};
    const bool up = std::fgets(line.data(), line.size(), said) != nullptr;
    std::fclose(said);
    if (!up) return false;
    descriptor_ = json::parse(must(app::read_file(data() / "sandbox.json")));
    return true;
  }
  void kill() {
    ::kill(pid_, SIGKILL);
    wait();
  }
  int stop() {
    const Stopfrist stopfrist;
    ::kill(pid_, SIGTERM);
    return wait();
  }

  pid_t pid() const { return pid_; }
  std::filesystem::path folder() const { return folder_; }
  std::filesystem::path data() const { return data_; }
  std::string log() const { return must(app::read_file(folder_ / "log")); }
  const json& descriptor() const { return descriptor_; }
  std::uint16_t https_port() const { return port_base_; }
  std::uint16_t amqps_port() const { return port_base_ + 1; }
  std::uint16_t metrics_port() const { return port_base_ + 3; }

  // A door with the certificate of `slug`, or with none when that is empty.
  net::KlientMaal maal(std::uint16_t port, std::string_view slug = kEksempel) const {
    net::KlientMaal out;
    out.host = "localhost";
    out.port = port;
    out.ca_file = (data() / "pki/ca.crt").string();
    out.timeout = kSvarfrist;
    if (!slug.empty()) {
      out.certificate_file = (data() / "pki" / (std::string(slug) + ".crt")).string();
      out.key_file = (data() / "pki" / (std::string(slug) + ".key")).string();
    }
    return out;
  }
  std::string certificate_base64(std::string_view slug) const {
    const auto pem = must(app::read_file(data() / "pki" / (std::string(slug) + ".crt")));
    return base::base64(must(crypto::Certifikat::from_pem(pem)).der());
  }
  // What the STS is asked for a token.
  json token_request(std::string_view slug, const char* service) const {
    return {{"TokenType", "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0"},
            {"RequestType", "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue"},
            {"KeyType", "http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey"},
            {"AnvenderKontekst", {{"Cvr", app::sandbox_system(slug).cvr}}},
            {"UseKey", certificate_base64(slug)},
            {"AppliesTo", {{"EndpointReference", {{"Address", descriptor_["audiences"][service]}}}}},
            {"OnBehalfOf", nullptr}};
  }
  http::Answer ask_sts(std::string_view body, std::string_view slug = kEksempel,
                       std::string_view method = "POST") const {
    return must(http::request(maal(https_port(), slug), method, descriptor_["paths"]["sts_rest"].get<std::string>(),
                              {{"content-type", "application/json"}}, body));
  }
  std::string token(const char* service, std::string_view slug = kEksempel) const {
    const auto answer = ask_sts(token_request(slug, service).dump(), slug);
    const auto parsed = json::parse(answer.body);
    return base::unbase64(parsed["RequestedSecurityToken"]["Assertion"].get<std::string>()).value();
  }

  base::Resultat<std::unique_ptr<amqp::Klient>> connect(std::string_view token, std::string_view slug = kEksempel,
                                                        std::string_view vhost = "BF") const {
    return amqp::Klient::open(maal(amqps_port(), slug), "EXTERNAL", token, vhost);
  }
  std::unique_ptr<amqp::Klient> publisher(std::string_view token) const {
    auto out = must(connect(token));
    must(out->ready_to_publish());
    return out;
  }
  // Its counts, as the admin socket gives them.
  json dueslag(std::string_view uuid = app::kEksempelDueslag) const {
    for (auto& one : json::parse(must(app::admin_get(data(), "/dueslag")))) {
      if (one["uuid"] == uuid) return one;
    }
    return {};
  }
  std::string ledger_head() const {
    return json::parse(must(app::admin_get(data(), "/status")))["ledger_head"].get<std::string>();
  }

 private:
  void spawn(int out) {
    const std::string data_folder = data().string();
    const std::string port = std::to_string(port_base_);
    const std::string log_file = (folder_ / "log").string();
    std::array<const char*, 7> words{"brevdue",     "sandbox",    "--data", data_folder.c_str(),
                                     "--port-base", port.c_str(), nullptr};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (::posix_spawn(&pid_, BREVDUE_PROGRAM, &files, nullptr, const_cast<char**>(words.data()), environ) != 0) {
      std::abort();
    }
    posix_spawn_file_actions_destroy(&files);
  }
  int wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  std::filesystem::path folder_ = make_folder("brevdue-accept");
  std::filesystem::path data_ = folder_ / "data";
  std::uint16_t port_base_ = app::free_port_base();
  pid_t pid_ = -1;
  json descriptor_;
};

}  // namespace brevdue::acceptance
