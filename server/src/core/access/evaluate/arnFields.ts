/** An ARN's six fields; the last keeps its own colons (R1). */
export interface ArnFields {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Undefined where the text is no ARN of six fields (Q18). */
export function arnFields(text: string): ArnFields | undefined {
  const [arn, partition, service, region, account, ...resource] = text.split(":");
  if (arn !== "arn" || partition === undefined || service === undefined) return undefined;
  if (region === undefined || account === undefined || resource.length === 0) return undefined;
  return { partition, service, region, account, resource: resource.join(":") };
}

/** The six fields as texts, the word `arn` included. */
export function sixFields(text: string): readonly string[] | undefined {
  const fields = text.split(":");
  if (fields.length < 6) return undefined;
  return [...fields.slice(0, 5), fields.slice(5).join(":")];
}
