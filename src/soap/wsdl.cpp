#include "soap/wsdl.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "soap/envelope.hpp"
#include "soap/text.hpp"
#include "xml/xsd.hpp"

namespace brevdue::soap {
namespace {

constexpr std::string_view kWsdl = "http://schemas.xmlsoap.org/wsdl/";
constexpr std::string_view kWsdlSoap11 = "http://schemas.xmlsoap.org/wsdl/soap/";
constexpr std::string_view kWsdlSoap12 = "http://schemas.xmlsoap.org/wsdl/soap12/";
constexpr std::string_view kTransport = "http://schemas.xmlsoap.org/soap/http";

std::string message_name(const Operation& operation, std::string_view direction) {
  std::string name(operation.name);
  if (name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 32);
  return name.append(direction).append("Message");
}

// The service's own schema with RequestHeader.
std::vector<const xml::Element*> published_elements(const Service& service) {
  std::vector<const xml::Element*> all(service.schema.globals.begin(), service.schema.globals.end());
  all.push_back(&kRequestHeader);
  return all;
}

class Document {
 public:
  explicit Document(const Service& service) : service_(service) {}
  std::string text(std::string_view address);

 private:
  template <class... Parts>
  void line(fmt::format_string<Parts...> form, Parts&&... parts) {
    out_ += fmt::format(form, std::forward<Parts>(parts)...) += '\n';
  }
  std::string qname(const xml::Element& element) const {
    return fmt::format("{}:{}", prefix_of(service_, element.name.ns), element.name.name);
  }
  void head();
  void types();
  void message(const Operation& operation, std::string_view direction, std::string_view part, const xml::Element& body);
  void port_type();
  void binding(std::string_view soap, std::string_view name);
  void bound_message(std::string_view soap, const Operation& operation, std::string_view way,
                     std::string_view direction, std::string_view part);
  void service(std::string_view address);

  const Service& service_;
  std::string out_;
};

void Document::head() {
  line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
  out_ += fmt::format("<wsdl:definitions name=\"{}\" targetNamespace=\"{}\" xmlns:tns=\"{}\"", service_.name,
                      service_.ns, service_.ns);
  const std::pair<std::string_view, std::string_view> own[] = {
      {"wsdl", kWsdl}, {"soap", kWsdlSoap11}, {"soap12", kWsdlSoap12}, {"xs", xml::kXsd}};
  for (const auto& [prefix, ns] : own) out_ += fmt::format("\n    xmlns:{}=\"{}\"", prefix, ns);
  for (const auto ns : published_namespaces(service_)) {
    out_ += fmt::format("\n    xmlns:{}=\"{}\"", prefix_of(service_, ns), ns);
  }
  line(">");
}

void Document::types() {
  line("  <wsdl:types>\n    <xs:schema>");
  for (const auto ns : published_namespaces(service_)) {
    line("      <xs:import namespace=\"{}\" schemaLocation=\"?xsd={}\"/>", ns, prefix_of(service_, ns));
  }
  line("    </xs:schema>\n  </wsdl:types>");
}

void Document::message(const Operation& operation, std::string_view direction, std::string_view part,
                       const xml::Element& body) {
  line("  <wsdl:message name=\"{}\">", message_name(operation, direction));
  line("    <wsdl:part name=\"header\" element=\"{}\"/>", qname(kRequestHeader));
  line("    <wsdl:part name=\"{}\" element=\"{}\"/>", part, qname(body));
  line("  </wsdl:message>");
}

void Document::port_type() {
  line("  <wsdl:portType name=\"{}\">", service_.port_type);
  for (const Operation& o : service_.operations) {
    line("    <wsdl:operation name=\"{}\">", o.name);
    line("      <wsdl:input message=\"tns:{}\"/>", message_name(o, "Request"));
    line("      <wsdl:output message=\"tns:{}\"/>", message_name(o, "Response"));
    line("    </wsdl:operation>");
  }
  line("  </wsdl:portType>");
}

// `soap` is the prefix of the binding's own elements.
void Document::binding(std::string_view soap, std::string_view name) {
  line("  <wsdl:binding name=\"{}\" type=\"tns:{}\">", name, service_.port_type);
  line("    <{}:binding style=\"document\" transport=\"{}\"/>", soap, kTransport);
  for (const Operation& o : service_.operations) {
    line("    <wsdl:operation name=\"{}\">", o.name);
    line("      <{}:operation soapAction=\"{}\" style=\"document\"/>", soap, xml_text(o.action));
    bound_message(soap, o, "input", "Request", "request");
    bound_message(soap, o, "output", "Response", "response");
    line("    </wsdl:operation>");
  }
  line("  </wsdl:binding>");
}

void Document::bound_message(std::string_view soap, const Operation& operation, std::string_view way,
                             std::string_view direction, std::string_view part) {
  line("      <wsdl:{}>", way);
  line("        <{}:header message=\"tns:{}\" part=\"header\" use=\"literal\"/>", soap,
       message_name(operation, direction));
  line("        <{}:body parts=\"{}\" use=\"literal\"/>", soap, part);
  line("      </wsdl:{}>", way);
}

void Document::service(std::string_view address) {
  line("  <wsdl:service name=\"{}\">", service_.name);
  const std::pair<std::string_view, std::string_view> ports[] = {{"soap", ""}, {"soap12", "Soap12"}};
  for (const auto& [soap, after] : ports) {
    line("    <wsdl:port name=\"{}{}\" binding=\"tns:{}{}Binding\">", service_.port, after, service_.port, after);
    line("      <{}:address location=\"{}\"/>", soap, xml_text(address));
    line("    </wsdl:port>");
  }
  line("  </wsdl:service>");
}

std::string Document::text(std::string_view address) {
  head();
  types();
  for (const Operation& o : service_.operations) {
    message(o, "Request", "request", *o.input);
    message(o, "Response", "response", *o.output);
  }
  port_type();
  binding("soap", fmt::format("{}Binding", service_.port));
  binding("soap12", fmt::format("{}Soap12Binding", service_.port));
  service(address);
  line("</wsdl:definitions>");
  return std::move(out_);
}

}  // namespace

std::string_view prefix_of(const Service& service, std::string_view ns) {
  if (ns == kRequestHeaderNs) return kHeaderPrefix;
  const auto found = std::ranges::find(service.prefixes, ns, &xml::Namespace::uri);
  return found == service.prefixes.end() ? std::string_view() : found->prefix;
}

std::vector<std::string_view> published_namespaces(const Service& service) {
  const auto elements = published_elements(service);
  return xml::namespaces_of({elements});
}

std::string wsdl_text(const Service& service, std::string_view address) {
  return Document(service).text(address);
}

std::map<std::string, std::string, std::less<>> xsd_texts(const Service& service) {
  const auto elements = published_elements(service);
  const auto namespaces = published_namespaces(service);
  std::vector<std::string> locations;
  for (const auto ns : namespaces) locations.push_back(fmt::format("?xsd={}", prefix_of(service, ns)));
  std::vector<xml::SchemaFile> files;
  for (std::size_t i = 0; i < namespaces.size(); ++i) {
    files.push_back({namespaces[i], prefix_of(service, namespaces[i]), locations[i]});
  }
  std::map<std::string, std::string, std::less<>> texts;
  for (const auto& file : files) texts.emplace(file.prefix, xml::xsd_text({elements}, file.ns, files));
  return texts;
}

}  // namespace brevdue::soap
