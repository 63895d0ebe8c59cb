/** One of the ARN formats of a service's resource types, taken apart. */
export interface ArnFormat {
  /** Name of the resource type. */
  readonly type: string;
  /** As AWS writes it: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. */
  readonly text: string;
  /** The service field; undefined where it is a placeholder. */
  readonly service: string | undefined;
  /** What the field holds: nothing, something that the format leaves open, or what it says. */
  readonly region: "none" | "some" | "any";
  readonly account: "none" | "some" | "any";
  /** The sixth field, each `${…}` as a `*`. */
  readonly resource: string;
  /** Region, account and resource with the colons between, each `${…}` as a `*`. */
  readonly lastFields: string;
}

/** @param text six fields, as all formats of the reference have */
export function arnFormat(type: string, text: string): ArnFormat {
  const [, , service = "", region = "", account = "", ...resource] = text.split(":");
  return {
    type,
    text,
    service: isPlaceholder(service) ? undefined : service,
    region: contentOf(region),
    account: contentOf(account),
    resource: patternOf(resource.join(":")),
    lastFields: patternOf([region, account, ...resource].join(":")),
  };
}

function patternOf(format: string): string {
  return format.replace(/\$\{[^}]*\}/g, "*");
}

/** A format with a literal account (`aws`) or a star takes more than what a placeholder stands for: anything. */
function contentOf(field: string): ArnFormat["region"] {
  if (field === "") return "none";
  return isPlaceholder(field) ? "some" : "any";
}

function isPlaceholder(field: string): boolean {
  return field.startsWith("${");
}
