// For tests: a temporary folder with a CA, a server's and a client's certificates as the PEM files that the settings
// want. The server is localhost, 127.0.0.1 and ::1.
//
// Thread safety: none needed once made. Ownership: the folder is removed with the object.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "crypto/pki.hpp"
#include "net/client.hpp"
#include "net/server.hpp"

namespace brevdue::net::testing {

template <class T>
T value_of(base::Resultat<T> result) {
  if (!result) throw std::runtime_error(base::beskriv(result.error()));
  return *std::move(result);
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "brevdue-net-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  std::string file(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return file(name);
  }

 private:
  std::filesystem::path path_;
};

inline crypto::Udstedelse certificate_for(const std::string& cn) {
  return {.navn = {.cvr = *base::Cvr::parse("33333333"), .fid = "12345678", .cn = cn, .o = "Prøvestyrelsen"},
          .gyldighed = {*base::parse_iso("2020-01-01T00:00:00Z"), *base::parse_iso("2049-01-01T00:00:00Z")},
          .dns = {},
          .ip = {}};
}

// Keys take a second to make, so a program makes them once for each authority that it asks for.
struct TestKeys {
  crypto::Identitet ca;
  crypto::Identitet client;
  crypto::PrivatNoegle server;
};

inline TestKeys make_test_keys(std::uint64_t seed) {
  base::TestTilfaeldig random(seed);
  const crypto::Gyldighed validity = certificate_for("").gyldighed;
  const crypto::Identitet ca = value_of(crypto::make_ca("Prøve-CA", validity, random));
  return {ca, value_of(crypto::issue(ca, certificate_for("Klient (funktionscertifikat)"), random)),
          value_of(crypto::PrivatNoegle::generate_rsa())};
}

enum class Authority { OURS, FOREIGN };

inline const TestKeys& test_keys(Authority authority) {
  static const TestKeys ours = make_test_keys(1);
  if (authority == Authority::OURS) return ours;
  static const TestKeys foreign = make_test_keys(2);
  return foreign;
}

class TestTls {
 public:
  explicit TestTls(Authority authority = Authority::OURS) : keys_(test_keys(authority)) {
    write_server("localhost", {"127.0.0.1", "::1"});
    folder_.write("ca.pem", keys_.ca.certifikat.pem());
    folder_.write("client.pem", keys_.client.certifikat.pem());
    folder_.write("client.key", keys_.client.noegle.pem());
  }

  TlsFiles files() const { return {folder_.file("server.pem"), folder_.file("server.key")}; }
  // Replaces the server's certificate by one with other names.
  void write_server(const std::string& dns, std::vector<std::string> ip) {
    crypto::Udstedelse request = certificate_for("Server (funktionscertifikat)");
    request.dns = {dns};
    request.ip = std::move(ip);
    request.server = true;
    const auto server = value_of(crypto::issue_for_key(keys_.ca, request, keys_.server, random_));
    folder_.write("server.pem", server.pem());
    folder_.write("server.key", keys_.server.pem());
  }
  const std::string& client_der() const { return keys_.client.certifikat.der(); }
  const TemporaryFolder& folder() const { return folder_; }

  KlientMaal anonymous(std::uint16_t port) const {
    KlientMaal maal;
    maal.host = "127.0.0.1";
    maal.port = port;
    maal.ca_file = folder_.file("ca.pem");
    return maal;
  }
  KlientMaal with_certificate(std::uint16_t port) const {
    KlientMaal maal = anonymous(port);
    maal.certificate_file = folder_.file("client.pem");
    maal.key_file = folder_.file("client.key");
    return maal;
  }

 private:
  const TestKeys& keys_;
  base::TestTilfaeldig random_{17};
  TemporaryFolder folder_;
};

}  // namespace brevdue::net::testing
