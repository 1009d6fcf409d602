#include "cli/run_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdlib>

#include "base/text.h"
#include "cli/exit_code.h"
#include "cli/stop_signal.h"
#include "cli/run_progress.h"
#include "cli/run_table.h"
#include "cli/terminal.h"
#include "run/engine_choice.h"
#include "run/run.h"

namespace sightmark {
namespace {

// A server has a queue of its own; an engine of ours would have to hold as many at once.
constexpr std::size_t kOpenLoopConcurrency = 64;

constexpr const char* kFooter =
    "Examples:\n"
    "  sightmark run --engine llama-server --model SmolVLM2.gguf --mmproj mmproj.gguf \\\n"
    "      --images photos/\n"
    "  sightmark run --engine openai --base-url http://127.0.0.1:8000/v1 --model my-vlm \\\n"
    "      --images photos/ --limit 500 --concurrency 4\n"
    "  sightmark run --engine command --command 'python3 adapter.py' --images manifest.txt\n"
    "The same command with --resume goes on with a run that was cut off.\n"
    "\n"
    "Exit codes: 0 done; 1 it could not begin, or a file could not be written; 2 wrong usage; 3 "
    "the\n"
    "run ended before its last trial, or no trial succeeded; 4 interrupted. After 1, 3 and 4 what "
    "was\n"
    "measured is kept, and --resume goes on with it.";

}  // namespace

struct RunCommand::Arguments {
  CLI::App* command = nullptr;
  RunOptions options;
  EngineOptions engine;
  std::string api_key_env = "OPENAI_API_KEY", durability = "record";
  std::string images, out = "results", mmproj, program, resume;
  double timeout_s = 300;
  bool is_quiet = false;

  void add_engine_options();
  void add_question_options();
  void add_load_options();
  void add_record_options();

  // Fills `options` and `engine`; an error message where the arguments do not fit together.
  Expected<void> settle();
  Expected<void> check_engine() const;
  Expected<void> check_load() const;
  bool has(const char* option) const { return command->count(option) > 0; }
};

void RunCommand::Arguments::add_engine_options() {
  const std::map<std::string, EngineKind> kinds = {{"llama-server", EngineKind::LlamaServer},
                                                   {"openai", EngineKind::Openai},
                                                   {"command", EngineKind::Command}};
  command->add_option("--engine", engine.kind, "Who answers")
      ->type_name("llama-server|openai|command")
      ->required()
      ->transform(CLI::CheckedTransformer(kinds).description(""))
      ->group("Engine");
  const auto add = [&](const char* name, auto& value, const char* what, const char* type) {
    return command->add_option(name, value, what)->type_name(type)->group("Engine");
  };
  add("--model", engine.model, "GGUF file; or the model's name at the server or adapter", "MODEL");
  add("--mmproj", mmproj, "The vision part of the GGUF model (llama-server)", "FILE");
  add("--llama-server", program, "The llama-server to start; else it is looked for", "PATH");
  add("--threads", engine.thread_count, "Threads of llama-server; its own choice unless given", "N")
      ->check(CLI::Range(1, 1024).description(""));
  add("--base-url", engine.base_url, "Server, such as http://127.0.0.1:8000/v1 (openai)", "URL");
  add("--api-key-env", api_key_env, "Environment variable that holds the API key (openai)", "NAME")
      ->capture_default_str();
  add("--command", engine.command, "Program that speaks docs/engines.md (command)", "COMMAND");
  add("--dtype", options.dtype, "Precision, where the engine cannot tell it", "NAME");
}

void RunCommand::Arguments::add_question_options() {
  const auto add = [&](const char* name, auto& value, const char* what, const char* type) {
    return command->add_option(name, value, what)->type_name(type)->group("Questions");
  };
  add("--images", images, "Folder of JPEG, PNG, WebP; or a manifest, a path or JSON object a line",
      "PATH")
      ->required();
  add("--limit", options.limit, "Take the first N images only", "N")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 40).description(""));
  add("--suite", options.suite, "Set of tasks: a name or a JSON file", "SUITE")
      ->capture_default_str();
  add("--repeats", options.repeats, "Ask each question N times", "N")
      ->check(CLI::Range(1, 1'000'000).description(""))
      ->capture_default_str();
  add("--max-new-tokens", options.max_new_tokens, "Longest answer", "N")
      ->check(CLI::Range(1, 1'000'000).description(""))
      ->capture_default_str();
  add("--seed", options.seed, "Decides the order of trials, arrivals and the engine's choices", "N")
      ->check(CLI::Range(0, 2'147'483'647).description(""))
      ->capture_default_str();
}

void RunCommand::Arguments::add_load_options() {
  const auto add = [&](const char* name, auto& value, const char* what, const char* type) {
    return command->add_option(name, value, what)->type_name(type)->group("Load");
  };
  add("--concurrency", options.load.concurrency, "Requests at the same time; at most, with --rate",
      "N")
      ->check(CLI::Range(1, 1024).description(""))
      ->default_str("1; 64 with --rate and openai");
  add("--rate", options.load.rate, "Requests a second at random times (Poisson)", "R")
      ->check(CLI::Range(1e-6, 1e6).description(""));
  add("--warmup", options.warmup, "Questions before, which do not count", "N")
      ->check(CLI::Range(0, 1'000'000).description(""))
      ->capture_default_str();
  add("--cooldown", options.cooldown_s, "Pause after each trial, which does not count", "SECONDS")
      ->check(CLI::Range(0.0, 86400.0).description(""));
  add("--timeout", timeout_s, "Longest wait for an answer", "SECONDS")
      ->check(CLI::Range(0.001, 86400.0).description(""))
      ->capture_default_str();
  add("--max-failures", options.max_failures, "Stop after N failures in a row; 0: never", "N")
      ->capture_default_str();
}

void RunCommand::Arguments::add_record_options() {
  const auto add = [&](const char* name, auto& value, const char* what, const char* type) {
    return command->add_option(name, value, what)->type_name(type)->group("Record");
  };
  add("--out", out, "Folder for run directories; made where it is missing", "DIR")
      ->capture_default_str();
  add("--device-name", options.device_name, "What to call this device", "NAME");
  add("--model-key", options.model_key, "Short name of the model, for its folder", "NAME");
  add("--sample-hz", options.sample_hz, "Samples of power a second", "HZ")
      ->check(CLI::Range(1.0, 1000.0).description(""))
      ->capture_default_str();
  add("--durability", durability, "On disk after each record, or every second", "record|batch")
      ->check(CLI::IsMember({"record", "batch"}).description(""))
      ->capture_default_str();
  add("--resume", resume, "Go on with the run in DIR; without DIR, with the last unfinished one",
      "[DIR]")
      ->expected(0, 1);
  command->add_flag("--quiet", is_quiet, "Print errors only")->group("Record");
}

Expected<void> RunCommand::Arguments::check_engine() const {
  struct Need {
    EngineKind kind;
    const char* name;
    std::vector<const char*> needed, refused;
  };
  const Need needs[] = {
      {EngineKind::LlamaServer,
       "llama-server",
       {"--model"},
       {"--base-url", "--api-key-env", "--command"}},
      {EngineKind::Openai,
       "openai",
       {"--base-url", "--model"},
       {"--mmproj", "--llama-server", "--threads", "--command"}},
      {EngineKind::Command,
       "command",
       {"--command"},
       {"--mmproj", "--llama-server", "--threads", "--base-url", "--api-key-env"}}};
  for (const Need& need : needs) {
    if (need.kind != engine.kind) continue;
    for (const char* option : need.needed) {
      if (!has(option)) return fail(fmt::format("--engine {} needs {}", need.name, option));
    }
    for (const char* option : need.refused) {
      if (has(option)) {
        return fail(fmt::format("--engine {} takes no {}; leave it out", need.name, option));
      }
    }
  }
  return {};
}

Expected<void> RunCommand::Arguments::check_load() const {
  const bool overlaps = options.load.may_overlap();
  if (overlaps && options.cooldown_s > 0) {
    return fail(
        "--cooldown is for one request after the other; leave out --concurrency and --rate");
  }
  if (engine.kind == EngineKind::Command && options.load.concurrency > 1 && has("--concurrency")) {
    return fail("--engine command answers one question at a time; leave out --concurrency");
  }
  return {};
}

Expected<void> RunCommand::Arguments::settle() {
  if (auto checked = check_engine(); !checked) return checked;
  if (auto checked = check_load(); !checked) return checked;
  const bool is_open_to_many = options.load.rate && engine.kind == EngineKind::Openai;
  if (is_open_to_many && !has("--concurrency")) options.load.concurrency = kOpenLoopConcurrency;

  engine.mmproj = mmproj;
  engine.program = program;
  engine.slot_count = static_cast<int>(options.load.concurrency);
  if (const char* key = std::getenv(api_key_env.c_str())) engine.api_key = key;
  if (engine.kind == EngineKind::Openai && has("--api-key-env") && engine.api_key.empty()) {
    return fail(fmt::format("--api-key-env {}: there is no such environment variable",
                            plain_text(api_key_env)));
  }
  options.images = images;
  options.out = out;
  options.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(timeout_s * 1000));
  options.durability = durability == "record" ? Durability::Record : Durability::Batch;
  if (has("--resume")) options.resume = resume;
  if (options.model_key.empty()) options.model_key = default_model_key(engine);
  options.sightmark_version = SIGHTMARK_VERSION;
  return {};
}

RunCommand::RunCommand(CLI::App& app) : arguments_(std::make_unique<Arguments>()) {
  Arguments& a = *arguments_;
  a.command = app.add_subcommand("run", "Measure a model on this machine");
  a.add_engine_options();
  a.add_question_options();
  a.add_load_options();
  a.add_record_options();
  a.command->footer(kFooter);
}

RunCommand::~RunCommand() = default;

bool RunCommand::is_chosen() const { return arguments_->command->parsed(); }

namespace {

void print_outcome(const RunOutcome& outcome) {
  const RunFigures& run = outcome.figures;
  print(stdout,
        fmt::format("Measured {} of {} trials: {} on {} ({})\n", run.trial_count,
                    outcome.planned_count, plain_text(run.model_id), plain_text(run.device_name),
                    run.dtype.empty() ? "precision not told" : plain_text(run.dtype)));
  print(stdout, run_table(outcome));
  for (const std::string& warning : outcome.warnings) {
    print(stdout, fmt::format("  note: {}\n", plain_text(warning)));
  }
  print(stdout, fmt::format("Recorded in {}\n", plain_text(outcome.folder.string())));
}

int exit_code(const RunOutcome& outcome) {
  if (outcome.end == RunEnd::Interrupted) return kExitInterrupted;
  const bool has_success = outcome.figures.error_count < outcome.figures.trial_count;
  return outcome.end == RunEnd::Complete && has_success ? kExitDone : kExitStopped;
}

}  // namespace

int RunCommand::run() {
  Arguments& a = *arguments_;
  if (const auto settled = a.settle(); !settled) {
    print_error(settled.error().message);
    return kExitUsage;
  }
  std::signal(SIGPIPE, SIG_IGN);  // an engine that has gone is an error to record, not an end
  const StopSignal stop_signal;
  RunProgressLine line(a.is_quiet);
  RunSources sources{.make_engine = engine_maker(a.engine)};
  sources.meters = find_power_meters(sources.roots);
  const auto outcome = sightmark::run(
      a.options, std::move(sources), [&](const RunProgress& progress) { line.show(progress); },
      stop_signal.token());
  line.clear();
  if (!outcome) {
    print_error(outcome.error().message);
    return stop_signal.token().stop_requested() ? kExitInterrupted : kExitFailed;
  }
  if (!a.is_quiet) print_outcome(*outcome);
  const int code = exit_code(*outcome);
  if (outcome->end != RunEnd::Complete) {
    print_error(
        fmt::format("ended after {} of {} trials: {}\nWhat was measured is kept; the same "
                    "command with --resume goes on with it.",
                    outcome->figures.trial_count, outcome->planned_count, outcome->reason));
  } else if (code != kExitDone) {
    print_error("no trial succeeded");
  }
  return code;
}

}  // namespace sightmark
