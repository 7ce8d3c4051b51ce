// Counters and gauges in Prometheus' text form.
//
// Thread safety: all. Ownership: a Metrics owns what it gives out, for its own life; src/app owns one.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace brevdue::base {

class Counter {
 public:
  void add(std::uint64_t by = 1) { value_.fetch_add(by, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class Metrics {
 public:
  // `labels` as they stand between the braces, e.g. R"(kode="20")", or empty. The same name and labels give the same
  // counter. Never a CPR number or another personal thing in a label.
  Counter& counter(std::string name, std::string help, std::string labels = {});
  // Asked when the text is made.
  void gauge(std::string name, std::string help, std::string labels, std::function<double()> value);
  std::string text() const;

 private:
  struct Row {
    std::string name;
    std::string help;
    std::string labels;
    std::unique_ptr<Counter> counter;
    std::function<double()> gauge;
  };
  mutable std::mutex mutex_;
  std::vector<Row> rows_;
};

}  // namespace brevdue::base
