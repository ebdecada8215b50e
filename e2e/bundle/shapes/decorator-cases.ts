import type { ShapeCase } from "../../../packages/core/src/bundle/fixtures/shape-cases.ts";

/** `on` is the decorator of the infrastructure that the shapes are run on. */
const files = {
  "on.ts": `import { localProcess } from "prefect-core"; import { docker } from "prefect-docker"; export const on: typeof localProcess = process.env["SHAPE_INFRASTRUCTURE"] === "docker" ? (docker as never) : localProcess;`,
};

const imports = `import { bound, encode, flow, registerType } from "prefect-core"; import { on } from "./on.ts";`;

function decorated(main: string, handle: string, expected: unknown, more: Record<string, string> = {}): ShapeCase {
  return { main: `${imports}\n${main}`, handle, expected, files: { ...files, ...more } };
}

/** Flows that standard decorators make of methods, as tsx runs them. */
export const decoratorCases: Readonly<Record<string, ShapeCase>> = {
  "decorated: a static method": decorated(
    `class Jobs { static step = 7; static called = 0; @on() @flow() static async target(n: number): Promise<number> { return n + Jobs.step; } static { Jobs.called += 1; } } trip(Jobs.step);`,
    "bound(Jobs.target)",
    27,
  ),
  "decorated: a static method and its class as this": decorated(
    `class Jobs { static step = 8; static more(): number { return this.step; } @on() @flow() static async target(n: number): Promise<number> { return n + this.more(); } } Jobs.step = 9;`,
    "bound(Jobs.target)",
    29,
  ),
  "decorated: a static method of a subclass": decorated(
    `class Base { static step = 1; @on() @flow() static async target(n: number): Promise<number> { return n + this.step; } } class Jobs extends Base { static override step = 10; }`,
    "(n: number) => Jobs.target(n)",
    30,
  ),
  "decorated: a private static method": decorated(
    `class Jobs { @on() @flow({ name: "target" }) static async #run(n: number): Promise<number> { return n + 11; } static get handle() { return bound(Jobs.#run); } }`,
    "Jobs.handle",
    31,
  ),
  "decorated: an instance's method": decorated(
    `class Jobs { readonly rates = new Map([["a", 3]]); constructor(readonly step: number) { trip("constructed"); } rate(): number { return this.rates.get("a") ?? 0; } @on() @flow() async target(n: number): Promise<number> { return n * this.rate() + this.step; } }`,
    "bound(new Jobs(2).target)",
    62,
  ),
  "decorated: an instance changed after it was made": decorated(
    `class Jobs { step = 1; @on() @flow() async target(n: number): Promise<number> { return n + this.step; } } const jobs = new Jobs(); jobs.step = 13;`,
    "jobs.target",
    33,
  ),
  "decorated: an instance of a subclass": decorated(
    `class Base { step = 4; plus(): number { return this.step; } @on() @flow() async target(n: number): Promise<number> { return n + this.plus(); } } class Jobs extends Base { override plus(): number { return super.plus() + 10; } }`,
    "bound(new Jobs().target)",
    34,
  ),
  "decorated: an override that calls the method of its base": decorated(
    `class Base { async target(n: number): Promise<number> { return n + 5; } } class Jobs extends Base { @on() @flow() override async target(n: number): Promise<number> { return (await super.target(n)) + 10; } }`,
    "bound(new Jobs().target)",
    35,
  ),
  "decorated: a registered instance with private fields": decorated(
    `class Jobs { #step: number; constructor(step: number) { this.#step = step; } [encode](): number { return this.#step; } static { registerType(Jobs, { name: "decorated.Jobs", decode: (step: number) => new Jobs(step) }); } @on() @flow() async target(n: number): Promise<number> { return n + this.#step; } }`,
    "bound(new Jobs(16).target)",
    36,
  ),
  "decorated: fields that hold functions": decorated(
    `class Jobs { scale = (n: number): number => n * 2; @on() @flow() async target(n: number): Promise<number> { return this.scale(n); } }`,
    "bound(new Jobs().target)",
    40,
  ),
  "decorated: a class made in a function": decorated(
    `function make(rate: number) { class Jobs { static step = 1; @on() @flow() static async target(n: number): Promise<number> { return n * rate + Jobs.step; } } return Jobs; }`,
    "bound(make(3).target)",
    61,
  ),
  "decorated: an instance of a class made in a function": decorated(
    `function make(rate: number) { return new (class Jobs { static unit = 1; unit() { return Jobs.unit; } step = 2; @on() @flow() async target(n: number): Promise<number> { return n * rate + this.step; } })(); }`,
    "bound(make(3).target)",
    62,
  ),
  "decorated: a class expression without a name": decorated(
    `const Jobs = class { static step = 9; @on() @flow() static async target(n: number): Promise<number> { return n + Jobs.step; } };`,
    "bound(Jobs.target)",
    29,
  ),
  "decorated: a default export": decorated(
    `export default class Jobs { @on() @flow() static async target(n: number): Promise<number> { return n + 10; } }`,
    "bound(Jobs.target)",
    30,
  ),
  "decorated: options and other decorators": decorated(
    `const retries = 2; function counted(value: any, context: ClassMethodDecoratorContext) { context.metadata; return value; } function twice(_: undefined, _context: ClassFieldDecoratorContext) { return (value: number) => value * 2; } function sealed(type: Function) { Object.freeze(type.prototype); } @sealed class Jobs { @twice static step = 6; static accessor extra = 1; @counted @on() @flow({ name: "target", retries }) @counted static async target(n: number): Promise<number> { return n + Jobs.step + Jobs.extra; } }`,
    "bound(Jobs.target)",
    33,
  ),
  "decorated: a flow beside it on the same instance": decorated(
    `class Jobs { step = 3; @flow() async more(n: number): Promise<number> { return n + this.step; } @on() @flow() async target(n: number): Promise<number> { return (await this.more(n)) + this.step; } }`,
    "bound(new Jobs().target)",
    26,
  ),
  "decorated: what its calls returned": decorated(
    `class Jobs { @flow() static async load(): Promise<number> { return 7; } } const rows = await Jobs.load(); const target = on()(flow(async (n: number) => n + rows));`,
    "target",
    27,
  ),
  "decorated: calls that stay behind": decorated(
    `class Jobs { step = 8; @flow() async more(n: number): Promise<number> { return n + this.step; } } const jobs = new Jobs(); void jobs.more(1); jobs.more(2).then(() => trip("ran")); const target = on()(flow(async (n: number) => n + jobs.step));`,
    "target",
    28,
  ),
};
