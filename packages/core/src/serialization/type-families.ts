import { binaries } from "./binary-tags.ts";
import { collections } from "./collection-tags.ts";
import { errors } from "./error-tags.ts";
import { instances } from "./instance-tags.ts";
import { irregularObjects } from "./object-tags.ts";
import { primitives } from "./primitive-tags.ts";
import type { TypeFamily } from "./tag.ts";
import { textTypes } from "./text-tags.ts";

/** In the order in which an object is offered to them: what a program registered goes before what is built in. */
export const typeFamilies: readonly TypeFamily[] = [
  instances,
  collections,
  textTypes,
  binaries,
  errors,
  primitives,
  irregularObjects,
];
