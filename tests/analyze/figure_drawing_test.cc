#include "analyze/study_file.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "fakes/fake_renderer.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

void no_progress(std::string_view, std::size_t, std::size_t) {}

std::vector<StudyFigure> two_figures() {
  return {{"one", {.title = "One"}}, {"two.five", {.title = "Two"}}};
}

std::size_t file_count(const TemporaryFolder& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()));
}

TEST(FigureDrawing, WritesBothFormatsUnderTheNameGiven) {
  const TemporaryFolder folder;
  FigureDrawing drawing(make_renderer<FakeRenderer>());
  ASSERT_TRUE(drawing.draw(folder.path(), two_figures(), {}, no_progress));
  for (const char* name : {"one.svg", "one.png", "two.five.svg", "two.five.png"}) {
    EXPECT_TRUE(fs::exists(folder / name)) << name;
  }
  EXPECT_TRUE(read_file(folder / "one.png", 1 << 20)->starts_with("\x89PNG"));
}

TEST(FigureDrawing, WritesOnlyWhatWasAskedFor) {
  for (const bool with_png : {true, false}) {
    const TemporaryFolder folder;
    FigureDrawing drawing(make_renderer<FakeRenderer>());
    ASSERT_TRUE(drawing.draw(folder.path(), two_figures(),
                             {.with_png = with_png, .with_svg = !with_png}, no_progress));
    EXPECT_EQ(file_count(folder), 2u);
    EXPECT_EQ(fs::exists(folder / "one.png"), with_png);
  }
}

TEST(FigureDrawing, PassesOnWhatTheRendererSays) {
  const TemporaryFolder folder;
  FigureDrawing drawing(make_renderer<BrokenRenderer>());
  const auto drawn = drawing.draw(folder.path(), two_figures(), {.job_count = 2}, no_progress);
  ASSERT_FALSE(drawn);
  EXPECT_NE(drawn.error().message.find("no ink"), std::string::npos);
  EXPECT_EQ(file_count(folder), 0u);
}

TEST(FigureDrawing, FailsWhereAFileCannotBeWritten) {
  const TemporaryFolder folder;
  FigureDrawing drawing(make_renderer<FakeRenderer>());
  const auto drawn =
      drawing.draw(folder.path(), {{"missing/one", {.title = "One"}}}, {}, no_progress);
  ASSERT_FALSE(drawn);
  EXPECT_NE(drawn.error().message.find("one.svg"), std::string::npos);
}

TEST(FigureDrawing, CountsEachFigureOnceWithManyJobs) {
  const TemporaryFolder folder;
  std::vector<StudyFigure> figures;
  for (int i = 0; i < 20; ++i) figures.push_back({std::to_string(i), {}});
  std::vector<std::size_t> steps;
  FigureDrawing drawing(make_renderer<FakeRenderer>());
  ASSERT_TRUE(drawing.draw(folder.path(), figures, {.job_count = 4},
                           [&](std::string_view, std::size_t done, std::size_t total) {
                             EXPECT_EQ(total, 20u);
                             steps.push_back(done);
                           }));
  ASSERT_EQ(steps.size(), 20u);
  for (std::size_t i = 0; i < steps.size(); ++i) EXPECT_EQ(steps[i], i + 1);
  EXPECT_EQ(file_count(folder), 40u);
}

TEST(FigureDrawing, EndsWhereNothingIsDrawn) {
  const TemporaryFolder folder;
  { const FigureDrawing never_used(make_renderer<FakeRenderer>()); }
  FigureDrawing drawing(make_renderer<FakeRenderer>());
  EXPECT_TRUE(drawing.draw(folder.path(), {}, {}, no_progress));
}

}  // namespace
}  // namespace sightmark
