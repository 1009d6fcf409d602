#include "scoring/accuracy.h"

#include <algorithm>
#include <unordered_map>

#include "stats/bootstrap.h"

namespace sightmark {
namespace {

double share_of(const Points& points) {
  return static_cast<double>(points.right) / static_cast<double>(points.all);
}

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
  void add(std::size_t image, const Points& points) {
    add(image, static_cast<double>(points.right), static_cast<double>(points.all));
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
      share.interval = wilson_interval(is_one_each  ? static_cast<std::size_t>(right)
                                       : right == 0 ? 0
                                                    : image_count,
                                       image_count);
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
        objects_found_(image_count),
        objects_correct_(image_count),
        counts_(image_count),
        attributes_(image_count),
        relations_(image_count),
        setting_(image_count) {}

  void add(std::size_t image, const AnswerScore& score, const Aspects& aspects) {
    is_asked_[image] = true;
    ++answer_count_;
    if (const auto accuracy = accuracy_of(score, aspects)) overall_.add(image, *accuracy, 1);
    if (aspects.objects) objects_found_.add(image, score.kinds_found);
    if (aspects.objects) objects_correct_.add(image, score.kinds_correct);
    if (aspects.counts) counts_.add(image, score.counts);
    if (aspects.attributes) attributes_.add(image, score.attributes);
    if (aspects.relations) relations_.add(image, score.relations);
    if (aspects.setting) setting_.add(image, score.setting);
  }
  void add_failure() { ++failed_count_; }

  Accuracy accuracy(const Bootstrap& bootstrap) const {
    return {.image_count =
                static_cast<std::size_t>(std::count(is_asked_.begin(), is_asked_.end(), true)),
            .answer_count = answer_count_,
            .failed_count = failed_count_,
            .overall = overall_.share(bootstrap),
            .objects_found = objects_found_.share(bootstrap),
            .objects_correct = objects_correct_.share(bootstrap),
            .counts = counts_.share(bootstrap),
            .attributes = attributes_.share(bootstrap),
            .relations = relations_.share(bootstrap),
            .setting = setting_.share(bootstrap)};
  }

 private:
  std::vector<bool> is_asked_;
  ImagePoints overall_, objects_found_, objects_correct_, counts_, attributes_, relations_,
      setting_;
  std::size_t answer_count_ = 0, failed_count_ = 0;
};

struct TaskPoints {
  std::string_view task;
  AnswerPoints points;
};

AnswerPoints& points_of(std::vector<TaskPoints>& tasks, std::string_view task,
                        std::size_t image_count) {
  const auto found = std::find_if(tasks.begin(), tasks.end(),
                                  [&](const TaskPoints& known) { return known.task == task; });
  if (found != tasks.end()) return found->points;
  return tasks.emplace_back(TaskPoints{task, AnswerPoints(image_count)}).points;
}

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
  const auto add = [&](bool is_asked, const Points& points) {
    if (is_asked && points.all > 0) shares.push_back(share_of(points));
  };
  add(aspects.counts, score.counts);
  add(aspects.attributes, score.attributes);
  add(aspects.relations, score.relations);
  add(aspects.setting, score.setting);
  if (shares.empty()) return std::nullopt;
  double sum = 0;
  for (const double share : shares) sum += share;
  return sum / static_cast<double>(shares.size());
}

ScoredAnswers scored_answers(const Run& run) {
  ScoredAnswers scored{.accuracies = std::vector<std::optional<double>>(run.trials.size())};
  if (run.truths.empty()) return scored;
  const auto truths = scorable_truths(run);
  const std::size_t image_count = run.truths.size();
  AnswerPoints whole(image_count);
  std::vector<TaskPoints> tasks;
  for (std::size_t i = 0; i < run.trials.size(); ++i) {
    const Trial& trial = run.trials[i];
    const auto truth = truths.find(trial.image);
    if (truth == truths.end()) continue;
    AnswerPoints& of_task = points_of(tasks, trial.task, image_count);
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
  if (tasks.empty()) return scored;

  const Bootstrap bootstrap(image_count);
  scored.accuracy = RunAccuracy{.whole = whole.accuracy(bootstrap), .tasks = {}};
  for (const auto& [task, points] : tasks) {
    scored.accuracy->tasks.push_back({std::string(task), points.accuracy(bootstrap)});
  }
  return scored;
}

}  // namespace sightmark
