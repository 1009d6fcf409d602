#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "engine/http_client.h"

namespace sightmark {

// Asks a llama-server how many tokens a prompt has when no image is with it, its chat template
// included: once for each prompt, from many threads.
class PromptTokenCounter {
 public:
  PromptTokenCounter(std::string base_url, std::string api_key);

  // Nothing where the server does not tell.
  std::optional<std::int64_t> count(std::string_view prompt, const std::stop_token& stop);

 private:
  std::optional<std::int64_t> ask(std::string_view prompt, const std::stop_token& stop);
  std::optional<std::string> post(std::string_view path, const std::string& body,
                                  const std::stop_token& stop);

  std::string base_url_, api_key_;
  HttpClient http_{true};
  std::mutex mutex_;
  std::map<std::string, std::optional<std::int64_t>, std::less<>> count_by_prompt_;
};

}  // namespace sightmark
