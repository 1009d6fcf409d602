#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metric/metric.h"
#include "metric/trial_table.h"
#include "stats/bootstrap.h"
#include "stats/robust.h"
#include "study/study.h"

namespace sightmark {

// What the interval of the second run's change says. Within this much it is no difference that
// matters.
inline constexpr double kEquivalencePercent = 2;
enum class Verdict { Lower, Higher, Equivalent, NotEnoughData };

// Two runs by one metric, over the pairs that have it in both.
struct Change {
  std::size_t pair_count, image_count;
  double a, b;                          // over these pairs, in the metric's unit
  double change;                        // of b: in percent of a, of a share in percentage points
  std::optional<Interval> interval;     // of the change, at 95%; none below ten images
  std::optional<double> median_change;  // that of the median pair; none for a percentile
  std::optional<SignedRankTest> test;   // of one median an image; likewise
  Verdict verdict;
};

struct ComparisonRow {
  const Metric* metric;                // one of compared_metrics()
  std::vector<std::string> obstacles;  // differences that forbid it (audit/audit.h)
  std::vector<std::string> cautions;   // those that weaken it
  std::optional<Change> change;        // none where obstacles forbid it, or no pair has the metric
  bool is_in_a, is_in_b;               // whether some trial has the metric
};

struct Comparison {
  std::size_t pair_count, image_count;
  std::vector<ComparisonRow> rows;  // of the metrics that a run has, in the order they were given
};

// The row of that metric; null if there is none.
const ComparisonRow* row_of(const Comparison& comparison, std::string_view metric_key);

struct ComparedRun {
  const RunMetrics& metrics;
  const TrialTable& trials;  // of the same run
};

// The metrics that pairs of trials have, by kind: those with terms.
const std::vector<const Metric*>& compared_metrics();

// Two runs by these metrics, each by its formula over the pairs of trials. Where `is_forced`,
// obstacles forbid nothing. Definitions: docs/metrics.md, "Comparing two runs".
Comparison comparison(const ComparedRun& a, const ComparedRun& b, bool is_forced = false,
                      const std::vector<const Metric*>& metrics = compared_metrics());

// A run in fp16 and one in bf16 of the same model on the same device.
struct PrecisionRuns {
  std::string model, device;
  const RunMetrics *fp16, *bf16;  // of the study
};

// Of the complete runs; of several in both precisions the first with the first, the second with the
// second. By model and device, as the study orders them.
std::vector<PrecisionRuns> runs_in_both_precisions(const Study& study);

// What the two are compared by.
std::vector<const Metric*> precision_metrics();

// The two trial by trial: A is fp16.
struct PrecisionComparison {
  PrecisionRuns runs;
  Comparison comparison;
};

// The same question in two runs: about the image of that name, in that task and repeat.
struct TrialPair {
  std::uint32_t image;  // below the pairing's image_count
  const TrialRow *a, *b;
};

struct Pairing {
  std::vector<TrialPair> pairs;  // in the order of `a`; point into the tables
  std::size_t image_count = 0;   // that both runs were asked about in some same task
};

Pairing paired(const TrialTable& a, const TrialTable& b);

}  // namespace sightmark
