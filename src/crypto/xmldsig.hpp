// Inside crypto/ only: the enveloped signature of a whole document.
//
// xmlsec1 computes; what it may meet is checked before it is called, against the one form that is accepted: one
// reference, to the root's ID, two transforms, algorithms from a short list (spec adgangsstyring T1, T3).
//
// Thread safety: any thread; each call has its own context. xmlsec is started with the first call.
#pragma once

#include <libxml/tree.h>

#include <span>

#include "base/result.hpp"
#include "crypto/certifikat.hpp"

namespace brevdue::crypto {

// Verifies that no ID occurs twice, and that `signature`, a child of the root, signs the whole root with one of the
// pinned RSA keys. Gives the root its ID in libxml2's table. Errors: IKKE_AUTENTISERET.
base::Resultat<void> verify_enveloped(xmlDoc* tree, const xmlNode* signature, std::span<const Certifikat> pinned);

}  // namespace brevdue::crypto
