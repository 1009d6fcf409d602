#include "record/trial_record.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/line_reader.h"
#include "record/record_parser.h"

namespace sightmark {
namespace {

TrialRecord make_trial_record() {
  TrialRecord trial{.order = 7, .image_index = 3, .image_name = "d.png", .image_path = "sub/d.png"};
  trial.image_width = 96;
  trial.image_height = 64;
  trial.task = "caption_brief";
  trial.task_prompt = "What is this?";
  trial.repeat_index = 2;
  trial.sent_s = 1.5;
  trial.end_s = 1.75;
  trial.latency_ms = 250.0004;
  trial.prompt_tokens = 20;
  trial.response_tokens = 8;
  trial.output_text = "A \"red\"\tkite\n\\ é";
  trial.after.ram_used_mb = 1000;
  trial.after.ram_available_mb = 3000;
  trial.timestamp = "2026-01-16T07:15:42.667467";
  return trial;
}

PowerRecord make_power_record() {
  return {.method = "nvml:0",
          .scope = PowerScope::CpuPackage,
          .mean_w = 12.5,
          .peak_w = 20,
          .energy_j = 3.125,
          .sample_count = 4,
          .duration_s = 0.25,
          .rails = {{.name = "VDD_GPU", .scope = PowerScope::CpuPackage, .mean_w = 12.5}}};
}

// The line as the reader takes it, good until the next call; every field must be as it expects.
Trial read_back(const TrialRecord& record) {
  static std::string line;
  static RecordParser parser;
  line = to_json_line(record);
  const std::size_t size = line.size();
  line.resize(size + LineReader::kPadding);
  Trial trial;
  std::vector<std::string> field_problems;
  if (const auto parsed = parser.parse_trial({line.data(), size}, trial, field_problems); !parsed) {
    ADD_FAILURE() << parsed.error().message << '\n' << line;
    return {};
  }
  EXPECT_TRUE(field_problems.empty()) << field_problems.front();
  return trial;
}

bool has(const std::string& line, const std::string& part) {
  return line.find(part) != std::string::npos;
}

TEST(TrialRecord, IsReadBackAsItWas) {
  TrialRecord record = make_trial_record();
  record.power = make_power_record();
  const Trial trial = read_back(record);
  EXPECT_EQ(trial.image, "d.png");
  EXPECT_EQ(trial.task, "caption_brief");
  EXPECT_EQ(trial.prompt, "What is this?");
  EXPECT_EQ(trial.repeat_index, 2);
  EXPECT_EQ(trial.latency_ms, 250);
  EXPECT_EQ(trial.prompt_tokens, 20);
  EXPECT_EQ(trial.response_tokens, 8);
  EXPECT_EQ(trial.output_text, record.output_text);
  EXPECT_EQ(trial.error, "");
  EXPECT_EQ(trial.ram_used_mb, 1000);
  EXPECT_EQ(trial.power_w, 12.5);
  EXPECT_EQ(trial.energy_j, 3.125);
}

TEST(TrialRecord, TellsItsPowerScopeWhateverTheRailIsCalled) {
  TrialRecord record = make_trial_record();
  record.power = make_power_record();
  EXPECT_EQ(read_back(record).power_scope, PowerScope::CpuPackage);
}

TEST(TrialRecord, IsOneLine) {
  const std::string line = to_json_line(make_trial_record());
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

TEST(TrialRecord, LeavesOutWhatIsNotKnown) {
  const std::string line = to_json_line(make_trial_record());
  for (const char* key : {"ttft_ms", "queue_ms", "cached_tokens", "token_times_ms", "finish_reason",
                          "error_kind", "phase"}) {
    EXPECT_FALSE(has(line, key)) << key;
  }
  EXPECT_TRUE(has(line, R"("error": null)"));
  EXPECT_TRUE(has(line, R"("power_stats": null)"));
}

TEST(TrialRecord, TellsAFailureWithItsKindAndTheTimeUntilIt) {
  TrialRecord record = make_trial_record();
  record.error = "no answer within 2 s";
  record.error_kind = "timeout";
  const Trial trial = read_back(record);
  EXPECT_EQ(trial.error, "no answer within 2 s");
  EXPECT_EQ(trial.latency_ms, 250);
  EXPECT_TRUE(has(to_json_line(record), R"("error_kind": "timeout")"));
}

TEST(TrialRecord, HasOneTimeATokenWhereEachCameAlone) {
  TrialRecord record = make_trial_record();
  record.token_times = {{10.5, 1}, {11.25, 2}};
  const std::string line = to_json_line(record);
  EXPECT_TRUE(has(line, R"("token_times_ms": [10.5,11.25])")) << line;
  EXPECT_FALSE(has(line, "token_counts"));
}

TEST(TrialRecord, HasCountsToTheTimesWhereTokensCameTogether) {
  TrialRecord record = make_trial_record();
  record.token_times = {{10.5, 1}, {11.25, 4}};
  EXPECT_TRUE(has(to_json_line(record), R"("token_counts": [1,4])"));
}

TEST(TrialRecord, WritesNoNumberThatJsonDoesNotHave) {
  TrialRecord record = make_trial_record();
  record.latency_ms = std::numeric_limits<double>::infinity();
  record.ttft_ms = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(read_back(record).latency_ms, std::nullopt);
}

TEST(TrialRecord, ReplacesWhatIsNoUtf8) {
  TrialRecord record = make_trial_record();
  record.image_name = "a\xFF.png";
  EXPECT_EQ(read_back(record).image, "a\xEF\xBF\xBD.png");
}

TEST(TrialRecord, EscapesControlCharacters) {
  TrialRecord record = make_trial_record();
  record.output_text = std::string("\x01\x1B[31m\r\0", 8);
  EXPECT_EQ(read_back(record).output_text, record.output_text);
}

}  // namespace
}  // namespace sightmark
