/** Policies as people write them, for tests that need any real text. */

/** The session policy of the README, two spaces, one-line and many-line lists. */
export const sessionPolicyText = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadObjects",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": [
        "arn:aws:s3:::example-bucket",
        "arn:aws:s3:::example-bucket/\${aws:PrincipalTag/team}/*"
      ],
      "Condition": {
        "StringEquals": { "aws:RequestedRegion": ["eu-west-1", "eu-central-1"] },
        "Bool": { "aws:SecureTransport": true }
      }
    },
    {
      "Effect": "Deny",
      "NotAction": "s3:*",
      "Resource": "*"
    }
  ]
}
`;

/** A trust policy on one line. */
export const trustPolicyText =
  '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com","AWS":["111122223333"]},"Action":"sts:AssumeRole"}}';
