// The texts of the packs: complete on top, in the one style, and nothing in them but what a file imported with `where` may hold.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "compiler/model/names.hpp"
#include "compiler/packs/packs.hpp"
#include "grammar/format.hpp"
#include "grammar/parse.hpp"

using namespace shelflife;
namespace fs = std::filesystem;

namespace {

const std::string_view read_from = "secondary copies, never the official text: compare the two before you rely on this pack";
const std::string_view advice = "this is not legal advice; whether and how it binds you is for your counsel to say";

struct Parsed {
  SourceManager sources;
  Diagnostics diagnostics;
  FileId id = no_file;
  ast::File file;
  explicit Parsed(const Pack& pack) {
    id = sources.add(std::string(pack.name), std::string(pack.text));
    file = parse(sources, id, diagnostics);
  }
};

bool is_law(ast::ObligationKind kind) {
  return kind == ast::ObligationKind::never_deleted_before || kind == ast::ObligationKind::deleted_within || kind == ast::ObligationKind::not_moved_before ||
         kind == ast::ObligationKind::locked_compliance;
}

}  // namespace

TEST_CASE("the program has the packs of the folder, byte for byte and sorted") {
  std::set<std::string> files;
  for (const auto& entry : fs::directory_iterator(fs::path(SHELFLIFE_SOURCE_DIR) / "packs")) {
    CAPTURE(entry.path().filename().string());
    REQUIRE(entry.path().extension() == ".shelf");
    files.insert(entry.path().stem().string());
    const Pack* const pack = find_pack(entry.path().stem().string());
    REQUIRE(pack != nullptr);
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    CHECK(pack->text == text.str());
  }
  const std::vector<std::string> names = pack_names();
  CHECK(std::set<std::string>(names.begin(), names.end()) == files);
  CHECK(std::ranges::is_sorted(names));
  CHECK(names.size() >= 20);
  CHECK(find_pack("") == nullptr);
  CHECK(find_pack("zzz") == nullptr);
}

TEST_CASE("every pack says on top what it is, where it stands, and that it is no legal advice") {
  for (const Pack& pack : packs()) {
    CAPTURE(pack.name);
    const std::optional<PackHeader> header = read_pack_header(pack.text);
    REQUIRE(header);
    CHECK(header->read_from == read_from);
    CHECK(header->advice == advice);
    CHECK(header->official_text.starts_with("https://"));
    CHECK(header->secondary_copy.find("://") != std::string::npos);
    CHECK((header->until.empty() || header->since < header->until));
  }
}

TEST_CASE("every pack is in the one style and holds require blocks of durations only") {
  for (const Pack& pack : packs()) {
    CAPTURE(pack.name);
    Parsed parsed(pack);
    REQUIRE(parsed.diagnostics.all().empty());
    CHECK(format(parsed.sources, parsed.id, parsed.diagnostics) == pack.text);
    CHECK(parsed.file.items.size() == 1);
    const PackHeader header = read_pack_header(pack.text).value();
    for (const ast::Item& item : parsed.file.items) {
      const auto* const require = std::get_if<ast::Require>(&item);
      REQUIRE(require != nullptr);
      CHECK(require->reason.value.find(header.since) != std::string::npos);  // so that each finding has it
      CHECK(require->stores.empty());
      CHECK_FALSE(require->where);
      CHECK_FALSE(require->obligations.empty());
      for (const ast::Obligation& obligation : require->obligations) CHECK(is_law(obligation.kind));
    }
  }
}

TEST_CASE("what a pack needs is what its blocks name and do not have") {
  for (const Pack& pack : packs()) {
    CAPTURE(pack.name);
    const Parsed parsed(pack);
    std::set<std::pair<bool, std::string>> used, said;
    for (const ast::Item& item : parsed.file.items) {
      for (const ast::Obligation& obligation : std::get<ast::Require>(item).obligations) {
        if (obligation.since) used.emplace(true, obligation.since->text);
        if (!obligation.duration.let.empty()) used.emplace(false, obligation.duration.let);
      }
    }
    const PackHeader header = read_pack_header(pack.text).value();
    for (const PackNeed& need : header.needs) said.emplace(need.label, need.name);
    CHECK(used == said);
  }
}

TEST_CASE("a header with a line too few, too many, out of order or malformed is none") {
  const std::string good(find_pack("hipaa")->text);
  REQUIRE(read_pack_header(good));
  std::vector<std::string> lines;
  std::istringstream in(good.substr(0, good.find("\n\n")));
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  const auto joined = [](const std::vector<std::string>& all) {
    std::string out;
    for (const std::string& line : all) out += line + "\n";
    return out + "\nrequire \"r\" { never deleted }\n";
  };
  REQUIRE(read_pack_header(joined(lines)));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    CAPTURE(lines[i]);
    std::vector<std::string> fewer = lines, twice = lines;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
    const bool needs = lines[i].starts_with("# needs");  // none or several may stand there
    CHECK(read_pack_header(joined(fewer)).has_value() == needs);
    CHECK(read_pack_header(joined(twice)).has_value() == needs);
    if (i + 1 == lines.size()) continue;
    std::vector<std::string> swapped = lines;
    std::swap(swapped[i], swapped[i + 1]);
    CHECK_FALSE(read_pack_header(joined(swapped)));
  }
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    return read_pack_header(text.replace(text.find(from), from.size(), to));
  };
  CHECK_FALSE(changed("since 2005-04-20", "since 2005-4-20"));
  CHECK_FALSE(changed("# in force: since", "# in force: from"));
  CHECK_FALSE(changed("label last_in_effect date", "label last_in_effect"));
  CHECK_FALSE(changed("# advice: ", "advice: "));
  CHECK(changed("since 2005-04-20 (", "since 2005-04-20 until 2031-01-01 (").value().until == "2031-01-01");
  CHECK(changed("# covers: ", "# covers: x\n#   ").value().covers.starts_with("x policies"));
}
