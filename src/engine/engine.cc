#include "engine/engine.h"

namespace sightmark {

std::string_view failure_kind_name(FailureKind kind) {
  switch (kind) {
    case FailureKind::Refused:
      return "refused";
    case FailureKind::Timeout:
      return "timeout";
    case FailureKind::HttpStatus:
      return "http_status";
    case FailureKind::RateLimited:
      return "rate_limited";
    case FailureKind::Malformed:
      return "malformed";
    case FailureKind::CutStream:
      return "cut_stream";
    case FailureKind::Empty:
      return "empty";
    case FailureKind::InvalidText:
      return "invalid_text";
    case FailureKind::Rejected:
      return "rejected";
    case FailureKind::Died:
      return "died";
    case FailureKind::Cancelled:
      return "cancelled";
  }
  return "unknown";  // no such kind
}

}  // namespace sightmark
