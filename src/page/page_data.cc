#include "page/page_data.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "audit/comparable.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/text.h"
#include "chart/chart.h"
#include "page/page_metric.h"
#include "report/phrase.h"
#include "report/study_sentence.h"
#include "study/title.h"
#include "study/use_case.h"

namespace sightmark {
namespace {

using Json = nlohmann::ordered_json;
using Names = std::vector<std::string>;

constexpr std::size_t kTextLimit = 400;  // code points of a name or a setting

Json text(std::string_view value) { return plain_text(shortened(value, kTextLimit)); }

Json texts(const Names& values) {
  Json json = Json::array();
  for (const std::string& value : values) json.push_back(plain_text(value));
  return json;
}

Json number(std::optional<double> value) {
  return value && std::isfinite(*value) ? Json(*value) : Json(nullptr);
}

// [value, low, high], or [value] where it has no interval.
Json estimate(std::optional<double> value, const std::optional<Interval>& interval) {
  if (!value) return nullptr;
  if (!interval) return {number(value)};
  return {number(value), number(interval->low), number(interval->high)};
}

// The names that the page's filters offer. Runs and labels name them by their places.
struct Filters {
  Names models, devices, dtypes, tasks;

  explicit Filters(const Study& study) {
    for (const RunMetrics& run : study.runs) {
      models.push_back(run.model);
      devices.push_back(run.device);
      dtypes.push_back(run.dtype);
      for (const TaskMetrics& task : run.tasks) tasks.push_back(task.task);
    }
    for (Names* names : {&models, &devices, &dtypes, &tasks}) {
      std::sort(names->begin(), names->end());
      names->erase(std::unique(names->begin(), names->end()), names->end());
      std::stable_sort(names->begin(), names->end(), name_less);
    }
  }

  static std::size_t place(const Names& names, const std::string& name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
  }

  Json json() const {
    const auto list = [](const Names& names) {
      Json shown = Json::array();
      for (const std::string& name : names) shown.push_back(text(name));
      return shown;
    };
    return {{"model", list(models)},
            {"device", list(devices)},
            {"dtype", list(dtypes)},
            {"task", list(tasks)}};
  }
};

Json label_json(const ChartLabel& label, const Filters& filters, bool is_of_task) {
  Json json{{"text", plain_text(label.text)}};
  const auto add = [&](const char* key, const std::string& name, const Names& names) {
    const std::size_t place = Filters::place(names, name);
    if (!name.empty() && place < names.size()) json[key] = place;
  };
  add("model", label.model, filters.models);
  add("device", label.device, filters.devices);
  add("dtype", label.dtype, filters.dtypes);
  if (is_of_task) add("task", label.task, filters.tasks);
  return json;
}

Json metric_json(const Metric& metric) {
  return {{"name", metric.name},
          {"unit", metric.unit},
          {"decimals", metric.decimal_count},
          {"is_lower_better", metric.is_lower_better}};
}

const char* status_name(RunStatus status) {
  switch (status) {
    case RunStatus::Complete:
      return "complete";
    case RunStatus::CutOff:
      return "cut off";
    case RunStatus::Failed:
      return "failed";
    case RunStatus::Empty:
      break;
  }
  return "empty";
}

Json spread_json(const std::optional<Distribution>& spread) {
  if (!spread) return nullptr;
  return {{"mean", number(spread->mean)}, {"low", number(spread->low_whisker)},
          {"q1", number(spread->q1)},     {"median", number(spread->median)},
          {"q3", number(spread->q3)},     {"high", number(spread->high_whisker)},
          {"p90", number(spread->p90)},   {"p99", number(spread->p99)}};
}

Json task_json(const RunMetrics& run, const TaskMetrics& task, const Filters& filters) {
  const auto share = accuracy_in(task.task);
  return {{"task", Filters::place(filters.tasks, task.task)},
          {"trials", task.trial_count},
          {"successes", task.success_count},
          {"latency", spread_json(task.latency_ms)},
          {"length", spread_json(task.answer_length)},
          {"accuracy", estimate(share.value(run), share.interval(run))}};
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
    values.push_back(estimate(metric.value(run), metric.interval(run)));
    covers.push_back(metric.value(run) ? coverage(metric, run) : "");
  }
  Json tasks = Json::array(), settings = Json::array(), failures = Json::array();
  for (const TaskMetrics& task : run.tasks) {
    tasks.push_back(task_json(run, task, filters));
  }
  for (const auto& [name, value] : run_settings(run)) settings.push_back({text(name), text(value)});
  for (const auto& [kind, count] : run.conditions.failure_count_by_kind) {
    failures.push_back({text(kind), count});
  }
  return {{"name", text(run.run_dir)},
          {"configuration", plain_text(configuration_name(run))},
          {"model", Filters::place(filters.models, run.model)},
          {"device", Filters::place(filters.devices, run.device)},
          {"dtype", Filters::place(filters.dtypes, run.dtype)},
          {"status", status_name(run.status)},
          {"trials", run.trial_count},
          {"successes", run.success_count},
          {"images", run.conditions.image_count},
          {"values", std::move(values)},
          {"covers", std::move(covers)},
          {"latency", spread_json(run.latency_ms)},
          {"tasks", std::move(tasks)},
          {"failures", std::move(failures)},
          {"findings", run_findings_json(run, audit)},
          {"settings", std::move(settings)}};
}

// Runs by their places in the study, with the value that they are ranked by, best first.
Json order_json(const Study& study, const RunPointers& ranked_runs, const Metric& metric) {
  Json order = Json::array();
  for (const RunMetrics* run : ranked_runs) {
    order.push_back({run - study.runs.data(), estimate(metric.value(*run), metric.interval(*run))});
  }
  return order;
}

Json title_json(const Study& study, const std::string& title, const Metric& metric) {
  Json groups = Json::array();
  for (const auto& [within, runs] : comparable_groups(complete_runs(study), metric)) {
    groups.push_back({{"within", plain_text(within)},
                      {"order", order_json(study, ranked(runs, metric), metric)}});
  }
  return {{"title", title}, {"metric", metric_json(metric)}, {"groups", std::move(groups)}};
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
  const auto add = [&](const std::string& within, const RunPointers& candidates) {
    groups.push_back(
        {{"within", plain_text(within)}, {"order", order_json(study, candidates, metric)}});
  };
  if (made.pick) add(made.within, made.order);
  for (const OtherPick& other : made.others) add(other.within, other.order);
  return {{"use_case", made.use_case.name},
          {"rule", made.use_case.rule},
          {"metric", metric_json(metric)},
          {"groups", std::move(groups)},
          {"reference", made.reference ? plain_text(reference_in_words(*made.reference)) : ""}};
}

Json audit_json(const Audit& audit) {
  Json findings = Json::array();
  for (const AuditFinding& finding : audit.findings) {
    findings.push_back({{"severity", severity_name(finding.severity())},
                        {"subject", finding.subject},
                        {"sentence", plain_text(finding.sentence)},
                        {"effect", plain_text(finding.effect)},
                        {"advice", plain_text(finding.advice)}});
  }
  return {{"verdict", plain_text(audit.verdict)}, {"findings", std::move(findings)}};
}

Json left_out_json(const std::vector<LeftOut>& all) {
  Json json = Json::array();
  for (const LeftOut& run : all) {
    json.push_back({{"run", text(run.run_dir)},
                    {"configuration", text(run.configuration)},
                    {"reason", text(run.reason)}});
  }
  return json;
}

// The figures as a list; each chart is the JSON that its picture was drawn from.
std::string figures_text(const std::vector<PageFigure>& figures) {
  std::string json = "[";
  for (const PageFigure& figure : figures) {
    if (json.size() > 1) json += ',';
    json += fmt::format("{{\"name\":{},\"chart\":{}}}", Json(plain_text(figure.name)).dump(),
                        to_json(*figure.chart));
  }
  return json + ']';
}

std::string excerpts_text(const std::vector<RunExcerpt>& excerpts) {
  std::string json = "[";
  for (const RunExcerpt& excerpt : excerpts) {
    if (json.size() > 1) json += ',';
    json += to_json(excerpt);
  }
  return json + ']';
}

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
  Json json{{"date", text(context.date)},
            {"filters", filters.json()},
            {"findings", texts(main_findings(study))},
            {"audit", audit_json(contents.audit)},
            {"notes", texts(reading_notes(study))},
            {"left_out", left_out_json(context.left_out)}};
  for (const char* list : {"answers", "metrics", "runs", "labels", "missing"}) {
    json[list] = Json::array();
  }
  json["titles"] = titles_json(study);
  for (const Recommendation& made : recommendations(study)) {
    json["answers"].push_back(answer_json(study, made));
  }
  for (const Metric& metric : metrics) json["metrics"].push_back(metric_json(metric));
  for (const RunMetrics& run : study.runs)
    json["runs"].push_back(run_json(run, metrics, filters, contents.audit));
  for (const ChartLabel& label : contents.labels) {
    const bool is_of_task = label.model.empty() && label.device.empty() && label.dtype.empty();
    json["labels"].push_back(label_json(label, filters, is_of_task));
  }
  for (const MissingFigure& figure : context.missing_figures) {
    json["missing"].push_back({{"name", figure.name}, {"reason", figure.reason}});
  }
  json["thumbnails"] = Json::array();
  for (const std::string& jpeg : contents.trials.thumbnails.jpegs) {
    json["thumbnails"].push_back(base64(jpeg));
  }
  json["pictures"] = Json::array();
  for (const auto& index_by_image : contents.trials.thumbnails.index_by_image) {
    Json pairs = Json::array();
    for (const auto& [image, index] : index_by_image) pairs.push_back({plain_text(image), index});
    json["pictures"].push_back(std::move(pairs));
  }
  json["packs"] = contents.trials.packed;
  std::string whole = json.dump();
  whole.back() = ',';  // instead of the closing brace: the rest is JSON already
  whole += "\"figures\":" + figures_text(contents.figures);
  whole += ",\"excerpts\":" + excerpts_text(contents.trials.excerpts) + '}';
  return without_less_than(whole);
}

}  // namespace sightmark
