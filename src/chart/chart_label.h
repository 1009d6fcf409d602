#pragma once

#include <string>

namespace sightmark {

// A label that charts of a study use, and what it stands for; empty where it says nothing of it.
struct ChartLabel {
  std::string text;  // as charts have it: of a category, a series, a row, a point
  std::string model = {}, device = {}, dtype = {}, task = {};
};

}  // namespace sightmark
