// check_typings.mjs OUT: the documents as literals of the types that Microsoft's and Google's own clients declare,
// judged by the TypeScript compiler: unknown members, missing ones and wrong types are errors.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const parts = process.env.SHELFLIFE_PARTS_DIR || path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "shelflife-parts");
const modules = path.join(parts, "npm", "node_modules");
for (const needed of ["typescript", "@azure/arm-storage", "@googleapis/storage"])
  if (!fs.existsSync(path.join(modules, needed))) {
    console.log(`SKIPPED: no npm package ${needed} in ${parts}; scripts/ci-parts.sh installs it`);
    process.exit(77);
  }

const azure = (type, pick) => ({ head: `import type { ${type} } from "@azure/arm-storage";`, type, pick });
const google = () => ({ head: 'import type { storage_v1 } from "@googleapis/storage";', type: "storage_v1.Schema$Bucket", pick: strip });
const properties = (document) => document.properties;

// Conditions on sizes are newer than some releases of the typings.
const knowsSizes = fs.readdirSync(path.join(modules, "@googleapis/storage/build")).some((name) =>
  name.endsWith(".d.ts") && fs.readFileSync(path.join(modules, "@googleapis/storage/build", name), "utf8").includes("sizeAboveBytes"));
function strip(document) {
  if (!knowsSizes)
    for (const rule of document.lifecycle?.rule ?? []) {
      delete rule.condition?.sizeAboveBytes;
      delete rule.condition?.sizeBelowBytes;
    }
  return document;
}

const kinds = {
  az: {
    "management-policy.json": azure("ManagementPolicySchema"),
    "blob-service.json": azure("BlobServicePropertiesProperties", properties),
    "immutability-policy.json": azure("ImmutabilityPolicyProperty", properties),
    "public-access.json": azure("StorageAccountPropertiesUpdateParameters", properties),
    "replication.json": azure("ObjectReplicationPolicy"),
  },
  gcloud: Object.fromEntries(["lifecycle", "versioning", "encryption", "retention", "soft-delete", "logging", "public-access"].map(
    (name) => [name + ".json", google()])),
};

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "shelflife-typings-"));
process.on("exit", () => fs.rmSync(scratch, { recursive: true, force: true }));
fs.symlinkSync(modules, path.join(scratch, "node_modules"));
const sources = {};  // generated file -> what it shows
function add(shown, kind, document) {
  const file = `case${Object.keys(sources).length}.ts`;
  const value = kind.pick ? kind.pick(document) : document;
  fs.writeFileSync(path.join(scratch, file), `${kind.head}\nexport const document: ${kind.type} = ${JSON.stringify(value, null, 2)};\n`);
  sources[file] = shown;
}

let judged = 0;
for (const name of fs.readdirSync(process.argv[2], { recursive: true }).sort()) {
  const file = path.join(process.argv[2], name);
  const script = path.join(path.dirname(file), "apply.sh");
  if (!name.endsWith(".json") || !fs.existsSync(script)) continue;
  const base = path.basename(name).replace(/^(immutability-policy|replication)-[^.]*/, "$1");
  const text = fs.readFileSync(script, "utf8");
  const kind = text.includes("az storage") ? kinds.az[base] : text.includes("gcloud storage") ? kinds.gcloud[base] : undefined;
  if (!kind) continue;
  add(name, kind, JSON.parse(fs.readFileSync(file, "utf8")));
  ++judged;
}

// Spoilt documents, each of which has to be refused.
const policy = (change) => ({ rules: [{ name: "r", enabled: true, type: "Lifecycle", definition: { filters: { blobTypes: ["blockBlob"] }, actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 3 } } } }, ...change }] });
const rule = (action, condition) => ({ lifecycle: { rule: [{ action, condition }] } });
const spoilt = [
  [kinds.az["management-policy.json"], [policy({ unknown: 1 }), policy({ name: undefined }), policy({ enabled: "yes" }),
    policy({ definition: { actions: { baseBlob: { tierToFrozen: { daysAfterModificationGreaterThan: 3 } } } } }),
    policy({ definition: { filters: {}, actions: {} } }),
    policy({ definition: { actions: { version: { delete: { daysAfterModificationGreaterThan: 3 } } } } }),
    policy({ definition: { actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: "3" } } } } })]],
  [kinds.az["blob-service.json"], [{ properties: { versioning: true } }]],
  [kinds.gcloud["lifecycle.json"], [rule({ type: "Delete" }, { agee: 3 }), rule({ type: "Delete" }, { age: "3" }), rule({ typ: "Delete" }, {}),
    rule({ type: "Delete" }, { matchesPrefix: "a" }), { lifecycle: { rules: [] } }]],
  [kinds.gcloud["soft-delete.json"], [{ softDeletePolicy: { retentionDurationSeconds: 604800 } }]],
];
for (const [kind, documents] of spoilt) for (const document of documents) add(null, kind, document);

fs.writeFileSync(path.join(scratch, "tsconfig.json"), JSON.stringify({
  compilerOptions: { strict: true, noEmit: true, skipLibCheck: true, module: "nodenext", moduleResolution: "nodenext", target: "es2022", types: [] },
  include: ["case*.ts"],
}));
const done = spawnSync(path.join(modules, ".bin", "tsc"), ["-p", scratch, "--pretty", "false"], { encoding: "utf8", cwd: scratch });
if (done.error) throw done.error;
const complaints = new Map();
for (const line of done.stdout.split("\n")) {
  const found = line.match(/^(case\d+\.ts)\(.*?\): (.*)/);
  if (found) complaints.set(found[1], found[2]);
  else if (/error/.test(line) && !line.startsWith(" ")) complaints.set(line, line);
}
let failed = 0;
for (const [file, shown] of Object.entries(sources)) {
  if (shown !== null && complaints.has(file)) console.log(`${shown}: ${complaints.get(file)}`), ++failed;
  if (shown === null && !complaints.has(file)) console.log(`accepted: ${fs.readFileSync(path.join(scratch, file), "utf8")}`), ++failed;
  complaints.delete(file);
}
for (const line of complaints.values()) console.log(line), ++failed;
console.log(`${judged} documents, ${failed} complaints`);
process.exit(failed || !judged ? 1 : 0);
