#pragma once

#include <memory>
#include <string>

namespace sightmark {

// Measures text as librsvg will draw it, since both lay it out with Pango.
class TextWidth {
 public:
  TextWidth();
  ~TextWidth();

  // The width in pixels of one line of UTF-8 text in a font such as "Inter,sans-serif Semi-Bold
  // 20px".
  double operator()(const std::string& text, const std::string& font) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sightmark
