// Documents that are wrong in every way that chance finds: they are refused or understood, never guessed, and nothing falls over.
#include <doctest/doctest.h>

#include <cstdlib>
#include <random>

#include "support.hpp"

using namespace shelflife;
using namespace shelflife::import_test;

namespace {

// Reads, and imports what can be. True when anything was understood.
bool try_all(const std::string& text, const ImportOptions& options = {}) {
  bool understood = false;
  const DocumentReading reading = read_lifecycle(text);
  CHECK((reading.malformed.empty() || reading.documents.empty()));
  for (const ReadDocument& document : reading.documents) {
    CHECK(document.remarks.size() <= most_remarks);
    if (!document.understood) continue;
    understood = true;
    const Imported imported = import_lifecycle(document, options);
    CHECK(imported.text.empty() != imported.refusals.empty());
  }
  return understood;
}

const std::vector<std::string>& splices() {
  static const std::vector<std::string> list{"99999999999999999999", "-1", "1e400", "0.5", "null", "[]", "{}", "\"\"", "\"x\"", "true", std::string("\0", 1), "\xff", "\\u0000", "\"", "{\"a\":", "[[[[", "\xef\xbb\xbf", "<", ">", "/"};
  return list;
}

// Puts another value in the place of one, so that the text mostly stays JSON.
std::string another_value(std::string text, std::mt19937_64& random) {
  const std::size_t colon = text.find(':', text.empty() ? 0 : random() % text.size());
  if (colon == std::string::npos) return text;
  const std::size_t begin = text.find_first_not_of(' ', colon + 1);
  if (begin == std::string::npos) return text;
  std::size_t end = text[begin] == '"' ? text.find('"', begin + 1) : text.find_first_of(",]} \n", begin);
  if (end == std::string::npos) return text;
  if (text[begin] == '"') ++end;
  return text.replace(begin, end - begin, splices()[random() % splices().size()]);
}

std::string mutate(std::string text, std::mt19937_64& random) {
  const auto at = [&] { return text.empty() ? 0 : random() % text.size(); };
  switch (random() % 10) {
    case 0: text.resize(at()); break;
    case 1: {  // a statement each, here and below: every compiler draws in this order
      const std::size_t from = at();
      text.erase(from, random() % 20);
      break;
    }
    case 2: {
      const std::size_t from = at();
      text.insert(from, splices()[random() % splices().size()]);
      break;
    }
    case 3: {
      const std::size_t from = at();
      if (!text.empty()) text[from] = static_cast<char>(random() % 256);
      break;
    }
    case 4: {  // a part twice
      const std::size_t from = at();
      text.insert(from, text.substr(from, random() % 60));
      break;
    }
    default: text = another_value(std::move(text), random);
  }
  return text;
}

std::string repeated(const std::string& unit, std::size_t bytes) {
  std::string out;
  out.reserve(bytes + unit.size());
  while (out.size() < bytes) out += unit;
  return out;
}

}  // namespace

TEST_CASE("mutated documents are refused or understood") {
  const char* const wanted = std::getenv("SHELFLIFE_MUTATIONS");
  const std::size_t rounds = wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 4000;
  const std::vector<Case> cases = all_cases();
  std::mt19937_64 random(20261124);
  std::size_t understood = 0;
  for (std::size_t i = 0; i < rounds; ++i) {
    const Case& c = cases[i % cases.size()];
    std::string text = c.text;
    for (std::size_t n = 1 + (random() % 3 == 0 ? random() % 3 : 0); n > 0; --n) text = mutate(std::move(text), random);
    INFO(c.name << ", round " << i);
    understood += try_all(text, c.options) ? 1 : 0;
  }
  MESSAGE(understood, " of ", rounds, " were understood");
  CHECK(understood > rounds / 20);
  CHECK(understood < rounds / 2);
}

TEST_CASE("a field by another name is never overlooked") {
  std::size_t renamed = 0;
  for (const Case& c : all_cases()) {
    const bool plain = c.name.starts_with("s3_") || c.name.starts_with("azure_tiers") || c.name.starts_with("azure_versions") || c.name.starts_with("azure_index") || c.name == "gcs_lifecycle.json" || c.name == "gcs_versioned.json";
    if (!plain || c.path.extension() != ".json" || c.text.find("Disabled") != std::string::npos || c.text.find("\"Rules\": []") != std::string::npos) continue;
    for (std::size_t end = c.text.find("\":"); end != std::string::npos; end = c.text.find("\":", end + 1)) {
      std::string text = c.text;
      text.insert(end, "X");
      INFO(c.name << " at " << end);
      bool understood = false;
      for (const ReadDocument& document : read_lifecycle(text).documents) understood = understood || document.understood;
      CHECK_FALSE(understood);
      ++renamed;
    }
  }
  CHECK(renamed > 150);
}

TEST_CASE("a name that stands twice in an object is no JSON to trust") {
  CHECK(read_lifecycle(R"({"Rules": [], "Rules": [{"ID": "x"}]})").malformed == "`Rules` stands twice in one object");
}

TEST_CASE("byte order marks, blanks and zero bytes") {
  const std::string good = R"({"Rules": [{"ID": "a", "Status": "Enabled", "Filter": {"Prefix": "a/"}, "Expiration": {"Days": 3}}]})";
  CHECK(try_all("\xef\xbb\xbf" + good));
  CHECK(try_all("\r\n\t " + good + "\n"));
  CHECK_FALSE(try_all(good + std::string("\0", 1)));
  CHECK_FALSE(try_all(good + std::string("\0 and more", 10)));
  CHECK_FALSE(try_all("\xff\xfe" + good));
  CHECK_FALSE(try_all(""));
  CHECK_FALSE(try_all("   "));
  CHECK(read_lifecycle("[1, 2").documents.empty());
}

// Large enough that work which grows with the square would not end within ctest's own limit.
TEST_CASE("huge and deep texts are read or refused") {
  constexpr std::size_t big = 3'000'000;
  const std::string rule = R"({"ID":"a","Status":"Enabled","Filter":{"Prefix":"p/"},"Expiration":{"Days":3}},)";
  std::string rules = "{\"Rules\":[" + repeated(rule, big);
  rules.back() = ']';
  const DocumentReading many = read_lifecycle(rules + "}");
  REQUIRE(many.documents.size() == 1);
  CHECK_FALSE(many.documents[0].understood);
  CHECK(many.documents[0].more_remarks > 1000);
  CHECK_FALSE(read_lifecycle(repeated("[", big)).malformed.empty());
  CHECK_FALSE(read_lifecycle(repeated("{\"a\":", big)).malformed.empty());
  CHECK_FALSE(read_lifecycle("<LifecycleConfiguration>" + repeated("<Rule>", big)).malformed.empty());
  CHECK_FALSE(read_lifecycle("{\"Rules\":\"" + repeated("x", big) + "\"}").documents[0].understood);
  CHECK_FALSE(read_lifecycle("<LifecycleConfiguration>" + repeated("<Rule><ID>a</ID></Rule>", big) + "</LifecycleConfiguration>").documents[0].understood);
}
