// From declarations to ast::File: all of them, or those that a large file must be known by. A large text is cut where lines begin like
// declarations, and the parts are parsed side by side. A cut may be wrong: then the part before it does not end there, and what was
// parsed from it is dropped.
#include <algorithm>
#include <atomic>
#include <cstring>

#include "grammar/build.hpp"
#include "grammar/bytes.hpp"
#include "grammar/parse.hpp"
#include "grammar/parse_state.hpp"
#include "grammar/scan.hpp"
#include "grammar/side_by_side.hpp"

namespace shelflife {

namespace {

constexpr std::size_t large_text = std::size_t{1} << 20U;  // bytes; below it threads cost more than they save
constexpr std::size_t part_size = std::size_t{1} << 20U;

enum class Keep : std::uint8_t { all, declarations };

bool may_stay_unread(Kind kind) {
  return kind == Kind::rule_item || kind == Kind::hold_item || kind == Kind::require_item;
}

// The first node among the events of one declaration; nullptr where it did not begin.
const Event* first_node(std::span<const Event> events) {
  const auto node = std::ranges::find_if(
      events, [](const Event& event) { return event.type == EventType::open && event.kind != Kind::error; });
  return node == events.end() ? nullptr : &*node;
}

// Builds the tree of each declaration as soon as it is read, so that the events of one suffice.
class BuildState final : public ParseState {
 public:
  BuildState(std::string_view source, FileId id, Keep what, Diagnostics& sink) : ParseState(source, id, sink), keep_(what) {}

  void item_done() override {
    const Event* const node = keep_ == Keep::declarations && !gave_up() ? first_node(tree.events()) : nullptr;
    const bool leave = node != nullptr && may_stay_unread(node->kind);
    if (leave) std::swap(memory_.arena, scratch_);
    const std::size_t before = items.size();
    build(tree.events(), start_, text(), file(), failed, memory_, diagnostics(), items);
    if (leave) {
      if (items.size() != before) unread.push_back({node->offset, node->kind});
      items.resize(before);
      std::swap(memory_.arena, scratch_);
      scratch_.reset();
    }
    failed = false;
    tree.forget();
    start_ = tree.leaf_end();
  }
  void start(std::uint32_t begin) {
    start_ = begin;
    parse_range(*this, begin);
  }
  Arena& arena() { return memory_.arena; }

  std::vector<ast::Item> items;
  std::vector<ast::Unread> unread;

 private:
  Keep keep_;
  BuildMemory memory_;
  Arena scratch_;
  std::uint32_t start_ = 0;
};

// A part of the text and what was parsed from it.
struct Part {
  std::uint32_t begin = 0;
  std::uint32_t stop = 0;  // where the next part begins
  std::uint32_t end = 0;   // where the declaration behind the last one begins: not before stop
  bool parsed = false;
  bool gave_up = false;
  std::size_t errors = 0;
  Diagnostics diagnostics;
  std::vector<ast::Item> items;
  std::vector<ast::Unread> unread;
  Arena arena;
};

struct Job {
  std::string_view text;
  FileId file;
  Keep keep;
  std::span<const std::uint32_t> bad_bytes;
};

void parse_part(const Job& job, std::size_t errors_before, Part& part) {
  part.diagnostics = {};
  BuildState state(job.text, job.file, job.keep, part.diagnostics);
  state.bad_bytes = job.bad_bytes;
  state.stop = part.stop;
  state.set_errors(errors_before);
  state.start(part.begin);
  part.end = state.tree.next();
  part.errors = state.errors() - errors_before;
  part.gave_up = state.gave_up();
  part.items = std::move(state.items);
  part.unread = std::move(state.unread);
  part.arena = std::move(state.arena());
  part.parsed = true;
}

bool begins_declaration(std::string_view text, std::size_t at) {
  return at < text.size() && text[at] >= 'a' && text[at] <= 'z' &&
         is_declaration_word(scan(text, static_cast<std::uint32_t>(at)).kind);
}

std::vector<Part> cut(std::string_view text) {
  std::vector<Part> parts(1);
  for (std::size_t at = part_size; at < text.size(); ++at) {
    const void* const line = std::memchr(text.data() + at, '\n', text.size() - at);
    if (line == nullptr) break;
    at = static_cast<std::size_t>(static_cast<const char*>(line) - text.data());
    if (!begins_declaration(text, at + 1)) continue;
    parts.back().stop = static_cast<std::uint32_t>(at + 1);
    parts.emplace_back().begin = static_cast<std::uint32_t>(at + 1);
    at += part_size;
  }
  parts.back().stop = static_cast<std::uint32_t>(text.size());
  return parts;
}

void take(ast::File& file, Part& part, Diagnostics& diagnostics) {
  diagnostics.append(part.diagnostics);
  if (file.items.empty())
    file.items = std::move(part.items);
  else
    file.items.insert(file.items.end(), part.items.begin(), part.items.end());
  if (file.unread.empty())
    file.unread = std::move(part.unread);
  else
    file.unread.insert(file.unread.end(), part.unread.begin(), part.unread.end());
  file.arenas.push_back(std::move(part.arena));
  part.diagnostics = {};
  part.items = {};
  part.unread = {};
}

void parse_side_by_side(const Job& job, std::vector<Part>& parts) {
  std::atomic<bool> enough{false};  // some part has all the errors that one file may have
  side_by_side(parts.size(), [&](std::size_t i) {
    if (enough) return;
    parse_part(job, 0, parts[i]);
    if (parts[i].gave_up) enough = true;
  });
}

ast::File parse_text(std::string_view text, FileId file, Keep keep, Diagnostics& diagnostics) {
  ast::File result;
  result.id = file;
  const ByteCheck bytes = check_bytes(text, file, max_errors, diagnostics);
  if (!bytes.parse) return result;
  const Job job{text, file, text.size() < large_text ? Keep::all : keep, bytes.reported};
  std::vector<Part> parts = cut(text);
  if (parts.size() > 1) parse_side_by_side(job, parts);
  std::uint32_t at = 0;
  std::size_t errors = 0;
  for (Part& part : parts) {
    if (at >= part.stop && part.stop != 0) continue;  // a declaration of an earlier part reaches over it
    // Parsed again where the cut was wrong, and where the limit of errors falls.
    if (!part.parsed || part.begin != at || errors + part.errors >= max_errors) {
      part.begin = at;
      parse_part(job, errors, part);
    }
    take(result, part, diagnostics);
    at = part.end;
    errors += part.errors;
    if (part.gave_up) break;
  }
  return result;
}

}  // namespace

ast::File parse(const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
  return parse_text(sources.source(file).text, file, Keep::all, diagnostics);
}

ast::File parse_declarations(const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
  return parse_text(sources.source(file).text, file, Keep::declarations, diagnostics);
}

struct DeclarationReader::State {
  State(std::string_view text, FileId file) : build(text, file, Keep::all, ignored) {}
  Diagnostics ignored;
  BuildState build;
};

DeclarationReader::DeclarationReader(const SourceManager& sources, FileId file)
    : state_(std::make_unique<State>(sources.source(file).text, file)) {}
DeclarationReader::~DeclarationReader() = default;
DeclarationReader::DeclarationReader(DeclarationReader&&) noexcept = default;

const ast::Item& DeclarationReader::read(const ast::Unread& unread) {
  BuildState& build = state_->build;
  build.items.clear();
  build.arena().reset();
  if (!state_->ignored.all().empty()) state_->ignored = {};
  build.set_errors(0);
  build.stop = unread.begin + 1;
  build.start(unread.begin);
  return build.items.front();
}

}  // namespace shelflife
