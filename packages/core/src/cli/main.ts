#!/usr/bin/env node
import { requireNode } from "../settings/require-node.ts";
import { endOnClosedPipe } from "./closed-pipe.ts";
import { messageOf } from "../errors/thrown.ts";

try {
  requireNode();
  endOnClosedPipe([process.stdout, process.stderr], (code) => process.exit(code));
  // Loaded only now, because an older Node.js may not be able to.
  const { runCli } = await import("./run-cli.ts");
  process.exitCode = await runCli(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
