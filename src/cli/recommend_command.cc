#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>

#include "analyze/recommend.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/root_arguments.h"
#include "cli/terminal.h"

namespace sightmark {
namespace {

// A limit that a run must keep: the option, and the name of the metric that it limits.
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

struct Arguments {
  RootArguments roots;
  RecommendOptions options;
  std::string minimize, maximize, mix;
  std::string limits[std::size(kLimits)];
  std::vector<std::string> further_limits;
};

void add_options(CLI::App& app, Arguments& a) {
  a.roots.add_to(app);
  app.add_option("--use-case", a.options.use_case, "One of the six rules of the study")
      ->type_name("NAME")
      ->check(CLI::IsMember(use_case_keys()).description(""));
  CLI::Option* minimize =
      app.add_option("--minimize", a.minimize, "Choose the run with the least of this metric")
          ->type_name("METRIC");
  app.add_option("--maximize", a.maximize, "Choose the run with the most of this metric")
      ->type_name("METRIC")
      ->excludes(minimize);
  for (std::size_t i = 0; i < std::size(kLimits); ++i) {
    app.add_option(kLimits[i].option, a.limits[i],
                   fmt::format("A limit that the run must keep, such as {}", kLimits[i].example))
        ->type_name("LIMIT");
  }
  app.add_option("--limit", a.further_limits,
                 "The same of any metric, such as 'latency_p95 <= 2 s'; repeatable")
      ->type_name("LIMIT")
      ->allow_extra_args(false)
      ->take_all();
  app.add_option("--mix", a.mix,
                 "How often each task is asked, such as caption_brief=70,attributes=30")
      ->type_name("TASK=WEIGHT,...");
  a.roots.add_price_to(app);
  app.add_flag("--json", a.options.is_json, "Print JSON, for a program");
  app.footer(footer());
}

Expected<Metric> objective_named(const std::string& name, const char* option, bool is_lower) {
  const auto found = ranked_metric(name);
  if (!found) return fail(fmt::format("{}: {}", option, found.error().message));
  const Metric* metric = *found;
  if (metric->is_lower_better == is_lower) return *metric;
  return fail(fmt::format("{} {}: {} is better; use {}", option, name,
                          metric->is_lower_better ? "less" : "more",
                          metric->is_lower_better ? "--minimize" : "--maximize"));
}

Expected<void> check_objective(Arguments& a) {
  const bool is_lower = !a.minimize.empty();
  if (!is_lower && a.maximize.empty()) {
    if (!a.options.use_case.empty()) return {};
    return fail("recommend: give a --use-case, or a metric to --minimize or --maximize");
  }
  auto objective = objective_named(is_lower ? a.minimize : a.maximize,
                                   is_lower ? "--minimize" : "--maximize", is_lower);
  if (!objective) return tl::unexpected(objective.error());
  a.options.objective = std::move(*objective);
  return {};
}

Expected<void> check_limits(Arguments& a) {
  for (std::size_t i = 0; i < std::size(kLimits); ++i) {
    if (a.limits[i].empty()) continue;
    auto limit = parse_constraint(*find_metric(kLimits[i].metric), a.limits[i]);
    if (!limit) return fail(fmt::format("{} {}", kLimits[i].option, limit.error().message));
    a.options.constraints.push_back(std::move(*limit));
  }
  for (const std::string& text : a.further_limits) {
    auto limit = parse_limit(text);
    if (!limit) return fail("--limit " + limit.error().message);
    a.options.constraints.push_back(std::move(*limit));
  }
  return {};
}

Expected<void> check_mix(Arguments& a) {
  if (a.mix.empty()) return {};
  auto parsed = parse_task_mix(a.mix);
  if (!parsed) return fail("--mix " + parsed.error().message);
  a.options.mix = std::move(*parsed);
  const Metric objective = objective_of(a.options);
  if (is_weighted_by_mix(objective)) return {};
  std::vector<std::string> keys;
  for (const Metric& metric : metrics()) {
    if (metric.is_ranked && is_weighted_by_mix(metric)) keys.push_back(metric.key);
  }
  return fail(fmt::format("--mix weights {}, not {}: give one of them to --minimize or --maximize",
                          fmt::join(keys, ", "), objective.name));
}

// Fills the options. Fails if the arguments do not fit together.
Expected<void> check(Arguments& a) {
  if (auto checked = a.roots.check(); !checked) return checked;
  a.options.roots = a.roots.roots;
  a.options.device_names = a.roots.device_names;
  a.options.job_count = a.roots.job_count;
  a.options.price = a.roots.price;
  if (auto checked = check_objective(a); !checked) return checked;
  if (auto checked = check_limits(a); !checked) return checked;
  return check_mix(a);
}

}  // namespace

int recommend_command(CLI::App& app, const Parse& parse) {
  Arguments a;
  add_options(app, a);
  if (const auto exit_code = parse()) return *exit_code;

  if (const auto checked = check(a); !checked) return fail_with(kExitUsage, checked.error());
  ProgressLine line(!is_live_terminal());
  const auto outcome = recommend(a.options, line.progress());
  line.clear();
  if (!outcome) return fail_with(kExitFailed, outcome.error());
  for (const std::string& warning : outcome->warnings) print_error(plain_text(warning));
  print(stdout, outcome->report);
  return is_output_written() ? kExitDone : kExitFailed;
}

}  // namespace sightmark
