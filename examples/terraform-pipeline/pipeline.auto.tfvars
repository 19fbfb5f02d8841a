# S3 copies new objects in the name of a role, and a policy names buckets only: the role is yours to say. (An example account.)
replication_role_arn_artifacts = "arn:aws:iam::111122223333:role/s3-replicates-artifacts"
