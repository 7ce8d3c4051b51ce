// Time and chance come in from outside, never from a global: tests move the clock and fix the dice.
//
// Thread safety: every member of Ur and Tilfaeldig may be called from any thread. Ownership: the composition in
// src/app owns one of each for the life of the program; everyone else holds a reference.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>

namespace brevdue::base {

// An instant, UTC, in whole microseconds since 1970.
using Tidspunkt = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;
// A point on a clock that never jumps; for deadlines and intervals only.
using Monoton = std::chrono::steady_clock::time_point;

class Ur {
 public:
  virtual ~Ur() = default;
  virtual Tidspunkt nu() const = 0;
  virtual Monoton monoton() const = 0;
};

// The machine's clock plus an offset (0 outside the sandbox; the sandbox keeps its own in its data folder).
class SystemUr final : public Ur {
 public:
  Tidspunkt nu() const override;
  Monoton monoton() const override { return std::chrono::steady_clock::now(); }
  void set_offset(std::chrono::microseconds offset) { offset_us_.store(offset.count()); }
  std::chrono::microseconds offset() const { return std::chrono::microseconds{offset_us_.load()}; }

 private:
  std::atomic<std::int64_t> offset_us_{0};
};

// A clock that stands until a test moves it; both hands move together.
class TestUr final : public Ur {
 public:
  explicit TestUr(Tidspunkt start) : now_us_(start.time_since_epoch().count()) {}
  Tidspunkt nu() const override { return Tidspunkt{std::chrono::microseconds{now_us_.load()}}; }
  Monoton monoton() const override { return Monoton{std::chrono::microseconds{now_us_.load()}}; }
  void advance(std::chrono::microseconds by) { now_us_.fetch_add(by.count()); }

 private:
  std::atomic<std::int64_t> now_us_;
};

class Tilfaeldig {
 public:
  virtual ~Tilfaeldig() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;
  std::uint64_t number();
};

// The operating system's generator: for ids, keys, passwords.
class SystemTilfaeldig final : public Tilfaeldig {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

// The same numbers for the same seed, in tests only.
class TestTilfaeldig final : public Tilfaeldig {
 public:
  explicit TestTilfaeldig(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::uint8_t> out) override;

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

// RFC 3339 / xs:dateTime in UTC with the given number of decimals (0, 3 or 6): 2026-05-15T08:00:00.123Z.
std::string iso_text(Tidspunkt t, int decimals = 3);
// xs:dateTime: an absent zone is read as UTC; fractions beyond microseconds are cut. Nothing if it is not one, or not
// a day of the calendar. Years 0001 to 9999.
std::optional<Tidspunkt> parse_iso(std::string_view text);

}  // namespace brevdue::base
