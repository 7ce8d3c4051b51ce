#include "soap/envelope.hpp"

#include <fmt/format.h>

#include "soap/text.hpp"

namespace brevdue::soap {
namespace {

using base::FejlKode;
using xml::EventKind;

constexpr xml::SimpleType kUuidType{.ns = kRequestHeaderNs,
                                    .name = "UUIDType",
                                    .base = &xml::kString,
                                    .white_space = xml::WhiteSpace::PRESERVE,
                                    .min_length = 1};
constexpr xml::Type kTransactionType = xml::of_text(kUuidType);
constexpr xml::Element kTransaction{kRequestHeaderNs, "TransactionUUID", kTransactionType};
constexpr xml::Particle kHeaderParts[] = {xml::one(kTransaction)};
constexpr xml::Particle kHeaderContent = xml::in_order(kHeaderParts);
constexpr xml::Type kHeaderType = xml::of_elements({kRequestHeaderNs, "RequestHeaderType"}, kHeaderContent);

std::unexpected<Fault> refuse(std::string text, std::string path) {
  return std::unexpected(Fault({FejlKode::UGYLDIG, std::move(text), std::move(path)}));
}

// One walk over one envelope.
class Walk {
 public:
  Walk(xml::Reader& reader, xml::Arena& arena, Envelope& out) : reader_(reader), arena_(arena), out_(out) {}

  Outcome<void> root();
  Outcome<void> headers();
  Outcome<void> body(const ReadBody& read_body);

 private:
  const xml::Event& event() const { return reader_.event(); }
  bool is_start(std::string_view ns, std::string_view name) const {
    return event().kind == EventKind::START && event().ns == ns && event().name == name;
  }
  bool is_soap(std::string_view name) const { return is_start(soap_, name); }
  // Goes to the next tag. Text before it is not for an envelope.
  Outcome<void> to_tag(std::string_view path);
  Outcome<void> enter(std::string_view path) {
    reader_.next_event();
    return to_tag(path);
  }
  Outcome<void> header();
  Outcome<void> request_header();
  Outcome<void> text_into(std::optional<std::string_view>& out, const std::string& path);

  xml::Reader& reader_;
  xml::Arena& arena_;
  Envelope& out_;
  std::string_view soap_;  // the envelope's namespace, from root() on
};

Outcome<void> Walk::to_tag(std::string_view path) {
  if (event().kind != EventKind::TEXT) return {};
  if (!event().blank) return refuse("text where only elements belong", std::string(path));
  reader_.next_event();
  return {};
}

Outcome<void> Walk::root() {
  if (event().name != "Envelope") return refuse("the message is not a SOAP envelope", "");
  if (event().ns == kEnvelope11) out_.version = Version::SOAP_1_1;
  if (event().ns == kEnvelope12) out_.version = Version::SOAP_1_2;
  soap_ = event().ns;
  if (out_.version) return enter("/Envelope");
  return std::unexpected(Fault(FaultCode::VERSION_MISMATCH,
                               {FejlKode::IKKE_UNDERSTOETTET, "the envelope is neither SOAP 1.1 nor 1.2", ""}));
}

Outcome<void> Walk::headers() {
  if (!is_soap("Header")) return {};
  PROEV(enter("/Envelope/Header"));
  while (event().kind == EventKind::START) {
    PROEV(header());
    PROEV(to_tag("/Envelope/Header"));
  }
  return enter("/Envelope");
}

Outcome<void> Walk::header() {
  if (is_start(kRequestHeaderNs, "RequestHeader")) return request_header();
  if (is_start(kAddressing, "MessageID")) return text_into(out_.headers.message_id, "/Envelope/Header/MessageID");
  if (is_start(kAddressing, "Action")) return text_into(out_.headers.action, "/Envelope/Header/Action");
  reader_.skip_element();
  return {};
}

Outcome<void> Walk::request_header() {
  const std::string path = "/Envelope/Header/RequestHeader";
  PROEV(enter(path));
  if (!is_start(kRequestHeaderNs, "TransactionUUID")) return refuse("expected is TransactionUUID", path);
  PROEV(text_into(out_.headers.transaction, path + "/TransactionUUID"));
  PROEV(to_tag(path));
  if (event().kind == EventKind::START) return refuse("an element that is not expected here", path);
  reader_.next_event();
  return {};
}

// The header's text, which must be there, once.
Outcome<void> Walk::text_into(std::optional<std::string_view>& out, const std::string& path) {
  if (out) return refuse("the header stands there twice", path);
  if (reader_.next_event().kind == EventKind::TEXT) {
    out = arena_.emplace_back(event().text);
    reader_.next_event();
  }
  if (event().kind != EventKind::END) return refuse("an element where only text is allowed", path);
  if (!out) return refuse("the text is missing", path);
  reader_.next_event();
  return {};
}

Outcome<void> Walk::body(const ReadBody& read_body) {
  if (!is_soap("Body")) return refuse("expected is Body", "/Envelope");
  PROEV(enter("/Envelope/Body"));
  if (event().kind != EventKind::START) return refuse("the body is empty", "/Envelope/Body");
  PROEV(read_body(reader_));
  PROEV(to_tag("/Envelope/Body"));
  if (event().kind == EventKind::START) return refuse("more than one element", "/Envelope/Body");
  PROEV(enter("/Envelope"));
  if (event().kind == EventKind::START) return refuse("an element after the body", "/Envelope");
  return {};
}

std::string text_of(const AnswerHeaders::Addressing& addressing) {
  std::string out =
      fmt::format("<wsa:Action xmlns:wsa=\"{0}\">{1}</wsa:Action><wsa:MessageID xmlns:wsa=\"{0}\">{2}</wsa:MessageID>",
                  kAddressing, xml_text(addressing.action), xml_text(addressing.message_id));
  if (addressing.relates_to) {
    out += fmt::format("<wsa:RelatesTo xmlns:wsa=\"{}\">{}</wsa:RelatesTo>", kAddressing,
                       xml_text(*addressing.relates_to));
  }
  return out;
}

std::string text_of(const AnswerHeaders& headers) {
  std::string out;
  if (headers.is_upgrade) {
    out += fmt::format(
        "<u:Upgrade xmlns:u=\"{0}\"><u:SupportedEnvelope qname=\"u:Envelope\"/>"
        "<u:SupportedEnvelope qname=\"e:Envelope\" xmlns:e=\"{1}\"/></u:Upgrade>",
        kEnvelope12, kEnvelope11);
  }
  if (headers.addressing) out += text_of(*headers.addressing);
  if (headers.transaction) {
    out +=
        fmt::format("<hd:RequestHeader xmlns:hd=\"{}\"><hd:TransactionUUID>{}</hd:TransactionUUID></hd:RequestHeader>",
                    kRequestHeaderNs, xml_text(*headers.transaction));
  }
  return out;
}

}  // namespace

constinit const xml::Element kRequestHeader{kRequestHeaderNs, "RequestHeader", kHeaderType};

Outcome<void> read_envelope(std::string_view bytes, const xml::Graenser& limits, xml::Arena& arena, Envelope& out,
                            const ReadBody& read_body) {
  auto reader = PROEV(xml::Reader::open(bytes, limits, {.refuse_processing_instructions = true}));
  Walk walk(reader, arena, out);
  PROEV(walk.root());
  PROEV(walk.headers());
  return walk.body(read_body);
}

std::string write_envelope(Version version, const AnswerHeaders& headers, std::string_view body) {
  const std::string header = text_of(headers);
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out.reserve(out.size() + header.size() + body.size() + 256);
  out.append("<s:Envelope xmlns:s=\"").append(envelope_namespace(version)).append("\">");
  if (!header.empty()) out.append("<s:Header>").append(header).append("</s:Header>");
  out.append("<s:Body>").append(body).append("</s:Body></s:Envelope>\n");
  return out;
}

}  // namespace brevdue::soap
