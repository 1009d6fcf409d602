#include "metric/run_excerpt.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "metric/trial_table.h"
#include "record/name_table.h"
#include "record/run_reader.h"
#include "scoring/accuracy.h"
#include "stats/quantile.h"

namespace sightmark {
namespace {

using Indices = std::vector<std::size_t>;

constexpr std::size_t kTextLimit = 400;  // code points of a name, a prompt or an error
constexpr std::size_t kLongestAnswer = 20'000;
constexpr std::size_t kStretchCount = 100;

std::string in_words(const ImageTruth& truth) {
  std::string words;
  for (const TrueObject& object : truth.objects) {
    words += fmt::format("{}{} {} {}", words.empty() ? "" : ", ", object.size, object.colour,
                         object.shape);
  }
  if (!truth.location.empty()) words += fmt::format("; {}, {}", truth.location, truth.light);
  return words;
}

class Excerpt {
 public:
  Excerpt(const Run& run, const ExcerptLimits& limits) : run_(run), limits_(limits) {}

  std::vector<ExcerptTrial> trials() {
    Indices failed, others;
    for (std::size_t i = 0; i < run_.trials.size(); ++i) {
      tasks_.push_back(task_names_.index_of(run_.trials[i].task));
      (run_.trials[i].error.empty() ? others : failed).push_back(i);
    }
    Indices slowest = others;
    std::stable_sort(slowest.begin(), slowest.end(),
                     [&](std::size_t a, std::size_t b) { return latency(a) > latency(b); });
    slowest.resize(std::min(slowest.size(), limits_.slowest_count));
    std::erase_if(others, [&](std::size_t i) {
      return std::find(slowest.begin(), slowest.end(), i) != slowest.end();
    });

    std::vector<ExcerptTrial> shown;
    const auto show = [&](const Indices& indices, ExcerptReason reason) {
      for (const std::size_t i : indices) shown.push_back(trial(i, reason));
    };
    show(evenly_spaced(failed, limits_.failed_count), ExcerptReason::Failed);
    show(slowest, ExcerptReason::Slowest);
    show(evenly_spaced(others, limits_.sampled_count), ExcerptReason::Sampled);
    return shown;
  }

 private:
  double latency(std::size_t i) const { return run_.trials[i].latency_ms.value_or(-1); }

  const ImageTruth* truth_of(std::string_view image) const {
    const auto at = std::lower_bound(
        run_.truths.begin(), run_.truths.end(), image,
        [](const ImageTruth& truth, std::string_view name) { return truth.image < name; });
    return at != run_.truths.end() && at->image == image ? &*at : nullptr;
  }

  ExcerptTrial trial(std::size_t i, ExcerptReason reason) const {
    const Trial& source = run_.trials[i];
    const std::string_view answer = source.output_text ? *source.output_text : std::string_view();
    ExcerptTrial shown{.index = i,
                       .reason = reason,
                       .image = shortened(image_name(source.image), kTextLimit),
                       .task = tasks_[i],
                       .prompt = shortened(source.prompt, kTextLimit),
                       .answer = shortened(answer, limits_.answer_length),
                       .error = shortened(source.error, kTextLimit),
                       .finish_reason = shortened(source.finish_reason, kTextLimit),
                       .latency_ms = source.latency_ms,
                       .ttft_ms = source.ttft_ms,
                       .energy_j = trial_energy_j(source),
                       .prompt_tokens = source.prompt_tokens,
                       .response_tokens = source.response_tokens};
    shown.is_answer_cut = shown.answer.size() < answer.size();
    if (const ImageTruth* truth = truth_of(source.image)) {
      shown.truth = in_words(*truth);
      const bool is_scored = source.error.empty() && source.output_text && can_be_scored(*truth);
      if (is_scored)
        shown.accuracy = accuracy_of(answer_score(answer, *truth), aspects_of(source.task));
    }
    return shown;
  }

  // Its name: a record without one is known by its path, which is nobody's business.
  static std::string_view image_name(std::string_view image) {
    return image.substr(image.find_last_of("/\\") + 1);  // npos + 1 is 0
  }

  const Run& run_;
  const ExcerptLimits& limits_;
  NameTable task_names_;
  Indices tasks_;  // by trial
};

std::vector<double> latency_percentiles_ms(const Run& run) {
  std::vector<double> sorted, percentiles;
  for (const Trial& trial : run.trials) {
    if (trial.error.empty() && trial.latency_ms) sorted.push_back(*trial.latency_ms);
  }
  if (sorted.empty()) return {};
  std::sort(sorted.begin(), sorted.end());
  for (int p = 0; p <= 100; ++p) percentiles.push_back(quantile_of_sorted(sorted, p / 100.0));
  return percentiles;
}

void add_course(RunExcerpt& excerpt, const Run& run) {
  std::vector<const Trial*> trials;
  for (const Trial& trial : run.trials) trials.push_back(&trial);
  excerpt.is_course_timed =
      std::all_of(trials.begin(), trials.end(), [](const Trial* trial) { return trial->end_s; });
  if (excerpt.is_course_timed) {
    std::stable_sort(trials.begin(), trials.end(),
                     [](const Trial* a, const Trial* b) { return *a->end_s < *b->end_s; });
  }
  const std::size_t count = std::min(kStretchCount, trials.size());
  for (std::size_t k = 0; k < count; ++k) {
    std::vector<double> at, latency_ms, power_w;
    for (std::size_t i = k * trials.size() / count; i < (k + 1) * trials.size() / count; ++i) {
      const Trial& trial = *trials[i];
      at.push_back(excerpt.is_course_timed ? *trial.end_s : static_cast<double>(i + 1));
      if (trial.error.empty() && trial.latency_ms) latency_ms.push_back(*trial.latency_ms);
      if (trial.power_w) power_w.push_back(*trial.power_w);
    }
    excerpt.course.push_back({*mean(at), mean(latency_ms), mean(power_w)});
  }
}

bool are_files_of_one_folder(const std::vector<Trial>& trials) {
  return std::none_of(trials.begin(), trials.end(), [](const Trial& trial) {
    return trial.image.find_first_of("/\\") != std::string_view::npos;
  });
}

}  // namespace

RunExcerpt run_excerpt(const Run& run, const ExcerptLimits& limits) {
  RunExcerpt excerpt{.trials = Excerpt(run, limits).trials(),
                     .latency_percentiles_ms = latency_percentiles_ms(run)};
  add_course(excerpt, run);
  if (are_files_of_one_folder(run.trials)) excerpt.image_set = run.meta.manifest;
  return excerpt;
}

ExcerptLimits every_trial() {
  constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();
  return {.failed_count = kAll,
          .slowest_count = ExcerptLimits().slowest_count,
          .sampled_count = kAll,
          .answer_length = kLongestAnswer};
}

}  // namespace sightmark
