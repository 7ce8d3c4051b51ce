#include "adgangsstyring/afvisninger.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "adgangsstyring/bremse.hpp"
#include "base/log.hpp"

namespace brevdue::adgangsstyring {
namespace {

// At most so many bytes, and no half character.
std::string_view shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

// What makes two refusals alike.
std::string noegle_of(oio::Revisionspost post) {
  const std::string kilde = kildenoegle(post.adresse);
  post.tid = {};
  post.korrelation = {};
  post.adresse = kilde;
  return oio::encode(post);
}

oio::Revisionspost joined(const oio::Revisionspost& post) {
  oio::Revisionspost out;
  out.haendelse = post.haendelse;
  out.afgoerelse = post.afgoerelse;
  out.tid = post.tid;
  out.anvendersystem = post.anvendersystem;
  out.tekst = "flere end der holdes ude fra hinanden";
  return out;
}

store::Commit commit_of(std::string_view foerste, std::uint32_t antal) {
  store::Commit commit;
  auto post = oio::decode_revisionspost(foerste);
  if (!post) return commit;
  post->antal = antal;
  commit.ledger(oio::encode(*post));
  base::log::info("adgang nægtet", {{"hvad", oio::navn(post->haendelse)},
                                    {"aarsag", oio::navn(post->afgoerelse)},
                                    {"system", post->anvendersystem.text()},
                                    {"adresse", post->adresse},
                                    {"relateret", post->relateret.text()},
                                    {"korrelation", post->korrelation.text()},
                                    {"antal", antal},
                                    {"grund", post->tekst}});
  return commit;
}

}  // namespace

void Afvisninger::Samling::add(const Samling& senere) {
  if (antal == 0) foerste = senere.foerste;
  antal += std::min(senere.antal, std::numeric_limits<std::uint32_t>::max() - antal);
}

Afvisninger::~Afvisninger() {
  committer_.forget(*this);
  for (const auto& [nummer, gruppe] : grupper_) {
    if (gruppe.venter.antal > 0) committer_.commit(commit_of(gruppe.venter.foerste, gruppe.venter.antal));
  }
}

void Afvisninger::noter(oio::Revisionspost post) {
  std::vector<store::Submission> due;
  post.antal = 1;
  post.tekst = shortened(post.tekst, graenser_.tekst_bytes);
  const auto nu = ur_.monoton();
  {
    const std::lock_guard lock{mutex_};
    auto& [nummer, gruppe] = *gruppe_for(post);
    gruppe.venter.add({oio::encode(post), 1});
    if (gruppe.er_klar(nu)) send(nummer, gruppe, due);
  }
  if (!due.empty()) committer_.submit(*this, std::move(due));
}

// The group of such refusals; when there is room for no more, the post is made one of those that are joined.
Afvisninger::Grupper::iterator Afvisninger::gruppe_for(oio::Revisionspost& post) {
  std::string noegle = noegle_of(post);
  auto found = find_.find(noegle);
  if (found == find_.end() && grupper_.size() >= graenser_.grupper) {
    post = joined(post);
    noegle = noegle_of(post);
    found = find_.find(noegle);
  }
  if (found != find_.end()) return grupper_.find(found->second);
  find_.emplace(noegle, ++sidste_);
  return grupper_.emplace(sidste_, Gruppe{std::move(noegle), {}, {}, {}}).first;
}

void Afvisninger::send(Nummer nummer, Gruppe& gruppe, std::vector<store::Submission>& to) {
  gruppe.sendt = std::exchange(gruppe.venter, {});
  to.push_back({commit_of(gruppe.sendt.foerste, gruppe.sendt.antal), nummer});
}

void Afvisninger::tick() {
  std::vector<store::Submission> due;
  const auto nu = ur_.monoton();
  {
    const std::lock_guard lock{mutex_};
    for (auto it = grupper_.begin(); it != grupper_.end();) {
      auto& [nummer, gruppe] = *it;
      const bool is_over = gruppe.er_klar(nu) && gruppe.venter.antal == 0;
      if (is_over) find_.erase(gruppe.noegle);
      if (!is_over && gruppe.er_klar(nu)) send(nummer, gruppe, due);
      it = is_over ? grupper_.erase(it) : std::next(it);
    }
  }
  if (!due.empty()) committer_.submit(*this, std::move(due));
}

// What could not be written stands before what came meanwhile, and waits a minute too: each try is a line in the log.
void Afvisninger::done(std::span<const store::CommitOutcome> outcomes) {
  const auto nu = ur_.monoton();
  const std::lock_guard lock{mutex_};
  for (const store::CommitOutcome& outcome : outcomes) {
    Gruppe& gruppe = grupper_.at(outcome.token);
    Samling sendt = std::exchange(gruppe.sendt, {});
    gruppe.tidligst = nu + graenser_.vindue;
    if (outcome.udfald == store::Udfald::OK) continue;
    sendt.add(gruppe.venter);
    gruppe.venter = std::move(sendt);
  }
}

}  // namespace brevdue::adgangsstyring
