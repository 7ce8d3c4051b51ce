// The configuration of `brevdue serve`: one table says of every setting where it stands in the file, what it means, its
// default and its bounds; it reads the file, and docs/configuration.md is printed from it.
//
// Thread safety: plain values, read once at start.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace brevdue::app {

struct Indstillinger {
  std::string data;

  std::string log_level = "info";
  bool log_json = true;

  std::string certificate;
  std::string key;

  std::vector<std::string> https_addresses{"0.0.0.0"};
  std::int64_t https_port = 8443;
  std::int64_t https_header_kib = 16;
  std::int64_t https_body_kib = 1024;
  std::vector<std::string> amqps_addresses{"0.0.0.0"};
  std::int64_t amqps_port = 5671;
  std::vector<std::string> metrics_addresses{"127.0.0.1"};
  std::int64_t metrics_port = 9100;

  std::int64_t io_threads = 2;
  std::int64_t pool_threads = 8;
  std::int64_t connections = 10000;

  std::string sts_issuer = "https://sts.brevdue.invalid";
  std::string sts_certificate;
  std::string sts_key;
  std::vector<std::string> sts_trusted;
  std::int64_t sts_lifetime_minutes = 480;
  std::int64_t clock_skew_seconds = 300;
  std::string holder_of_key = "required";
  std::int64_t refused_tokens_per_minute = 30;
  std::int64_t requests_per_minute = 120;

  std::vector<std::string> audience_afsend{"http://entityid.kombit.dk/service/bfo_afsend/2"};
  std::vector<std::string> audience_modtag{"http://entityid.kombit.dk/service/bfo_modtag/2"};

  bool amqp_plain = false;
  std::int64_t besked_kib = 1024;
  std::int64_t besked_dybde = 100;
  std::int64_t amqp_body_mib = 16;
  std::int64_t amqp_channels = 2047;
  std::int64_t handshake_seconds = 10;
  std::int64_t heartbeat_seconds = 60;
  std::int64_t write_stall_seconds = 30;
  std::string fordelingssystem;
  std::int64_t opbevaring_dage = 7;
  std::int64_t filtreringsdata_dage = 7;

  std::int64_t soap_kib = 10240;
  bool soap_mirrors_content_type = false;

  std::int64_t segment_mib = 64;
  std::int64_t spare_segments = 2;
  std::int64_t backlog_mib = 256;
  std::int64_t reserve_mib = 64;
  std::int64_t kept_mib = 1024;
};

// Errors: UGYLDIG with "file:line" (unknown setting, wrong kind, out of bounds, required but missing); LAGER when the
// file cannot be read. Relative paths in the file are relative to its folder.
base::Resultat<Indstillinger> read_indstillinger(const std::filesystem::path& file);
// Every setting, as a Markdown table for each TOML table.
std::string indstillinger_markdown();

}  // namespace brevdue::app
