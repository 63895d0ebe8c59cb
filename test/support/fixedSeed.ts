import fc from "fast-check";

// The suite tries the same cases every time, so that a red run means a change. With RUNS=5000 it goes looking for new ones,
// with SEED=7 from that seed on; what that finds becomes a test of its own. A failure prints its seed.
const { RUNS, SEED } = process.env;
if (RUNS === undefined || SEED !== undefined) fc.configureGlobal({ seed: Number(SEED ?? 20261124) });
