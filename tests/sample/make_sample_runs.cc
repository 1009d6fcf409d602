// make_sample_runs FOLDER: makes run directories to try sightmark on.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "sample/sample_runs.h"

int main(int argc, char** argv) {
  std::string folder;
  sightmark::SampleOptions options;
  CLI::App app("Makes run directories of made-up models and devices, to try sightmark on.");
  app.add_option("folder", folder, "where to put them")->required();
  app.add_option("--images", options.image_count, "images a run; five questions are asked of each")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  app.add_option("--runs", options.run_count, "run directories; 18 hold every variant there is")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  app.add_option("--seed", options.seed, "another seed gives other numbers")->capture_default_str();
  app.add_flag("--truth", options.with_truth, "with images whose truth is known");
  CLI11_PARSE(app, argc, argv);

  const auto written = sightmark::write_sample_runs(folder, options);
  if (!written) {
    fmt::print(stderr, "make_sample_runs: {}\n", written.error().message);
    return 1;
  }
  fmt::print(
      "Made {} runs of {} images in {}. Now analyse them:\n"
      "  build/release/sightmark analyze {}/*_output --out analysis\n",
      options.run_count, options.image_count, folder, folder);
}
