#include "report/table.h"

#include <fmt/format.h>

#include <functional>

#include "base/csv.h"
#include "base/text.h"
#include "study/study.h"
#include "study/use_case.h"

namespace sightmark {
namespace {

using Fields = std::vector<std::string>;

std::string whole(std::optional<std::int64_t> value) { return value ? fmt::to_string(*value) : ""; }

Fields identity_fields(const RunMetrics& run) {
  return {csv_text(run.run_dir), csv_text(run.model), csv_text(run.model_id), csv_text(run.device),
          csv_text(run.dtype)};
}

// mean, median, sd, p90, p95, p99, min, max
Fields distribution_fields(const std::optional<Distribution>& values) {
  if (!values) return Fields(8);
  return {exact(values->mean), exact(values->median), exact(values->sd),  exact(values->p90),
          exact(values->p95),  exact(values->p99),    exact(values->min), exact(values->max)};
}

Fields length_fields(const std::optional<Distribution>& lengths) {
  if (!lengths) return Fields(3);
  return {exact(lengths->mean), exact(lengths->median), exact(lengths->sd)};
}

void append(Fields& fields, const Fields& more) {
  fields.insert(fields.end(), more.begin(), more.end());
}

Fields performance_fields(const RunMetrics& run) {
  const RunTotals& totals = run.totals;
  return {csv_text(run.run_dir),
          csv_text(run.model_key),
          csv_text(run.model),
          csv_text(run.model_id),
          csv_text(run.device),
          csv_text(run.dtype),
          fmt::to_string(totals.total_tokens()),
          fmt::to_string(totals.prompt_tokens),
          fmt::to_string(totals.response_tokens),
          exact(tokens_per_second().value(run)),
          exact(ram().value(run)),
          exact(totals.power_w),
          exact(tokens_per_second_per_watt().value(run)),
          exact(joules_per_token().value(run)),
          exact(totals.energy_j),
          exact(run.summary ? std::optional<double>(run.summary->latency_ms.mean) : std::nullopt),
          exact(totals.elapsed_s),
          exact(load_time().value(run)),
          whole(totals.image_count)};
}

// percent, low, high, points
Fields share_fields(const std::optional<Share>& share) {
  if (!share) return Fields(4);
  Fields fields = {exact(share->percent()), "", "", exact(share->all)};
  if (!share->interval) return fields;
  fields[1] = exact(100 * share->interval->low);
  fields[2] = exact(100 * share->interval->high);
  return fields;
}

Fields accuracy_fields(const RunMetrics& run, const char* level, const std::string& task,
                       const Accuracy& scored) {
  Fields fields = identity_fields(run);
  append(fields, {level, csv_text(task), fmt::to_string(scored.image_count),
                  fmt::to_string(scored.answer_count), fmt::to_string(scored.failed_count)});
  for (const auto& share : {scored.overall, scored.objects_found, scored.objects_correct,
                            scored.counts, scored.attributes, scored.relations, scored.setting}) {
    append(fields, share_fields(share));
  }
  return fields;
}

bool has_speed_quality_row(const RunMetrics& run) {
  return run.status == RunStatus::Complete || run.status == RunStatus::Failed;
}

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

std::string performance_csv(const Study& study) {
  std::string csv =
      "run_dir,model_key,model_name,model_id,device,dtype,total_tokens,prompt_tokens,"
      "response_tokens,tokens_per_sec,avg_ram_gb,avg_power_watts,tps_per_watt,joules_per_token,"
      "total_energy_joules,latency_ms_mean,duration_seconds,load_time_seconds,num_images\n";
  for (const RunMetrics* run : complete_runs(study)) csv += csv_row(performance_fields(*run));
  return csv;
}

std::string speed_quality_csv(const Study& study) {
  std::string csv =
      "run_dir,model_name,model_id,device,dtype,status,trials,successes,success_percent,"
      "latency_ms_mean,latency_ms_median,latency_ms_sd,latency_ms_p90,latency_ms_p95,"
      "latency_ms_p99,latency_ms_min,latency_ms_max,latency_cv_percent,answer_length_mean,"
      "answer_length_median,answer_length_sd,requests_per_s,images_per_s,balance_score\n";
  const Metric balance = balance_score(study);
  for (const RunMetrics& run : study.runs) {
    if (!has_speed_quality_row(run)) continue;
    Fields row = identity_fields(run);
    append(row, {std::string(status_name(run.status)), fmt::to_string(run.trial_count),
                 fmt::to_string(run.success_count), exact(run.success_percent())});
    append(row, distribution_fields(run.latency_ms));
    row.push_back(exact(run.latency_ms ? variation_percent(*run.latency_ms) : std::nullopt));
    append(row, length_fields(run.answer_length));
    for (const char* key : {"requests_per_s", "images_per_s"}) {
      row.push_back(exact(find_metric(key)->value(run)));
    }
    row.push_back(exact(balance.value(run)));
    csv += csv_row(row);
  }
  return csv;
}

std::string task_csv(const Study& study) {
  std::string csv =
      "run_dir,model_name,model_id,device,dtype,task,trials,successes,"
      "latency_ms_mean,latency_ms_median,latency_ms_sd,latency_ms_p90,latency_ms_p95,"
      "latency_ms_p99,latency_ms_min,latency_ms_max,answer_length_mean,answer_length_median,"
      "answer_length_sd\n";
  for (const RunMetrics& run : study.runs) {
    if (!has_speed_quality_row(run)) continue;
    for (const TaskMetrics& task : run.tasks) {
      Fields row = identity_fields(run);
      append(row, {csv_text(task.task), fmt::to_string(task.trial_count),
                   fmt::to_string(task.success_count)});
      append(row, distribution_fields(task.latency_ms));
      append(row, length_fields(task.answer_length));
      csv += csv_row(row);
    }
  }
  return csv;
}

std::string accuracy_csv(const Study& study) {
  std::string csv = "run_dir,model_name,model_id,device,dtype,level,task,images,answers,failed";
  for (const char* share : {"accuracy", "objects_found", "objects_correct", "counts_right",
                            "attributes_right", "relations_right", "setting_right"}) {
    csv += fmt::format(",{0}_percent,{0}_low,{0}_high,{0}_points", share);
  }
  csv += '\n';
  for (const RunMetrics& run : study.runs) {
    if (!has_speed_quality_row(run) || !run.accuracy) continue;
    csv += csv_row(accuracy_fields(run, "run", "", run.accuracy->whole));
    for (const TaskAccuracy& scored : run.accuracy->tasks) {
      csv += csv_row(accuracy_fields(run, "task", scored.task, scored.accuracy));
    }
  }
  return csv;
}

std::string runs_csv(const Study& study, const std::optional<Price>& price) {
  const std::vector<Columns> table = table_columns(price);
  Fields names;
  for (const Columns& columns : table) append(names, columns.names);
  std::string csv = csv_row(names);
  for (const RunMetrics& run : study.runs) {
    Fields row;
    for (const Columns& columns : table) append(row, columns.fields(run));
    csv += csv_row(row);
  }
  return csv;
}

}  // namespace sightmark
