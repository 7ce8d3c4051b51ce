// Running in the foreground: signals, and the two ways to serve (kommandoer.hpp).
//
// Thread safety: main only.
#pragma once

#include "app/server.hpp"

namespace brevdue::app {

// SIGTERM, SIGINT and SIGHUP are left to await_end(); must be called before any thread is made.
void take_signals();
// Until SIGTERM or SIGINT; SIGHUP reads [tls] certificate and key again.
void await_end(Server& server);

}  // namespace brevdue::app
