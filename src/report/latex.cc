#include <fmt/format.h>
#include <fmt/ranges.h>

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
  return fmt::format("{} \\\\\n", fmt::join(cells, " & "));
}

constexpr std::string_view kHead =
    R"(% Needs \usepackage{booktabs}. Values are means over the runs of a configuration; -- where nothing
% was measured. Tokens are prompt and response tokens together; a request is one image and one task.
\begin{table}
  \centering
  \small
  \begin{tabular}{lllrrrrrrrr}
    \toprule
    Model & System & Precision & Latency & Requests & RAM & Power & Tokens & Tokens & Energy & Tokens \\
    & & & (ms) & (1/s) & (GB) & (W) & (1/s) & (1/s/W) & (J/token) & \\
    \midrule
)";

constexpr std::string_view kFoot = R"(    \bottomrule
  \end{tabular}
  \caption{Speed, memory, power and energy by model, system and precision.}
\end{table}
)";

}  // namespace

std::string results_latex(const Study& study) {
  std::string table(kHead);
  for (const std::string& model : study.models) {
    for (const std::string& device : study.devices) {
      for (const std::string& dtype : study.dtypes) {
        table += "    " + row(study, {model, device, dtype});
      }
    }
  }
  return table + std::string(kFoot);
}

}  // namespace sightmark
