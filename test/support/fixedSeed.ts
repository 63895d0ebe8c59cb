import fc from "fast-check";

// The suite tries the same cases every time, so that a red run means a change. With RUNS=5000 (or SEED=…) it goes looking
// for new ones; what that finds becomes a test of its own. A failure prints its seed.
if (process.env["RUNS"] === undefined) fc.configureGlobal({ seed: Number(process.env["SEED"] ?? 20261124) });
