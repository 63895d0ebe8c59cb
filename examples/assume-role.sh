#!/usr/bin/env bash
# Assumes the role with the session policy of sessions/get-object.json.
# The role's trust policy must allow the caller; roles/S3AccessTrustRole.json trusts EC2 only.
aws sts assume-role \
  --role-arn arn:aws:iam::111122223333:role/S3AccessRole \
  --role-session-name get-object \
  --duration-seconds 900 \
  --policy '{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::example-bucket/*"
    }
  ]
}'
