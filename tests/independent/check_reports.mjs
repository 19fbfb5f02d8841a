// check_reports.mjs SHELFLIFE SOURCE_DIR OUT: what others think of the reports of `check`: SARIF by Microsoft's own validator and
// by the schema that comes with it, ours by ajv, JUnit by xmllint and Jenkins' schema, GitLab's by its documented members.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";

const [shelflife, source, out] = process.argv.slice(2);
const parts = process.env.SHELFLIFE_PARTS_DIR || path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "shelflife-parts");
const modules = path.join(parts, "npm", "node_modules");
const multitool = path.join(modules, "@microsoft", "sarif-multitool-linux");
for (const needed of ["@microsoft/sarif-multitool-linux", "ajv", "ajv-formats"])
  if (!fs.existsSync(path.join(modules, needed))) {
    console.log(`SKIPPED: no npm package ${needed} in ${parts}; scripts/ci-parts.sh installs it`);
    process.exit(77);
  }
if (spawnSync("xmllint", ["--version"]).error) {
  console.log("SKIPPED: no xmllint; scripts/ci-parts.sh installs it");
  process.exit(77);
}
const require = createRequire(path.join(modules, "x.js"));
const addFormats = require("ajv-formats").default;
const schemaOf = (Ajv, file) => {
  const ajv = new (require(Ajv).default)({ strict: false, allErrors: true });
  addFormats(ajv);
  return ajv.compile(JSON.parse(fs.readFileSync(file, "utf8")));
};
const judges = {
  sarif: schemaOf("ajv/dist/2020", path.join(multitool, "sarif-2.1.0.json")),
  json: schemaOf("ajv/dist/2020", path.join(source, "docs/schema/findings-1.schema.json")),
};

let complaints = 0;
const complain = (text) => (console.log(text), ++complaints);

// Policies of every kind, and a folder with names that are markup elsewhere.
const work = path.join(out, "reports");
fs.rmSync(work, { recursive: true, force: true });
fs.mkdirSync(work, { recursive: true });
const hostile = path.join(work, "hostile");
for (const name of ["a]]>b", "x::error::y", "%0A%25", "new\nline", "esc\x1b[31m", "bidi\u202e", "q\"'<&>", "[link](http:x)", "a:b,c", "ünï cödé"]) {
  fs.mkdirSync(path.join(hostile, name), { recursive: true });
  fs.writeFileSync(path.join(hostile, name, "p.shelf"), `rule "${name.replace(/["\n]/g, "")}" where stagee == dev { delete after 14days }\n# \u{1F600}\nnonsense <]]>\n`);
}
const runs = [{ name: "hostile", paths: ["."], folder: hostile }];
for (const folder of ["tests/findings/cases", "tests/lint/rules", "tests/grammar/cases", "tests/cases-resolve"])
  runs.push({ name: folder, paths: [folder], folder: source });
runs.push({ name: "missing", paths: ["no-such-file.shelf"], folder: work });
runs.push({ name: "clean", paths: ["examples/checkpoints"], folder: source });

const files = { sarif: [], junit: [] };
let reports = 0;
for (const [number, run] of runs.entries()) {
  for (const format of ["json", "sarif", "gitlab", "junit"]) {
    const done = spawnSync(shelflife, ["check", "--format", format, "--at", "2026-03-04", ...run.paths], { cwd: run.folder, encoding: "utf8", maxBuffer: 1 << 28 });
    if (done.error || done.status > 2 || done.stderr) complain(`${run.name}: ${format}: status ${done.status} ${done.stderr}`);
    ++reports;
    if (format === "junit" || format === "sarif") {
      const file = path.join(work, `${number}.${format === "junit" ? "xml" : "sarif"}`);
      fs.writeFileSync(file, done.stdout);
      files[format].push(file);
    }
    if (format === "junit") continue;
    const document = JSON.parse(done.stdout);
    const judge = judges[format];
    if (judge && !judge(document)) complain(`${run.name}: ${format}: ${JSON.stringify(judge.errors.slice(0, 3))}`);
    if (format === "gitlab")
      for (const entry of document) {
        const fine = typeof entry.description === "string" && typeof entry.check_name === "string" && /^[0-9a-f]{16}$/.test(entry.fingerprint)
          && ["info", "minor", "major", "critical", "blocker"].includes(entry.severity) && typeof entry.location.path === "string" && Number.isInteger(entry.location.lines.begin);
        if (!fine) complain(`${run.name}: gitlab: ${JSON.stringify(entry)}`);
      }
  }
}

// The schemas can refuse.
for (const spoilt of [{ version: "2.1.0" }, { version: "2.0.0", runs: [] }, { version: "2.1.0", runs: [{ tool: { driver: {} } }] }])
  if (judges.sarif(spoilt)) complain(`accepted: ${JSON.stringify(spoilt)}`);
if (judges.json({ version: 1 })) complain("accepted: a report without findings");

const xml = (list) => spawnSync("xmllint", ["--noout", "--schema", path.join(source, "tests/independent/schemas/junit.xsd"), ...list], { encoding: "utf8" });
const junit = xml(files.junit);
if (junit.status !== 0) complain(junit.stderr.split("\n").filter((line) => !line.endsWith("validates")).slice(0, 10).join("\n"));
const spoilt = path.join(work, "spoilt.xml");
fs.writeFileSync(spoilt, fs.readFileSync(files.junit[0], "utf8").replace('<testcase classname', '<testcase klass'));
if (xml([spoilt]).status === 0) complain("xmllint accepted a spoilt report");

// npm keeps no mode for what is not a declared program.
const validator = path.join(multitool, "Sarif.Multitool");
fs.chmodSync(validator, 0o755);
const verdicts = path.join(work, "verdicts.json");
const validate = (list) => {
  const done = spawnSync(validator, ["validate", ...list, "--output", verdicts, "--log", "ForceOverwrite", "--level", "Error;Warning;Note", "--quiet", "true"],
    { encoding: "utf8", env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" } });
  if (!fs.existsSync(verdicts)) throw new Error(`the validator ended with ${done.status}: ${done.stdout}${done.stderr}`);
  const run = JSON.parse(fs.readFileSync(verdicts, "utf8").replace(/^\uFEFF/, "")).runs[0];
  fs.rmSync(verdicts);
  return run.results ?? [];
};
// Advice that is not followed: messages as ids (2002), the repository's address (2003) and the tool's (2005), the schema's address
// without a network (2006), code around a result (2011, and 2010 where nothing is marked), a page for each rule (2012).
const advice = new Set(["SARIF2002", "SARIF2003", "SARIF2005", "SARIF2006", "SARIF2010", "SARIF2011", "SARIF2012"]);
for (const result of validate(files.sarif)) {
  if (result.kind && result.kind !== "fail" || (result.level ?? "warning") !== "error" && advice.has(result.ruleId)) continue;
  complain(`${result.ruleId} ${result.level ?? "warning"}: ${result.message.text ?? JSON.stringify(result.message)} ${JSON.stringify(result.locations?.[0]?.physicalLocation)}`);
}
const wrong = path.join(work, "wrong.sarif");
const document = JSON.parse(fs.readFileSync(files.sarif[0], "utf8"));
document.runs[0].results[0].ruleIndex = 9999;
document.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri = "a b";
fs.writeFileSync(wrong, JSON.stringify(document));
if (!validate([wrong]).some((result) => result.level === "error")) complain("the validator accepted a spoilt report");

console.log(`${reports} reports, ${complaints} complaints`);
process.exit(complaints ? 1 : 0);
