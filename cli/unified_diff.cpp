#include "cli/unified_diff.hpp"

#include <algorithm>
#include <vector>

namespace shelflife::cli {

namespace {

using Lines = std::vector<std::string_view>;
constexpr std::size_t context = 3;
constexpr std::size_t longest_search = 1000;  // differences; beyond, the middle is shown as replaced whole

Lines split(std::string_view text) {
  Lines out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    out.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

struct Edit {
  char kind;  // ' ', '-', '+'
  std::size_t before, after;
};

// Myers' greedy algorithm: trace[d] is the furthest row on each diagonal after d differences.
std::vector<Edit> middle(const Lines& a, const Lines& b, std::size_t begin, std::size_t a_end, std::size_t b_end) {
  const auto n = static_cast<std::ptrdiff_t>(a_end - begin), m = static_cast<std::ptrdiff_t>(b_end - begin);
  const std::ptrdiff_t most = std::min<std::ptrdiff_t>(n + m, longest_search);
  std::vector<std::vector<std::ptrdiff_t>> trace;
  std::vector<std::ptrdiff_t> row(static_cast<std::size_t>(2 * most + 3), 0);
  const auto at = [&](std::vector<std::ptrdiff_t>& v, std::ptrdiff_t k) -> std::ptrdiff_t& {
    return v[static_cast<std::size_t>(k + most + 1)];
  };
  const auto x_at = [&](std::ptrdiff_t i) { return begin + static_cast<std::size_t>(i); };
  std::ptrdiff_t found = -1;
  for (std::ptrdiff_t d = 0; d <= most && found < 0; ++d) {
    trace.push_back(row);
    for (std::ptrdiff_t k = -d; k <= d && found < 0; k += 2) {
      const bool down = k == -d || (k != d && at(row, k - 1) < at(row, k + 1));
      std::ptrdiff_t x = down ? at(row, k + 1) : at(row, k - 1) + 1;
      while (x < n && x - k < m && a[x_at(x)] == b[x_at(x - k)]) ++x;
      at(row, k) = x;
      if (x >= n && x - k >= m) found = d;
    }
  }
  std::vector<Edit> edits;
  if (found < 0) {
    for (std::size_t i = begin; i < a_end; ++i) edits.push_back({'-', i, 0});
    for (std::size_t i = begin; i < b_end; ++i) edits.push_back({'+', 0, i});
    return edits;
  }
  std::ptrdiff_t x = n, y = m;
  for (std::ptrdiff_t d = found; d > 0; --d) {
    auto& row_before = trace[static_cast<std::size_t>(d)];
    const std::ptrdiff_t k = x - y;
    const bool down = k == -d || (k != d && at(row_before, k - 1) < at(row_before, k + 1));
    const std::ptrdiff_t from_k = down ? k + 1 : k - 1;
    const std::ptrdiff_t from_x = at(row_before, from_k), from_y = from_x - from_k;
    while (x > from_x && y > from_y) {
      --x, --y;
      edits.push_back({' ', x_at(x), x_at(y)});
    }
    if (down) edits.push_back({'+', 0, x_at(--y)});
    else edits.push_back({'-', x_at(--x), 0});
  }
  while (x > 0) {
    --x, --y;
    edits.push_back({' ', x_at(x), x_at(y)});
  }
  std::reverse(edits.begin(), edits.end());
  return edits;
}

void append_line(std::string& out, char kind, std::string_view line) {
  out += kind;
  out += line;
  if (!line.ends_with('\n')) out += "\n\\ No newline at end of file\n";
}

// "12,3"; "12" for one line; an empty range names the line before it.
std::string range(std::size_t begin, std::size_t count) {
  if (count == 1) return std::to_string(begin + 1);
  return std::to_string(count == 0 ? begin : begin + 1) + "," + std::to_string(count);
}

}  // namespace

std::string unified_diff(std::string_view path, std::string_view before, std::string_view after) {
  if (before == after) return {};
  const Lines a = split(before), b = split(after);
  std::size_t begin = 0, a_end = a.size(), b_end = b.size();
  while (begin < a_end && begin < b_end && a[begin] == b[begin]) ++begin;
  while (a_end > begin && b_end > begin && a[a_end - 1] == b[b_end - 1]) --a_end, --b_end;
  std::vector<Edit> edits;
  for (std::size_t i = begin - std::min(begin, context); i < begin; ++i) edits.push_back({' ', i, i});
  for (const Edit& edit : middle(a, b, begin, a_end, b_end)) edits.push_back(edit);
  for (std::size_t i = 0; i < context && a_end + i < a.size(); ++i) edits.push_back({' ', a_end + i, b_end + i});

  std::vector<std::size_t> changes;
  for (std::size_t i = 0; i < edits.size(); ++i)
    if (edits[i].kind != ' ') changes.push_back(i);
  std::string out = "--- " + std::string(path) + "\n+++ " + std::string(path) + "\n";
  std::size_t a_line = begin - std::min(begin, context), b_line = a_line, at = 0;
  for (std::size_t i = 0; i < changes.size();) {
    std::size_t last = i;  // changes with little between them share a hunk
    while (last + 1 < changes.size() && changes[last + 1] - changes[last] <= 2 * context + 1) ++last;
    const std::size_t from = changes[i] - std::min(changes[i] - at, context);
    const std::size_t to = std::min(changes[last] + 1 + context, edits.size());
    a_line += from - at, b_line += from - at;
    std::size_t a_count = 0, b_count = 0;
    std::string lines;
    for (at = from; at < to; ++at) {
      const Edit& edit = edits[at];
      append_line(lines, edit.kind, edit.kind == '+' ? b[edit.after] : a[edit.before]);
      if (edit.kind != '+') ++a_count;
      if (edit.kind != '-') ++b_count;
    }
    out += "@@ -" + range(a_line, a_count) + " +" + range(b_line, b_count) + " @@\n" + lines;
    a_line += a_count, b_line += b_count;
    i = last + 1;
  }
  return out;
}

}  // namespace shelflife::cli
