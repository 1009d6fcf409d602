#include <gtest/gtest.h>

#include "analyze/run_loading.h"
#include "analyze/study_file.h"
#include "chart/chart.h"
#include "golden/golden.h"
#include "sample/sample_runs.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

// One field a line, so that a difference can be read.
std::string in_lines(const std::string& json) {
  std::string lines;
  for (std::size_t i = 0; i < json.size(); ++i) {
    lines += json[i];
    const bool ends_field = json[i] == ',' && (json[i + 1] == '"' || json[i + 1] == '{');
    if (ends_field) lines += '\n';
  }
  return lines + '\n';
}

TEST(GoldenChart, ChartsOfTheSampleStudyAreUnchanged) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_sample_runs(folder.path(), {.image_count = 4}));
  const auto runs = load_runs(
      {.roots = {folder / "alder_output", folder / "birch_output", folder / "cedar_output"},
       .compares_precisions = true},
      [](auto, auto, auto) {});
  ASSERT_TRUE(runs) << runs.error().message;
  const Study study = make_study(runs->metrics);
  const auto precisions = compared_precisions(study, runs->against_bf16);
  const StudyFigures figures =
      study_figures({study, runs->samples, runs->power_traces, precisions}, StudyPart::Whole);
  const std::filesystem::directory_iterator golden(SIGHTMARK_SOURCE_DIR "/tests/golden/charts");
  EXPECT_EQ(static_cast<std::ptrdiff_t>(figures.drawn.size()),
            std::distance(begin(golden), end(golden)));
  for (const StudyFigure& figure : figures.drawn) {
    EXPECT_TRUE(
        matches_golden("charts/" + std::filesystem::path(figure.name).filename().string() + ".json",
                       in_lines(to_json(figure.chart))));
  }
}

}  // namespace
}  // namespace sightmark
