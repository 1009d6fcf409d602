#include "record/run_figures.h"

#include <gtest/gtest.h>

#include "record/record_parser.h"

namespace sightmark {
namespace {

TEST(RunFigures, AreReadAsAReferenceSummary) {
  RunFigures figures{.image_count = 20, .task_count = 5, .trial_count = 100, .elapsed_s = 12.5};
  figures.latency_ms = Spread{.mean = 250, .min = 200, .p50 = 240, .p90 = 300, .max = 400};
  figures.request_time_s = 11;
  figures.power_w = 20;
  figures.energy_j = 250;
  RecordParser parser;
  const auto parsed = parser.parse_run_summary(to_json(figures)).value();
  EXPECT_TRUE(parsed.field_problems.empty());
  EXPECT_EQ(parsed.value.elapsed_s, 12.5);
  EXPECT_EQ(parsed.value.latency_ms_mean, 250);
  EXPECT_EQ(parsed.value.image_count, 20);
  EXPECT_EQ(parsed.value.trial_count, 100);
  EXPECT_EQ(parsed.value.request_time_s, 11);
  EXPECT_EQ(parsed.value.power_w, 20);
  EXPECT_EQ(parsed.value.energy_j, 250);
}

TEST(RunFigures, OfARunThatFailedHaveNullsUnderTheReferencesNames) {
  const std::string json = to_json(RunFigures{.trial_count = 3, .error_count = 3});
  for (const char* key : {"latency_ms_mean", "latency_ms_p90", "images_per_second_mean"}) {
    EXPECT_NE(json.find('"' + std::string(key) + "\": null"), std::string::npos) << key;
  }
}

}  // namespace
}  // namespace sightmark
