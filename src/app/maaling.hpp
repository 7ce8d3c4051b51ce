// /healthz, /readyz and /metrics.
//
// Thread safety: called once, before the doors open; the handlers run on any io thread. Ownership: refers to the Impl.
#pragma once

#include "app/dele.hpp"

namespace brevdue::app {

// It takes work: not before it has started, nor while it drains or the disk is full.
bool is_ready(const Server::Impl& dele);

// healthz: the process answers. readyz: 200 while is_ready(), else 503.
void add_maaling(Server::Impl& dele);

}  // namespace brevdue::app
