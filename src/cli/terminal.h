#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace sightmark {

// Progress on stderr: a line that rewrites itself on a terminal, else a plain line for each stage.
class ProgressLine {
 public:
  explicit ProgressLine(bool is_quiet);
  ~ProgressLine();

  void show(std::string_view stage, std::size_t done, std::size_t total);

  // Removes the live line, so that something else can be printed.
  void clear();

 private:
  bool is_quiet_, is_live_;
  std::size_t shown_width_ = 0;
};

// Whether stderr is a terminal on which a line can rewrite itself.
bool is_live_terminal();

// A text on a stream. What cannot be written there, for example on a full disk, is lost.
void print(std::FILE* stream, std::string_view text);

// Whether all that was printed on stdout has been written; where not, it is told, with what is
// lost: "the audit".
bool is_output_written(std::string_view lost = "");

// A message on stderr, "sightmark: " before it.
void print_error(std::string_view message);

}  // namespace sightmark
