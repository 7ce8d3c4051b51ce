#include "app/kommandolinje.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdio>
#include <functional>
#include <string>

#include "app/indstillinger.hpp"
#include "app/kommandoer.hpp"
#include "app/sandbox_verden.hpp"

namespace brevdue::app {
namespace {

// Everything the options write to; one command runs, so they may share.
struct Ord {
  std::string config, data, file, from, into, anker, besked, dueslag, ankomst, verb, value;
  std::uint64_t line = 1;
  SandboxValg sandbox;
  DemoValg demo;
};

using Run = std::function<int()>;

CLI::App* command(CLI::App& in, const char* name, const char* help, Run& chosen, Run run) {
  CLI::App* one = in.add_subcommand(name, help);
  one->callback([&chosen, run = std::move(run)] { chosen = run; });
  return one;
}

void data_option(CLI::App* one, std::string& data) {
  one->add_option("--data", data, "the data folder")->required();
}

// CLI11 takes -1 for the largest number.
std::string whole_number(const std::string& text) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && at == end ? "" : "must be a whole number, not " + text;
}

int print(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  return 0;
}

void add_servers(CLI::App& app, Ord& ord, Run& chosen) {
  CLI::App* one =
      command(app, "serve", "serve for real, as the configuration says", chosen, [&ord] { return serve(ord.config); });
  one->add_option("--config", ord.config, "TOML file (docs/configuration.md)")->required();

  one = app.add_subcommand("sandbox", "a whole private infrastructure on this machine's loopback");
  one->require_subcommand(0, 1);
  one->add_option("--data", ord.sandbox.data, "its folder; made when absent")->required();
  one->add_option("--port-base", ord.sandbox.port_base, "https here, amqps +1, sftp +2, metrics +3")
      ->capture_default_str()
      ->check(CLI::Range(1, 65516));
  auto* foreground = one->add_flag("--foreground")->description("run in the foreground (it does)");
  one->add_flag("--detach", ord.sandbox.detach, "run in the background")->excludes(foreground);
  CLI::App* clock = command(*one, "clock", "move the sandbox's time; never back behind its last commit", chosen,
                            [&ord] { return sandbox_clock(ord.sandbox.data, ord.verb, ord.value); });
  clock->fallthrough();  // `sandbox clock --data DIR ...` too
  clock->add_option("verb", ord.verb, "set or advance")->required()->check(CLI::IsMember({"set", "advance"}));
  clock->add_option("value", ord.value, "a time (RFC 3339), or a duration: 90s, 15m, 2h, 3d")->required();
  one->callback([&ord, &chosen] {
    if (!chosen) chosen = [&ord] { return sandbox(ord.sandbox); };
  });

  one = command(app, "demo", "play the story through the real doors, then leave the sandbox running", chosen,
                [&ord] { return demo(ord.demo); });
  one->add_option("--data", ord.demo.data, "the sandbox's folder; a temporary one if not given");
  one->add_option("--port-base", ord.demo.port_base, "ports as for sandbox; free ones if not given");
  one->add_flag("--once", ord.demo.once, "stop after the story; the exit code says whether it went well");
}

void add_registreringer(CLI::App& app, Ord& ord, Run& chosen) {
  CLI::App* group = app.add_subcommand("import", "bring something in");
  group->require_subcommand(1);
  CLI::App* one = command(*group, "registreringer", "authorities, systems, agreements, dueslag (TOML)", chosen,
                          [&ord] { return import_registreringer(ord.data, ord.file); });
  one->add_option("file", ord.file, "the TOML file")->required();
  data_option(one, ord.data);

  group = app.add_subcommand("export", "write something out");
  group->require_subcommand(1);
  one = command(*group, "registreringer", "as TOML, on standard output", chosen,
                [&ord] { return export_registreringer(ord.data); });
  data_option(one, ord.data);
}

void add_data(CLI::App& app, Ord& ord, Run& chosen) {
  CLI::App* group = app.add_subcommand("ledger", "the chained record of every decision and disclosure");
  group->require_subcommand(1);
  CLI::App* one =
      command(*group, "verify", "walk the whole chain", chosen, [&ord] { return ledger_verify(ord.data, ord.anker); });
  one->add_option("--anker", ord.anker, "a head noted earlier (NUMBER:HEX): the chain must still hold it");
  data_option(one, ord.data);
  one =
      command(*group, "list", "the records as JSON lines", chosen, [&ord] { return ledger_list(ord.data, ord.line); });
  one->add_option("--from", ord.line, "first chain line")->capture_default_str()->check(whole_number);
  data_option(one, ord.data);

  one = command(app, "backup", "a copy of the whole store, also while it serves", chosen,
                [&ord] { return backup(ord.data, ord.into); });
  one->add_option("into", ord.into, "a folder that does not exist yet")->required();
  data_option(one, ord.data);
  one = command(app, "restore", "make a data folder from a backup", chosen,
                [&ord] { return restore(ord.from, ord.data); });
  one->add_option("from", ord.from, "the backup")->required();
  data_option(one, ord.data);
}

void add_operation(CLI::App& app, Ord& ord, Run& chosen) {
  CLI::App* one = command(app, "status", "what runs on a data folder", chosen, [&ord] { return status(ord.data); });
  data_option(one, ord.data);
  one = command(app, "dueslag", "every dueslag with its counts", chosen, [&ord] { return dueslag(ord.data); });
  data_option(one, ord.data);
  one = command(app, "hvorfor", "why a besked came to a dueslag, or did not", chosen,
                [&ord] { return hvorfor(ord.data, ord.besked, ord.dueslag); });
  one->add_option("besked", ord.besked, "its BeskedId")->required();
  one->add_option("dueslag", ord.dueslag, "the dueslag's UUID")->required();
  data_option(one, ord.data);
  one = command(app, "fejlkoe", "what stands in a dueslag's Fejlkoe", chosen,
                [&ord] { return fejlkoe(ord.data, ord.verb, ord.dueslag, ord.ankomst); });
  one->add_option("verb", ord.verb, "list, requeue or delete")
      ->required()
      ->check(CLI::IsMember({"list", "requeue", "delete"}));
  one->add_option("dueslag", ord.dueslag, "the dueslag's UUID")->required();
  one->add_option("ankomst", ord.ankomst, "the besked's arrival number, for requeue and delete");
  data_option(one, ord.data);

  CLI::App* docs = app.add_subcommand("docs", "parts of the documentation that are made from the program");
  docs->require_subcommand(1);
  command(*docs, "configuration", "every setting of serve", chosen, [] { return print(indstillinger_markdown()); });
  command(*docs, "uuid-tabel", "the ids made from names", chosen, [] { return print(uuid_tabel_markdown()); });
  command(app, "version", "the program's version", chosen, [] { return print("brevdue " BREVDUE_VERSION "\n"); });
}

}  // namespace

int run(int argc, char** argv) {
  CLI::App app{
      "Brevdue: the infrastructure through which Danish kommuner and Udbetaling Danmark exchange information.\n"
      "A vendor starts with `brevdue sandbox --data DIR`, an operator with `brevdue serve --config FILE`."};
  app.require_subcommand(1);
  Ord ord;
  Run chosen;
  add_servers(app, ord, chosen);
  add_registreringer(app, ord, chosen);
  add_data(app, ord, chosen);
  add_operation(app, ord, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    return chosen();
  } catch (const std::exception& error) {  // a folder that is gone, no memory
    std::fprintf(stderr, "brevdue: %s\n", error.what());
    return 1;
  }
}

}  // namespace brevdue::app
