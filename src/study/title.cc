#include "study/title.h"

#include "audit/audit.h"

namespace sightmark {
namespace {

struct Title {
  std::string name;
  Metric metric;
  std::optional<Metric> reference;
};

std::vector<Title> titles() {
  return {{"Highest throughput", generated_tokens_per_second(), tokens_per_second()},
          {"Most power-efficient", energy_per_inference(), tokens_per_second_per_watt()},
          {"Lowest latency", latency_p90(), mean_latency()},
          {"Most consistent", latency_variation(), {}},
          {"Most detailed", answer_length(), {}},
          {"Most reliable", success_rate(), {}}};
}

}  // namespace

std::vector<TitleHolder> title_holders(const Study& study) {
  std::vector<TitleHolder> holders;
  for (const Title& title : titles()) {
    for (const auto& [within, runs] : comparable_groups(complete_runs(study), title.metric)) {
      TitleHolder holder{title.name, within, title.metric, *champion(runs, title.metric), {}};
      if (title.reference) {
        holder.reference = reference_view(runs, holder.champion, *title.reference);
      }
      holders.push_back(std::move(holder));
    }
  }
  return holders;
}

}  // namespace sightmark
