// HTTP/1.1 as bytes: requests out of them, answers into and out of them. No sockets, so that tests and fuzzers can feed
// it directly. The grammar is Beast's; what a front server and we could read differently is refused before.
//
// Thread safety: one thread at a time. Ownership: a parser holds what was fed and not yet taken.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/client.hpp"
#include "http/server.hpp"

namespace brevdue::http {

enum class Feeding {
  MORE,            // the message goes on
  WANTS_CONTINUE,  // the same, and its sender waits for "100 Continue" before it sends the body; said once
  DONE,            // take() it
  REFUSED,         // see refusal(); nothing after it can be understood
};

// Why a request is not taken: the status to answer with, and a sentence.
struct WireRefusal {
  int status = 400;
  std::string text;
};

// How many bytes the body of a request may have; asked when its heading is read. HttpLimits::body_bytes if there is
// none.
using BodyLimit = std::function<std::size_t(std::string_view method, std::string_view path)>;

class RequestParser {
 public:
  explicit RequestParser(const HttpLimits& limits, BodyLimit body_limit = {});
  ~RequestParser();

  // `bytes` may hold the rest of this request and any part of later ones; after take(), feed({}) goes on with those.
  Feeding feed(std::string_view bytes);
  // Nothing of a next request has come yet.
  bool idle() const;
  const WireRefusal& refusal() const;
  // After DONE, once. Whether the connection may be kept after it is asked before.
  bool keep_alive() const;
  Request take();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class AnswerParser {
 public:
  // `to_head`: the answer to a HEAD request, which has no body whatever its headers say.
  AnswerParser(bool to_head, std::size_t largest);
  ~AnswerParser();

  // False: more is needed. Errors: UGYLDIG, FOR_STOR.
  base::Resultat<bool> feed(std::string_view bytes);
  // The server ended its side: which ends an answer without a length. Errors: UGYLDIG when that is too early.
  base::Resultat<void> end();
  Answer take();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

struct AnswerForm {
  bool head = false;  // leave the body away
  bool keep_alive = true;
};

// The response as it is sent. Errors: INTERN for a header with a line end in it, or a status out of range.
base::Resultat<std::string> write_response(const Response& response, AnswerForm form);

}  // namespace brevdue::http
