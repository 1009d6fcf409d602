#include "analyze/figure_drawing.h"

#include <fmt/format.h>

#include "base/file.h"
#include "base/parallel.h"
#include "render/png.h"

namespace sightmark {
namespace {

constexpr double kPixelsPerCssPixel = 2;

std::filesystem::path with_extension(std::filesystem::path path, const char* extension) {
  return path += extension;
}

Expected<void> write_figure(const std::filesystem::path& path, const Expected<std::string>& svg,
                            const DrawingOptions& options) {
  if (!svg) {
    return fail(fmt::format("cannot draw {}: {}", path.filename().string(), svg.error().message));
  }
  if (options.with_svg) {
    if (auto written = write_file(with_extension(path, ".svg"), *svg); !written) return written;
  }
  if (!options.with_png) return {};
  const auto png = png_from_svg(*svg, kPixelsPerCssPixel);
  if (!png) return tl::unexpected(png.error());
  return write_file(with_extension(path, ".png"), *png);
}

}  // namespace

FigureDrawing::FigureDrawing(std::function<std::unique_ptr<ChartRenderer>()> make_renderer)
    : thread_([make = std::move(make_renderer), jobs = jobs_.get_future()]() mutable {
        const std::unique_ptr<ChartRenderer> renderer = make();
        for (Job& job : jobs.get()) job.svg.set_value(renderer->svg(*job.chart));
      }) {}

FigureDrawing::~FigureDrawing() {
  if (!is_given_) jobs_.set_value({});  // so that the thread ends
}

Expected<void> FigureDrawing::draw(const std::filesystem::path& folder,
                                   const std::vector<StudyFigure>& figures,
                                   const DrawingOptions& options, const Progress& progress) {
  std::vector<Job> jobs(figures.size());
  std::vector<std::future<Expected<std::string>>> svgs;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    jobs[i].chart = &figures[i].chart;
    svgs.push_back(jobs[i].svg.get_future());
  }
  is_given_ = true;
  jobs_.set_value(std::move(jobs));

  std::vector<Expected<void>> written(figures.size());
  StageProgress stage("drawing figures", figures.size(), progress);
  parallel_for(figures.size(), options.job_count, [&](std::size_t i) {
    written[i] = write_figure(folder / figures[i].name, svgs[i].get(), options);
    stage.add_step();
  });
  for (auto& result : written) {
    if (!result) return tl::unexpected(result.error());
  }
  return {};
}

}  // namespace sightmark
