#include "report/summary.h"

#include <gtest/gtest.h>

#include "fakes/fake_audit.h"

namespace sightmark {
namespace {

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

ReportContext context_of(const std::vector<RunMetrics>& runs) {
  return {.date = "2026-01-30",
          .folder = "analysis",
          .files = {{"vision_plots/plot_12_tokens_per_second.png", "Tokens per second", "A mean."},
                    {"ANALYSIS_SUMMARY.md", "this summary", ""}},
          .left_out = left_out(runs),
          .commands = {"sightmark analyze alder_output --out analysis"}};
}

std::string summary_of(const std::vector<RunMetrics>& runs, const ReportContext& context) {
  const Audited audited(runs);
  return analysis_summary(audited.study, audited.audit, context);
}

std::string summary_of(const std::vector<RunMetrics>& runs) {
  return summary_of(runs, context_of(runs));
}

// The text of a section, from its heading up to the next one of the same level.
std::string section(const std::string& text, const std::string& heading) {
  const std::size_t from = text.find("\n## " + heading);
  if (from == std::string::npos) return "";
  return text.substr(from, text.find("\n## ", from + 1) - from);
}

RunMetrics lynx(const std::string& device, const std::string& dtype) {
  RunMetrics run = make_run_metrics("Lynx", device, dtype);
  run.tasks = {make_task_metrics("brief", 100, 50), make_task_metrics("count", 900, 150)};
  return run;
}

RunMetrics heron(const std::string& device, const std::string& dtype) {
  RunMetrics run = make_run_metrics("Heron", device, dtype);
  run.values["generated_tokens_per_s"] = Estimate{99, Interval{98, 100}};
  run.values["energy_per_inference"] = Estimate{7.25, {}};
  set_latency(run, spread(400, 20));
  return run;
}

TEST(Summary, SaysNothingOfANextModelWhereThereIsOnlyOne) {
  const std::string text = section(summary_of({lynx("Alder", "bf16")}), "Recommendations");
  EXPECT_TRUE(says(text, "among 1 qualifying run."));
  EXPECT_FALSE(says(text, "; ."));
}

TEST(Summary, HasEverySection) {
  const std::string text = summary_of({lynx("Alder", "bf16"), lynx("Alder", "fp16"),
                                       heron("Birch", "bf16"), lynx("Birch", "bf16")});
  for (const char* heading :
       {"Main findings", "Champions", "Recommendations", "Devices", "Models", "Precision",
        "Task types", "Files", "How to use", "Notes", "Conclusions"}) {
    EXPECT_NE(section(text, heading), "") << heading;
  }
  for (const char* part :
       {"2026-01-30", "Lynx", "Heron", "Alder", "Birch", "bf16", "fp16", "Developers",
        "Researchers", "Decision makers", "sightmark analyze alder_output --out analysis",
        "plot_12_tokens_per_second.png", "Load time", "Power"}) {
    EXPECT_TRUE(says(text, part)) << part;
  }
}

TEST(Summary, GivesChampionsAndRecommendationsWithTheirFigures) {
  const std::string text = summary_of({lynx("Alder", "bf16"), heron("Birch", "bf16")});
  const std::string champions = section(text, "Champions");
  EXPECT_TRUE(says(champions, "Heron on Birch (bf16)")) << champions;
  EXPECT_TRUE(says(champions, "99.0 tok/s (98.0 to 100.0)")) << champions;
  EXPECT_TRUE(says(champions, "Most power-efficient, over the GPU board")) << champions;
  EXPECT_TRUE(says(champions, "416 ms")) << champions;  // 400 -+ 20: 380 + 0.9 x 40
  const std::string made = section(text, "Recommendations");
  for (const char* part :
       {"Real-time video", "Detailed understanding", "High-throughput batch",
        "Power-constrained edge", "Production reliability", "Balanced", "7.25 J"}) {
    EXPECT_TRUE(says(made, part)) << part;
  }
}

TEST(Summary, SetsTheReferencesMetricBesideAndSaysWhyItDiffers) {
  RunMetrics image = lynx("Alder", "bf16");
  image.values["tokens_per_sec"] = Estimate{500, {}};
  image.totals.prompt_tokens = 114'600;
  const std::string text = summary_of({image, heron("Birch", "bf16")});
  const std::string words =
      "tokens per second puts Lynx on Alder (bf16) first, 500.0 tok/s: it counts prompt tokens, "
      "1,146 per request there and 10 here";
  EXPECT_TRUE(says(section(text, "Champions"), words)) << text;
  EXPECT_TRUE(says(section(text, "Recommendations"), "Ranked as the reference study did, " + words))
      << text;
}

TEST(Summary, SetsEnergyOfAnotherScopeApart) {
  RunMetrics rail = lynx("Alder", "bf16");
  rail.conditions.power_scope = PowerScope::GpuRail;
  const std::string text = summary_of({heron("Birch", "bf16"), rail});
  EXPECT_TRUE(says(section(text, "Recommendations"),
                   "Not compared, over the GPU rail alone: Lynx on Alder (bf16), 15.00 J."))
      << text;
}

TEST(Summary, WarnsOfLoopingAnswersBesideAPickByTheirLengthOnlyWhereThePickHasThem) {
  RunMetrics wordy = lynx("Alder", "bf16"), brief = heron("Alder", "bf16");
  set_answer_length(wordy, spread(300, 20));
  set_answer_length(brief, spread(30, 2));
  const std::string warning = "Length is not quality";
  wordy.conditions.looping_count = 10;
  EXPECT_TRUE(says(section(summary_of({wordy, brief}), "Recommendations"), warning));
  std::swap(wordy.conditions.looping_count, brief.conditions.looping_count);
  const std::string text = summary_of({wordy, brief});
  EXPECT_FALSE(says(section(text, "Recommendations"), warning)) << text;
  EXPECT_TRUE(says(section(text, "Champions"), warning)) << text;
}

TEST(Summary, KnowsNoStrengthOfASingleDevice) {
  const std::string devices =
      section(summary_of({lynx("Alder", "bf16"), heron("Alder", "bf16")}), "Devices");
  EXPECT_TRUE(says(devices, "Alder"));
  for (const Metric& metric : {latency_p90(), generated_tokens_per_second(), success_rate()}) {
    EXPECT_FALSE(says(devices, metric.name)) << devices;
  }
}

TEST(Summary, SaysThatThereIsNoPrecisionPair) {
  const std::string precision = section(summary_of({lynx("Alder", "bf16")}), "Precision");
  EXPECT_TRUE(says(precision, "No model ran in both")) << precision;
  EXPECT_FALSE(says(precision, "%")) << precision;
}

TEST(Summary, GivesTheChangeOfEachPrecisionPair) {
  const RunMetrics faster = lynx("Alder", "bf16"), slower = lynx("Alder", "fp16");
  ReportContext context = context_of({faster, slower});
  context.precisions = {
      {{"Lynx", "Alder", nullptr, nullptr},
       comparison({slower, make_trial_table(1)}, {faster, make_trial_table(0.75)})}};
  const std::string precision = section(summary_of({faster, slower}, context), "Precision");
  EXPECT_TRUE(says(precision, "| Lynx on Alder | 40 | -25.0% (-25.0 to -25.0): faster |"))
      << precision;
  EXPECT_TRUE(says(precision, "Choose bf16 for speed")) << precision;
}

TEST(Summary, SaysWhatAnswersTakeAndCost) {
  RunMetrics run = lynx("Alder", "bf16");  // 15 J (14 to 16) an answer
  run.values["answers_per_wh"] = Estimate{240, {}};
  const std::string free = section(summary_of({run}), "Answers, energy and cost");
  EXPECT_TRUE(says(free, "| Lynx on Alder (bf16) | – | the GPU board | 240.0 | – | – |\n")) << free;
  ReportContext context = context_of({run});
  context.price = Price{0.48, "EUR|"};
  const std::string priced = section(summary_of({run}, context), "Answers, energy and cost");
  EXPECT_TRUE(says(priced, " 1,000 answers at 0.48 EUR\\| per kWh |\n")) << priced;
  EXPECT_TRUE(says(priced, "| – | 0.0020 (0.0019 to 0.0021) |\n")) << priced;
  const std::string picks = section(summary_of({run}, context), "Recommendations");
  EXPECT_TRUE(says(picks,
                   "Yield: by the power of the GPU board, 240.0 answers/Wh, 0.0020 "
                   "EUR\\| for 1,000 answers."))
      << picks;
}

TEST(Summary, HasNoChampionOfEnergyWithoutPower) {
  RunMetrics run = lynx("Alder", "bf16");
  run.totals.power_w = run.totals.energy_j = std::nullopt;
  run.values.erase("tps_per_watt");
  run.values.erase("joules_per_token");
  clear_energy(run);
  const std::string text = summary_of({run});
  EXPECT_FALSE(says(section(text, "Champions"), "Most power-efficient"));
  EXPECT_TRUE(says(section(text, "Champions"), "Highest throughput"));
  EXPECT_TRUE(says(section(text, "Recommendations"), "No run qualifies"));
  EXPECT_TRUE(says(section(text, "Notes"), "Alder not measured"));
}

TEST(Summary, RanksNothingWhereEveryRunFailed) {
  const std::string text = summary_of({failed_run_metrics("Otter", "Cedar", "fp16", 2500)});
  for (const char* heading : {"Main findings", "Champions", "Recommendations", "Devices", "Models",
                              "Precision", "Task types", "Conclusions"}) {
    EXPECT_EQ(section(text, heading), "") << heading;
  }
  EXPECT_TRUE(says(text, "Cedar/Otter/fp16")) << text;
  EXPECT_TRUE(says(text, "2,500")) << text;
}

TEST(Summary, ListsTasksFromTheFastest) {
  const std::string tasks = section(summary_of({lynx("Alder", "bf16")}), "Task types");
  EXPECT_LT(tasks.find("| brief |"), tasks.find("| count |"));
  EXPECT_EQ(section(summary_of({make_run_metrics("a", "b", "c")}), "Task types").find("| "),
            std::string::npos);
}

RunMetrics scored(RunMetrics run, double percent) {
  set_accuracy(run, percent, 2);
  return run;
}

TEST(Summary, SaysNothingOfAccuracyWithoutTruth) {
  EXPECT_EQ(section(summary_of({lynx("Alder", "bf16")}), "Accuracy"), "");
}

TEST(Summary, NamesTheMostAccurateAndWhetherItIsApartFromTheNext) {
  const std::string apart =
      section(summary_of({scored(lynx("Alder", "bf16"), 80), scored(heron("Birch", "bf16"), 90)}),
              "Accuracy");
  EXPECT_TRUE(says(apart, "Most accurate: Heron on Birch (bf16), 90.0% (88.0 to 92.0)")) << apart;
  EXPECT_TRUE(says(apart, "Next: Lynx on Alder (bf16), 80.0%")) << apart;
  EXPECT_TRUE(says(apart, "do not overlap")) << apart;
  EXPECT_TRUE(says(apart, "| brief | objects | 85.0% | Heron on Birch")) << apart;

  const std::string alike =
      section(summary_of({scored(lynx("Alder", "bf16"), 88), scored(heron("Birch", "bf16"), 90)}),
              "Accuracy");
  EXPECT_TRUE(says(alike, "the lead may be chance")) << alike;
  EXPECT_FALSE(says(alike, "do not overlap")) << alike;
}

TEST(Summary, SaysHowManyTrialsWereNotScored) {
  RunMetrics run = scored(lynx("Alder", "bf16"), 80);
  run.accuracy->whole.failed_count = 3;
  EXPECT_TRUE(says(section(summary_of({run}), "Accuracy"), "3 trials failed"));
}

TEST(Summary, WarnsBesideTheNumbers) {
  RunMetrics run = heron("Birch", "bf16");
  run.totals.prompt_tokens = 114'600;
  const std::string text = summary_of({lynx("Alder", "bf16"), run});
  EXPECT_TRUE(says(section(text, "Champions"), "1,146"));
  EXPECT_FALSE(says(summary_of({lynx("Alder", "bf16")}), "with care"));
}

TEST(Summary, OfOtherDataSaysOtherThings) {
  const std::string one = summary_of({lynx("Alder", "bf16"), heron("Birch", "bf16")});
  RunMetrics slow = heron("Birch", "bf16");
  set_latency(slow, spread(9000, 900));
  slow.values["generated_tokens_per_s"] = Estimate{1, {}};
  const std::string other = summary_of({lynx("Alder", "bf16"), slow});
  for (const char* heading :
       {"Main findings", "Champions", "Recommendations", "Models", "Conclusions"}) {
    EXPECT_NE(section(one, heading), section(other, heading)) << heading;
  }
}

TEST(Summary, TakesHostileNamesForText) {
  RunMetrics run = lynx("Alder", "bf16");
  run.model = "<b>|{{date}}|[x](y)\n# z";
  run.model_id = "acme/evil";
  const std::string text = summary_of({run});
  for (const char* part : {"<b>", "{{date}}", "[x](y)", "\n# z"}) {
    EXPECT_FALSE(says(text, part)) << part;
  }
  EXPECT_TRUE(says(text, "&lt;b&gt;"));
}

TEST(Readme, ListsFilesFindingsAndWhatIsMissing) {
  const std::vector<RunMetrics> runs = {lynx("Alder", "bf16"),
                                        failed_run_metrics("Otter", "Cedar", "fp16", 9)};
  ReportContext context = context_of(runs);
  context.missing_figures = {{"plot_16_load_time.png", "no run has it"}};
  const Audited audited(runs);
  for (const std::string& text : {performance_readme(audited.study, audited.audit, context),
                                  caption_readme(audited.study, audited.audit, context)}) {
    for (const char* part : {"plot_12_tokens_per_second.png", "A mean.", "plot_16_load_time.png",
                             "no run has it", "Lynx on Alder (bf16)", "Cedar/Otter/fp16"}) {
      EXPECT_TRUE(says(text, part)) << part;
    }
  }
}

TEST(Readme, ChangesWithTheData) {
  const std::vector<RunMetrics> one = {lynx("Alder", "bf16")}, other = {heron("Birch", "bf16")};
  const Audited lynxes(one), herons(other);
  EXPECT_NE(performance_readme(lynxes.study, lynxes.audit, context_of(one)),
            performance_readme(herons.study, herons.audit, context_of(other)));
}

}  // namespace
}  // namespace sightmark
