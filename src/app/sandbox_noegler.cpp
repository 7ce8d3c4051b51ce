#include "app/sandbox_noegler.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

#include "app/filer.hpp"
#include "app/sandbox_verden.hpp"
#include "base/known.hpp"
#include "crypto/pki.hpp"

namespace brevdue::app {
namespace {

using std::chrono::hours;

constexpr const char* kCa = "Brevdue sandkasse CA";

// Which KOMBIT publishes for its test and production environments; clients whose host is fixed reach the sandbox by a
// line in their machine's hosts file.
constexpr std::array kPublicHosts{
    "localhost",
    "beskedfordeler.eksterntest-stoettesystemerne.dk",
    "beskedfordeler.stoettesystemerne.dk",
    "adgangsstyring.eksterntest-stoettesystemerne.dk",
    "adgangsstyring.stoettesystemerne.dk",
    "n2adgangsstyring.eksterntest-stoettesystemerne.dk",
    "n2adgangsstyring.stoettesystemerne.dk",
};

class Noeglemager {
 public:
  Noeglemager(const std::filesystem::path& folder, std::string_view password, crypto::Identitet ca,
              crypto::Gyldighed gyldighed, base::Tilfaeldig& random)
      : folder_(folder), password_(password), ca_(std::move(ca)), gyldighed_(gyldighed), random_(random) {}

  base::Resultat<void> all() {
    PROEV(write_file(folder_ / "ca.crt", ca_.certifikat.pem()));
    const std::array trusted{ca_.certifikat};
    const auto truststore = PROEV(crypto::write_truststore_p12(trusted, password_));
    PROEV(write_file(folder_ / "truststore.p12", truststore));
    PROEV(one("server", "Brevdue sandkasse (server)", kUdk, true));
    PROEV(one("sts", "Brevdue sandkasse STS", kUdk, false));
    for (const auto& system : sandbox_systemer()) {
      PROEV(one(system.slug, fmt::format("{} (funktionscertifikat)", system.navn), system.cvr, false));
    }
    return {};
  }

 private:
  base::Resultat<void> one(std::string_view slug, const std::string& cn, std::string_view cvr, bool server) {
    crypto::Udstedelse request;
    request.navn = {base::known(base::Cvr::parse(cvr)), fmt::format("{:08}", ++fid_), cn,
                    fmt::format("Brevdue sandkasse // CVR:{}", cvr)};
    request.gyldighed = gyldighed_;
    request.server = server;
    request.client = !server;
    if (server) {
      request.dns.assign(kPublicHosts.begin(), kPublicHosts.end());
      request.ip = {"127.0.0.1", "::1"};
    }
    const auto identity = PROEV(crypto::issue(ca_, request, random_));
    const auto file = [&](std::string_view ending) { return folder_ / fmt::format("{}.{}", slug, ending); };
    const auto chain = server ? identity.certifikat.pem() + ca_.certifikat.pem() : identity.certifikat.pem();
    PROEV(write_file(file("crt"), chain));
    PROEV(write_file(file("key"), identity.noegle.pem(), true));
    const std::array above{ca_.certifikat};
    const auto p12 = PROEV(crypto::write_p12(identity, above, slug, password_));
    PROEV(write_file(file("p12"), p12, true));
    return {};
  }

  const std::filesystem::path& folder_;
  std::string_view password_;
  crypto::Identitet ca_;
  crypto::Gyldighed gyldighed_;
  base::Tilfaeldig& random_;
  unsigned fid_ = 0;
};

}  // namespace

base::Resultat<void> make_sandbox_keys(const std::filesystem::path& folder, std::string_view p12_password,
                                       base::Tidspunkt now, base::Tilfaeldig& random) {
  const auto start = std::chrono::floor<std::chrono::seconds>(now);
  const crypto::Gyldighed gyldighed{start - hours(1), start + hours(24 * 3652)};
  auto ca = PROEV(crypto::make_ca(kCa, gyldighed, random));
  return Noeglemager(folder, p12_password, std::move(ca), gyldighed, random).all();
}

bool is_sandbox_certificate(const crypto::Certifikat& certifikat) {
  return certifikat.issuer().contains("CN=" + std::string(kCa));
}

}  // namespace brevdue::app
