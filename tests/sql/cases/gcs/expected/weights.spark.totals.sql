-- Objects and bytes by what a run does to them, of store weights (gcs acme-weights), for Spark.
-- Written by `shelflife build --target sql`. `run` holds the instant, `listed` the table and its columns.
-- s1  scratch/1  delete after 3 days
-- s2  cold/1  move to cool after 90 days
WITH
-- the instant of the run: objects are judged as they are then
run AS (
  SELECT TIMESTAMP '2027-03-31 00:00:00Z' AS run_at
),
-- the inventory: one row for each revision of the bucket
listed AS (
  SELECT run_at,
         unix_timestamp(CAST(run_at AS TIMESTAMP)) AS now_s,
         `name` AS object_key,
         `generation` AS object_version,
         `size` AS object_size,
         coalesce(unix_timestamp(CAST(`timeCreated` AS TIMESTAMP)), unix_timestamp(CAST(run_at AS TIMESTAMP))) AS created_at,
         `storageClass` AS storage_class_now
  FROM `acme-project`.`storage`.`inventory` CROSS JOIN run
  WHERE `bucket` = 'acme-weights'
),
objects AS (
  SELECT *,
         least(created_at, now_s) AS object_created,
         (length(object_key) - length(replace(object_key, '/', ''))) AS object_slashes,
         CASE WHEN storage_class_now = 'hot' THEN 0 WHEN storage_class_now = 'cool' THEN 1 WHEN storage_class_now = 'cold' THEN 2 WHEN storage_class_now = 'archive' THEN 3 WHEN storage_class_now = 'deep_archive' THEN 4 WHEN lower(storage_class_now) = 'standard' THEN 0 WHEN lower(storage_class_now) = 'nearline' THEN 1 WHEN lower(storage_class_now) = 'coldline' THEN 2 WHEN lower(storage_class_now) = 'archive' THEN 3 WHEN lower(storage_class_now) = 'archive' THEN 4 ELSE 0 END AS object_tier
  FROM listed
),
-- how many segments of each layout a key matches
matched AS (
  SELECT *,
         CASE WHEN NOT object_slashes > 0 THEN 0 WHEN NOT object_slashes > 1 THEN 1 ELSE 2 END AS matched_1
  FROM objects
),
-- the layout that a key is under; 0: none
placed AS (
  SELECT *,
         CASE WHEN matched_1 > 0 AND nullif(split_part(object_key, '/', 1), '') IS NOT NULL THEN 1 ELSE 0 END AS layout_no
  FROM matched
),
-- what the key binds
bound AS (
  SELECT *,
         CASE WHEN layout_no = 1 AND matched_1 > 0 THEN nullif(split_part(object_key, '/', 1), '') END AS r0_team
  FROM placed
),
-- labels: a value outside its list counts as missing
labelled AS (
  SELECT *,
         CASE WHEN r0_team IN ('scratch', 'shared', 'vision') THEN r0_team END AS f0_team
  FROM bound
),
-- which statements speak of an object
spoken AS (
  SELECT *,
         coalesce(f0_team = 'scratch', false) AND coalesce(endswith(object_key, '.tmp'), false) AS s1,
         coalesce(f0_team = 'vision', false) AS s2
  FROM labelled
),
-- which keeps hold (h), which deletes (d) and moves (v) are due
clocks AS (
  SELECT *,
         s1 AND coalesce(object_created + 259200 <= now_s, false) AS s1d,
         s2 AND coalesce(object_created + 7776000 <= now_s, false) AS s2v
  FROM spoken
),
-- what keeps it at all
kept_in AS (
  SELECT *,
         false AS kept
  FROM clocks
),
-- in which worlds a delete is due that nothing holds back
judged AS (
  SELECT *,
         s1d AND NOT kept AS deletable,
         kept AS keeping,
         CASE WHEN s2v THEN 1 ELSE 0 END AS floor_tier
  FROM kept_in
),
decided AS (
  SELECT *,
         CASE WHEN deletable THEN 'delete' WHEN floor_tier > object_tier THEN 'move' ELSE 'keep' END AS fate,
         CASE WHEN s1d THEN 'scratch/1' END AS due_id,
         CASE WHEN floor_tier = 1 AND s2v THEN 'cold/1' END AS move_id
  FROM judged
),
-- what holds it, or could
named AS (
  SELECT *,
         CAST(NULL AS STRING) AS keep_names
  FROM decided
),
acting AS (
  SELECT object_size,
         fate,
         CASE WHEN fate = 'delete' THEN due_id WHEN fate = 'move' THEN move_id END AS acts_id
  FROM named
)
SELECT 'weights' AS store,
       fate,
       acts_id AS statement,
       count(fate) AS objects,
       coalesce(sum(object_size), 0) AS bytes
FROM acting
GROUP BY fate, acts_id;
