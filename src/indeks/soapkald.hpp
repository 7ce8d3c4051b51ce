// How an index's operation is carried out behind its SOAP door: who calls, and the work in the pool, since it waits for
// the disk.
//
// Thread safety: free functions; on io threads. Ownership: what is given to call() must outlive the coroutine.
#pragma once

#include <utility>

#include "indeks/kalder.hpp"
#include "indeks/retur.hpp"
#include "net/server.hpp"

namespace brevdue::indeks {

// A refusal of the whole call, as each form of answer has it.
inline void put_retur(oio::MultipleOutput& out, oio::StandardRetur retur) {
  out.standard_retur.push_back(std::move(retur));
}
inline void put_retur(oio::BasicOutput& out, oio::StandardRetur retur) {
  out.standard_retur = std::move(retur);
}

// `act(kald)` runs in the pool and gives the answer. Who is known but has no serviceaftale is answered 43; who is not
// known gets a fault. Errors: IKKE_AUTENTISERET; OVERBELASTET: too much waits for the pool.
template <class Out, class Act>
net::Opgave<base::Resultat<Out>> call(const soap::Request& request, std::string_view service, const Kaldere& kaldere,
                                      net::IoThreads& threads, Act act) {
  auto kald = kald_af(request, service, kaldere);
  Out out;
  if (!kald && kald.error().kode == base::FejlKode::IKKE_TILLADT) {
    put_retur(out, retur(kald.error()));
    co_return out;
  }
  if (!kald) co_return std::unexpected(std::move(kald).error());
  // The coroutine, and with it all that is referred to here, lives until the pool is done with it.
  const auto done = co_await threads.run_in_pool([&] { out = act(std::as_const(*kald)); });
  if (!done) co_return std::unexpected(done.error());
  co_return out;
}

}  // namespace brevdue::indeks
