import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startHttpServer } from "../http/http-server.ts";
import { ImageUnavailableError } from "./image-unavailable-error.ts";
import type { Workload, WorkloadBackend, WorkloadOutput, WorkloadRequest } from "./workload-backend.ts";
import { WorkloadStartError } from "./workload-start-error.ts";

export interface WorkloadFactsOptions {
  readonly backend: () => WorkloadBackend;
  /** Holds Node.js as `node`. */
  readonly image: () => string;
  readonly missingImage: string;
}

const mebibyte = 1024 * 1024;
const printStarted = "console.log('started');";
const stayUp = `${printStarted} setInterval(() => {}, 1000);`;

/** What every emulator may rely on, whatever runs its containers. */
export function describeWorkloads({ backend, image, missingImage }: WorkloadFactsOptions): void {
  describe("workloads", () => {
    let directory: string;
    let count = 0;

    beforeEach(async () => {
      directory = await mkdtemp(path.join(tmpdir(), "workloads-"));
    });
    afterEach(async () => {
      await backend().close();
      await rm(directory, { recursive: true, force: true });
    });

    const start = (script: string, request: Partial<WorkloadRequest> = {}): Promise<Workload> =>
      backend().start({
        name: `workload-${process.pid}-${(count += 1)}`,
        image: image(),
        entrypoint: ["node"],
        arguments: ["-e", script],
        env: {},
        ...request,
      });

    test("a command gets its arguments and variables, and its output is kept by stream with ascending times", async () => {
      const script = "console.log(process.env.GREETING, process.argv[1]); console.error('oh'); console.log('end')";
      const workload = await start(script, { arguments: ["-e", script, "world"], env: { GREETING: "hello" } });
      expect(await workload.exited).toMatchObject({ exitCode: 0, signal: null, isOutOfMemory: false });
      const output = await all(workload.output());
      expect(textOf(output, "stdout")).toBe("hello world\nend\n");
      expect(textOf(output, "stderr")).toBe("oh\n");
      const times = output.map(({ timestamp }) => timestamp);
      expect(times).toEqual(times.toSorted());
      expect(times[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    });

    test("output can be followed while the command runs, and read again after its end", async () => {
      const workload = await start(`process.on('SIGTERM', () => { console.log('bye'); process.exit(4); }); ${stayUp}`);
      const followed: string[] = [];
      for await (const { content } of workload.output({ follow: true })) {
        followed.push(String(content));
        if (followed.length === 1) void workload.stop(20);
      }
      expect(followed).toEqual(["started\n", "bye\n"]);
      expect(await workload.exited).toMatchObject({ exitCode: 4, signal: null });
      expect(textOf(await all(workload.output()), "stdout")).toBe("started\nbye\n");
    });

    test("a command that does not end when asked to is killed after the grace", async () => {
      const workload = await start(`process.on('SIGTERM', () => console.log('no')); ${stayUp}`);
      await firstOutput(workload);
      await workload.stop(1);
      expect(await workload.exited).toMatchObject({ exitCode: 137, signal: "SIGKILL", isOutOfMemory: false });
      expect(textOf(await all(workload.output()), "stdout")).toBe("started\nno\n");
    });

    test("a command that needs more memory than it may have is killed for that", async () => {
      const script = "const kept = []; setInterval(() => kept.push(Buffer.alloc(8 * 1024 * 1024, 1)), 5);";
      const workload = await start(script, { memoryLimitBytes: 192 * mebibyte });
      expect(await workload.exited).toMatchObject({ exitCode: 137, signal: "SIGKILL", isOutOfMemory: true });
    });

    test("mounted files are found at their target, and what is written there is found here", async () => {
      await mkdir(path.join(directory, "in"));
      await mkdir(path.join(directory, "out"), { mode: 0o777 });
      await writeFile(path.join(directory, "in/name"), "marvin");
      const script =
        "const fs = require('node:fs'); fs.writeFileSync('/mnt/out/reply', fs.readFileSync(process.env.NAME_FILE));" +
        "console.log(String(fs.readFileSync('/mnt/out/reply')));";
      const workload = await start(script, {
        env: { NAME_FILE: "/mnt/in/name" },
        user: "0:0",
        mounts: [
          { source: path.join(directory, "in"), target: "/mnt/in", isReadOnly: true },
          { source: path.join(directory, "out"), target: "/mnt/out", isReadOnly: false },
        ],
      });
      expect(await workload.exited).toMatchObject({ exitCode: 0 });
      expect(textOf(await all(workload.output()), "stdout")).toBe("marvin\n");
    });

    test("what listens on this machine is reached", async () => {
      const server = await startHttpServer({ handle: () => ({ body: "here" }) });
      try {
        const workload = await start(`fetch('${server.url}').then((r) => r.text()).then(console.log)`);
        await workload.exited;
        expect(textOf(await all(workload.output()), "stdout")).toBe("here\n");
      } finally {
        await server.close();
      }
    });

    test("killing and removing what has ended is no error", async () => {
      const workload = await start("process.exit(3)");
      expect(await workload.exited).toMatchObject({ exitCode: 3 });
      await workload.kill();
      await workload.stop(1);
      await workload.remove();
      await workload.remove();
    });

    test("an image that does not exist and a program that does not exist are told apart", async () => {
      await expect(backend().provideImage(missingImage, "never")).rejects.toBeInstanceOf(ImageUnavailableError);
      await expect(start("", { image: missingImage })).rejects.toBeInstanceOf(ImageUnavailableError);
      const noProgram = start("", { entrypoint: ["/nope"] });
      await expect(noProgram).rejects.toBeInstanceOf(WorkloadStartError);
      await expect(noProgram).rejects.toMatchObject({ exitCode: 127, message: expect.stringContaining("/nope") });
    });

    test("closing the backend ends what runs", async () => {
      const workload = await start(stayUp);
      await firstOutput(workload);
      await backend().close();
      expect(await workload.exited).toMatchObject({ exitCode: 137, isOutOfMemory: false });
    });
  });
}

async function all(output: AsyncIterable<WorkloadOutput>): Promise<WorkloadOutput[]> {
  const pieces: WorkloadOutput[] = [];
  for await (const piece of output) pieces.push(piece);
  return pieces;
}

async function firstOutput(workload: Workload): Promise<void> {
  for await (const _piece of workload.output({ follow: true })) return;
}

function textOf(output: readonly WorkloadOutput[], stream: WorkloadOutput["stream"]): string {
  return output.flatMap((piece) => (piece.stream === stream ? String(piece.content) : [])).join("");
}
