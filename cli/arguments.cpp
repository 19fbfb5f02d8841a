#include "cli/arguments.hpp"

#include "audit/rules.hpp"
#include "cli/commands.hpp"
#include "compiler/diff/diff.hpp"
#include "compiler/packs/packs.hpp"
#include "emitters/emit.hpp"
#include "lint/catalogue.hpp"
#include "lint/reporters/reporter.hpp"
#include "sql/dialect.hpp"

namespace shelflife::cli {

namespace {

std::vector<std::string> colors() { return {"auto", "always", "never"}; }
std::vector<std::string> formats() {
  std::vector<std::string> out;
  for (const lint::Format& format : lint::formats()) out.emplace_back(format.name);
  return out;
}
std::vector<std::string> providers() { return {"s3", "azure", "gcs"}; }
std::vector<std::string> severities() { return {"error", "warning", "note", "never"}; }
std::vector<std::string> config_words() { return {"show"}; }
std::vector<std::string> answers() { return {"text", "json"}; }
std::vector<std::string> diff_formats() { return {"text", "json", "markdown"}; }
std::vector<std::string> report_formats() { return {"html", "markdown"}; }
std::vector<std::string> diff_kinds() {
  std::vector<std::string> out{"any"};
  for (std::size_t kind = 0; kind <= static_cast<std::size_t>(ChangeKind::safeguards_tightened); ++kind) out.emplace_back(name_of(static_cast<ChangeKind>(kind)));
  return out;
}
std::vector<std::string> lock_modes() { return {"governance", "compliance"}; }
std::vector<std::string> shells() { return {"bash", "zsh", "fish"}; }
std::vector<std::string> command_names() {
  std::vector<std::string> out;
  for (const Command& command : commands()) out.emplace_back(command.name);
  return out;
}
std::vector<std::string> pack_words() {
  std::vector<std::string> out = pack_names();
  out.insert(out.begin(), "show");
  return out;
}
std::vector<std::string> targets() {
  std::vector<std::string> out = emit_targets();
  out.emplace_back("sql");
  return out;
}
std::vector<std::string> dialect_names() {
  std::vector<std::string> out;
  for (const sql::Dialect& dialect : sql::dialects()) out.emplace_back(dialect.name);
  return out;
}
std::vector<std::string> table_formats() { return {"parquet", "csv"}; }
std::vector<std::string> table_tags() { return {"json", "map"}; }
std::vector<std::string> codes() {
  std::vector<std::string> out;
  for (const DiagnosticInfo* entry : lint::all_findings()) out.emplace_back(entry->id);
  for (const audit::AuditRule& rule : audit::rules()) out.emplace_back(rule.id);
  return out;
}

const Option globals[] = {
    {"--color", &Arguments::color, "WHEN", "colour the output; auto: on a terminal, unless NO_COLOR is set", colors},
    {"-q,--quiet", &Arguments::quiet, "", "print errors and what was asked for, nothing else"},
    {"--config", &Arguments::config, "FILE", "configuration; default: the nearest .shelflife.yaml upwards", nullptr, true},
    {"-h,--help", &Arguments::help, "", "say what the command does, with an example"},
    {"--version", &Arguments::version, "", "print the version"},
};
const Option build_options[] = {
    {"-o,--output", &Arguments::output, "DIR", "folder to write; `-` prints, where --target gives one file", nullptr, true},
    {"--target", &Arguments::targets, "NAME,...", "write only these outputs", targets},
    {"--check", &Arguments::check, "", "write nothing; fail when the folder is not what would be written"},
    {"--freeze", &Arguments::freeze, "", "the same documents with every delete disabled, and an empty plan"},
    {"--dialect", &Arguments::dialects, "NAME,...", "with --target sql: the engines to write for", dialect_names},
    {"--at", &Arguments::at, "DATE", "with --target sql: the day or instant of the run, UTC; `now`: whenever the statement runs"},
    {"--sql-table", &Arguments::sql_table, "NAME", "with --target sql: the inventory table, its parts with dots; default: inventory"},
    {"--table-format", &Arguments::table_format, "FORMAT", "with --target sql: csv where each column is a text as in the report's CSV; default: parquet, columns of their own types", table_formats},
    {"--table-tags", &Arguments::table_tags, "FORMAT", "with --target sql: what the column of tags holds; default: json, a text", table_tags},
    {"--columns", &Arguments::columns, "NAME,...", "with --target sql: the columns that the table has; default: those of the provider's report"},
};
const Option check_options[] = {
    {"--format", &Arguments::format, "FORMAT", "how findings are printed; text and concise go to standard error, the others to standard output", formats},
    {"--watch", &Arguments::watch, "", "check again whenever a policy changes, until Ctrl-C"},
    {"--at", &Arguments::at, "DATE", "the day that counts as today, for holds and suppressions that end; default: today, UTC"},
    {"--select", &Arguments::select, "CODE,...", "only these findings of the linter: codes, beginnings of codes, names, families, `default`, `all`"},
    {"--ignore", &Arguments::ignore, "CODE,...", "not these findings of the linter"},
    {"--fail-on", &Arguments::fail_on_severity, "SEVERITY", "exit 1 when there is a finding as bad as this; default: error", severities},
    {"--baseline", &Arguments::baseline, "FILE", "known findings, which are not told", nullptr, true},
    {"--update-baseline", &Arguments::update_baseline, "", "write what is found now to the baseline"},
    {"--fix", &Arguments::fix, "", "apply the fixes that are safe, and prove that nothing is kept less for them"},
    {"--fix-suggestions", &Arguments::fix_suggestions, "", "apply the fixes that are suggestions, too"},
    {"--diff", &Arguments::diff, "", "with --fix: write nothing; print what would change"},
};
const Option config_options[] = {
    {"--select", &Arguments::select, "CODE,...", "as of `check`"},
    {"--ignore", &Arguments::ignore, "CODE,...", "as of `check`"},
    {"--fail-on", &Arguments::fail_on_severity, "SEVERITY", "as of `check`", severities},
    {"--baseline", &Arguments::baseline, "FILE", "as of `check`", nullptr, true},
    {"--format", &Arguments::format, "FORMAT", "how the values are printed", answers},
};
const Option diff_options[] = {
    {"--against", &Arguments::against, "REV", "compare the policy with what it was at this git revision"},
    {"--fail-on", &Arguments::fail_on, "KIND,...", "exit 1 when there is such a change; undecided ones count as every kind", diff_kinds},
    {"--inventory", &Arguments::inventory, "FILE", "a listing (JSONL, CSV, list-object-versions JSON): how many objects, bytes and models each change concerns", nullptr, true},
    {"--format", &Arguments::format, "FORMAT", "how changes are printed; markdown is for a pull request", diff_formats},
};
const Option rules_options[] = {
    {"--format", &Arguments::format, "FORMAT", "how the list is printed", answers},
};
const Option fmt_options[] = {
    {"--check", &Arguments::check, "", "write nothing; list the files that would change and fail if there are any"},
    {"--diff", &Arguments::diff, "", "write nothing; print what would change"},
};
const Option packs_options[] = {
    {"--format", &Arguments::format, "FORMAT", "how the list is printed", answers},
};
const Option why_options[] = {
    {"--object", &Arguments::object, "TEXT", "the object, where no URI names it: 'key=... size=... created=15d label.owner=...'"},
    {"--inventory", &Arguments::inventory, "FILE", "a listing (JSONL, CSV, list-object-versions JSON) to take the object's facts from", nullptr, true},
    {"--registry", &Arguments::registry, "SOURCE", "the registry's records, for status, promoted, referenced and orphan: a file, a folder, or MLflow's database", nullptr, true},
    {"--at", &Arguments::at, "DATE", "the day or instant to ask about, UTC; default: now"},
    {"--deleted", &Arguments::deleted, "FILE", "lost keys, one a line: which statement could have deleted each", nullptr, true},
    {"--format", &Arguments::format, "FORMAT", "how the answer is printed", answers},
};

const Option cost_options[] = {
    {"--describe", &Arguments::describe, "TEXT", "a group of objects: 'stage=staging size=2TB objects=4000000 age=0d..365d'; may be given several times", nullptr, false, true},
    {"--assume", &Arguments::assume, "TEXT", "without a policy: 'group=dev size=2TB age=0d..90d share=40% then=delete after=30d'; may be given several times", nullptr, false, true},
    {"--inventory", &Arguments::inventories, "FILE,...", "listings of the stores instead of descriptions, as of `simulate`", nullptr, true},
    {"--registry", &Arguments::registry, "SOURCE", "with --inventory: the registry's records, a file, a folder, or MLflow's database", nullptr, true},
    {"--store", &Arguments::store, "NAME", "with --inventory: the store of rows that name no bucket"},
    {"--columns", &Arguments::columns, "NAME,...", "with --inventory: the columns of a CSV without a header, as of `simulate`"},
    {"--skip-bad-rows", &Arguments::skip_bad_rows, "", "with --inventory: go on without rows that cannot be read"},
    {"--memory", &Arguments::memory, "SIZE", "what rows that are not in the order of their keys may take before they are sorted in temporary files (TMPDIR); default 1GiB"},
    {"--read", &Arguments::read, "PERCENT", "with --inventory: so much of the bytes is read each month: `5%`"},
    {"--prices", &Arguments::prices, "FILE", "a table of prices in place of the built-in one of its provider", nullptr, true, true},
    {"--list-prices", &Arguments::list_prices, "", "print the tables of prices and where they come from"},
    {"--at", &Arguments::at, "DATE", "the day on which the first month begins, UTC; default: now"},
    {"--format", &Arguments::format, "FORMAT", "how the answer is printed", answers},
};
const Option simulate_options[] = {
    {"--inventory", &Arguments::inventories, "FILE,...", "listings of the stores: JSONL, CSV, list-object-versions JSON, S3 Inventory's manifest.json; .gz too", nullptr, true},
    {"--registry", &Arguments::registry, "SOURCE", "the registry's records, for status, promoted, referenced and orphan: a file, a folder, or MLflow's database", nullptr, true},
    {"--at", &Arguments::at, "DATE", "the day or instant of the run, UTC; default: now"},
    {"--from", &Arguments::from, "DATE", "a run a day from here on, each on what the one before left"},
    {"--to", &Arguments::to, "DATE", "the last day of these"},
    {"--store", &Arguments::store, "NAME", "the store of rows that name no bucket; may be left out where there is one"},
    {"--columns", &Arguments::columns, "NAME,...", "the columns of a CSV without a header, in its order; `-` skips one: bucket,key,version_id,is_latest,delete_marker,size,last_modified,storage_class,tags"},
    {"--skip-bad-rows", &Arguments::skip_bad_rows, "", "go on without rows that cannot be read; the totals are partial then"},
    {"--memory", &Arguments::memory, "SIZE", "what rows that are not in the order of their keys may take before they are sorted in temporary files (TMPDIR); default 1GiB"},
    {"--audit", &Arguments::audit, "", "also tell objects without required labels, kept for long or unlocked, and packages without their manifest"},
    {"--older-than", &Arguments::older_than, "DAYS", "with --audit: what counts as kept for long: `365d`; default: 180d"},
    {"--manifests", &Arguments::manifests, "DIR", "with --audit: copies of the packages' manifests, by their keys; sizes are compared", nullptr, true},
    {"--decisions", &Arguments::decisions, "FILE", "write what becomes of each object, a row each; FILE ends in .csv or .jsonl", nullptr, true},
    {"--format", &Arguments::format, "FORMAT", "how the totals are printed", answers},
};
const Option report_options[] = {
    {"-o,--output", &Arguments::output, "FILE", "file to write; without it, or as `-`, the report is printed", nullptr, true},
    {"--inventory", &Arguments::inventories, "FILE,...", "listings of the stores, as of `simulate`", nullptr, true},
    {"--registry", &Arguments::registry, "SOURCE", "the registry's records, for status, promoted, referenced and orphan: a file, a folder, or MLflow's database", nullptr, true},
    {"--at", &Arguments::at, "DATE", "the day or instant of the run, UTC; default: now"},
    {"--from", &Arguments::from, "DATE", "also a run a day from here on"},
    {"--to", &Arguments::to, "DATE", "the last day of these"},
    {"--store", &Arguments::store, "NAME", "the store of rows that name no bucket; may be left out where there is one"},
    {"--columns", &Arguments::columns, "NAME,...", "the columns of a CSV without a header, as of `simulate`"},
    {"--skip-bad-rows", &Arguments::skip_bad_rows, "", "go on without rows that cannot be read; the report is partial then"},
    {"--memory", &Arguments::memory, "SIZE", "what rows that are not in the order of their keys may take before they are sorted in temporary files (TMPDIR); default 1GiB"},
    {"--older-than", &Arguments::older_than, "DAYS", "what the audit counts as kept for long: `365d`; default: 180d"},
    {"--manifests", &Arguments::manifests, "DIR", "copies of the packages' manifests, by their keys; sizes are compared", nullptr, true},
    {"--prices", &Arguments::prices, "FILE", "a table of prices in place of the built-in one of its provider", nullptr, true, true},
    {"--format", &Arguments::format, "FORMAT", "a page, or Markdown for a pull request; default: by the file's ending, `.md` is Markdown", report_formats},
};

const Option import_options[] = {
    {"-o,--output", &Arguments::output, "FILE", "file to write; without it the policy is printed", nullptr, true},
    {"--store", &Arguments::store, "NAME", "name of the store; default: made from the bucket's"},
    {"--bucket", &Arguments::bucket, "NAME", "which bucket or account of several, or its name where the document has none; ACCOUNT/CONTAINER on Azure"},
    {"--provider", &Arguments::provider, "PROVIDER", "take the file for a document of this cloud only", providers},
};
const Option verify_options[] = {
    {"--store", &Arguments::store, "NAME", "the store that the document is deployed for; may be left out where there is one"},
    {"--deployed", &Arguments::deployed, "FILE", "the deployed document, or a folder of documents", nullptr, true},
    {"--format", &Arguments::format, "FORMAT", "how the verdict is printed", answers},
};
const Option init_options[] = {
    {"-o,--output", &Arguments::output, "FILE", "file to write, which must not be there yet; default: policy.shelf; `-` prints", nullptr, true},
    {"--layout", &Arguments::layout, "TEXT", "how keys are built; default: ml/{stage}/{project}/{model}/{version}/{run_id}/"},
    {"--stages", &Arguments::stages, "NAME,...", "values of {stage}, from the cheapest to the strictest; default: dev,staging,production"},
    {"--owner", &Arguments::owner, "TEXT", "who answers for the rules: a team or an address; default: the owners of the bucket"},
    {"--store", &Arguments::store, "NAME", "what the policy calls the bucket; default: artifacts"},
    {"--region", &Arguments::region, "TEXT", "where the bucket is"},
    {"--kms", &Arguments::kms, "KEY", "the key that objects are encrypted with; default: the provider's"},
    {"--access-log", &Arguments::access_log, "BUCKET", "where accesses are logged"},
    {"--lock", &Arguments::lock, "MODE", "lock the last stage for a year, in a bucket of its own", lock_modes},
    {"--lock-bucket", &Arguments::lock_bucket, "BUCKET", "that bucket, ACCOUNT/CONTAINER on Azure; default: the bucket's name with -locked"},
};
const Option man_options[] = {
    {"-o,--output", &Arguments::output, "DIR", "write every page into this folder", nullptr, true},
};

const Command table[] = {
    {"build", "compile a policy into each cloud's documents and the pruner's plan", "[PATH...] -o DIR", Words::paths,
     nullptr, build_options,
     "A PATH is a root file, a file that a root imports, or a folder with one root; without one, the root that\n"
     "the configuration names, else the folder `.`. All outputs are written, or none. Files of an earlier build that\n"
     "this one does not write are removed; files that no build wrote are left alone.\n",
     "shelflife build policy.shelf -o out\n"
     "shelflife build policy.shelf -o out --check\n"
     "shelflife build policy.shelf --target ir -o -\n"
     "shelflife build policy.shelf --target sql --dialect athena --sql-table lake.inventory --at 2027-01-31 -o sql-out\n",
     command_build},
    {"check", "report what is wrong in policies", "[PATH...]", Words::paths, nullptr, check_options,
     "A PATH is a file, a folder (searched for *.shelf) or `-` for standard input; without one, the folder `.`.\n"
     "A file that another one imports is checked as part of it. What makes a policy wrong is always told; --select, --ignore,\n"
     "comments and baselines are for what the linter finds beyond that.\n",
     "shelflife check policy.shelf\n"
     "shelflife check --format json teams/\n"
     "shelflife check --select compliance,SL1304 --fail-on warning\n"
     "shelflife check --fix --diff policy.shelf\n"
     "shelflife check --baseline baseline.json --update-baseline\n"
     "shelflife check --watch\n",
     command_check_or_watch},
    {"config", "show what is in force, and who said it", "show [PATH]", Words::paths, config_words, config_options,
     "Every value of the configuration with its origin: a file and line, the command line, or the default. With a PATH also\n"
     "what the overrides make of it for that file.\n",
     "shelflife config show\n"
     "shelflife config show teams/vision.shelf --format json\n",
     command_config},
    {"fmt", "write policies in the one canonical style", "[PATH...]", Words::paths, nullptr, fmt_options,
     "A PATH is a file, a folder (searched for *.shelf) or `-`: standard input to standard output. Comments are kept.\n",
     "shelflife fmt policy.shelf\n"
     "shelflife fmt --check --diff .\n"
     "shelflife fmt - < policy.shelf\n",
     command_fmt},
    {"init", "write a first policy for a bucket", "[URI]", Words::one, nullptr, init_options,
     "URI is s3://NAME, gs://NAME or azure://ACCOUNT/CONTAINER; without it, and on a terminal, a few questions are asked.\n"
     "The policy checks clean and builds as it is; it deletes little, and nothing of the last stage. A file that exists is\n"
     "never overwritten.\n",
     "shelflife init s3://acme-ml-artifacts --layout 'ml/{stage}/{model}/{version}/' --stages dev,staging,production -o policy.shelf\n"
     "shelflife init azure://acmeml/models --owner ml-platform --access-log acmelogs -o -\n"
     "shelflife init gs://acme-ml-artifacts --lock governance\n",
     command_init},
    {"import", "turn a lifecycle document into a policy that means the same", "FILE", Words::one, nullptr, import_options,
     "FILE is what the cloud's own tool prints or takes: S3 (JSON or XML), Azure (policy, ARM resource or template), GCS\n"
     "(lifecycle or bucket), or `terraform show -json` of a plan; `-` is standard input. The policy is built again and\n"
     "compared with the document before it is given away; what no policy can say is listed, and nothing is written then.\n",
     "shelflife import lifecycle.json -o policy.shelf\n"
     "shelflife import plan.json --bucket acme-ml --store artifacts\n"
     "shelflife import management-policy.json --bucket acmeml/models\n",
     command_import},
    {"diff", "say which objects change fate between two policies", "OLD NEW | PATH --against REV", Words::paths, nullptr, diff_options,
     "OLD and NEW are root files, or folders with one root; with --against, PATH is compared with itself at a git revision,\n"
     "imports included. Decided over all objects: two policies that mean the same have no changes, however they are\n"
     "written. Each change has an object that shows it. Without --fail-on, changes are no failure.\n",
     "shelflife diff old.shelf policy.shelf\n"
     "shelflife diff policy.shelf --against main --fail-on more-deleted,sooner,less-kept\n"
     "shelflife diff policy.shelf --against HEAD~1 --format markdown\n"
     "shelflife diff old.shelf policy.shelf --inventory listing.jsonl\n",
     command_diff},
    {"explain", "say what a finding means and how to mend it", "CODE", Words::one, codes, {},
     "CODE is a code or the name of a finding, as `shelflife rules` lists them.\n",
     "shelflife explain SL0101\n"
     "shelflife explain syntax-error\n",
     command_explain},
    {"packs", "list the packs of laws and standards, or print one", "[show NAME]", Words::some, pack_words, packs_options,
     "A pack is a text of `require` blocks that is part of this program: `import \"pack:NAME\" where ...` binds it. `show`\n"
     "prints it, to be read or to be changed into a file of your own. No pack is legal advice.\n",
     "shelflife packs\n"
     "shelflife packs --format json\n"
     "shelflife packs show hipaa\n",
     command_packs},
    {"rules", "list every finding there is", "", Words::none, nullptr, rules_options,
     "By family, one line for each: code, severity, family, whether it is on by itself, since when, name, what it means.\n",
     "shelflife rules\n"
     "shelflife rules --format json\n",
     command_rules},
    {"why", "say why an object is gone, or when it will go, and what keeps it", "PATH [URI]", Words::paths, nullptr, why_options,
     "PATH is a root file, a file that a root imports, or a folder with one root. The object is named by its URI (s3://,\n"
     "gs://, https://ACCOUNT.blob.core.windows.net/, abfss://) or described by --object. What nobody told is unknown, and\n"
     "the answer shows what becomes of the object in each case.\n",
     "shelflife why policy.shelf s3://acme-ml/ml/dev/fraud/v3/model.bin\n"
     "shelflife why policy.shelf --object 'key=ml/dev/fraud/v3/model.bin size=5MiB created=15d status=failed'\n"
     "shelflife why policy.shelf s3://acme-ml/ml/dev/fraud/v3/model.bin --inventory listing.jsonl --registry registry.json\n"
     "shelflife why policy.shelf --deleted lost.txt\n",
     command_why},
    {"cost", "say what a policy changes of the storage bill", "[PATH]", Words::paths, nullptr, cost_options,
     "PATH is a root file, a file that a root imports, or a folder with one root. What is stored is described, once for each group of\n"
     "objects, or listed by --inventory; the answer has bytes and dollars by storage class and month, before and after the policy, what moves, early deletions\n"
     "and small objects cost, from which size on a move pays, and all that was assumed.\n",
     "shelflife cost policy.shelf --describe 'store=artifacts stage=staging size=2TB objects=4000000 age=0d..365d'\n"
     "shelflife cost policy.shelf --describe 'stage=dev inflow=500GB/month average=20MiB' --describe 'stage=production size=40TB average=1GiB age=0d..730d' --format json\n"
     "shelflife cost policy.shelf --inventory manifest.json --registry registry.json --at 2027-01-31\n"
     "shelflife cost --assume 'group=staging size=2TB average=50MiB inflow=500GB/month then=cheaper:60% after=60d'\n"
     "shelflife cost --list-prices\n",
     command_cost},
    {"simulate", "say what a run would delete, move and keep of a real listing", "PATH --inventory FILE", Words::paths, nullptr, simulate_options,
     "PATH is a root file, a file that a root imports, or a folder with one root. Nothing is asked of any cloud: the listings\n"
     "are files, the registry is one or MLflow's database. What is unread leaves an object undecided, and so kept. A row that cannot be read\n"
     "ends the run with status 2 and no total. Status 1: a safeguard that the policy declares would refuse the run.\n",
     "shelflife simulate policy.shelf --inventory listing.jsonl --registry registry.json\n"
     "shelflife simulate policy.shelf --inventory manifest.json --decisions decisions.csv\n"
     "shelflife simulate policy.shelf --inventory listing.jsonl --audit --older-than 365d\n"
     "shelflife simulate policy.shelf --inventory listing.csv --columns bucket,key,size,last_modified --at 2027-01-31\n"
     "shelflife simulate policy.shelf --inventory listing.jsonl --from 2027-01-01 --to 2027-03-31\n",
     command_simulate},
    {"report", "write what a policy does to a listing as one page", "PATH --inventory FILE [-o report.html]", Words::paths, nullptr, report_options,
     "PATH is a root file, a file that a root imports, or a folder with one root. One HTML page without scripts that loads nothing, or\n"
     "Markdown: what goes next, when each rule acts, what is stored and what keeps it, the cost before and after, safeguards, the\n"
     "findings of `check`, and the audit. Nothing is asked of any cloud. The file is written whole, or left alone.\n",
     "shelflife report policy.shelf --inventory listing.jsonl --registry registry.json -o report.html\n"
     "shelflife report policy.shelf --inventory manifest.json --from 2027-01-01 --to 2027-03-31 -o report.html\n"
     "shelflife report policy.shelf --inventory listing.csv --format markdown\n",
     command_report},
    {"verify", "say whether a deployed lifecycle document honours the policy", "PATH --store NAME --deployed FILE", Words::paths, nullptr, verify_options,
     "PATH is a root file, a file that a root imports, or a folder with one root. FILE is a document in any form that\n"
     "`shelflife import` reads, or a folder of them, as `build` writes it. The first word is the verdict, decided over all\n"
     "objects: `safe`, `incomplete` (something that is due stays undone) or `unsafe` (status 1), with an object that shows it.\n"
     "A document that is not wholly understood is `unsafe`.\n",
     "shelflife verify policy.shelf --store artifacts --deployed lifecycle.json\n"
     "shelflife verify policy.shelf --store artifacts --deployed plan.json --format json\n"
     "shelflife verify policy.shelf --store artifacts --deployed out\n",
     command_verify},
    {"completion", "print a completion script for a shell", "SHELL", Words::one, shells, {},
     "The script completes commands, options and their values.\n",
     "shelflife completion bash > ~/.local/share/bash-completion/completions/shelflife\n"
     "shelflife completion zsh > ~/.zfunc/_shelflife\n"
     "shelflife completion fish > ~/.config/fish/completions/shelflife.fish\n",
     command_completion},
    {"man", "print a manual page", "[COMMAND]", Words::one, command_names, man_options,
     "The page of a command, or of shelflife itself, as `man -l` reads it.\n",
     "shelflife man build | man -l -\n"
     "shelflife man -o ~/.local/share/man/man1\n",
     command_man},
};

}  // namespace

std::span<const Option> global_options() { return globals; }
std::span<const Command> commands() { return table; }

const Command* find_command(std::string_view name) {
  for (const Command& command : table)
    if (command.name == name) return &command;
  return nullptr;
}

std::string_view long_name(const Option& option) { return option.names.substr(option.names.find("--")); }
std::string_view short_name(const Option& option) {
  return option.names.starts_with("--") ? std::string_view() : option.names.substr(0, 2);
}

}  // namespace shelflife::cli
