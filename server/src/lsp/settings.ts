import { ruleLevels } from "../core/context/readRules.js";
import type { RuleLevels } from "../core/lint/runRules.js";

/** The user's settings, `sessionPolicy.*`, as far as the server heeds them. */
export interface Settings {
  readonly codeLens: {
    readonly actions: "all" | "exceptions" | "off";
    readonly summary: boolean;
    /** Above the statements of a role's policy: which sessions use them. */
    readonly usedBy: boolean;
  };
  /** Whether lenses' texts stand at the ends of lines, too. */
  readonly inlayHints: boolean;
  readonly rules: RuleLevels;
  /** VS Code's own `json.validate.enable`. */
  readonly jsonValidation: boolean;
}

export const defaultSettings: Settings = {
  codeLens: { actions: "all", summary: true, usedBy: true },
  inlayHints: false,
  rules: {},
  jsonValidation: true,
};

/**
 * Reads settings as an editor sends them: unknown ones are passed over, and what is of the wrong type counts as not set.
 * @param sent the content of `sessionPolicy`
 * @param jsonValidate the content of `json.validate`, where there is such a thing
 */
export function readSettings(sent: unknown, jsonValidate: unknown): Settings {
  const codeLens = record(record(sent).codeLens);
  const { codeLens: usual } = defaultSettings;
  const { actions } = codeLens;
  return {
    codeLens: {
      actions: actions === "all" || actions === "exceptions" || actions === "off" ? actions : usual.actions,
      summary: boolean(codeLens.summary, usual.summary),
      usedBy: boolean(codeLens.usedBy, usual.usedBy),
    },
    inlayHints: boolean(record(record(sent).inlayHints).enabled, defaultSettings.inlayHints),
    rules: readLevels(record(sent).rules),
    jsonValidation: boolean(record(jsonValidate).enable, defaultSettings.jsonValidation),
  };
}

function readLevels(sent: unknown): RuleLevels {
  const levels = Object.entries(record(sent)).flatMap(([rule, value]) => {
    const level = ruleLevels.find((each) => each === value);
    return level === undefined ? [] : [[rule, level] as const];
  });
  return Object.fromEntries(levels);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function boolean(value: unknown, otherwise: boolean): boolean {
  return typeof value === "boolean" ? value : otherwise;
}
