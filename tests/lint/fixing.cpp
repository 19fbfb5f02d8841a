#include "tests/lint/fixing.hpp"

#include "compiler/lowering/lowering.hpp"
#include "compiler/require/require.hpp"
#include "compiler/resolve/resolve.hpp"
#include "lint/catalogue.hpp"
#include "lint/run.hpp"
#include "tests/lint/support.hpp"

namespace shelflife::test {

lint::Look Bench::look() {
  return [this](const lint::Texts& texts) { return see(texts); };
}

std::string Bench::after(const lint::Fixed& fixed, const std::string& path) const {
  const auto at = fixed.texts.find(path);
  return at == fixed.texts.end() ? files_.at(path) : at->second;
}

std::unique_ptr<lint::Seen> Bench::see(const lint::Texts& texts) {
  ++looks;
  lint::Texts now = files_;
  for (const auto& [path, text] : texts) now.at(path) = text;
  auto seen = std::make_unique<lint::Seen>();
  for (const auto& [path, text] : now) {
    if (text.find("store ") == std::string::npos) continue;
    Diagnostics found;
    const auto first = static_cast<FileId>(seen->sources.size());
    const FileId root = seen->sources.add(path, text);
    std::vector<ast::File> trees;
    Policy policy = resolve(seen->sources, root, [&](const std::string& wanted) {
      const auto at = now.find(wanted);
      return at == now.end() ? std::optional<std::string>() : std::optional<std::string>(at->second);
    }, found, &trees);
    const auto last = static_cast<FileId>(seen->sources.size());
    if (!found.has_errors()) {
      const Lowered lowered = lower(policy, found, &seen->sources);
      check_requires(policy, lowered, &seen->sources, found);
      lint::run(policy, lowered, seen->sources, trees, lint_day, found);
      if (!ids_.empty()) std::erase_if(found.all(), [&](const Diagnostic& d) { return lint::is_lint(*d.about) && ids_.find(d.about->id) == std::string::npos; });
      seen->roots.emplace(path, std::move(policy));
    }
    for (FileId file = first; file < last; ++file) {
      seen->names.push_back(seen->sources.source(file).path);
      const std::string& here = seen->sources.source(file).text;
      for (const Planted& planted : planted_) {
        for (std::size_t at = here.find(planted.match); at != std::string::npos; at = here.find(planted.match, at + 1)) {
          const Span span{file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + planted.match.size())};
          found.add(*lint::find("SL1601"), span, "planted").fixes.push_back({planted.kind, "write `" + planted.text + "`", {{span, planted.text}}});
        }
      }
    }
    seen->findings.append(found);
  }
  seen->findings.sort();
  return seen;
}

}  // namespace shelflife::test
