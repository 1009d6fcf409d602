#include "page/html_report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>

#include "base/hash.h"
#include "fakes/fake_run.h"

namespace sightmark {
namespace {

using Json = nlohmann::json;

constexpr const char* kDataStart = "<script type=\"application/json\" id=\"study\">";

RunMetrics run_named(const std::string& model, const std::string& dtype) {
  RunMetrics run = make_run_metrics(model, "Alder", dtype);
  run.values["generated_tokens_per_s"] = Estimate{40, Interval{39, 42}};
  set_latency(run, spread(400, 20));
  run.tasks = {make_task_metrics("brief", 100, 50)};
  return run;
}

std::string page_of(const std::vector<RunMetrics>& runs, const Chart& chart = {}) {
  const PageTrials trials{.excerpts = std::vector<RunExcerpt>(runs.size()), .packed = {}};
  const ReportContext context{.date = "2026-01-30"};
  const Study study = make_study(runs);
  const Audit found = audit(study.runs, study.bandwidth_by_device);
  const std::vector<StudyFigure> figures = {{"vision_plots/speed", chart}};
  return html_report(study, {.context = context,
                             .audit = found,
                             .figures = figures,
                             .labels = {{.text = "Lynx", .model = "Lynx"}},
                             .trials = trials});
}

// The text of the element that begins so.
std::string element(const std::string& page, const std::string& start, const char* end) {
  const std::size_t from = page.find(start) + start.size();
  return page.substr(from, page.find(end, from) - from);
}

Json data_of(const std::string& page) {
  return Json::parse(element(page, kDataStart, "</script>"));
}

TEST(HtmlReport, LetsOnlyItsScriptsAndStyleRun) {
  const std::string page = page_of({run_named("Lynx", "bf16")});
  const std::string policy = element(page, "Security-Policy\" content=\"", "\"");
  EXPECT_TRUE(policy.starts_with("default-src 'none';")) << policy;
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  std::size_t script_count = 0;
  for (std::size_t at = 0; (at = page.find("\n<script>", at)) != std::string::npos; ++at) {
    const std::string script = element(page.substr(at), "<script>", "</script>");
    EXPECT_NE(policy.find("'sha256-" + sha256_base64(script) + "'"), std::string::npos);
    ++script_count;
  }
  EXPECT_EQ(script_count, 3u);
  const std::string style = element(page, "<style>", "</style>");
  EXPECT_NE(policy.find("style-src 'sha256-" + sha256_base64(style) + "'"), std::string::npos);
}

TEST(HtmlReport, AsksForNothingBesideIt) {
  const std::string page = page_of({run_named("Lynx", "bf16")});
  EXPECT_FALSE(std::regex_search(page.substr(0, page.find(kDataStart)), std::regex("(src|href)=")));
}

TEST(HtmlReport, HoldsTheValuesOfTheStudy) {
  const Json data = data_of(page_of({run_named("Heron", "fp16"), run_named("Lynx", "bf16")}));
  EXPECT_EQ(data["date"], "2026-01-30");
  EXPECT_EQ(data["filters"]["model"], Json({"Heron", "Lynx"}));
  ASSERT_EQ(data["runs"].size(), 2u);
  const Json& run = data["runs"][1];
  EXPECT_EQ(run["model"], 1);
  EXPECT_EQ(run["status"], "complete");
  ASSERT_EQ(data["metrics"][0]["name"], "generated tokens per second");
  EXPECT_EQ(run["values"][0], Json({40.0, 39.0, 42.0}));
  EXPECT_EQ(run["tasks"][0]["latency"]["mean"], 100.0);
  EXPECT_EQ(data["labels"][0]["model"], 1);
  EXPECT_EQ(data["answers"].size(), 6u);
}

TEST(HtmlReport, LeavesWhatIsNotKnownNull) {
  RunMetrics run = run_named("Lynx", "bf16");
  run.values.clear();
  EXPECT_EQ(data_of(page_of({run}))["runs"][0]["values"][0], nullptr);
}

TEST(HtmlReport, RanksWithinEachTitleBestFirst) {
  RunMetrics slow = run_named("Heron", "bf16"), quick = run_named("Lynx", "bf16");
  set_latency(slow, spread(900, 20));
  const Json data = data_of(page_of({slow, quick}));
  for (const Json& title : data["titles"]) {
    if (title["title"] != "Lowest latency") continue;
    EXPECT_EQ(title["groups"][0]["order"][0][0], 1);
    EXPECT_EQ(title["groups"][0]["order"][1][0], 0);
    return;
  }
  FAIL() << "no such title";
}

TEST(HtmlReport, KeepsTextsInsideItsData) {
  const std::string hostile = "</script><script>alert(1)</script><!-- <script>";
  Chart chart{.title = hostile, .body = Bars{.categories = {hostile}}};
  const std::string page = page_of({run_named(hostile, hostile)}, chart);
  EXPECT_EQ(element(page, kDataStart, "</script>").find('<'), std::string::npos);
  const Json data = data_of(page);
  EXPECT_EQ(data["filters"]["model"][0], hostile);
  EXPECT_EQ(data["figures"][0]["chart"]["title"], hostile);
  EXPECT_EQ(data["figures"][0]["chart"]["body"]["categories"][0], hostile);
}

}  // namespace
}  // namespace sightmark
