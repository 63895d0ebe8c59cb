/**
 * What Node is told when it starts the server. A server is idle most of the time: without these V8 lets garbage pile up to
 * several times of what is in use. docs/performance.md has what they save.
 */
export const serverFlags: readonly string[] = ["--max-semi-space-size=1", "--max-old-space-size=1024"];
