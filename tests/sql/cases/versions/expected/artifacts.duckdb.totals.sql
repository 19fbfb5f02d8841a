-- Objects and bytes by what a run does to them, of store artifacts (s3 acme-ml), for DuckDB.
-- Written by `shelflife build --target sql`. `run` holds the instant, `listed` the table and its columns.
-- Unread where an object has none: accessed, stage, owner.
-- 36 combinations of what these could be are tried; each is a bit of the columns that end in h, d, v and m.
-- s1  experiments/1  keep latest 2 monthly versions per model
-- s2  experiments/2  keep best 3 versions per model by highest score for at most 90 days
-- s3  experiments/3  keep for 7 days where accessed within 30 days
-- s4  experiments/4  delete whole version after 14 days
-- s5  experiments/5  delete noncurrent after 3 days keeping 2 newer
-- s6  staging/1  keep for 30 days since expires
-- s7  staging/2  move to cool after 30 days
-- s8  staging/3  move noncurrent to archive after 10 days
-- s9  staging/4  delete after 60 days since accessed where size > 1 MiB or score < 5
-- s10  production/1  lock compliance for 365 days
-- s11  lost/1  quarantine for 7 days then delete
-- h1  hold "case-42"
WITH
-- the instant of the run: objects are judged as they are then
run AS (
  SELECT TIMESTAMP '2027-03-31 00:00:00' AS run_at
),
-- the inventory: one row for each revision of the bucket
listed AS (
  SELECT run_at,
         CAST(floor(epoch(run_at)) AS BIGINT) AS now_s,
         url_decode(replace("key", '+', ' ')) AS object_key,
         nullif("version_id", '') AS object_version,
         CAST(nullif("size", '') AS BIGINT) AS object_size,
         coalesce(CAST(floor(epoch(CAST(nullif("last_modified_date", '') AS TIMESTAMP))) AS BIGINT), CAST(floor(epoch(run_at)) AS BIGINT)) AS created_at,
         nullif("storage_class", '') AS storage_class_now,
         CAST(floor(epoch(CAST(nullif("last_access", '') AS TIMESTAMP))) AS BIGINT) AS accessed_at,
         CAST(floor(epoch(CAST(nullif("object_lock_retain_until_date", '') AS TIMESTAMP))) AS BIGINT) AS locked_until,
         coalesce(lower(nullif("object_lock_legal_hold_status", '')) IN ('on', 'true'), false) AS legal_hold,
         NOT coalesce(lower(nullif("is_latest", '')) IN ('false', 'off'), false) AS is_current,
         coalesce(lower(nullif("is_delete_marker", '')) IN ('true', 'on'), false) AS is_marker,
         CAST(CAST(nullif("tags", '') AS JSON) AS MAP(VARCHAR, VARCHAR))['cost:owner'] AS t5_owner,
         CAST(CAST(nullif("tags", '') AS JSON) AS MAP(VARCHAR, VARCHAR))['score'] AS t6_score,
         CAST(CAST(nullif("tags", '') AS JSON) AS MAP(VARCHAR, VARCHAR))['expires'] AS t7_expires,
         CAST(CAST(nullif("tags", '') AS JSON) AS MAP(VARCHAR, VARCHAR))['shelflife-quarantine'] AS quarantine_mark
  FROM "inventory" CROSS JOIN run
  WHERE "bucket" = 'acme-ml'
),
-- since when a revision is noncurrent: when the next newer revision or delete marker of its key was made
revisions AS (
  SELECT *,
         CASE WHEN NOT is_current THEN coalesce(max(created_at) OVER (PARTITION BY object_key ORDER BY CASE WHEN is_current THEN 1 ELSE 0 END DESC, created_at DESC, object_version DESC ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING), now_s) END AS covered_at
  FROM listed
),
-- delete markers are no objects
objects AS (
  SELECT *,
         least(created_at, now_s) AS object_created,
         (length(object_key) - length(replace(object_key, '/', ''))) AS object_slashes,
         CASE WHEN storage_class_now = 'hot' THEN 0 WHEN storage_class_now = 'cool' THEN 1 WHEN storage_class_now = 'cold' THEN 2 WHEN storage_class_now = 'archive' THEN 3 WHEN storage_class_now = 'deep_archive' THEN 4 WHEN lower(storage_class_now) = 'standard' THEN 0 WHEN lower(storage_class_now) = 'standard_ia' THEN 1 WHEN lower(storage_class_now) = 'glacier_ir' THEN 2 WHEN lower(storage_class_now) = 'glacier' THEN 3 WHEN lower(storage_class_now) = 'deep_archive' THEN 4 ELSE 0 END AS object_tier,
         CASE WHEN accessed_at IS NOT NULL THEN greatest(least(accessed_at, now_s), least(created_at, now_s)) WHEN created_at >= now_s THEN now_s END AS object_accessed,
         CASE WHEN NOT is_current THEN greatest(least(greatest(covered_at, created_at), now_s), least(created_at, now_s)) END AS object_since,
         rank() OVER (PARTITION BY object_key, is_current ORDER BY greatest(covered_at, created_at) DESC) - 1 AS object_newer
  FROM revisions
  WHERE NOT is_marker
),
-- how many segments of each layout a key matches
matched AS (
  SELECT *,
         CASE WHEN NOT (object_slashes > 0 AND split_part(object_key, '/', 1) = 'ml') THEN 0 WHEN NOT object_slashes > 1 THEN 1 WHEN NOT object_slashes > 2 THEN 2 WHEN NOT object_slashes > 3 THEN 3 WHEN NOT object_slashes > 4 THEN 4 ELSE 5 END AS matched_1,
         CASE WHEN NOT (object_slashes > 0 AND split_part(object_key, '/', 1) = 'data') THEN 0 WHEN NOT object_slashes > 1 THEN 1 WHEN NOT (object_slashes > 2 AND starts_with(split_part(object_key, '/', 3), 'run-') AND ends_with(split_part(object_key, '/', 3), '.d') AND length(split_part(object_key, '/', 3)) >= length('run-') + length('.d')) THEN 2 ELSE 3 END AS matched_2
  FROM objects
),
-- the layout that a key is under; 0: none
placed AS (
  SELECT *,
         CASE WHEN matched_1 > 1 AND nullif(split_part(object_key, '/', 2), '') IS NOT NULL AND (NOT (matched_2 > 1 AND nullif(split_part(object_key, '/', 2), '') IS NOT NULL) OR NOT matched_2 > 0) THEN 1 WHEN matched_2 > 1 AND nullif(split_part(object_key, '/', 2), '') IS NOT NULL AND (NOT (matched_1 > 1 AND nullif(split_part(object_key, '/', 2), '') IS NOT NULL) OR matched_2 > 0) THEN 2 ELSE 0 END AS layout_no
  FROM matched
),
-- what the key binds
bound AS (
  SELECT *,
         CASE WHEN layout_no = 1 AND matched_1 > 1 THEN nullif(split_part(object_key, '/', 2), '') END AS r0_stage,
         CASE WHEN layout_no = 1 AND matched_1 > 2 THEN nullif(split_part(object_key, '/', 3), '') WHEN layout_no = 2 AND matched_2 > 1 THEN nullif(split_part(object_key, '/', 2), '') END AS r1_project,
         CASE WHEN layout_no = 1 AND matched_1 > 3 THEN nullif(split_part(object_key, '/', 4), '') END AS r2_model,
         CASE WHEN layout_no = 1 AND matched_1 > 4 THEN nullif(split_part(object_key, '/', 5), '') END AS r3_version,
         CASE WHEN layout_no = 2 AND matched_2 > 2 THEN nullif(substr(split_part(object_key, '/', 3), length('run-') + 1, greatest(length(split_part(object_key, '/', 3)) - length('run-') - length('.d'), 0)), '') END AS r4_run_id
  FROM placed
),
-- labels that are dates, in seconds
dated AS (
  SELECT *,
         CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) AND CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 1, 4) AS BIGINT) >= 1 AND CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 6, 2) AS BIGINT) >= 1 AND CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 6, 2) AS BIGINT) <= 12 AND CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 9, 2) AS BIGINT) >= 1 AND CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 9, 2) AS BIGINT) <= CASE WHEN CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 6, 2) AS BIGINT) = 2 THEN CASE WHEN CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 1, 4) AS BIGINT) - ((CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 1, 4) AS BIGINT) // 4) * 4) = 0 AND (CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 1, 4) AS BIGINT) - ((CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 1, 4) AS BIGINT) // 100) * 100) <> 0 OR CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 1, 4) AS BIGINT) - ((CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 1, 4) AS BIGINT) // 400) * 400) = 0) THEN 29 ELSE 28 END WHEN CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 6, 2) AS BIGINT) = 4 OR CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 6, 2) AS BIGINT) = 6 OR CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 6, 2) AS BIGINT) = 9 OR CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 6, 2) AS BIGINT) = 11 THEN 30 ELSE 31 END THEN ((((CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 1, 4) AS BIGINT) - CASE WHEN CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 6, 2) AS BIGINT) <= 2 THEN 1 ELSE 0 END) * 365) + ((CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 1, 4) AS BIGINT) - CASE WHEN CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 6, 2) AS BIGINT) <= 2 THEN 1 ELSE 0 END) // 4) - ((CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 1, 4) AS BIGINT) - CASE WHEN CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 6, 2) AS BIGINT) <= 2 THEN 1 ELSE 0 END) // 100) + ((CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 1, 4) AS BIGINT) - CASE WHEN CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 6, 2) AS BIGINT) <= 2 THEN 1 ELSE 0 END) // 400) + ((((CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 6, 2) AS BIGINT) + CASE WHEN CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 6, 2) AS BIGINT) <= 2 THEN 9 ELSE (-3) END) * 153) + 2) // 5) + CAST(substr(CASE WHEN coalesce(translate(t7_expires, '0123456789', '0000000000') = '0000-00-00', false) THEN t7_expires ELSE '0001-01-01' END, 9, 2) AS BIGINT) - 719469) * 86400) END AS d7_expires
  FROM bound
),
-- labels: a value outside its list counts as missing
labelled AS (
  SELECT *,
         CASE WHEN r0_stage IN ('dev', 'staging', 'production') THEN r0_stage END AS f0_stage,
         r2_model AS f2_model,
         CASE WHEN t5_owner IN ('ann', 'bob', 'nobody') THEN t5_owner END AS f5_owner,
         CASE WHEN CASE WHEN translate(t6_score, '0123456789.-eE+', '') = '' AND NOT starts_with(t6_score, '+') THEN TRY_CAST(t6_score AS DOUBLE) END IS NOT NULL THEN t6_score END AS f6_score,
         CASE WHEN d7_expires IS NOT NULL THEN t7_expires END AS f7_expires
  FROM dated
),
-- labels that were not read, and required ones that are missing
known AS (
  SELECT *,
         f0_stage IS NULL AND layout_no > 0 AS u0_stage,
         f5_owner IS NULL AS u5_owner
  FROM labelled
),
-- marks of quarantines
marks AS (
  SELECT *,
         CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN least(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) AND CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 1, 4) AS BIGINT) >= 1 AND CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 6, 2) AS BIGINT) >= 1 AND CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 6, 2) AS BIGINT) <= 12 AND CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 9, 2) AS BIGINT) >= 1 AND CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 9, 2) AS BIGINT) <= CASE WHEN CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 6, 2) AS BIGINT) = 2 THEN CASE WHEN CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 1, 4) AS BIGINT) - ((CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 1, 4) AS BIGINT) // 4) * 4) = 0 AND (CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 1, 4) AS BIGINT) - ((CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 1, 4) AS BIGINT) // 100) * 100) <> 0 OR CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 1, 4) AS BIGINT) - ((CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 1, 4) AS BIGINT) // 400) * 400) = 0) THEN 29 ELSE 28 END WHEN CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 6, 2) AS BIGINT) = 4 OR CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 6, 2) AS BIGINT) = 6 OR CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 6, 2) AS BIGINT) = 9 OR CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 6, 2) AS BIGINT) = 11 THEN 30 ELSE 31 END THEN ((((CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 1, 4) AS BIGINT) - CASE WHEN CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 6, 2) AS BIGINT) <= 2 THEN 1 ELSE 0 END) * 365) + ((CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 1, 4) AS BIGINT) - CASE WHEN CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 6, 2) AS BIGINT) <= 2 THEN 1 ELSE 0 END) // 4) - ((CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 1, 4) AS BIGINT) - CASE WHEN CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 6, 2) AS BIGINT) <= 2 THEN 1 ELSE 0 END) // 100) + ((CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 1, 4) AS BIGINT) - CASE WHEN CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 6, 2) AS BIGINT) <= 2 THEN 1 ELSE 0 END) // 400) + ((((CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 6, 2) AS BIGINT) + CASE WHEN CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 6, 2) AS BIGINT) <= 2 THEN 9 ELSE (-3) END) * 153) + 2) // 5) + CAST(substr(CASE WHEN coalesce(translate(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10), '0123456789', '0000000000') = '0000-00-00', false) THEN substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 1, 10) ELSE '0001-01-01' END, 9, 2) AS BIGINT) - 719469) * 86400) END + (CAST(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 12, 2) AS BIGINT) * 3600) + (CAST(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 15, 2) AS BIGINT) * 60) + CAST(substr(CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN quarantine_mark ELSE '0001-01-01T00:00:00Z' END, 18, 2) AS BIGINT), now_s) END AS mark_s,
         CASE WHEN coalesce(translate(substr(quarantine_mark, 1, 21), '0123456789', '0000000000') = '0000-00-00T00:00:00Z ', false) AND coalesce(substr(quarantine_mark, 22) = 'lost/1', false) THEN substr(quarantine_mark, 22) END AS mark_by
  FROM known
),
-- which statements speak of an object
spoken AS (
  SELECT *,
         coalesce(f0_stage = 'dev', false) AS s1,
         CASE WHEN u0_stage THEN 939753528 ELSE CASE WHEN f0_stage = 'dev' THEN 68719476735 ELSE 0 END END AS s1m,
         coalesce(f0_stage = 'dev', false) AS s2,
         CASE WHEN u0_stage THEN 939753528 ELSE CASE WHEN f0_stage = 'dev' THEN 68719476735 ELSE 0 END END AS s2m,
         coalesce(f0_stage = 'dev', false) AND coalesce(CASE WHEN object_accessed IS NULL THEN CASE WHEN NOT object_created + 2592000 <= now_s THEN true END ELSE NOT object_accessed + 2592000 <= now_s END, false) AS s3,
         (CASE WHEN u0_stage THEN 939753528 ELSE CASE WHEN f0_stage = 'dev' THEN 68719476735 ELSE 0 END END & CASE WHEN object_accessed IS NULL THEN 4095 ELSE CASE WHEN CASE WHEN object_accessed IS NULL THEN CASE WHEN NOT object_created + 2592000 <= now_s THEN true END ELSE NOT object_accessed + 2592000 <= now_s END THEN 68719476735 ELSE 0 END END) AS s3m,
         r3_version IS NOT NULL AND coalesce(f0_stage = 'dev', false) AS s4,
         (CASE WHEN u0_stage THEN 939753528 ELSE CASE WHEN f0_stage = 'dev' THEN 68719476735 ELSE 0 END END & CASE WHEN r3_version IS NOT NULL THEN 68719476735 ELSE 0 END) AS s4m,
         coalesce(f0_stage = 'dev', false) AS s5,
         CASE WHEN u0_stage THEN 939753528 ELSE CASE WHEN f0_stage = 'dev' THEN 68719476735 ELSE 0 END END AS s5m,
         coalesce(f0_stage = 'staging', false) AND coalesce(NOT f5_owner = 'nobody', false) AS s6,
         (CASE WHEN u0_stage THEN 7518028224 ELSE CASE WHEN f0_stage = 'staging' THEN 68719476735 ELSE 0 END END & CASE WHEN u5_owner THEN 19634136210 ELSE CASE WHEN NOT f5_owner = 'nobody' THEN 68719476735 ELSE 0 END END) AS s6m,
         coalesce(f0_stage = 'staging', false) AND coalesce(NOT f5_owner = 'nobody', false) AS s7,
         (CASE WHEN u0_stage THEN 7518028224 ELSE CASE WHEN f0_stage = 'staging' THEN 68719476735 ELSE 0 END END & CASE WHEN u5_owner THEN 19634136210 ELSE CASE WHEN NOT f5_owner = 'nobody' THEN 68719476735 ELSE 0 END END) AS s7m,
         coalesce(f0_stage = 'staging', false) AND coalesce(NOT f5_owner = 'nobody', false) AS s8,
         (CASE WHEN u0_stage THEN 7518028224 ELSE CASE WHEN f0_stage = 'staging' THEN 68719476735 ELSE 0 END END & CASE WHEN u5_owner THEN 19634136210 ELSE CASE WHEN NOT f5_owner = 'nobody' THEN 68719476735 ELSE 0 END END) AS s8m,
         coalesce(f0_stage = 'staging', false) AND coalesce(NOT f5_owner = 'nobody', false) AND (coalesce(object_size > 1048576, false) OR coalesce(TRY_CAST(f6_score AS DOUBLE) < 5, false)) AS s9,
         ((CASE WHEN u0_stage THEN 7518028224 ELSE CASE WHEN f0_stage = 'staging' THEN 68719476735 ELSE 0 END END & CASE WHEN u5_owner THEN 19634136210 ELSE CASE WHEN NOT f5_owner = 'nobody' THEN 68719476735 ELSE 0 END END) & CASE WHEN object_size > 1048576 OR TRY_CAST(f6_score AS DOUBLE) < 5 THEN 68719476735 ELSE 0 END) AS s9m,
         coalesce(f0_stage = 'production', false) AS s10,
         CASE WHEN u0_stage THEN 60144225792 ELSE CASE WHEN f0_stage = 'production' THEN 68719476735 ELSE 0 END END AS s10m,
         coalesce(starts_with(object_key, 'data/'), false) AND coalesce(CASE WHEN u5_owner THEN CAST(NULL AS BOOLEAN) ELSE f5_owner IS NULL END, false) AS s11,
         (CASE WHEN starts_with(object_key, 'data/') THEN 68719476735 ELSE 0 END & CASE WHEN u5_owner THEN 9817068105 ELSE CASE WHEN CASE WHEN u5_owner THEN CAST(NULL AS BOOLEAN) ELSE f5_owner IS NULL END THEN 68719476735 ELSE 0 END END) AS s11m,
         CASE WHEN now_s < 1814313600 AND f2_model = 'claims' THEN 68719476735 ELSE 0 END AS h1,
         CASE WHEN object_accessed IS NULL THEN CASE WHEN object_created + 5184000 <= now_s THEN 68719476735 ELSE CASE WHEN object_created + 2592000 <= now_s THEN 16777215 ELSE 4095 END END ELSE 68719476735 END AS possible
  FROM marks
),
-- the unit of each object, and its group
grouped AS (
  SELECT *,
         CASE WHEN layout_no = 1 AND r3_version IS NOT NULL THEN (coalesce(r0_stage, '') || '0/' || coalesce(r1_project, '') || '1/' || coalesce(r2_model, '') || '2/' || r3_version || '3/') END AS s1q_unit,
         CASE WHEN layout_no = 1 AND r2_model IS NOT NULL THEN (coalesce(r0_stage, '') || '0/' || coalesce(r1_project, '') || '1/' || r2_model || '2/') END AS s1q_group,
         CASE WHEN layout_no = 1 AND r3_version IS NOT NULL THEN (coalesce(r0_stage, '') || '0/' || coalesce(r1_project, '') || '1/' || coalesce(r2_model, '') || '2/' || r3_version || '3/') END AS s2q_unit,
         CASE WHEN layout_no = 1 AND r2_model IS NOT NULL THEN (coalesce(r0_stage, '') || '0/' || coalesce(r1_project, '') || '1/' || r2_model || '2/') END AS s2q_group
  FROM spoken
),
-- units of experiments/1
s1q_keys AS (
  SELECT s1q_unit,
         s1q_group,
         min(CASE WHEN is_current THEN object_created END) AS s1q_now,
         max(CASE WHEN NOT is_current THEN object_created END) AS s1q_gone,
         max(CASE WHEN is_current AND s1 THEN 1 ELSE 0 END) AS s1q_some
  FROM grouped
  WHERE s1q_unit IS NOT NULL AND s1q_group IS NOT NULL
  GROUP BY s1q_unit, s1q_group, object_key
),
s1q_units AS (
  SELECT s1q_unit,
         s1q_group,
         coalesce(min(s1q_now), min(s1q_gone)) AS s1q_born,
         max(s1q_some) AS s1q_counted
  FROM s1q_keys
  GROUP BY s1q_unit, s1q_group
),
s1q_era AS (
  SELECT *,
         (((s1q_born // 86400) + 719468) // 146097) AS s1q_era
  FROM s1q_units
),
s1q_doe AS (
  SELECT *,
         (s1q_born // 86400) + 719468 - (s1q_era * 146097) AS s1q_doe
  FROM s1q_era
),
s1q_yoe AS (
  SELECT *,
         ((s1q_doe - (s1q_doe // 1460) + (s1q_doe // 36524) - (s1q_doe // 146096)) // 365) AS s1q_yoe
  FROM s1q_doe
),
s1q_period AS (
  SELECT *,
         (((s1q_era * 400) + s1q_yoe) * 12) + ((((s1q_doe - ((s1q_yoe * 365) + (s1q_yoe // 4) - (s1q_yoe // 100))) * 5) + 2) // 153) AS s1q_period
  FROM s1q_yoe
),
s1q_periods AS (
  SELECT *,
         max(CASE WHEN s1q_counted = 1 THEN s1q_born END) OVER (PARTITION BY s1q_group, s1q_period) AS s1q_newest,
         row_number() OVER (PARTITION BY s1q_group, s1q_period ORDER BY s1q_counted DESC, s1q_born DESC, s1q_unit) AS s1q_nth
  FROM s1q_period
),
s1q AS (
  SELECT s1q_unit AS s1q_name,
         CASE WHEN coalesce(s1q_newest > s1q_born, false) THEN 4000000000000000000 ELSE 1 + sum(CASE WHEN s1q_counted = 1 AND s1q_nth = 1 THEN 1 ELSE 0 END) OVER (PARTITION BY s1q_group ORDER BY s1q_period DESC) - sum(CASE WHEN s1q_counted = 1 AND s1q_nth = 1 THEN 1 ELSE 0 END) OVER (PARTITION BY s1q_group ORDER BY s1q_period DESC RANGE BETWEEN CURRENT ROW AND CURRENT ROW) END AS s1q_rank
  FROM s1q_periods
),
-- units of experiments/2
s2q_keys AS (
  SELECT s2q_unit,
         s2q_group,
         min(CASE WHEN is_current THEN object_created END) AS s2q_now,
         max(CASE WHEN NOT is_current THEN object_created END) AS s2q_gone,
         max(CASE WHEN is_current AND s2 THEN 1 ELSE 0 END) AS s2q_some,
         max(CASE WHEN is_current THEN TRY_CAST(f6_score AS DOUBLE) END) AS s2q_value
  FROM grouped
  WHERE s2q_unit IS NOT NULL AND s2q_group IS NOT NULL
  GROUP BY s2q_unit, s2q_group, object_key
),
s2q_units AS (
  SELECT s2q_unit,
         s2q_group,
         coalesce(min(s2q_now), min(s2q_gone)) AS s2q_born,
         max(s2q_some) AS s2q_counted,
         max(s2q_value) AS s2q_metric
  FROM s2q_keys
  GROUP BY s2q_unit, s2q_group
),
s2q AS (
  SELECT s2q_unit AS s2q_name,
         CASE WHEN s2q_metric IS NULL THEN CAST(NULL AS BIGINT) ELSE 1 + sum(CASE WHEN s2q_counted = 1 AND s2q_metric IS NOT NULL THEN 1 ELSE 0 END) OVER (PARTITION BY s2q_group ORDER BY s2q_metric DESC) - sum(CASE WHEN s2q_counted = 1 AND s2q_metric IS NOT NULL THEN 1 ELSE 0 END) OVER (PARTITION BY s2q_group ORDER BY s2q_metric DESC RANGE BETWEEN CURRENT ROW AND CURRENT ROW) END AS s2q_rank
  FROM s2q_units
),
-- ranks: 1 is the newest or best; null: none
ranked AS (
  SELECT grouped.*,
         s1q_rank,
         s2q_rank
  FROM grouped
  LEFT JOIN s1q ON grouped.s1q_unit = s1q.s1q_name
  LEFT JOIN s2q ON grouped.s2q_unit = s2q.s2q_name
),
-- which keeps hold (h), which deletes (d) and moves (v) are due
clocks AS (
  SELECT *,
         (s1m & CASE WHEN coalesce(s1q_rank <= 2, true) THEN 68719476735 ELSE 0 END) AS s1h,
         ((s2m & CASE WHEN coalesce(s2q_rank <= 3, true) THEN 68719476735 ELSE 0 END) & (68719476735 - CASE WHEN coalesce(object_created + 7776000 <= now_s, false) THEN 68719476735 ELSE 0 END)) AS s2h,
         (s3m & (68719476735 - CASE WHEN coalesce(object_created + 604800 <= now_s, false) THEN 68719476735 ELSE 0 END)) AS s3h,
         (s4m & CASE WHEN is_current THEN CASE WHEN coalesce(object_created + 1209600 <= now_s, false) THEN 68719476735 ELSE 0 END ELSE (CASE WHEN coalesce(object_since + 1209600 <= now_s, false) THEN 68719476735 ELSE 0 END & (68719476735 - s5m)) END) AS s4d,
         (s5m & CASE WHEN NOT is_current AND coalesce(object_since + 259200 <= now_s, false) AND object_newer >= 2 THEN 68719476735 ELSE 0 END) AS s5d,
         (s6m & (68719476735 - CASE WHEN coalesce(d7_expires + 2592000 <= now_s, false) THEN 68719476735 ELSE 0 END)) AS s6h,
         ((s7m & CASE WHEN is_current AND coalesce(object_size >= 131072, false) THEN 68719476735 ELSE 0 END) & CASE WHEN coalesce(object_created + 2592000 <= now_s, false) THEN 68719476735 ELSE 0 END) AS s7v,
         ((s8m & CASE WHEN NOT is_current AND coalesce(object_size >= 131072, false) THEN 68719476735 ELSE 0 END) & CASE WHEN coalesce(object_since + 864000 <= now_s, false) THEN 68719476735 ELSE 0 END) AS s8v,
         (s9m & CASE WHEN is_current THEN CASE WHEN object_accessed IS NULL THEN 68702699520 ELSE CASE WHEN coalesce(object_accessed + 5184000 <= now_s, false) THEN 68719476735 ELSE 0 END END ELSE (CASE WHEN coalesce(object_since + 1209600 <= now_s, false) THEN 68719476735 ELSE 0 END & (68719476735 - s5m)) END) AS s9d,
         (s10m & (68719476735 - CASE WHEN coalesce(object_created + 31536000 <= now_s, false) THEN 68719476735 ELSE 0 END)) AS s10h,
         (s11m & CASE WHEN is_current THEN CASE WHEN coalesce(mark_by = 'lost/1', false) AND coalesce(mark_s + 604800 <= now_s, false) THEN 68719476735 ELSE 0 END ELSE (CASE WHEN coalesce(object_since + 1209600 <= now_s, false) THEN 68719476735 ELSE 0 END & (68719476735 - s5m)) END) AS s11d
  FROM ranked
),
-- what keeps it at all
kept_in AS (
  SELECT *,
         (((CASE WHEN coalesce(locked_until > now_s, false) OR legal_hold THEN 68719476735 ELSE 0 END | s1h) | (s2h | s3h)) | ((s6h | s10h) | h1)) AS kept
  FROM clocks
),
-- the unit that goes as one
in_units AS (
  SELECT *,
         CASE WHEN layout_no = 1 AND r3_version IS NOT NULL THEN (coalesce(r0_stage, '') || '0/' || coalesce(r1_project, '') || '1/' || coalesce(r2_model, '') || '2/' || r3_version || '3/') END AS s4_unit
  FROM kept_in
),
-- units of experiments/4
s4u AS (
  SELECT s4_unit AS s4u_name,
         max(CASE WHEN (kept & possible) <> 0 THEN 1 ELSE 0 END) AS s4u_kept,
         max(CASE WHEN is_current AND NOT (s4m & possible) = possible THEN 1 ELSE 0 END) AS s4u_idle,
         max(CASE WHEN is_current AND NOT (s4d & possible) = possible THEN 1 ELSE 0 END) AS s4u_wait,
         max(CASE WHEN is_current THEN object_created END) AS s4u_newest
  FROM in_units
  WHERE s4_unit IS NOT NULL
  GROUP BY s4_unit
),
united AS (
  SELECT in_units.*,
         s4u_kept,
         s4u_idle,
         s4u_wait,
         s4u_newest
  FROM in_units
  LEFT JOIN s4u ON in_units.s4_unit = s4u.s4u_name
),
-- in which worlds a delete is due that nothing holds back
judged AS (
  SELECT *,
         ((((s4d & CASE WHEN coalesce(s4u_kept = 0, false) AND (NOT is_current OR coalesce(s4u_wait = 0, false)) THEN 68719476735 ELSE 0 END) | s5d) | (s9d | s11d)) & (68719476735 - kept)) AS deletable,
         (kept & possible) AS keeping,
         CASE WHEN (s8v & possible) = possible THEN 3 WHEN ((s7v | s8v) & possible) = possible THEN 1 ELSE 0 END AS floor_tier
  FROM united
),
decided AS (
  SELECT *,
         CASE WHEN object_size IS NULL AND ((((s4d & CASE WHEN coalesce(s4u_kept = 0, false) AND (NOT is_current OR coalesce(s4u_wait = 0, false)) THEN 68719476735 ELSE 0 END) | s5d) | (s9d | s11d)) & possible) <> 0 THEN 'undecided' WHEN (deletable & possible) = possible THEN 'delete' WHEN (deletable & possible) <> 0 THEN 'undecided' WHEN floor_tier > object_tier THEN 'move' ELSE 'keep' END AS fate,
         CASE WHEN ((s4d & CASE WHEN coalesce(s4u_kept = 0, false) AND (NOT is_current OR coalesce(s4u_wait = 0, false)) THEN 68719476735 ELSE 0 END) & possible) = possible THEN 'experiments/4' WHEN (s5d & possible) = possible THEN 'experiments/5' WHEN (s9d & possible) = possible THEN 'staging/4' WHEN (s11d & possible) = possible THEN 'lost/1' WHEN ((s4d & CASE WHEN coalesce(s4u_kept = 0, false) AND (NOT is_current OR coalesce(s4u_wait = 0, false)) THEN 68719476735 ELSE 0 END) & 1) <> 0 THEN 'experiments/4' WHEN (s5d & 1) <> 0 THEN 'experiments/5' WHEN (s9d & 1) <> 0 THEN 'staging/4' WHEN (s11d & 1) <> 0 THEN 'lost/1' END AS due_id,
         CASE WHEN floor_tier = 3 AND ((s8v & ((s8v & possible) & (-(s8v & possible)))) & possible) <> 0 THEN 'staging/3' WHEN floor_tier = 1 AND ((s7v & ((((s7v | s8v) & (68719476735 - s8v)) & possible) & (-(((s7v | s8v) & (68719476735 - s8v)) & possible)))) & possible) <> 0 THEN 'staging/2' END AS move_id,
         (keeping & (-keeping)) AS first_kept
  FROM judged
),
-- what holds it, or could
named AS (
  SELECT *,
         nullif(substr((CASE WHEN ((s1h & first_kept) & possible) <> 0 THEN '; experiments/1' ELSE '' END || CASE WHEN ((s2h & first_kept) & possible) <> 0 THEN '; experiments/2' ELSE '' END || CASE WHEN ((s3h & first_kept) & possible) <> 0 THEN '; experiments/3' ELSE '' END || CASE WHEN ((s6h & first_kept) & possible) <> 0 THEN '; staging/1' ELSE '' END || CASE WHEN ((s10h & first_kept) & possible) <> 0 THEN '; production/1' ELSE '' END || CASE WHEN ((h1 & first_kept) & possible) <> 0 THEN '; hold case-42' ELSE '' END || CASE WHEN legal_hold THEN '; legal hold found' ELSE '' END || CASE WHEN NOT legal_hold AND coalesce(locked_until > now_s, false) THEN '; lock found' ELSE '' END), 3), '') AS keep_names
  FROM decided
),
acting AS (
  SELECT object_size,
         fate,
         CASE WHEN fate = 'delete' THEN due_id WHEN fate = 'move' THEN move_id END AS acts_id
  FROM named
)
SELECT 'artifacts' AS store,
       fate,
       acts_id AS statement,
       count(fate) AS objects,
       coalesce(sum(object_size), 0) AS bytes
FROM acting
GROUP BY fate, acts_id;
