#include "app/indstillinger.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>
#include <variant>

#include "adgangsstyring/token.hpp"
#include "app/filer.hpp"
#include "base/log.hpp"
#include "base/toml.hpp"
#include "base/uuid.hpp"

namespace brevdue::app {
namespace {

using base::TomlReader;
using I = Indstillinger;
using Member = std::variant<std::string I::*, std::int64_t I::*, bool I::*, std::vector<std::string> I::*>;

enum class Slags { PLAIN, REQUIRED, FILE, REQUIRED_FILE };

struct Indstilling {
  std::string_view table;  // empty: the top of the file
  std::string_view key;
  Member member;
  std::string_view help;
  Slags slags = Slags::PLAIN;
  std::int64_t least = 0;
  std::int64_t most = 0;
};

constexpr std::int64_t kPort = 65535;

const std::vector<Indstilling>& tabel() {
  static const std::vector<Indstilling> rows{
      {"", "data", &I::data, "folder of the store and the admin socket; made when absent", Slags::REQUIRED_FILE},
      {"log", "level", &I::log_level, "debug, info, warn, error or off"},
      {"log", "json", &I::log_json, "one JSON object a line; false: text"},
      {"tls", "certificate", &I::certificate,
       "PEM file of the server's certificate chain, leaf first; read again at SIGHUP", Slags::REQUIRED_FILE},
      {"tls", "key", &I::key, "PEM file of its private key", Slags::REQUIRED_FILE},
      {"https", "addresses", &I::https_addresses, "numeric addresses to listen on"},
      {"https", "port", &I::https_port, "0 takes a free one", Slags::PLAIN, 0, kPort},
      {"https", "header_kib", &I::https_header_kib, "largest heading of a request; larger ones are answered 431",
       Slags::PLAIN, 1, 1024},
      {"https", "body_kib", &I::https_body_kib,
       "largest body of a request; larger ones are answered 413. The STS takes 64 KiB at most", Slags::PLAIN, 1, 65536},
      {"amqps", "addresses", &I::amqps_addresses, "numeric addresses to listen on"},
      {"amqps", "port", &I::amqps_port, "0 takes a free one", Slags::PLAIN, 0, kPort},
      {"metrics", "addresses", &I::metrics_addresses, "plain HTTP for /healthz, /readyz and /metrics: keep it inside"},
      {"metrics", "port", &I::metrics_port, "0 takes a free one", Slags::PLAIN, 0, kPort},
      {"threads", "io", &I::io_threads, "threads that serve connections", Slags::PLAIN, 1, 64},
      {"threads", "pool", &I::pool_threads,
       "threads for what waits for the disk or takes long: signatures, files, imports, searches", Slags::PLAIN, 1, 64},
      {"threads", "connections", &I::connections, "open connections a door; more are closed at once", Slags::PLAIN, 1,
       1'000'000},
      {"threads", "handshake_seconds", &I::handshake_seconds,
       "by when a new connection must be through TLS; as long again until an AMQP one is open", Slags::PLAIN, 1, 300},
      {"sts", "issuer", &I::sts_issuer, "the issuer written into tokens and demanded of them"},
      {"sts", "certificate", &I::sts_certificate, "PEM file: signs tokens, and pinned when they are verified",
       Slags::REQUIRED_FILE},
      {"sts", "key", &I::sts_key, "PEM file of its private key", Slags::REQUIRED_FILE},
      {"sts", "trusted", &I::sts_trusted, "PEM files of further pinned token signers, for rollover", Slags::FILE},
      {"sts", "lifetime_minutes", &I::sts_lifetime_minutes, "how long a token lives", Slags::PLAIN, 1, 480},
      {"sts", "clock_skew_seconds", &I::clock_skew_seconds, "tolerated difference of clocks, each way", Slags::PLAIN, 0,
       600},
      {"sts", "holder_of_key", &I::holder_of_key,
       "whether an AMQP client must present the token's certificate in TLS: required, if-presented or off; a system "
       "may have an exception in its registration"},
      {"sts", "refused_tokens_per_minute", &I::refused_tokens_per_minute,
       "refused tokens an address may send before it must wait", Slags::PLAIN, 1, 1'000'000},
      {"sts", "requests_per_minute", &I::requests_per_minute,
       "requests to the STS with one certificate; five times as many from one address", Slags::PLAIN, 1, 1'000'000},
      {"audiences", "afsend", &I::audience_afsend, "entity ids of BeskedAfsend, compared exactly"},
      {"audiences", "modtag", &I::audience_modtag, "entity ids of BeskedHent, compared exactly"},
      {"amqp", "plain", &I::amqp_plain, "offer SASL PLAIN with the token as password"},
      {"amqp", "channels", &I::amqp_channels, "channels a connection", Slags::PLAIN, 1, 2047},
      {"amqp", "heartbeat_seconds", &I::heartbeat_seconds,
       "heartbeat proposed to clients, who may choose another; twice as long without a sign ends a connection",
       Slags::PLAIN, 1, 3600},
      {"amqp", "write_stall_seconds", &I::write_stall_seconds,
       "how long a client may take to read 256 KiB before its connection ends", Slags::PLAIN, 1, 3600},
      {"amqp", "body_mib", &I::amqp_body_mib,
       "largest body; a larger one closes its channel with 406. One over besked_kib is dropped and answered 40",
       Slags::PLAIN, 1, 1024},
      {"beskedfordeler", "besked_kib", &I::besked_kib, "largest message; larger ones are answered 40", Slags::PLAIN, 1,
       16384},
      {"beskedfordeler", "besked_dybde", &I::besked_dybde, "nested elements of a message; deeper ones are answered 40",
       Slags::PLAIN, 10, 200},
      {"beskedfordeler", "fordelingssystem", &I::fordelingssystem,
       "UUID written as Fordelingssystem into what is delivered; empty: Brevdue's own"},
      {"beskedfordeler", "opbevaring_dage", &I::opbevaring_dage,
       "days a message waits in its dueslag before it goes to the Fejlkoe, with an alarm", Slags::PLAIN, 1, 30},
      {"beskedfordeler", "filtreringsdata_dage", &I::filtreringsdata_dage,
       "days a finished message stays readable for explanations, room permitting", Slags::PLAIN, 0, 30},
      {"soap", "besked_kib", &I::soap_kib,
       "largest request to an index; larger ones are refused while they are received", Slags::PLAIN, 64, 65536},
      {"soap", "mirror_content_type", &I::soap_mirrors_content_type,
       "answer a SOAP 1.1 envelope that came as application/soap+xml as such, not as text/xml"},
      {"store", "segment_mib", &I::segment_mib, "size of a journal segment", Slags::PLAIN, 4, 1024},
      {"store", "spare_segments", &I::spare_segments, "segments zeroed beforehand", Slags::PLAIN, 1, 64},
      {"store", "backlog_mib", &I::backlog_mib, "commits waiting for the disk; more are refused", Slags::PLAIN, 1,
       4096},
      {"store", "reserve_mib", &I::reserve_mib, "disk kept free, so that receivers can still empty it", Slags::PLAIN, 1,
       65536},
      {"store", "kept_mib", &I::kept_mib, "journal kept for filtreringsdata_dage, at most", Slags::PLAIN, 0, 1 << 20},
  };
  return rows;
}

std::string beside(const std::filesystem::path& folder, const std::string& path) {
  return path.empty() ? path : (folder / path).lexically_normal().string();
}

void read_one(const Indstilling& one, TomlReader& reader, const std::filesystem::path& folder, I& into) {
  const bool is_file = one.slags == Slags::FILE || one.slags == Slags::REQUIRED_FILE;
  if (const auto* text = std::get_if<std::string I::*>(&one.member)) {
    const bool required = one.slags == Slags::REQUIRED || one.slags == Slags::REQUIRED_FILE;
    auto value = required ? std::optional(reader.required_text(one.key)) : reader.text(one.key);
    if (value) into.** text = is_file ? beside(folder, *value) : *value;
  } else if (const auto* number = std::get_if<std::int64_t I::*>(&one.member)) {
    if (const auto value = reader.number(one.key, one.least, one.most)) into.** number = *value;
  } else if (const auto* flag = std::get_if<bool I::*>(&one.member)) {
    if (const auto value = reader.flag(one.key)) into.** flag = *value;
  } else if (const auto* list = std::get_if<std::vector<std::string> I::*>(&one.member)) {
    auto values = reader.texts(one.key);
    if (is_file) {
      for (auto& value : values) value = beside(folder, value);
    }
    if (!reader.has(one.key)) return;
    // Nothing instead of what is served or demanded otherwise: no setting means that.
    if (values.empty() && !(into.**list).empty()) return reader.refuse(one.key, "must hold at least one");
    into.** list = std::move(values);
  }
}

bool is_numeric(const std::string& address) {
  std::array<char, sizeof(in6_addr)> parsed{};
  return ::inet_pton(AF_INET, address.c_str(), parsed.data()) == 1 ||
         ::inet_pton(AF_INET6, address.c_str(), parsed.data()) == 1;
}

// What neither kind nor bounds say. A member is its default when the table does not hold it.
void check(std::string_view table, TomlReader& reader, const I& read) {
  base::log::Niveau niveau{};
  if (table == "log" && !base::log::parse_niveau(read.log_level, niveau)) {
    reader.refuse("level", "must be debug, info, warn, error or off");
  }
  for (const auto& [door, addresses] : {std::pair{"https", &read.https_addresses},
                                        {"amqps", &read.amqps_addresses},
                                        {"metrics", &read.metrics_addresses}}) {
    if (table == door && !std::ranges::all_of(*addresses, is_numeric)) {
      reader.refuse("addresses", "must be IPv4 or IPv6 addresses in numbers");
    }
  }
  if (table == "sts" && !adgangsstyring::parse_holder_of_key(read.holder_of_key)) {
    reader.refuse("holder_of_key", "must be required, if-presented or off");
  }
  if (table == "beskedfordeler" && !read.fordelingssystem.empty() && !base::Uuid::parse(read.fordelingssystem)) {
    reader.refuse("fordelingssystem", "must be a UUID");
  }
}

base::Resultat<void> read_table(std::string_view table, TomlReader& reader, const std::filesystem::path& folder,
                                I& into) {
  for (const auto& one : tabel()) {
    if (one.table == table) read_one(one, reader, folder, into);
  }
  check(table, reader, into);
  return reader.finish();
}

std::string default_text(const Indstilling& one) {
  if (one.slags == Slags::REQUIRED || one.slags == Slags::REQUIRED_FILE) return "(required)";
  const I standard;
  if (const auto* text = std::get_if<std::string I::*>(&one.member)) return fmt::format("`\"{}\"`", standard.**text);
  if (const auto* number = std::get_if<std::int64_t I::*>(&one.member)) return fmt::format("`{}`", standard.**number);
  if (const auto* flag = std::get_if<bool I::*>(&one.member)) return fmt::format("`{}`", standard.**flag);
  std::string out;
  for (const auto& value : standard.*std::get<std::vector<std::string> I::*>(one.member)) {
    out += fmt::format("{}\"{}\"", out.empty() ? "" : ", ", value);
  }
  return "`[" + out + "]`";
}

}  // namespace

base::Resultat<Indstillinger> read_indstillinger(const std::filesystem::path& file) {
  const auto text = PROEV(read_file(file));
  const auto top = PROEV(base::parse_toml(text, file.string()));
  const auto folder = std::filesystem::absolute(file).parent_path();
  Indstillinger out;
  TomlReader reader(top, file.string());
  std::map<std::string_view, const base::TomlTable*> tables;
  for (const auto& one : tabel()) {
    if (!one.table.empty()) tables.emplace(one.table, reader.table(one.table));
  }
  PROEV(read_table("", reader, folder, out));
  const base::TomlTable none{{}, top.line};
  for (const auto& [name, table] : tables) {
    TomlReader inner(table == nullptr ? none : *table, file.string());
    PROEV(read_table(name, inner, folder, out));
  }
  return out;
}

std::string indstillinger_markdown() {
  std::string out;
  std::string_view table = "?";
  for (const auto& one : tabel()) {
    if (one.table != table) {
      table = one.table;
      out += fmt::format("\n### {}\n\n| setting | default | meaning |\n|---|---|---|\n",
                         table.empty() ? "At the top of the file" : fmt::format("`[{}]`", table));
    }
    const auto bounds = one.most > 0 ? fmt::format(" ({} to {})", one.least, one.most) : std::string{};
    out += fmt::format("| `{}` | {} | {}{} |\n", one.key, default_text(one), one.help, bounds);
  }
  return out;
}

}  // namespace brevdue::app
