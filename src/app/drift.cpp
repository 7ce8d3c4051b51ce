#include "app/drift.hpp"

#include <signal.h>

#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "app/baggrund.hpp"
#include "app/filer.hpp"
#include "app/kommandoer.hpp"
#include "app/meld.hpp"
#include "app/sandbox_mappe.hpp"
#include "base/log.hpp"

namespace brevdue::app {
namespace {

using base::FejlKode;
using base::Resultat;

sigset_t our_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  return set;
}

// The level's word was checked where it was read.
void configure_log(const Indstillinger& indstillinger) {
  auto lowest = base::log::Niveau::INFO;
  base::log::parse_niveau(indstillinger.log_level, lowest);
  base::log::configure(lowest, indstillinger.log_json);
}

Resultat<void> refuse_sandbox_keys(const Indstillinger& indstillinger) {
  std::vector<std::string> files{indstillinger.certificate, indstillinger.key, indstillinger.sts_certificate,
                                 indstillinger.sts_key};
  files.insert(files.end(), indstillinger.sts_trusted.begin(), indstillinger.sts_trusted.end());
  for (const auto& file : files) {
    if (!is_of_sandbox(file)) continue;
    return base::fejl(FejlKode::UGYLDIG, "is a sandbox's, whose keys are no secrets; serve does not use it", file);
  }
  return {};
}

// The sandbox's clock: moved, kept in its folder, never behind what it has already committed (the Server sees to that).
class Sandboxur {
 public:
  explicit Sandboxur(const Sandboxmappe& mappe) : mappe_(mappe) {}
  Resultat<void> load() {
    ur_.set_offset(PROEV(mappe_.clock_offset()));
    return {};
  }
  Resultat<void> set(std::chrono::microseconds offset) {
    PROEV(mappe_.set_clock_offset(offset));
    ur_.set_offset(offset);
    return {};
  }
  base::SystemUr& ur() { return ur_; }

 private:
  const Sandboxmappe& mappe_;
  base::SystemUr ur_;
};

// `up` gets the descriptor's path as soon as all doors are open.
Resultat<void> run_sandbox(const SandboxValg& valg, bool& store_failed,
                           const std::function<void(const std::string&)>& up) {
  const base::SystemUr machine;
  base::SystemTilfaeldig random;
  // First of all and to the end: keys, clock and descriptor are this program's alone.
  const auto laas = PROEV(Mappelaas::take(std::filesystem::absolute(valg.data)));
  const auto mappe = PROEV(Sandboxmappe::open(valg.data, machine, random));
  PROEV(mappe.remove_descriptor());
  const auto indstillinger = mappe.indstillinger(valg.port_base);
  configure_log(indstillinger);
  Sandboxur clock(mappe);
  PROEV(clock.load());
  const Omgivelser omgivelser{
      {clock.ur(), machine}, random, store::system_files(), [&clock](std::chrono::microseconds offset) {
        return clock.set(offset);
      }};
  const auto server = PROEV(Server::start(indstillinger, omgivelser, store_failed));
  if (!server->has_registrations()) PROEV(server->import(mappe.registreringer(), "sandkassens start"));
  const auto porte = server->porte();
  PROEV(mappe.write_descriptor({porte.https, porte.amqps, porte.metrics}, clock.ur().nu()));
  up("brevdue sandbox: " + (mappe.path() / "sandbox.json").string());
  await_end(*server);
  server->drain();
  return mappe.remove_descriptor();
}

Resultat<void> run_server(const std::string& config, bool& store_failed) {
  const auto indstillinger = PROEV(read_indstillinger(config));
  configure_log(indstillinger);
  PROEV(refuse_sandbox_keys(indstillinger));
  const base::SystemUr ur;
  base::SystemTilfaeldig random;
  const Omgivelser omgivelser{{ur, ur}, random, store::system_files(), {}};
  const auto server = PROEV(Server::start(indstillinger, omgivelser, store_failed));
  await_end(*server);
  server->drain();
  return {};
}

int exit_code(const Resultat<void>& ran, bool store_failed) {
  if (ran) return 0;
  return store_failed ? report_store(ran.error()) : report(ran.error());
}

// Its log is in its folder, as nobody sees its standard error.
Resultat<int> sandbox_in_background(const SandboxValg& valg) {
  const std::filesystem::path folder = valg.data;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return base::fejl(FejlKode::LAGER, error.message(), folder.string());
  return run_in_background(folder / "log", [&valg](Melder& melder) {
    take_signals();
    bool store_failed = false;
    const auto ran = run_sandbox(valg, store_failed, [&melder](const std::string& text) { melder.up(text); });
    if (!ran) melder.failed(base::beskriv(ran.error()));
    return exit_code(ran, store_failed);
  });
}

}  // namespace

void take_signals() {
  const sigset_t set = our_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
}

void await_end(Server& server) {
  const sigset_t set = our_signals();
  int number = 0;
  while (sigwait(&set, &number) == 0 && number == SIGHUP) {
    const auto reloaded = server.reload();
    if (reloaded) {
      base::log::info("certifikater genindlaest");
    } else {
      base::log::error("certifikater ikke genindlaest", {{"fejl", base::beskriv(reloaded.error())}});
    }
  }
  base::log::info("afslutter", {{"signal", number}});
}

int serve(const std::string& config) {
  take_signals();
  bool store_failed = false;
  return exit_code(run_server(config, store_failed), store_failed);
}

int sandbox(const SandboxValg& valg) {
  if (valg.detach) {
    const auto started = sandbox_in_background(valg);
    return started ? *started : report(started.error());
  }
  take_signals();
  bool store_failed = false;
  const auto say = [](const std::string& text) {
    std::printf("%s\n", text.c_str());
    std::fflush(stdout);
  };
  return exit_code(run_sandbox(valg, store_failed, say), store_failed);
}

}  // namespace brevdue::app
