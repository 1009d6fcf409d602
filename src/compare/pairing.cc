#include "compare/pairing.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <unordered_map>

namespace sightmark {
namespace {

constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();

// Where each name of `names` stands in `others`.
std::vector<std::uint32_t> places(const std::vector<std::string>& names,
                                  const std::vector<std::string>& others) {
  std::unordered_map<std::string_view, std::uint32_t> place_by_name;
  for (std::uint32_t i = 0; i < others.size(); ++i) place_by_name.emplace(others[i], i);
  std::vector<std::uint32_t> found;
  for (const std::string& name : names) {
    const auto place = place_by_name.find(name);
    found.push_back(place == place_by_name.end() ? kNowhere : place->second);
  }
  return found;
}

using Question = std::tuple<std::uint32_t, std::uint32_t, std::int64_t>;  // image, task, repeat

struct Asked {
  Question question;
  const TrialRow* trial;
};

// By question, in the places that b's images and tasks have.
std::vector<Asked> sorted_questions(const TrialTable& b) {
  std::vector<Asked> asked;
  for (const TrialRow& trial : b.trials) {
    if (trial.image >= b.images.size()) continue;  // it names none
    asked.push_back({{trial.image, trial.task, trial.repeat_index}, &trial});
  }
  std::sort(asked.begin(), asked.end(),
            [](const Asked& x, const Asked& y) { return x.question < y.question; });
  return asked;
}

}  // namespace

Pairing paired(const TrialTable& a, const TrialTable& b) {
  const auto image_in_b = places(a.images, b.images), task_in_b = places(a.tasks, b.tasks);
  const std::vector<Asked> asked = sorted_questions(b);
  Pairing pairing;
  std::vector<std::uint32_t> number_by_image(a.images.size(), kNowhere);
  for (const TrialRow& trial : a.trials) {
    if (trial.image >= a.images.size()) continue;
    const Question question{image_in_b[trial.image], task_in_b[trial.task], trial.repeat_index};
    const auto same =
        std::lower_bound(asked.begin(), asked.end(), question,
                         [](const Asked& x, const Question& y) { return x.question < y; });
    if (same == asked.end() || same->question != question) continue;
    std::uint32_t& number = number_by_image[trial.image];
    if (number == kNowhere) number = static_cast<std::uint32_t>(pairing.image_count++);
    pairing.pairs.push_back({number, &trial, same->trial});
  }
  return pairing;
}

}  // namespace sightmark
