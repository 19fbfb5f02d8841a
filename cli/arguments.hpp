// What the user typed, and the tables that say what may be typed. main.cpp parses by them, help.cpp and
// command_completion.cpp print them: an option is described once.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace shelflife::cli {

struct Arguments {
  // every command
  std::string color = "auto";
  std::string config;  // empty: the nearest .shelflife.yaml upwards
  bool quiet = false;
  bool help = false;
  bool version = false;
  // of some commands
  std::vector<std::string> paths;  // the words that belong to no option
  std::string output;
  std::vector<std::string> targets;
  std::string format = "text";
  bool check = false;
  bool watch = false;  // check: again after each change
  bool diff = false;
  bool freeze = false;
  std::vector<std::string> dialects;                    // build: sql
  std::string sql_table, table_format, table_tags;      // build: sql; empty: a default
  std::string store, bucket, provider, deployed;
  std::string object;     // why: a description
  std::string inventory;  // a listing
  std::string registry;
  std::vector<std::string> inventories, columns;  // simulate: listings; the columns of those without a header
  std::string from, to, decisions;                // simulate
  std::string memory = "1GiB";                    // simulate: what rows that have to be sorted may take
  bool audit = false;                             // simulate; report has it always
  std::string older_than, manifests;              // of the audit; empty: 180 days; no copies of manifests
  bool skip_bad_rows = false;
  std::string at;         // a date or an instant; empty: now
  std::string deleted;    // why: a list of lost keys
  std::string against;               // diff: a git revision
  std::vector<std::string> fail_on;  // diff: kinds of change
  // init: what the policy is made of; empty: a default
  std::string layout, owner, region, kms, access_log, lock, lock_bucket;
  std::vector<std::string> stages;
  // check, config
  std::vector<std::string> select, ignore;  // codes, beginnings of codes, names, families
  std::string fail_on_severity, baseline;   // empty: as the configuration says
  bool update_baseline = false;
  bool fix = false, fix_suggestions = false;
  // cost
  std::vector<std::string> describe, assume, prices;
  bool list_prices = false;
  std::string read;  // of a listing: "5%" of its bytes each month
};

// Exit statuses; part of the contract with scripts.
inline constexpr int exit_ok = 0;
inline constexpr int exit_findings = 1;  // a finding at `error`, or a --check that fails
inline constexpr int exit_misuse = 2;    // misuse, a file that cannot be read or written, an internal error

using Slot = std::variant<bool Arguments::*, std::string Arguments::*, std::vector<std::string> Arguments::*>;
using Choices = std::vector<std::string> (*)();

struct Option {
  std::string_view names;  // "-o,--output"
  Slot slot;               // bool: a flag; vector: a list, parted by commas
  std::string_view placeholder;
  std::string_view help;
  Choices choices = nullptr;  // nullptr: any text
  bool file = false;          // completed with file names
  bool whole = false;         // a list whose values may have commas: the option is repeated
};

enum class Words { none, paths, one, some };  // what a command takes beside its options; one in [] may be left out
struct Command {
  std::string_view name;
  std::string_view summary;      // one line
  std::string_view words;        // "[PATH...]"
  Words takes = Words::none;
  Choices choices = nullptr;     // Words::one, some: what a word may be
  std::span<const Option> options;
  std::string_view description;  // whole lines
  std::string_view examples;     // whole lines, each a command
  int (*run)(const Arguments&) = nullptr;
};

std::span<const Option> global_options();
std::span<const Command> commands();
const Command* find_command(std::string_view name);

// "--output" of "-o,--output"; "-o" or "".
std::string_view long_name(const Option& option);
std::string_view short_name(const Option& option);

std::string help_text();
std::string help_text(const Command& command);

}  // namespace shelflife::cli
