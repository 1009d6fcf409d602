#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/list.h"
#include "base/text.h"
#include "report/finding_page.h"
#include "report/phrase.h"
#include "study/ranking.h"

namespace sightmark {
namespace {

std::string finding(const Study& study, const std::vector<Standing>& order) {
  const Standing& best = order.front();
  std::string text = fmt::format("Most accurate: {}.", standing_in_words(study, accuracy(), best));
  if (order.size() == 1) return text;
  text += fmt::format(" Next: {}. ", standing_in_words(study, accuracy(), order[1]));
  const auto alike = std::count_if(order.begin() + 1, order.end(),
                                   [&](const auto& other) { return !are_apart(best, other); });
  if (alike == 0)
    return text + "Their intervals do not overlap: the difference is more than chance.";
  if (!best.interval) return text + "There are too few images for intervals.";
  return text +
         fmt::format("The first one's interval overlaps those of {}: the lead may be chance.",
                     counted(static_cast<std::size_t>(alike), "other configuration"));
}

// "1,200 answers of 12 runs, about 20 images each"
std::string extent(const Study& study) {
  std::size_t answers = 0, failed = 0, runs = 0;
  for (const RunMetrics* run : complete_runs(study)) {
    if (!run->accuracy) continue;
    answers += run->accuracy->whole.answer_count;
    failed += run->accuracy->whole.failed_count;
    ++runs;
  }
  std::string text = fmt::format("{} of {} were scored against the truth of their images.",
                                 counted(answers, "answer"), counted(runs, "run"));
  if (failed == 0) return text;
  return text + fmt::format(" {} failed and have no answer to score.", counted(failed, "trial"));
}

std::string scored_on(const std::string& task) {
  const Aspects aspects = aspects_of(task);
  std::vector<const char*> names;
  if (aspects.objects) names.push_back("objects");
  if (aspects.counts) names.push_back("counts");
  if (aspects.attributes) names.push_back("colours and sizes");
  if (aspects.relations) names.push_back("relations");
  if (aspects.setting) names.push_back("setting");
  return fmt::format("{}", fmt::join(names, ", "));
}

std::vector<Page> configuration_rows(const Study& study, const std::vector<Standing>& order) {
  return list_of(order, [&](const Standing& standing) {
    std::vector<std::string> cells = {
        with_interval(accuracy(), {standing.value, standing.interval})};
    for (const Metric& metric : accuracy_aspects()) {
      const auto value = configuration_value(study, standing.configuration, metric);
      cells.push_back(value ? with_unit(metric, *value) : kNothing);
    }
    Page row{
        .text = {{"name", configuration_name(*runs_of(study, standing.configuration).front())}}};
    row.list["cells"] = pages_of("value", cells);
    return row;
  });
}

std::vector<Page> task_rows(const Study& study) {
  return list_of(scored_tasks(study), [&](const std::string& task) {
    const auto order = standings(study, accuracy_in(task));
    double sum = 0;
    for (const Standing& standing : order) sum += standing.value;
    return Page{
        .text = {{"name", report_name(task)},
                 {"aspects", scored_on(task)},
                 {"accuracy", with_unit(accuracy(), sum / static_cast<double>(order.size()))},
                 {"best", standing_in_words(study, accuracy(), order.front())}}};
  });
}

}  // namespace

void add_accuracy(Page& page, const Study& study) {
  const auto order = standings(study, accuracy());
  page.list["accuracy_rows"] = {};
  if (order.empty()) return;
  page.text["accuracy_extent"] = extent(study);
  page.text["accuracy_finding"] = finding(study, order);
  page.list["accuracy_rows"] = configuration_rows(study, order);
  page.list["accuracy_task_rows"] = task_rows(study);
}

}  // namespace sightmark
