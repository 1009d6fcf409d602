#include "report/phrase.h"
#include "report/study_sentence.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"
#include "study/use_case.h"

namespace sightmark {
namespace {

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Phrase, PutsUnitsBehindNumbers) {
  EXPECT_EQ(with_unit(tokens_per_second(), 1542.66), "1,542.7 tok/s");
  EXPECT_EQ(with_unit(latency_variation(), 22.34), "22.3%");
  EXPECT_EQ(with_unit(mean_latency(), 894.6), "895 ms");
  EXPECT_EQ(with_unit(balance_score(make_study({})), 0.8684), "0.868");
}

TEST(Phrase, GivesSmallRatiosMorePrecisely) {
  EXPECT_EQ(times(1.024), "1.02");
  EXPECT_EQ(times(3.04), "3.0");
}

TEST(Phrase, NamesSeveralInOneText) {
  EXPECT_EQ(in_words(std::vector<std::string>{"Dell", "Orin"}), "Dell, Orin");
  EXPECT_EQ(in_words(std::vector<std::string>()), "none");
}

TEST(Phrase, LeadsTheNextModelInTheRightDirection) {
  RunMetrics fast = make_run_metrics("Lynx", "Alder", "bf16"),
             slow = make_run_metrics("Heron", "Birch", "fp16");
  set_latency(fast, spread(500));
  slow.values["tokens_per_sec"] = Estimate{10, {}};
  const Study study = make_study({fast, slow});
  const auto quick = champion(complete_runs(study), mean_latency());
  EXPECT_TRUE(says(lead(mean_latency(), *quick), "Heron on Birch (fp16)"));
  EXPECT_TRUE(says(lead(mean_latency(), *quick), "2.0"));
  EXPECT_TRUE(says(lead(mean_latency(), *quick), "1,000 ms"));
  const auto busy = champion(complete_runs(study), tokens_per_second());
  EXPECT_TRUE(says(lead(tokens_per_second(), *busy), "3.0"));
  EXPECT_TRUE(says(lead(tokens_per_second(), *busy), "10.0 tok/s"));
  const Study alone = make_study({fast});
  EXPECT_EQ(lead(mean_latency(), *champion(complete_runs(alone), mean_latency())), "");
}

TEST(Phrase, NamesAConfigurationOnce) {
  const RunMetrics run = make_run_metrics("Lynx", "Alder", "bf16");
  const Study study = make_study({run, run});
  EXPECT_EQ(runs_in_words(complete_runs(study)), "Lynx on Alder (bf16)");
}

TEST(Phrase, SaysWhatIsKnownOfLoadTimes) {
  RunMetrics a = make_run_metrics("a", "Alder", "bf16"), b = make_run_metrics("b", "Alder", "bf16");
  EXPECT_TRUE(says(load_time_note(make_study({a, b})), "no run"));
  a.values["load_time"] = Estimate{3.25, {}};
  EXPECT_TRUE(says(load_time_note(make_study({a, b})), "3.2 s (a on Alder (bf16))"));
  b.values["load_time"] = Estimate{9, {}};
  const std::string note = load_time_note(make_study({a, b}));
  EXPECT_TRUE(says(note, "2 of 2") && says(note, "3.2 s") && says(note, "9.0 s")) << note;
}

TEST(Phrase, SaysHowPowerWasMeasuredOnEachDevice) {
  RunMetrics a = make_run_metrics("a", "Alder", "bf16"), b = make_run_metrics("b", "Birch", "bf16");
  a.conditions.power_method = "tegrastats";
  a.conditions.power_scope = PowerScope::GpuRail;
  b.totals.power_w.reset();
  const std::string note = power_note(make_study({a, b}));
  EXPECT_TRUE(says(note, "tegrastats")) << note;
  EXPECT_TRUE(says(note, "the GPU rail alone")) << note;
  EXPECT_TRUE(says(note, "Birch not measured")) << note;
}

TEST(ReadingNotes, NameRunsWithProblemsOnly) {
  RunMetrics good = make_run_metrics("a", "Alder", "bf16"), bad = good;
  EXPECT_TRUE(reading_notes(make_study({good})).empty());
  bad.run_dir = "alder_output/bad";
  bad.damaged_line_count = 1;
  bad.duplicate_count = 2;
  bad.wrong_field_count = 1200;
  const auto notes = reading_notes(make_study({good, bad}));
  ASSERT_EQ(notes.size(), 1u);
  for (const char* part : {"alder_output/bad", "1 damaged record", "2 ", "1,200 "}) {
    EXPECT_TRUE(says(notes[0], part)) << notes[0];
  }
}

}  // namespace
}  // namespace sightmark
