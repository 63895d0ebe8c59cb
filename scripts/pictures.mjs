// Takes the pictures in docs/pictures: runs the scenarios of test/vscode/pictures.ts in a real VS Code.
//
//   node scripts/pictures.mjs [NAME ...]     all by default

import { ensureDependencies, root } from "./ensure-deps.mjs";
import { takePictures } from "./vscode/takePictures.mjs";

ensureDependencies(root);
const result = await takePictures(process.argv.slice(2));
if (result.problem) console.error(result.problem);
process.exitCode = result.failed > 0 || result.problem ? 1 : 0;
