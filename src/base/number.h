#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace sightmark {

// "12,345.6": with that many decimals and commas between thousands.
std::string grouped(double value, int decimal_count);
std::string grouped(std::size_t value);

// The shortest text that reads back as the same number; empty for nothing.
std::string exact(std::optional<double> value);

// "1 run", "1,200 runs".
std::string counted(std::size_t count, const std::string& singular);

}  // namespace sightmark
