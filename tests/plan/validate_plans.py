"""Validates emitted plans against docs/schema/plan-1.schema.json with a validator that is not ours.

Usage: validate_plans.py SCHEMA FOLDER...   (every plan.json below the folders; exit 77: skipped, no validator here)
"""
import json
import pathlib
import sys

try:
    import jsonschema
except ImportError:
    print("SKIPPED: python has no jsonschema")
    sys.exit(77)

schema = json.loads(pathlib.Path(sys.argv[1]).read_text())
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
plans = [p for folder in sys.argv[2:] for p in sorted(pathlib.Path(folder).rglob("plan.json"))]
wrong = 0
for path in plans:
    for error in validator.iter_errors(json.loads(path.read_text())):
        where = "/".join(str(part) for part in error.absolute_path)
        print(f"{path}: {where}: {error.message[:300]}")
        wrong += 1
print(f"{len(plans)} plans, {wrong} errors")
# A plan that is wrong must be seen: an unknown operator is no condition.
if plans:
    broken = json.loads(plans[0].read_text())
    broken["stores"].append({"name": "x"})
    assert not validator.is_valid(broken), "the schema lets anything pass"
sys.exit(1 if wrong or not plans else 0)
