"""What Amazon S3 refuses in a lifecycle configuration beyond the shapes of its API, one function a rule.

Each function yields a complaint for every violation. SOURCE names the page (Amazon S3 User Guide or API reference)
or says `observed`: the text of an error that the service gives and no page states.
"""

IA = ("STANDARD_IA", "ONEZONE_IA")
ORDER = ("STANDARD", "STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE")
LARGEST = 1099511627776000


def transitions(rule):
    for move in rule.get("Transitions", []):
        yield move.get("Days"), move["StorageClass"]


def noncurrent_transitions(rule):
    for move in rule.get("NoncurrentVersionTransitions", []):
        yield move.get("NoncurrentDays"), move["StorageClass"]


def members(rule):
    """The filter's conditions, flattened."""
    found = rule.get("Filter", {})
    return found.get("And", found)


def filter_has_one_member(rule):
    """API_LifecycleRuleFilter: exactly one of Prefix, Tag, ObjectSizeGreaterThan, ObjectSizeLessThan, And; {} is all."""
    if "Filter" not in rule:
        yield "no Filter"
    elif len(rule["Filter"]) > 1:
        yield "Filter has more than one member"
    elif "And" in rule["Filter"]:
        parts = rule["Filter"]["And"]
        if len(parts) - ("Tags" in parts) + len(parts.get("Tags", [])) < 2:
            yield "And with fewer than two conditions (observed: MalformedXML)"


def no_rule_level_prefix(rule):
    """API_LifecycleRule: Prefix is deprecated; observed: it cannot be mixed with Filter."""
    if "Prefix" in rule:
        yield "rule-level Prefix"


def prefix_is_short(rule):
    """User Guide, Creating object key names: a key has at most 1,024 bytes."""
    if len(members(rule).get("Prefix", "").encode()) > 1024:
        yield "prefix longer than any key"


def tag_keys_are_unique(rule):
    """Observed: Duplicate Tag Keys are not allowed."""
    keys = [tag["Key"] for tag in members(rule).get("Tags", [])]
    if len(keys) != len(set(keys)):
        yield "duplicate tag key"


def sizes_are_ordered(rule):
    """Observed: ObjectSizeLessThan has to be a value greater than ObjectSizeGreaterThan; at most 1000 TiB."""
    above, below = members(rule).get("ObjectSizeGreaterThan"), members(rule).get("ObjectSizeLessThan")
    if above is not None and below is not None and above >= below:
        yield "sizes are not ordered"
    if below is not None and not 1 <= below <= LARGEST:
        yield "ObjectSizeLessThan out of range"


def id_fits(rule):
    """API_LifecycleRule: ID of at most 255 characters."""
    if not 1 <= len(rule.get("ID", "x")) <= 255:
        yield "ID of a wrong length"


def some_action(rule):
    """Observed: At least one action needs to be specified in a rule."""
    names = ("Transitions", "Expiration", "NoncurrentVersionTransitions", "NoncurrentVersionExpiration",
             "AbortIncompleteMultipartUpload")
    if not any(rule.get(name) for name in names):
        yield "no action"


def expiration_says_one_thing(rule):
    """API_LifecycleExpiration: Days (at least 1), Date or ExpiredObjectDeleteMarker, one of them."""
    expiration = rule.get("Expiration")
    if expiration is None:
        return
    if len(expiration) != 1:
        yield "Expiration with %d members" % len(expiration)
    if expiration.get("Days", 1) < 1:
        yield "Expiration after 0 days"


def markers_and_uploads_have_no_narrow_filter(rule):
    """User Guide, Elements: neither delete markers nor uploads can be filtered by tags or sizes."""
    narrow = [name for name in members(rule) if name != "Prefix"]
    if narrow and "AbortIncompleteMultipartUpload" in rule:
        yield "uploads filtered by " + narrow[0]
    if narrow and "ExpiredObjectDeleteMarker" in rule.get("Expiration", {}):
        yield "delete markers filtered by " + narrow[0]


def uploads_wait_a_day(rule):
    """API_AbortIncompleteMultipartUpload: DaysAfterInitiation is a positive number."""
    if rule.get("AbortIncompleteMultipartUpload", {}).get("DaysAfterInitiation", 1) < 1:
        yield "uploads aborted after 0 days"


def infrequent_access_waits(rule):
    """User Guide, Transitioning objects: 30 days before STANDARD_IA or ONEZONE_IA."""
    for days, storage_class in list(transitions(rule)) + list(noncurrent_transitions(rule)):
        if storage_class in IA and days < 30:
            yield "%s after %d days" % (storage_class, days)


def classes_get_colder(rule):
    """User Guide, Transitioning objects (waterfall): later moves go to colder classes, 30 days after an IA class."""
    for moves in (list(transitions(rule)), list(noncurrent_transitions(rule))):
        if len({storage_class for _, storage_class in moves}) != len(moves):
            yield "two moves to one class"
        moves.sort(key=lambda move: ORDER.index(move[1]))
        for (first, warm), (second, cold) in zip(moves, moves[1:]):
            if second <= first:
                yield "%s is not reached before %s" % (warm, cold)
            elif warm in IA and second - first < 30:
                yield "%s for fewer than 30 days" % warm


def expiration_is_last(rule):
    """Observed: Days in the Expiration action must be greater than Days in the Transition action."""
    days = rule.get("Expiration", {}).get("Days")
    if days is not None and any(days <= move for move, _ in transitions(rule)):
        yield "expires before a move"
    days = rule.get("NoncurrentVersionExpiration", {}).get("NoncurrentDays")
    if days is not None and any(days <= move for move, _ in noncurrent_transitions(rule)):
        yield "noncurrent revisions expire before a move"


def noncurrent_counts(rule):
    """API_NoncurrentVersionExpiration: NoncurrentDays is required and positive; at most 100 newer revisions."""
    expiration = rule.get("NoncurrentVersionExpiration")
    if expiration is not None and expiration.get("NoncurrentDays", 0) < 1:
        yield "no NoncurrentDays"
    for part in [expiration or {}] + rule.get("NoncurrentVersionTransitions", []):
        if not 1 <= part.get("NewerNoncurrentVersions", 1) <= 100:
            yield "NewerNoncurrentVersions out of range"


RULES = [filter_has_one_member, no_rule_level_prefix, prefix_is_short, tag_keys_are_unique, sizes_are_ordered, id_fits,
         some_action, expiration_says_one_thing, markers_and_uploads_have_no_narrow_filter, uploads_wait_a_day,
         infrequent_access_waits, classes_get_colder, expiration_is_last, noncurrent_counts]


def complaints(configuration):
    """All violations of a lifecycle configuration as lines."""
    rules = configuration.get("Rules", [])
    if not 1 <= len(rules) <= 1000:
        yield "%d rules; S3 takes 1 to 1000 (API_PutBucketLifecycleConfiguration)" % len(rules)
    ids = [rule["ID"] for rule in rules if "ID" in rule]
    if len(ids) != len(set(ids)):
        yield "IDs are not unique (observed: Rule ID must be unique)"
    for rule in rules:
        for check in RULES:
            for complaint in check(rule):
                yield "rule %s: %s [%s]" % (rule.get("ID"), complaint, check.__name__)
