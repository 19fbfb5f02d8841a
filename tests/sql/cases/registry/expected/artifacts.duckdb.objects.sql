-- What a run does to each object of store artifacts (s3 acme-ml-artifacts), for DuckDB.
-- Written by `shelflife build --target sql`. `run` holds the instant, `listed` the table and its columns.
-- Not in the table, so unread on every object: promoted, retired, referenced, orphan, status.
-- Unread where an object has none: stage.
-- 144 combinations of what these could be are tried; each is a bit of the columns that end in h, d, v and m.
-- s1  everything/1  keep forever where referenced
-- s2  experiments/1  keep latest 5 versions per model where status != failed
-- s3  experiments/2  delete after 14 days
-- s4  experiments/3  delete after 3 days where status == failed
-- s5  production/1  keep forever where promoted
-- s6  production/2  delete after 365 days since retired
-- s7  orphans/1  quarantine for 7 days then delete
WITH
-- the instant of the run: objects are judged as they are then
run AS (
  SELECT TIMESTAMP '2027-03-31 00:00:00' AS run_at
),
-- the inventory: one row for each revision of the bucket
listed AS (
  SELECT run_at,
         CAST(floor(epoch(run_at)) AS BIGINT) AS now_s,
         "key" AS object_key,
         CAST(NULL AS VARCHAR) AS object_version,
         "size" AS object_size,
         coalesce(CAST(floor(epoch("last_modified_date")) AS BIGINT), CAST(floor(epoch(run_at)) AS BIGINT)) AS created_at,
         "storage_class" AS storage_class_now
  FROM "inventory" CROSS JOIN run
  WHERE "bucket" = 'acme-ml-artifacts'
),
objects AS (
  SELECT *,
         least(created_at, now_s) AS object_created,
         (length(object_key) - length(replace(object_key, '/', ''))) AS object_slashes,
         CASE WHEN storage_class_now = 'hot' THEN 0 WHEN storage_class_now = 'cool' THEN 1 WHEN storage_class_now = 'cold' THEN 2 WHEN storage_class_now = 'archive' THEN 3 WHEN storage_class_now = 'deep_archive' THEN 4 WHEN lower(storage_class_now) = 'standard' THEN 0 WHEN lower(storage_class_now) = 'standard_ia' THEN 1 WHEN lower(storage_class_now) = 'glacier_ir' THEN 2 WHEN lower(storage_class_now) = 'glacier' THEN 3 WHEN lower(storage_class_now) = 'deep_archive' THEN 4 ELSE 0 END AS object_tier
  FROM listed
),
-- how many segments of each layout a key matches
matched AS (
  SELECT *,
         CASE WHEN NOT (object_slashes > 0 AND split_part(object_key, '/', 1) = 'ml') THEN 0 WHEN NOT object_slashes > 1 THEN 1 WHEN NOT object_slashes > 2 THEN 2 WHEN NOT object_slashes > 3 THEN 3 WHEN NOT object_slashes > 4 THEN 4 WHEN NOT object_slashes > 5 THEN 5 ELSE 6 END AS matched_1
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
         CASE WHEN layout_no = 1 AND matched_1 > 2 THEN nullif(split_part(object_key, '/', 3), '') END AS r1_project,
         CASE WHEN layout_no = 1 AND matched_1 > 3 THEN nullif(split_part(object_key, '/', 4), '') END AS r2_model,
         CASE WHEN layout_no = 1 AND matched_1 > 4 THEN nullif(split_part(object_key, '/', 5), '') END AS r3_version,
         CASE WHEN layout_no = 1 AND matched_1 > 5 THEN nullif(split_part(object_key, '/', 6), '') END AS r4_run_id
  FROM placed
),
-- labels: a value outside its list counts as missing
labelled AS (
  SELECT *,
         CASE WHEN r0_stage IN ('dev', 'staging', 'production') THEN r0_stage END AS f0_stage,
         r3_version AS f3_version,
         r4_run_id AS f4_run_id
  FROM bound
),
-- labels that were not read, and required ones that are missing
known AS (
  SELECT *,
         f0_stage IS NULL AND layout_no > 0 AS u0_stage
  FROM labelled
),
-- which statements speak of an object
spoken AS (
  SELECT *,
         false AS s1,
         3458764582523240448 AS s1m_0,
         70351564309503 AS s1m_1,
         1048320 AS s1m_2,
         false AS s2,
         (CASE WHEN u0_stage THEN 15766447926247480 ELSE CASE WHEN f0_stage = 'dev' THEN 4611686018427387903 ELSE 0 END END & 658812288346769700) AS s2m_0,
         (CASE WHEN u0_stage THEN 2309784621195255822 ELSE CASE WHEN f0_stage = 'dev' THEN 4611686018427387903 ELSE 0 END END & 1317624576693539401) AS s2m_1,
         (CASE WHEN u0_stage THEN 14339 ELSE CASE WHEN f0_stage = 'dev' THEN 1048575 ELSE 0 END END & 599186) AS s2m_2,
         coalesce(f0_stage = 'dev', false) AS s3,
         CASE WHEN u0_stage THEN 15766447926247480 ELSE CASE WHEN f0_stage = 'dev' THEN 4611686018427387903 ELSE 0 END END AS s3m_0,
         CASE WHEN u0_stage THEN 2309784621195255822 ELSE CASE WHEN f0_stage = 'dev' THEN 4611686018427387903 ELSE 0 END END AS s3m_1,
         CASE WHEN u0_stage THEN 14339 ELSE CASE WHEN f0_stage = 'dev' THEN 1048575 ELSE 0 END END AS s3m_2,
         false AS s4,
         (CASE WHEN u0_stage THEN 15766447926247480 ELSE CASE WHEN f0_stage = 'dev' THEN 4611686018427387903 ELSE 0 END END & 2635249153387078802) AS s4m_0,
         (CASE WHEN u0_stage THEN 2309784621195255822 ELSE CASE WHEN f0_stage = 'dev' THEN 4611686018427387903 ELSE 0 END END & 658812288346769700) AS s4m_1,
         (CASE WHEN u0_stage THEN 14339 ELSE CASE WHEN f0_stage = 'dev' THEN 1048575 ELSE 0 END END & 299593) AS s4m_2,
         false AS s5,
         0 AS s5m_0,
         (CASE WHEN u0_stage THEN 252263166819959680 ELSE CASE WHEN f0_stage = 'production' THEN 4611686018427387903 ELSE 0 END END & 4611686018427386880) AS s5m_1,
         CASE WHEN u0_stage THEN 917728 ELSE CASE WHEN f0_stage = 'production' THEN 1048575 ELSE 0 END END AS s5m_2,
         coalesce(f0_stage = 'production', false) AS s6,
         CASE WHEN u0_stage THEN 1009052667279838720 ELSE CASE WHEN f0_stage = 'production' THEN 4611686018427387903 ELSE 0 END END AS s6m_0,
         CASE WHEN u0_stage THEN 252263166819959680 ELSE CASE WHEN f0_stage = 'production' THEN 4611686018427387903 ELSE 0 END END AS s6m_1,
         CASE WHEN u0_stage THEN 917728 ELSE CASE WHEN f0_stage = 'production' THEN 1048575 ELSE 0 END END AS s6m_2,
         coalesce(CASE WHEN object_created + 1209600 <= now_s AND (r3_version IS NOT NULL OR f3_version IS NOT NULL OR r4_run_id IS NOT NULL OR f4_run_id IS NOT NULL) THEN CAST(NULL AS BOOLEAN) ELSE false END, false) AS s7,
         CASE WHEN object_created + 1209600 <= now_s AND (r3_version IS NOT NULL OR f3_version IS NOT NULL OR r4_run_id IS NOT NULL OR f4_run_id IS NOT NULL) THEN 1152640029646909440 ELSE 0 END AS s7m_0,
         CASE WHEN object_created + 1209600 <= now_s AND (r3_version IS NOT NULL OR f3_version IS NOT NULL OR r4_run_id IS NOT NULL OR f4_run_id IS NOT NULL) THEN 4323455659451351040 ELSE 0 END AS s7m_1,
         CASE WHEN object_created + 1209600 <= now_s AND (r3_version IS NOT NULL OR f3_version IS NOT NULL OR r4_run_id IS NOT NULL OR f4_run_id IS NOT NULL) THEN 255 ELSE 0 END AS s7m_2
  FROM known
),
-- the unit of each object, and its group
grouped AS (
  SELECT *,
         CASE WHEN layout_no = 1 AND r3_version IS NOT NULL THEN (coalesce(r0_stage, '') || '0/' || coalesce(r1_project, '') || '1/' || coalesce(r2_model, '') || '2/' || r3_version || '3/') END AS s2q_unit,
         CASE WHEN layout_no = 1 AND r2_model IS NOT NULL THEN (coalesce(r0_stage, '') || '0/' || coalesce(r1_project, '') || '1/' || r2_model || '2/') END AS s2q_group
  FROM spoken
),
-- units of experiments/1
s2q_keys AS (
  SELECT s2q_unit,
         s2q_group,
         min(object_created) AS s2q_now,
         max(CASE WHEN s2 THEN 1 ELSE 0 END) AS s2q_some
  FROM grouped
  WHERE s2q_unit IS NOT NULL AND s2q_group IS NOT NULL
  GROUP BY s2q_unit, s2q_group
),
s2q_units AS (
  SELECT s2q_unit,
         s2q_group,
         min(s2q_now) AS s2q_born,
         max(s2q_some) AS s2q_counted
  FROM s2q_keys
  GROUP BY s2q_unit, s2q_group
),
s2q AS (
  SELECT s2q_unit AS s2q_name,
         1 + sum(s2q_counted) OVER (PARTITION BY s2q_group ORDER BY s2q_born DESC) - sum(s2q_counted) OVER (PARTITION BY s2q_group ORDER BY s2q_born DESC RANGE BETWEEN CURRENT ROW AND CURRENT ROW) AS s2q_rank
  FROM s2q_units
),
-- ranks: 1 is the newest or best; null: none
ranked AS (
  SELECT grouped.*,
         s2q_rank
  FROM grouped
  LEFT JOIN s2q ON grouped.s2q_unit = s2q.s2q_name
),
-- which keeps hold (h), which deletes (d) and moves (v) are due
clocks AS (
  SELECT *,
         s1m_0 AS s1h_0,
         s1m_1 AS s1h_1,
         s1m_2 AS s1h_2,
         (s2m_0 & CASE WHEN coalesce(s2q_rank <= 5, true) THEN 4611686018427387903 ELSE 0 END) AS s2h_0,
         (s2m_1 & CASE WHEN coalesce(s2q_rank <= 5, true) THEN 4611686018427387903 ELSE 0 END) AS s2h_1,
         (s2m_2 & CASE WHEN coalesce(s2q_rank <= 5, true) THEN 1048575 ELSE 0 END) AS s2h_2,
         (s3m_0 & CASE WHEN coalesce(object_created + 1209600 <= now_s, false) THEN 4611686018427387903 ELSE 0 END) AS s3d_0,
         (s3m_1 & CASE WHEN coalesce(object_created + 1209600 <= now_s, false) THEN 4611686018427387903 ELSE 0 END) AS s3d_1,
         (s3m_2 & CASE WHEN coalesce(object_created + 1209600 <= now_s, false) THEN 1048575 ELSE 0 END) AS s3d_2,
         (s4m_0 & CASE WHEN coalesce(object_created + 259200 <= now_s, false) THEN 4611686018427387903 ELSE 0 END) AS s4d_0,
         (s4m_1 & CASE WHEN coalesce(object_created + 259200 <= now_s, false) THEN 4611686018427387903 ELSE 0 END) AS s4d_1,
         (s4m_2 & CASE WHEN coalesce(object_created + 259200 <= now_s, false) THEN 1048575 ELSE 0 END) AS s4d_2,
         s5m_0 AS s5h_0,
         s5m_1 AS s5h_1,
         s5m_2 AS s5h_2,
         (s6m_0 & 4611685949707911168) AS s6d_0,
         (s6m_1 & 4611615649683211263) AS s6d_1,
         s6m_2 AS s6d_2,
         0 AS s7d_0,
         0 AS s7d_1,
         0 AS s7d_2
  FROM ranked
),
-- what keeps it at all
kept_in AS (
  SELECT *,
         (s1h_0 | (s2h_0 | s5h_0)) AS kept_0,
         (s1h_1 | (s2h_1 | s5h_1)) AS kept_1,
         (s1h_2 | (s2h_2 | s5h_2)) AS kept_2
  FROM clocks
),
-- in which worlds a delete is due that nothing holds back
judged AS (
  SELECT *,
         (((s3d_0 | s4d_0) | (s6d_0 | s7d_0)) & (4611686018427387903 - kept_0)) AS deletable_0,
         (((s3d_1 | s4d_1) | (s6d_1 | s7d_1)) & (4611686018427387903 - kept_1)) AS deletable_1,
         (((s3d_2 | s4d_2) | (s6d_2 | s7d_2)) & (1048575 - kept_2)) AS deletable_2,
         kept_0 AS keeping_0,
         kept_1 AS keeping_1,
         kept_2 AS keeping_2
  FROM kept_in
),
decided AS (
  SELECT *,
         CASE WHEN deletable_0 = 4611686018427387903 AND deletable_1 = 4611686018427387903 AND deletable_2 = 1048575 THEN 'delete' WHEN deletable_0 <> 0 OR deletable_1 <> 0 OR deletable_2 <> 0 THEN 'undecided' ELSE 'keep' END AS fate,
         CASE WHEN s3d_0 = 4611686018427387903 AND s3d_1 = 4611686018427387903 AND s3d_2 = 1048575 THEN 'experiments/2' WHEN s4d_0 = 4611686018427387903 AND s4d_1 = 4611686018427387903 AND s4d_2 = 1048575 THEN 'experiments/3' WHEN s6d_0 = 4611686018427387903 AND s6d_1 = 4611686018427387903 AND s6d_2 = 1048575 THEN 'production/2' WHEN s7d_0 = 4611686018427387903 AND s7d_1 = 4611686018427387903 AND s7d_2 = 1048575 THEN 'orphans/1' WHEN (s3d_0 & 1) <> 0 THEN 'experiments/2' WHEN (s4d_0 & 1) <> 0 THEN 'experiments/3' WHEN (s6d_0 & 1) <> 0 THEN 'production/2' WHEN (s7d_0 & 1) <> 0 THEN 'orphans/1' END AS due_id,
         CAST(NULL AS VARCHAR) AS move_id,
         (keeping_0 & (-keeping_0)) AS first_kept_0,
         CASE WHEN keeping_0 = 0 THEN (keeping_1 & (-keeping_1)) ELSE 0 END AS first_kept_1,
         CASE WHEN keeping_0 = 0 AND keeping_1 = 0 THEN (keeping_2 & (-keeping_2)) ELSE 0 END AS first_kept_2
  FROM judged
),
-- what holds it, or could
named AS (
  SELECT *,
         nullif(substr((CASE WHEN (s1h_0 & first_kept_0) <> 0 OR (s1h_1 & first_kept_1) <> 0 OR (s1h_2 & first_kept_2) <> 0 THEN '; everything/1' ELSE '' END || CASE WHEN (s2h_0 & first_kept_0) <> 0 OR (s2h_1 & first_kept_1) <> 0 OR (s2h_2 & first_kept_2) <> 0 THEN '; experiments/1' ELSE '' END || CASE WHEN (s5h_0 & first_kept_0) <> 0 OR (s5h_1 & first_kept_1) <> 0 OR (s5h_2 & first_kept_2) <> 0 THEN '; production/1' ELSE '' END), 3), '') AS keep_names
  FROM decided
),
-- when the first delete may act, if nothing else happens
firsts AS (
  SELECT *,
         greatest(now_s, least(4000000000000000000, CASE WHEN s3 THEN coalesce(object_created + 1209600, 4000000000000000000) ELSE 4000000000000000000 END, CASE WHEN s4 THEN coalesce(object_created + 259200, 4000000000000000000) ELSE 4000000000000000000 END, CASE WHEN s6 THEN 4000000000000000000 ELSE 4000000000000000000 END, CASE WHEN s7 THEN 4000000000000000000 ELSE 4000000000000000000 END), CASE WHEN s1 THEN 4000000000000000000 ELSE 0 END, CASE WHEN s2 THEN CASE WHEN coalesce(s2q_rank <= 5, true) THEN 4000000000000000000 ELSE 0 END ELSE 0 END, CASE WHEN s5 THEN 4000000000000000000 ELSE 0 END) AS first_1
  FROM named
),
expected AS (
  SELECT *,
         CAST(NULL AS BIGINT) AS next_s
  FROM firsts
)
SELECT 'artifacts' AS store,
       object_key AS key,
       object_version AS version_id,
       fate,
       make_timestamp(CASE WHEN fate IN ('delete', 'move') THEN now_s WHEN next_s > now_s THEN next_s END * 1000000) AS date,
       due_id AS statement,
       CASE WHEN fate = 'delete' THEN CAST(NULL AS VARCHAR) ELSE keep_names END AS keep,
       CAST(NULL AS VARCHAR) AS tier
FROM expected;
