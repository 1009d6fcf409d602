#include "report/summary.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kainjow/mustache.hpp>

#include "asset/asset.h"
#include "base/number.h"
#include "base/text.h"
#include "findings/caution.h"
#include "findings/device_profile.h"
#include "findings/rating.h"
#include "findings/task_order.h"
#include "report/escape.h"
#include "report/phrase.h"

namespace sightmark {
namespace {

using kainjow::mustache::data;

constexpr std::size_t kNameLimit = 120;  // code points of a name in a text
const std::string kNone = "–";

// Every {{value}} of the template is escaped here; the templates hold the only Markdown there is.
std::string rendered(std::string_view text_template, const data& values) {
  kainjow::mustache::mustache page{std::string(text_template)};
  page.set_custom_escape([](const std::string& value) { return markdown_text(value); });
  std::string text = page.render(values);
  for (std::size_t gap = 0; (gap = text.find("\n\n\n", gap)) != std::string::npos;) {
    text.erase(gap, 1);  // sections that are not there leave blank lines
  }
  return text;
}

std::string joined(const std::vector<std::string>& parts) {
  return parts.empty() ? kNone : fmt::format("{}", fmt::join(parts, ", "));
}

data name_list(const std::vector<std::string>& names) {
  data list{data::type::list};
  for (std::size_t i = 0; i < names.size(); ++i) {
    data item;
    item.set("name", shortened(names[i], kNameLimit));
    item.set("last", i + 1 == names.size());
    list.push_back(item);
  }
  return list;
}

data sentence_list(const std::vector<std::string>& sentences) {
  data list{data::type::list};
  for (const std::string& sentence : sentences) list.push_back(data{"sentence", sentence});
  return list;
}

data line_list(const std::vector<std::string>& lines) {
  data list{data::type::list};
  for (const std::string& line : lines) list.push_back(data{"line", plain_text(line)});
  return list;
}

std::vector<std::string> sentences_of(const std::vector<Caution>& all) {
  std::vector<std::string> sentences;
  for (const Caution& caution : all) sentences.push_back(caution.sentence);
  return sentences;
}

// The first sentence of caution for each topic that bears on the metric.
std::vector<std::string> cautions_beside(const Metric& metric, const std::vector<Caution>& all) {
  std::vector<Topic> topics;
  if (metric.unit.find("tok") != std::string::npos) topics.push_back(Topic::Tokens);
  if (metric.unit.find("/W") != std::string::npos) topics.push_back(Topic::Energy);
  if (metric.name == answer_length().name || metric.unit.empty()) topics.push_back(Topic::Length);
  std::vector<std::string> sentences;
  for (const Topic topic : topics) {
    const auto first = std::find_if(all.begin(), all.end(),
                                    [&](const Caution& caution) { return caution.topic == topic; });
    if (first != all.end()) sentences.push_back(first->sentence);
  }
  return sentences;
}

data champion_rows(const Study& study) {
  data rows{data::type::list};
  for (const TitleHolder& holder : title_holders(study)) {
    const Metric& metric = holder.metric;
    data row;
    row.set("title", holder.title);
    row.set("runs", runs_in_words(holder.champion.runs));
    row.set("figure", metric.name + ' ' + with_unit(metric, holder.champion.value));
    row.set("lead", lead(metric, holder.champion));
    rows.push_back(row);
  }
  return rows;
}

data recommendation_rows(const Study& study, const std::vector<Caution>& all_cautions) {
  data rows{data::type::list};
  for (const Recommendation& made : recommendations(study)) {
    data row;
    row.set("use_case", made.use_case.name);
    row.set("rule", made.use_case.rule);
    row.set("pick", made.pick.has_value());
    if (made.pick) {
      const Metric& metric = made.use_case.metric;
      row.set("runs", runs_in_words(made.pick->runs));
      row.set("figures", figures_of(*made.pick->runs.front(), metric));
      row.set("candidates", counted(made.candidate_count, "run") + " that qualif" +
                                (made.candidate_count == 1 ? "ies" : "y"));
      row.set("lead", lead(metric, *made.pick));
      row.set("cautions", sentence_list(cautions_beside(metric, all_cautions)));
    }
    rows.push_back(row);
  }
  return rows;
}

// The use cases whose pick has this name.
std::string best_uses(const std::vector<Recommendation>& all, std::string RunMetrics::*field,
                      const std::string& name) {
  std::vector<std::string> uses;
  for (const Recommendation& made : all) {
    if (made.pick && made.pick->runs.front()->*field == name) uses.push_back(made.use_case.name);
  }
  return uses.empty() ? "none of the six use cases" : joined(uses);
}

data device_rows(const Study& study) {
  const auto made = recommendations(study);
  data rows{data::type::list};
  for (const std::string& device : study.devices) {
    std::vector<std::string> strengths, weaknesses;
    for (const DeviceStanding& standing : device_standings(study, device)) {
      const auto told = [&](std::size_t count) {
        return fmt::format("{} ({} of {})", standing.metric.name, count, standing.shared_count);
      };
      if (standing.is_strength()) strengths.push_back(told(standing.first_count));
      if (standing.is_weakness()) weaknesses.push_back(told(standing.last_count));
    }
    data row;
    row.set("name", shortened(device, kNameLimit));
    row.set("strength", joined(strengths));
    row.set("weakness", joined(weaknesses));
    row.set("best_for", best_uses(made, &RunMetrics::device, device));
    rows.push_back(row);
  }
  return rows;
}

std::string stars(const Study& study, const std::string& model, const Metric& metric) {
  const auto own = rating(study, model, metric);
  return own ? fmt::format("{} (rank {})", own->stars, own->rank) : kNone;
}

data model_rows(const Study& study) {
  const auto made = recommendations(study);
  data rows{data::type::list};
  for (const std::string& model : study.models) {
    data row;
    row.set("name", shortened(model, kNameLimit));
    row.set("speed", stars(study, model, mean_latency()));
    row.set("detail", stars(study, model, answer_length()));
    row.set("consistency", stars(study, model, latency_variation()));
    row.set("best_use", best_uses(made, &RunMetrics::model, model));
    rows.push_back(row);
  }
  return rows;
}

std::string change(const Study& study, const Metric& metric, const PrecisionPair& of) {
  for (const PrecisionPair& pair : precision_pairs(study, metric)) {
    if (pair.model != of.model || pair.device != of.device) continue;
    return fmt::format("{:+.1f}%", pair.change_percent());
  }
  return kNone;
}

void set_precision(data& page, const Study& study) {
  const auto pairs = precision_pairs(study, mean_latency());
  page.set("has_precision_pairs", !pairs.empty());
  if (pairs.empty()) return;

  data rows{data::type::list};
  for (const PrecisionPair& pair : pairs) {
    data row;
    row.set("name", shortened(pair.model, kNameLimit) + " on " + shortened(pair.device, kNameLimit));
    row.set("latency", change(study, mean_latency(), pair));
    row.set("tokens", change(study, tokens_per_second(), pair));
    row.set("efficiency", change(study, tokens_per_second_per_watt(), pair));
    row.set("energy", change(study, joules_per_token(), pair));
    row.set("memory", change(study, ram(), pair));
    rows.push_back(row);
  }
  page.set("precision_rows", rows);
  page.set("precision_pairs", counted(pairs.size(), "pair"));
  page.set("precision_finding", precision_finding(pairs));
}

data task_rows(const std::vector<TaskStanding>& order) {
  data rows{data::type::list};
  for (const TaskStanding& task : order) {
    const auto of_runs = [&](std::size_t count) {
      return fmt::format("{} of {}", count, counted(task.run_count, "run"));
    };
    data row;
    row.set("name", shortened(task.task, kNameLimit));
    row.set("latency", with_unit(mean_latency(), task.mean_latency_ms));
    row.set("length", with_unit(answer_length(), task.mean_answer_length));
    row.set("fastest", of_runs(task.fastest_count));
    row.set("slowest", of_runs(task.slowest_count));
    rows.push_back(row);
  }
  return rows;
}

data file_rows(const std::vector<FileNote>& files) {
  data rows{data::type::list};
  for (const FileNote& file : files) {
    data row;
    row.set("name", file.name);
    row.set("what", file.what);
    row.set("how", file.how);
    rows.push_back(row);
  }
  return rows;
}

// The lines of a file tree, folders before the files in them; the files come grouped by folder.
data tree_lines(const std::vector<FileNote>& files) {
  std::vector<std::string> lines;
  std::string folder;
  for (const FileNote& file : files) {
    const std::size_t slash = file.name.find('/');
    const std::string own = slash == std::string::npos ? "" : file.name.substr(0, slash + 1);
    if (own != folder && !own.empty()) lines.push_back("  " + own);
    folder = own;
    lines.push_back((own.empty() ? "  " : "    ") + file.name.substr(own.size()));
  }
  return line_list(lines);
}

void set_left_out(data& page, const ReportContext& context) {
  data rows{data::type::list};
  for (const LeftOut& run : context.left_out) {
    data row;
    row.set("run_dir", shortened(run.run_dir, 2 * kNameLimit));
    row.set("configuration", run.configuration.empty() ? kNone : run.configuration);
    row.set("reason", run.reason);
    rows.push_back(row);
  }
  page.set("has_left_out", !context.left_out.empty());
  page.set("left_out", rows);
  page.set("left_out_count", grouped(context.left_out.size()));
}

void set_files(data& page, const ReportContext& context) {
  data missing{data::type::list};
  for (const MissingFigure& figure : context.missing_figures) {
    data row;
    row.set("name", figure.name);
    row.set("reason", figure.reason);
    missing.push_back(row);
  }
  page.set("files", file_rows(context.files));
  page.set("has_missing_figures", !context.missing_figures.empty());
  page.set("missing_figures", missing);
}

void set_header(data& page, const Study& study, const ReportContext& context) {
  page.set("date", context.date);
  page.set("models", name_list(study.models));
  page.set("devices", name_list(study.devices));
  page.set("dtypes", name_list(study.dtypes));
  page.set("model_count", grouped(study.models.size()));
  page.set("device_count", grouped(study.devices.size()));
  page.set("complete_count", grouped(complete_runs(study).size()));
  page.set("has_complete", !study.models.empty());
}

std::string readme(const Study& study, const ReportContext& context, const std::string& title,
                   const std::string& what, const std::vector<Metric>& metrics,
                   const std::vector<Topic>& topics) {
  std::vector<std::string> findings, warnings;
  for (const Metric& metric : metrics) {
    const auto best = champion(complete_runs(study), metric);
    if (!best) continue;
    const std::string rest = lead(metric, *best);
    findings.push_back(fmt::format("Best {}: {} ({}){}.", metric.name,
                                   runs_in_words(best->runs),
                                   with_unit(metric, best->value), rest.empty() ? "" : "; " + rest));
  }
  for (const Caution& caution : cautions(study)) {
    if (std::find(topics.begin(), topics.end(), caution.topic) == topics.end()) continue;
    warnings.push_back(caution.sentence);
  }
  data page;
  page.set("title", title);
  page.set("what", what);
  page.set("findings", sentence_list(findings));
  page.set("has_cautions", !warnings.empty());
  page.set("cautions", sentence_list(warnings));
  set_files(page, context);
  set_left_out(page, context);
  return rendered(folder_readme_md(), page);
}

}  // namespace

std::string analysis_summary(const Study& study, const ReportContext& context) {
  const std::vector<Caution> all_cautions = cautions(study);
  const std::vector<TaskStanding> tasks = task_order(study);
  data page;
  set_header(page, study, context);
  page.set("champions", champion_rows(study));
  page.set("has_champion_cautions", !all_cautions.empty());
  page.set("champion_cautions", sentence_list(sentences_of(all_cautions)));
  page.set("recommendations", recommendation_rows(study, all_cautions));
  page.set("has_device_standings", study.devices.size() > 1);
  page.set("device_rows", device_rows(study));
  page.set("configuration_count", counted(measured_configurations(study).size(), "configuration"));
  page.set("model_rows", model_rows(study));
  set_precision(page, study);
  page.set("has_tasks", !tasks.empty());
  page.set("task_rows", task_rows(tasks));
  page.set("folder", context.folder);
  page.set("tree", tree_lines(context.files));
  set_files(page, context);
  page.set("commands", line_list(context.commands));
  page.set("load_time_note", load_time_note(study));
  page.set("power_note", power_note(study));
  page.set("notes", sentence_list(reading_notes(study)));
  set_left_out(page, context);
  page.set("conclusions", sentence_list(study.models.empty() ? std::vector<std::string>{}
                                                             : conclusions(study)));
  return rendered(analysis_summary_md(), page);
}

std::string performance_readme(const Study& study, const ReportContext& context) {
  return readme(study, context, "Performance",
                "Throughput, memory and energy by model, device and precision. Tokens are prompt and "
                "response tokens together; figures average the runs of a configuration.",
                {tokens_per_second(), tokens_per_second_per_watt(), joules_per_token(), ram()},
                {Topic::Tokens, Topic::Energy, Topic::Settings, Topic::Reliability});
}

std::string caption_readme(const Study& study, const ReportContext& context) {
  return readme(study, context, "Speed and answers",
                "Latency, reliability and answer length over the successful trials, computed from the "
                "records. Length stands in for detail, not for correctness.",
                {mean_latency(), latency_p90(), latency_variation(), answer_length(), success_rate()},
                {Topic::Length, Topic::Settings, Topic::Reliability});
}

}  // namespace sightmark
