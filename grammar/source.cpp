#include "grammar/source.hpp"

#include <algorithm>
#include <cstring>

namespace shelflife {

FileId SourceManager::add(std::string path, std::string text, std::uint32_t first_line) {
  sources_.push_back(Source{std::move(path), std::move(text), first_line, {}});
  return static_cast<FileId>(sources_.size() - 1);
}

std::string SourceManager::path_below(FileId root, FileId file) const {
  if (file >= sources_.size()) return {};
  const std::string& path = sources_[file].path;
  if (root < sources_.size()) {
    const std::string& base = sources_[root].path;
    const std::size_t folder = base.rfind('/') + 1;  // npos + 1 is 0: no folder
    if (folder > 0 && path.compare(0, folder, base, 0, folder) == 0) return path.substr(folder);
  }
  return path.empty() || path[0] != '/' ? path : path.substr(path.rfind('/') + 1);
}

std::string_view SourceManager::text(Span span) const {
  if (span.file >= sources_.size()) return {};
  return std::string_view(sources_[span.file].text).substr(span.begin, span.end - span.begin);
}

void SourceManager::index_lines(const Source& source) const {
  if (!source.line_starts.empty()) return;
  source.line_starts.push_back(0);
  const char* const begin = source.text.data();
  const char* const end = begin + source.text.size();
  for (const char* at = begin; at != end;) {
    const auto* found = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    if (found == nullptr) break;
    at = found + 1;
    source.line_starts.push_back(static_cast<std::uint32_t>(at - begin));
  }
}

Position SourceManager::position(FileId file, std::uint32_t offset) const {
  if (file >= sources_.size()) return {};
  const Source& source = sources_[file];
  index_lines(source);
  const auto next = std::upper_bound(source.line_starts.begin(), source.line_starts.end(), offset);
  const auto line = static_cast<std::uint32_t>(next - source.line_starts.begin());
  return Position{line + source.first_line - 1, offset - source.line_starts[line - 1] + 1};
}

std::string_view SourceManager::line(FileId file, std::uint32_t number) const {
  if (file >= sources_.size()) return {};
  const Source& source = sources_[file];
  index_lines(source);
  if (number < source.first_line || number - source.first_line >= source.line_starts.size()) return {};
  number -= source.first_line - 1;
  const std::size_t begin = source.line_starts[number - 1];
  std::size_t end = number < source.line_starts.size() ? source.line_starts[number] - 1 : source.text.size();
  if (end > begin && source.text[end - 1] == '\r') --end;
  return std::string_view(source.text).substr(begin, end - begin);
}

}  // namespace shelflife
