// page_bench FOLDER OUT: prints the seconds that report.html adds to the analysis of all runs below
// the folder: what keeping their excerpts adds to reading, and making and writing the page.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>
#include <vector>

#include "analyze/run_loading.h"
#include "analyze/study_file.h"
#include "audit/audit.h"
#include "base/file.h"
#include "figures/figure.h"

namespace {

using namespace sightmark;

constexpr int kRoundCount = 7;

template <typename Work>
double seconds_of(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

Expected<LoadedRuns> load(const char* folder, bool keeps_excerpts) {
  return load_runs({.roots = {folder},
                    .keeps_power_traces = true,
                    .keeps_excerpts = keeps_excerpts,
                    .job_count = std::thread::hardware_concurrency()},
                   [](std::string_view, std::size_t, std::size_t) {});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  auto runs = load(argv[1], true);
  if (!runs) return 1;
  const Study study = make_study(std::move(runs->metrics), {});
  const StudyFigures figures =
      study_figures({study, runs->samples, runs->power_traces, {}}, StudyPart::Whole);
  const Audit found = audit(study.runs);
  const ReportContext context;

  std::vector<double> with, without, page;
  for (int i = 0; i < kRoundCount; ++i) {
    without.push_back(seconds_of([&] { load(argv[1], false); }));
    with.push_back(seconds_of([&] { load(argv[1], true); }));
    page.push_back(seconds_of([&] {
      PageContents contents{.context = context,
                            .audit = found,
                            .figures = {},
                            .labels = figure_labels(study),
                            .trials = runs->trials};
      for (const auto& [place, name, chart] : figures.drawn) {
        contents.figures.push_back({place + name, &chart});
      }
      if (!write_file(argv[2], html_report(study, contents))) std::exit(1);
    }));
  }
  fmt::print("page_reading_s {:.4f}\npage_making_s {:.4f}\n", median(with) - median(without),
             median(page));
}
