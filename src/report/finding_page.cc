#include "report/finding_page.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/list.h"
#include "base/text.h"
#include "compare/comparison.h"
#include "report/phrase.h"
#include "report/study_sentence.h"
#include "study/device_profile.h"
#include "study/ranking.h"
#include "study/task_order.h"
#include "study/title.h"
#include "study/use_case.h"

namespace sightmark {
namespace {

std::string joined(const std::vector<std::string>& parts) {
  return parts.empty() ? kNothing : fmt::format("{}", fmt::join(parts, ", "));
}

// The cautions about the pick's answers, where it was picked for their length.
std::vector<std::string> cautions_beside(const Recommendation& made,
                                         const std::vector<AuditFinding>& all) {
  if (!made.use_case.metric.takes_length_for_detail) return {};
  std::vector<std::string> sentences;
  for (const AuditFinding& caution : all) {
    const bool is_on_length = caution.rule == "looping_answers" || caution.rule == "capped_answers";
    if (is_on_length && caution.is_about(made.pick->runs.front())) {
      sentences.push_back(caution.sentence);
    }
  }
  return sentences;
}

std::vector<Page> champion_rows(const Study& study) {
  return list_of(title_holders(study), [](const TitleHolder& holder) {
    const std::string rest = lead(holder.metric, holder.champion);
    return Page{
        .text = {
            {"title", title_in_words(holder)},
            {"runs", runs_in_words(holder.champion.runs)},
            {"value",
             fmt::format("{}: {}", holder.metric.name,
                         with_interval(holder.metric,
                                       *holder.metric.estimate(*holder.champion.runs.front())))},
            {"lead", rest.empty() ? kNothing : rest},
            {"reference", holder.reference ? reference_in_words(*holder.reference) : kNothing}}};
  });
}

// What the pick is not compared with, and whom the reference study's metric picks.
std::vector<std::string> sentences_beside(const Recommendation& made) {
  std::vector<std::string> sentences;
  for (const OtherPick& other : made.others) {
    sentences.push_back(fmt::format("Not compared, {}: {}, {}.", other.within,
                                    runs_in_words(other.champion.runs),
                                    with_unit(made.use_case.metric, other.champion.value)));
  }
  if (made.reference) {
    sentences.push_back(fmt::format(
        "{} {}.", made.reference->agrees ? "It is" : "Ranked as the reference study did,",
        reference_in_words(*made.reference)));
  }
  return sentences;
}

std::vector<Page> recommendation_rows(const std::vector<Recommendation>& all,
                                      const std::vector<AuditFinding>& all_cautions,
                                      const std::optional<Price>& price) {
  return list_of(all, [&](const Recommendation& made) {
    Page row{.text = {{"use_case", made.use_case.name}, {"rule", made.use_case.rule}}};
    row.flag["is_made"] = made.pick.has_value();
    if (made.pick) {
      const Metric& metric = made.use_case.metric;
      row.text["runs"] = runs_in_words(made.pick->runs);
      row.text["metrics"] = metrics_of(*made.pick->runs.front(), metric);
      const std::string units = units_of(*made.pick->runs.front(), price);
      row.text["units"] = units.empty() ? "" : ' ' + units;
      row.text["candidates"] = counted(made.order.size(), "qualifying run");
      row.text["within"] = made.within.empty() ? "" : ' ' + made.within;
      const std::string rest = lead(metric, *made.pick);
      row.text["lead"] = rest.empty() ? "" : "; " + rest;
      row.list["others"] = pages_of("sentence", sentences_beside(made));
      row.list["cautions"] = pages_of("sentence", cautions_beside(made, all_cautions));
    }
    return row;
  });
}

// The use cases whose pick has this name.
std::string best_uses(const std::vector<Recommendation>& all, std::string RunMetrics::*field,
                      const std::string& name) {
  std::vector<std::string> uses;
  for (const Recommendation& made : all) {
    if (!made.pick) continue;
    const RunPointers& runs = made.pick->runs;
    const bool is_picked = std::any_of(runs.begin(), runs.end(),
                                       [&](const RunMetrics* run) { return run->*field == name; });
    if (is_picked) uses.push_back(made.use_case.name);
  }
  return uses.empty() ? "none of the six use cases" : joined(uses);
}

std::vector<Page> device_rows(const Study& study, const std::vector<Recommendation>& all) {
  return list_of(study.devices, [&](const std::string& device) {
    std::vector<std::string> strengths, weaknesses;
    for (const DeviceStanding& standing : device_standings(study, device)) {
      const auto in_words = [&](std::size_t count) {
        return fmt::format("{} ({} of {})", standing.metric.name, count, standing.shared_count);
      };
      if (standing.is_strength()) strengths.push_back(in_words(standing.first_count));
      if (standing.is_weakness()) weaknesses.push_back(in_words(standing.last_count));
    }
    return Page{.text = {{"name", report_name(device)},
                         {"strength", joined(strengths)},
                         {"weakness", joined(weaknesses)},
                         {"best_for", best_uses(all, &RunMetrics::device, device)}}};
  });
}

std::string stars(const std::vector<Standing>& order, const std::string& model,
                  const Metric& metric) {
  const auto rated = rating(order, model, metric);
  if (!rated) return kNothing;
  return fmt::format("{} (rank {} of {})", rated->stars, rated->rank, rated->configuration_count);
}

std::vector<Page> model_rows(const Study& study, const std::vector<Recommendation>& all) {
  const auto speed = standings(study, latency_p90()), detail = standings(study, answer_length()),
             consistency = standings(study, latency_variation());
  return list_of(study.models, [&](const std::string& model) {
    return Page{.text = {{"name", report_name(model)},
                         {"speed", stars(speed, model, latency_p90())},
                         {"detail", stars(detail, model, answer_length())},
                         {"consistency", stars(consistency, model, latency_variation())},
                         {"best_use", best_uses(all, &RunMetrics::model, model)}}};
  });
}

std::vector<Page> precision_rows(const std::vector<PrecisionComparison>& all) {
  return list_of(all, [](const PrecisionComparison& compared) {
    const auto change = [&](const char* key) { return precision_change(compared, key); };
    return Page{.text = {{"name", report_name(compared.runs.model) + " on " +
                                      report_name(compared.runs.device)},
                         {"pairs", grouped(compared.comparison.pair_count)},
                         {"latency", change("latency_mean")},
                         {"p90", change("latency_p90")},
                         {"energy", change("energy_per_inference")},
                         {"tokens", change("generated_tokens")},
                         {"accuracy", change("accuracy")},
                         {"success", change("success")}}};
  });
}

void add_precision(Page& page, const std::vector<PrecisionComparison>& all) {
  page.list["precision_rows"] = precision_rows(all);
  page.flag["has_precision_accuracy"] =
      std::any_of(all.begin(), all.end(), [](const PrecisionComparison& compared) {
        return precision_change(compared, "accuracy") != kNothing;
      });
  page.list["precision_obstacles"] = pages_of("sentence", precision_obstacles(all));
  page.text["precision_finding"] = all.empty() ? "" : precision_finding(all);
}

std::vector<Page> task_rows(const Study& study) {
  return list_of(task_order(study), [](const TaskStanding& task) {
    const auto of_runs = [&](std::size_t count) {
      return fmt::format("{} of {}", count, counted(task.run_count, "run"));
    };
    return Page{.text = {{"name", report_name(task.task)},
                         {"latency", with_unit(mean_latency(), task.mean_latency_ms)},
                         {"length", with_unit(answer_length(), task.mean_answer_length)},
                         {"fastest", of_runs(task.fastest_count)},
                         {"slowest", of_runs(task.slowest_count)}}};
  });
}

std::vector<Page> numbered(const std::vector<std::string>& sentences) {
  std::vector<Page> rows;
  for (const std::string& sentence : sentences) {
    rows.push_back(
        {.text = {{"number", fmt::format("{}", rows.size() + 1)}, {"sentence", sentence}}});
  }
  return rows;
}

// Without the unit, which the column's heading has.
std::string cell(const Study& study, const Configuration& configuration, Metric metric) {
  metric.unit.clear();
  const auto mean = configuration_estimate(study, configuration, metric);
  return mean ? with_interval(metric, *mean) : kNothing;
}

}  // namespace

void add_findings(Page& page, const Study& study, const Audit& found,
                  const ReportContext& context) {
  const std::vector<AuditFinding> all_cautions = found.cautions();
  const std::vector<Recommendation> all = recommendations(study);
  page.list["main_findings"] = numbered(main_findings(study));
  page.list["champions"] = champion_rows(study);
  page.list["cautions"] = pages_of("sentence", list_of(all_cautions, &AuditFinding::sentence));
  page.list["recommendations"] = recommendation_rows(all, all_cautions, context.price);
  page.list["device_rows"] = device_rows(study, all);
  page.flag["has_several_devices"] = study.devices.size() > 1;
  page.list["model_rows"] = model_rows(study, all);
  add_precision(page, context.precisions);
  page.list["task_rows"] = task_rows(study);
  add_accuracy(page, study);
  std::vector<std::string> sentences = conclusions(study, context.precisions);
  sentences.push_back(found.verdict);
  page.list["conclusions"] = pages_of("sentence", sentences);
}

void add_units(Page& page, const Study& study, const std::optional<Price>& price) {
  const auto row = [&](const Configuration& configuration) {
    const RunMetrics& run = *runs_of(study, configuration).front();
    const auto of = [&](const Metric& metric) { return cell(study, configuration, metric); };
    const bool has_power = mean_power().value(run) || energy_per_inference().value(run);
    return Page{
        .text = {{"name", configuration_name(run)},
                 {"answers_per_h", of(answers_per_hour())},
                 {"scope", has_power ? std::string(power_scope_in_words(run.conditions.power_scope))
                                     : kNothing},
                 {"answers_per_wh", of(answers_per_watt_hour())},
                 {"images_per_wh", of(images_per_watt_hour())},
                 {"battery", of(battery_life())},
                 {"cost", price ? of(cost_of_answers(*price)) : kNothing}}};
  };
  page.list["unit_rows"] = list_of(measured_configurations(study), row);
  page.flag["has_price"] = price.has_value();
  if (price) page.text["price"] = in_words(*price);
}

}  // namespace sightmark
