import { runInThisContext } from "node:vm";
import { describe, expect, test } from "@jest/globals";
import type { AnyFunction } from "../contracts/flow.ts";
import { declaredParameters } from "./parameter-names.ts";

// Sources are evaluated, so that the text is what V8 returns and no transform has touched it.
const compile = (source: string): AnyFunction => runInThisContext(`(${source})`) as AnyFunction;
const member = (source: string): AnyFunction => runInThisContext(`Object.values(${source})[0]`) as AnyFunction;

describe("declaredParameters", () => {
  test.each([
    ["(a, b) => a", ["a", "b"], false],
    ["a => a", ["a"], false],
    ["async a => a", ["a"], false],
    ["async(a) => a", ["a"], false],
    ["() => 1", [], false],
    ["async function train(dataset, epochs = 3) {}", ["dataset", "epochs"], false],
    ["function* numbers(from, to,) {}", ["from", "to"], false],
    ["(...items) => items", ["items"], true],
    ["(first, ...[second]) => first", ["first", "arg1"], true],
    ["({ a, b }, [c], d) => d", ["arg0", "arg1", "d"], false],
    ["({ a } = { a: [1, 2] }, b) => b", ["arg0", "b"], false],
    ["(a = f(1, (2, 3)), b = [')', \"(\"]) => b", ["a", "b"], false],
    ["(a = `,${`)${1}`}),`, b) => b", ["a", "b"], false],
    ["(a = /[,)/]/g, b = 4 / 2, c = 1) => c", ["a", "b", "c"], false],
    ["(a /* , x */, // ) y\n b) => b", ["a", "b"], false],
    ["function /* (no) */ named(/* a */ $b, _c1) {}", ["$b", "_c1"], false],
    ["(größe) => größe", ["größe"], false],
    ["(a = (x, y) => x, b) => b", ["a", "b"], false],
    ["function () { return run.apply(this, arguments) }", ["args"], true],
  ])("%s", (source, names, hasRest) => {
    expect(declaredParameters(compile(source))).toEqual({ names, hasRest });
  });

  test.each([
    ["{ async method(a, b) {} }", ["a", "b"]],
    ["{ [`key${String(1)}`](a) {} }", ["a"]],
    ["{ async *stream(from) {} }", ["from"]],
  ])("a method of %s", (source, names) => {
    expect(declaredParameters(member(source)).names).toEqual(names);
  });

  test("the parameters of a bound function are counted", () => {
    const bound = function (this: unknown, a: number, b: number) {
      return a + b;
    }.bind(null, 1);
    expect(declaredParameters(bound)).toEqual({ names: ["arg0"], hasRest: false });
  });
});
