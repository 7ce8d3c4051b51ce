#include "app/admin_klient.hpp"

#include <nlohmann/json.hpp>

#include "http/client.hpp"

namespace brevdue::app {
namespace {

using base::FejlKode;

net::KlientMaal socket_of(const std::filesystem::path& data) {
  net::KlientMaal out;
  out.host = "localhost";
  out.unix_path = (data / "admin.sock").string();
  out.timeout = std::chrono::minutes(10);  // a backup takes what it takes
  return out;
}

base::Resultat<std::string> ask(const std::filesystem::path& data, std::string_view method, const std::string& target,
                                std::string_view body) {
  auto answer = PROEV(http::request(socket_of(data), method, target, {}, body));
  if (answer.status == 200) return std::move(answer.body);
  const auto parsed = nlohmann::json::parse(answer.body, nullptr, false);
  const bool told = parsed.is_object() && parsed.contains("message") && parsed["message"].is_string();
  return base::fejl(FejlKode::IKKE_TILLADT, told ? parsed["message"].get<std::string>() : answer.body);
}

}  // namespace

bool is_served(const std::filesystem::path& data) {
  return net::Klient::connect(socket_of(data)).has_value();
}

base::Resultat<std::string> admin_get(const std::filesystem::path& data, const std::string& target) {
  return ask(data, "GET", target, {});
}

base::Resultat<std::string> admin_post(const std::filesystem::path& data, const std::string& target,
                                       std::string_view body) {
  return ask(data, "POST", target, body);
}

base::Resultat<std::string> all_pages(const std::function<base::Resultat<std::string>(std::uint64_t after)>& page) {
  auto all = nlohmann::json::array();
  std::uint64_t after = 0;
  while (true) {
    const auto some = nlohmann::json::parse(PROEV(page(after)), nullptr, false);
    if (!some.is_array()) return base::fejl(FejlKode::INTERN, "the answer is no list");
    if (some.empty()) return all.dump(2) + "\n";
    const auto& last = some.back();
    const auto ankomst = last.is_object() ? last.value("ankomst", std::uint64_t{0}) : 0;
    if (ankomst <= after) return base::fejl(FejlKode::INTERN, "the list does not go on");
    after = ankomst;
    all.insert(all.end(), some.begin(), some.end());
  }
}

}  // namespace brevdue::app
