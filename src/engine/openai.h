#pragma once

#include <memory>
#include <string>

#include "base/expected.h"
#include "engine/engine.h"

namespace sightmark {

struct OpenaiOptions {
  std::string base_url;  // "http://127.0.0.1:8000/v1"
  std::string model;     // as the server calls it
  std::string api_key;   // empty: none
};

// Any server of the OpenAI chat completions API that somebody else runs. It is ready once it
// answers GET /models, which also tells whether it has the model; a server that knows no /models is
// taken at its word. Fails where the base URL or the key cannot be used.
Expected<std::unique_ptr<Engine>> make_openai(OpenaiOptions options);

}  // namespace sightmark
