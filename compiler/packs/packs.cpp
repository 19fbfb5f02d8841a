#include "compiler/packs/packs.hpp"

#include <algorithm>

#include "compiler/model/names.hpp"

namespace shelflife {

namespace {

struct Line {
  std::string key, value;
};

// `# key: value`, with `#   ` before what goes on; up to the first empty line. Nothing when another line stands there.
std::optional<std::vector<Line>> lines_of(std::string_view text) {
  std::vector<Line> lines;
  while (!text.empty() && text.front() != '\n') {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.starts_with("# ")) return std::nullopt;
    line.remove_prefix(2);
    if (line.starts_with("  ")) {
      if (lines.empty()) return std::nullopt;
      lines.back().value.append(" ").append(line.substr(2));
      continue;
    }
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) return std::nullopt;
    lines.push_back({std::string(line.substr(0, colon)), std::string(line.substr(colon + 2))});
  }
  return lines;
}

// Takes "2027-12-02" from the front of `text` after `word`; false when it is not there.
bool take_date(std::string_view& text, std::string_view word, std::string& date) {
  if (!text.starts_with(word)) return false;
  const std::string_view found = text.substr(word.size(), 10);
  if (found.size() != 10) return false;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? found[i] != '-' : found[i] < '0' || found[i] > '9') return false;
  }
  date = found;
  text.remove_prefix(word.size() + found.size());
  return true;
}

bool read_in_force(std::string_view text, PackHeader& header) {
  if (!take_date(text, "since ", header.since)) return false;
  take_date(text, " until ", header.until);
  header.remark = text;
  if (header.remark.starts_with("; ")) header.remark.erase(0, 2);
  else if (header.remark.starts_with(" ")) header.remark.erase(0, 1);
  return true;
}

// "label NAME date: MEANING" or "let NAME: MEANING".
std::optional<PackNeed> read_need(std::string_view text) {
  const std::size_t colon = text.find(": ");
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view head = text.substr(0, colon);
  PackNeed need;
  need.meaning = text.substr(colon + 2);
  if (head.starts_with("label ") && head.ends_with(" date")) {
    need.label = true;
    head = head.substr(6, head.size() - 6 - 5);
  } else if (head.starts_with("let ")) {
    head.remove_prefix(4);
  } else {
    return std::nullopt;
  }
  need.name = head;
  if (!is_name(need.name) || need.meaning.empty()) return std::nullopt;
  return need;
}

}  // namespace

const Pack* find_pack(std::string_view name) {
  const auto all = packs();
  const auto found = std::ranges::lower_bound(all, name, {}, &Pack::name);
  return found != all.end() && found->name == name ? &*found : nullptr;
}

std::vector<std::string> pack_names() {
  std::vector<std::string> names;
  for (const Pack& pack : packs()) names.emplace_back(pack.name);
  return names;
}

std::optional<PackHeader> read_pack_header(std::string_view text) {
  const auto lines = lines_of(text);
  if (!lines) return std::nullopt;
  PackHeader header;
  std::size_t next = 0;
  const auto take = [&](std::string_view key, std::string& value) {
    if (next == lines->size() || (*lines)[next].key != key || (*lines)[next].value.empty()) return false;
    value = (*lines)[next++].value;
    return true;
  };
  std::string in_force;
  const bool first = take("title", header.title) && take("jurisdiction", header.jurisdiction) && take("article", header.article) &&
                     take("official text", header.official_text) && take("secondary copy", header.secondary_copy) &&
                     take("in force", in_force) && read_in_force(in_force, header) && take("clock", header.clock) &&
                     take("covers", header.covers) && take("not covered", header.not_covered);
  if (!first) return std::nullopt;
  for (std::string need; take("needs", need);) {
    std::optional<PackNeed> read = read_need(need);
    if (!read) return std::nullopt;
    header.needs.push_back(std::move(*read));
  }
  if (!take("read from", header.read_from) || !take("advice", header.advice) || next != lines->size()) return std::nullopt;
  return header;
}

}  // namespace shelflife
