// The sandbox's keys and certificates, made once into its pki/ folder. Nothing in it is a secret.
//
// Thread safety: free functions.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.hpp"
#include "base/ur.hpp"
#include "crypto/certifikat.hpp"

namespace brevdue::app {

// ca.crt; server.crt and .key (localhost, its numeric addresses, and KOMBIT's public host names, because some clients
// can't change host); sts.crt and .key; SLUG.crt, .key and .p12 of every system; truststore.p12. Valid for ten years
// from an hour before now.
base::Resultat<void> make_sandbox_keys(const std::filesystem::path& folder, std::string_view p12_password,
                                       base::Tidspunkt now, base::Tilfaeldig& random);

// Whether a sandbox issued it.
bool is_sandbox_certificate(const crypto::Certifikat& certifikat);

}  // namespace brevdue::app
