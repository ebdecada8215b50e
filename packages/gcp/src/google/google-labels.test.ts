import { expect, test } from "@jest/globals";
import { readGoogleLabel, toGoogleLabels } from "./google-labels.ts";

test("labels of a run become those of Google, and the time of expiry is read again", () => {
  const labels = toGoogleLabels({ "prefect.io/expires-at": "2026-11-24T00:00:00.000Z", "Team/Größe": "A b" });
  expect(labels).toEqual({ "prefect-io_expires-at": "1795478400000", "team_gr--e": "a-b" });
  expect(readGoogleLabel(labels, "prefect.io/expires-at")).toBe("2026-11-24T00:00:00.000Z");
  expect(readGoogleLabel(labels, "prefect.io/flow-run-id")).toBeUndefined();
  expect(readGoogleLabel({ "prefect-io_expires-at": "soon" }, "prefect.io/expires-at")).toBeUndefined();
});
