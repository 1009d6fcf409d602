#include <fmt/format.h>
#include <fmt/ranges.h>

#include "asset/asset.h"
#include "base/text.h"
#include "report/page.h"
#include "report/table.h"

namespace sightmark {
namespace {

constexpr std::size_t kNameLimit = 80;  // code points

struct Column {
  std::optional<double> (*value)(const RunMetrics&);
  int decimal_count;
};

// In the order of the header below.
const std::vector<Column>& columns() {
  static const std::vector<Column> kColumns = {
      {[](const RunMetrics& run) {
         return run.summary ? std::optional<double>(run.summary->latency_ms.mean) : std::nullopt;
       },
       0},
      {[](const RunMetrics& run) { return find_metric("requests_per_s")->value(run); }, 2},
      {[](const RunMetrics& run) { return ram().value(run); }, 1},
      {[](const RunMetrics& run) { return run.totals.power_w; }, 1},
      {[](const RunMetrics& run) { return tokens_per_second().value(run); }, 1},
      {[](const RunMetrics& run) { return tokens_per_second_per_watt().value(run); }, 2},
      {[](const RunMetrics& run) { return joules_per_token().value(run); }, 3},
      {[](const RunMetrics& run) {
         const auto tokens = static_cast<double>(run.totals.total_tokens());
         return tokens > 0 ? std::optional(tokens) : std::nullopt;
       },
       0},
  };
  return kColumns;
}

std::string row(const Study& study, const Configuration& configuration) {
  std::vector<std::string> cells;
  for (const std::string& name : {configuration.model, configuration.device, configuration.dtype}) {
    cells.push_back(latex_text(shortened(name, kNameLimit)));
  }
  for (const Column& column : columns()) {
    const Metric metric{.estimate = [&](const RunMetrics& run) -> std::optional<Estimate> {
      const auto of_run = column.value(run);
      return of_run ? std::optional(Estimate{*of_run, {}}) : std::nullopt;
    }};
    const auto value = configuration_value(study, configuration, metric);
    cells.push_back(value ? grouped(*value, column.decimal_count) : "--");
  }
  return fmt::format("{} \\\\", fmt::join(cells, " & "));
}

}  // namespace

std::string results_latex(const Study& study) {
  std::vector<std::string> rows;
  for (const std::string& model : study.models) {
    for (const std::string& device : study.devices) {
      for (const std::string& dtype : study.dtypes) {
        rows.push_back(row(study, {model, device, dtype}));
      }
    }
  }
  return filled_template(benchmark_results_tex(), {.list = {{"rows", pages_of("row", rows)}}});
}

}  // namespace sightmark
