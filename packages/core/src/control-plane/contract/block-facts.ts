import assert from "node:assert/strict";
import { ObjectAlreadyExistsError } from "../../errors/object-already-exists-error.ts";
import { type ControlPlaneFact, expectRefusal, uniqueName } from "./control-plane-fact.ts";

/** Block types, schemas and documents, and the default result storage. */
export const blockFacts: readonly ControlPlaneFact[] = [
  {
    name: "built-in blocks have Prefect's schemas",
    async check(client) {
      const checksums = async (slug: string) => {
        const type = await client.readBlockType(slug);
        const schemas = await client.filterBlockSchemas({
          block_schemas: { block_type_id: { any_: [type?.id ?? ""] } },
        });
        return schemas.map((schema) => [schema.checksum, schema.capabilities.toSorted()]);
      };
      assert.deepEqual(await checksums("local-file-system"), [
        [
          "sha256:0fc8b7f936f38f465715ef2df4a817ac9fe38b80bb01d5c6c9649a6da6ae6971",
          ["get-directory", "put-directory", "read-path", "write-path"],
        ],
      ]);
      assert.deepEqual(await checksums("secret"), [
        ["sha256:c078ed9c1e813e224c0b353d7ad4564a11d51d3198d9ac0686478165a1911c78", []],
      ]);
      assert.equal(await client.readBlockType("no-such-block"), null);
    },
  },
  {
    name: "block documents hide secrets unless asked, merge changes, and hold what they refer to",
    async check(client) {
      const slug = uniqueName("block");
      const type = await client.createBlockType({ name: slug, slug });
      await expectRefusal(ObjectAlreadyExistsError, /./, client.createBlockType({ name: slug, slug }));
      const fields = {
        title: slug,
        type: "object",
        block_type_slug: slug,
        secret_fields: ["password"],
        properties: { user: { type: "string" }, password: { type: "string", format: "password" } },
      };
      const request = { block_type_id: type.id, fields, capabilities: ["c"] };
      const schema = await client.createBlockSchema(request);
      assert.equal((await client.createBlockSchema(request)).id, schema.id);
      const base = { block_type_id: type.id, block_schema_id: schema.id };
      const data = { user: "u", password: "s3cret" };
      const inner = await client.createBlockDocument({ ...base, name: "inner", data });
      assert.deepEqual(inner.data, { user: "u", password: "********" });
      await expectRefusal(
        ObjectAlreadyExistsError,
        /already exists/i,
        client.createBlockDocument({ ...base, name: "inner", data }),
      );
      const outer = await client.createBlockDocument({
        ...base,
        name: "outer",
        data: { user: "o", nested: { $ref: { block_document_id: inner.id } } },
      });
      const read = await client.readBlockDocument(outer.id);
      assert.deepEqual(read.data, { user: "o", nested: data });
      assert.equal(
        (read.block_document_references["nested"] as { block_document: { id: string } }).block_document.id,
        inner.id,
      );
      await client.updateBlockDocument(inner.id, { data: { user: "changed" } });
      assert.deepEqual((await client.readBlockDocumentByName(slug, "inner"))?.data, {
        user: "changed",
        password: "s3cret",
      });
      await client.updateBlockDocument(inner.id, { data: { user: "only" }, merge_existing_data: false });
      assert.deepEqual((await client.readBlockDocument(inner.id)).data, { user: "only" });
      const found = await client.filterBlockDocuments({ block_documents: { block_type_id: { any_: [type.id] } } });
      assert.deepEqual(
        found.map((document) => document.name),
        ["inner", "outer"],
      );
      await client.deleteBlockDocument(inner.id);
      assert.deepEqual((await client.readBlockDocument(outer.id)).data, { user: "o" });
      await client.deleteBlockDocument(outer.id);
      assert.equal(await client.readBlockDocumentByName(slug, "outer"), null);
    },
  },
  {
    name: "the server's default result storage is set and cleared",
    async check(client) {
      const type = await client.readBlockType("local-file-system");
      const [schema] = await client.filterBlockSchemas({
        block_schemas: { block_type_id: { any_: [type?.id ?? ""] } },
      });
      const document = await client.createBlockDocument({
        name: uniqueName("results"),
        data: { basepath: "/tmp/r" },
        block_type_id: type?.id ?? "",
        block_schema_id: schema?.id ?? "",
      });
      await client.updateDefaultResultStorage(document.id);
      assert.equal(await client.readDefaultResultStorage(), document.id);
      await client.updateDefaultResultStorage(null);
      assert.equal(await client.readDefaultResultStorage(), null);
      assert.equal(await client.readServerVersion(), "3.8.8");
    },
  },
];
