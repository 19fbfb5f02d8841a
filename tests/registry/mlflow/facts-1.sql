-- What every version of MLflow can hold. rest/*.json says the same. Run and model ids are short of MLflow's only in their digits.
INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage) VALUES (1, 'fraud''s "first"', 's3://acme-ml/mlflow/1', 'active');
INSERT INTO runs (run_uuid, name, user_id, status, start_time, end_time, lifecycle_stage, artifact_uri, experiment_id) VALUES
  ('11111111111111111111111111111111', 'nice-bird-1', 'ann', 'FINISHED', 1790000000000, 1790000100000, 'active', 's3://acme-ml/mlflow/1/11111111111111111111111111111111/artifacts', 1),
  ('22222222222222222222222222222222', 'nice-bird-2', 'ann', 'FAILED', 1790000000000, 1790000100000, 'active', 's3://acme-ml/mlflow/1/22222222222222222222222222222222/artifacts', 1),
  ('33333333333333333333333333333333', 'nice-bird-3', NULL, 'FINISHED', 1790000000000, 1790000100000, 'deleted', 's3://acme-ml/mlflow/1/33333333333333333333333333333333/artifacts', 1),
  ('44444444444444444444444444444444', 'nice-bird-4', NULL, 'RUNNING', 1790000000000, NULL, 'active', 'mlflow-artifacts:/1/44444444444444444444444444444444/artifacts', 1),
  ('55555555555555555555555555555555', NULL, NULL, 'KILLED', NULL, NULL, 'active', NULL, 1),
  ('66666666666666666666666666666666', 'nice-bird-6', NULL, 'FINISHED', 1790000000000, 1790000100000, 'active', 's3://acme-ml/mlflow/1/66666666666666666666666666666666/artifacts', 1),
  ('77777777777777777777777777777777', 'nice-bird-7', NULL, 'FAILED', 1790000000000, 1790000100000, 'active', 's3://somebody-elses/mlflow/1/77777777777777777777777777777777/artifacts', 1);
INSERT INTO tags (key, value, run_uuid) VALUES
  ('owner', 'ann', '11111111111111111111111111111111'), ('owner', 'x'' OR ''1''=''1', '22222222222222222222222222222222'), ('owner', NULL, '33333333333333333333333333333333'),
  ('mlflow.note.content', 'nobody asks for this', '11111111111111111111111111111111');
INSERT INTO params (key, value, run_uuid) VALUES ('lr', '0.1', '11111111111111111111111111111111'), ('owner', 'param', '66666666666666666666666666666666');
INSERT INTO latest_metrics (key, value, timestamp, step, is_nan, run_uuid) VALUES
  ('auc', 0.1, 1790000000000, 0, FALSE, '11111111111111111111111111111111'), ('auc', 0.30000000000000004, 1790000000000, 3, FALSE, '66666666666666666666666666666666'),
  ('auc', 0, 1790000000000, 0, TRUE, '55555555555555555555555555555555'), ('auc', 1e-7, 1790000000000, 0, FALSE, '22222222222222222222222222222222');
INSERT INTO registered_models (name, creation_time, last_updated_time, description) VALUES ('fraud', 1790000000000, 1790000000000, 'x'), ('churn', 1790000000000, NULL, NULL);
INSERT INTO model_versions (name, version, creation_time, last_updated_time, current_stage, source, run_id, status) VALUES
  ('fraud', 1, 1790000000000, 1800000000001, 'Archived', 's3://acme-ml/models/fraud/1', '11111111111111111111111111111111', 'READY'),
  ('fraud', 2, 1790000000000, 1800000000001, 'Production', 's3://acme-ml/mlflow/1/11111111111111111111111111111111/artifacts/model', '11111111111111111111111111111111', 'READY'),
  ('fraud', 3, 1790000000000, NULL, 'None', 's3a://acme-ml/models/fraud/v3', NULL, 'READY'),
  ('fraud', 4, 1790000000000, 1800000000001, 'Deleted_Internal', 'REDACTED-SOURCE-PATH', 'REDACTED-RUN-ID', 'READY'),
  ('churn', 1, 1790000000000, 1800000000001, 'Staging', 'runs:/44444444444444444444444444444444/model', '44444444444444444444444444444444', 'READY'),
  ('churn', 2, 1790000000000, 1800000000001, 'None', 'models:/churn/1', '44444444444444444444444444444444', 'READY');
