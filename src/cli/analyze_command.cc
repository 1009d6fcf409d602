#include "analyze/analyze.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "base/clock.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/root_arguments.h"
#include "cli/terminal.h"

// The subcommands analyze, plots and captions, which differ in what they write.
namespace sightmark {
namespace {

constexpr const char* kAnalyzeExamples =
    "Examples:\n"
    "  sightmark analyze dell_output thor_output orin_output --out analysis\n"
    "  sightmark analyze dell_output --device-name dell_output=\"Dell Pro Max GB10\"\n"
    "  sightmark analyze results --trials all\n"
    "  sightmark analyze results --only tables --quiet\n";
constexpr const char* kPlotsExamples =
    "Examples:\n"
    "  sightmark plots --roots dell_output orin_output --out vision_plots\n"
    "  sightmark plots results --format svg\n";
constexpr const char* kCaptionsExamples =
    "Examples:\n"
    "  sightmark captions --roots dell_output orin_output --out caption_analysis\n"
    "  sightmark captions results --only tables\n";
constexpr const char* kExitCodes =
    "\nExit codes: 0 done; 1 nothing could be read or something could not be written; 2 wrong "
    "usage.";

struct Arguments {
  StudyPart part;
  RootArguments roots;
  std::vector<std::string> formats = {"png", "svg"};
  std::string out, only, trials = "sample";
  bool is_quiet = false;
};

// The seconds since 1970 in SOURCE_DATE_EPOCH as a date in UTC, if it is set.
std::optional<std::string> source_date() {
  const char* text = std::getenv("SOURCE_DATE_EPOCH");
  return text ? utc_date(text) : std::nullopt;
}

void add_options(CLI::App& app, Arguments& a) {
  a.roots.add_to(app);
  if (a.part == StudyPart::Whole) a.roots.add_bandwidth_to(app);
  app.add_option("--out", a.out, "Folder to write to; made if it is missing")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--format", a.formats, "Formats of the charts")
      ->type_name("png,svg")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"png", "svg"}).description(""))
      ->default_str("png,svg");
  app.add_option("--only", a.only, "Write only tables and reports, or only charts")
      ->type_name("tables|figures")
      ->check(CLI::IsMember({"tables", "figures"}).description(""));
  app.add_flag("--quiet", a.is_quiet, "Print errors only");
  if (a.part != StudyPart::Whole) return;
  a.roots.add_price_to(app);
  app.add_option("--trials", a.trials,
                 "Trials in report.html: failed, slowest and a sample of the others; or all")
      ->type_name("sample|all")
      ->check(CLI::IsMember({"sample", "all"}).description(""))
      ->capture_default_str();
}

AnalyzeOptions options_of(const Arguments& a) {
  AnalyzeOptions options{.part = a.part,
                         .roots = a.roots.roots,
                         .out = a.out,
                         .device_names = a.roots.device_names,
                         .bandwidth_by_device = a.roots.bandwidth_by_device,
                         .with_png = std::count(a.formats.begin(), a.formats.end(), "png") > 0,
                         .with_svg = std::count(a.formats.begin(), a.formats.end(), "svg") > 0,
                         .with_tables = a.only != "figures",
                         .with_figures = a.only != "tables",
                         .price = a.roots.price,
                         .with_all_trials = a.trials == "all",
                         .job_count = a.roots.job_count,
                         .date = source_date()};
  if (!options.out.has_filename()) options.out = options.out.parent_path();
  return options;
}

void print_list(std::string_view title, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  print(stdout, fmt::format("\n{}\n", title));
  for (const std::string& line : lines) print(stdout, fmt::format("  {}\n", plain_text(line)));
}

void print_outcome(const AnalyzeOutcome& outcome, const std::filesystem::path& out) {
  print(stdout, fmt::format("Read {} in {}.\n", counted(outcome.trial_count, "record"),
                            counted(outcome.complete_count, "complete run")));
  std::vector<std::string> left_out, missing, champions;
  for (const LeftOut& run : outcome.left_out) {
    left_out.push_back(fmt::format("{}: {}", run.run_dir, run.reason));
  }
  for (const MissingFigure& figure : outcome.missing_figures) {
    missing.push_back(fmt::format("{}: {}", figure.name, figure.reason));
  }
  for (const NamedChampion& champion : outcome.champions) {
    champions.push_back(
        fmt::format("{:<22}{:<18}{}", champion.title, champion.value, champion.runs));
  }
  print_list("Left out:", left_out);
  print_list("Skipped or doubtful:", outcome.warnings);
  print_list("Not drawn:", missing);
  print_list("Champions:", champions);
  print(stdout, fmt::format("\nWrote {} to {}.\n", counted(outcome.file_count, "file"),
                            plain_text(out.string())));
}

int study(CLI::App& app, const Parse& parse, Arguments a, const char* examples) {
  add_options(app, a);
  app.footer(std::string(examples) + kExitCodes);
  if (const auto exit_code = parse()) return *exit_code;

  if (const auto checked = a.roots.check(); !checked) {
    return fail_with(kExitUsage, checked.error());
  }
  const AnalyzeOptions options = options_of(a);
  ProgressLine line(a.is_quiet);
  const auto outcome = analyze(options, line.progress());
  line.clear();
  if (!outcome) return fail_with(kExitFailed, outcome.error());
  if (!a.is_quiet) print_outcome(*outcome, options.out);
  return is_output_written("what was read and left out; the files are written") ? kExitDone
                                                                                : kExitFailed;
}

}  // namespace

int analyze_command(CLI::App& app, const Parse& parse) {
  return study(app, parse, {.part = StudyPart::Whole, .out = "analysis"}, kAnalyzeExamples);
}

int plots_command(CLI::App& app, const Parse& parse) {
  return study(app, parse, {.part = StudyPart::Performance, .out = "vision_plots"}, kPlotsExamples);
}

int captions_command(CLI::App& app, const Parse& parse) {
  return study(app, parse, {.part = StudyPart::Captions, .out = "caption_analysis"},
               kCaptionsExamples);
}

}  // namespace sightmark
