#include "cli/analyze_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <ctime>

#include "base/number.h"
#include "base/text.h"
#include "cli/exit_code.h"
#include "cli/root_arguments.h"
#include "cli/terminal.h"

namespace sightmark {
namespace {

constexpr const char* kExitCodes =
    "\nExit codes: 0 done; 1 nothing could be read or something could not be written; 2 wrong "
    "usage.";

struct Words {
  const char* name;
  const char* what;
  const char* out;
  const char* examples;
};

Words words(StudyPart part) {
  switch (part) {
    case StudyPart::Performance:
      return {"plots", "Write the performance figures and tables alone", "vision_plots",
              "Examples:\n"
              "  sightmark plots --roots dell_output orin_output --out vision_plots\n"
              "  sightmark plots results --format svg"};
    case StudyPart::Captions:
      return {"captions", "Write the speed and answer figures and tables alone", "caption_analysis",
              "Examples:\n"
              "  sightmark captions --roots dell_output orin_output --out caption_analysis\n"
              "  sightmark captions results --only tables"};
    case StudyPart::Whole:
      break;
  }
  return {"analyze", "Turn run directories into the whole study", "analysis",
          "Examples:\n"
          "  sightmark analyze dell_output thor_output orin_output --out analysis\n"
          "  sightmark analyze dell_output --device-name dell_output=\"Dell Pro Max GB10\"\n"
          "  sightmark analyze results --trials all\n"
          "  sightmark analyze results --only tables --quiet"};
}

// SOURCE_DATE_EPOCH (seconds since 1970) as a date in UTC; nothing where it is not set.
std::optional<std::string> source_date() {
  const char* text = std::getenv("SOURCE_DATE_EPOCH");
  if (!text) return std::nullopt;
  char* end = nullptr;
  const std::time_t seconds = std::strtoll(text, &end, 10);
  std::tm utc{};
  if (end == text || *end != '\0' || !::gmtime_r(&seconds, &utc)) return std::nullopt;
  return fmt::format("{:04}-{:02}-{:02}", 1900L + utc.tm_year, utc.tm_mon + 1, utc.tm_mday);
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
        fmt::format("{:<22}{:<18}{}", champion.title, champion.figure, champion.runs));
  }
  print_list("Left out:", left_out);
  print_list("Skipped or doubtful:", outcome.warnings);
  print_list("Not drawn:", missing);
  print_list("Champions:", champions);
  print(stdout, fmt::format("\nWrote {} to {}.\n", counted(outcome.file_count, "file"),
                            plain_text(out.string())));
}

}  // namespace

struct AnalyzeCommand::Arguments {
  CLI::App* command = nullptr;
  AnalyzeOptions options;
  RootArguments roots;
  std::vector<std::string> formats = {"png", "svg"};
  std::string out, only, price, trials = "sample";
  bool is_quiet = false;

  // Fills `options`; an error message where the arguments do not fit together.
  Expected<void> settle();
};

Expected<void> AnalyzeCommand::Arguments::settle() {
  if (auto settled = roots.settle(); !settled) return settled;
  options.roots = roots.roots;
  options.device_names = roots.device_names;
  options.bandwidth_by_device = roots.bandwidth_by_device;
  options.job_count = roots.job_count;
  options.out = out;
  if (!options.out.has_filename()) options.out = options.out.parent_path();
  options.with_png = std::count(formats.begin(), formats.end(), "png") > 0;
  options.with_svg = std::count(formats.begin(), formats.end(), "svg") > 0;
  options.with_all_trials = trials == "all";
  options.with_tables = only != "figures";
  options.with_figures = only != "tables";
  options.date = source_date();
  if (!price.empty()) {
    auto parsed = parse_price(price);
    if (!parsed) return fail("--price " + parsed.error().message);
    options.price = std::move(*parsed);
  }
  return {};
}

AnalyzeCommand::AnalyzeCommand(CLI::App& app, StudyPart part)
    : arguments_(std::make_unique<Arguments>()) {
  Arguments& a = *arguments_;
  const Words own = words(part);
  a.options.part = part;
  a.out = own.out;
  a.command = app.add_subcommand(own.name, own.what);
  a.roots.add_to(*a.command);
  if (part == StudyPart::Whole) a.roots.add_bandwidth_to(*a.command);
  a.command->add_option("--out", a.out, "Folder to write to; made where it is missing")
      ->type_name("DIR")
      ->capture_default_str();
  a.command->add_option("--format", a.formats, "Formats of the figures")
      ->type_name("png,svg")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"png", "svg"}).description(""))
      ->default_str("png,svg");
  a.command->add_option("--only", a.only, "Write only the tables and reports, or only the figures")
      ->type_name("tables|figures")
      ->check(CLI::IsMember({"tables", "figures"}).description(""));
  if (part == StudyPart::Whole) {
    a.command
        ->add_option("--price", a.price,
                     "Of electricity per kWh, such as '0.30 EUR': what answers cost")
        ->type_name("PRICE");
    a.command
        ->add_option("--trials", a.trials,
                     "Trials in report.html: the failed, the slowest and a sample, or all, packed")
        ->type_name("sample|all")
        ->check(CLI::IsMember({"sample", "all"}).description(""))
        ->capture_default_str();
  }
  a.command->add_flag("--quiet", a.is_quiet, "Print errors only");
  a.command->footer(std::string(own.examples) + '\n' + kExitCodes);
}

AnalyzeCommand::~AnalyzeCommand() = default;

bool AnalyzeCommand::is_chosen() const { return arguments_->command->parsed(); }

int AnalyzeCommand::run() {
  Arguments& a = *arguments_;
  if (const auto settled = a.settle(); !settled) {
    print_error(settled.error().message);
    return kExitUsage;
  }
  ProgressLine line(a.is_quiet);
  const auto outcome =
      analyze(a.options, [&](std::string_view stage, std::size_t done, std::size_t total) {
        line.show(stage, done, total);
      });
  line.clear();
  if (!outcome) {
    print_error(outcome.error().message);
    return kExitFailed;
  }
  if (!a.is_quiet) print_outcome(*outcome, a.options.out);
  return is_output_written("what was read and left out; the files are written") ? kExitDone
                                                                                : kExitFailed;
}

}  // namespace sightmark
