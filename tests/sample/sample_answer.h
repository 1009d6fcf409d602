#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sample/random.h"

namespace sightmark {

// One of the five questions that a sample run asks about each image.
struct SampleTask {
  std::string_view name, purpose, prompt;
  int sentence_count;  // of an answer of ordinary length
};

std::span<const SampleTask> sample_tasks();

// A believable answer of `sentence_count` sentences about image number `image_index`.
std::string sample_answer(const SampleTask& task, int image_index, int sentence_count,
                          Random& random);

// An answer that says the same again and again.
std::string looping_answer(int image_index, int repeat_count);

}  // namespace sightmark
