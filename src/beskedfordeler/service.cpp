#include "beskedfordeler/service.hpp"

#include "beskedfordeler/opbevaring.hpp"

namespace brevdue::beskedfordeler {
namespace {

constexpr std::chrono::minutes kExpiryInterval{1};

}  // namespace

Beskedfordeler::Beskedfordeler(const Ydre& ydre, Indstillinger indstillinger)
    : faelles_(ydre, std::move(indstillinger)), udbakke_(faelles_) {
  show_dueslag();
  registre_watch_ = ydre.registre.watch(faelles_.while_alive([this] { tell(Grund::REGISTRERINGER); }));
  tavler_watch_ = ydre.tavler.watch(faelles_.while_alive([this] {
    show_dueslag();
    tell(Grund::REGISTRERINGER);
  }));
  udbakke_watch_ = ydre.store.outbox().watch(faelles_.while_alive([this] { move_events(); }));
  move_events();
}

Beskedfordeler::~Beskedfordeler() {
  registre_watch_.reset();
  tavler_watch_.reset();
  udbakke_watch_.reset();
  faelles_.end();
  for (const auto& postkasse : postkasser_) faelles_.ydre.store.committer().forget(*postkasse);
}

void Beskedfordeler::tick() {
  tell(Grund::TID);
  if (!faelles_.ydre.store.outbox().waiting(1).empty()) move_events();
  const std::int64_t now = faelles_.ydre.ur.nu().time_since_epoch().count();
  std::int64_t due = next_expiry_us_.load();
  const std::int64_t next = now + std::chrono::microseconds{kExpiryInterval}.count();
  if (now < due || !next_expiry_us_.compare_exchange_strong(due, next)) return;
  const auto work = [this] {
    const std::lock_guard lock{expiry_};
    expire(faelles_);
  };
  faelles_.in_pool(work, [](bool) {});
}

// One mover at a time; what is announced while it runs is moved by the next.
void Beskedfordeler::move_events() {
  if (is_moving_.exchange(true)) return;
  const auto move = [this] {
    is_moving_ = false;
    udbakke_.move();
  };
  faelles_.in_pool(move, [this](bool ran) {
    if (!ran) is_moving_ = false;
  });
}

// Depth and age of each dueslag.
void Beskedfordeler::show_dueslag() {
  const std::lock_guard lock{mutex_};
  const auto tavle = faelles_.ydre.tavler.nu();
  for (const Dueslagsplads& plads : tavle->dueslag()) {
    if (!shown_.insert(plads.dueslag->uuid).second) continue;
    const std::string label = "dueslag=\"" + plads.dueslag->uuid.text() + '"';
    const auto gauge = [&](const char* name, const char* help, std::uint64_t store::KoeTal::* number) {
      faelles_.ydre.metrics.gauge(
          name, help, label,
          [alive = faelles_.still_alive(), &queues = faelles_.ydre.store.queues(), koe = plads.koe, number] {
            return alive() ? static_cast<double>(queues.tal(koe).*number) : 0;
          });
    };
    gauge("brevdue_dueslag_klar", "Beskeder ready in a dueslag", &store::KoeTal::klar);
    gauge("brevdue_dueslag_udlaant", "Beskeder delivered and not yet acknowledged", &store::KoeTal::udlaant);
    gauge("brevdue_dueslag_fejlkoe", "Beskeder in a dueslag's Fejlkoe", &store::KoeTal::fejlkoe);
  }
}

std::shared_ptr<void> Beskedfordeler::connect(std::function<void(Grund)> look) {
  auto connection = std::make_shared<std::function<void(Grund)>>(std::move(look));
  const std::lock_guard lock{mutex_};
  std::erase_if(connections_, [](const auto& one) { return one.expired(); });
  connections_.push_back(connection);
  return connection;
}

void Beskedfordeler::keep(std::shared_ptr<Postkasse> postkasse) {
  const std::lock_guard lock{mutex_};
  std::erase_if(postkasser_, [](const auto& one) { return one.use_count() == 1 && one->is_idle(); });
  postkasser_.push_back(std::move(postkasse));
}

void Beskedfordeler::tell(Grund grund) {
  std::vector<std::shared_ptr<std::function<void(Grund)>>> told;
  {
    const std::lock_guard lock{mutex_};
    for (const auto& one : connections_) told.push_back(one.lock());
  }
  for (const auto& one : told) {
    if (one) (*one)(grund);
  }
}

}  // namespace brevdue::beskedfordeler
