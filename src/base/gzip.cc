#include "base/gzip.h"

#include <zlib.h>

#include <algorithm>

namespace sightmark {
namespace {

constexpr int kGzipFormat = 15 + 16;  // zlib's largest window, with gzip's header
constexpr int kMemoryLevel = 8;       // zlib's default
constexpr std::size_t kBlock = 1 << 30;

}  // namespace

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipFormat, kMemoryLevel,
               Z_DEFAULT_STRATEGY);
  std::string file(deflateBound(&stream, bytes.size()), '\0');
  std::size_t written = 0;
  int state = Z_OK;
  while (state != Z_STREAM_END) {
    if (stream.avail_in == 0) {
      const std::string_view block = bytes.substr(0, kBlock);
      bytes.remove_prefix(block.size());
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(block.data()));
      stream.avail_in = static_cast<uInt>(block.size());
    }
    const std::size_t room = std::min(file.size() - written, kBlock);
    stream.next_out = reinterpret_cast<Bytef*>(file.data() + written);
    stream.avail_out = static_cast<uInt>(room);
    state = deflate(&stream, bytes.empty() ? Z_FINISH : Z_NO_FLUSH);
    written += room - stream.avail_out;
  }
  deflateEnd(&stream);
  file.resize(written);
  return file;
}

}  // namespace sightmark
