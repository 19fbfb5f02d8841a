#!/usr/bin/env python3
"""check_s3.py OUT: every S3 document against botocore's model of the API, its enums, and s3_rules.py."""
import copy
import json
import pathlib
import sys

try:
    import botocore.session
    import botocore.validate
except ImportError:
    print("SKIPPED: python3 has no botocore")
    sys.exit(77)

import s3_rules

# file -> operation, parameter that takes the document
DOCUMENTS = {
    "lifecycle.json": ("PutBucketLifecycleConfiguration", "LifecycleConfiguration"),
    "versioning.json": ("PutBucketVersioning", "VersioningConfiguration"),
    "encryption.json": ("PutBucketEncryption", "ServerSideEncryptionConfiguration"),
    "object-lock.json": ("PutObjectLockConfiguration", "ObjectLockConfiguration"),
    "logging.json": ("PutBucketLogging", "BucketLoggingStatus"),
    "replication.json": ("PutBucketReplication", "ReplicationConfiguration"),
    "public-access-block.json": ("PutPublicAccessBlock", "PublicAccessBlockConfiguration"),
}
MODEL = botocore.session.get_session().get_service_model("s3")


def enum_errors(shape, value, path):
    """botocore validates names and types but no enums, though its model has them."""
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            if name in value:
                yield from enum_errors(member, value[name], path + "." + name)
    elif shape.type_name == "list":
        for index, item in enumerate(value):
            yield from enum_errors(shape.member, item, "%s[%d]" % (path, index))
    elif shape.type_name == "string" and shape.enum and value not in shape.enum:
        yield "%s: %r is none of %s" % (path, value, ", ".join(shape.enum))


def judge(name, document):
    operation, parameter = DOCUMENTS[name]
    shape = MODEL.operation_model(operation).input_shape
    report = botocore.validate.ParamValidator().validate({"Bucket": "bucket", parameter: document}, shape)
    found = [line for line in report.generate_report().splitlines() if line]
    if not found:
        found += enum_errors(shape.members[parameter], document, parameter)
    if not found and name == "lifecycle.json":
        found += s3_rules.complaints(document)
    return found


def is_s3(folder):
    script = folder / "apply.sh"
    return script.exists() and "aws s3api" in script.read_text()


GOOD = {"ID": "r", "Status": "Enabled", "Filter": {"Prefix": "p/"}, "Expiration": {"Days": 90}}
# Spoilt copies of GOOD that have to be refused: without them a green run would show nothing.
SPOILT = [
    {"Status": "enabled"}, {"Filter": {"Prefix": "a", "ObjectSizeGreaterThan": 5}}, {"Filter": {"And": {"Prefix": "a"}}},
    {"Filter": None}, {"Prefix": "p/"}, {"Expiration": {"Days": 0}}, {"Expiration": None},
    {"Expiration": {"Days": 3, "ExpiredObjectDeleteMarker": True}}, {"Expiration": {"Days": "3"}}, {"ID": "x" * 256},
    {"Unknown": 1}, {"Transitions": [{"Days": 90, "StorageClass": "GLACIER"}]},
    {"Transitions": [{"Days": 29, "StorageClass": "STANDARD_IA"}]}, {"Transitions": [{"Days": 30, "StorageClass": "COLD"}]},
    {"Transitions": [{"Days": 30, "StorageClass": "STANDARD_IA"}, {"Days": 40, "StorageClass": "GLACIER"}]},
    {"Transitions": [{"Days": 50, "StorageClass": "GLACIER"}, {"Days": 40, "StorageClass": "DEEP_ARCHIVE"}]},
    {"Filter": {"Tag": {"Key": "a", "Value": "b"}}, "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 3}},
    {"Filter": {"ObjectSizeGreaterThan": 5}, "Expiration": {"ExpiredObjectDeleteMarker": True}},
    {"Filter": {"And": {"Tags": [{"Key": "a", "Value": "b"}, {"Key": "a", "Value": "c"}]}}},
    {"Filter": {"And": {"ObjectSizeGreaterThan": 9, "ObjectSizeLessThan": 9}}},
    {"Filter": {"ObjectSizeLessThan": 1099511627776001}}, {"Filter": {"Prefix": "x" * 1025}},
    {"NoncurrentVersionExpiration": {"NewerNoncurrentVersions": 3}},
    {"NoncurrentVersionExpiration": {"NoncurrentDays": 3, "NewerNoncurrentVersions": 101}},
    {"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 0}},
]


def self_test():
    assert not judge("lifecycle.json", {"Rules": [GOOD]})
    for change in SPOILT:
        rule = copy.deepcopy(GOOD)
        for name, value in change.items():
            if value is None:
                del rule[name]
            else:
                rule[name] = value
        assert judge("lifecycle.json", {"Rules": [rule]}), "accepted: %r" % change
    assert judge("lifecycle.json", {"Rules": [GOOD, GOOD]}), "accepted two rules of one ID"
    assert judge("lifecycle.json", {"Rules": []}), "accepted no rule"
    assert judge("object-lock.json", {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "HARD", "Days": 1}}})
    assert judge("versioning.json", {"State": "Enabled"})


def main():
    self_test()
    judged, failed = 0, 0
    for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.json")):
        if path.name not in DOCUMENTS or not is_s3(path.parent):
            continue
        judged += 1
        for complaint in judge(path.name, json.loads(path.read_text())):
            failed += 1
            print("%s: %s" % (path, complaint))
    print("%d documents, %d complaints, botocore %s" % (judged, failed, botocore.__version__))
    sys.exit(1 if failed or not judged else 0)


if __name__ == "__main__":
    main()
