import type { IgnoreConfig, RuleLevel } from "./config.js";
import type { ConfigNode, ConfigReader } from "./configReader.js";

/** How loud a rule can be made, the quietest last. */
export const ruleLevels: readonly RuleLevel[] = ["error", "security-warning", "warning", "suggestion", "off"];

/** Reads `rules`: levels by rule id. Whether a rule of that name exists is for those to say who know the rules. */
export function readRules(reader: ConfigReader, value: ConfigNode): ReadonlyMap<string, RuleLevel> {
  const rules = new Map<string, RuleLevel>();
  for (const [id, member] of reader.members(value, 'an object such as {"exceeds-base-role": "off"}') ?? []) {
    const level = reader.oneOf(member, ruleLevels, "level of a rule", "The rule keeps its own level.");
    if (level !== undefined) rules.set(id, level);
  }
  return rules;
}

/** Reads `ignore`: findings that are known and accepted, each with its reason. */
export function readIgnore(reader: ConfigReader, value: ConfigNode): readonly IgnoreConfig[] {
  const expected = 'an object such as {"rule": "exceeds-base-role", "files": ["sessions/*.json"], "reason": "…"}';
  return (reader.items(value, `a list, each item ${expected}`) ?? []).flatMap((item) => {
    const members = reader.members(item, expected);
    if (members === undefined) return [];
    reader.onlyKnown(members, ["rule", "files", "reason"], 'an item of "ignore"');
    const texts = (["rule", "reason"] as const).map((property) => {
      const member = members.get(property);
      if (member !== undefined && property === "rule") return reader.text(member, "a rule's id");
      const text = member === undefined ? "" : reader.string(member, "the reason, a text");
      if (text === undefined || text.trim() !== "") return text;
      if (member !== undefined) {
        const message = 'The "reason" is empty, so nobody will know later why the finding was accepted. Fill it in.';
        reader.report("missing-property", member.path, property, message, { severity: "warning" });
        return undefined;
      }
      const why = property === "rule" ? "it ignores nothing" : "nobody will know later why the finding was accepted";
      const severity = property === "rule" ? "error" : "warning";
      const message = `This item of "ignore" has no "${property}", so ${why}. Add it.`;
      reader.report("missing-property", item.path, property, message, {
        severity,
      });
      return undefined;
    });
    const files = members.get("files");
    const paths = files === undefined ? [] : reader.texts(files, "a list of paths or globs", "a path or glob");
    const [rule, reason = ""] = texts;
    return rule === undefined || paths === undefined ? [] : [{ path: item.path, rule, files: paths, reason }];
  });
}
