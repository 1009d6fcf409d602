#include "record/trial.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "base/line_reader.h"

namespace sightmark {
namespace {

struct Parsed {
  Trial value;
  std::vector<std::string> field_problems;
};

Expected<Parsed> parsed(const std::string& line) {
  const std::string padded = line + std::string(LineReader::kPadding, '7');
  Parsed result;
  return TrialParser()
      .parse({padded.data(), line.size()}, result.value, result.field_problems)
      .map([&] { return result; });
}

// The trial of a line without any problem.
Trial trial(const std::string& line) {
  auto result = parsed(line);
  if (!result) {
    ADD_FAILURE() << result.error().message << '\n' << line;
    return {};
  }
  EXPECT_TRUE(result->field_problems.empty()) << result->field_problems.front();
  return result->value;
}

Trial read_back(const Trial& record) { return trial(to_json_line(record)); }

// The problem of a line with one field that is wrong.
std::string field_problem(const std::string& line) {
  const auto result = parsed(line);
  if (!result || result->field_problems.size() != 1) return "not one wrong field";
  return result->field_problems[0];
}

bool has(const std::string& line, const std::string& part) {
  return line.find(part) != std::string::npos;
}

Trial make_trial() {
  Trial trial;
  trial.order = 7;
  trial.image_index = 3;
  trial.image = "d.png";
  trial.image_path = "sub/d.png";
  trial.image_width = 96;
  trial.image_height = 64;
  trial.task = "caption_brief";
  trial.prompt = "What is this?";
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

// With a value in every field that sightmark writes.
Trial make_full_trial() {
  Trial trial = make_trial();
  trial.image_resolution = "96x64";
  trial.task_purpose = "captioning";
  trial.phase = "warmup";
  trial.latency_ms = 250;
  trial.ttft_ms = 100;
  trial.decode_ms = 150.5;
  trial.queue_ms = 1.25;
  trial.scheduled_s = 1.499875;
  trial.first_token_s = 1.6;
  trial.token_times_ms = {100, 250};
  trial.token_counts = {1, 8};
  trial.prompt_text_tokens = 5;
  trial.image_tokens = 15;
  trial.cached_tokens = 3;
  trial.token_counter = "engine";
  trial.finish_reason = "length";
  trial.engine_prompt_ms = 90;
  trial.engine_decode_ms = 140;
  trial.retry_count = 1;
  trial.error = "cut";
  trial.error_kind = "cut_stream";
  trial.before = {1.5, 900, 3100, 22.5};
  trial.after = {2.5, 1000, 3000, 25};
  trial.system_peak_mb = 1100;
  trial.engine_mb = 500;
  trial.engine_peak_mb = 600;
  trial.gpu_mb = 300;
  trial.gpu_peak_mb = 400;
  trial.gpu_utilization_percent = 71.5;
  trial.power_method = "nvml:0";
  trial.power_scope = PowerScope::CpuPackage;
  trial.power_w = 12.5;
  trial.power_peak_w = 20;
  trial.energy_j = 3.125;
  trial.counter_energy_j = 3.25;
  trial.power_sample_count = 4;
  trial.power_duration_s = 0.25;
  trial.rails = {{"VDD_GPU", PowerScope::CpuPackage, 12.5, 20, 10, 3.125, 3.25}};
  return trial;
}

TEST(TrialLine, OfAFullTrialIsReadBackAsItWas) {
  const std::string line = to_json_line(make_full_trial());
  const Trial trial = read_back(make_full_trial());
  EXPECT_EQ(to_json_line(trial), line);  // so every field that is written is read, too
  EXPECT_EQ(trial.image, "d.png");
  EXPECT_EQ(trial.token_counts, (std::vector<std::int64_t>{1, 8}));
  EXPECT_EQ(trial.before.ram_percent, 22.5);
  EXPECT_EQ(trial.rails.at(0).counter_energy_j, 3.25);
}

// A record with one field.
std::string line_with(std::string_view path, std::string_view value) {
  const std::size_t dot = path.find('.');
  if (dot == path.npos) return fmt::format(R"({{"{}": {}}})", path, value);
  return fmt::format(R"({{"{}": {{"{}": {}}}}})", path.substr(0, dot), path.substr(dot + 1), value);
}

// Whether a record with such a field has it still when it is written again.
bool is_written_again(std::string_view path, std::string_view value) {
  const auto record = parsed(line_with(path, value));
  return record && has(to_json_line(record->value),
                       fmt::format("\"{}\":{}", path.substr(path.rfind('.') + 1), value));
}

// A new field needs no line here.
TEST(TrialLine, HasEachFieldThatWasRead) {
  const std::set<std::string_view> only_read{"input_len", "gen_len", "init_time_seconds",
                                             "power_stats.power_watts_samples"};
  for (const std::string_view path : trial_field_paths()) {
    const bool is_of_some_type = is_written_again(path, "3") || is_written_again(path, "3.0") ||
                                 is_written_again(path, R"("cpu_package")") ||
                                 is_written_again(path, "[3]") || is_written_again(path, "[3.0]") ||
                                 is_written_again(path, R"({"VDD_GPU":{"avg":3.0}})");
    EXPECT_NE(is_of_some_type, only_read.contains(path)) << path;
  }
}

TEST(TrialLine, IsReadBackAsItWas) {
  const Trial record = make_trial();
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
  EXPECT_EQ(trial.after.ram_used_mb, 1000);
}

TEST(TrialLine, HasItsPowerScopeWhateverTheRailIsCalled) {
  EXPECT_EQ(read_back(make_full_trial()).power_scope, PowerScope::CpuPackage);
}

TEST(TrialLine, IsOneLine) {
  const std::string line = to_json_line(make_trial());
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

TEST(TrialLine, LeavesOutWhatIsNotKnown) {
  const std::string line = to_json_line(make_trial());
  for (const char* key : {"ttft_ms", "queue_ms", "cached_tokens", "token_times_ms", "finish_reason",
                          "error_kind", "phase"}) {
    EXPECT_FALSE(has(line, key)) << key;
  }
  EXPECT_TRUE(has(line, R"("error":null)"));
  EXPECT_TRUE(has(line, R"("power_stats":null)"));
}

TEST(TrialLine, HasTheKindOfAFailureAndTheTimeUntilIt) {
  Trial record = make_trial();
  record.error = "no answer within 2 s";
  record.error_kind = "timeout";
  const Trial trial = read_back(record);
  EXPECT_EQ(trial.error, "no answer within 2 s");
  EXPECT_EQ(trial.latency_ms, 250);
  EXPECT_TRUE(has(to_json_line(record), R"("error_kind":"timeout")"));
}

TEST(TrialLine, HasNoCountsWhereEachTokenCameAlone) {
  Trial record = make_trial();
  record.token_times_ms = {10.5, 11.25};
  const std::string line = to_json_line(record);
  EXPECT_TRUE(has(line, R"("token_times_ms":[10.5,11.25])")) << line;
  EXPECT_FALSE(has(line, "token_counts"));
}

TEST(TrialLine, WritesNoNumberThatJsonDoesNotHave) {
  Trial record = make_trial();
  record.latency_ms = std::numeric_limits<double>::infinity();
  record.ttft_ms = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(read_back(record).latency_ms, std::nullopt);
}

TEST(TrialLine, ReplacesWhatIsNoUtf8) {
  Trial record = make_trial();
  record.image = "a\xFF.png";
  EXPECT_EQ(read_back(record).image, "a\xEF\xBF\xBD.png");
}

TEST(TrialLine, EscapesControlCharacters) {
  Trial record = make_trial();
  record.output_text = std::string("\x01\x1B[31m\r\0", 8);
  EXPECT_EQ(read_back(record).output_text, record.output_text);
}

TEST(ParseTrial, OfAnEmptyObjectHasNothing) {
  const Trial t = trial("{}");
  EXPECT_EQ(t.image, "");
  EXPECT_EQ(t.latency_ms, std::nullopt);
  EXPECT_EQ(t.prompt_tokens, std::nullopt);
  EXPECT_EQ(t.response_tokens, std::nullopt);
  EXPECT_EQ(t.after.ram_used_mb, std::nullopt);
  EXPECT_EQ(t.power_w, std::nullopt);
  EXPECT_EQ(t.energy_j, std::nullopt);
  EXPECT_EQ(t.load_time_s, std::nullopt);
  EXPECT_EQ(t.power_scope, PowerScope::Unknown);
  EXPECT_EQ(t.repeat_index, 0);
  EXPECT_EQ(t.error, "");
}

TEST(ParseTrial, TakesTheTexts) {
  const Trial t = trial(R"({"image_name": "a.jpg", "task": "t", "task_prompt": "p?",
                            "output_text": "it\ns \u00e9", "error": null, "repeat_index": 2})");
  EXPECT_EQ(t.image, "a.jpg");
  EXPECT_EQ(t.task, "t");
  EXPECT_EQ(t.prompt, "p?");
  EXPECT_EQ(t.output_text, "it\ns é");
  EXPECT_EQ(t.error, "");
  EXPECT_EQ(t.repeat_index, 2);
  EXPECT_EQ(trial(R"({"error": "empty_generation"})").error, "empty_generation");
}

TEST(ParseTrial, NamesTheImageByItsPathOrIndexWhereItHasNoName) {
  EXPECT_EQ(trial(R"({"image_index": 7, "image_path": "/x/a.jpg"})").image, "/x/a.jpg");
  EXPECT_EQ(trial(R"({"image_index": 7})").image, "7");
}

TEST(ParseTrial, TakesTokensUnderEitherName) {
  const Trial usual = trial(R"({"prompt_tokens": 12, "response_tokens_est": 34})");
  EXPECT_EQ(usual.prompt_tokens, 12);
  EXPECT_EQ(usual.response_tokens, 34);
  const Trial other = trial(R"({"input_len": 56, "gen_len": 78})");
  EXPECT_EQ(other.prompt_tokens, 56);
  EXPECT_EQ(other.response_tokens, 78);
}

TEST(ParseTrial, PrefersTheUsualTokenNamesWhateverTheOrder) {
  const Trial t = trial(R"({"gen_len": 1, "input_len": 2, "prompt_tokens": 0,
                            "response_tokens_est": 4})");
  EXPECT_EQ(t.prompt_tokens, 0);
  EXPECT_EQ(t.response_tokens, 4);
}

TEST(ParseTrial, DoesNotTakeAnEstimateForThePromptTokens) {
  EXPECT_EQ(trial(R"({"user_prompt_tokens_est": 23})").prompt_tokens, std::nullopt);
}

TEST(ParseTrial, FallsBackWhereTheUsualTokenCountIsNull) {
  EXPECT_EQ(trial(R"({"prompt_tokens": null, "input_len": 9})").prompt_tokens, 9);
}

TEST(ParseTrial, TakesTheLoadTimeUnderEitherName) {
  EXPECT_EQ(trial(R"({"load_time_seconds": 3.5})").load_time_s, 3.5);
  EXPECT_EQ(trial(R"({"init_time_seconds": 4.5})").load_time_s, 4.5);
  EXPECT_EQ(trial(R"({"init_time_seconds": 4.5, "load_time_seconds": 3.5})").load_time_s, 3.5);
}

TEST(ParseTrial, TakesMemoryAfterTheTrial) {
  EXPECT_EQ(trial(R"({"sys_before": {"ram_used_mb": 1}, "sys_after": {"ram_used_mb": 2}})")
                .after.ram_used_mb,
            2);
  EXPECT_EQ(trial(R"({"sys_after": null})").after.ram_used_mb, std::nullopt);
}

TEST(ParseTrial, TakesWhatSightmarkRecords) {
  const Trial t = trial(R"({"scheduled_s": 1.5, "sent_s": 1.6, "end_s": 2.75, "ttft_ms": 200.5,
      "decode_ms": 900, "cached_tokens": 12, "finish_reason": "length", "token_counter": "engine",
      "error": "it timed out", "error_kind": "timeout",
      "memory": {"system_peak_mb": 9, "engine_peak_mb": 700.5, "gpu_peak_mb": 20}})");
  EXPECT_EQ(t.scheduled_s, 1.5);
  EXPECT_EQ(t.sent_s, 1.6);
  EXPECT_EQ(t.end_s, 2.75);
  EXPECT_EQ(t.ttft_ms, 200.5);
  EXPECT_EQ(t.decode_ms, 900);
  EXPECT_EQ(t.cached_tokens, 12);
  EXPECT_EQ(t.finish_reason, "length");
  EXPECT_EQ(t.token_counter, "engine");
  EXPECT_EQ(t.error_kind, "timeout");
  EXPECT_EQ(t.engine_peak_mb, 700.5);
  EXPECT_EQ(t.gpu_peak_mb, 20);
}

TEST(ParseTrial, TakesWhatTorchHasAllocated) {
  const Trial t = trial(R"({"cuda_stats": {"cuda": true, "gpu_name": "Orin",
      "gpu_mem_alloc_mb": 4305.9, "gpu_max_mem_alloc_mb": 5565.5}})");
  EXPECT_EQ(t.torch_peak_mb, 5565.5);
  EXPECT_EQ(t.gpu_peak_mb, std::nullopt);
}

TEST(ParseTrial, HasNoPowerWhereItIsNull) {
  EXPECT_EQ(trial(R"({"power_stats": null})").power_w, std::nullopt);
}

TEST(ParseTrial, TakesPowerOfSamples) {
  const Trial t = trial(R"({"power_stats": {"power_watts_samples": [38.7, 38.9],
      "power_watts_avg": 38.8, "power_watts_peak": 38.9, "energy_joules_est": 143.12}})");
  EXPECT_EQ(t.power_w, 38.8);
  EXPECT_EQ(t.energy_j, 143.12);
  EXPECT_EQ(t.power_scope, PowerScope::GpuBoard);
}

TEST(ParseTrial, TakesPowerOfTheGpuRail) {
  const Trial t = trial(R"({"power_stats": {"method": "tegrastats", "power_rails":
      {"VIN": {"avg": 62.7, "peak": 92.6, "min": 55.7}, "VDD_GPU": {"avg": 24.2}},
      "power_watts_avg": 24.2, "energy_joules_est": 114.2}})");
  EXPECT_EQ(t.power_w, 24.2);
  EXPECT_EQ(t.energy_j, 114.2);
  EXPECT_EQ(t.power_scope, PowerScope::GpuRail);
}

TEST(ParseTrial, TakesPowerOfTheSocRailsWithoutEnergy) {
  const Trial t = trial(R"({"power_stats": {"power_gpu_soc_mean_watts": 21.3,
      "power_cpu_cv_mean_watts": 1.8, "gpu_utilization_percent_mean": 74.7}})");
  EXPECT_EQ(t.power_w, 21.3);
  EXPECT_EQ(t.energy_j, std::nullopt);
  EXPECT_EQ(t.power_scope, PowerScope::GpuSocRail);
}

TEST(ParseTrial, PrefersTheMeanToTheSocRails) {
  const Trial t = trial(R"({"power_stats": {"power_gpu_soc_mean_watts": 21,
      "power_watts_avg": 22, "energy_joules_est": 180.81}})");
  EXPECT_EQ(t.power_w, 22);
  EXPECT_EQ(t.energy_j, 180.81);
  EXPECT_EQ(t.power_scope, PowerScope::GpuSocRail);
}

TEST(ParseTrial, ToleratesRailsOfAnyShape) {
  for (const char* rails : {"null", "[]", "3", "\"VDD_GPU\"", "{}"}) {
    const Trial t = trial(std::string(R"({"power_stats": {"power_rails": )") + rails + "}}");
    EXPECT_EQ(t.power_scope, PowerScope::Unknown);
  }
}

TEST(ParseTrial, CountsAFieldOfAWrongTypeAsAbsent) {
  EXPECT_EQ(field_problem(R"({"latency_ms": "fast"})"), "field \"latency_ms\" is not a number");
  EXPECT_EQ(field_problem(R"({"latency_ms": true})"), "field \"latency_ms\" is not a number");
  EXPECT_EQ(field_problem(R"({"output_text": 5})"), "field \"output_text\" is not a text");
  EXPECT_EQ(field_problem(R"({"error": {"code": 1}})"), "field \"error\" is not a text");
  EXPECT_EQ(field_problem(R"({"sys_after": [1]})"), "field \"sys_after\" is not an object");
  EXPECT_EQ(field_problem(R"({"power_stats": "none"})"), "field \"power_stats\" is not an object");
  EXPECT_EQ(field_problem(R"({"prompt_tokens": 1.5})"),
            "field \"prompt_tokens\" is not a whole number");
  EXPECT_EQ(parsed(R"({"latency_ms": [1]})")->value.latency_ms, std::nullopt);
}

TEST(ParseTrial, FallsBackWhereTheUsualTokenCountIsOfAWrongType) {
  EXPECT_EQ(parsed(R"({"prompt_tokens": "x", "input_len": 9})")->value.prompt_tokens, 9);
}

TEST(ParseTrial, CountsANegativeNumberAsAbsent) {
  EXPECT_EQ(field_problem(R"({"latency_ms": -1})"), "field \"latency_ms\" is negative");
  EXPECT_EQ(field_problem(R"({"prompt_tokens": -1})"), "field \"prompt_tokens\" is negative");
  EXPECT_EQ(field_problem(R"({"power_stats": {"energy_joules_est": -0.5}})"),
            "field \"energy_joules_est\" is negative");
}

TEST(ParseTrial, CountsANumberTooLargeToBeTrueAsAbsent) {
  EXPECT_EQ(trial(R"({"prompt_tokens": 1000000000})").prompt_tokens, 1'000'000'000);
  for (const char* tokens : {"1000000001", "18446744073709551615", "1e300"}) {
    EXPECT_EQ(field_problem(std::string(R"({"prompt_tokens": )") + tokens + '}'),
              "field \"prompt_tokens\" is too large to be true");
  }
  EXPECT_EQ(trial(R"({"latency_ms": 1e12})").latency_ms, 1e12);
  EXPECT_EQ(field_problem(R"({"latency_ms": 1.1e12})"),
            "field \"latency_ms\" is too large to be true");
  EXPECT_EQ(trial(R"({"prompt_tokens": 12.0})").prompt_tokens, 12);
}

TEST(ParseTrial, FailsWhereANumberIsBeyondDoublesOr64Bits) {
  EXPECT_FALSE(parsed(R"({"prompt_tokens": 123456789012345678901234567890})"));
  EXPECT_FALSE(parsed(R"({"latency_ms": 1e999})"));
  EXPECT_FALSE(parsed(R"({"other": -1e999})"));
  EXPECT_FALSE(parsed(R"({"other": )" + std::string(400, '9') + '}'));
}

TEST(ParseTrial, OfAKeyGivenTwiceTakesTheLast) {
  EXPECT_EQ(trial(R"({"latency_ms": 1, "latency_ms": 2})").latency_ms, 2);
  EXPECT_EQ(trial(R"({"image_name": "a", "image_name": "b"})").image, "b");
  EXPECT_EQ(trial(R"({"latency_ms": 1, "latency_ms": null})").latency_ms, std::nullopt);
}

TEST(ParseTrial, FailsWhereTheLineIsNoJsonObject) {
  for (const char* line : {"", " ", "{", "nonsense", "[1]", "3", "null", "\"text\"", "{\"a\":1,}",
                           "{\"a\":1} x", "{\"a\":1}{}", "{'a':1}", "{\"latency_ms\": NaN}",
                           "{\"latency_ms\": Infinity}", "\xEF\xBB\xBF{", "{\"a\": \"\n\"}"}) {
    EXPECT_FALSE(parsed(line)) << line;
  }
}

TEST(ParseTrial, FailsWhereTheTextIsNoUtf8) {
  EXPECT_FALSE(parsed("{\"output_text\": \"\xFF\"}"));
  EXPECT_FALSE(parsed("{\"output_text\": \"\xED\xA0\x80\"}"));
  EXPECT_FALSE(parsed("{\"output_text\": \"\xC3\"}"));
}

TEST(ParseTrial, FailsWhereASurrogateIsAlone) {
  for (const char* line : {R"({"output_text": "\ud800"})", R"({"output_text": "\udc00"})",
                           R"({"output_text": "\ud800x"})", R"({"output_text": "\ud800\ud800"})"}) {
    EXPECT_FALSE(parsed(line)) << line;
  }
  EXPECT_EQ(trial(R"({"output_text": "\ud83d\ude00"})").output_text, "\xF0\x9F\x98\x80");
}

TEST(ParseTrial, TakesAZeroInAText) {
  EXPECT_EQ(trial(R"({"output_text": "a\u0000b"})").output_text, std::string("a\0b", 3));
}

TEST(ParseTrial, FailsWhereItIsNestedWithoutEnd) {
  EXPECT_FALSE(parsed(R"({"x": )" + std::string(5000, '[') + std::string(5000, ']') + "}"));
}

TEST(ParseTrial, OverlooksUnknownFields) {
  EXPECT_EQ(trial(R"({"x": {"latency_ms": 5}, "latency": -3, "y": [1, {"task": "t"}]})").task, "");
}

TEST(TrialParser, ReadsOneLineAfterAnother) {
  TrialParser parser;
  std::string line = R"({"task": "a", "x": 1})" + std::string(LineReader::kPadding, ' ');
  const std::string_view whole = std::string_view(line).substr(0, 21);
  std::vector<std::string> problems;
  Trial first, damaged, other;
  EXPECT_TRUE(parser.parse(whole, first, problems));
  EXPECT_EQ(first.task, "a");
  EXPECT_FALSE(parser.parse(whole.substr(0, 20), damaged, problems));
  EXPECT_EQ(damaged.task, "");
  line[2] = 'T';
  EXPECT_TRUE(parser.parse(whole, other, problems));
  EXPECT_EQ(other.task, "");  // nothing stays of the one before
}

TEST(WithoutTexts, KeepsWhatTheSummaryNeeds) {
  const Trial trial = without_texts(make_full_trial());
  EXPECT_EQ(trial.output_text, std::nullopt);
  EXPECT_EQ(trial.order, 7);
  EXPECT_EQ(trial.task, "caption_brief");
  EXPECT_EQ(trial.error, "cut");
  EXPECT_EQ(trial.energy_j, 3.125);
  EXPECT_EQ(trial.end_s, 1.75);
}

}  // namespace
}  // namespace sightmark
