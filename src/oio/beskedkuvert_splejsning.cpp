// What the Beskedfordeler changes in a besked that passes through (spec beskedfordeler 1.3): Leveranceinformation and
// TilladtModtager, spliced into the sender's bytes.
#include <fmt/format.h>

#include <array>

#include "base/bytes.hpp"
#include "oio/beskedkuvert.hpp"
#include "oio/beskedkuvert_tid.hpp"
#include "oio/beskedkuvert_type.hpp"
#include "xml/escape.hpp"

namespace brevdue::oio {
namespace {

using base::fejl;
using base::FejlKode;

// A start tag as it stands, opened if it was <x/>, with `declaration` at its end.
std::string opened(std::string_view tag, std::string_view declaration) {
  const std::size_t end = tag.size() - (tag.ends_with("/>") ? 2 : 1);
  return fmt::format("{}{}>", tag.substr(0, end), declaration);
}

// The end tag of a start tag.
std::string closing(std::string_view tag) {
  return fmt::format("</{}>", tag.substr(1, tag.find_first_of(" \t\r\n/>", 1) - 1));
}

// Writes elements of the envelope with the prefixes of one place.
class Skriver {
 public:
  Skriver(std::string& out, std::string_view kuvert, std::string_view sagdok)
      : out_(out), kuvert_(kuvert), sagdok_(sagdok) {}

  void open(std::string_view name, std::string_view declaration = {}) {
    out_.append("<").append(kuvert_).append(name).append(declaration) += '>';
  }
  void close(std::string_view name) { out_.append("</").append(kuvert_).append(name) += '>'; }
  void text(std::string_view name, std::string_view value) {
    open(name);
    xml::append_escaped(value, out_);
    close(name);
  }
  void id(std::string_view name, std::string_view kind, std::string_view value, std::string_view declaration = {}) {
    open(name, declaration);
    sagdok(kind, value);
    close(name);
  }
  void uuid(std::string_view name, const base::Uuid& value) {
    std::array<char, 36> digits;
    value.write(digits.data());
    id(name, "UUIDIdentifikator", {digits.data(), digits.size()});
  }
  void time(std::string_view name, base::Tidspunkt value) {
    std::string local;
    append_danish_time(value, local);
    id(name, "TidsstempelDatoTid", local);
  }

 private:
  void sagdok(std::string_view name, std::string_view value) {
    out_.append("<").append(sagdok_).append(name) += '>';
    xml::append_escaped(value, out_);
    out_.append("</").append(sagdok_).append(name) += '>';
  }

  std::string& out_;
  std::string_view kuvert_;
  std::string_view sagdok_;
};

void write_tilladt_modtager(const Splejsning& plan, const std::vector<base::Cvr>& allowed, std::string& out) {
  const Prefikser& here = plan.i_filtreringsdata;
  Skriver skriver(out, here.kuvert, here.sagdok);
  for (const base::Cvr cvr : allowed) {
    skriver.id("TilladtModtager", "URNIdentifikator", cvr.urn(), here.erklaering);
  }
}

void write_kilde(const Splejsning& plan, const Leverance& leverance, std::string& out) {
  Skriver skriver(out, plan.prefix_kuvert, plan.prefix_sagdok);
  skriver.uuid("TransaktionsId", leverance.transaktions_id);
  skriver.uuid("Kildesystem", leverance.kildesystem);
  skriver.text("KildesystemIPAdresse", leverance.kildesystem_ip_adresse);
  skriver.text("KildesystemAkkreditiver", leverance.kildesystem_akkreditiver);
}

void write_rute(const Splejsning& plan, const Leverance& leverance, std::string& out) {
  const Prefikser& here = plan.i_leveranceruter;
  Skriver skriver(out, here.kuvert, here.sagdok);
  skriver.open("Leverancerute", here.erklaering);
  skriver.uuid("Fordelingssystem", leverance.fordelingssystem);
  skriver.time("ModtagelsesTidspunkt", leverance.modtagelses_tidspunkt);
  skriver.time("LeveranceTidspunkt", leverance.leverance_tidspunkt);
  skriver.uuid("ModtagetFraSystem", leverance.kildesystem);
  skriver.uuid("ErLeveretIHenholdTil", leverance.er_leveret_i_henhold_til);
  skriver.open("LeveranceruteLokalUdvidelse");
  skriver.text("AntalLeveranceforsoeg", std::to_string(leverance.antal_leveranceforsoeg));
  skriver.close("LeveranceruteLokalUdvidelse");
  skriver.close("Leverancerute");
}

// Leveranceruter: the sender's with its routes, or one of ours.
void plan_ruter(std::string_view bytes, const Haendelsesbesked::Pladser& pladser, Splejsning& plan) {
  if (pladser.leveranceruter.is_empty()) {
    plan.bevarede_ruter = fmt::format("<{}Leveranceruter>", plan.prefix_kuvert);
    plan.slut_ruter = fmt::format("</{}Leveranceruter>", plan.prefix_kuvert);
    // Ours stands inside Leveranceinformation, where the prefixes are known.
    plan.i_leveranceruter = {plan.prefix_kuvert, plan.prefix_sagdok, {}};
    return;
  }
  const auto tag = pladser.leveranceruter_start.of(bytes);
  plan.bevarede_ruter = opened(tag, {});
  plan.bevarede_ruter += pladser.leverancerute.of(bytes);
  plan.slut_ruter = closing(tag);
  plan.i_leveranceruter = pladser.i_leveranceruter;
}

bool is_inside(std::string_view bytes, const Udsnit& udsnit) {
  return udsnit.fra <= udsnit.til && udsnit.til <= bytes.size();
}

constexpr char kVersion = 1;

void put_text(std::string& out, std::string_view text) {
  base::put_be(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

void put(std::string& out, const Udsnit& udsnit) {
  base::put_be(out, udsnit.fra);
  base::put_be(out, udsnit.til);
}

// Reads what encode wrote; once something is missing everything after it is too.
class Laeser {
 public:
  explicit Laeser(std::string_view stored) : rest_(stored) {}
  bool is_complete() const { return is_ok_ && rest_.empty(); }

  std::uint32_t number() {
    if (rest_.size() < sizeof(std::uint32_t)) {
      is_ok_ = false;
      return 0;
    }
    const auto value = base::get_be<std::uint32_t>(rest_.data());
    rest_.remove_prefix(sizeof value);
    return value;
  }
  void read(std::string& text) {
    const std::uint32_t size = number();
    if (size > rest_.size()) {
      is_ok_ = false;
      return;
    }
    text = rest_.substr(0, size);
    rest_.remove_prefix(size);
  }
  void read(Udsnit& udsnit) {
    udsnit.fra = number();
    udsnit.til = number();
  }

 private:
  std::string_view rest_;
  bool is_ok_ = true;
};

// The two places as a document has them: one after the other.
bool is_in_order(const Splejsning& plan) {
  return plan.tilladt_modtager.fra <= plan.tilladt_modtager.til &&
         plan.tilladt_modtager.til <= plan.leveranceinformation.fra &&
         plan.leveranceinformation.fra < plan.leveranceinformation.til;
}

// The one list of what is stored, for encode and decode.
template <class Plan, class Each>
void for_each_part(Plan& plan, Each each) {
  each(plan.tilladt_modtager);
  each(plan.leveranceinformation);
  each(plan.foran);
  each(plan.prefix_kuvert);
  each(plan.prefix_sagdok);
  each(plan.bevaret_foer);
  each(plan.bevaret_sikkerhed);
  each(plan.bevarede_ruter);
  each(plan.slut_ruter);
  each(plan.bevaret_efter);
  for (auto* place : {&plan.i_filtreringsdata, &plan.i_leveranceruter}) {
    each(place->kuvert);
    each(place->sagdok);
    each(place->erklaering);
  }
}

}  // namespace

base::Resultat<Splejsning> plan_splejsning(std::string_view bytes, const Haendelsesbesked& besked) {
  const auto& pladser = besked.pladser;
  if (!is_inside(bytes, pladser.leveranceinformation) || pladser.leveranceinformation.is_empty() ||
      pladser.tilladt_modtager.til > pladser.leveranceinformation.fra) {
    return fejl(FejlKode::INTERN, "the besked was not parsed from these bytes");
  }
  Splejsning plan;
  plan.tilladt_modtager = pladser.tilladt_modtager;
  plan.leveranceinformation = pladser.leveranceinformation;
  plan.i_filtreringsdata = pladser.i_filtreringsdata;
  plan.prefix_kuvert = pladser.i_leveranceinformation.kuvert;
  plan.prefix_sagdok = pladser.i_leveranceinformation.sagdok;
  const auto tag = pladser.leverance_start.of(bytes);
  plan.foran = opened(tag, pladser.i_leveranceinformation.erklaering);
  plan.bevaret_foer = pladser.dannelsestidspunkt.of(bytes);
  plan.bevaret_sikkerhed = pladser.sikkerhedsklassificering.of(bytes);
  plan_ruter(bytes, pladser, plan);
  plan.bevaret_efter = std::string(pladser.lokal_udvidelse.of(bytes)) + closing(tag);
  return plan;
}

std::string encode(const Splejsning& plan) {
  std::string out(1, kVersion);
  for_each_part(plan, [&](const auto& part) {
    if constexpr (std::is_same_v<std::decay_t<decltype(part)>, Udsnit>) {
      put(out, part);
    } else {
      put_text(out, part);
    }
  });
  return out;
}

base::Resultat<Splejsning> decode_splejsning(std::string_view stored) {
  if (!stored.starts_with(kVersion)) return fejl(FejlKode::LAGER, "a splice plan of another format");
  Splejsning plan;
  Laeser laeser(stored.substr(1));
  for_each_part(plan, [&](auto& part) { laeser.read(part); });
  if (!laeser.is_complete()) return fejl(FejlKode::LAGER, "a splice plan that is cut off or too long");
  if (!is_in_order(plan)) return fejl(FejlKode::LAGER, "a splice plan for places that no besked has");
  return plan;
}

void splejs(std::string_view bytes, const Splejsning& plan, const Leverance& leverance,
            const std::optional<std::vector<base::Cvr>>& tilladt_modtager, std::string& scratch,
            std::vector<std::string_view>& pieces) {
  // All that is new is written first: the views come when scratch has stopped moving.
  scratch.clear();
  if (tilladt_modtager) write_tilladt_modtager(plan, *tilladt_modtager, scratch);
  const std::size_t after_modtager = scratch.size();
  write_kilde(plan, leverance, scratch);
  const std::size_t after_kilde = scratch.size();
  write_rute(plan, leverance, scratch);
  const std::string_view fresh = scratch;

  const Udsnit& replaced = plan.leveranceinformation;
  const Udsnit modtager = tilladt_modtager ? plan.tilladt_modtager : Udsnit{replaced.fra, replaced.fra};
  const auto between_from = modtager.til;
  pieces.insert(pieces.end(), {bytes.substr(0, modtager.fra), fresh.substr(0, after_modtager),
                               bytes.substr(between_from, replaced.fra - between_from), plan.foran, plan.bevaret_foer,
                               fresh.substr(after_modtager, after_kilde - after_modtager), plan.bevaret_sikkerhed,
                               plan.bevarede_ruter, fresh.substr(after_kilde), plan.slut_ruter, plan.bevaret_efter,
                               bytes.substr(replaced.til)});
}

}  // namespace brevdue::oio
