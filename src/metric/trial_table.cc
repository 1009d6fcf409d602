#include "metric/trial_table.h"

#include "metric/energy_use.h"
#include "metric/speed.h"
#include "record/name_table.h"
#include "record/run.h"
#include "scoring/accuracy.h"

namespace sightmark {
namespace {

std::vector<std::string> names_of(const NameTable& table) {
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < table.size(); ++i) names.emplace_back(table.name(i));
  return names;
}

}  // namespace

TrialTable trial_table(const Run& run) {
  const std::vector<std::optional<double>> accuracies = answer_accuracies(run);
  NameTable images, tasks;
  TrialTable table;
  table.trials.reserve(run.trials.size());
  for (std::size_t i = 0; i < run.trials.size(); ++i) {
    const Trial& trial = run.trials[i];
    if (trial.image.empty()) continue;
    TrialValues values{.image = images.index_of(trial.image),
                       .task = tasks.index_of(trial.task),
                       .repeat_index = trial.repeat_index,
                       .has_succeeded = trial.error.empty()};
    if (values.has_succeeded) {
      values.latency_ms = trial.latency_ms;
      values.ttft_ms = trial.ttft_ms;
      values.decode_ms = trial.decode_ms;
      values.energy_j = trial_energy_j(trial);
      values.generated_tokens = generated_tokens(trial);
      values.answer_length = characters(trial);
      values.accuracy = accuracies[i];
    }
    table.trials.push_back(values);
  }
  table.images = names_of(images);
  table.tasks = names_of(tasks);
  return table;
}

}  // namespace sightmark
