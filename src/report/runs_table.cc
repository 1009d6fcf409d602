#include <fmt/format.h>

#include <functional>

#include "base/csv.h"
#include "base/number.h"
#include "report/table.h"
#include "study/left_out.h"

namespace sightmark {
namespace {

using Fields = std::vector<std::string>;

// Some columns beside one another, and what a run has in them.
struct Columns {
  Fields names;
  std::function<Fields(const RunMetrics&)> fields;
};

Columns columns_of(const Metric& metric) {
  if (!metric.has_interval) {
    return {{metric.column},
            [metric](const RunMetrics& run) { return Fields{exact(metric.value(run))}; }};
  }
  return {{metric.column, metric.column + "_low", metric.column + "_high"},
          [metric](const RunMetrics& run) {
            const auto interval = metric.interval(run);
            return Fields{exact(metric.value(run)), interval ? exact(interval->low) : "",
                          interval ? exact(interval->high) : ""};
          }};
}

template <typename Of>
Columns text(const std::string& name, Of of) {
  return {{name}, [of](const RunMetrics& run) { return Fields{csv_text(of(run))}; }};
}

std::vector<Columns> identity_columns() {
  return {text("run_dir", [](const RunMetrics& run) { return run.run_dir; }),
          text("model_name", [](const RunMetrics& run) { return run.model; }),
          text("model_id", [](const RunMetrics& run) { return run.model_id; }),
          text("device", [](const RunMetrics& run) { return run.device; }),
          text("dtype", [](const RunMetrics& run) { return run.dtype; }),
          text("status", [](const RunMetrics& run) { return status_name(run.status); }),
          {{"trials", "successes", "images"}, [](const RunMetrics& run) {
             return Fields{fmt::to_string(run.trial_count), fmt::to_string(run.success_count),
                           fmt::to_string(run.conditions.image_count)};
           }}};
}

Columns power_scope_column() {
  return text("power_scope", [](const RunMetrics& run) {
    const bool is_measured = mean_power().value(run) || energy_per_inference().value(run);
    return is_measured ? power_scope_name(run.conditions.power_scope) : "";
  });
}

// The column is there without a price, too, so that tables have the same columns.
Columns cost_columns(const std::optional<Price>& price) {
  Metric cost = cost_of_answers(price.value_or(Price{}));
  if (!price) cost.estimate = [](const RunMetrics&) { return std::nullopt; };
  return columns_of(cost);
}

Columns memory_kind_column() {
  return text("memory_kind", [](const RunMetrics& run) {
    return run.memory_kind ? memory_kind_name(*run.memory_kind) : "";
  });
}

std::vector<Columns> table_columns(const std::optional<Price>& price) {
  std::vector<Columns> table = identity_columns();
  for (const Metric& metric : metrics()) {
    if (metric.is_reference) continue;
    // What a number covers stands before it.
    if (metric.key == mean_power().key) table.push_back(power_scope_column());
    if (metric.key == peak_memory().key) {
      table.push_back(cost_columns(price));
      table.push_back(memory_kind_column());
    }
    table.push_back(columns_of(metric));
  }
  return table;
}

}  // namespace

std::string runs_csv(const Study& study, const std::optional<Price>& price) {
  const std::vector<Columns> table = table_columns(price);
  Fields names;
  for (const Columns& columns : table) {
    names.insert(names.end(), columns.names.begin(), columns.names.end());
  }
  std::string csv = csv_row(names);
  for (const RunMetrics& run : study.runs) {
    Fields row;
    for (const Columns& columns : table) {
      const Fields fields = columns.fields(run);
      row.insert(row.end(), fields.begin(), fields.end());
    }
    csv += csv_row(row);
  }
  return csv;
}

}  // namespace sightmark
