// The envelope's description against the schemas: the contract's own and the one published from the description must
// give the verdict that our validator gives.
#include <gtest/gtest.h>

#include "base/result.hpp"
#include "base/skip_testing.hpp"
#include "dommer.hpp"
#include "generator.hpp"
#include "oio/beskedkuvert.hpp"
#include "oio/beskedkuvert_type.hpp"
#include "xml/parse.hpp"

namespace brevdue::oio {
namespace {

using proeve::Skemadommer;

constexpr std::size_t kDocuments = 10000;
constexpr std::size_t kXmllintEvery = 10;
constexpr std::size_t kBatch = 500;

// Our published schema, as files.
class Udgivet {
 public:
  Udgivet() {
    for (const xml::SchemaFile& file : beskedkuvert_schema_files()) {
      proeve::put_file(folder_.path() / file.location,
                       xml::xsd_text(beskedkuvert_schema(), file.ns, beskedkuvert_schema_files()));
    }
  }
  std::filesystem::path schema() const { return folder_.path() / "Beskedkuvert.xsd"; }

 private:
  proeve::Mappe folder_;
};

base::Resultat<void> ours(std::string_view bytes) {
  std::deque<std::string> arena;
  PROEV(parse_haendelsesbesked(bytes, {}, arena));
  return {};
}

// The one known difference: libxml2 passes over characters that base64 does not have, and we (and XML Schema) don't.
// Only signatures hold base64.
bool is_stray_base64(const base::Resultat<void>& own, bool theirs) {
  if (own.has_value() || !theirs) return false;
  return std::ranges::any_of(
      std::initializer_list<std::string_view>{"base64Binary", "DigestValueType", "CryptoBinary"},
      [&](std::string_view type) { return own.error().tekst == fmt::format("not a valid {}", type); });
}

// A schema lets every global element be a document's root; a besked has but one.
bool is_other_root(const base::Resultat<void>& own, bool theirs) {
  return !own.has_value() && theirs && own.error().tekst == "the element should be Haendelsesbesked";
}

struct Optaelling {
  std::size_t valid = 0;
  std::size_t invalid = 0;
  std::size_t stray_base64 = 0;
  std::size_t other_root = 0;
};

// Compares verdicts on generated documents; the outside program sees every tenth.
class Sammenligning {
 public:
  explicit Sammenligning(const std::filesystem::path& schema) : judge_(schema) {}
  bool is_usable() const { return judge_.is_usable(); }
  const Optaelling& count() const { return count_; }
  const std::string& why() const { return judge_.why(); }

  void judge(const std::string& bytes) {
    const auto own = ours(bytes);
    const bool theirs = judge_.accepts(bytes);
    if (is_stray_base64(own, theirs)) return void(++count_.stray_base64);
    if (is_other_root(own, theirs)) return void(++count_.other_root);
    ASSERT_EQ(own.has_value(), theirs) << (own ? "" : beskriv(own.error())) << "\n" << judge_.why() << "\n" << bytes;
    ++(theirs ? count_.valid : count_.invalid);
    if ((count_.valid + count_.invalid) % kXmllintEvery != 0) return;
    batch_.push_back(bytes);
    verdicts_.push_back(theirs);
    if (batch_.size() == kBatch) ask_xmllint();
  }

  void ask_xmllint() {
    const auto said = proeve::xmllint(judge_.file(), batch_);
    for (std::size_t i = 0; i < batch_.size(); ++i) {
      ASSERT_TRUE(said[i].has_value()) << "xmllint said nothing about\n" << batch_[i];
      ASSERT_EQ(*said[i], verdicts_[i]) << batch_[i];
    }
    batch_.clear();
    verdicts_.clear();
  }

 private:
  Skemadommer judge_;
  Optaelling count_;
  std::vector<std::string> batch_;
  std::vector<bool> verdicts_;
};

enum class Skema { UDGIVET, KONTRAKT };

class Beskedkuvertskema : public testing::TestWithParam<Skema> {
 protected:
  void SetUp() override {
    if (!proeve::has_xmllint()) SKIP_UNLESS_CI("xmllint is missing");
    if (GetParam() == Skema::UDGIVET) {
      schema_ = published_.schema();
    } else if (const auto folder = proeve::kontrakter()) {
      schema_ = *folder / "beskedfordeler" / "xsd" / "Beskedkuvert.xsd";
    } else {
      GTEST_SKIP() << "no contracts at hand";
    }
  }

  Udgivet published_;
  std::filesystem::path schema_;
};

TEST_P(Beskedkuvertskema, gives_our_verdict_on_valid_documents) {
  Sammenligning comparison(schema_);
  ASSERT_TRUE(comparison.is_usable());
  proeve::Tilfaeldig random(proeve::seed());
  proeve::Generator generator(random, beskedkuvert_schema());
  const auto count = proeve::rounds(kDocuments);
  for (std::size_t i = 0; i < count && !HasFatalFailure(); ++i) {
    comparison.judge(proeve::Stil(random).document(generator.valid(kHaendelsesbeskedElement)));
    EXPECT_EQ(comparison.count().invalid, 0U) << comparison.why();
    if (HasFailure()) return;
  }
  comparison.ask_xmllint();
  EXPECT_EQ(comparison.count().valid, count) << "the generator makes invalid documents";
}

TEST_P(Beskedkuvertskema, gives_our_verdict_on_documents_with_one_change) {
  Sammenligning comparison(schema_);
  ASSERT_TRUE(comparison.is_usable());
  proeve::Tilfaeldig random(proeve::seed() + 1);
  proeve::Generator generator(random, beskedkuvert_schema());
  for (std::size_t i = 0; i < proeve::rounds(kDocuments) && !HasFatalFailure(); ++i) {
    auto tree = generator.valid(kHaendelsesbeskedElement);
    generator.mutate(tree);
    comparison.judge(proeve::Stil(random).document(tree));
  }
  comparison.ask_xmllint();
  // Changes that do no harm are many, for much of a document is content that nobody validates.
  EXPECT_GT(comparison.count().invalid, proeve::rounds(kDocuments) / 4);
  EXPECT_GT(comparison.count().valid, proeve::rounds(kDocuments) / 20);
  EXPECT_LT(comparison.count().stray_base64, proeve::rounds(kDocuments) / 500);
  EXPECT_LT(comparison.count().other_root, proeve::rounds(kDocuments) / 500);
}

INSTANTIATE_TEST_SUITE_P(Skemaer, Beskedkuvertskema, testing::Values(Skema::UDGIVET, Skema::KONTRAKT),
                         [](const auto& info) { return info.param == Skema::UDGIVET ? "udgivet" : "kontrakt"; });

// The published examples hold the envelope as root or inside a call; the envelope itself is cut out by libxml2.
std::vector<std::pair<std::string, std::string>> published_envelopes(const std::filesystem::path& folder) {
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".xml") continue;
    const auto doc = proeve::tree_of(proeve::content_of(entry.path()));
    if (!doc) continue;
    xmlNodePtr node = xmlDocGetRootElement(doc.get());
    while (node != nullptr && xmlStrcmp(node->name, BAD_CAST "Haendelsesbesked") != 0) {
      node = xmlFirstElementChild(node);
    }
    if (node == nullptr) continue;
    const proeve::Traee alone(xmlNewDoc(BAD_CAST "1.0"));
    xmlNodePtr copy = xmlDocCopyNode(node, alone.get(), 1);
    xmlDocSetRootElement(alone.get(), copy);
    xmlReconciliateNs(alone.get(), copy);
    xmlChar* text = nullptr;
    int size = 0;
    xmlDocDumpMemoryEnc(alone.get(), &text, &size, "UTF-8");
    found.emplace_back(entry.path().string(),
                       std::string(reinterpret_cast<char*>(text), static_cast<std::size_t>(size)));
    xmlFree(text);
  }
  return found;
}

TEST(Beskedkuvertkontrakt, every_published_envelope_is_judged_as_its_schema_judges) {
  const auto folder = proeve::kontrakter();
  if (!folder) GTEST_SKIP() << "no contracts at hand";
  Skemadommer judge(*folder / "beskedfordeler" / "xsd" / "Beskedkuvert.xsd");
  ASSERT_TRUE(judge.is_usable());
  const auto envelopes = published_envelopes(*folder / "beskedfordeler");
  EXPECT_GE(envelopes.size(), 6U);
  for (const auto& [file, bytes] : envelopes) {
    const auto own = ours(bytes);
    EXPECT_TRUE(own) << file << ": " << (own ? "" : beskriv(own.error()));
    EXPECT_TRUE(judge.accepts(bytes)) << file << ": " << judge.why();
  }
}

TEST(Beskedkuvertkontrakt, KOMBITs_example_is_read_as_it_stands) {
  const auto folder = proeve::kontrakter();
  if (!folder) GTEST_SKIP() << "no contracts at hand";
  const auto bytes = proeve::content_of(*folder / "beskedfordeler" / "example_messages" / "externTestBesked.xml");
  std::deque<std::string> arena;
  const auto besked = parse_haendelsesbesked(bytes, {}, arena);
  ASSERT_TRUE(besked) << beskriv(besked.error());
  EXPECT_EQ(besked->besked_id.tekst, "01157488-c45c-4fd2-b076-1de12effbf66");
  EXPECT_EQ(besked->beskedtype.tekst, "7654895c-a3f3-4c77-8afd-4c77330f963c");
  ASSERT_EQ(besked->tilladt_modtager.size(), 1U);
  EXPECT_EQ(besked->tilladt_modtager[0].tekst, "urn:oio:cvr-nr:99999999");
  ASSERT_EQ(besked->objekt_registrering.size(), 1U);
  EXPECT_EQ(besked->objekt_registrering[0].objekt_ansvarlig_myndighed->tekst, "urn:oio:cvr-nr:99999999");
  EXPECT_TRUE(besked->sikkerhedsklassificering.has_value());
}

}  // namespace
}  // namespace brevdue::oio
