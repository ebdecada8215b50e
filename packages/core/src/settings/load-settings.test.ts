import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { loadSettings, prefectHome } from "./load-settings.ts";
import { resolveSettings } from "./resolve-settings.ts";
import { toUiUrl } from "./ui-url.ts";

let home: string;
let cwd: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "settings-home-"));
  cwd = mkdtempSync(join(tmpdir(), "settings-cwd-"));
});

afterEach(() => {
  rmSync(home, { recursive: true });
  rmSync(cwd, { recursive: true });
});

const load = (env: Record<string, string> = {}, profile?: string) =>
  loadSettings({ env: { PREFECT_HOME: home, ...env }, cwd, ...(profile === undefined ? {} : { profile }) });

const writeProfilesFile = (source: string) => writeFileSync(join(home, "profiles.toml"), source);

describe("where settings come from", () => {
  test("without files and variables every setting has Prefect's default", () => {
    expect(loadSettings({ env: {}, cwd })).toMatchObject({ home: join(homedir(), ".prefect") });
    expect(load()).toMatchObject({
      home,
      profilesPath: join(home, "profiles.toml"),
      localStoragePath: join(home, "storage"),
      apiUrl: null,
      requestTimeoutSeconds: 60,
      clientMaxRetries: 5,
      clientRetryExtraCodes: [],
      clientCsrfSupportEnabled: true,
      customHeaders: {},
      loggingLevel: "INFO",
      runnerImage: null,
    });
  });

  test("each source wins over those after it: environment, .env, prefect.toml, pyproject.toml, profile", () => {
    const source = (env: Record<string, string> = {}) => {
      const { apiUrl } = resolveSettings({ env: { PREFECT_HOME: home, ...env }, cwd }).settings;
      return [apiUrl.value, apiUrl.source];
    };
    writeProfilesFile('active = "team"\n[profiles.team]\nPREFECT_API_URL = "http://profile/api"\n');
    expect(source()).toEqual(["http://profile/api", "profile"]);
    writeFileSync(join(cwd, "pyproject.toml"), '[tool.prefect]\napi.url = "http://pyproject/api"\n');
    expect(source()).toEqual(["http://pyproject/api", "pyproject.toml"]);
    writeFileSync(join(cwd, "prefect.toml"), '[api]\nurl = "http://toml/api"\n');
    expect(source()).toEqual(["http://toml/api", "prefect.toml"]);
    writeFileSync(join(cwd, ".env"), "PREFECT_API_URL=http://dotenv/api\n");
    expect(source()).toEqual(["http://dotenv/api", ".env file"]);
    expect(source({ PREFECT_API_URL: "http://env/api/" })).toEqual(["http://env/api", "env"]);
  });

  test("an empty variable undoes what a profile sets", () => {
    writeProfilesFile('active = "team"\n[profiles.team]\nPREFECT_API_URL = "http://profile/api"\n');
    expect(load({ PREFECT_API_URL: "" }).apiUrl).toBeNull();
  });

  test("--profile wins over PREFECT_PROFILE, which wins over the file; built-in profiles need no file", () => {
    writeProfilesFile(
      'active = "a"\n[profiles.a]\nPREFECT_API_URL = "http://a"\n[profiles.b]\nPREFECT_API_URL = "http://b"\n',
    );
    expect(load().apiUrl).toBe("http://a");
    expect(load({ PREFECT_PROFILE: "b" }).apiUrl).toBe("http://b");
    expect(load({ PREFECT_PROFILE: "b" }, "local").apiUrl).toBe("http://127.0.0.1:4200/api");
  });

  test("a setting is read under its older name, and its own name wins", () => {
    expect(load({ PREFECT_LOCAL_STORAGE_PATH: "/old" }).localStoragePath).toBe("/old");
    expect(
      load({ PREFECT_LOCAL_STORAGE_PATH: "/old", PREFECT_RESULTS_LOCAL_STORAGE_PATH: "/new" }).localStoragePath,
    ).toBe("/new");
  });

  test("paths understand ~, $PREFECT_HOME and the working directory; home and profiles path may stand in files", () => {
    writeFileSync(join(cwd, "prefect.toml"), 'home = "state"\nprofiles_path = "$PREFECT_HOME/team.toml"\n');
    expect(prefectHome({ env: {}, cwd })).toBe(join(cwd, "state"));
    expect(loadSettings({ env: {}, cwd }).profilesPath).toBe(join(cwd, "state", "team.toml"));
    expect(prefectHome({ env: { PREFECT_HOME: "~/elsewhere" }, cwd })).toBe(join(homedir(), "elsewhere"));
  });

  test("values of every kind are read from text and from TOML", () => {
    writeFileSync(
      join(cwd, "prefect.toml"),
      '[client]\nmax_retries = 7\nretry_extra_codes = [500, 504]\n[client.custom_headers]\nX-Team = "data"\n[logging]\nlevel = "debug"\n',
    );
    expect(load({ PREFECT_RESULTS_PERSIST_BY_DEFAULT: "ON", PREFECT_API_REQUEST_TIMEOUT: "2.5" })).toMatchObject({
      clientMaxRetries: 7,
      clientRetryExtraCodes: [500, 504],
      customHeaders: { "X-Team": "data" },
      loggingLevel: "DEBUG",
      resultsPersistByDefault: true,
      requestTimeoutSeconds: 2.5,
    });
    expect(
      load({ PREFECT_CLIENT_RETRY_EXTRA_CODES: "500, 504", PREFECT_CLIENT_CUSTOM_HEADERS: '{"A":"b"}' }),
    ).toMatchObject({ clientRetryExtraCodes: [500, 504], customHeaders: { A: "b" } });
  });
});

describe("what is wrong is named with its place and its mend", () => {
  test.each([
    ["PREFECT_CLIENT_MAX_RETRIES", "-1", "a whole number that is not negative"],
    ["PREFECT_API_URL", "localhost:4200", "http:// or https://"],
    ["PREFECT_CLIENT_CUSTOM_HEADERS", '{"A": 1}', "a JSON object of strings"],
    ["PREFECT_LOGGING_LEVEL", "LOUD", "one of DEBUG"],
    ["PREFECT_CLI_COLORS", "maybe", "true or false"],
  ])("%s=%s", (name, value, expected) => {
    expect(() => load({ [name]: value })).toThrow(expect.objectContaining({ name: "InvalidSettingError", key: name }));
    expect(() => load({ [name]: value })).toThrow(expected);
    expect(() => load({ [name]: value })).toThrow("in the environment");
  });

  test("a bad value is never told, since it may be a secret", () => {
    expect(() => load({ PREFECT_CLIENT_CUSTOM_HEADERS: '{"Authorization": "hunter2"' })).not.toThrow("hunter2");
  });

  test("a bad value in a file names the file and the key there", () => {
    writeFileSync(join(cwd, "prefect.toml"), "[client]\nmax_retries = true\n");
    expect(() => load()).toThrow(`The setting client.max_retries in ${join(cwd, "prefect.toml")} expects`);
  });

  test.each([
    ["this is no TOML", "is not valid TOML"],
    ["active = 3", "'active'"],
    ["profiles = 3", "'profiles'"],
    ["[profiles]\nx = 3", "'profiles.x'"],
  ])("a profiles file that says %j", (source, problem) => {
    writeProfilesFile(source);
    expect(() => load()).toThrow(
      expect.objectContaining({ name: "SettingsFileError", file: join(home, "profiles.toml") }),
    );
    expect(() => load()).toThrow(problem);
  });

  test("a profile that does not exist is no silent switch to another control plane", () => {
    expect(() => load({ PREFECT_PROFILE: "staging" })).toThrow(
      /Profile 'staging' not found: the profile, which PREFECT_PROFILE names, is not in .*profiles.toml/,
    );
    expect(() => load({ PREFECT_PROFILE: "constructor" })).toThrow("not found");
  });
});

test.each([
  ["http://127.0.0.1:4200/api", "http://127.0.0.1:4200"],
  ["https://api.prefect.cloud/api/accounts/a/workspaces/w", "https://app.prefect.cloud/account/a/workspace/w"],
])("the web pages of %s are at %s", (apiUrl, uiUrl) => {
  expect(toUiUrl(load({ PREFECT_API_URL: apiUrl }))).toBe(uiUrl);
});
