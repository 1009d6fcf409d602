#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compare/comparison.h"
#include "metric/cost.h"
#include "study/ranking.h"
#include "study/study.h"
#include "study/title.h"

// Findings as parts of sentences. Names stand as the files have them: escape before showing.
namespace sightmark {

// A table's cell without a value.
inline constexpr const char* kNothing = "–";

// A name from a file as a text shows it.
std::string report_name(const std::string& name);

// "542.7 tok/s".
std::string with_unit(const Metric& metric, double value);

// "42.6 tok/s (42.4 to 42.9)": a value and, where one exists, its interval at 95%.
std::string with_interval(const Metric& metric, const Estimate& estimate);

// "InternVL2-2B on Dell (fp16), 97.2% (95.1 to 98.4)".
std::string standing_in_words(const Study& study, const Metric& metric, const Standing& standing);

// "Most power-efficient, over the GPU board".
std::string title_in_words(const TitleHolder& holder);

// "tokens per second puts SmolVLM2 on Thor (fp16) first, 542.7 tok/s: it counts …"; where it
// agrees, "the same by …".
std::string reference_in_words(const ReferenceView& view);

// "2.4", "1.02": how many times as much.
std::string times(double ratio);

// "Dell, Orin, Thor"; "none" for none.
std::string in_words(const std::vector<std::string>& names);

// The configurations, each once, in one text; of many, only the first.
std::string runs_in_words(const RunPointers& runs);

// How the champion compares with the best run of another model; empty where there is none.
std::string lead(const Metric& metric, const Champion& champion);

// "mean latency 895 ms, 90th percentile 1,174 ms, …": those metrics that the run has.
std::string metrics_of(const RunMetrics& run, const Metric& first);

// "Yield: 3,200 answers/h; by the power of the GPU board, 240.0 answers/Wh, 4.1 h on a battery of
// 100 Wh."; empty where none of these is known.
std::string units_of(const RunMetrics& run, const std::optional<Price>& price);

// The change of a metric from fp16 to bf16: "+3.7% (+3.1 to +4.2): slower"; a dash where it was
// not compared.
std::string precision_change(const PrecisionComparison& compared, const std::string& metric_key);

// Which precision is faster, by the verdicts on mean latency, and what to do about it. Needs at
// least one comparison.
std::string precision_finding(const std::vector<PrecisionComparison>& all);

// What could not be compared, and why: a sentence for each comparison with obstacles.
std::vector<std::string> precision_obstacles(const std::vector<PrecisionComparison>& all);

}  // namespace sightmark
