// Fixes on texts in memory: files and roots as the command would read them, and findings made up beside the linter's.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lint/fixes.hpp"

namespace shelflife::test {

// A fix that is offered wherever `match` stands: a made-up rule finds it.
struct Planted {
  std::string match, text;
  FixKind kind = FixKind::safe;
};

class Bench {
 public:
  // Files by path; roots are those of them that declare a store.
  // `ids`: the rules of the linter that count beside the planted ones; empty: all.
  Bench(lint::Texts files, std::vector<Planted> planted, std::string ids) : files_(std::move(files)), planted_(std::move(planted)), ids_(std::move(ids)) {}
  lint::Look look();
  // The text of a file afterwards.
  std::string after(const lint::Fixed& fixed, const std::string& path) const;
  std::size_t looks = 0;

 private:
  std::unique_ptr<lint::Seen> see(const lint::Texts& texts);
  lint::Texts files_;
  std::vector<Planted> planted_;
  std::string ids_;
};

}  // namespace shelflife::test
