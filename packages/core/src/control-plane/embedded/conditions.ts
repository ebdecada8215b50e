import type {
  AnyOrNoneOf,
  AnyOrNull,
  NameFilter,
  NullableTimeFilter,
  StateFilter,
  TagsFilter,
} from "../records/filters.ts";
import type { SqlValue } from "./sqlite.ts";

/** Part of a `WHERE` clause and the values of its placeholders. */
export interface Condition {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

type Maybe<T> = T | null | undefined;

/** All conditions, or with `or_` any of them; without any, everything matches. */
export function combine(conditions: readonly Condition[], operator: "and_" | "or_" = "and_"): Condition {
  if (conditions.length === 0) return { sql: "TRUE", parameters: [] };
  return {
    sql: `(${conditions.map((condition) => condition.sql).join(operator === "or_" ? " OR " : " AND ")})`,
    parameters: conditions.flatMap((condition) => condition.parameters),
  };
}

function isOneOf(column: string, values: readonly (string | number)[], negated = false): Condition {
  const list = JSON.stringify(values);
  return { sql: `${column} ${negated ? "NOT IN" : "IN"} (SELECT value FROM json_each(?))`, parameters: [list] };
}

function isNull(column: string, wanted: boolean): Condition {
  return { sql: `${column} IS ${wanted ? "" : "NOT "}NULL`, parameters: [] };
}

function compare(column: string, comparison: ">=" | "<=", value: SqlValue): Condition {
  return { sql: `${column} ${comparison} ?`, parameters: [value] };
}

export function matchAny(column: string, filter: Maybe<AnyOrNoneOf & AnyOrNull>): Condition[] {
  const conditions: Condition[] = [];
  if (filter?.any_) conditions.push(isOneOf(column, filter.any_));
  if (filter?.not_any_) conditions.push(isOneOf(column, filter.not_any_, true));
  if (typeof filter?.is_null_ === "boolean") conditions.push(isNull(column, filter.is_null_));
  return conditions;
}

export function matchName(column: string, filter: Maybe<NameFilter>): Condition[] {
  const conditions = matchAny(column, filter);
  if (typeof filter?.like_ === "string") {
    conditions.push({ sql: `${column} LIKE '%' || ? || '%'`, parameters: [filter.like_] });
  }
  return conditions;
}

export function matchTime(column: string, filter: Maybe<NullableTimeFilter>): Condition[] {
  const conditions: Condition[] = [];
  if (filter?.before_) conditions.push(compare(column, "<=", filter.before_));
  if (filter?.after_) conditions.push(compare(column, ">=", filter.after_));
  if (typeof filter?.is_null_ === "boolean") conditions.push(isNull(column, filter.is_null_));
  return conditions;
}

export function matchLevel(
  column: string,
  filter: Maybe<{ readonly ge_?: Maybe<number>; readonly le_?: Maybe<number> }>,
): Condition[] {
  const conditions: Condition[] = [];
  if (typeof filter?.ge_ === "number") conditions.push(compare(column, ">=", filter.ge_));
  if (typeof filter?.le_ === "number") conditions.push(compare(column, "<=", filter.le_));
  return conditions;
}

export function matchTags(column: string, filter: Maybe<TagsFilter>): Condition[] {
  const conditions: Condition[] = [];
  const contained = `SELECT value FROM json_each(${column})`;
  if (filter?.all_) {
    conditions.push({
      sql: `NOT EXISTS (SELECT 1 FROM json_each(?) WHERE value NOT IN (${contained}))`,
      parameters: [JSON.stringify(filter.all_)],
    });
  }
  if (filter?.any_) {
    conditions.push({
      sql: `EXISTS (SELECT 1 FROM json_each(?) WHERE value IN (${contained}))`,
      parameters: [JSON.stringify(filter.any_)],
    });
  }
  if (typeof filter?.is_null_ === "boolean") {
    conditions.push({ sql: `${column} ${filter.is_null_ ? "=" : "<>"} '[]'`, parameters: [] });
  }
  return conditions.length === 0 ? [] : [combine(conditions, filter?.operator)];
}

export function matchState(prefix: string, filter: Maybe<StateFilter>): Condition[] {
  const conditions = [
    ...matchAny(`${prefix}.state_type`, filter?.type),
    ...matchAny(`${prefix}.state_name`, filter?.name),
  ];
  return conditions.length === 0 ? [] : [combine(conditions, filter?.operator)];
}
