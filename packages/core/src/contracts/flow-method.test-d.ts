import { expectTypeOf } from "expect-type";
import { bound, flow, type FlowRunFuture, localProcess } from "../index.ts";

class Jobs {
  @localProcess()
  @flow({ retries: 2 })
  static async train(dataset: string, epochs = 3): Promise<{ dataset: string; epochs: number }> {
    return { dataset, epochs };
  }

  @localProcess()
  @flow()
  async count(items: readonly string[]): Promise<number> {
    return items.length;
  }

  // @ts-expect-error a method that returns no promise would return one once it is decorated
  @flow()
  now(): number {
    return 1;
  }

  // @ts-expect-error a field is no method
  @flow()
  step = 1;
}

// A decorated method keeps its type; its handle has what a bound flow has.
expectTypeOf(Jobs.train).toEqualTypeOf<
  (dataset: string, epochs?: number) => Promise<{ dataset: string; epochs: number }>
>();
expectTypeOf(bound(Jobs.train).submit("cifar")).toEqualTypeOf<
  Promise<FlowRunFuture<{ dataset: string; epochs: number }>>
>();
expectTypeOf(bound(new Jobs().count)(["a"])).toEqualTypeOf<Promise<number>>();
// @ts-expect-error a parameter of another type
void bound(Jobs.train).submit(1);
// @ts-expect-error a function that returns no promise
bound((n: number) => n);

// Without a function, flow() is a decorator and no flow.
// @ts-expect-error nothing to bind
localProcess()(flow({ retries: 1 }));
