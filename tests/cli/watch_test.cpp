// check --watch: runs again after a change, tells the runs apart, and ends with the status of the last one.
#include <doctest/doctest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "tests/cli/process.hpp"

using namespace shelflife::cli_test;

namespace {

const std::string good =
    "layout \"ml/{stage}/\"\n\nstore a on s3 \"acme-ml\" { versioning on }\n\nrule dev where stage == dev { delete after 14 days }\nrule uploads { abort uploads after 7 days }\n";
const std::string bad = "layout \"ml/{stage}/\"\n\nstore a on s3 \"acme-ml\" { versioning on }\n\nrule dev where stagee == dev { delete after 14 days }\n";

// A check that watches a folder, its output in the folder's file `log`.
class Watch {
 public:
  explicit Watch(const Folder& folder, const std::vector<std::string>& more = {}) : folder_(folder) {
    child_ = ::fork();
    if (child_ != 0) return;
    const int log = ::open((folder / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(log, 1);
    ::dup2(log, 2);
    if (::chdir(folder.path().c_str()) != 0) ::_exit(126);
    std::vector<std::string> words = {SHELFLIFE_BINARY, "check", "--watch", "--color", "never"};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    ::execv(SHELFLIFE_BINARY, pointers.data());
    ::_exit(127);
  }
  ~Watch() {
    if (child_ > 0) end(SIGKILL);
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  // Whether the text comes into the log, behind what was seen before.
  bool says(const std::string& text) {
    for (int i = 0; i < 1000; ++i) {
      const std::size_t at = folder_.read("log").find(text, seen_);
      if (at != std::string::npos) {
        seen_ = at + text.size();
        return true;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
  }
  int end(int signal) {
    ::kill(child_, signal);
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  const Folder& folder_;
  pid_t child_ = -1;
  std::size_t seen_ = 0;
};

}  // namespace

TEST_CASE("a change of a policy, of an import, a new file, one that is gone: each is one more run") {
  const Folder folder;
  folder.write("p.shelf", good);
  Watch watch(folder);
  CHECK(watch.says("1 file checked, nothing found\n"));
  CHECK(watch.says("watching; Ctrl-C ends it\n"));
  folder.write("p.shelf", bad);
  CHECK(watch.says("\n---- p.shelf changed ----\n"));
  CHECK(watch.says("p.shelf:5:16: error SL0201"));
  CHECK(watch.says("1 error\n"));
  folder.write("p.shelf", "import \"team/t.shelf\"\n\n" + good);
  CHECK(watch.says("cannot be read"));
  folder.write("team/t.shelf", "rule t where stage == x { delete after 1 day }\n");
  CHECK(watch.says("---- team/t.shelf changed ----\n"));
  CHECK(watch.says("2 files checked, nothing found\n"));
  ::unlink((folder / "team/t.shelf").c_str());
  CHECK(watch.says("---- team/t.shelf changed ----\n"));
  CHECK(watch.says("1 error\n"));
  CHECK(watch.end(SIGINT) == 1);
}

TEST_CASE("a watched file that gets well ends with 0; its configuration and its root are watched, too") {
  const Folder folder;
  folder.write("root.shelf", "import \"teams/a.shelf\"\n\n" + bad);
  folder.write("teams/a.shelf", "rule a where stage == x { delete after 1 day }\n");
  Watch watch(folder, {"teams/a.shelf"});
  CHECK(watch.says("watching; Ctrl-C ends it\n"));
  folder.write(".shelflife.yaml", "root: root.shelf\n");
  CHECK(watch.says("---- .shelflife.yaml, root.shelf changed ----\n"));
  CHECK(watch.says("error SL0201"));
  CHECK(watch.says("1 error\n"));
  folder.write("root.shelf", "import \"teams/a.shelf\"\n\n" + good);
  CHECK(watch.says("root.shelf changed ----\n"));
  CHECK(watch.says("nothing found\n"));
  CHECK(watch.end(SIGTERM) == 0);
}

TEST_CASE("what cannot be watched is misuse") {
  const Folder folder;
  folder.write("p.shelf", good);
  for (const std::vector<std::string>& words : {std::vector<std::string>{"check", "--watch", "--format", "json", "p.shelf"}, {"check", "--watch", "-"}}) {
    const Run run = folder.run(words);
    CAPTURE(run.err);
    CHECK(run.status == 2);
    CHECK(run.out.empty());
    CHECK(contains(run.err, "help: "));
  }
}
