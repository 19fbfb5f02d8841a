#include "lint/fixes.hpp"

#include <algorithm>
#include <tuple>

#include "compiler/diff/diff.hpp"

namespace shelflife::lint {

namespace {

// A fix that may be applied, with the finding that has it.
struct Candidate {
  const Diagnostic* finding;
  const Fix* fix;
};

// How a refused fix is known again: its file, where its finding begins, the finding and the fix.
using Known = std::tuple<std::string, std::uint32_t, std::string, std::string>;

class Fixer {
 public:
  Fixer(const Look& look, bool suggestions) : look_(look), suggestions_(suggestions), seen_(look({})) {}

  Fixed run() {
    std::unique_ptr<Seen> first;  // what it was before anything was changed
    for (int round = 0; round < most_fix_rounds && !out_.settled; ++round) {
      const std::vector<Candidate> chosen = choose();
      out_.settled = chosen.empty();
      if (out_.settled) break;
      std::unique_ptr<Seen> before = std::move(seen_);
      try_all(*before, chosen);
      if (!first) first = std::move(before);
    }
    if (!out_.settled) out_.settled = choose().empty();
    // Each step was proved; so is the way as a whole, by itself.
    if (first && !out_.texts.empty()) {
      if (const std::string why = judge(*first, *seen_, false); !why.empty()) {
        for (FixNote& note : out_.applied) out_.refused.push_back({note.place, note.id, note.title, "all fixes together: " + why});
        out_.applied.clear();
        out_.texts.clear();
        seen_ = look_({});
      }
    }
    note_refused();
    out_.remains = std::move(seen_);
    return std::move(out_);
  }

 private:
  const std::string& name(const Seen& seen, FileId file) const {
    static const std::string none;
    return file < seen.names.size() ? seen.names[file] : none;
  }
  Known known(const Seen& seen, const Candidate& c) const {
    return {name(seen, c.finding->span.file), c.finding->span.begin, std::string(c.finding->about->id), c.fix->title};
  }
  FixNote note(const Seen& seen, const Candidate& c, std::string reason) const {
    const Span& span = c.finding->span;
    std::string place = "shelflife";
    if (span.file < seen.sources.size()) {
      const Position at = seen.sources.position(span.file, span.begin);
      place = printable(seen.sources.source(span.file).path) + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
    }
    return {std::move(place), std::string(c.finding->about->id), c.fix->title, std::move(reason)};
  }

  bool may(const Seen& seen, const Candidate& c) const {
    if (c.fix->edits.empty() || c.fix->kind == FixKind::shown || (c.fix->kind == FixKind::suggestion && !suggestions_)) return false;
    if (refused_.contains(known(seen, c))) return false;
    return std::all_of(c.fix->edits.begin(), c.fix->edits.end(), [&](const Edit& e) {
      return !name(seen, e.span.file).empty() && e.span.begin <= e.span.end && e.span.end <= seen.sources.source(e.span.file).text.size();
    });
  }

  // In the order of the findings; one that would change what another changes waits.
  std::vector<Candidate> choose() const {
    std::vector<Candidate> out;
    std::map<std::string, std::map<std::uint32_t, std::uint32_t>> taken;  // by file: begin to end
    const auto touches = [&](const std::string& file, const Span& span) {
      const auto& spans = taken[file];
      auto at = spans.upper_bound(span.end);  // all that begin at or before its end
      if (at == spans.begin()) return false;
      --at;
      return at->second >= span.begin;  // neighbours that touch wait too: an insertion has no order beside another
    };
    for (const Diagnostic& finding : seen_->findings.all()) {
      if (finding.suppressed) continue;
      for (const Fix& fix : finding.fixes) {
        const Candidate c{&finding, &fix};
        if (!may(*seen_, c)) continue;
        const bool free = std::none_of(fix.edits.begin(), fix.edits.end(), [&](const Edit& e) { return touches(name(*seen_, e.span.file), e.span); });
        if (!free) continue;
        for (const Edit& e : fix.edits) taken[name(*seen_, e.span.file)][e.span.begin] = e.span.end;
        out.push_back(c);
        break;  // the others of this finding mend the same
      }
    }
    return out;
  }

  Texts with(const Seen& base, const std::vector<Candidate>& chosen) const {
    std::map<std::string, std::pair<FileId, std::vector<Edit>>> edits;
    for (const Candidate& c : chosen) {
      for (const Edit& e : c.fix->edits) {
        auto& [file, list] = edits[name(base, e.span.file)];
        file = e.span.file;
        list.push_back(e);
      }
    }
    Texts texts = out_.texts;
    for (auto& [path, changed] : edits) texts[path] = edited(base.sources.source(changed.first).text, std::move(changed.second));
    return texts;
  }

  // Together when that is sound, else one by one. Afterwards seen_ is what the accepted ones leave.
  void try_all(const Seen& base, const std::vector<Candidate>& chosen) {
    const bool strict = std::any_of(chosen.begin(), chosen.end(), [](const Candidate& c) { return c.fix->kind == FixKind::safe; });
    Texts texts = with(base, chosen);
    std::unique_ptr<Seen> after = look_(texts);
    std::string why = judge(base, *after, strict);
    std::vector<Candidate> accepted;
    std::vector<std::pair<Candidate, std::string>> wrong;
    if (why.empty()) {
      accepted = chosen;
      out_.texts = std::move(texts);
      seen_ = std::move(after);
    } else {
      std::unique_ptr<Seen> last;  // what the accepted ones leave so far
      Texts kept = out_.texts;
      for (const Candidate& c : chosen) {
        std::vector<Candidate> more = accepted;
        more.push_back(c);
        texts = with(base, more);
        if (chosen.size() > 1) {
          after = look_(texts);
          why = judge(last ? *last : base, *after, c.fix->kind == FixKind::safe);
        }
        if (why.empty()) {
          accepted = std::move(more);
          kept = std::move(texts);
          last = std::move(after);
        } else {
          wrong.emplace_back(c, why);
          out_.refused.push_back(note(base, c, why));
        }
      }
      out_.texts = std::move(kept);
      seen_ = last ? std::move(last) : look_(out_.texts);
    }
    for (const Candidate& c : accepted) out_.applied.push_back(note(base, c, {}));
    remember(base, accepted, wrong);
  }

  // Refused fixes are known by where they stand: that moves with the edits before it.
  void remember(const Seen& base, const std::vector<Candidate>& accepted, const std::vector<std::pair<Candidate, std::string>>& wrong) {
    std::map<std::string, std::vector<Edit>> edits;
    for (const Candidate& c : accepted)
      for (const Edit& e : c.fix->edits) edits[name(base, e.span.file)].push_back(e);
    for (const auto& [c, why] : wrong) refused_[known(base, c)] = why;
    std::map<Known, std::string> moved;
    for (auto& [was, reason] : refused_) {
      const auto& [file, begin, id, title] = was;
      std::int64_t shift = 0;
      for (const Edit& e : edits[file])
        if (e.span.end <= begin) shift += static_cast<std::int64_t>(e.text.size()) - (e.span.end - e.span.begin);
      moved.emplace(Known{file, static_cast<std::uint32_t>(begin + shift), id, title}, std::move(reason));
    }
    refused_ = std::move(moved);
  }

  std::string judge(const Seen& before, const Seen& after, bool strict) const {
    std::map<std::string_view, std::pair<std::size_t, std::size_t>> errors;
    const Diagnostic* shown = nullptr;
    for (const Diagnostic& d : before.findings.all())
      if (d.severity == Severity::error && !d.suppressed) ++errors[d.about->id].first;
    for (const Diagnostic& d : after.findings.all()) {
      if (d.severity != Severity::error || d.suppressed) continue;
      auto& [was, is] = errors[d.about->id];
      if (++is > was && shown == nullptr) shown = &d;
    }
    if (shown != nullptr) return "with it there is an error: " + std::string(shown->about->id) + ": " + printable(shown->message);
    for (const auto& [path, policy] : before.roots) {
      const auto at = after.roots.find(path);
      if (at == after.roots.end()) return "with it " + in_back_quotes(path) + " has an error";
      if (std::string why = worse(policy, at->second, strict); !why.empty()) return why;
    }
    return {};
  }

  void note_refused() {
    Diagnostics notes;
    for (const Diagnostic& finding : seen_->findings.all()) {
      for (const Fix& fix : finding.fixes) {
        const auto at = refused_.find(known(*seen_, {&finding, &fix}));
        if (at != refused_.end()) notes.add(Code::fix_refused, finding.span, "to " + fix.title + " for " + std::string(finding.about->id) + " was refused: " + at->second);
      }
    }
    seen_->findings.append(notes);
    seen_->findings.sort();
  }

  const Look& look_;
  bool suggestions_;
  std::unique_ptr<Seen> seen_;
  std::map<Known, std::string> refused_;  // and why
  Fixed out_;
};

// A store that guards what is in it less: the comparison tells settings only as changed.
std::string weaker(const Store& was, const Store& now) {
  const auto lost = [&](std::string_view what) { return "store " + in_back_quotes(now.name) + " would lose its " + std::string(what); };
  if (was.versioned() && !now.versioned()) return lost("versions");
  if (was.recoverable_days() > now.recoverable_days()) return lost("days of recovery");
  if (was.object_lock && !now.object_lock) return lost("object lock");
  if (was.access_log && was.access_log != now.access_log) return lost("access log");
  if (was.replicate_to && was.replicate_to != now.replicate_to) return lost("copy");
  if (was.encryption == Encryption::kms && (now.encryption != Encryption::kms || was.kms_key != now.kms_key)) return lost("key");
  if (was.public_access == false && now.public_access != false) return lost("refusal of the public");
  return {};
}

}  // namespace

std::string worse(const Policy& before, const Policy& after, bool strict) {
  for (const Store& store : before.stores) {
    const auto same = std::find_if(after.stores.begin(), after.stores.end(), [&](const Store& s) { return s.provider == store.provider && s.bucket == store.bucket && s.account == store.account; });
    if (same == after.stores.end()) return "store " + in_back_quotes(store.name) + " would be gone";
    if (std::string why = weaker(store, *same); !why.empty()) return why;
  }
  if (strict && (before.roles != after.roles || before.manifests != after.manifests)) return "roles or manifests would change";
  for (const Change& change : diff(before, after).changes) {
    const bool as_promised = !strict || (change.kind != ChangeKind::moves && change.kind != ChangeKind::uploads && change.kind != ChangeKind::settings);
    if (harmless(change.kind) && as_promised) continue;
    std::string why(name_of(change.kind));
    if (!change.region.empty()) why += ", " + printable(change.region);
    if (!change.before.empty() || !change.after.empty()) why += ": `" + printable(change.before) + "` would become `" + printable(change.after) + "`";
    if (!change.note.empty()) why += " (" + printable(change.note) + ")";
    if (change.witness) why += ", as of `" + printable(*change.witness) + "`";
    return why;
  }
  return {};
}

std::string edited(std::string_view text, std::vector<Edit> edits) {
  std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return std::tie(a.span.begin, a.span.end) < std::tie(b.span.begin, b.span.end); });
  std::string out;
  std::size_t at = 0;
  for (const Edit& e : edits) {
    out.append(text.substr(at, e.span.begin - at)).append(e.text);
    at = e.span.end;
  }
  return out.append(text.substr(at));
}

Fixed fix(const Look& look, bool suggestions) { return Fixer(look, suggestions).run(); }

}  // namespace shelflife::lint
