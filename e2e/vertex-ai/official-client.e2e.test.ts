import { expect, test } from "@jest/globals";
import { createUserHome } from "../harness/user-home.ts";
import { openVertexAiProject } from "../harness/vertex-ai-project.ts";

test("Google's own client makes, follows, cancels, lists and deletes jobs where the launcher is tested", async () => {
  const project = await openVertexAiProject();
  const home = await createUserHome({ suite: "vertex-ai", env: project.env });
  try {
    expect(await home.report("official-client")).toEqual({
      ends: [
        { state: "JOB_STATE_SUCCEEDED", error: null },
        { state: "JOB_STATE_FAILED", error: expect.stringContaining("non-zero status of 3") },
        { state: "JOB_STATE_CANCELLED", error: "CANCELED" },
      ],
      listed: 3,
      refused: 5,
    });
  } finally {
    await home.remove();
    await project.close();
  }
});
