// Sets of texts: finite or cofinite, narrowed by patterns.
#include <algorithm>
#include <iterator>

#include "compiler/regions/region.hpp"

namespace shelflife {

namespace {

using Values = std::vector<std::string>;

Values common(const Values& a, const Values& b) {
  Values out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}
Values joined(const Values& a, const Values& b) {
  Values out;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}
Values without(const Values& a, const Values& b) {
  Values out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

bool starts(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

// Whether the text has what the pattern names, negated or not.
bool has_end(const TextPattern& pattern, std::string_view text) {
  if (pattern.prefix) return starts(text, pattern.text);
  return text.size() >= pattern.text.size() && text.substr(text.size() - pattern.text.size()) == pattern.text;
}

// Two demands that no text meets together: prefixes of which neither extends the other (or the same for suffixes).
bool contradict(const TextPattern& a, const TextPattern& b) {
  if (a.prefix != b.prefix) return false;
  if (!a.negated && !b.negated) return !has_end(b, a.text) && !has_end(a, b.text);
  if (!a.negated && b.negated) return has_end(b, a.text);
  if (a.negated && !b.negated) return has_end(a, b.text);
  return false;
}

bool match_all(const std::vector<TextPattern>& patterns, std::string_view text) {
  return std::all_of(patterns.begin(), patterns.end(), [&](const TextPattern& p) { return matches(p, text); });
}

// Finite sets need no patterns: they filter the values and go.
void settle(TextSet& set) {
  if (set.cofinite) {
    std::sort(set.patterns.begin(), set.patterns.end());
    set.patterns.erase(std::unique(set.patterns.begin(), set.patterns.end()), set.patterns.end());
    return;
  }
  if (!set.patterns.empty()) std::erase_if(set.values, [&](const std::string& value) { return !match_all(set.patterns, value); });
  set.patterns.clear();
}

}  // namespace

bool clash(const std::vector<TextPattern>& a, const std::vector<TextPattern>& b) {
  if (&a == &b) {  // each pair once: no demand contradicts itself
    for (std::size_t i = 1; i < a.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (contradict(a[i], a[j])) return true;
    return false;
  }
  return std::any_of(a.begin(), a.end(), [&](const TextPattern& p) {
    return std::any_of(b.begin(), b.end(), [&](const TextPattern& q) { return contradict(p, q); });
  });
}

bool matches(const TextPattern& pattern, std::string_view text) { return has_end(pattern, text) != pattern.negated; }

bool TextSet::has(const std::string& value) const {
  if (std::binary_search(values.begin(), values.end(), value) == cofinite) return false;
  return match_all(patterns, value);
}

bool disjoint(const TextSet& a, const TextSet& b) {
  if (a.missing && b.missing) return false;
  if (a.cofinite && b.cofinite) return clash(a.patterns, b.patterns) || clash(a.patterns, a.patterns) || clash(b.patterns, b.patterns);
  const TextSet& listed = a.cofinite ? b : a;
  const TextSet& other = a.cofinite ? a : b;
  return std::none_of(listed.values.begin(), listed.values.end(), [&](const std::string& value) { return match_all(listed.patterns, value) && other.has(value); });
}

TextSet intersect(const TextSet& a, const TextSet& b) {
  TextSet out;
  out.missing = a.missing && b.missing;
  out.patterns = a.patterns;
  out.patterns.insert(out.patterns.end(), b.patterns.begin(), b.patterns.end());
  if (a.cofinite && b.cofinite) {
    out.values = joined(a.values, b.values);
  } else {
    out.cofinite = false;
    if (a.cofinite) out.values = without(b.values, a.values);
    else if (b.cofinite) out.values = without(a.values, b.values);
    else out.values = common(a.values, b.values);
  }
  settle(out);
  for (std::size_t i = 0; out.cofinite && i < out.patterns.size(); ++i) {
    for (std::size_t j = i + 1; j < out.patterns.size(); ++j) {
      if (contradict(out.patterns[i], out.patterns[j])) return TextSet{false, out.missing, {}, {}};
    }
  }
  return out;
}

TextSet subtract(const TextSet& a, const TextSet& b) {
  TextSet complement = b;  // patterns of b would make the complement no box: callers split on values only
  complement.cofinite = !b.cofinite;
  complement.missing = !b.missing;
  complement.patterns.clear();
  return intersect(a, complement);
}

bool implies(const std::vector<TextPattern>& a, const std::vector<TextPattern>& b) {
  return std::all_of(b.begin(), b.end(), [&](const TextPattern& p) {
    return std::any_of(a.begin(), a.end(), [&](const TextPattern& q) {
      if (p == q) return true;
      // what does not start (end) so does not start (end) so and longer
      if (p.prefix == q.prefix && p.negated && q.negated) return matches(TextPattern{p.prefix, false, q.text}, p.text);
      // a longer prefix (suffix) implies a shorter one, and excludes what it does not extend
      return p.prefix == q.prefix && !q.negated && (p.negated ? contradict(TextPattern{p.prefix, false, p.text}, q) : matches(p, q.text));
    });
  });
}

bool subset(const TextSet& a, const TextSet& b) {
  if (a.missing && !b.missing) return false;
  if (!a.cofinite) {
    return std::all_of(a.values.begin(), a.values.end(), [&](const std::string& v) { return b.has(v); });
  }
  if (!b.cofinite) return false;
  if (!implies(a.patterns, b.patterns)) return false;
  return std::all_of(b.values.begin(), b.values.end(), [&](const std::string& v) { return !a.has(v); });
}

Interval intersect(const Interval& a, const Interval& b) { return {std::max(a.lo, b.lo), std::min(a.hi, b.hi)}; }
bool subset(const Interval& a, const Interval& b) { return a.nothing() || (a.lo >= b.lo && a.hi <= b.hi); }

}  // namespace shelflife
