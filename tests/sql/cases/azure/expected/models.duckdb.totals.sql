-- Objects and bytes by what a run does to them, of store models (azure models), for DuckDB.
-- Written by `shelflife build --target sql`. `run` holds the instant, `listed` the table and its columns.
-- s1  dev/1  keep latest 3 versions per model
-- s2  dev/2  delete after 14 days
-- s3  staging/1  move to cold after 30 days
WITH
-- the instant of the run: objects are judged as they are then
run AS (
  SELECT now() AS run_at
),
-- the inventory: one row for each revision of the bucket
listed AS (
  SELECT run_at,
         CAST(floor(epoch(run_at)) AS BIGINT) AS now_s,
         "Name" AS object_key,
         nullif("VersionId", '') AS object_version,
         CAST(nullif("Content-Length", '') AS BIGINT) AS object_size,
         CASE WHEN coalesce(coalesce(CAST(floor(epoch(CAST(nullif("Creation-Time", '') AS TIMESTAMP))) AS BIGINT), 0) > CAST(floor(epoch(CAST(nullif("Last-Modified", '') AS TIMESTAMP))) AS BIGINT), false) THEN coalesce(CAST(floor(epoch(CAST(nullif("Creation-Time", '') AS TIMESTAMP))) AS BIGINT), 0) ELSE coalesce(CAST(floor(epoch(CAST(nullif("Last-Modified", '') AS TIMESTAMP))) AS BIGINT), CAST(floor(epoch(run_at)) AS BIGINT)) END AS created_at,
         nullif("AccessTier", '') AS storage_class_now,
         NOT coalesce(lower(nullif("IsCurrentVersion", '')) IN ('false', 'off'), false) AS is_current,
         CAST(CAST(nullif("Tags", '') AS JSON) AS MAP(VARCHAR, VARCHAR))['owner'] AS t3_owner
  FROM "inventory" CROSS JOIN run
  WHERE nullif("Snapshot", '') IS NULL AND NOT coalesce(lower(nullif("Deleted", '')) IN ('true', 'on'), false)
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
         CASE WHEN storage_class_now = 'hot' THEN 0 WHEN storage_class_now = 'cool' THEN 1 WHEN storage_class_now = 'cold' THEN 2 WHEN storage_class_now = 'archive' THEN 3 WHEN storage_class_now = 'deep_archive' THEN 4 WHEN lower(storage_class_now) = 'hot' THEN 0 WHEN lower(storage_class_now) = 'cool' THEN 1 WHEN lower(storage_class_now) = 'cold' THEN 2 WHEN lower(storage_class_now) = 'archive' THEN 3 WHEN lower(storage_class_now) = 'archive' THEN 4 ELSE 0 END AS object_tier,
         CASE WHEN NOT is_current THEN greatest(least(greatest(covered_at, created_at), now_s), least(created_at, now_s)) END AS object_since,
         rank() OVER (PARTITION BY object_key, is_current ORDER BY greatest(covered_at, created_at) DESC) - 1 AS object_newer
  FROM revisions
),
-- how many segments of each layout a key matches
matched AS (
  SELECT *,
         CASE WHEN NOT (object_slashes > 0 AND split_part(object_key, '/', 1) = 'ml') THEN 0 WHEN NOT object_slashes > 1 THEN 1 WHEN NOT object_slashes > 2 THEN 2 WHEN NOT object_slashes > 3 THEN 3 ELSE 4 END AS matched_1
  FROM objects
),
-- the layout that a key is under; 0: none
placed AS (
  SELECT *,
         CASE WHEN matched_1 > 1 AND nullif(split_part(object_key, '/', 2), '') IS NOT NULL THEN 1 ELSE 0 END AS layout_no
  FROM matched
),
-- what the key binds
bound AS (
  SELECT *,
         CASE WHEN layout_no = 1 AND matched_1 > 1 THEN nullif(split_part(object_key, '/', 2), '') END AS r0_stage,
         CASE WHEN layout_no = 1 AND matched_1 > 2 THEN nullif(split_part(object_key, '/', 3), '') END AS r1_model,
         CASE WHEN layout_no = 1 AND matched_1 > 3 THEN nullif(split_part(object_key, '/', 4), '') END AS r2_version
  FROM placed
),
-- labels: a value outside its list counts as missing
labelled AS (
  SELECT *,
         CASE WHEN r0_stage IN ('dev', 'staging') THEN r0_stage END AS f0_stage,
         t3_owner AS f3_owner
  FROM bound
),
-- which statements speak of an object
spoken AS (
  SELECT *,
         coalesce(f0_stage = 'dev', false) AND f3_owner IS NOT NULL AS s1,
         coalesce(f0_stage = 'dev', false) AND f3_owner IS NOT NULL AS s2,
         coalesce(f0_stage = 'staging', false) AS s3
  FROM labelled
),
-- the unit of each object, and its group
grouped AS (
  SELECT *,
         CASE WHEN layout_no = 1 AND r2_version IS NOT NULL THEN (coalesce(r0_stage, '') || '0/' || coalesce(r1_model, '') || '1/' || r2_version || '2/') END AS s1q_unit,
         CASE WHEN layout_no = 1 AND r1_model IS NOT NULL THEN (coalesce(r0_stage, '') || '0/' || r1_model || '1/') END AS s1q_group
  FROM spoken
),
-- units of dev/1
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
s1q AS (
  SELECT s1q_unit AS s1q_name,
         1 + sum(s1q_counted) OVER (PARTITION BY s1q_group ORDER BY s1q_born DESC) - sum(s1q_counted) OVER (PARTITION BY s1q_group ORDER BY s1q_born DESC RANGE BETWEEN CURRENT ROW AND CURRENT ROW) AS s1q_rank
  FROM s1q_units
),
-- ranks: 1 is the newest or best; null: none
ranked AS (
  SELECT grouped.*,
         s1q_rank
  FROM grouped
  LEFT JOIN s1q ON grouped.s1q_unit = s1q.s1q_name
),
-- which keeps hold (h), which deletes (d) and moves (v) are due
clocks AS (
  SELECT *,
         s1 AND coalesce(s1q_rank <= 3, true) AS s1h,
         s2 AND (is_current AND coalesce(object_created + 1209600 <= now_s, false) OR NOT is_current AND coalesce(object_since + 604800 <= now_s, false)) AS s2d,
         s3 AND is_current AND coalesce(object_created + 2592000 <= now_s, false) AS s3v
  FROM ranked
),
-- what keeps it at all
kept_in AS (
  SELECT *,
         s1h AS kept
  FROM clocks
),
-- in which worlds a delete is due that nothing holds back
judged AS (
  SELECT *,
         s2d AND NOT kept AS deletable,
         kept AS keeping,
         CASE WHEN s3v THEN 2 ELSE 0 END AS floor_tier
  FROM kept_in
),
decided AS (
  SELECT *,
         CASE WHEN deletable THEN 'delete' WHEN floor_tier > object_tier THEN 'move' ELSE 'keep' END AS fate,
         CASE WHEN s2d THEN 'dev/2' END AS due_id,
         CASE WHEN floor_tier = 2 AND s3v THEN 'staging/1' END AS move_id
  FROM judged
),
-- what holds it, or could
named AS (
  SELECT *,
         nullif(substr(CASE WHEN s1h THEN '; dev/1' ELSE '' END, 3), '') AS keep_names
  FROM decided
),
acting AS (
  SELECT object_size,
         fate,
         CASE WHEN fate = 'delete' THEN due_id WHEN fate = 'move' THEN move_id END AS acts_id
  FROM named
)
SELECT 'models' AS store,
       fate,
       acts_id AS statement,
       count(fate) AS objects,
       coalesce(sum(object_size), 0) AS bytes
FROM acting
GROUP BY fate, acts_id;
