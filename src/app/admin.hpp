// The admin socket: what an operator, and the commands on a data folder, may ask of the running program. Who may
// connect is decided by the socket (same user, or root); everything that changes something leaves a ledger record.
//
//   GET /status, /dueslag, /koe, /fejlkoe, /hvorfor, /registreringer, /ledger, /ledger/verify
//   POST /import (TOML), /backup (a folder), /fejlkoe/requeue, /fejlkoe/delete, /clock (sandbox)
//
// Thread safety: called once, before the door opens; the handlers run on any io thread, and what blocks on the pool.
// Ownership: refers to the Impl.
#pragma once

#include "app/dele.hpp"

namespace brevdue::app {

void add_admin(Server::Impl& dele);

}  // namespace brevdue::app
