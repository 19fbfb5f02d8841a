// The same lifecycle document by hand, with no check of anything.
local policy = import 'oneshot.json';
local rule(stage, i, r) = {
  ID: '%s-%d' % [stage, i],
  Status: 'Enabled',
  Filter: if std.objectHas(r, 'tag') then {
    And: { Prefix: 'artifacts/' + stage + '/', Tags: [{ Key: k, Value: r.tag[k] } for k in std.objectFields(r.tag)] },
  } else { Prefix: 'artifacts/' + stage + '/' },
} + (if std.objectHas(r, 'deleteAfter') then { Expiration: { Days: r.deleteAfter } } else {})
  + (if std.objectHas(r, 'noncurrent') then { NoncurrentVersionExpiration: { NoncurrentDays: r.noncurrent } } else {})
  + (if std.objectHas(r, 'moves') then { Transitions: [{ Days: m.after, StorageClass: m.class } for m in r.moves] } else {});
{
  Rules: [rule(s, i, policy.stages[s][i]) for s in std.objectFields(policy.stages) for i in std.range(0, std.length(policy.stages[s]) - 1)]
         + [{ ID: 'uploads', Status: 'Enabled', Filter: { Prefix: '' }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: policy.abortUploads } }],
}
