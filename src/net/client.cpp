#include "net/client.hpp"

#include <poll.h>

#include "net/address.hpp"
#include "net/tls.hpp"
#include "net/transport.hpp"

namespace brevdue::net {
namespace {

using base::fejl;
using base::FejlKode;
using base::Resultat;

class TransportKlient final : public Klient {
 public:
  TransportKlient(FileDescriptor socket, std::unique_ptr<Transport> transport, std::chrono::milliseconds timeout)
      : socket_(std::move(socket)), transport_(std::move(transport)), timeout_(timeout) {}
  ~TransportKlient() override { transport_->goodbye(); }

  Resultat<void> handshake() {
    for (;;) {
      const Progress progress = transport_->handshake();
      if (progress == Progress::DONE) return {};
      PROEV(wait_for(progress));
    }
  }

  Resultat<std::size_t> read_some(std::span<char> into) override {
    for (;;) {
      const Attempt got = transport_->read(into);
      if (got.progress == Progress::DONE) return got.bytes;
      if (got.progress == Progress::ENDED) return 0;
      PROEV(wait_for(got.progress));
    }
  }

  Resultat<void> write(std::string_view bytes) override {
    for (;;) {
      const Attempt put = transport_->write(bytes);
      bytes.remove_prefix(put.bytes);
      if (put.progress != Progress::DONE) {
        PROEV(wait_for(put.progress));
      } else if (bytes.empty()) {
        return {};
      }
    }
  }

  void set_timeout(std::chrono::milliseconds timeout) override { timeout_ = timeout; }

 private:
  Resultat<void> wait_for(Progress wanted) {
    if (wanted != Progress::WANT_READ && wanted != Progress::WANT_WRITE) {
      return fejl(FejlKode::FORBINDELSE, "the connection is gone, or the server's certificate is not accepted");
    }
    const short events = wanted == Progress::WANT_READ ? POLLIN : POLLOUT;
    pollfd waiting{.fd = socket_.get(), .events = events, .revents = 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(timeout_.count()));
    if (ready == 0) return fejl(FejlKode::TIDSFRIST, "the server took too long");
    return {};
  }

  FileDescriptor socket_;
  std::unique_ptr<Transport> transport_;
  std::chrono::milliseconds timeout_;
};

}  // namespace

Resultat<std::unique_ptr<Klient>> Klient::connect(const KlientMaal& maal) {
  if (!maal.unix_path.empty()) {
    FileDescriptor socket = PROEV(connect_local(maal.unix_path));
    auto transport = make_plain_transport(socket.get());
    return std::make_unique<TransportKlient>(std::move(socket), std::move(transport), maal.timeout);
  }
  TlsSettings settings;
  if (maal.tls) settings = PROEV(make_client_tls(maal));
  FileDescriptor socket = PROEV(connect_tcp(maal.host, maal.port, static_cast<int>(maal.timeout.count())));
  auto transport =
      maal.tls ? make_client_transport(socket.get(), settings, maal.host) : make_plain_transport(socket.get());
  auto klient = std::make_unique<TransportKlient>(std::move(socket), std::move(transport), maal.timeout);
  PROEV(klient->handshake());
  return klient;
}

}  // namespace brevdue::net
