#include <fmt/format.h>

#include <functional>

#include "base/csv.h"
#include "base/number.h"
#include "report/table.h"

namespace sightmark {
namespace {

using Fields = std::vector<std::string>;

// Some columns beside one another, and what a run has in them.
struct Columns {
  Fields names;
  std::function<Fields(const RunMetrics&)> fields;
};

Fields fields_of(const std::optional<Estimate>& estimate) {
  if (!estimate) return Fields(3);
  const auto& interval = estimate->interval;
  return {exact(estimate->value), interval ? exact(interval->low) : "",
          interval ? exact(interval->high) : ""};
}

template <typename Of>
Columns estimate(const std::string& name, Of of) {
  return {{name, name + "_low", name + "_high"},
          [of](const RunMetrics& run) { return fields_of(of(run)); }};
}

Columns estimate(const std::string& name, std::optional<Estimate> Primary::*part) {
  return estimate(name, [part](const RunMetrics& run) { return run.primary.*part; });
}

Columns energy(const std::string& name, std::optional<Estimate> EnergyUse::*part) {
  return estimate(name, [part](const RunMetrics& run) { return run.primary.energy.*part; });
}

template <typename Of>
Columns number(const std::string& name, Of of) {
  return {{name}, [of](const RunMetrics& run) { return Fields{exact(of(run))}; }};
}

template <typename Of>
Columns text(const std::string& name, Of of) {
  return {{name}, [of](const RunMetrics& run) { return Fields{csv_text(of(run))}; }};
}

Columns latency(const std::string& name, Estimate Latency::*part) {
  return estimate("latency_" + name + "_ms", [part](const RunMetrics& run) {
    const auto& latency_ms = run.primary.latency_ms;
    return latency_ms ? std::optional((*latency_ms).*part) : std::nullopt;
  });
}

template <typename Part>
Columns latency_number(const std::string& name, Part Latency::*part) {
  return number("latency_" + name + "_ms", [part](const RunMetrics& run) -> std::optional<double> {
    if (!run.primary.latency_ms) return std::nullopt;
    return (*run.primary.latency_ms).*part;
  });
}

std::string status_name(RunStatus status) {
  switch (status) {
    case RunStatus::Complete:
      return "complete";
    case RunStatus::CutOff:
      return "cut_off";
    case RunStatus::Failed:
      return "failed";
    case RunStatus::Empty:
      break;
  }
  return "empty";
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

std::vector<Columns> speed_columns() {
  return {estimate("generated_tokens_per_s", &Primary::generated_tokens_per_s),
          estimate("characters_per_s", &Primary::characters_per_s),
          latency("mean", &Latency::mean),
          latency("p50", &Latency::p50),
          latency_number("p50_certified", &Latency::p50_bound),
          latency("p90", &Latency::p90),
          latency_number("p90_certified", &Latency::p90_bound),
          latency_number("p95", &Latency::p95),
          latency_number("p95_certified", &Latency::p95_bound),
          latency_number("p99", &Latency::p99),
          latency_number("p99_certified", &Latency::p99_bound),
          estimate("latency_variation_percent", &Primary::latency_variation_percent),
          estimate("answer_length_mean", &Primary::answer_length),
          estimate("ttft_p50_ms", &Primary::ttft_ms_p50),
          estimate("ttft_p90_ms", &Primary::ttft_ms_p90),
          estimate("decode_tokens_per_s", &Primary::decode_tokens_per_s),
          estimate("images_per_s", &Primary::images_per_s),
          estimate("answers_per_h", &Primary::answers_per_h),
          number("overhead_percent",
                 [](const RunMetrics& run) { return run.primary.overhead_percent; }),
          estimate("drift_percent", &Primary::drift_percent)};
}

std::vector<Columns> energy_columns() {
  return {text("power_scope",
               [](const RunMetrics& run) {
                 const EnergyUse& own = run.primary.energy;
                 return own.power_w || own.per_inference_j ? power_scope_name(own.scope) : "";
               }),
          number("power_w", [](const RunMetrics& run) { return run.primary.energy.power_w; }),
          energy("energy_per_inference_j", &EnergyUse::per_inference_j),
          energy("energy_per_generated_token_j", &EnergyUse::per_generated_token_j),
          energy("energy_above_idle_per_inference_j", &EnergyUse::above_idle_per_inference_j),
          energy("answers_per_wh", &EnergyUse::answers_per_wh),
          energy("images_per_wh", &EnergyUse::images_per_wh),
          number("battery_100wh_h",
                 [](const RunMetrics& run) { return run.primary.energy.battery_h; })};
}

// The column is there without a price, too, so that tables have the same columns.
std::vector<Columns> cost_columns(const std::optional<Price>& price) {
  const Metric cost = cost_of_answers(price.value_or(Price{}));
  return {estimate(cost.column, [price, cost](const RunMetrics& run) -> std::optional<Estimate> {
    const auto value = price ? cost.value(run) : std::nullopt;
    return value ? std::optional(Estimate{*value, cost.interval(run)}) : std::nullopt;
  })};
}

std::vector<Columns> other_columns() {
  return {text("memory_kind",
               [](const RunMetrics& run) {
                 const auto& memory = run.primary.memory;
                 return memory ? memory_kind_name(memory->kind) : "";
               }),
          number("memory_mb",
                 [](const RunMetrics& run) {
                   const auto& memory = run.primary.memory;
                   return memory ? std::optional(memory->mb) : std::nullopt;
                 }),
          number("load_time_s", [](const RunMetrics& run) { return run.primary.load_time_s; }),
          estimate("success_percent", &Primary::success_percent),
          estimate("capped_percent", &Primary::capped_percent),
          estimate("looping_percent", &Primary::looping_percent)};
}

}  // namespace

std::string runs_csv(const Study& study, const std::optional<Price>& price) {
  std::vector<Columns> table;
  for (const auto& part : {identity_columns(), speed_columns(), energy_columns(),
                           cost_columns(price), other_columns()}) {
    table.insert(table.end(), part.begin(), part.end());
  }
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
