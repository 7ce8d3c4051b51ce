#include "base/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace brevdue::base {

Counter& Metrics::counter(std::string name, std::string help, std::string labels) {
  const std::lock_guard lock(mutex_);
  const auto same = [&](const Row& row) { return row.name == name && row.labels == labels && row.counter; };
  if (const auto found = std::ranges::find_if(rows_, same); found != rows_.end()) return *found->counter;
  rows_.push_back({std::move(name), std::move(help), std::move(labels), std::make_unique<Counter>(), {}});
  return *rows_.back().counter;
}

void Metrics::gauge(std::string name, std::string help, std::string labels, std::function<double()> value) {
  const std::lock_guard lock(mutex_);
  rows_.push_back({std::move(name), std::move(help), std::move(labels), nullptr, std::move(value)});
}

std::string Metrics::text() const {
  const std::lock_guard lock(mutex_);
  std::vector<const Row*> order;
  for (const auto& row : rows_) order.push_back(&row);
  // Rows of one name stay in the order they were made, which is that of their addresses.
  std::ranges::sort(order, {}, [](const Row* row) { return std::pair(std::string_view(row->name), row); });
  std::string out;
  std::string_view last;
  for (const Row* row : order) {
    if (row->name != last) {
      out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", row->name, row->help, row->name,
                         row->counter ? "counter" : "gauge");
      last = row->name;
    }
    const std::string labels = row->labels.empty() ? "" : "{" + row->labels + "}";
    if (row->counter) {
      out += fmt::format("{}{} {}\n", row->name, labels, row->counter->value());
    } else {
      out += fmt::format("{}{} {}\n", row->name, labels, row->gauge());
    }
  }
  return out;
}

}  // namespace brevdue::base
