import { describe, expect, test } from "@jest/globals";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { DeliveredFile } from "prefect-core/provider";
import { extract, pack } from "tar-stream";
import { deliverFiles } from "./deliver-files.ts";
import type { DockerClient } from "./docker-client.ts";

const secret: DeliveredFile = {
  path: "/prefect/secrets.json",
  bytes: 2,
  isSecret: true,
  content: async function* () {
    yield Buffer.from("{}");
  },
};

/** An engine whose container runs as `user`, and which gives the container's `/etc/passwd` as the archive says. */
function engine(user: string, passwd: () => Readable) {
  const archives: Readable[] = [];
  const delivered: { readonly name: string; readonly uid: number | undefined }[] = [];
  const client: Pick<DockerClient, "host" | "inspectContainer" | "getArchive" | "putArchive"> = {
    host: "tcp://engine:2375",
    inspectContainer: async () => ({ Config: { User: user } }) as never,
    async getArchive() {
      const archive = passwd();
      archives.push(archive);
      return archive;
    },
    async putArchive(_container, _directory, archive) {
      const entries = extract();
      entries.end(await buffer(archive));
      for await (const { header } of entries) delivered.push({ name: header.name, uid: header.uid });
    },
  };
  return { client: client as DockerClient, archives, delivered };
}

function archiveOf(text: string): Readable {
  const archive = pack();
  archive.entry({ name: "passwd" }, text);
  archive.finalize();
  return Readable.from(archive, { objectMode: false });
}

const secretIn = (delivered: ReturnType<typeof engine>["delivered"]) =>
  delivered.find(({ name }) => name === "secrets.json");

describe("a secret is delivered", () => {
  test("to the user that the container runs as, and no connection is left open", async () => {
    const { client, archives, delivered } = engine("node", () => archiveOf("root:x:0:0::/:\nnode:x:1000:1000::/:\n"));
    await deliverFiles(client, "id", [secret]);
    expect(secretIn(delivered)).toMatchObject({ uid: 1000 });
    expect(archives.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  test("where the image has no such user, which the engine tells at the start", async () => {
    const { client, delivered } = engine("nobody-here", () => archiveOf("root:x:0:0::/:\n"));
    await deliverFiles(client, "id", [secret]);
    expect(secretIn(delivered)).toMatchObject({ uid: 0 });
  });

  test("not, but with the reason, where the connection breaks while its owner is looked up", async () => {
    const { client } = engine("node", () =>
      Readable.from(
        (async function* () {
          yield Buffer.alloc(100);
          throw new Error("connection reset");
        })(),
      ),
    );
    await expect(deliverFiles(client, "id", [secret])).rejects.toThrow(/tcp:\/\/engine:2375.*connection reset/);
  });
});
