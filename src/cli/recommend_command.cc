#include "cli/recommend_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>

#include "analyze/recommend.h"
#include "base/text.h"
#include "cli/exit_code.h"
#include "cli/root_arguments.h"
#include "cli/terminal.h"

namespace sightmark {
namespace {

// A limit that a run must keep: the option, and the metric that it is about by its name.
struct Limit {
  const char* option;
  const char* metric;
  const char* example;
};

constexpr Limit kLimits[] = {
    {"--latency-p90", "latency_p90", "'<= 1200 ms'"},
    {"--latency-mean", "latency_mean", "'<= 1 s'"},
    {"--ttft-p90", "ttft_p90", "'<= 300 ms'"},
    {"--power", "power", "'<= 30 W'"},
    {"--energy", "energy_per_inference", "'<= 50 J'"},
    {"--memory", "memory", "'<= 16 GB'"},
    {"--success", "success", "'>= 99%'"},
    {"--accuracy", "accuracy", "'>= 60%'"},
};

std::string footer() {
  std::vector<std::string> names;
  for (const Metric& metric : metrics()) {
    if (metric.is_ranked && !metric.is_reference) names.push_back(metric.key);
  }
  return fmt::format(
      "Examples:\n"
      "  sightmark recommend dell_output thor_output --use-case edge\n"
      "  sightmark recommend results --minimize energy_per_inference --latency-p90 '<= 1200 ms' "
      "--success '>= 99%'\n"
      "  sightmark recommend results --use-case batch --memory '<= 16 GB' --price '0.30 EUR' "
      "--json\n"
      "  sightmark recommend results --minimize latency_mean --mix caption_brief=70,attributes=30\n"
      "\nUse cases: {}.\n"
      "Metrics to minimize or maximize: {}.\n"
      "\nExit codes: 0 done, also where no run qualifies; 1 nothing could be read; 2 wrong usage.",
      fmt::join(use_case_keys(), ", "), fmt::join(names, ", "));
}

}  // namespace

struct RecommendCommand::Arguments {
  CLI::App* command = nullptr;
  RootArguments roots;
  RecommendOptions options;
  std::string minimize, maximize, mix, price;
  std::string limits[std::size(kLimits)];
  std::vector<std::string> further_limits;

  // Fills `options`; an error message where the arguments do not fit together.
  Expected<void> settle();
  Expected<void> settle_mix();
  Expected<void> settle_objective(const std::string& name, const char* option, bool is_lower);
};

Expected<void> RecommendCommand::Arguments::settle_objective(const std::string& name,
                                                             const char* option, bool is_lower) {
  if (name.empty()) return {};
  const auto metric = ranked_metric(name);
  if (!metric)
    return fail(fmt::format("{} {}: {}", option, plain_text(name), metric.error().message));
  options.objective = **metric;
  if (options.objective->is_lower_better != is_lower) {
    return fail(fmt::format("{} {}: {} of this metric is better", option, name,
                            options.objective->is_lower_better ? "less" : "more"));
  }
  return {};
}

Expected<void> RecommendCommand::Arguments::settle_mix() {
  if (mix.empty()) return {};
  auto parsed = parse_task_mix(mix);
  if (!parsed) return fail("--mix " + parsed.error().message);
  options.mix = std::move(*parsed);
  const Metric objective = objective_of(options);
  if (is_weighted_by_mix(objective)) return {};
  std::vector<std::string> keys;
  for (const Metric& metric : metrics()) {
    if (metric.is_ranked && is_weighted_by_mix(metric)) keys.push_back(metric.key);
  }
  return fail(fmt::format("--mix weights {}, not {}: give one of them to --minimize or --maximize",
                          fmt::join(keys, ", "), objective.name));
}

Expected<void> RecommendCommand::Arguments::settle() {
  if (auto settled = roots.settle(); !settled) return settled;
  options.roots = roots.roots;
  options.device_names = roots.device_names;
  options.job_count = roots.job_count;
  if (options.use_case.empty() && minimize.empty() && maximize.empty()) {
    return fail("recommend: give a --use-case, or a metric to --minimize or --maximize");
  }
  for (const auto& [name, option, is_lower] :
       {std::tuple{minimize, "--minimize", true}, std::tuple{maximize, "--maximize", false}}) {
    if (auto settled = settle_objective(name, option, is_lower); !settled) return settled;
  }
  for (std::size_t i = 0; i < std::size(kLimits); ++i) {
    if (limits[i].empty()) continue;
    auto limit = parse_constraint(*find_metric(kLimits[i].metric), limits[i]);
    if (!limit) return fail(fmt::format("{} {}", kLimits[i].option, limit.error().message));
    options.constraints.push_back(std::move(*limit));
  }
  for (const std::string& text : further_limits) {
    auto limit = parse_limit(text);
    if (!limit) return fail("--limit " + limit.error().message);
    options.constraints.push_back(std::move(*limit));
  }
  if (auto settled = settle_mix(); !settled) return settled;
  if (price.empty()) return {};
  auto parsed = parse_price(price);
  if (!parsed) return fail("--price " + parsed.error().message);
  options.price = std::move(*parsed);
  return {};
}

RecommendCommand::RecommendCommand(CLI::App& app) : arguments_(std::make_unique<Arguments>()) {
  Arguments& a = *arguments_;
  a.command = app.add_subcommand(
      "recommend", "Say which model, device and precision to choose, and how sure that is");
  a.roots.add_to(*a.command);
  a.command->add_option("--use-case", a.options.use_case, "One of the six rules of the study")
      ->type_name("NAME")
      ->check(CLI::IsMember(use_case_keys()).description(""));
  CLI::Option* minimize =
      a.command->add_option("--minimize", a.minimize, "The metric to have the least of")
          ->type_name("METRIC");
  a.command->add_option("--maximize", a.maximize, "The metric to have the most of")
      ->type_name("METRIC")
      ->excludes(minimize);
  for (std::size_t i = 0; i < std::size(kLimits); ++i) {
    a.command
        ->add_option(kLimits[i].option, a.limits[i],
                     fmt::format("What a run must keep, such as {}", kLimits[i].example))
        ->type_name("LIMIT");
  }
  a.command
      ->add_option("--limit", a.further_limits,
                   "The same of any metric, such as 'latency_p95 <= 2 s'; repeatable")
      ->type_name("LIMIT")
      ->allow_extra_args(false)
      ->take_all();
  a.command
      ->add_option("--mix", a.mix,
                   "How often each task is asked, such as caption_brief=70,attributes=30")
      ->type_name("TASK=WEIGHT,...");
  a.command->add_option("--price", a.price, "Of electricity per kWh, such as '0.30 EUR'")
      ->type_name("PRICE");
  a.command->add_flag("--json", a.options.is_json, "Print JSON, for a program");
  a.command->footer(footer());
}

RecommendCommand::~RecommendCommand() = default;

bool RecommendCommand::is_chosen() const { return arguments_->command->parsed(); }

int RecommendCommand::run() {
  Arguments& a = *arguments_;
  if (const auto settled = a.settle(); !settled) {
    print_error(settled.error().message);
    return kExitUsage;
  }
  ProgressLine line(!is_live_terminal());
  const auto outcome =
      recommend(a.options, [&](std::string_view stage, std::size_t done, std::size_t total) {
        line.show(stage, done, total);
      });
  line.clear();
  if (!outcome) {
    print_error(outcome.error().message);
    return kExitFailed;
  }
  for (const std::string& warning : outcome->warnings) print_error(plain_text(warning));
  print(stdout, outcome->report);
  return is_output_written() ? kExitDone : kExitFailed;
}

}  // namespace sightmark
