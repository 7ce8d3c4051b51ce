// Documents as what an index is asked: an import becomes objects that unpack to what they were made of and events that
// the Beskedfordeler can read; a search's examples are met by what they ask for. The first byte chooses the message.
#include <array>
#include <cstdlib>
#include <cstring>

#include "../conformance/generator.hpp"
#include "indeks/eksempel.hpp"
#include "oio/beskedkuvert.hpp"
#include "sagdokumentindeks/haendelse.hpp"
#include "sagdokumentindeks/operationer.hpp"
#include "sagdokumentindeks/store.hpp"
#include "sagdokumentindeks/type.hpp"
#include "xml/pack.hpp"
#include "xml/parse.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

using namespace brevdue;
using namespace brevdue::sagdokumentindeks;

#define DEMAND(condition) \
  if (!(condition)) std::abort()

const Roller kRoller;
const base::Tidspunkt kNu{std::chrono::seconds{1'800'000'000}};
constexpr std::array kMessages{&kImporterInput, &kFremsoegInput};

void import(const Dokument& dokument) {
  const auto objekt = to_objekt(dokument, kRoller, kNu);
  if (!objekt) return;
  xml::Arena arena;
  const auto again = unpack_dokument(objekt->registreringer.back().pakket, arena);
  DEMAND(again && again->uuid == dokument.uuid);
}

void import(const Sag& sag) {
  const auto objekt = to_objekt(sag, kRoller, kNu);
  if (!objekt) return;
  xml::Arena arena;
  const auto again = unpack_sag(objekt->registreringer.back().pakket, arena);
  DEMAND(again && again->uuid == sag.uuid);
  const auto events = haendelser(sag, kRoller, kNu);
  DEMAND(events.has_value());
  for (const auto& one : *events) {
    if (one.ejer.is_none()) continue;
    std::deque<std::string> kept;
    const auto body = indeks::besked(one, {one.ejer}, one.objekt, kNu);
    DEMAND(oio::parse_haendelsesbesked(body, {}, kept).has_value());
  }
}

void search(const SoegUdtryk& udtryk);
void search(const SoegSag& leaf) {
  SagRegistrering one;
  one.relation_liste = leaf.relation_liste;
  (void)termer(one, kRoller);
}
void search(const SoegDokument& leaf) {
  DokumentRegistrering one;
  one.relation_liste = leaf.relation_liste;
  (void)termer(one, kRoller);
}
void search(const SoegUdtryk& udtryk) {
  for (const auto& led : udtryk.led) std::visit([](const auto& one) { search(one); }, led.indhold);
}

void play(const xml::Element& message, std::string_view document) {
  xml::Arena arena;
  if (&message == &kFremsoegInput) {
    const auto input = xml::parse<FremsoegInput>(message, schema(), document, {}, arena);
    if (input && input->soeg_udtryk) search(*input->soeg_udtryk);
    if (input) (void)indeks::ikke_evalueret_i(*message.type, &*input);
    return;
  }
  const auto input = xml::parse<ImporterInput>(message, schema(), document, {}, arena);
  if (!input) return;
  for (const auto& post : input->poster) std::visit([](const auto& one) { import(one); }, post.objekt);
}

}  // namespace

// One time in four a generated message: bytes alone would rarely become one.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  if (seed % 4 != 0) return LLVMFuzzerMutate(data, size, max_size);
  proeve::Tilfaeldig random(seed);
  const auto chosen = static_cast<std::uint8_t>(seed / 4 % kMessages.size());
  proeve::Generator generator(random, schema(), {.deep = 8, .elements = 40});
  const std::string text = proeve::Stil(random).document(generator.valid(*kMessages[chosen]));
  if (text.size() >= max_size) return LLVMFuzzerMutate(data, size, max_size);
  data[0] = chosen;
  std::memcpy(data + 1, text.data(), text.size());
  return text.size() + 1;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  play(*kMessages[data[0] % kMessages.size()], {reinterpret_cast<const char*>(data) + 1, size - 1});
  return 0;
}
