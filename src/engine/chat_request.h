#pragma once

#include <string>
#include <string_view>

#include "base/fact.h"
#include "engine/engine.h"

namespace sightmark {

// The JSON body that asks a question of a chat completions endpoint: streamed, with usage, greedy
// (temperature 0); one message of the user with the image as a data URI, where there is one, and
// the prompt. Each of `extra_fields` is a field more.
std::string chat_request(std::string_view model, const Question& question,
                         const Facts& extra_fields);

}  // namespace sightmark
