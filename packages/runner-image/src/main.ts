#!/usr/bin/env node
import { runRunner } from "prefect-core/runner";

process.exitCode = await runRunner(process.argv.slice(2));
