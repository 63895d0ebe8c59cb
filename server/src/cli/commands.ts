import { checkCommand } from "./check.js";
import type { Command } from "./command.js";
import { compareCommand } from "./compare.js";
import { decideCommand } from "./decide.js";
import { effectiveCommand } from "./effective.js";
import { fitCommand } from "./fit.js";

/** The subcommands, in the order of `--help`. */
export const commands: readonly Command[] = [checkCommand, compareCommand, decideCommand, effectiveCommand, fitCommand];
