import { bound, flow, localProcess } from "prefect-core";

class Jobs {
  static step = 4;
  readonly rates = new Map([["a", 3]]);
  readonly extra: number;

  constructor(extra: number) {
    this.extra = extra;
  }

  @localProcess()
  @flow({ retries: 1 })
  static async plus(n: number): Promise<number> {
    return n + Jobs.step;
  }

  @localProcess()
  @flow()
  async scale(n: number): Promise<number> {
    return n * (this.rates.get("a") ?? 0) + this.extra;
  }
}

export async function answer(): Promise<string> {
  return JSON.stringify([await Jobs.plus(20), await bound(new Jobs(6).scale)(20)]);
}
