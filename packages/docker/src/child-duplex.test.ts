import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "@jest/globals";
import { toDuplex } from "./child-duplex.ts";

const sh = (script: string) => spawn("sh", ["-c", script]);

test("what the process complains about is the error, even where its input broke before", async () => {
  const child = sh("exec <&-; echo closed; kill -STOP $$; echo 'Host key verification failed.' >&2; exit 255");
  const connection = toDuplex(child);
  const failed = once(connection, "error");
  await once(connection, "data");
  const broken = once(child.stdin, "error");
  connection.write("GET /version HTTP/1.1\r\n\r\n");
  await broken;
  child.kill("SIGCONT");
  await expect(failed).resolves.toMatchObject([{ message: "Host key verification failed." }]);
});

test("what is written arrives, and the end of it too", async () => {
  const connection = toDuplex(sh("cat"));
  connection.end("ping");
  const chunks: Buffer[] = [];
  for await (const chunk of connection) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toBe("ping");
});

test("a process that says nothing is told by its exit code", async () => {
  const [error] = await once(toDuplex(sh("exit 3")), "error");
  expect(error).toMatchObject({ message: "sh ended with code 3" });
});
