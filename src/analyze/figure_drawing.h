#pragma once

#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "analyze/progress.h"
#include "base/expected.h"
#include "page/html_report.h"
#include "render/svg_renderer.h"

namespace sightmark {

struct DrawingOptions {
  bool with_png = true, with_svg = true;
  std::size_t job_count = 1;
};

// Draws charts into files: one thread turns charts into SVG while the others turn that into PNG.
// The renderer is made on that thread at once, since starting takes it as long as reading the runs
// takes.
class FigureDrawing {
 public:
  explicit FigureDrawing(std::function<std::unique_ptr<ChartRenderer>()> make_renderer);
  ~FigureDrawing();

  // Writes all of them below the folder, whole files or none; fails with the first error. May be
  // called once.
  Expected<void> draw(const std::filesystem::path& folder, const std::vector<StudyFigure>& figures,
                      const DrawingOptions& options, const Progress& progress);

 private:
  struct Job {
    const Chart* chart;
    std::promise<Expected<std::string>> svg;
  };

  std::promise<std::vector<Job>> jobs_;
  bool is_given_ = false;
  std::jthread thread_;
};

}  // namespace sightmark
