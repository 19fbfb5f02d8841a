#include "lint/fingerprint.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <map>

#include "grammar/scan.hpp"
#include "grammar/tree.hpp"

namespace shelflife::lint {

namespace {

// A piece of a file that stays itself when it is moved or laid out anew: a line of a block, or a declaration up to its block.
struct Piece {
  std::uint32_t begin = 0, end = 0;
  std::uint32_t declaration = 0;  // where its declaration begins
};

// In order, none overlapping. What did not parse is in none.
std::vector<Piece> pieces_of(const SourceManager& sources, FileId file) {
  Diagnostics told_already;
  std::vector<Piece> pieces;
  bool open = false;  // the last piece goes on
  for (const Event& event : parse_tree(sources, file, told_already).events) {
    const bool declaration = is_declaration(event.kind);
    if (event.type != EventType::leaf && (declaration || is_block_line(event.kind))) {
      open = event.type == EventType::open;
      if (open) pieces.push_back({event.offset, event.offset, declaration ? event.offset : pieces.back().declaration});
    } else if (open && event.type == EventType::leaf) {
      if (event.kind == Kind::open_brace) open = false;  // lines come
      else pieces.back().end = event.offset;
    }
  }
  return pieces;
}

// The tokens, one blank between them.
std::string words(std::string_view text, std::uint32_t begin, std::uint32_t end, std::size_t most = std::string_view::npos) {
  std::string out;
  text = text.substr(0, end);
  for (Scanned token = scan(text, begin); token.begin < end && most > 0; token = scan(text, token.end), --most) {
    if (!out.empty()) out += ' ';
    out += token.in(text);
  }
  return out;
}

// Of what is in no piece, a comment for one: its line as it is, blanks aside.
std::string without_blanks(std::string_view line) {
  std::string out;
  std::copy_if(line.begin(), line.end(), std::back_inserter(out), [](char c) { return c != ' ' && c != '\t'; });
  return out;
}

struct Place {
  std::string declaration, line, inside;
};

Place place_of(const SourceManager& sources, const std::vector<Piece>& pieces, const Span& span) {
  const std::string_view text = sources.source(span.file).text;
  const auto after = std::upper_bound(pieces.begin(), pieces.end(), span.begin, [](std::uint32_t at, const Piece& p) { return at < p.begin; });
  Place place;
  if (after == pieces.begin()) return {{}, without_blanks(sources.line(span.file, sources.position(span.file, span.begin).line)), {}};
  const Piece& piece = *std::prev(after);
  place.declaration = words(text, piece.declaration, static_cast<std::uint32_t>(text.size()), 2);
  if (span.begin >= piece.end) {
    place.line = without_blanks(sources.line(span.file, sources.position(span.file, span.begin).line));
    return place;
  }
  place.line = words(text, piece.begin, piece.end);
  if (span.begin > piece.begin) place.inside = words(text, span.begin, std::min(span.end, piece.end));
  return place;
}

// FNV-1a with a last stir: not for secrets. http://www.isthe.com/chongo/tech/comp/fnv/
std::string hash(std::string_view text) {
  std::uint64_t state = 0xcbf29ce484222325U;
  for (const char c : text) state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  state = (state ^ (state >> 32U)) * 0xd6e8feb86659fd93U;
  state ^= state >> 32U;
  std::string out(16, '0');
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = "0123456789abcdef"[(state >> (60U - 4U * i)) & 0xFU];
  return out;
}

}  // namespace

std::string report_path(const std::string& path) {
  if (path.empty()) return path;
  return std::filesystem::path(path).lexically_normal().generic_string();
}

std::vector<std::string> fingerprints(const std::vector<Diagnostic>& findings, const SourceManager& sources) {
  std::map<FileId, std::vector<Piece>> read;
  std::map<std::string, std::size_t> seen;
  std::vector<std::string> out;
  out.reserve(findings.size());
  for (const Diagnostic& finding : findings) {
    const Span& span = finding.span;
    std::string key(finding.about->id);
    const auto add = [&](std::string_view part) { key.append(1, '\0').append(part); };
    if (span.file >= sources.size()) {
      add(finding.message);
    } else {
      add(report_path(sources.source(span.file).path));
      if (span.begin != 0 || span.end != 0) {  // else it is of the file as a whole
        auto known = read.find(span.file);
        if (known == read.end()) known = read.emplace(span.file, pieces_of(sources, span.file)).first;
        const Place place = place_of(sources, known->second, span);
        for (const std::string& part : {place.declaration, place.line, place.inside}) add(part);
      }
    }
    const std::size_t equals = seen[key]++;
    add(std::to_string(equals));
    out.push_back(hash(key));
  }
  return out;
}

}  // namespace shelflife::lint
