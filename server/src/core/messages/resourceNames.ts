import type { PatternList } from "../policy/model.js";
import { listed } from "./lists.js";

/** An ARN as a reader tells it apart: `example-bucket/*` for `arn:aws:s3:::example-bucket/*`. */
export function shortResource(resource: string): string {
  if (resource === "*") return "all resources";
  if (!resource.startsWith("arn:")) return resource;
  const field = startOfField(resource, 5);
  return field === undefined ? resource : resource.slice(field);
}

/** Where the field behind so many colons begins; undefined where there are fewer. */
function startOfField(resource: string, colons: number): number | undefined {
  let start = 0;
  for (let passed = 0; passed < colons; passed++) {
    const colon = resource.indexOf(":", start);
    if (colon < 0) return undefined;
    start = colon + 1;
  }
  return start;
}

/** Resources shown short, the longest wording first: `example-bucket and its objects`, `a/*, b/* and 3 more`. */
export function resourceWordings(resources: readonly string[]): readonly string[] {
  if (resources.includes("*")) return ["all resources"];
  const names = withObjectsJoined(resources);
  if (names.length < 2) return names.length === 0 ? [] : [names[0]!];
  const wordings: string[] = [];
  for (let shown = Math.min(names.length, 3); shown >= 1; shown--) wordings.push(listed(names, shown));
  wordings.push(`${names.length} resources`);
  return wordings;
}

/** A statement's Resource or NotResource element in words, the longest wording first; empty where it has none. */
export function resourceElementWordings(resources: PatternList | undefined): readonly string[] {
  if (resources === undefined) return [];
  const wordings = resourceWordings(resources.entries.map(({ text }) => text));
  if (!resources.negated) return wordings;
  return wordings[0] === "all resources" ? ["no resource"] : wordings.map((wording) => `all but ${wording}`);
}

/** A bucket beside all its objects is one thing to a reader. */
function withObjectsJoined(resources: readonly string[]): readonly string[] {
  if (resources.length === 1) return [shortResource(resources[0]!)];
  const all = new Set(resources);
  const names: string[] = [];
  for (const resource of all) {
    const isBucket = isS3(resource) && !resource.includes("/");
    if (isBucket && all.has(`${resource}/*`)) names.push(`${shortResource(resource)} and its objects`);
    else if (!(isS3(resource) && resource.endsWith("/*") && isBucketOf(resource, all)))
      names.push(shortResource(resource));
  }
  return names;
}

function isBucketOf(objects: string, all: ReadonlySet<string>): boolean {
  const bucket = objects.slice(0, -2);
  return !bucket.includes("/") && all.has(bucket);
}

function isS3(resource: string): boolean {
  const service = startOfField(resource, 2);
  if (service === undefined || !resource.startsWith("s3", service)) return false;
  return resource.length === service + 2 || resource[service + 2] === ":";
}
