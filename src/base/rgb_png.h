#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sightmark {

// A PNG file (W3C PNG, third edition) of 8-bit red, green and blue. `rows` is a zlib stream of the
// rows from the top, each a byte that names its filter and then its pixels; a resolution of 0 is
// not told.
std::string rgb_png(std::uint32_t width, std::uint32_t height, std::string_view rows,
                    std::uint32_t pixels_per_metre = 0);

// The four bytes of a number, the highest first, as PNG and zlib have them.
std::string big_endian(std::uint32_t value);

}  // namespace sightmark
