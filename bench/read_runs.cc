// read_runs FOLDER [--intervals]: prints the seconds that finding, reading and measuring all runs
// below the folder takes on all cores, without intervals as sightmark plots does it, or with them.
#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "analyze/run_loading.h"

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3) return 2;
  const auto start = std::chrono::steady_clock::now();
  const auto runs = sightmark::load_runs({.roots = {argv[1]},
                                          .with_intervals = argc == 3,
                                          .job_count = std::thread::hardware_concurrency()},
                                         [](std::string_view, std::size_t, std::size_t) {});
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  fmt::print("{:.6f}\n", taken.count());
  return runs && !runs->metrics.empty() ? 0 : 1;
}
