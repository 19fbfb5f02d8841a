"""check_action.py SHELFLIFE SOURCE_DIR: action.yml as a validator of its schema and actionlint see it, and its steps run as a
runner runs them, hostile inputs included."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

shelflife, source = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
parts = pathlib.Path(os.environ.get("SHELFLIFE_PARTS_DIR") or pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "shelflife-parts")
modules = parts / "npm" / "node_modules"


def skip(reason):
    print("SKIPPED:", reason)
    sys.exit(77)


try:
    import yaml
except ImportError:  # Debian's own python3 may have it
    if sys.executable != "/usr/bin/python3" and os.path.exists("/usr/bin/python3"):
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    skip("no yaml for python3")
if shutil.which("node") is None:
    skip("no node")
for module in ("@action-validator/cli", "actionlint"):
    if not (modules / module).exists():
        skip(f"no {module}; scripts/ci-parts.sh installs it")

scratch = pathlib.Path(tempfile.mkdtemp())
action_text = (source / "action.yml").read_text()
action = yaml.safe_load(action_text)
steps = action["runs"]["steps"]


def validate(text):
    file = scratch / "action.yml"
    file.write_text(text)
    return subprocess.run(["node", modules / "@action-validator/cli/cli.mjs", file], capture_output=True, text=True)


def lint(workflow):
    """What actionlint finds in a workflow."""
    file = scratch / "workflow.yml"
    file.write_text(yaml.safe_dump(workflow, sort_keys=False))
    script = (
        "const [lib, file] = process.argv.slice(1);"
        "const linter = await (await import(lib)).createLinter();"
        "console.log(JSON.stringify(linter((await import('node:fs')).readFileSync(file, 'utf8'), 'workflow.yml')));"
    )
    run = subprocess.run(
        ["node", "--input-type=module", "-e", script, (modules / "actionlint/node.mjs").as_uri(), file], capture_output=True, text=True, check=True
    )
    return [finding["message"] for finding in json.loads(run.stdout)]


def as_workflow(steps):
    """The steps as a workflow's own, since actionlint reads workflows only."""
    inputs = {name: {"type": "string", "default": about.get("default", "")} for name, about in action["inputs"].items()}
    return {"on": {"workflow_call": {"inputs": inputs}}, "jobs": {"job": {"runs-on": "ubuntu-latest", "steps": steps}}}


def expect(condition, what):
    if not condition:
        sys.exit("FAILED: " + what)


# ---- what others say of the file, and that they can say no
good = validate(action_text)
expect(good.returncode == 0, "action-validator: " + good.stdout + good.stderr)
expect(validate(action_text.replace("using: composite", "using: compsite")).returncode != 0, "action-validator accepts a broken action")
expect(lint(as_workflow(steps)) == [], f"actionlint: {lint(as_workflow(steps))}")
broken = json.loads(json.dumps(steps))
broken[1]["env"]["SHELFLIFE_PATHS"] = "${{ inputs.pathss }}"
broken[1]["run"] = "echo ${{ github.event.pull_request.title }}"
expect(len(lint(as_workflow(broken))) == 2, f"actionlint accepts a broken action: {lint(as_workflow(broken))}")

# ---- the workflow of the documentation, with inputs that there are
shown = [yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```$", (source / "docs/ci.md").read_text(), re.M | re.S) if "runs-on" in block]
expect(len(shown) == 1, "docs/ci.md shows no workflow")
workflow = {("on" if key is True else key): value for key, value in shown[0].items()}  # YAML 1.1 reads `on` as true
expect(lint(workflow) == [], f"actionlint on docs/ci.md: {lint(workflow)}")
used = [step["with"] for step in workflow["jobs"]["shelflife"]["steps"] if "shelflife" in step["uses"]]
expect(len(used) == 1 and used[0] and set(used[0]) <= set(action["inputs"]), f"docs/ci.md uses unknown inputs: {used}")

# ---- nothing that a workflow passes is part of a script
for step in steps:
    expect("${{" not in step.get("run", ""), "an expression within `run` of " + step["name"])


# ---- the steps, as a runner runs them
class Runner:
    def __init__(self, inputs, installed=True):
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=scratch))
        self.work, self.temp = self.folder / "work", self.folder / "temp"
        self.work.mkdir()
        self.temp.mkdir()
        self.inputs = {name: about.get("default", "") for name, about in action["inputs"].items()} | inputs
        self.path = os.environ["PATH"] if not installed else f"{shelflife.parent}:{os.environ['PATH']}"
        self.outputs, self.log = {}, ""

    def value(self, text):
        github = {"action_path": str(source), "action_repository": "acme/shelflife", "server_url": "https://github.invalid"}
        return re.sub(
            r"\$\{\{ (inputs|github)\.([a-z0-9_-]+) \}\}", lambda m: self.inputs[m[2]] if m[1] == "inputs" else github[m[2]], text
        )

    def step(self, step):
        files = {name: self.folder / name for name in ("GITHUB_OUTPUT", "GITHUB_PATH")}
        for file in files.values():
            file.write_text("")
        script = self.folder / "script.sh"
        script.write_text(step["run"])
        environment = {"PATH": self.path, "HOME": str(self.folder), "RUNNER_TEMP": str(self.temp)}
        environment |= {name: str(file) for name, file in files.items()}
        environment |= {name: self.value(text) for name, text in step["env"].items()}
        run = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", script], cwd=self.work, env=environment, capture_output=True, text=True
        )
        self.log += run.stdout + run.stderr
        for line in files["GITHUB_OUTPUT"].read_text().splitlines():
            name, _, value = line.partition("=")
            self.outputs[name] = value
        added = files["GITHUB_PATH"].read_text().splitlines()
        self.path = ":".join([*added, self.path])
        return run.returncode

    def install(self):
        return self.step(steps[0])

    def check(self):
        return self.step(steps[1])


GOOD = 'layout "ml/{stage}/"\n\nstore a on s3 "acme-ml" { versioning on }\n\nrule dev where stage == dev { delete after 14 days }\n'

# Without `shelflife` in the path: a package, whose checksum counts.
root = scratch / "package"
(root / "usr/bin").mkdir(parents=True)
(root / "DEBIAN").mkdir()
shutil.copy(shelflife, root / "usr/bin/shelflife")
(root / "DEBIAN/control").write_text("Package: shelflife\nVersion: 0\nArchitecture: all\nMaintainer: x <x@localhost>\nDescription: x\n")
subprocess.run(["dpkg-deb", "--build", "--root-owner-group", root, scratch / "x.deb"], check=True, stdout=subprocess.DEVNULL)
package = scratch / "x.deb"
runner = Runner({"package": str(package)}, installed=False)
expect(runner.install() == 0, "install from a package: " + runner.log)
expect(runner.path.startswith(str(runner.temp)), "the package is not in the path")
for inputs, said in (
    ({"package": str(package), "sha256": "0" * 64}, "does not have the checksum"),
    ({"package": "http://github.invalid/x.deb"}, "by https"),
    ({"package": "/nowhere.deb"}, "is not there"),
    ({"package": "https://github.invalid/x.deb"}, "cannot be downloaded"),
    ({"version": "1.0.0; touch pwned"}, "not of the form"),
    ({"version": "1.0.0\n; touch pwned"}, "not of the form"),
    ({"version": "1.0.0", "package": "x"}, "exclude each other"),
):
    runner = Runner(inputs, installed=False)
    expect(runner.install() == 2 and said in runner.log, f"install with {inputs}: {runner.log}")
    expect(list(runner.work.iterdir()) == [], f"install with {inputs} wrote something")

formats = subprocess.run([shelflife, "check", "--help"], capture_output=True, text=True, check=True).stdout
if "github" not in formats or "sarif" not in formats:
    shutil.rmtree(scratch)
    print("action.yml is valid and installs")
    skip("this shelflife has no `check --format github`")


def checked(policy, inputs, status, said="", left=("policy.shelf",)):
    runner = Runner(inputs)
    (runner.work / "policy.shelf").write_text(policy)
    expect(runner.install() == 0, "install: " + runner.log)
    got = runner.check()
    expect(got == status, f"{inputs}: status {got}, not {status}: {runner.log}")
    expect(runner.outputs["status"] == str(status), f"{inputs}: the output status is {runner.outputs['status']}")
    expect(said in runner.log, f"{inputs}: {said} is not in {runner.log}")
    expect({file.name for file in runner.work.iterdir()} == set(left), f"{inputs} left {list(runner.work.iterdir())}")
    return runner


BAD = GOOD.replace("stage == dev", "stagee == dev")
WARNED = GOOD + "\nrule again where stage == dev { delete after 20 days }\n"  # the other delete is always first
checked(GOOD, {}, 0)
checked(BAD, {}, 1, "::error ")
checked(BAD, {"paths": "policy.shelf\npolicy.shelf\n"}, 1, "policy.shelf")
checked(WARNED, {}, 0)
checked(WARNED, {"fail-on": "warning"}, 1)
checked(BAD, {"fail-on": "never"}, 0, "::error ")
runner = checked(BAD, {"upload-sarif": "true"}, 1)
expect(json.loads(pathlib.Path(runner.outputs["sarif"]).read_text())["version"] == "2.1.0", "no SARIF")
expect("sarif" not in checked(GOOD, {}, 0).outputs, "SARIF that nobody asked for")
checked(GOOD, {"build-check": "policy.shelf out"}, 1, "the committed outputs are not what the policy gives")
for hostile in ("$(touch pwned)", "`touch pwned`", "; touch pwned", "x' ; touch pwned ; '", "--help", "\n--output\npwned"):
    checked(GOOD, {"paths": hostile}, 2)
for name in ("fail-on", "upload-sarif", "working-directory", "build-check"):
    checked(GOOD, {name: "$(touch pwned)"}, 2)
    checked(GOOD, {name: "x; touch pwned"}, 2)
checked(GOOD, {"working-directory": ".."}, 0)
shutil.rmtree(scratch)
print("action.yml is valid, and its steps do what they say")
