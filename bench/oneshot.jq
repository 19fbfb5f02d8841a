# The same lifecycle document by hand, with no check of anything.
{Rules: ([.stages | to_entries[] | .key as $stage | .value | to_entries[] | .key as $i | .value as $r |
  {ID: "\($stage)-\($i)", Status: "Enabled",
   Filter: (if $r.tag then {And: {Prefix: "artifacts/\($stage)/", Tags: [$r.tag | to_entries[] | {Key: .key, Value: .value}]}}
            else {Prefix: "artifacts/\($stage)/"} end)}
  + (if $r.deleteAfter then {Expiration: {Days: $r.deleteAfter}} else {} end)
  + (if $r.noncurrent then {NoncurrentVersionExpiration: {NoncurrentDays: $r.noncurrent}} else {} end)
  + (if $r.moves then {Transitions: [$r.moves[] | {Days: .after, StorageClass: .class}]} else {} end)]
  + [{ID: "uploads", Status: "Enabled", Filter: {Prefix: ""}, AbortIncompleteMultipartUpload: {DaysAfterInitiation: .abortUploads}}])}
