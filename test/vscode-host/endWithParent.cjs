// Loaded into the VS Code server (`node --require`): ends the server and all it started when the process that started
// it is gone, even if that was killed and could not clean up.
"use strict";

const parent = process.ppid;
const check = () => {
  if (process.ppid === parent) return;
  try {
    process.kill(-process.pid, "SIGKILL"); // the server leads its own process group
  } catch {
    process.exit(1);
  }
};
setInterval(check, 1000).unref();
