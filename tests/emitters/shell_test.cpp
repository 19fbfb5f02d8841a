// Runs every apply.sh with stub clouds: no user text may become code, nothing runs without --yes, order is
// safe.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "emitters/shell.hpp"
#include "fixture.hpp"

namespace shelflife::test {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// A fresh folder with `aws`, `az` and `gcloud` that write their arguments, each between brackets, to `calls`.
struct Sandbox {
  fs::path folder;
  Sandbox() {
    std::string pattern = (fs::temp_directory_path() / "shelflife-apply-XXXXXX").string();
    folder = mkdtemp(pattern.data());
    fs::create_directories(folder / "bin");
    for (const char* name : {"aws", "az", "gcloud"}) {
      std::ofstream(folder / "bin" / name)
          << "#!/bin/sh\n{ printf '" << name
          << "'; for a in \"$@\"; do printf '[%s]' \"$a\"; done; echo; } >> \"$CALLS\"\n"
          << "case \"$*\" in *get-bucket-policy*) echo NoSuchBucketPolicy >&2; exit 254 ;; *query*) echo "
             "answer ;; esac\n";
      fs::permissions(folder / "bin" / name, fs::perms::owner_all);
    }
  }
  ~Sandbox() { fs::remove_all(folder); }
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  void write(const std::vector<OutputFile>& files) const {
    for (const OutputFile& file : files) {
      fs::create_directories((folder / "out" / file.path).parent_path());
      std::ofstream(folder / "out" / file.path, std::ios::binary) << file.content;
    }
  }
  // Returns whether the script succeeded; its output is in `printed`, the calls in `calls`.
  bool run(const std::string& script, const std::string& arguments, const std::string& variables) {
    fs::remove(folder / "calls");
    const std::string command = "cd '" + folder.string() +
                                "' && env PATH=\"$PWD/bin:$PATH\" CALLS=\"$PWD/calls\" " + variables +
                                " sh 'out/" + script + "' " + arguments + " >printed 2>errors </dev/null";
    return std::system(command.c_str()) == 0;
  }
  std::string text(const char* name) const { return read(folder / name); }
  bool owned() const {
    for (const auto& entry : fs::recursive_directory_iterator(folder))
      if (entry.path().filename() == "owned") return true;
    return false;
  }
};

const std::string arns =
    "REPLICATION_ROLE_ARN=arn:aws:iam::123456789012:role/replica "
    "REPLICA_KMS_KEY_ARN=arn:aws:kms:eu-west-1:123456789012:key/k "
    "PRUNER_ROLE_ARN=arn:aws:iam::123456789012:role/pruner RESOURCE_GROUP=rg DESTINATION_RESOURCE_GROUP=rg2";

std::vector<std::string> scripts(const std::vector<OutputFile>& files) {
  std::vector<std::string> names;
  for (const OutputFile& file : files)
    if (file.executable) names.push_back(file.path);
  return names;
}

TEST_CASE("a word of the user's is one word of the command") {
  CHECK(shell_quote("acme-ml") == "acme-ml");
  CHECK(shell_quote("") == "''");
  CHECK(shell_quote("a b") == "'a b'");
  CHECK(shell_quote("it's") == "'it'\\''s'");
  CHECK(shell_quote("~") == "'~'");
  CHECK(shell_quote("*") == "'*'");
  CHECK(ShellWord("$HOME").text() == "'$HOME'");
  CHECK(ShellWord::variable("HOME").text() == "\"$HOME\"");
}

TEST_CASE("apply.sh only prints unless told --yes") {
  for (const Fixture& fixture : all_cases()) {
    const std::vector<OutputFile> files = fixture.emit();
    Sandbox sandbox;
    sandbox.write(files);
    for (const std::string& script : scripts(files)) {
      INFO(fixture.name << " " << script);
      CHECK(sandbox.run(script, "", ""));
      CHECK(sandbox.text("calls").empty());
      CHECK_FALSE(sandbox.text("printed").empty());
      CHECK(sandbox.text("errors").empty());
      CHECK_FALSE(sandbox.run(script, "--force", arns));
      CHECK(sandbox.text("calls").empty());
      CHECK(sandbox.run(script, "--yes", arns));
      CHECK_FALSE(sandbox.text("calls").empty());
    }
    CHECK_FALSE(sandbox.owned());
  }
}

TEST_CASE("a hostile name reaches the cloud's command unchanged and runs nothing") {
  const Fixture fixture = hostile_case();
  const std::vector<OutputFile> files = fixture.emit();
  Sandbox sandbox;
  sandbox.write(files);
  for (const std::string& script : scripts(files)) {
    REQUIRE(sandbox.run(script, "--yes", arns));
    CHECK(sandbox.text("calls").find(hostile_text + "]") != std::string::npos);
  }
  CHECK_FALSE(sandbox.owned());
}

TEST_CASE("what apply.sh prints can be typed: it makes the same calls") {
  for (const Fixture& fixture : {hostile_case(), s3_case(), gcs_case()}) {
    const std::vector<OutputFile> files = fixture.emit();
    Sandbox sandbox;
    sandbox.write(files);
    for (const std::string& script : scripts(files)) {
      if (script.find("store1") != std::string::npos || files.empty()) continue;
      REQUIRE(sandbox.run(script, "--yes", arns));
      const std::string calls = sandbox.text("calls"), printed = sandbox.text("printed");
      std::ofstream typed(sandbox.folder / "out/typed.sh", std::ios::binary);
      std::string kept;
      std::istringstream lines(printed);
      for (std::string line; std::getline(lines, line);)
        if (line.rfind("!!!", 0) != 0) kept += line + "\n";
      typed << kept;
      typed.close();
      REQUIRE(sandbox.run("typed.sh", "", ""));
      // Questions that the script itself asks are not printed; every printed command is among its calls.
      std::istringstream again(sandbox.text("calls"));
      for (std::string line; std::getline(again, line);) CHECK(calls.find(line) != std::string::npos);
    }
    CHECK_FALSE(sandbox.owned());
  }
}

TEST_CASE("protections come before the lifecycle, which is the last command") {
  for (const Fixture& fixture : {s3_case(), s3_marked_case(), azure_case(), gcs_case(), removal_case()}) {
    const std::vector<OutputFile> files = fixture.emit();
    Sandbox sandbox;
    sandbox.write(files);
    for (const std::string& script : scripts(files)) {
      REQUIRE(sandbox.run(script, "--yes", arns));
      std::string calls = sandbox.text("calls");
      calls.pop_back();
      const std::string last = calls.substr(calls.find_last_of('\n') + 1);
      INFO(last);
      CHECK((last.find("lifecycle") != std::string::npos ||
             last.find("management-policy") != std::string::npos));
      if (calls.find("versioning") != std::string::npos)
        CHECK(calls.find("versioning") < calls.find("lifecycle"));
    }
  }
}

TEST_CASE("what cannot be undone is said loudly") {
  for (const Fixture& fixture : {s3_case(), azure_case(), gcs_case()}) {
    const std::vector<OutputFile> files = fixture.emit();
    Sandbox sandbox;
    sandbox.write(files);
    REQUIRE(sandbox.run(scripts(files).front(), "", ""));
    CHECK(sandbox.text("printed").find("!!! CANNOT BE UNDONE") != std::string::npos);
  }
}

TEST_CASE("roles are put into the templates, and only ARNs") {
  const std::vector<OutputFile> files = s3_marked_case().emit();
  Sandbox sandbox;
  sandbox.write(files);
  REQUIRE(sandbox.run("models/apply.sh", "--yes", arns));
  CHECK(sandbox.text("calls").find("\"Role\": \"arn:aws:iam::123456789012:role/replica\"") !=
        std::string::npos);
  CHECK(sandbox.text("calls").find("\"ReplicaKmsKeyID\": \"arn:aws:kms:eu-west-1:123456789012:key/k\"") !=
        std::string::npos);
  CHECK(sandbox.text("calls").find("\"aws:PrincipalArn\": \"arn:aws:iam::123456789012:role/pruner\"") !=
        std::string::npos);
  CHECK_FALSE(sandbox.run("models/apply.sh", "--yes", ""));
  CHECK(sandbox.text("calls").empty());
  CHECK(sandbox.text("errors").find("set REPLICATION_ROLE_ARN") != std::string::npos);
  CHECK_FALSE(sandbox.run("models/apply.sh", "--yes",
                          arns + " PRUNER_ROLE_ARN='arn:aws:iam::1:role/x|e touch owned'"));
  CHECK_FALSE(sandbox.run("models/apply.sh", "--yes", arns + " PRUNER_ROLE_ARN='x\",\"y'"));
  CHECK_FALSE(sandbox.owned());
}

TEST_CASE(
    "a bucket policy of somebody else's is not replaced, and nothing is swept before the deny is there") {
  const std::vector<OutputFile> files = s3_marked_case().emit();
  Sandbox sandbox;
  sandbox.write(files);
  const auto answer = [&](const std::string& body) {
    std::ofstream(sandbox.folder / "bin/aws")
        << "#!/bin/sh\necho \"$*\" >> \"$CALLS\"\ncase \"$*\" in *get-bucket-policy*) " << body
        << " ;; esac\n";
  };
  answer("echo '{\"Statement\":[]}'");
  CHECK_FALSE(sandbox.run("models/apply.sh", "--yes", arns));
  CHECK(sandbox.text("calls").find("put-bucket-policy") == std::string::npos);
  CHECK(sandbox.text("calls").find("lifecycle") == std::string::npos);
  answer("echo AccessDenied >&2; exit 254");
  CHECK_FALSE(sandbox.run("models/apply.sh", "--yes", arns));
  CHECK(sandbox.text("calls").find("lifecycle") == std::string::npos);
  answer("echo '{\"Sid\":\"ShelflifeSweepTag\",\"x\":\"arn:aws:iam::123456789012:role/pruner\"}'");
  CHECK(sandbox.run("models/apply.sh", "--yes", arns));
  CHECK(sandbox.text("calls").find("put-bucket-policy") == std::string::npos);
  CHECK(sandbox.text("calls").find("put-bucket-lifecycle") != std::string::npos);
  answer("echo other");
  CHECK(sandbox.run("models/apply.sh", "--yes", arns + " BUCKET_POLICY=merged"));
}

}  // namespace
}  // namespace shelflife::test
