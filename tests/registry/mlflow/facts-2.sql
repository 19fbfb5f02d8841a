-- What MLflow 2 has besides.
UPDATE runs SET deleted_time = 1801000000000 WHERE run_uuid = '33333333333333333333333333333333';
INSERT INTO registered_model_tags (key, value, name) VALUES ('owner', 'model team', 'churn');
INSERT INTO model_version_tags (key, value, name, version) VALUES ('owner', 'bob', 'fraud', 3), ('owner', 'bob', 'fraud', 4);
INSERT INTO registered_model_aliases (alias, version, name) VALUES ('champion', 3, 'fraud');
INSERT INTO datasets (dataset_uuid, experiment_id, name, digest, dataset_source_type, dataset_source) VALUES
  ('d1', 1, 'transactions', 'abc', 's3', '{"uri": "s3://acme-ml/data/transactions/2027-01.parquet"}'), ('d2', 1, 'unused', 'abc', 's3', '{"uri": "s3://acme-ml/data/unused"}'),
  ('d3', 1, 'odd', 'abc', 'code', '{"tags": {"mlflow.source.name": "train.py"}}');
INSERT INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id) VALUES
  ('i1', 'DATASET', 'd1', 'RUN', '66666666666666666666666666666666'), ('i3', 'DATASET', 'd3', 'RUN', '66666666666666666666666666666666');
