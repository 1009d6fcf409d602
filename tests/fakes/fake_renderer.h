#pragma once

#include <functional>
#include <memory>
#include <string>

#include "chart/chart.h"
#include "render/svg_renderer.h"

namespace sightmark {

// Draws nothing, at once.
class FakeRenderer : public ChartRenderer {
 public:
  Expected<std::string> svg(const Chart&) override {
    return R"(<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"></svg>)";
  }
};

// Cannot draw.
class BrokenRenderer : public ChartRenderer {
 public:
  Expected<std::string> svg(const Chart& chart) override {
    return fail("no ink for " + chart.title);
  }
};

template <typename Renderer>
std::function<std::unique_ptr<ChartRenderer>()> make_renderer() {
  return [] { return std::make_unique<Renderer>(); };
}

}  // namespace sightmark
