#include "record/trial_figures.h"

#include <gtest/gtest.h>

#include <fstream>

#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

TrialRecord make_record(std::int64_t order) {
  TrialRecord trial{.order = order, .image_index = order, .image_name = "a.png", .task = "t"};
  trial.sent_s = 1;
  trial.end_s = 2;
  trial.latency_ms = 1000;
  trial.ttft_ms = 300;
  trial.response_tokens = 8;
  trial.power = PowerRecord{.energy_j = 5};
  return trial;
}

std::vector<TrialFigures> read(const std::string& bytes) {
  const TemporaryFolder folder;
  std::ofstream(folder / "runs.jsonl") << bytes;
  return read_trial_figures(folder / "runs.jsonl").value();
}

TEST(TrialFigures, AreReadBackAsTheyWere) {
  const TrialRecord record = make_record(4);
  const auto trials = read(to_json_line(record));
  ASSERT_EQ(trials.size(), 1u);
  EXPECT_EQ(trials[0], figures_of(record));
  EXPECT_TRUE(trials[0].is_success);
  EXPECT_EQ(trials[0].energy_j, 5);
}

TEST(TrialFigures, TellAFailure) {
  TrialRecord record = make_record(0);
  record.error = "no answer";
  record.error_kind = "timeout";
  EXPECT_FALSE(read(to_json_line(record)).at(0).is_success);
}

TEST(TrialFigures, PassOverDamagedLinesAndSecondRecords) {
  const std::string whole = to_json_line(make_record(1));
  const auto trials = read(whole + "{\"order\": 2\n" + "\n[]\n" + whole +
                           to_json_line(make_record(3)) + whole.substr(0, 40));
  ASSERT_EQ(trials.size(), 2u);
  EXPECT_EQ(trials[0].order, 1);
  EXPECT_EQ(trials[1].order, 3);
}

TEST(TrialFigures, OfAMissingFileFail) {
  EXPECT_FALSE(read_trial_figures("/nonexistent/runs.jsonl"));
}

}  // namespace
}  // namespace sightmark
