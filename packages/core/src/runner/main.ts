#!/usr/bin/env node
import { runRunner } from "./run-runner.ts";

process.exitCode = await runRunner(process.argv.slice(2));
