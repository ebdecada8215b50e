/** When a rule applies, counted over what it matches. */
export interface RuleOccurrence {
  /** How many matching ones pass before the first that is befallen. Default: 0. */
  readonly after?: number;
  /** How many are befallen. Default: 1; `Infinity` is all from then on. */
  readonly times?: number;
}

/** Gives the first rule that is due for a subject; every matching rule counts it, due or not. */
export function createDueRules<Rule extends RuleOccurrence, Subject>(
  rules: readonly Rule[],
  matches: (rule: Rule, subject: Subject) => boolean,
): (subject: Subject) => Rule | null {
  const seen = new Map<Rule, number>();
  return (subject) => {
    let due: Rule | null = null;
    for (const rule of rules) {
      if (!matches(rule, subject)) continue;
      const count = seen.get(rule) ?? 0;
      seen.set(rule, count + 1);
      const { after = 0, times = 1 } = rule;
      if (due === null && count >= after && count < after + times) due = rule;
    }
    return due;
  };
}
