#include "compare/comparison.h"

#include <gtest/gtest.h>

#include <cmath>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

constexpr std::uint32_t kImageCount = 40;

// Trials about 40 images in two tasks, of which `change` may change what it wants. Latencies differ
// between images far more than runs do.
struct PairedRun {
  RunMetrics metrics = make_run_metrics("Lynx", "Alder", "bf16");
  TrialTable trials = {.tasks = {"brief", "scene"}, .image_count = kImageCount};
};

Comparison compared(const PairedRun& a, const PairedRun& b, bool is_forced = false) {
  return comparison({a.metrics, a.trials}, {b.metrics, b.trials}, is_forced);
}

template <typename ChangeTrial>
PairedRun run_of(ChangeTrial change) {
  PairedRun run;
  for (std::uint32_t image = 0; image < kImageCount; ++image) {
    run.trials.images.push_back("image_" + std::to_string(image));
    for (std::uint32_t task = 0; task < 2; ++task) {
      TrialRow trial{.image = image,
                     .task = task,
                     .latency_ms = 500 + 100 * image + 50 * task,
                     .generated_tokens = 20 + image % 7,
                     .answer_length = 100 + image};
      change(trial);
      if (trial.latency_ms) trial.busy_s = *trial.latency_ms / 1000;
      run.trials.trials.push_back(trial);
    }
  }
  return run;
}

PairedRun plain_run() {
  return run_of([](TrialRow&) {});
}

const ComparisonRow& sure_row(const Comparison& comparison, const std::string& key) {
  for (const ComparisonRow& row : comparison.rows) {
    if (row.metric->key == key) return row;
  }
  throw std::out_of_range("no row " + key);
}

// Of latencies times `factor`, give or take a percent, from trial to trial.
Change latency_change(double factor, const std::string& key = "latency_mean") {
  const PairedRun a = plain_run(),
                  b = run_of([&](TrialRow& trial) {
                    const double noise = (trial.image + trial.task) % 2 ? 1.01 : 0.99;
                    *trial.latency_ms *= factor * noise;
                  });
  return *sure_row(compared(a, b), key).change;
}

TEST(Pairing, JoinsByNameTaskAndRepeatWhateverTheOrder) {
  TrialTable a{{"x", "y", "z"}, {"brief", "scene"}, {}}, b{{"z", "y"}, {"scene", "brief"}, {}};
  a.trials = {{0, 0, 0, true}, {1, 0, 0, true}, {1, 0, 1, true}, {2, 1, 0, true}};
  b.trials = {{0, 0, 0, true}, {1, 1, 0, true}, {1, 1, 2, true}, {0, 1, 0, true}};
  const Pairing pairing = paired(a, b);
  ASSERT_EQ(pairing.pairs.size(), 2u);
  EXPECT_EQ(pairing.image_count, 2u);
  EXPECT_EQ(pairing.pairs[0].a, &a.trials[1]);  // y, brief
  EXPECT_EQ(pairing.pairs[0].b, &b.trials[1]);
  EXPECT_EQ(pairing.pairs[1].a, &a.trials[3]);  // z, scene
  EXPECT_EQ(pairing.pairs[1].b, &b.trials[0]);
  EXPECT_NE(pairing.pairs[0].image, pairing.pairs[1].image);
}

TEST(Comparison, IsTheRatioOverPairs) {
  const Change change = latency_change(1.1);
  EXPECT_EQ(change.pair_count, 80u);
  EXPECT_EQ(change.image_count, 40u);
  EXPECT_DOUBLE_EQ(change.a, 500 + 100 * 19.5 + 25);
  EXPECT_NEAR(change.change, 10, 0.1);
  EXPECT_NEAR(*change.median_change, 10, 1.11);
  EXPECT_EQ(change.verdict, Verdict::Higher);
  EXPECT_LT(change.test->p_value, 1e-6);
  // Images differ by a factor of nine, and yet: only what differs within pairs makes it wide.
  EXPECT_GT(change.interval->low, 9.5);
  EXPECT_LT(change.interval->high, 10.5);
  EXPECT_EQ(latency_change(0.9).verdict, Verdict::Lower);
}

TEST(Comparison, IsEquivalentOnlyWhereTheWholeIntervalIsWithinTwoPercent) {
  const Change small = latency_change(1.015);
  EXPECT_GT(small.interval->low, 0);  // a difference, for certain, but none that matters
  EXPECT_LT(small.interval->high, 2);
  EXPECT_EQ(small.verdict, Verdict::Equivalent);
  EXPECT_EQ(latency_change(1.021).verdict, Verdict::Higher);

  const PairedRun a = plain_run(), noisy = run_of([](TrialRow& trial) {
                                     *trial.latency_ms *= trial.image % 2 ? 1.3 : 0.7;
                                   });
  EXPECT_EQ(sure_row(compared(a, noisy), "latency_mean").change->verdict, Verdict::NotEnoughData);
}

TEST(Comparison, OfPercentilesHasTheirRatioAndNoTest) {
  const Change change = latency_change(1.1, "latency_p90");
  EXPECT_NEAR(change.change, 10, 1.2);
  EXPECT_TRUE(change.interval);
  EXPECT_FALSE(change.test);
  EXPECT_EQ(change.verdict, Verdict::Higher);
}

TEST(Comparison, OfTheSameIsExact) {
  const PairedRun a = plain_run();
  const Comparison same = compared(a, a);
  for (const char* key : {"latency_mean", "latency_p90", "generated_tokens", "answer_length"}) {
    const Change change = *sure_row(same, key).change;
    EXPECT_EQ(change.change, 0) << key;
    EXPECT_EQ(change.interval, (Interval{0, 0})) << key;
    EXPECT_EQ(change.verdict, Verdict::Equivalent) << key;
    EXPECT_FALSE(change.test) << key;  // nothing differs, so there is nothing to test
  }
}

TEST(Comparison, OfFewerThanTenImagesHasNoInterval) {
  PairedRun a = plain_run(), b = plain_run();
  b.trials.trials.resize(18);  // of 9 images
  const Change change = *sure_row(compared(a, b), "latency_mean").change;
  EXPECT_EQ(change.image_count, 9u);
  EXPECT_FALSE(change.interval);
  EXPECT_EQ(change.verdict, Verdict::NotEnoughData);
}

TEST(Comparison, LeavesOutPairsOfWhichOneFailed) {
  const PairedRun a = plain_run(), b = run_of([](TrialRow& trial) {
                                     if (trial.image < 10)
                                       trial = {trial.image, trial.task, 0, false};
                                   });
  const Comparison all = compared(a, b);
  EXPECT_EQ(all.pair_count, 80u);
  EXPECT_EQ(sure_row(all, "latency_mean").change->pair_count, 60u);
  const Change success = *sure_row(all, "success").change;
  EXPECT_EQ(success.pair_count, 80u);
  EXPECT_EQ(success.a, 100);
  EXPECT_EQ(success.b, 75);
  EXPECT_EQ(success.change, -25);  // points
  EXPECT_EQ(success.verdict, Verdict::Lower);
  EXPECT_NEAR(success.test->p_value, 2 * std::pow(0.5, 10), 1e-12);  // all ten to one side
}

TEST(Comparison, OfSharesWithoutADifferenceIsAsSureAsItsImagesAreMany) {
  const PairedRun a = plain_run();
  const Change success = *sure_row(compared(a, a), "success").change;
  EXPECT_NEAR(success.interval->high, 100 * 3.8415 / (40 + 3.8415), 0.01);  // Wilson's of 0 of 40
  EXPECT_EQ(success.interval->low, -success.interval->high);
  EXPECT_EQ(success.verdict, Verdict::NotEnoughData);
}

TEST(Comparison, OfRatesDividesSumsBySums) {
  const PairedRun a = plain_run(), b = run_of([](TrialRow& trial) {
                                     *trial.generated_tokens *= 2;
                                     *trial.latency_ms *= 4;
                                   });
  const Change change = *sure_row(compared(a, b), "generated_tokens_per_s").change;
  EXPECT_DOUBLE_EQ(change.change, -50);
  EXPECT_DOUBLE_EQ(*change.median_change, -50);
}

// Fifteen images in two tasks, of which everything is recorded; three trials failed.
Run recorded_run() {
  Run run;
  for (std::size_t i = 0; i < 30; ++i) {
    static const std::string kImages = "abcdefghijklmno";
    Trial& trial = run.trials.emplace_back(make_trial(std::string_view(kImages).substr(i / 2, 1),
                                                      i % 2 ? "scene_context" : "caption_brief"));
    if (i % 10 == 3) {
      trial = failed_trial(trial.image, trial.task);
    } else {
      trial.ttft_ms = 100 + 5.0 * static_cast<double>(i);
      trial.decode_ms = 700 - 3.0 * static_cast<double>(i);
      trial.response_tokens = static_cast<std::int64_t>(5 + i % 7);
      trial.output_text = i % 4 ? "A beach at night." : "A beach by day with a red circle.";
    }
    trial.latency_ms = 500 + 40.0 * static_cast<double>(i);
    trial.energy_j = 10 + static_cast<double>(i);
    if (i % 2 == 0)
      run.truths.push_back(
          {.image = std::string(trial.image), .location = "beach", .light = "night"});
  }
  run.meta.max_new_tokens = 10;
  run.meta.idle_power_w = 5;
  run.meta.idle_power_scope = PowerScope::GpuBoard;
  run.summary = RunSummary{.elapsed_s = 60, .request_time_s = 20};  // some requests overlapped
  return run;
}

// One key has one formula.
TEST(Comparison, OfARunWithItselfHasTheRunsValues) {
  const auto run = recorded_run();
  const TrialTable table = trial_table(run);
  const RunMetrics measured = measure(run, table, {});
  const Comparison same = comparison({measured, table}, {measured, table});
  ASSERT_EQ(same.rows.size(), compared_metrics().size());
  for (const ComparisonRow& row : same.rows) {
    const auto value = row.metric->value(measured);
    ASSERT_TRUE(value) << row.metric->key;
    if (*value == 0) continue;  // no ratio to it
    ASSERT_TRUE(row.change) << row.metric->key;
    EXPECT_NEAR(row.change->a, *value, 1e-9 * *value) << row.metric->key;
    EXPECT_NEAR(row.change->b, *value, 1e-9 * *value) << row.metric->key;
  }
}

TEST(Comparison, CountsWhatFailuresCost) {
  const auto of = [](std::uint32_t failed_below) {
    return run_of([=](TrialRow& trial) {
      trial.energy_j = 20;
      if (trial.image >= failed_below) return;
      trial.is_success = false;
      trial.latency_ms = trial.generated_tokens = trial.answer_length = std::nullopt;
      trial.busy_s = 1;
    });
  };
  const Comparison all = compared(of(0), of(10));
  const Change energy = *sure_row(all, "energy_per_inference").change;
  EXPECT_EQ(energy.pair_count, 80u);
  EXPECT_DOUBLE_EQ(energy.a, 20);
  EXPECT_DOUBLE_EQ(energy.b, 20 * 80.0 / 60);
  EXPECT_EQ(energy.verdict, Verdict::Higher);
  EXPECT_EQ(sure_row(all, "generated_tokens_per_s").change->pair_count, 80u);
  EXPECT_EQ(sure_row(all, "latency_mean").change->pair_count, 60u);
}

TEST(Comparison, HasNoRowForWhatNeitherRunHasAndNoNumberForWhatOneLacks) {
  const PairedRun a = plain_run(), b = run_of([](TrialRow& trial) { trial.ttft_ms = 100; });
  const Comparison all = compared(a, b);
  EXPECT_THROW(sure_row(all, "energy_per_inference"), std::out_of_range);
  const ComparisonRow& ttft = sure_row(all, "ttft_mean");
  EXPECT_FALSE(ttft.is_in_a);
  EXPECT_TRUE(ttft.is_in_b);
  EXPECT_FALSE(ttft.change);
}

TEST(Comparison, RefusesWhatObstaclesForbidUnlessForced) {
  const auto with_energy = [](TrialRow& trial) { trial.energy_j = 20; };
  PairedRun a = run_of(with_energy), b = run_of(with_energy);
  b.metrics.conditions.power_scope = PowerScope::GpuRail;
  const Comparison refused = compared(a, b);
  EXPECT_FALSE(sure_row(refused, "energy_per_inference").change);
  EXPECT_EQ(sure_row(refused, "energy_per_inference").obstacles.size(), 1u);
  EXPECT_TRUE(sure_row(refused, "latency_mean").change);
  EXPECT_TRUE(sure_row(compared(a, b, true), "energy_per_inference").change);
}

}  // namespace
}  // namespace sightmark
