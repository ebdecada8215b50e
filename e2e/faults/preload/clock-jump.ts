import { readFileSync } from "node:fs";

/** A file that holds the seconds by which this process's clock is off. */
const file = process.env["CLOCK_JUMP_FILE"];
const lookMilliseconds = 50;

if (file !== undefined) {
  const RealDate = Date;
  let offMilliseconds = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const now = (): number => {
    // The clock that does not jump says when to look again.
    if (performance.now() - lookedAt > lookMilliseconds) {
      lookedAt = performance.now();
      try {
        offMilliseconds = Number(readFileSync(file, "utf8")) * 1000;
      } catch {
        offMilliseconds = 0;
      }
    }
    return RealDate.now() + offMilliseconds;
  };
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, parameters, self) =>
      Reflect.construct(target, parameters.length === 0 ? [now()] : parameters, self) as Date,
    apply: () => new RealDate(now()).toString(),
    get: (target, name, self) => (name === "now" ? now : (Reflect.get(target, name, self) as unknown)),
  });
}
