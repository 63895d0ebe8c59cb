const bucketArn = /^arn:[^:]*:s3:::([^/*?$]+)$/;

/** The bucket that a resource is; undefined for objects, patterns of buckets and other services. */
export function bucketOf(resource: string): string | undefined {
  return bucketArn.exec(resource)?.[1];
}

/** What of an object pattern comes behind this bucket's slash; undefined for anything else. */
export function objectKeyOf(resource: string, bucket: string): string | undefined {
  const behind = /^arn:[^:]*:s3:::(.*)$/s.exec(resource)?.[1];
  if (behind === undefined) return undefined;
  if (behind.startsWith(`${bucket}/`)) return behind.slice(bucket.length + 1);
  // A pattern of buckets that takes in this one may reach any of its objects.
  const wildcard = behind.search(/[*?]|\$\{/);
  return wildcard >= 0 && wildcard <= bucket.length && bucket.startsWith(behind.slice(0, wildcard)) ? "*" : undefined;
}
