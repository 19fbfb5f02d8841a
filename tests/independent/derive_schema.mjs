// derive_schema.mjs NODE_MODULES OUT_DIR: writes schemas/azurerm.json and schemas/google.json, small enough to keep here,
// from the typings that the npm packages @cdktf/provider-azurerm and @cdktf/provider-google generate from the
// providers' own schemas. The packages take 700 MB, so this is run by hand when a resource or a version is added.
import fs from "node:fs";
import path from "node:path";

const [modules, out] = process.argv.slice(2);
const wanted = {
  azurerm: {
    azurerm_storage_management_policy: "storage-management-policy",
    azurerm_storage_container_immutability_policy: "storage-container-immutability-policy",
    azurerm_storage_object_replication: "storage-object-replication",
    azurerm_storage_account_customer_managed_key: "storage-account-customer-managed-key",
    azurerm_monitor_diagnostic_setting: "monitor-diagnostic-setting",
  },
  google: { google_storage_bucket: "storage-bucket", google_storage_transfer_job: "storage-transfer-job" },
};
// What the packages are too old to have (release notes of terraform-provider-google 7.38.0 and 7.0.0).
const additions = {
  google(resources) {
    const bucket = resources.google_storage_bucket.blocks;
    const condition = bucket.lifecycle_rule[3].blocks.condition[3].attrs;
    condition.size_above_bytes = ["number", "o"];
    condition.size_below_bytes = ["number", "o"];
    bucket.retention_policy[3].attrs.retention_period = ["string", "r"];
  },
};

// interface name -> [{name, optional, type, block}]; the Terraform name is the anchor of the documentation link.
function interfaces(text) {
  const found = {};
  for (const [, name, body] of text.matchAll(/^export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm)) {
    found[name] = [];
    const member = /\/\*\*([\s\S]*?)\*\/\s*readonly (\w+)(\??): (\{[\s\S]*?\}|[^;]*)[^;]*;/g;
    for (const [, comment, , optional, type] of body.matchAll(member)) {
      const anchor = comment.match(/#(\w+) \w+#/);
      if (anchor) found[name].push({ name: anchor[1], optional: optional === "?", type, block: / block\s/.test(comment) });
    }
  }
  return found;
}

const simple = { string: "string", number: "number", boolean: "bool" };
function attribute(type) {
  const plain = type.replace(/ \| cdktf\.IResolvable/g, "").trim();
  if (plain.startsWith("{")) return ["map", "string"];
  if (plain.endsWith("[]")) return ["list", simple[plain.slice(0, -2)]];
  return simple[plain];
}
function block(all, name) {
  const made = { attrs: {}, blocks: {} };
  for (const member of all[name]) {
    const inner = member.type.replace(/ \| cdktf\.IResolvable/g, "").replace("[]", "").trim();
    if (all[inner]) {
      if (inner.endsWith("Timeouts")) continue;
      const many = member.type.includes("[]");
      made.blocks[member.name] = ["LIST", member.optional ? 0 : 1, many ? 0 : 1, block(all, inner)];
    } else {
      made.attrs[member.name] = [attribute(member.type), member.name === "id" ? "oc" : member.optional ? "o" : "r"];
    }
  }
  return made;
}

for (const [provider, resources] of Object.entries(wanted)) {
  const folder = path.join(modules, "@cdktf", "provider-" + provider);
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, "package.json")));
  const schema = { from: `${manifest.name} ${manifest.version}`, provider: {}, resources: {} };
  schema.provider = provider === "azurerm" ? { attrs: {}, blocks: { features: ["LIST", 1, 1, { attrs: {}, blocks: {} }] } } : { attrs: {}, blocks: {} };
  for (const [type, file] of Object.entries(resources)) {
    const text = fs.readFileSync(path.join(folder, "lib", file, "index.d.ts"), "utf8");
    const root = text.match(/^export interface (\w+) extends cdktf\.TerraformMetaArguments/m)[1];
    schema.resources[type] = block(interfaces(text), root);
  }
  additions[provider]?.(schema.resources);
  // One line a resource: short, and a change shows in a diff.
  const lines = Object.entries(schema.resources).map(([type, value]) => `${JSON.stringify(type)}: ${JSON.stringify(value)}`);
  fs.writeFileSync(path.join(out, provider + ".json"),
    `{"from": ${JSON.stringify(schema.from)},\n"provider": ${JSON.stringify(schema.provider)},\n"resources": {\n${lines.join(",\n")}\n}}\n`);
}
