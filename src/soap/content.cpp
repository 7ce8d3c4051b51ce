#include "soap/content.hpp"

#include <algorithm>

#include "xml/simple_type.hpp"

namespace brevdue::soap {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_same(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view unquoted(std::string_view text) {
  text = xml::trim(text);
  if (text.size() < 2 || !text.starts_with('"') || !text.ends_with('"')) return text;
  return text.substr(1, text.size() - 2);
}

// A parameter of a media type; its value may not hold a semicolon, as no action does.
std::string_view parameter(std::string_view type, std::string_view name) {
  for (auto at = type.find(';'); at != std::string_view::npos; at = type.find(';')) {
    type.remove_prefix(at + 1);
    const std::string_view one = type.substr(0, type.find(';'));
    const auto equals = one.find('=');
    if (equals == std::string_view::npos || !is_same(xml::trim(one.substr(0, equals)), name)) continue;
    return unquoted(one.substr(equals + 1));
  }
  return {};
}

}  // namespace

bool is_soap12_type(const http::Request& request) {
  const std::string_view type = request.header("content-type");
  return is_same(xml::trim(type.substr(0, type.find(';'))), kSoap12Type);
}

std::string_view action_of(const http::Request& request) {
  const std::string_view said = unquoted(request.header("soapaction"));
  return said.empty() ? parameter(request.header("content-type"), "action") : said;
}

std::string content_type(Version version) {
  return std::string(version == Version::SOAP_1_1 ? "text/xml" : kSoap12Type) + "; charset=utf-8";
}

bool is_host(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || std::string_view(".-:[]_").contains(c);
  });
}

}  // namespace brevdue::soap
