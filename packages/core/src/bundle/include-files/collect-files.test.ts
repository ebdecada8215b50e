import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { IncludeFilesError } from "../../errors/include-files-error.ts";
import { collectFiles } from "./collect-files.ts";

let project: string;
let directory: string;

beforeEach(async () => {
  project = await realpath(await mkdtemp(join(tmpdir(), "include-files-")));
  directory = join(project, "flows");
  await write(
    "../package.json",
    "data/a.csv",
    "data/b.csv",
    "data/deep/c.csv",
    "data/.hidden/d.csv",
    "notes.md",
    ".env",
  );
  await write("node_modules/x/e.csv", "__pycache__/f.pyc", "data/server.pem", "data/logs/g.log");
});

afterEach(async () => {
  await rm(project, { recursive: true });
});

async function write(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), path);
  }
}

const collect = (...patterns: string[]) => collectFiles("report", directory, patterns);

function problemsOf(...patterns: string[]): string[] {
  try {
    collect(...patterns);
  } catch (error) {
    if (!IncludeFilesError.isInstance(error)) throw error;
    return error.problems.map(({ errorType, inputPath }) => `${errorType} ${inputPath}`);
  }
  return [];
}

describe("which files a pattern means", () => {
  test.each([
    ["one file", ["notes.md"], ["notes.md"]],
    ["a file below, written with ./", ["./data/a.csv"], ["data/a.csv"]],
    ["a hidden file named exactly", [".env"], [".env"]],
    ["a glob without a slash, at any depth", ["*.csv"], ["data/a.csv", "data/b.csv", "data/deep/c.csv"]],
    ["a glob with a slash, from the directory", ["data/*.csv"], ["data/a.csv", "data/b.csv"]],
    ["two stars", ["data/**/*.csv"], ["data/a.csv", "data/b.csv", "data/deep/c.csv"]],
    ["a directory, all below it", ["data/deep/"], ["data/deep/c.csv"]],
    ["backslashes", ["data\\deep"], ["data/deep/c.csv"]],
    ["a negation, of what came before", ["*.csv", "!b.csv", "!data/deep/"], ["data/a.csv"]],
    ["a negation that came too early", ["!a.csv", "data/*.csv"], ["data/a.csv", "data/b.csv"]],
    ["a file twice", ["notes.md", "*.md"], ["notes.md"]],
    ["a secret named exactly", ["data/server.pem"], ["data/server.pem"]],
    [
      "a directory without its secret",
      ["data", "!*.pem"],
      ["data/a.csv", "data/b.csv", "data/deep/c.csv", "data/logs/g.log"],
    ],
  ])("%s", (_, patterns, expected) => {
    expect(collect(...patterns).paths).toEqual(expected);
  });

  test("a glob that matches nothing is a warning", () => {
    const { paths, warnings } = collect("*.parquet", "notes.md");
    expect(paths).toEqual(["notes.md"]);
    expect(warnings).toEqual([expect.stringContaining("no file matches '*.parquet'")]);
  });
});

describe("what .prefectignore takes away", () => {
  test("the project's and the directory's rules hold together", async () => {
    await writeFile(join(project, ".prefectignore"), "# logs\n*.log\n");
    await writeFile(join(directory, ".prefectignore"), "deep/\n*.pem\n");
    expect(collect("data", ".prefectignore").paths).toEqual(["data/a.csv", "data/b.csv"]);
  });

  test("a file that was named and is ignored is said", async () => {
    await writeFile(join(directory, ".prefectignore"), "notes.md\n");
    const { paths, warnings } = collect("notes.md");
    expect(paths).toEqual([]);
    expect(warnings).toEqual([
      "File 'notes.md' was explicitly included but is excluded by .prefectignore. Edit .prefectignore to include it.",
    ]);
  });
});

describe("what is refused", () => {
  test("every problem is reported at once", () => {
    expect(problemsOf("", "  ", "a\0b", "/etc/passwd", "C:\\x", "../package.json", "missing.csv")).toEqual([
      "empty ",
      "whitespace   ",
      "null_byte a\0b",
      "absolute /etc/passwd",
      "absolute C:\\x",
      "traversal ../package.json",
      "not_found missing.csv",
    ]);
  });

  test("the message names the file, the directory and the mend", () => {
    expect(() => collect("missing.csv")).toThrow(
      `includeFiles of flow 'report', relative to ${directory}:\n  'missing.csv' does not exist; check the spelling, or create the file.`,
    );
  });

  test("a secret that a directory or glob brings along", () => {
    expect(problemsOf("data")).toEqual(["sensitive data/server.pem"]);
  });

  test("links that lead out, to nothing, or in a circle", async () => {
    await symlink(join(project, "package.json"), join(directory, "out.json"));
    await symlink("nothing", join(directory, "broken"));
    await symlink("loop", join(directory, "loop"));
    expect(problemsOf("out.json", "broken", "loop")).toEqual([
      "traversal out.json",
      "broken_symlink broken",
      "symlink_loop loop",
    ]);
  });

  test("a link inside the directory travels as what it links to", async () => {
    await symlink("data/a.csv", join(directory, "link.csv"));
    expect(collect("link.csv").paths).toEqual(["data/a.csv"]);
  });
});
