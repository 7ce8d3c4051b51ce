#include "beskedfordeler/afsendelse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "adgangsstyring/adgangssvar.hpp"
#include "base/known.hpp"
#include "base/log.hpp"
#include "oio/revisionspost.hpp"
#include "oio/sikkerhedsklasse.hpp"

namespace brevdue::beskedfordeler {
namespace {

using oio::Aarsag;
using oio::Handling;

Standardretur ugyldig(std::string tekst) {
  return {StatusKode::UGYLDIG, std::move(tekst)};
}

// A URNIdentifikator has no length of its own here; everything that lists beskeder has the id.
constexpr std::size_t kLaengsteBeskedId = 1000;

// What stands in ObjektAnsvarligMyndighed when it is there but names no CVR number: nobody's authority.
const base::Cvr kIkkeCvr = base::known(base::Cvr::parse("00000000"));

std::string_view danish(Aarsag aarsag) {
  switch (aarsag) {
    case Aarsag::TILLADT:
      return "Tilladt";
    case Aarsag::KALD_UDLOEBET:
      return "Token er udløbet";
    case Aarsag::SYSTEM_SPAERRET:
      return "Systemet eller dets certifikat er spærret";
    case Aarsag::INGEN_SERVICEAFTALE:
      return "Systemet har ingen gældende serviceaftale om at afsende for myndigheden";
    case Aarsag::BESKEDTYPE_IKKE_DAEKKET:
      return "Serviceaftalen dækker ikke beskedtypen";
    case Aarsag::MYNDIGHED_IKKE_DAEKKET:
      return "ObjektAnsvarligMyndighed er ikke den myndighed, der afsendes for";
    case Aarsag::KLE_IKKE_DAEKKET:
      return "Serviceaftalen dækker ikke opgaveemnet";
    case Aarsag::FOELSOMHED_FOR_HOEJ:
      return "Serviceaftalen dækker ikke sikkerhedsklassificeringen";
    case Aarsag::IKKE_EJER:
      return "Objektet tilhører et andet system";
    default:  // no answer to AFSEND_BESKED
      return "Ikke tilladt";
  }
}

Standardretur ikke_tilladt(Aarsag aarsag) {
  const bool expired = aarsag == Aarsag::KALD_UDLOEBET;
  return {expired ? StatusKode::TOKEN_UDLOEBET : StatusKode::IKKE_TILLADT, std::string{danish(aarsag)}};
}

template <class T>
void add_once(std::vector<T>& to, const T& value) {
  if (std::ranges::find(to, value) == to.end()) to.push_back(value);
}

}  // namespace

std::string leveret_adresse(std::string_view peer_address) {
  const bool is_ipv4 = peer_address.find_first_not_of("0123456789.") == std::string_view::npos && !peer_address.empty();
  return (is_ipv4 ? "::FFFF:" : "") + std::string{peer_address};
}

struct Afsendelse::Dom {
  base::Tidspunkt nu;
  oio::Haendelsesbesked besked;
  base::Uuid beskedtype;
  oio::Adgangsnoegle noegle;
  oio::Adgangssvar svar;
  oio::Splejsning splejsning;
  const oio::Myndighedsgraense* graense = nullptr;
  bool modtagere_uaendret = true;  // the list to deliver by is the sender's own, as it stands
};

Afsendelse::Afsendelse(const Dele& dele) : dele_(dele), registre_(dele.registre.nu()), tavle_(dele.tavler.nu()) {}

void Afsendelse::refresh() {
  if (registre_->version() != dele_.registre.version()) registre_ = dele_.registre.nu();
  if (tavle_->version() != dele_.tavler.version()) tavle_ = dele_.tavler.nu();
}

Forberedt Afsendelse::prepare(const oio::Kald& kald, const Afsendt& afsendt) {
  refresh();
  Dom dom;
  dom.nu = dele_.ur.nu();
  if (dom.nu >= kald.udloeber) return {ikke_tilladt(Aarsag::KALD_UDLOEBET), {}, {}};
  if (auto retur = read(afsendt, dom)) return {std::move(retur), {}, {}};
  if (auto retur = decide(kald, dom)) return refuse(kald, dom, *std::move(retur));
  if (auto retur = limit_modtagere(dom.svar, dom)) return refuse(kald, dom, *std::move(retur));
  match(kald, dom);
  Forberedt out = accept(kald, afsendt, dom);
  noegle_.assign(reinterpret_cast<const char*>(kald.anvendersystem.bytes.data()), kald.anvendersystem.bytes.size());
  noegle_ += Kanonisk(meta_.besked_id).tekst();
  out.commit.require_new(noegle_, dele_.indstillinger.gentagelsesvindue);
  return out;
}

Forberedt Afsendelse::prepare_egen(const oio::Kald& afsender, const Afsendt& afsendt) {
  static const oio::Myndighedsgraense kAlle{true, {}};
  refresh();
  Dom dom;
  dom.nu = dele_.ur.nu();
  if (auto retur = read(afsendt, dom)) return {std::move(retur), {}, {}};
  dom.svar = {Aarsag::TILLADT, afsender.serviceaftale, &kAlle, oio::Modtagerkontrol::BESKAER};
  if (auto retur = limit_modtagere(dom.svar, dom)) return {std::move(retur), {}, {}};
  match(afsender, dom);
  return accept(afsender, afsendt, dom);
}

void Afsendelse::match(const oio::Kald& kald, Dom& dom) {
  std::array<char, 36> kildesystem;
  kald.anvendersystem.write(kildesystem.data());
  const Grundlag grundlag{dom.besked, {kildesystem.data(), kildesystem.size()}, tilladt_};
  const auto start = std::chrono::steady_clock::now();
  tavle_->matcher().find(dom.beskedtype, grundlag, fundne_);
  dele_.tal.match_ns.add(static_cast<std::uint64_t>((std::chrono::steady_clock::now() - start).count()));
  dele_.tal.match.add();
  distribute(dom);
}

// Steps 2 and 3.
std::optional<Standardretur> Afsendelse::read(const Afsendt& afsendt, Dom& dom) {
  const std::size_t most = dele_.indstillinger.graenser.bytes;
  if (afsendt.for_stor || afsendt.body.size() > most) {
    return ugyldig(fmt::format("Beskeden er større end de tilladte {} bytes", most));
  }
  arena_.clear();
  auto besked = oio::parse_haendelsesbesked(afsendt.body, dele_.indstillinger.graenser, arena_);
  if (!besked) {
    return ugyldig(fmt::format("Beskeden følger ikke skemaet for Beskedkuvert ({})", base::beskriv(besked.error())));
  }
  if (besked->besked_id.tekst.size() > kLaengsteBeskedId) {
    return ugyldig(fmt::format("BeskedId er længere end de tilladte {} bytes", kLaengsteBeskedId));
  }
  if (besked->besked_version != "1.0") return ugyldig("BeskedVersion skal være 1.0");
  auto splejsning = oio::plan_splejsning(afsendt.body, *besked);
  if (!splejsning) return Standardretur{StatusKode::INTERN_FEJL, "Beskeden kunne ikke behandles"};
  dom.besked = *std::move(besked);
  dom.splejsning = *std::move(splejsning);
  dom.beskedtype = base::Uuid::parse(dom.besked.beskedtype.tekst).value_or(base::Uuid{});
  collect_keys(dom);
  return {};
}

void Afsendelse::collect_keys(Dom& dom) {
  ejere_.clear();
  kle_.clear();
  for (const oio::ObjektRegistrering& one : dom.besked.objekt_registrering) {
    if (const auto& ejer = one.objekt_ansvarlig_myndighed) {
      add_once(ejere_, base::Cvr::from_urn(ejer->tekst).value_or(kIkkeCvr));
    }
    if (!one.opgave_emne) continue;
    if (const auto emne = base::KleEmne::from_urn(one.opgave_emne->tekst)) add_once(kle_, *emne);
  }
  dom.noegle.objekttype = dom.beskedtype;
  dom.noegle.foelsomhed = oio::foelsomhed_of(dom.besked.sikkerhedsklassificering);
  dom.noegle.kle = kle_;
}

// Steps 4 and 5: each authority that the besked names must be covered; one that names none is asked about once. Where
// that takes several agreements, a receiver gets the whole besked, so the limits of all of them hold.
std::optional<Standardretur> Afsendelse::decide(const oio::Kald& kald, Dom& dom) {
  for (std::size_t i = 0; i < std::max<std::size_t>(1, ejere_.size()); ++i) {
    dom.noegle.ejer = ejere_.empty() ? base::Cvr{} : ejere_[i];
    const auto svar = adgangsstyring::afgoer(*registre_, kald, Handling::AFSEND_BESKED, dom.noegle, dom.nu);
    if (i == 0 || !svar.tilladt()) {
      dom.svar = svar;
    } else {
      narrow(dom.svar, svar);
    }
    if (!svar.tilladt()) return ikke_tilladt(svar.aarsag);
  }
  return {};
}

// To those that both let receive; refused instead of taken off the list if one of them says so.
void Afsendelse::narrow(oio::Adgangssvar& svar, const oio::Adgangssvar& other) {
  if (other.modtagerkontrol == oio::Modtagerkontrol::AFVIS) svar.modtagerkontrol = oio::Modtagerkontrol::AFVIS;
  if (svar.tilladte_myndigheder == other.tilladte_myndigheder || other.tilladte_myndigheder->alle) return;
  if (svar.tilladte_myndigheder->alle) {
    svar.tilladte_myndigheder = other.tilladte_myndigheder;
    return;
  }
  oio::Myndighedsgraense both;
  std::ranges::set_intersection(svar.tilladte_myndigheder->cvr, other.tilladte_myndigheder->cvr,
                                std::back_inserter(both.cvr));
  graense_ = std::move(both);
  svar.tilladte_myndigheder = &graense_;
}

// Step 6 (spec 5.6, Q9).
std::optional<Standardretur> Afsendelse::limit_modtagere(const oio::Adgangssvar& svar, Dom& dom) {
  tilladt_.clear();
  dom.graense = svar.tilladte_myndigheder;
  if (dom.besked.tilladt_modtager.empty()) {
    dom.modtagere_uaendret = false;
    if (dom.graense->alle) return {};
    tilladt_ = dom.graense->cvr;
    if (tilladt_.empty()) return ugyldig("Ingen myndighed kan modtage beskeden efter serviceaftalen");
    return {};
  }
  for (const oio::UnikId& id : dom.besked.tilladt_modtager) {
    const auto cvr = base::Cvr::from_urn(id.tekst);
    if (cvr && dom.graense->tillader(*cvr)) {
      add_once(tilladt_, *cvr);
    } else if (svar.modtagerkontrol == oio::Modtagerkontrol::AFVIS) {
      return ugyldig("TilladtModtager indeholder en myndighed, som serviceaftalen ikke tillader");
    }
  }
  if (tilladt_.empty()) return ugyldig("TilladtModtager indeholder ingen myndighed, som serviceaftalen tillader");
  dom.modtagere_uaendret = tilladt_.size() == dom.besked.tilladt_modtager.size();
  return {};
}

void Afsendelse::distribute(Dom& dom) {
  referencer_.clear();
  meta_.modtagere.clear();
  meta_.fordelinger.clear();
  for (std::size_t i = 0; i < fundne_.size(); ++i) {
    const Abonnementsplads& plads = tavle_->abonnementer()[fundne_[i]];
    // Those of one dueslag stand together, the oldest first: it is the one that counts (spec 6.7).
    if (i > 0 && tavle_->abonnementer()[fundne_[i - 1]].dueslag == plads.dueslag) continue;
    assign(plads, dom);
  }
}

void Afsendelse::assign(const Abonnementsplads& plads, Dom& dom) {
  const Dueslagsplads& dueslag = tavle_->dueslag()[plads.dueslag];
  std::vector<base::Cvr> receivers;
  const oio::Adgangssvar svar = receivers_of(dueslag.dueslag->system, dom, receivers);
  Fordeling fordeling{dueslag.koe, plads.abonnement->nummer, 0, Aarsag::TILLADT, svar.serviceaftale};
  if (receivers.empty()) {
    fordeling.aarsag = svar.aarsag;
  } else {
    const bool as_sent = dom.modtagere_uaendret && receivers.size() == tilladt_.size();
    if (!as_sent) fordeling.variant = variant_of(std::move(receivers));
    referencer_.push_back({fordeling.koe, fordeling.abonnement, fordeling.variant});
  }
  meta_.fordelinger.push_back(fordeling);
}

// TilladtModtager for one system (spec 5.7): the authorities for which it may receive this. The answer is the first
// that lets it, else the last that does not.
oio::Adgangssvar Afsendelse::receivers_of(const base::Uuid& system, const Dom& dom, std::vector<base::Cvr>& receivers) {
  const bool everyone = dom.besked.tilladt_modtager.empty() && dom.graense->alle;
  const std::span<const base::Cvr> candidates =
      everyone ? registre_->myndigheder(system, adgangsstyring::kModtag) : std::span<const base::Cvr>{tilladt_};
  oio::Adgangssvar out;
  oio::Adgangsnoegle noegle = dom.noegle;
  for (const base::Cvr myndighed : candidates) {
    oio::Adgangssvar svar;
    for (std::size_t i = 0; i < std::max<std::size_t>(1, ejere_.size()); ++i) {
      noegle.ejer = ejere_.empty() ? base::Cvr{} : ejere_[i];
      svar = adgangsstyring::afgoer_modtagelse(*registre_, system, myndighed, noegle, dom.nu);
      if (!svar.tilladt()) break;
    }
    if (receivers.empty()) out = svar;
    if (svar.tilladt()) receivers.push_back(myndighed);
  }
  return out;
}

// Dueslag with the same list share it.
std::uint16_t Afsendelse::variant_of(std::vector<base::Cvr>&& receivers) {
  const auto known = std::ranges::find(meta_.modtagere, receivers);
  const auto place = static_cast<std::uint16_t>(known - meta_.modtagere.begin());
  if (known == meta_.modtagere.end()) meta_.modtagere.push_back(std::move(receivers));
  return static_cast<std::uint16_t>(place + 1);
}

Forberedt Afsendelse::refuse(const oio::Kald& kald, const Dom& dom, Standardretur retur) {
  const std::string tekst = fmt::format("{} {}", static_cast<int>(retur.kode), retur.tekst);
  oio::Revisionspost post = oio::revisionspost(oio::Haendelse::BESKED_AFVIST, kald, dom.nu);
  post.afgoerelse = dom.svar.aarsag;
  post.objekt = uuid_of(dom.besked.besked_id.tekst);
  post.relateret = dom.beskedtype;
  post.tekst = tekst;
  Forberedt out{std::move(retur), {}, {}};
  out.commit.ledger(oio::encode(post));
  return out;
}

// Who the besked says is responsible need not be the sender (spec beskedfordeler 1.4, Q10); a difference is told.
void Afsendelse::note_aktoer(const oio::Kald& kald, const Dom& dom) {
  aktoer_.clear();
  const auto& aktoer = dom.besked.besked_ansvarlig_aktoer;
  if (!aktoer) return;
  const auto uuid = base::Uuid::parse(aktoer->tekst);
  if (uuid == kald.anvendersystem) return;
  aktoer_ = uuid ? "BeskedAnsvarligAktoer " + uuid->text() : "BeskedAnsvarligAktoer er intet UUID";
  if (std::exchange(is_aktoer_logged_, true)) return;
  base::log::info("BeskedAnsvarligAktoer er en anden end afsenderen",
                  {{"system", kald.anvendersystem.text()}, {"besked", uuid_of(dom.besked.besked_id.tekst).text()}});
}

Forberedt Afsendelse::accept(const oio::Kald& kald, const Afsendt& afsendt, Dom& dom) {
  const std::string adresse = leveret_adresse(kald.adresse);
  const std::string splejsning = oio::encode(dom.splejsning);
  meta_.afsender = kald.anvendersystem;
  meta_.myndighed = kald.myndighed;
  meta_.serviceaftale = dom.svar.serviceaftale;
  const auto transaktion = base::Uuid::parse(afsendt.message_id);
  meta_.transaktions_id = transaktion ? *transaktion : base::Uuid::random(dele_.tilfaeldig);
  meta_.beskedtype = dom.beskedtype;
  meta_.modtaget = dom.nu;
  meta_.registerversion = registre_->version();
  meta_.besked_id = dom.besked.besked_id.tekst;
  meta_.message_id = afsendt.message_id;
  meta_.adresse = adresse;
  meta_.akkreditiver = kald.akkreditiver;
  meta_.splejsning = splejsning;
  meta_.tilladt = tilladt_;
  meta_bytes_.clear();
  encode(meta_, meta_bytes_);

  oio::Revisionspost post = oio::revisionspost(oio::Haendelse::BESKED_MODTAGET, kald, dom.nu);
  post.serviceaftale = dom.svar.serviceaftale;
  post.korrelation = meta_.transaktions_id;
  post.objekt = uuid_of(meta_.besked_id);
  post.relateret = dom.beskedtype;
  note_aktoer(kald, dom);
  post.tekst = aktoer_;
  post_.clear();
  oio::encode(post, post_);

  Forberedt out;
  out.commit.besked(meta_bytes_, afsendt.body, referencer_);
  out.commit.ledger(post_);
  if (!referencer_.empty()) out.besked = std::make_shared<const Besked>(meta_bytes_, afsendt.body);
  return out;
}

}  // namespace brevdue::beskedfordeler
