#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace sightmark {

// Where the end of a log is now, in bytes; 0 where there is none yet.
std::uintmax_t log_end(const std::filesystem::path& log);

// The few lines of a log, from the byte `begin` on, that say best why a program ended: the last
// that speak of an error, else the last; on one line and harmless. Empty where it says nothing.
std::string last_words(const std::filesystem::path& log, std::uintmax_t begin);

// `reason` followed by the log's last words, if it has any.
std::string with_last_words(std::string reason, const std::filesystem::path& log,
                            std::uintmax_t begin);

// The number that stands first behind `label` in the log from the byte `begin` on.
std::optional<std::int64_t> logged_number(const std::filesystem::path& log, std::uintmax_t begin,
                                          std::string_view label);

}  // namespace sightmark
