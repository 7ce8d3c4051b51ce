#include "app/foresporgsel.hpp"

#include <charconv>
#include <string>

namespace brevdue::app {
namespace {

template <class T>
base::Resultat<T> parse_number(const http::Request& request, std::string_view name, T otherwise) {
  const auto text = request.parameter(name);
  if (!text) return otherwise;
  T out{};
  const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), out);
  if (failed != std::errc{} || end != text->data() + text->size()) {
    return base::fejl(base::FejlKode::UGYLDIG, "must be a number", std::string(name));
  }
  return out;
}

}  // namespace

base::Resultat<std::uint64_t> number_of(const http::Request& request, std::string_view name, std::uint64_t otherwise) {
  return parse_number(request, name, otherwise);
}

base::Resultat<std::int64_t> signed_number_of(const http::Request& request, std::string_view name,
                                              std::int64_t otherwise) {
  return parse_number(request, name, otherwise);
}

base::Resultat<base::Uuid> uuid_of(const http::Request& request, std::string_view name) {
  const auto text = request.parameter(name);
  const auto parsed = text ? base::Uuid::parse(*text) : std::nullopt;
  if (!parsed) return base::fejl(base::FejlKode::UGYLDIG, "must be a UUID", std::string(name));
  return *parsed;
}

}  // namespace brevdue::app
