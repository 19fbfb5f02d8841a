// check_page.mjs SHELFLIFE SOURCE_DIR OUT: what others think of the page of `report`: html-validate of its markup, Chromium of
// whether it loads and runs without a complaint, axe of its accessibility, light and dark, wide and narrow, and in print.
import { spawnSync } from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [shelflife, source, out] = process.argv.slice(2);
const parts = process.env.SHELFLIFE_PARTS_DIR || path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "shelflife-parts");
const modules = path.join(parts, "npm", "node_modules");
const skip = (why) => (console.log(`SKIPPED: ${why}; scripts/ci-parts.sh installs it`), process.exit(77));
for (const needed of ["html-validate", "axe-core", "puppeteer-core"])
  if (!fs.existsSync(path.join(modules, needed))) skip(`no npm package ${needed} in ${parts}`);
const chromium = ["chromium", "chromium-browser", "google-chrome"].find((name) => !spawnSync(name, ["--version"]).error);
if (!chromium) skip("no chromium");
const require = createRequire(path.join(modules, "x.js"));
const { HtmlValidate, StaticConfigLoader } = require("html-validate");
const axe = fs.readFileSync(path.join(modules, "axe-core", "axe.min.js"), "utf8");
const puppeteer = require("puppeteer-core");

let complaints = 0;
const complain = (text) => (console.log(text), ++complaints);

// The example, the same over a range, and names that would be markup if somebody forgot to escape them.
const work = path.join(out, "page");
fs.rmSync(work, { recursive: true, force: true });
fs.mkdirSync(work, { recursive: true });
fs.writeFileSync(path.join(work, "policy.shelf"), 'layout "ml/{stage}/{model}/"\nstore s on s3 "acme-ml" {}\nrule dev where stage == dev { delete after 1 day }\nhold "</title><img src=x onerror=alert(1)>" by "x" where model == h\n');
const names = ["<script>document.title='run'</script>", '"><img src=x onerror="document.title=1">', "</title></svg><svg onload=alert(1)>", "' style='color:red", "\u202egnp.exe", "a|b`c", "h"];
const rows = names.map((name, i) => JSON.stringify({ key: `ml/${i % 2 ? "dev" : name.replaceAll("/", "")}/${name.replaceAll("/", "_")}/x`, created: "2026-01-01T00:00:00Z", size: 1000 + i }));
fs.writeFileSync(path.join(work, "listing.jsonl"), rows.join("\n") + "\n");
const example = path.join(source, "examples/dry-run");
const asked = ["report", "policy.shelf", "--registry", "registry.jsonl", "--inventory", "listing.csv"];
const pages = {
  example: [example, [...asked, "--at", "2027-03-31T12:00:00Z"]],
  range: [example, [...asked, "--from", "2027-03-31T12:00:00Z", "--to", "2027-09-30"]],
  hostile: [work, ["report", "policy.shelf", "--inventory", "listing.jsonl", "--at", "2027-03-31"]],
};
for (const [name, [folder, words]] of Object.entries(pages)) {
  const made = spawnSync(shelflife, [...words, "-o", path.join(work, `${name}.html`)], { cwd: folder, encoding: "utf8" });
  if (made.status !== 0) complain(`${name}: status ${made.status}: ${made.stderr}`);
}

const validator = new HtmlValidate(new StaticConfigLoader({
  extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
  rules: {
    "doctype-style": ["error", { style: "lowercase" }],
    "no-trailing-whitespace": "error",
    // Off: a scrolling box has to be reachable by the keyboard, which is what `role` and `tabindex` on it are for.
    "prefer-native-element": ["error", { exclude: ["region", "img"] }],
    "long-title": "off",
    "no-inline-style": "error",
    "text-content": "error",
  },
}));
for (const name of Object.keys(pages)) {
  const html = fs.readFileSync(path.join(work, `${name}.html`), "utf8");
  const report = await validator.validateString(html);
  for (const result of report.results) for (const message of result.messages) complain(`${name}: html-validate: ${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
  const style = /<style>([^]*?)<\/style>/.exec(html)[1];
  const hash = `sha256-${crypto.createHash("sha256").update(style).digest("base64")}`;
  if (!html.includes(`'${hash}'`)) complain(`${name}: style_hash() in report/style.cpp is to be "${hash}"`);
}

const home = fs.mkdtempSync(path.join(os.tmpdir(), "shelflife-chromium-"));
const browser = await puppeteer.launch({ executablePath: spawnSync("sh", ["-c", `command -v ${chromium}`], { encoding: "utf8" }).stdout.trim(), userDataDir: home, args: ["--no-sandbox", "--disable-gpu"] });
const keep = process.env.SHELFLIFE_SHOTS;  // a folder for pictures of the pages, to look at
try {
  for (const name of Object.keys(pages)) {
    for (const [look, width] of [["light", 1280], ["dark", 1280], ["light", 400], ["dark", 400]]) {
      const page = await browser.newPage();
      const where = `${name}, ${look}, ${width} wide`;
      const url = pathToFileURL(path.join(work, `${name}.html`)).href;
      page.on("console", (message) => complain(`${where}: console: ${message.text()}`));
      page.on("pageerror", (error) => complain(`${where}: ${error}`));
      page.on("dialog", (dialog) => (complain(`${where}: a dialog: ${dialog.message()}`), dialog.dismiss()));
      page.on("request", (request) => request.url() === url || complain(`${where}: asks for ${request.url()}`));
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: look }, { name: "prefers-reduced-motion", value: "reduce" }]);
      await page.goto(url, { waitUntil: "load" });
      const seen = await page.evaluate(() => ({
        scripts: document.scripts.length, images: document.images.length, title: document.title, charts: document.querySelectorAll("svg[role=img]").length,
        wide: document.documentElement.scrollWidth > document.documentElement.clientWidth, ground: getComputedStyle(document.body).backgroundColor,
      }));
      if (seen.scripts + seen.images > 0 || seen.title !== "What the policy does to what is stored") complain(`${where}: a name became markup: ${JSON.stringify(seen)}`);
      if (seen.charts < 2) complain(`${where}: ${seen.charts} charts`);
      if (seen.wide) complain(`${where}: the page itself scrolls sideways`);
      const dark = (/^rgb\((\d+)/.exec(seen.ground)?.[1] ?? 255) < 64;
      if (dark !== (look === "dark")) complain(`${where}: the ground is ${seen.ground}: is the style sheet refused?`);
      if (keep) await page.screenshot({ path: path.join(keep, `${name}-${look}-${width}.png`), fullPage: true });
      // The page's own policy lets nobody's script in, axe's neither: DevTools may.
      await page.evaluate(axe);
      const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      for (const violation of found.violations) complain(`${where}: axe: ${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`);
      if (found.passes.length < 20) complain(`${where}: axe looked at ${found.passes.length} rules only`);
      await page.close();
    }
    const page = await browser.newPage();
    await page.goto(pathToFileURL(path.join(work, `${name}.html`)).href);
    const pdf = await page.pdf({ format: "A4", ...(keep ? { path: path.join(keep, `${name}.pdf`) } : {}) });
    if (pdf.length < 10000) complain(`${name}: in print there is nothing`);
    await page.emulateMediaType("print");
    await page.setViewport({ width: 680, height: 900 });  // A4 between its margins
    const cut = await page.evaluate(() => [...document.querySelectorAll(".scroll")].filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.textContent.trim().slice(0, 60)));
    for (const box of cut) complain(`${name}: in print this is cut: ${box}`);
    await page.close();
  }
} finally {
  await browser.close();
  fs.rmSync(home, { recursive: true, force: true });
}
console.log(`${Object.keys(pages).length} pages, ${complaints} complaints`);
process.exit(complaints ? 1 : 0);
