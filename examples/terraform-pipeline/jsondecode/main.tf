# The second way: your own resources, with the rules read from the JSON that `shelflife build` wrote for the AWS CLI.
# Use it where the bucket and its lifecycle already have a place in your code.

variable "out" {
  description = "The folder that shelflife build wrote"
  type        = string
  default     = "../out"
}

variable "buckets" {
  description = "Bucket of each store of the policy"
  type        = map(string)
  default = {
    artifacts = "acme-ml-artifacts"
    features  = "acme-ml-features"
  }
}

locals {
  # A store without native rules has no lifecycle.json; then there is nothing to manage here.
  documents = {
    for store, bucket in var.buckets : store => jsondecode(file("${var.out}/${store}/lifecycle.json"))
    if fileexists("${var.out}/${store}/lifecycle.json")
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  for_each = local.documents

  bucket = var.buckets[each.key]
  # Said, and not left to the provider: its default has changed between releases.
  transition_default_minimum_object_size = "all_storage_classes_128K"

  dynamic "rule" {
    for_each = each.value.Rules
    content {
      id     = rule.value.ID
      status = rule.value.Status

      dynamic "filter" {
        for_each = [rule.value.Filter]
        content {
          prefix                   = try(filter.value.Prefix, null)
          object_size_greater_than = try(filter.value.ObjectSizeGreaterThan, null)
          object_size_less_than    = try(filter.value.ObjectSizeLessThan, null)

          dynamic "tag" {
            for_each = try([filter.value.Tag], [])
            content {
              key   = tag.value.Key
              value = tag.value.Value
            }
          }

          dynamic "and" {
            for_each = try([filter.value.And], [])
            content {
              prefix                   = try(and.value.Prefix, null)
              object_size_greater_than = try(and.value.ObjectSizeGreaterThan, null)
              object_size_less_than    = try(and.value.ObjectSizeLessThan, null)
              tags                     = try({ for tag in and.value.Tags : tag.Key => tag.Value }, null)
            }
          }
        }
      }

      dynamic "transition" {
        for_each = try(rule.value.Transitions, [])
        content {
          days          = transition.value.Days
          storage_class = transition.value.StorageClass
        }
      }

      dynamic "expiration" {
        for_each = try([rule.value.Expiration], [])
        content {
          days                         = try(expiration.value.Days, null)
          expired_object_delete_marker = try(expiration.value.ExpiredObjectDeleteMarker, null)
        }
      }

      dynamic "noncurrent_version_transition" {
        for_each = try(rule.value.NoncurrentVersionTransitions, [])
        content {
          noncurrent_days           = noncurrent_version_transition.value.NoncurrentDays
          storage_class             = noncurrent_version_transition.value.StorageClass
          newer_noncurrent_versions = try(noncurrent_version_transition.value.NewerNoncurrentVersions, null)
        }
      }

      dynamic "noncurrent_version_expiration" {
        for_each = try([rule.value.NoncurrentVersionExpiration], [])
        content {
          noncurrent_days           = noncurrent_version_expiration.value.NoncurrentDays
          newer_noncurrent_versions = try(noncurrent_version_expiration.value.NewerNoncurrentVersions, null)
        }
      }

      dynamic "abort_incomplete_multipart_upload" {
        for_each = try([rule.value.AbortIncompleteMultipartUpload], [])
        content {
          days_after_initiation = abort_incomplete_multipart_upload.value.DaysAfterInitiation
        }
      }
    }
  }
}
