import type { RuleSet } from "./sets/rules.js";

/**
 * A session lives in one partition. It is the principal's; where no ARN tells, those that the policies name, since IAM
 * rejects foreign partitions (R3); where none does, `aws`.
 */
export function partitionsOf(principalArn: string | undefined, sets: readonly RuleSet[]): readonly string[] {
  const own = principalArn?.split(":")[1];
  if (own) return [own];
  const named = new Set<string>();
  for (const set of sets) {
    for (const rule of set.rules) {
      for (const resource of rule.resources) if (resource.partition) named.add(resource.partition);
    }
  }
  return named.size > 0 ? [...named].sort() : ["aws"];
}
