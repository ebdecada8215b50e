import { expectTypeOf } from "expect-type";
import { flow, localProcess, type FlowRunFuture, type MapRun } from "../index.ts";

const bind = localProcess();

const train = bind(flow({ name: "train", retries: 2 }, async (dataset: string, epochs = 3) => ({ dataset, epochs })));

// A call is typed as the function, promised.
expectTypeOf(train("cifar")).toEqualTypeOf<Promise<{ dataset: string; epochs: number }>>();
expectTypeOf(train("cifar", 5)).resolves.toHaveProperty("epochs");
// @ts-expect-error a parameter of another type
void train(1);
// @ts-expect-error a parameter that is missing
void train();

// A synchronous function becomes asynchronous.
const double = bind(flow((value: number) => value * 2));
expectTypeOf(double(2)).toEqualTypeOf<Promise<number>>();
expectTypeOf(double.local(2)).toEqualTypeOf<Promise<number>>();

// A generic survives.
const first = bind(flow(async <T extends string | number>(items: T[]): Promise<T | undefined> => items[0]));
expectTypeOf(first(["a" as const])).toEqualTypeOf<Promise<"a" | undefined>>();

// Futures know what the flow returns, attached ones as well.
expectTypeOf(train.submit("cifar")).toEqualTypeOf<Promise<FlowRunFuture<{ dataset: string; epochs: number }>>>();
expectTypeOf(double.attach("id")).toEqualTypeOf<FlowRunFuture<number>>();
expectTypeOf(double.retry("id")).toEqualTypeOf<Promise<number>>();
// A future is no promise: awaiting it must not wait for the run.
expectTypeOf<FlowRunFuture<number>>().not.toHaveProperty("then");

// A function of one parameter maps over its values, any other over its arguments.
expectTypeOf(double.map([1, 2])).toExtend<MapRun<number, number>>();
expectTypeOf(train.map(["a", "b"])).toExtend<MapRun<string, { dataset: string; epochs: number }>>();
expectTypeOf(train.map([1, 2], (epochs) => ["cifar", epochs])).toExtend<MapRun<number, { epochs: number }>>();
// @ts-expect-error items of another type
double.map(["a"]);
const pair = bind(flow(async (left: string, right: string) => left + right));
// @ts-expect-error two required parameters cannot be filled by an item
pair.map(["a"]);

// Options of calls and of the binding keep the type.
expectTypeOf(double.with({ tags: ["nightly"] })(2)).toEqualTypeOf<Promise<number>>();
expectTypeOf(double.withOptions({ infrastructure: { workPool: null } })(2)).toEqualTypeOf<Promise<number>>();
// @ts-expect-error an option that the infrastructure does not have
double.withOptions({ infrastructure: { image: "x" } });

// Only a flow can be bound, and only one whose parameters and result can travel.
// @ts-expect-error a plain function
bind(async () => 1);
type Refusal = Parameters<typeof bind<() => Promise<number>>>[0];
expectTypeOf<Refusal>().toHaveProperty("is not a flow");
// @ts-expect-error a flow in the place of the options
localProcess(flow(async () => 1));
expectTypeOf<NonNullable<Parameters<typeof localProcess>[0]>>().toHaveProperty("~flow");
// @ts-expect-error the parameter is a socket-like object with methods
bind(flow(async (socket: { write(text: string): void }) => String(socket)));
// @ts-expect-error the result is a function
bind(flow(async () => () => 1));

// A schema types the one object parameter: what a caller may leave out, the function has.
const schema = {
  "~standard": {
    version: 1 as const,
    vendor: "test",
    validate: (value: unknown) => ({ value: value as { rows: number } }),
    types: undefined as { input: { rows?: number }; output: { rows: number } } | undefined,
  },
};
const load = bind(
  flow({ parameters: schema }, (input) => {
    expectTypeOf(input).toEqualTypeOf<{ rows: number }>();
    return input.rows;
  }),
);
expectTypeOf(load({})).toEqualTypeOf<Promise<number>>();
// @ts-expect-error another key than the schema's
void load({ columns: 1 });
