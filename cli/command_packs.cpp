// packs: the list of packs, or the text of one.
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/pack_terms.hpp"
#include "cli/terminal.hpp"
#include "compiler/model/names.hpp"
#include "grammar/diagnostics.hpp"

namespace shelflife::cli {

namespace {

using Row = std::vector<std::string>;

std::string table(const std::vector<Row>& rows) {
  Row::size_type columns = rows.front().size();
  std::vector<std::size_t> widths(columns);
  for (const Row& row : rows)
    for (std::size_t i = 0; i < columns; ++i) widths[i] = std::max(widths[i], row[i].size());
  std::string out;
  for (const Row& row : rows) {
    for (std::size_t i = 0; i + 1 < columns; ++i) out.append(row[i]).append(widths[i] + 2 - row[i].size(), ' ');
    out.append(row.back()).append("\n");
  }
  return out;
}

std::string list() {
  std::vector<Row> rows = {{"pack", "in force", "asks for", "title"}};
  for (const Pack& pack : packs()) {
    const PackHeader header = read_pack_header(pack.text).value_or(PackHeader{});
    rows.push_back({std::string(pack.name), header.until.empty() ? header.since : header.since + " to " + header.until,
                    in_words(terms_of(pack)), header.title});
  }
  return table(rows) + "None of this is legal advice. `shelflife packs show NAME` has the article, the clock and what is not covered.\n";
}

int show(const std::string& name) {
  if (const Pack* const pack = find_pack(name)) return write_out(std::string(pack->text)) ? exit_ok : exit_misuse;
  const std::string near = nearest_name(name, pack_names());
  complain("no pack is named `" + printable(name) + "`", near.empty() ? "`shelflife packs` lists them" : "did you mean `" + near + "`?");
  return exit_misuse;
}

}  // namespace

int command_packs(const Arguments& arguments) {
  const std::vector<std::string>& words = arguments.paths;
  if (words.empty()) return write_out(arguments.format == "json" ? packs_json() : list()) ? exit_ok : exit_misuse;
  if (words.front() != "show" || words.size() != 2) {
    complain("`packs` takes no word, or `show NAME`", "see `shelflife packs --help`");
    return exit_misuse;
  }
  if (arguments.format != "text") {
    complain("a pack is shown as its text", "leave `--format` out, or leave `show NAME` out for the list");
    return exit_misuse;
  }
  return show(words[1]);
}

}  // namespace shelflife::cli
