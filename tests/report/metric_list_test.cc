#include "report/metric_list.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "metric/metric.h"

namespace sightmark {
namespace {

using Json = nlohmann::json;

TEST(MetricList, HasEveryMetricWithItsDefinition) {
  const std::string text = metrics_text();
  const Json json = Json::parse(metrics_json());
  ASSERT_EQ(json.size(), metrics().size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    const Metric& metric = metrics()[i];
    EXPECT_NE(text.find(metric.key + " (" + metric.unit), std::string::npos) << metric.key;
    EXPECT_EQ(json[i]["key"], metric.key);
    EXPECT_EQ(json[i]["definition"], metric.definition);
  }
  EXPECT_EQ(json[0]["direction"], "higher");
  EXPECT_NE(text.find("latency_p90 (ms, lower is better)\n"), std::string::npos);
}

// UPDATE_GOLDEN=1 writes the table anew.
TEST(MetricList, IsTheTableOfTheDocumentation) {
  const std::string path = std::string(SIGHTMARK_SOURCE_DIR) + "/docs/metrics.md";
  const std::string first = "<!-- made of the list of metrics -->\n", last = "<!-- end -->\n";
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::size_t start = text.find(first), end = text.find(last);
  ASSERT_TRUE(start < end && end != std::string::npos);
  const std::size_t from = start + first.size();
  if (std::getenv("UPDATE_GOLDEN")) {
    std::ofstream(path) << text.substr(0, from) << metrics_markdown() << text.substr(end);
  } else {
    EXPECT_EQ(text.substr(from, end - from), metrics_markdown()) << "UPDATE_GOLDEN=1 rewrites it";
  }
}

}  // namespace
}  // namespace sightmark
