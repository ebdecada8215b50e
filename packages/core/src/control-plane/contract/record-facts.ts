import assert from "node:assert/strict";
import { ObjectAlreadyExistsError } from "../../errors/object-already-exists-error.ts";
import { ObjectNotFoundError } from "../../errors/object-not-found-error.ts";
import { type ControlPlaneFact, createRun, expectRefusal, uniqueName } from "./control-plane-fact.ts";

/** Variables and logs. */
export const recordFacts: readonly ControlPlaneFact[] = [
  {
    name: "variables keep any JSON",
    async check(client) {
      const name = uniqueName("v").toLowerCase().replaceAll("-", "_");
      const variable = await client.createVariable({ name, value: { a: [1, null] }, tags: ["t"] });
      assert.deepEqual((await client.readVariable(name))?.value, { a: [1, null] });
      await expectRefusal(ObjectAlreadyExistsError, /already exists/, client.createVariable({ name, value: 1 }));
      await client.updateVariable(name, { value: 2 });
      const changed = await client.readVariable(name);
      assert.deepEqual([changed?.id, changed?.value, changed?.tags], [variable.id, 2, ["t"]]);
      assert.deepEqual(
        (await client.filterVariables({ variables: { name: { any_: [name] } } })).map((found) => found.id),
        [variable.id],
      );
      await client.deleteVariable(name);
      assert.equal(await client.readVariable(name), null);
      await expectRefusal(ObjectNotFoundError, /./, client.deleteVariable(name));
    },
  },
  {
    name: "logs come back by run, level and time",
    async check(client) {
      const run = await createRun(client);
      const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
      const log = (level: number, message: string, second: number) => ({
        name: "prefect.flow_runs",
        level,
        message,
        timestamp: at(second),
        flow_run_id: run.id,
      });
      await client.createLogs([log(20, "second", 2), log(40, "third", 3), log(10, "first", 1)]);
      const messages = async (filter: object = {}, rest: object = {}) =>
        (await client.filterLogs({ logs: { flow_run_id: { any_: [run.id] }, ...filter }, ...rest })).map(
          (found) => found.message,
        );
      assert.deepEqual(await messages(), ["first", "second", "third"]);
      assert.deepEqual(await messages({ level: { ge_: 20 } }), ["second", "third"]);
      assert.deepEqual(await messages({ timestamp: { after_: at(2), before_: at(2) } }), ["second"]);
      assert.deepEqual(await messages({}, { sort: "TIMESTAMP_DESC", limit: 1, offset: 1 }), ["second"]);
    },
  },
];
