import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8 from letting garbage pile up to several times of what is in use: the young part of the heap stays at its
 * first size, and the old part grows by a third between collections. A server is idle most of the time.
 *
 * Set here and not on the command line of Node: every editor gets it, and any flag of V8 given there makes Node compile
 * its own modules anew at each start, since V8 refuses compiled code that was made under other flags. A flag that V8 does
 * not know is ignored. docs/performance.md has what they save.
 */
export function limitGarbage(): void {
  for (const flag of ["--semi-space-growth-factor=1", "--heap-growing-percent=30"]) setFlagsFromString(flag);
}
