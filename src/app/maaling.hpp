// /healthz, /readyz and /metrics.
//
// Thread safety: called once, before the doors open; the handlers run on any io thread. Ownership: refers to the Impl.
#pragma once

#include "app/dele.hpp"

namespace brevdue::app {

// healthz: the process answers. readyz: 200 while it takes work, 503 before and while it drains or the disk is full.
void add_maaling(Server::Impl& dele);

}  // namespace brevdue::app
