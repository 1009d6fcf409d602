#pragma once

#include <cstddef>

#include "page/html_report.h"

namespace sightmark {

// Small pictures for the page's trials. A file is looked for by the image's name, in the folder
// that the run names as its images' alone, and shown only where it is a JPEG or PNG file of at most
// 32 MB. Of the runs in turn, 100 images or 256 KB of thumbnails at most; each image once.
PageThumbnails load_thumbnails(const std::vector<RunExcerpt>& excerpts, std::size_t job_count);

}  // namespace sightmark
