#include "record/record_parser.h"

#include <gtest/gtest.h>

#include "base/line_reader.h"
#include "record/run_description.h"
#include "record/run_figures.h"

namespace sightmark {
namespace {

// Its texts are good until the next call.
Expected<Parsed<Trial>> parsed(const std::string& line) {
  static std::string padded;
  static RecordParser parser;
  padded = line + std::string(LineReader::kPadding, '7');
  Parsed<Trial> parsed;
  return parser.parse_trial({padded.data(), line.size()}, parsed.value, parsed.field_problems)
      .map([&] { return parsed; });
}

// The trial of a line without any problem.
Trial trial(const std::string& line) {
  auto result = parsed(line);
  if (!result) {
    ADD_FAILURE() << result.error().message;
    return {};
  }
  EXPECT_TRUE(result->field_problems.empty()) << result->field_problems.front();
  return result->value;
}

// The problem of a line with one field that is wrong.
std::string field_problem(const std::string& line) {
  const auto result = parsed(line);
  if (!result || result->field_problems.size() != 1) return "not one wrong field";
  return result->field_problems[0];
}

RunMeta run_meta(const std::string& json) {
  RecordParser parser;
  return parser.parse_run_meta(json).value().value;
}

TEST(ParseTrial, OfAnEmptyObjectHasNothing) {
  const Trial t = trial("{}");
  EXPECT_EQ(t.image, "");
  EXPECT_EQ(t.latency_ms, std::nullopt);
  EXPECT_EQ(t.prompt_tokens, std::nullopt);
  EXPECT_EQ(t.response_tokens, std::nullopt);
  EXPECT_EQ(t.ram_used_mb, std::nullopt);
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
  EXPECT_EQ(
      trial(R"({"sys_before": {"ram_used_mb": 1}, "sys_after": {"ram_used_mb": 2}})").ram_used_mb,
      2);
  EXPECT_EQ(trial(R"({"sys_after": null})").ram_used_mb, std::nullopt);
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
  for (const char* tokens :
       {"1000000001", "18446744073709551615", "1e300", "123456789012345678901234567890"}) {
    EXPECT_EQ(field_problem(std::string(R"({"prompt_tokens": )") + tokens + '}'),
              "field \"prompt_tokens\" is too large to be true");
  }
  EXPECT_EQ(trial(R"({"latency_ms": 1e12})").latency_ms, 1e12);
  EXPECT_EQ(field_problem(R"({"latency_ms": 1.1e12})"),
            "field \"latency_ms\" is too large to be true");
  EXPECT_EQ(trial(R"({"prompt_tokens": 12.0})").prompt_tokens, 12);
}

TEST(ParseTrial, FailsWhereNoDoubleHoldsANumber) {
  EXPECT_FALSE(parsed(R"({"latency_ms": 1e999})"));
  EXPECT_FALSE(parsed(R"({"other": -1e999})"));
  EXPECT_FALSE(parsed(R"({"other": )" + std::string(400, '9') + '}'));
}

TEST(ParseTrial, OfAKeyGivenTwiceTakesTheLast) {
  EXPECT_EQ(trial(R"({"latency_ms": 1, "latency_ms": 2})").latency_ms, 2);
  EXPECT_EQ(trial(R"({"image_name": "a", "image_name": "b"})").image, "b");
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

TEST(ParseTrial, NeverGivesALoneSurrogate) {
  for (const char* line : {R"({"output_text": "\ud800"})", R"({"output_text": "\udc00"})",
                           R"({"output_text": "\ud800x"})", R"({"output_text": "\ud800\ud800"})"}) {
    const auto result = parsed(line);
    if (result) {
      EXPECT_EQ(result->value.output_text->find("\xED\xA0"), std::string::npos);
    }
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

TEST(RecordParser, ReadsOneLineAfterAnother) {
  RecordParser parser;
  std::string line = R"({"task": "a"})" + std::string(LineReader::kPadding, ' ');
  std::vector<std::string> problems;
  Trial first, second, third;
  EXPECT_TRUE(parser.parse_trial(std::string_view(line).substr(0, 13), first, problems));
  EXPECT_EQ(first.task, "a");
  EXPECT_FALSE(parser.parse_trial(std::string_view(line).substr(0, 12), second, problems));
  line[10] = 'b';
  EXPECT_TRUE(parser.parse_trial(std::string_view(line).substr(0, 13), third, problems));
  EXPECT_EQ(third.task, "b");
}

TEST(ParseRunMeta, TakesItsFields) {
  const RunMeta meta = run_meta(R"({"model_key": "k", "model_id": "acme/Lynx-2B",
      "run_group": "g", "device": "cuda", "device_name": "Alder", "dtype": "torch.float16",
      "suite": "s", "timestamp": "2025-03-03T09:00:00", "power_monitoring_method": "m",
      "num_images": 500, "max_new_tokens": 128, "warmup": 5})");
  EXPECT_EQ(meta.model_key, "k");
  EXPECT_EQ(meta.model_id, "acme/Lynx-2B");
  EXPECT_EQ(meta.run_group, "g");
  EXPECT_EQ(meta.device_name, "Alder");
  EXPECT_EQ(meta.dtype, "torch.float16");
  EXPECT_EQ(meta.suite, "s");
  EXPECT_EQ(meta.timestamp, "2025-03-03T09:00:00");
  EXPECT_EQ(meta.power_monitoring_method, "m");
  EXPECT_EQ(meta.image_count, 500);
  EXPECT_EQ(meta.max_new_tokens, 128);
  EXPECT_EQ(meta.load_time_s, std::nullopt);
}

TEST(ParseRunMeta, TakesWhatSightmarkWrites) {
  RunDescription run;
  run.host = "h";
  run.device = "cuda";
  run.engine = "llama-server";
  run.engine_version = "b7601";
  run.is_prompt_cache_off = true;
  run.engine_facts = {{"model_file_sha256", std::string("ab")},
                      {"parameter_count", std::int64_t{2'200'000'000}}};
  run.manifest = "images";
  run.image_set_sha256 = "cd";
  run.suite = {.name = "quick", .version = "2", .tasks = {}};
  run.trial_count = 60;
  run.repeats = 3;
  run.warmup = 5;
  run.load_pattern = "closed_loop";
  run.concurrency = 4;
  run.rate = 1.5;
  run.seed = 9'000'000'000;
  run.timeout_s = 60;
  run.cooldown_s = 2;
  run.machine_facts = {{"cpu_model", std::string("C")},
                       {"gpu_names", std::vector<std::string>{"G", "H"}}};
  run.state_before = {{"gpu_clock_mhz", 1300.5}, {"is_throttled", false}};
  run.telemetry_began = "2026-01-16T07:15:42.667467";
  run.first_answer = FirstAnswer{.latency_ms = 12, .ttft_ms = 3, .error = ""};
  run.idle_power = IdlePower{.scope = "gpu_board", .mean_w = 7.5, .duration_s = 5};
  const RunMeta meta = run_meta(to_json(run));
  EXPECT_EQ(meta.host, "h");
  EXPECT_EQ(meta.backend, "cuda");
  EXPECT_EQ(meta.engine, "llama-server");
  EXPECT_EQ(meta.engine_version, "b7601");
  EXPECT_EQ(meta.is_prompt_cache_off, true);
  EXPECT_EQ(meta.is_engine_elsewhere, false);
  EXPECT_EQ(meta.engine_facts, run.engine_facts);
  EXPECT_EQ(meta.machine_facts, run.machine_facts);
  EXPECT_EQ(meta.state_before, run.state_before);
  EXPECT_EQ(meta.manifest, "images");
  EXPECT_EQ(meta.image_set_sha256, "cd");
  EXPECT_EQ(meta.suite, "quick");
  EXPECT_EQ(meta.suite_version, "2");
  EXPECT_EQ(meta.planned_trial_count, 60);
  EXPECT_EQ(meta.repeats, 3);
  EXPECT_EQ(meta.warmup_count, 5);
  EXPECT_EQ(meta.batch_size, 1);
  EXPECT_EQ(meta.load_pattern, "closed_loop");
  EXPECT_EQ(meta.concurrency, 4);
  EXPECT_EQ(meta.rate, 1.5);
  EXPECT_EQ(meta.temperature, 0);
  EXPECT_EQ(meta.seed, 9'000'000'000);
  EXPECT_EQ(meta.timeout_s, 60);
  EXPECT_EQ(meta.cooldown_s, 2);
  EXPECT_EQ(meta.telemetry_began, "2026-01-16T07:15:42.667467");
  EXPECT_EQ(meta.first_answer_ms, 12);
  EXPECT_EQ(meta.idle_power_w, 7.5);
  EXPECT_EQ(meta.idle_power_scope, PowerScope::GpuBoard);
  EXPECT_EQ(meta.interruption_count, 0);
}

TEST(ParseRunMeta, CountsInterruptions) {
  EXPECT_EQ(run_meta(R"({"interruptions": [{"done_trials": 3}, {}]})").interruption_count, 2);
  EXPECT_EQ(run_meta("{}").interruption_count, std::nullopt);
}

TEST(ParseRunMeta, TakesWhatIsNoFactForNone) {
  EXPECT_EQ(run_meta(R"({"machine": {"a": null, "b": {"c": 1}, "d": [1, "x", []], "e": 0.5}})")
                .machine_facts,
            (Facts{{"d", std::vector<std::string>{"x"}}, {"e", 0.5}}));
}

TEST(ParseRunMeta, TakesTheLoadTimeUnderEitherName) {
  EXPECT_EQ(run_meta(R"({"model_load_time_seconds": 4})").load_time_s, 4);
  EXPECT_EQ(run_meta(R"({"model_load_time_seconds": 4, "load_time_seconds": 3})").load_time_s, 3);
}

TEST(ParseRunMeta, NotesWrongFields) {
  RecordParser parser;
  const auto meta = parser.parse_run_meta(R"({"model_id": 5, "num_images": "many"})");
  EXPECT_EQ(meta->field_problems,
            (std::vector<std::string>{"field \"model_id\" is not a text",
                                      "field \"num_images\" is not a number"}));
}

TEST(ParseRunMeta, FailsWhereItIsNoObject) {
  RecordParser parser;
  EXPECT_FALSE(parser.parse_run_meta(""));
  EXPECT_FALSE(parser.parse_run_meta("{\"model_id\": "));
  EXPECT_EQ(parser.parse_run_meta("[]").error().message, "it is valid JSON, but not an object");
}

TEST(ParseRunSummary, TakesItsFields) {
  RecordParser parser;
  const RunSummary summary =
      parser
          .parse_run_summary(R"({"total_elapsed_seconds": 6052.24, "latency_ms_mean": 2329.657,
                                 "num_images": 500, "total_runs": 2500})")
          ->value;
  EXPECT_EQ(summary.elapsed_s, 6052.24);
  EXPECT_EQ(summary.latency_ms_mean, 2329.657);
  EXPECT_EQ(summary.image_count, 500);
  EXPECT_EQ(summary.trial_count, 2500);
}

TEST(ParseRunSummary, TakesWhatSightmarkWrites) {
  RunFigures figures;
  figures.power_scope = PowerScope::ModuleInput;
  figures.energy_above_idle_j = 12.5;
  figures.system_peak_mb = 900;
  figures.engine_peak_mb = 800;
  figures.gpu_peak_mb = 700;
  figures.clock_steps = {{.at_s = 1, .step_s = 2}};
  figures.state_after = {{"power_mode", std::string("MAXN")}};
  RecordParser parser;
  const RunSummary summary = parser.parse_run_summary(to_json(figures))->value;
  EXPECT_EQ(summary.power_scope, PowerScope::ModuleInput);
  EXPECT_EQ(summary.energy_above_idle_j, 12.5);
  EXPECT_EQ(summary.system_peak_mb, 900);
  EXPECT_EQ(summary.engine_peak_mb, 800);
  EXPECT_EQ(summary.gpu_peak_mb, 700);
  EXPECT_EQ(summary.clock_step_count, 1);
  EXPECT_EQ(summary.state_after, figures.state_after);
}

TEST(ParseRunSummary, OfAWhollyFailedRunHasNoLatency) {
  RecordParser parser;
  const auto summary = parser.parse_run_summary(R"({"latency_ms_mean": null})");
  EXPECT_EQ(summary->value.latency_ms_mean, std::nullopt);
  EXPECT_TRUE(summary->field_problems.empty());
}

}  // namespace
}  // namespace sightmark
