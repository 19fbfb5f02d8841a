-- What MLflow 3 has besides: models of their own, which runs log and read.
INSERT INTO logged_models (model_id, experiment_id, name, artifact_location, creation_timestamp_ms, last_updated_timestamp_ms, status, lifecycle_stage, source_run_id) VALUES
  ('m-0123456789abcdef0123456789abcdef', 1, 'net', 's3://acme-ml/mlflow/1/models/m-0123456789abcdef0123456789abcdef/artifacts', 1790000000000, 1790000000000, 2, 'active', '22222222222222222222222222222222'),
  ('m-fedcba9876543210fedcba9876543210', 1, 'net', 's3://acme-ml/mlflow/1/models/m-fedcba9876543210fedcba9876543210/artifacts', 1790000000000, 1790000000000, 2, 'active', '66666666666666666666666666666666');
INSERT INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id, step) VALUES
  ('i4', 'RUN_INPUT', '22222222222222222222222222222222', 'MODEL_INPUT', 'm-fedcba9876543210fedcba9876543210', 0),
  ('i5', 'RUN_OUTPUT', '22222222222222222222222222222222', 'MODEL_OUTPUT', 'm-0123456789abcdef0123456789abcdef', 0);
