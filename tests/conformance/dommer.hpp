// The judges of the conformance tests: libxml2's parser and schema validator, in this process (the engine of xmllint)
// and as xmllint itself; and where the contracts are.
//
// Thread safety: a Skemadommer belongs to one thread. Ownership: it owns its schema.
#pragma once

#include <fmt/format.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace brevdue::proeve {

namespace fs = std::filesystem;

inline std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text != nullptr && *text != 0 ? std::strtoull(text, nullptr, 10) : otherwise;
}
inline std::uint64_t seed() {
  return number_from("BREVDUE_SEED", 1);
}
inline std::uint64_t rounds(std::uint64_t count) {
  return count * number_from("BREVDUE_RUNDER", 1);
}

// The folder with KOMBIT's contracts: BREVDUE_KONTRAKTER, or beside the project; nothing if it is not there.
inline std::optional<fs::path> kontrakter() {
  const char* set = std::getenv("BREVDUE_KONTRAKTER");
  const fs::path root = fs::path(__FILE__).parent_path().parent_path().parent_path();
  const fs::path folder = set != nullptr && *set != 0 ? fs::path(set) : root.parent_path() / "shared" / "contracts";
  if (fs::is_directory(folder)) return folder;
  return std::nullopt;
}

inline std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
inline void put_file(const fs::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

// A folder of its own, gone with the object.
class Mappe {
 public:
  Mappe() {
    std::string name = (fs::temp_directory_path() / "brevdue-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~Mappe() { fs::remove_all(path_); }
  Mappe(const Mappe&) = delete;
  Mappe& operator=(const Mappe&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

struct XmlSletter {
  void operator()(xmlDoc* p) const { xmlFreeDoc(p); }
  void operator()(xmlSchema* p) const { xmlSchemaFree(p); }
  void operator()(xmlSchemaParserCtxt* p) const { xmlSchemaFreeParserCtxt(p); }
  void operator()(xmlSchemaValidCtxt* p) const { xmlSchemaFreeValidCtxt(p); }
};
using Traee = std::unique_ptr<xmlDoc, XmlSletter>;

// libxml2's tree, or nothing when it is not well-formed with namespaces. NOENT: without it a namespace with an
// ampersand in it is judged with "&#38;" in its place.
inline Traee tree_of(std::string_view bytes) {
  xmlParserCtxtPtr context = xmlNewParserCtxt();
  Traee doc(
      xmlCtxtReadMemory(context, bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
                        XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOENT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  const bool is_well_formed = context->wellFormed != 0 && context->nsWellFormed != 0;
  xmlFreeParserCtxt(context);
  if (!is_well_formed) doc.reset();
  return doc;
}

// A schema, and its verdict.
class Skemadommer {
 public:
  explicit Skemadommer(fs::path schema) : file_(std::move(schema)) {
    const std::unique_ptr<xmlSchemaParserCtxt, XmlSletter> parser(xmlSchemaNewParserCtxt(file_.c_str()));
    schema_.reset(xmlSchemaParse(parser.get()));
    if (schema_) context_.reset(xmlSchemaNewValidCtxt(schema_.get()));
  }
  bool is_usable() const { return context_ != nullptr; }
  const fs::path& file() const { return file_; }

  // Whether the document is well-formed and valid; why() says what was wrong.
  bool accepts(std::string_view bytes) {
    why_.clear();
    const Traee doc = tree_of(bytes);
    if (!doc) return false;
    xmlSchemaSetValidStructuredErrors(context_.get(), &Skemadommer::note, this);
    return xmlSchemaValidateDoc(context_.get(), doc.get()) == 0;
  }
  const std::string& why() const { return why_; }

 private:
  static void note(void* self, xmlErrorPtr error) {
    static_cast<Skemadommer*>(self)->why_ += error->message != nullptr ? error->message : "?";
  }

  fs::path file_;
  std::unique_ptr<xmlSchema, XmlSletter> schema_;
  std::unique_ptr<xmlSchemaValidCtxt, XmlSletter> context_;
  std::string why_;
};

inline bool has_xmllint() {
  return std::system("xmllint --version >/dev/null 2>&1") == 0;
}

// The verdicts of xmllint on many documents in one call, in order; a document it said nothing about is nothing.
inline std::vector<std::optional<bool>> xmllint(const fs::path& schema, const std::vector<std::string>& documents) {
  const Mappe folder;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    put_file(folder.path() / fmt::format("{:06}.xml", i), documents[i]);
  }
  const std::string command = fmt::format("cd '{}' && xmllint --noout --nonet --schema '{}' *.xml 2>&1",
                                          folder.path().string(), schema.string());
  std::vector<std::optional<bool>> verdicts(documents.size());
  FILE* pipe = ::popen(command.c_str(), "r");
  std::array<char, 65536> line{};
  while (pipe != nullptr && std::fgets(line.data(), line.size(), pipe) != nullptr) {
    const std::string_view text = line.data();
    if (text.size() < 10 || text.substr(6, 5) != ".xml ") continue;
    const auto index = std::strtoul(std::string(text.substr(0, 6)).c_str(), nullptr, 10);
    if (text.substr(11) == "validates\n") verdicts.at(index) = true;
    if (text.substr(11) == "fails to validate\n") verdicts.at(index) = false;
  }
  if (pipe != nullptr) ::pclose(pipe);
  return verdicts;
}

}  // namespace brevdue::proeve
