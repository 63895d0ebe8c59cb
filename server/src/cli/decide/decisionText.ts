import type { Decision } from "../../core/access/layers.js";
import { layerTitle } from "../../core/messages/layerNames.js";
import { harmless } from "../output/harmless.js";
import type { Paint, Style } from "../output/style.js";

const words: { readonly [decision in Decision["decision"]]: readonly [text: string, paint: (style: Style) => Paint] } =
  {
    allow: ["Allowed", ({ green }) => green],
    "deny-explicit": ["Denied explicitly", ({ red }) => red],
    "deny-implicit": ["Denied: not allowed by every layer", ({ red }) => red],
    depends: ["Depends", ({ yellow }) => yellow],
    unknown: ["Can't tell", ({ magenta }) => magenta],
  };

/** A decision as a person reads it. Policies and statements are counted from 1. */
export function decisionText({ decision, decidedBy, dependsOn, rules, why }: Decision, style: Style): string {
  const [text, paint] = words[decision];
  const lines = [`${paint(style)(text)}${why === undefined ? "" : harmless(` · ${why}`)}`];
  for (const by of decidedBy) {
    const layer = layerTitle(by.layer, by.level);
    if ("statement" in by) {
      const effect = by.effect === "Allow" ? "allows" : "denies";
      lines.push(`  ${layer}: policy ${by.policy + 1}, statement ${by.statement + 1} ${effect} it`);
    } else {
      lines.push(`  ${layer}: nothing there allows it`);
    }
  }
  if (dependsOn.length > 0) lines.push(harmless(`  It depends on ${dependsOn.join(", ")}`));
  if (rules.length > 0) lines.push(style.dim(`  Rules ${rules.join(", ")}`));
  return `${lines.join("\n")}\n`;
}
