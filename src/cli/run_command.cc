#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdlib>

#include "base/text.h"
#include "cli/command.h"
#include "cli/run_progress.h"
#include "cli/terminal.h"
#include "engine/engine_kind.h"
#include "run/run.h"
#include "telemetry/power_source.h"

namespace sightmark {
namespace {

constexpr const char* kFooter =
    "Examples:\n"
    "  sightmark run --engine llama-server --model SmolVLM2.gguf --mmproj mmproj.gguf \\\n"
    "      --images photos/\n"
    "  sightmark run --engine openai --base-url http://127.0.0.1:8000/v1 --model my-vlm \\\n"
    "      --images photos/ --limit 500 --concurrency 4\n"
    "  sightmark run --engine command --command 'python3 adapter.py' --images manifest.txt\n"
    "The same command with --resume continues a run that was cut off.\n"
    "\n"
    "Exit codes: 0 done; 1 it could not begin, or a file could not be written; 2 wrong usage;\n"
    "3 the run ended before its last trial, or no trial succeeded; 4 interrupted.\n"
    "After 1, 3 and 4 what was measured is kept, and --resume continues it.";

struct Arguments {
  CLI::App& app;
  RunOptions options{};
  EngineOptions engine{};
  std::string images{}, out = "results", durability = "record", resume{};
  double timeout_s = 300;
  bool is_quiet = false;

  bool has(const std::string& option) const { return app.count(option) > 0; }
};

// Adds options to a group of --help.
auto options_of(CLI::App& app, const char* group) {
  return [&app, group](const std::string& name, auto& value, const std::string& what,
                       const std::string& type) {
    return app.add_option(name, value, what)->type_name(type)->group(group);
  };
}

void add_engine_options(Arguments& a) {
  std::vector<std::string> names;
  for (const EngineKind& kind : engine_kinds()) names.push_back(kind.name);
  a.app.add_option("--engine", a.engine.kind, "What answers the questions")
      ->type_name(fmt::format("{}", fmt::join(names, "|")))
      ->required()
      ->check(CLI::IsMember(names).description(""))
      ->group("Engine");
  const auto add = options_of(a.app, "Engine");
  for (const EngineOption& option : engine_options()) {
    if (const auto* text = std::get_if<std::string EngineOptions::*>(&option.value)) {
      add(option.name, a.engine.**text, option.help, option.type)->capture_default_str();
    } else {
      auto& number = a.engine.*std::get<int EngineOptions::*>(option.value);
      add(option.name, number, option.help, option.type)
          ->check(CLI::Range(1, 1024).description(""));
    }
  }
  add("--dtype", a.options.dtype, "Precision, if the engine does not report it", "NAME");
}

void add_question_options(Arguments& a) {
  const auto add = options_of(a.app, "Questions");
  add("--images", a.images,
      "Folder of JPEG, PNG, WebP; or a manifest: a path or a JSON object on each line", "PATH")
      ->required();
  add("--limit", a.options.limit, "Take the first N images only", "N")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 40).description(""));
  add("--suite", a.options.suite, "Set of tasks: a name or a JSON file", "SUITE")
      ->capture_default_str();
  add("--repeats", a.options.repeats, "Ask each question N times", "N")
      ->check(CLI::Range(1, 1'000'000).description(""))
      ->capture_default_str();
  add("--max-new-tokens", a.options.max_new_tokens, "Longest answer, in tokens", "N")
      ->check(CLI::Range(1, 1'000'000).description(""))
      ->capture_default_str();
  add("--seed", a.options.seed,
      "Seed of the order of trials, of arrivals and of the engine's sampling", "N")
      ->check(CLI::Range(0, 2'147'483'647).description(""))
      ->capture_default_str();
}

void add_load_options(Arguments& a) {
  const auto add = options_of(a.app, "Load");
  add("--concurrency", a.options.load.concurrency,
      "Requests at the same time; at most, with --rate", "N")
      ->check(CLI::Range(1, 1024).description(""))
      ->default_str("1; 64 with --rate and openai");
  add("--rate", a.options.load.rate, "Requests per second at random times (Poisson)", "R")
      ->check(CLI::Range(1e-6, 1e6).description(""));
  add("--warmup", a.options.warmup, "Questions asked first, which do not count", "N")
      ->check(CLI::Range(0, 1'000'000).description(""))
      ->capture_default_str();
  add("--cooldown", a.options.cooldown_s, "Pause after each trial, which does not count", "SECONDS")
      ->check(CLI::Range(0.0, 86400.0).description(""));
  add("--timeout", a.timeout_s, "Longest wait for an answer", "SECONDS")
      ->check(CLI::Range(0.001, 86400.0).description(""))
      ->capture_default_str();
  add("--max-failures", a.options.max_failures, "Stop after N failures in a row; 0: never", "N")
      ->capture_default_str();
}

void add_record_options(Arguments& a) {
  const auto add = options_of(a.app, "Record");
  add("--out", a.out, "Folder for run directories; made if it is missing", "DIR")
      ->capture_default_str();
  add("--device-name", a.options.device_name, "What to call this device", "NAME");
  add("--model-key", a.options.model_key, "Short name of the model, for its folder", "NAME");
  add("--sample-hz", a.options.sample_hz, "Power samples per second", "HZ")
      ->check(CLI::Range(1.0, 1000.0).description(""))
      ->capture_default_str();
  add("--durability", a.durability, "Sync to disk after each record, or every second",
      "record|batch")
      ->check(CLI::IsMember({"record", "batch"}).description(""))
      ->capture_default_str();
  add("--resume", a.resume, "Continue the run in DIR; without DIR, the last unfinished one",
      "[DIR]")
      ->expected(0, 1);
  a.app.add_flag("--quiet", a.is_quiet, "Print errors only")->group("Record");
}

Expected<void> check_engine(const Arguments& a) {
  const EngineKind& kind = engine_kind(a.engine.kind);
  for (const std::string& option : kind.required) {
    if (!a.has(option)) return fail(fmt::format("--engine {} needs {}", kind.name, option));
  }
  const auto takes = [&](const std::string& option) {
    return std::count(kind.required.begin(), kind.required.end(), option) > 0 ||
           std::count(kind.optional.begin(), kind.optional.end(), option) > 0;
  };
  for (const EngineOption& option : engine_options()) {
    if (a.has(option.name) && !takes(option.name)) {
      return fail(fmt::format("--engine {} takes no {}; leave it out", kind.name, option.name));
    }
  }
  return {};
}

Expected<void> check_load(const Arguments& a) {
  if (a.options.cooldown_s > 0 && (a.options.load.may_overlap() || a.options.load.rate)) {
    return fail(
        "--cooldown is for one request after the other; leave out --concurrency and --rate");
  }
  if (engine_kind(a.engine.kind).has_one_slot && a.options.load.concurrency > 1 &&
      a.has("--concurrency")) {
    return fail(fmt::format("--engine {} answers one question at a time; leave out --concurrency",
                            a.engine.kind));
  }
  return {};
}

// Allows as many open files as the system permits, and fails if these are too few. A request needs
// its socket, its image and what curl wakes it up with.
Expected<void> provide_descriptors(std::size_t concurrency) {
  const rlim_t needed = 4 * concurrency + 64;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= needed) return {};
  limit.rlim_cur = std::min(limit.rlim_max, needed);
  if (limit.rlim_cur == needed && ::setrlimit(RLIMIT_NOFILE, &limit) == 0) return {};
  return fail(fmt::format(
      "--concurrency {} needs {} open files, and {} are allowed here: raise the limit (ulimit -n "
      "{}, as root) or lower --concurrency",
      concurrency, needed, limit.rlim_max, needed));
}

// Fills the options. Fails if the arguments do not fit together.
Expected<void> check(Arguments& a) {
  if (auto checked = check_engine(a); !checked) return checked;
  if (auto checked = check_load(a); !checked) return checked;
  if (a.options.load.rate && !a.has("--concurrency")) {
    a.options.load.concurrency = engine_kind(a.engine.kind).open_loop_concurrency;
  }

  if (auto provided = provide_descriptors(a.options.load.concurrency); !provided) return provided;
  a.engine.slot_count = static_cast<int>(a.options.load.concurrency);
  if (const char* key = std::getenv(a.engine.api_key_env.c_str())) a.engine.api_key = key;
  if (a.has("--api-key-env") && a.engine.api_key.empty()) {
    return fail(  // without what was given: it may be the key itself
        "--api-key-env: there is no such environment variable; give the name of the one that "
        "holds the key");
  }
  a.options.is_engine_remote = is_engine_remote(a.engine);
  a.options.images = a.images;
  a.options.out = a.out;
  a.options.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(a.timeout_s * 1000));
  a.options.durability = a.durability == "record" ? Durability::Record : Durability::Batch;
  if (a.has("--resume")) a.options.resume = a.resume;
  if (a.options.model_key.empty()) a.options.model_key = default_model_key(a.engine);
  a.options.sightmark_version = SIGHTMARK_VERSION;
  return {};
}

std::int64_t trial_count(const RunOutcome& outcome) {
  return outcome.summary.trial_count.value_or(0);
}

void print_outcome(const RunOutcome& outcome) {
  const RunMeta& run = outcome.meta;
  print(stdout,
        fmt::format("Measured {} of {} trials: {} on {} ({})\n", trial_count(outcome),
                    outcome.planned_count, plain_text(run.model_id), plain_text(run.device_name),
                    run.dtype.empty() ? "precision not reported" : plain_text(run.dtype)));
  print(stdout, run_table(outcome));
  for (const std::string& warning : outcome.warnings) {
    print(stdout, fmt::format("  note: {}\n", plain_text(warning)));
  }
  print(stdout, fmt::format("Recorded in {}\n", plain_text(outcome.folder.string())));
}

int exit_code_of(const RunOutcome& outcome) {
  if (outcome.end == RunEnd::Interrupted) return kExitInterrupted;
  const bool has_success = outcome.summary.error_count < outcome.summary.trial_count;
  return outcome.end == RunEnd::Complete && has_success ? kExitDone : kExitStopped;
}

void print_end(const RunOutcome& outcome) {
  if (outcome.end != RunEnd::Complete) {
    print_error(fmt::format(
        "ended after {} of {} trials: {}\nWhat was measured is kept; the same command with "
        "--resume continues it.",
        trial_count(outcome), outcome.planned_count, outcome.reason));
  } else if (exit_code_of(outcome) != kExitDone) {
    print_error("no trial succeeded");
  }
}

}  // namespace

int run_command(CLI::App& app, const Parse& parse) {
  Arguments a{app};
  add_engine_options(a);
  add_question_options(a);
  add_load_options(a);
  add_record_options(a);
  app.footer(kFooter);
  if (const auto exit_code = parse()) return *exit_code;

  if (const auto checked = check(a); !checked) {
    return fail_with(kExitUsage, checked.error());
  }
  std::signal(SIGPIPE, SIG_IGN);  // an engine that has gone is an error to record, not an end
  const StopSignal stop_signal;
  RunProgressLine line(a.is_quiet);
  RunSources sources{.make_engine = [&](const std::filesystem::path& log) {
    a.engine.log = log;
    return engine_kind(a.engine.kind).make(a.engine);
  }};
  if (!a.options.is_engine_remote) {
    sources.meters = find_power_meters(sources.roots);
  }
  const auto outcome = run(
      a.options, std::move(sources), [&](const RunProgress& progress) { line.show(progress); },
      stop_signal.token());
  line.clear();
  if (!outcome) {
    const bool is_stopped = stop_signal.token().stop_requested();
    return fail_with(is_stopped ? kExitInterrupted : kExitFailed,
                     {(is_stopped ? "stopped: " : "") + outcome.error().message});
  }
  if (!a.is_quiet) print_outcome(*outcome);
  print_end(*outcome);
  return exit_code_of(*outcome);
}

}  // namespace sightmark
