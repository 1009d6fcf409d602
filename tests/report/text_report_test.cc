#include "report/table.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

RunMetrics run_of(const std::string& model, const std::string& device, const std::string& dtype,
                  double tokens_per_s, double latency_ms) {
  RunMetrics run = make_run_metrics(model, device, dtype);
  run.values["tokens_per_sec"] = Estimate{tokens_per_s, {}};
  set_latency(run, spread(latency_ms, latency_ms / 10));
  return run;
}

Study small_study() {
  RunMetrics otter = run_of("Otter", "Alder", "fp16", 3, 4000);
  otter.totals.power_w.reset();
  otter.values.erase("tps_per_watt");
  otter.values.erase("joules_per_token");
  set_successes(otter, 95, otter.trial_count);
  return make_study({run_of("Heron", "Birch", "bf16", 542.678, 2126),
                     run_of("Lynx", "Alder", "bf16", 62.4, 894.6),
                     run_of("Lynx", "Alder", "fp16", 178.2, 951.7), otter});
}

// The part of a text from `begin` up to the next empty line.
std::string section(const std::string& text, const std::string& begin) {
  const std::size_t from = text.find(begin);
  if (from == std::string::npos) return "no " + begin;
  return text.substr(from, text.find("\n\n", from) - from);
}

TEST(PerformanceText, BeginsWithTheCounts) {
  const std::string rule(80, '=');
  EXPECT_TRUE(performance_text(small_study())
                  .starts_with(rule + "\nVISION MODEL BENCHMARKING SUMMARY REPORT\n" + rule +
                               "\n\nTotal benchmark runs: 4\nModels tested: 3\n"
                               "Devices: Alder, Birch\nPrecisions: bf16, fp16\n\n"))
      << performance_text(small_study());
}

TEST(PerformanceText, ListsTheBestThree) {
  EXPECT_EQ(section(performance_text(small_study()), "Top 3 - Tokens per Second:"),
            "Top 3 - Tokens per Second:\n"
            "  Heron                on Birch      (bf16):    542.7 tok/s\n"
            "  Lynx                 on Alder      (fp16):    178.2 tok/s\n"
            "  Lynx                 on Alder      (bf16):     62.4 tok/s");
  EXPECT_EQ(section(performance_text(small_study()), "Top 3 - Energy Efficiency"),
            "Top 3 - Energy Efficiency (Lowest Joules/Token):\n"
            "  Heron                on Birch      (bf16):    0.500 J/tok\n"
            "  Lynx                 on Alder      (bf16):    0.500 J/tok\n"
            "  Lynx                 on Alder      (fp16):    0.500 J/tok");
}

TEST(PerformanceText, ListsEveryRunByModel) {
  EXPECT_EQ(section(performance_text(small_study()), "\nLynx:"),
            "\nLynx:\n"
            "  Alder      bf16 : TPS=  62.4, RAM=  8.0GB, Eff= 1.50 tok/s/W, Energy= 0.500 J/tok\n"
            "  Alder      fp16 : TPS= 178.2, RAM=  8.0GB, Eff= 1.50 tok/s/W, Energy= 0.500 J/tok");
}

TEST(PerformanceText, DashesWhatIsUnknown) {
  EXPECT_EQ(section(performance_text(small_study()), "\nOtter:"),
            "\nOtter:\n"
            "  Alder      fp16 : TPS=   3.0, RAM=  8.0GB, Eff=    - tok/s/W, Energy=     - J/tok");
}

TEST(CaptionText, RanksByLatencyLengthSuccessAndBalance) {
  const std::string text = caption_text(small_study());
  // p90 of mean -+ sd: mean - sd + 0.9 x 2 sd = mean + 0.8 sd
  EXPECT_EQ(section(text, "Top 5 Fastest"),
            "Top 5 Fastest (Lowest Mean Latency):\n"
            "  1. Lynx                 on Alder      (bf16):   894.6ms mean,   966.2ms P90\n"
            "  2. Lynx                 on Alder      (fp16):   951.7ms mean,  1027.8ms P90\n"
            "  3. Heron                on Birch      (bf16):  2126.0ms mean,  2296.1ms P90\n"
            "  4. Otter                on Alder      (fp16):  4000.0ms mean,  4320.0ms P90");
  EXPECT_NE(section(text, "Top 5 Most Consistent").find("CV= 10.0%"), std::string::npos);
  EXPECT_NE(section(text, "Top 5 Most Detailed").find(" 200.0 chars avg"), std::string::npos);
  EXPECT_NE(section(text, "Top 5 Most Reliable")
                .find("4. Otter                on Alder      (fp16):  95.0% success (95 "
                      "successful, 5 errors)"),
            std::string::npos)
      << text;
  // (1 - 894.6 / 4,000 + 1) / 2 = 0.888
  EXPECT_NE(section(text, "Top 5 Best Speed/Quality Balance")
                .find("1. Lynx                 on Alder      (bf16):  894.6ms,  200.0 chars, "
                      "score=0.888"),
            std::string::npos)
      << text;
}

TEST(CaptionText, ListsNoMoreThanFive) {
  std::vector<RunMetrics> runs;
  for (char c = 'a'; c <= 'g'; ++c)
    runs.push_back(run_of(std::string(1, c), "Alder", "bf16", 1, c));
  const std::string fastest = section(caption_text(make_study(runs)), "Top 5 Fastest");
  EXPECT_NE(fastest.find("  5. e "), std::string::npos) << fastest;
  EXPECT_EQ(fastest.find("  6. "), std::string::npos) << fastest;
}

TEST(TextReports, NameWhatWasLeftOut) {
  const Study study = make_study({make_run_metrics("Lynx", "Alder", "bf16"),
                                  failed_run_metrics("Otter", "Cedar", "fp16", 2500)});
  for (const std::string& text : {performance_text(study), caption_text(study)}) {
    EXPECT_NE(text.find("Cedar/Otter/fp16"), std::string::npos);
    EXPECT_NE(text.find("2,500"), std::string::npos);
  }
  for (const std::string& text : {performance_text(small_study()), caption_text(small_study())}) {
    EXPECT_EQ(text.find("LEFT OUT"), std::string::npos);
  }
}

TEST(TextReports, OfNothingListNothing) {
  const Study study = make_study({failed_run_metrics("Otter", "Cedar", "fp16", 9)});
  EXPECT_NE(performance_text(study).find("Total benchmark runs: 0"), std::string::npos);
  EXPECT_EQ(section(performance_text(study), "Top 3 - Tokens per Second:"),
            "Top 3 - Tokens per Second:\n  none");
  EXPECT_EQ(section(caption_text(study), "Top 5 Fastest"),
            "Top 5 Fastest (Lowest Mean Latency):\n  none");
}

}  // namespace
}  // namespace sightmark
