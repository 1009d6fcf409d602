#include "scoring/accuracy.h"

#include <algorithm>
#include <unordered_map>

#include "record/name_table.h"
#include "stats/bootstrap.h"
#include "stats/quantile.h"

namespace sightmark {
namespace {

// What is scored, and for which aspect of an answer.
struct ScoredPart {
  bool Aspects::*aspect;
  Points AnswerScore::*points;
  std::optional<Share> Accuracy::*share;
};

constexpr ScoredPart kParts[] = {
    {&Aspects::objects, &AnswerScore::kinds_found, &Accuracy::objects_found},
    {&Aspects::objects, &AnswerScore::kinds_correct, &Accuracy::objects_correct},
    {&Aspects::counts, &AnswerScore::counts, &Accuracy::counts},
    {&Aspects::attributes, &AnswerScore::attributes, &Accuracy::attributes},
    {&Aspects::relations, &AnswerScore::relations, &Accuracy::relations},
    {&Aspects::setting, &AnswerScore::setting, &Accuracy::setting},
};

// F1: the harmonic mean of recall and precision.
double objects_share(const AnswerScore& score) {
  const auto right = static_cast<double>(score.kinds_found.right + score.kinds_correct.right);
  return right / static_cast<double>(score.kinds_found.all + score.kinds_correct.all);
}

// Points by image: an image is asked about more than once, so its points are not independent.
class ImagePoints {
 public:
  explicit ImagePoints(std::size_t image_count) : right_(image_count), all_(image_count) {}

  void add(std::size_t image, double right, double all) {
    right_[image] += right;
    all_[image] += all;
    is_whole_ = is_whole_ && right == static_cast<double>(static_cast<std::size_t>(right));
  }

  std::optional<Share> share(const Bootstrap& bootstrap) const {
    double right = 0, all = 0, most = 0;
    std::size_t image_count = 0;
    for (std::size_t image = 0; image < all_.size(); ++image) {
      right += right_[image];
      all += all_[image];
      most = std::max(most, all_[image]);
      image_count += all_[image] > 0;
    }
    if (all == 0) return std::nullopt;
    Share share{right, all, {}};
    const bool is_one_each = most <= 1 && is_whole_;
    if (is_one_each || right == 0 || right == all) {
      const bool is_count = is_one_each || right == 0;
      share.interval =
          wilson_interval(is_count ? static_cast<std::size_t>(right) : image_count, image_count);
    } else {
      share.interval = bootstrap.of_ratio(right_, all_);
    }
    return share;
  }

 private:
  std::vector<double> right_, all_;
  bool is_whole_ = true;  // no answer is right in part
};

// The points of some answers, by score.
class AnswerPoints {
 public:
  explicit AnswerPoints(std::size_t image_count)
      : is_asked_(image_count),
        overall_(image_count),
        parts_(std::size(kParts), ImagePoints(image_count)) {}

  void add(std::size_t image, const AnswerScore& score, const Aspects& aspects) {
    is_asked_[image] = true;
    ++answer_count_;
    if (const auto accuracy = accuracy_of(score, aspects)) overall_.add(image, *accuracy, 1);
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const Points& points = score.*kParts[i].points;
      if (!(aspects.*kParts[i].aspect)) continue;
      parts_[i].add(image, static_cast<double>(points.right), static_cast<double>(points.all));
    }
  }
  void add_failure() { ++failed_count_; }

  Accuracy accuracy(const Bootstrap& bootstrap) const {
    Accuracy accuracy{.answer_count = answer_count_,
                      .failed_count = failed_count_,
                      .overall = overall_.share(bootstrap)};
    for (const bool is_asked : is_asked_) accuracy.image_count += is_asked;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      accuracy.*kParts[i].share = parts_[i].share(bootstrap);
    }
    return accuracy;
  }

 private:
  std::vector<bool> is_asked_;
  ImagePoints overall_;
  std::vector<ImagePoints> parts_;  // as kParts
  std::size_t answer_count_ = 0, failed_count_ = 0;
};

// The truths that can be scored, by the image's name: their place in the run's list.
std::unordered_map<std::string_view, std::size_t> scorable_truths(const Run& run) {
  std::unordered_map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < run.truths.size(); ++i) {
    if (can_be_scored(run.truths[i])) places.emplace(run.truths[i].image, i);
  }
  return places;
}

}  // namespace

Aspects aspects_of(std::string_view task) {
  if (task == "caption_brief") return {.objects = true, .counts = true, .setting = true};
  if (task == "objects_and_counts") return {.objects = true, .counts = true};
  if (task == "spatial_relationships") return {.relations = true};
  if (task == "scene_context") return {.setting = true};
  if (task == "attributes") return {.attributes = true};
  return {.objects = true};
}

std::optional<double> accuracy_of(const AnswerScore& score, const Aspects& aspects) {
  std::vector<double> shares;
  const bool has_kinds = score.kinds_found.all + score.kinds_correct.all > 0;
  if (aspects.objects && has_kinds) shares.push_back(objects_share(score));
  for (const ScoredPart& part : kParts) {
    const Points& points = score.*part.points;
    if (part.aspect == &Aspects::objects || !(aspects.*part.aspect) || points.all == 0) continue;
    shares.push_back(static_cast<double>(points.right) / static_cast<double>(points.all));
  }
  return mean(shares);
}

ScoredAnswers scored_answers(const Run& run) {
  ScoredAnswers scored{.accuracies = std::vector<std::optional<double>>(run.trials.size())};
  if (run.truths.empty()) return scored;
  const auto truths = scorable_truths(run);
  const std::size_t image_count = run.truths.size();
  AnswerPoints whole(image_count);
  NameTable tasks;
  std::vector<AnswerPoints> points_by_task;
  for (std::size_t i = 0; i < run.trials.size(); ++i) {
    const Trial& trial = run.trials[i];
    const auto truth = truths.find(trial.image);
    if (truth == truths.end()) continue;
    const std::uint32_t task = tasks.index_of(trial.task);
    if (task == points_by_task.size()) points_by_task.emplace_back(image_count);
    AnswerPoints& of_task = points_by_task[task];
    if (!trial.error.empty() || !trial.output_text) {
      whole.add_failure();
      of_task.add_failure();
      continue;
    }
    const AnswerScore score = answer_score(*trial.output_text, run.truths[truth->second]);
    const Aspects aspects = aspects_of(trial.task);
    scored.accuracies[i] = accuracy_of(score, aspects);
    whole.add(truth->second, score, aspects);
    of_task.add(truth->second, score, aspects);
  }
  if (points_by_task.empty()) return scored;

  const Bootstrap bootstrap(image_count);
  scored.accuracy = RunAccuracy{.whole = whole.accuracy(bootstrap), .tasks = {}};
  for (std::uint32_t i = 0; i < tasks.size(); ++i) {
    const std::string task(tasks.name(i));
    scored.accuracy->tasks.push_back({task, points_by_task[i].accuracy(bootstrap)});
  }
  return scored;
}

}  // namespace sightmark
