#include "page/page_data.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "audit/audit.h"
#include "base/hash.h"
#include "base/list.h"
#include "base/text.h"
#include "chart/chart.h"
#include "report/phrase.h"
#include "report/study_sentence.h"
#include "study/study.h"
#include "study/title.h"
#include "study/use_case.h"

namespace sightmark {
namespace {

using Json = nlohmann::ordered_json;
using Names = std::vector<std::string>;

constexpr std::size_t kTextLimit = 400;  // code points of a name or a setting

Json text(std::string_view value) { return plain_text(shortened(value, kTextLimit)); }

Json number(std::optional<double> value) {
  return value && std::isfinite(*value) ? Json(*value) : Json(nullptr);
}

// [value, low, high], or [value] where it has no interval.
Json estimate(const std::optional<Estimate>& known) {
  if (!known) return nullptr;
  const auto& [value, interval] = *known;
  if (!interval) return {number(value)};
  return {number(value), number(interval->low), number(interval->high)};
}

// The names that the page's filters offer. Runs and labels name them by their places.
struct Filters {
  Names models, devices, dtypes, tasks;

  explicit Filters(const Study& study)
      : models(sorted_names(list_of(study.runs, &RunMetrics::model))),
        devices(sorted_names(list_of(study.runs, &RunMetrics::device))),
        dtypes(sorted_names(list_of(study.runs, &RunMetrics::dtype))) {
    for (const RunMetrics& run : study.runs) {
      for (const TaskMetrics& task : run.tasks) tasks.push_back(task.task);
    }
    tasks = sorted_names(std::move(tasks));
  }

  static std::size_t place(const Names& names, const std::string& name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
  }

  Json json() const {
    return {{"model", list_of(models, text)},
            {"device", list_of(devices, text)},
            {"dtype", list_of(dtypes, text)},
            {"task", list_of(tasks, text)}};
  }
};

Json label_json(const ChartLabel& label, const Filters& filters) {
  Json json{{"text", plain_text(label.text)}};
  const auto add = [&](const char* key, const std::string& name, const Names& names) {
    const std::size_t place = Filters::place(names, name);
    if (!name.empty() && place < names.size()) json[key] = place;
  };
  add("model", label.model, filters.models);
  add("device", label.device, filters.devices);
  add("dtype", label.dtype, filters.dtypes);
  const bool is_of_task = label.model.empty() && label.device.empty() && label.dtype.empty();
  if (is_of_task) add("task", label.task, filters.tasks);
  return json;
}

// Those of runs.csv that runs are ranked by, without details of another one, then the study's
// balance score.
std::vector<Metric> page_metrics(const Study& study) {
  std::vector<Metric> shown;
  for (const Metric& metric : metrics()) {
    if (metric.is_ranked && !metric.is_detail && !metric.is_reference) shown.push_back(metric);
  }
  shown.push_back(balance_score(study));
  return shown;
}

// What a run's value of the metric covers, as "the GPU board": values that cover other things are
// not comparable. Empty where the metric depends on nothing of the kind.
std::string coverage(const Metric& metric, const RunMetrics& run) {
  if (metric.kind == MetricKind::Energy) {
    return std::string(power_scope_in_words(run.conditions.power_scope));
  }
  if (metric.kind != MetricKind::Memory || !run.memory_kind) return {};
  return fmt::format("{}, {}", memory_kind_in_words(*run.memory_kind),
                     run.memory_kind == MemoryKind::System ? "mean over trials" : "at its peak");
}

Json metric_json(const Metric& metric) {
  return {{"name", metric.name},
          {"unit", metric.unit},
          {"decimals", metric.decimal_count},
          {"is_lower_better", metric.is_lower_better}};
}

Json spread_json(const std::optional<Distribution>& spread) {
  if (!spread) return nullptr;
  return {{"mean", number(spread->mean)}, {"low", number(spread->low_whisker)},
          {"q1", number(spread->q1)},     {"median", number(spread->median)},
          {"q3", number(spread->q3)},     {"high", number(spread->high_whisker)},
          {"p90", number(spread->p90)},   {"p99", number(spread->p99)}};
}

Json task_json(const RunMetrics& run, const TaskMetrics& task, const Filters& filters) {
  return {{"task", Filters::place(filters.tasks, task.task)},
          {"trials", task.trial_count},
          {"successes", task.success_count},
          {"latency", spread_json(task.latency_ms)},
          {"length", spread_json(task.answer_length)},
          {"accuracy", estimate(accuracy_in(task.task).estimate(run))}};
}

// The audit's findings about the run: the index of the finding, and what it says about this run.
Json run_findings_json(const RunMetrics& run, const Audit& audit) {
  Json json = Json::array();
  for (std::size_t i = 0; i < audit.findings.size(); ++i) {
    Names values;
    for (const AuditGroup& group : audit.findings[i].groups) {
      const bool is_in = std::find(group.runs.begin(), group.runs.end(), &run) != group.runs.end();
      if (is_in) values.push_back(group.value);
    }
    if (!values.empty())
      json.push_back({i, plain_text(fmt::format("{}", fmt::join(values, "; ")))});
  }
  return json;
}

Json run_json(const RunMetrics& run, const std::vector<Metric>& metrics, const Filters& filters,
              const Audit& audit) {
  Json values = Json::array(), covers = Json::array();
  for (const Metric& metric : metrics) {
    values.push_back(estimate(metric.estimate(run)));
    covers.push_back(metric.value(run) ? coverage(metric, run) : "");
  }
  const auto of_task = [&](const TaskMetrics& task) { return task_json(run, task, filters); };
  const auto of_setting = [](const auto& setting) -> Json {
    return {text(setting.first), text(setting.second)};
  };
  const auto of_failure = [](const auto& failure) -> Json {
    return {text(failure.first), failure.second};
  };
  return {{"name", text(run.run_dir)},
          {"configuration", plain_text(configuration_name(run))},
          {"model", Filters::place(filters.models, run.model)},
          {"device", Filters::place(filters.devices, run.device)},
          {"dtype", Filters::place(filters.dtypes, run.dtype)},
          {"status", with_spaces(status_name(run.status))},
          {"trials", run.trial_count},
          {"successes", run.success_count},
          {"images", run.conditions.image_count},
          {"values", std::move(values)},
          {"covers", std::move(covers)},
          {"latency", spread_json(run.latency_ms)},
          {"tasks", list_of(run.tasks, of_task)},
          {"failures", list_of(run.conditions.failure_count_by_kind, of_failure)},
          {"findings", run_findings_json(run, audit)},
          {"settings", list_of(run_settings(run), of_setting)}};
}

// Runs by their places in the study, with the value that they are ranked by, best first.
Json group_json(const Study& study, const std::string& within, const RunPointers& ranked_runs,
                const Metric& metric) {
  const auto place_json = [&](const RunMetrics* run) -> Json {
    return {run - study.runs.data(), estimate(metric.estimate(*run))};
  };
  return {{"within", plain_text(within)}, {"order", list_of(ranked_runs, place_json)}};
}

Json title_json(const Study& study, const std::string& title, const Metric& metric) {
  const auto of_group = [&](const ComparableGroup& group) {
    return group_json(study, group.within, ranked(group.runs, metric), metric);
  };
  return {{"title", title},
          {"metric", metric_json(metric)},
          {"groups", list_of(comparable_groups(complete_runs(study), metric), of_group)}};
}

// Each title once: its holders in their power scopes are its groups.
Json titles_json(const Study& study) {
  Json titles = Json::array();
  for (const TitleHolder& holder : title_holders(study)) {
    if (!titles.empty() && titles.back()["title"] == holder.title) continue;
    titles.push_back(title_json(study, holder.title, holder.metric));
  }
  return titles;
}

Json answer_json(const Study& study, const Recommendation& made) {
  const Metric& metric = made.use_case.metric;
  Json groups = Json::array();
  if (made.pick) groups.push_back(group_json(study, made.within, made.order, metric));
  for (const OtherPick& other : made.others) {
    groups.push_back(group_json(study, other.within, other.order, metric));
  }
  return {{"use_case", made.use_case.name},
          {"rule", made.use_case.rule},
          {"metric", metric_json(metric)},
          {"groups", std::move(groups)},
          {"reference", made.reference ? plain_text(reference_in_words(*made.reference)) : ""}};
}

Json audit_json(const Audit& audit) {
  const auto finding_json = [](const AuditFinding& finding) -> Json {
    return {{"severity", severity_name(finding.severity())},
            {"subject", finding.subject},
            {"sentence", plain_text(finding.sentence)},
            {"effect", plain_text(finding.effect)},
            {"advice", plain_text(finding.advice)}};
  };
  return {{"verdict", plain_text(audit.verdict)},
          {"findings", list_of(audit.findings, finding_json)}};
}

Json left_out_json(const LeftOut& run) {
  return {{"run", text(run.run_dir)},
          {"configuration", text(run.configuration)},
          {"reason", text(run.reason)}};
}

// The chart is the JSON that its picture was drawn from.
std::string figure_text(const StudyFigure& figure) {
  return fmt::format("{{\"name\":{},\"chart\":{}}}", Json(plain_text(figure.name)).dump(),
                     to_json(figure.chart));
}

std::string excerpt_text(const RunExcerpt& excerpt) { return to_json(excerpt); }

// "<" may begin the end of the element or a comment, within a string only.
std::string without_less_than(const std::string& json) {
  std::string escaped;
  escaped.reserve(json.size() + json.size() / 64);
  for (const char c : json) {
    if (c == '<') {
      escaped += "\\u003c";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace

std::string page_data(const Study& study, const PageContents& contents) {
  const Filters filters(study);
  const std::vector<Metric> metrics = page_metrics(study);
  const ReportContext& context = contents.context;
  const auto answer = [&](const Recommendation& made) { return answer_json(study, made); };
  const auto run = [&](const RunMetrics& one) {
    return run_json(one, metrics, filters, contents.audit);
  };
  const auto label = [&](const ChartLabel& one) { return label_json(one, filters); };
  const auto missing = [](const MissingFigure& figure) -> Json {
    return {{"name", figure.name}, {"reason", figure.reason}};
  };
  const auto pictures = [](const std::map<std::string, std::size_t>& index_by_image) {
    return list_of(index_by_image, [](const auto& picture) -> Json {
      return {plain_text(picture.first), picture.second};
    });
  };
  const PageThumbnails& thumbnails = contents.trials.thumbnails;
  Json json{{"date", text(context.date)},
            {"filters", filters.json()},
            {"findings", list_of(main_findings(study), plain_text)},
            {"audit", audit_json(contents.audit)},
            {"notes", list_of(reading_notes(study), plain_text)},
            {"left_out", list_of(context.left_out, left_out_json)},
            {"answers", list_of(recommendations(study), answer)},
            {"metrics", list_of(metrics, metric_json)},
            {"runs", list_of(study.runs, run)},
            {"labels", list_of(contents.labels, label)},
            {"missing", list_of(context.missing_figures, missing)},
            {"titles", titles_json(study)},
            {"thumbnails", list_of(thumbnails.jpegs, base64)},
            {"pictures", list_of(thumbnails.index_by_image, pictures)}};
  json["packs"] = contents.trials.packed;
  std::string whole = json.dump();
  whole.back() = ',';  // instead of the closing brace: the rest is JSON already
  whole += fmt::format("\"figures\":[{}],\"excerpts\":[{}]}}",
                       fmt::join(list_of(contents.figures, figure_text), ","),
                       fmt::join(list_of(contents.trials.excerpts, excerpt_text), ","));
  return without_less_than(whole);
}

}  // namespace sightmark
