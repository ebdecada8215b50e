/** How a package is imported and used inside a flow, and what that gives. */
export interface PackageUse {
  readonly imports: string;
  /** An expression, which may await. */
  readonly use: string;
  readonly expected: unknown;
}

/** Packages that many scripts import, each with a use that computes something. */
export const packageUses: Readonly<Record<string, PackageUse>> = {
  "@aws-sdk/client-s3": {
    imports: `import { GetObjectCommand } from "@aws-sdk/client-s3";`,
    use: `new GetObjectCommand({ Bucket: "b", Key: "k" }).input.Key`,
    expected: "k",
  },
  "@azure/storage-blob": {
    imports: `import { BlobServiceClient } from "@azure/storage-blob";`,
    use: `new BlobServiceClient("http://127.0.0.1/account").getContainerClient("c").containerName`,
    expected: "c",
  },
  ajv: {
    imports: `import { Ajv } from "ajv";`,
    use: `new Ajv().compile({ type: "object", required: ["a"] })({ b: 1 })`,
    expected: false,
  },
  async: {
    imports: `import async from "async";`,
    use: `await async.map([1, 2], async (n) => n * 2)`,
    expected: [2, 4],
  },
  axios: {
    imports: `import axios from "axios";`,
    use: `axios.getUri({ url: "http://127.0.0.1/a", params: { q: 1 } })`,
    expected: "http://127.0.0.1/a?q=1",
  },
  bcryptjs: {
    imports: `import bcrypt from "bcryptjs";`,
    use: `await bcrypt.compare("secret", await bcrypt.hash("secret", 4))`,
    expected: true,
  },
  "big.js": { imports: `import Big from "big.js";`, use: `new Big("0.1").plus("0.2").toString()`, expected: "0.3" },
  "bignumber.js": {
    imports: `import { BigNumber } from "bignumber.js";`,
    use: `new BigNumber("1e30").plus(1).toFixed()`,
    expected: "1000000000000000000000000000001",
  },
  chalk: { imports: `import chalk from "chalk";`, use: `new chalk.Instance({ level: 0 }).red("red")`, expected: "red" },
  cheerio: {
    imports: `import * as cheerio from "cheerio";`,
    use: `cheerio.load("<p class=a>text</p>")(".a").text()`,
    expected: "text",
  },
  commander: {
    imports: `import { Command } from "commander";`,
    use: `new Command().option("--name <n>").parse(["--name", "x"], { from: "user" }).opts().name`,
    expected: "x",
  },
  "csv-parse": {
    imports: `import { parse } from "csv-parse/sync";`,
    use: `parse("a,b\\n1,2", { columns: true })`,
    expected: [{ a: "1", b: "2" }],
  },
  "csv-stringify": {
    imports: `import { stringify } from "csv-stringify/sync";`,
    use: `stringify([[1, "x,y"]])`,
    expected: '1,"x,y"\n',
  },
  "d3-array": { imports: `import { median } from "d3-array";`, use: `median([3, 1, 2])`, expected: 2 },
  "date-fns": {
    imports: `import { addDays, formatISO } from "date-fns";`,
    use: `formatISO(addDays(new Date(2024, 1, 28), 2), { representation: "date" })`,
    expected: "2024-03-01",
  },
  dayjs: {
    imports: `import dayjs from "dayjs"; import utc from "dayjs/plugin/utc.js";`,
    use: `(dayjs.extend(utc), dayjs.utc(0).format("YYYY-MM-DD"))`,
    expected: "1970-01-01",
  },
  debug: {
    imports: `import createDebug from "debug";`,
    use: `createDebug("a").extend("b").namespace`,
    expected: "a:b",
  },
  "decimal.js": {
    imports: `import { Decimal } from "decimal.js";`,
    use: `new Decimal(2).sqrt().toFixed(5)`,
    expected: "1.41421",
  },
  deepmerge: {
    imports: `import deepmerge from "deepmerge";`,
    use: `deepmerge({ a: { b: 1 } }, { a: { c: 2 } })`,
    expected: { a: { b: 1, c: 2 } },
  },
  dotenv: {
    imports: `import dotenv from "dotenv";`,
    use: `dotenv.parse("A=1\\nB='two'")`,
    expected: { A: "1", B: "two" },
  },
  ejs: { imports: `import ejs from "ejs";`, use: `ejs.render("<%= n + 1 %>", { n: 1 })`, expected: "2" },
  eventemitter3: {
    imports: `import { EventEmitter } from "eventemitter3";`,
    use: `(() => { const e = new EventEmitter(); let n = 0; e.on("x", (by: number) => (n += by)); e.emit("x", 3); return n; })()`,
    expected: 3,
  },
  express: {
    imports: `import express from "express";`,
    use: `await answerOf(express().get("/", (_: unknown, response: any) => response.send("express")))`,
    expected: "express",
  },
  "fast-deep-equal": {
    imports: `import equal from "fast-deep-equal";`,
    use: `equal({ a: [1] }, { a: [1] })`,
    expected: true,
  },
  "fast-glob": { imports: `import glob from "fast-glob";`, use: `glob.isDynamicPattern("*.ts")`, expected: true },
  "fast-xml-parser": {
    imports: `import { XMLParser } from "fast-xml-parser";`,
    use: `new XMLParser().parse("<a><b>1</b></a>")`,
    expected: { a: { b: 1 } },
  },
  fastify: {
    imports: `import fastify from "fastify";`,
    use: `(await (fastify().get("/", async () => "fastify") as any).inject("/")).body`,
    expected: "fastify",
  },
  graphql: {
    imports: `import { buildSchema, graphql } from "graphql";`,
    use: `JSON.parse(JSON.stringify((await graphql({ schema: buildSchema("type Query { n: Int }"), source: "{ n }", rootValue: { n: 4 } })).data))`,
    expected: { n: 4 },
  },
  handlebars: {
    imports: `import Handlebars from "handlebars";`,
    use: `Handlebars.compile("Hi {{name}}")({ name: "Ada" })`,
    expected: "Hi Ada",
  },
  hono: {
    imports: `import { Hono } from "hono";`,
    use: `await (await new Hono().get("/", (c) => c.text("hono")).request("/")).text()`,
    expected: "hono",
  },
  immer: {
    imports: `import { produce } from "immer";`,
    use: `produce({ a: [1] }, (draft) => void draft.a.push(2))`,
    expected: { a: [1, 2] },
  },
  immutable: {
    imports: `import { Map as IMap } from "immutable";`,
    use: `IMap({ a: 1 }).set("b", 2).toJS()`,
    expected: { a: 1, b: 2 },
  },
  ini: { imports: `import ini from "ini";`, use: `ini.parse("[a]\\nb=1").a.b`, expected: "1" },
  ioredis: {
    imports: `import { Redis } from "ioredis";`,
    use: `(() => { const redis = new Redis({ lazyConnect: true }); const { status } = redis; redis.disconnect(); return status; })()`,
    expected: "wait",
  },
  joi: {
    imports: `import Joi from "joi";`,
    use: `Joi.number().min(3).validate(1).error?.name`,
    expected: "ValidationError",
  },
  jose: {
    imports: `import { SignJWT, jwtVerify } from "jose";`,
    use: `(await jwtVerify(await new SignJWT({ a: 1 }).setProtectedHeader({ alg: "HS256" }).sign(new Uint8Array(32)), new Uint8Array(32))).payload.a`,
    expected: 1,
  },
  "js-yaml": {
    imports: `import * as jsYaml from "js-yaml";`,
    use: `jsYaml.load("a: [1, 2]")`,
    expected: { a: [1, 2] },
  },
  jsonwebtoken: {
    imports: `import jwt from "jsonwebtoken";`,
    use: `(jwt.verify(jwt.sign({ a: 2 }, "key"), "key") as any).a`,
    expected: 2,
  },
  jszip: {
    imports: `import JSZip from "jszip";`,
    use: `await (await JSZip.loadAsync(await new JSZip().file("a.txt", "zipped").generateAsync({ type: "uint8array" }))).file("a.txt")!.async("string")`,
    expected: "zipped",
  },
  lodash: { imports: `import _ from "lodash";`, use: `_.chunk([1, 2, 3], 2)`, expected: [[1, 2], [3]] },
  "lodash-es": {
    imports: `import { groupBy } from "lodash-es";`,
    use: `groupBy([1, 2, 3], (n: number) => (n % 2 ? "odd" : "even"))`,
    expected: { odd: [1, 3], even: [2] },
  },
  luxon: {
    imports: `import { DateTime } from "luxon";`,
    use: `DateTime.fromMillis(0, { zone: "utc" }).plus({ days: 1 }).toISODate()`,
    expected: "1970-01-02",
  },
  "markdown-it": {
    imports: `import MarkdownIt from "markdown-it";`,
    use: `new MarkdownIt().render("*a*").trim()`,
    expected: "<p><em>a</em></p>",
  },
  marked: {
    imports: `import { marked } from "marked";`,
    use: `String(await marked.parse("# a")).trim()`,
    expected: "<h1>a</h1>",
  },
  mathjs: { imports: `import { evaluate } from "mathjs";`, use: `evaluate("2 * (3 + 4)")`, expected: 14 },
  minimatch: {
    imports: `import { minimatch } from "minimatch";`,
    use: `minimatch("src/a.ts", "src/*.ts")`,
    expected: true,
  },
  moment: { imports: `import moment from "moment";`, use: `moment.utc(0).add(1, "year").year()`, expected: 1971 },
  ms: { imports: `import ms from "ms";`, use: `ms("2 days")`, expected: 172_800_000 },
  mustache: {
    imports: `import Mustache from "mustache";`,
    use: `Mustache.render("{{#a}}{{.}},{{/a}}", { a: [1, 2] })`,
    expected: "1,2,",
  },
  nanoid: { imports: `import { customAlphabet } from "nanoid";`, use: `customAlphabet("a", 5)()`, expected: "aaaaa" },
  openai: {
    imports: `import OpenAI from "openai";`,
    use: `new OpenAI({ apiKey: "none", baseURL: "http://127.0.0.1/v1" }).baseURL`,
    expected: "http://127.0.0.1/v1",
  },
  "p-limit": {
    imports: `import pLimit from "p-limit";`,
    use: `await Promise.all([1, 2].map((n) => pLimit(1)(() => n)))`,
    expected: [1, 2],
  },
  "p-queue": {
    imports: `import PQueue from "p-queue";`,
    use: `await new PQueue({ concurrency: 1 }).add(async () => 5)`,
    expected: 5,
  },
  pako: {
    imports: `import * as pako from "pako";`,
    use: `pako.inflate(pako.deflate(new Uint8Array([1, 2, 3]))).length`,
    expected: 3,
  },
  papaparse: {
    imports: `import Papa from "papaparse";`,
    use: `Papa.parse("a,b\\n1,2").data`,
    expected: [
      ["a", "b"],
      ["1", "2"],
    ],
  },
  pg: {
    imports: `import pg from "pg";`,
    use: `new pg.Client({ host: "127.0.0.1", database: "d", user: "u" }).database`,
    expected: "d",
  },
  pino: {
    imports: `import { pino } from "pino";`,
    use: `(() => { const lines: string[] = []; pino({ base: null, timestamp: false }, { write: (line: string) => void lines.push(line) }).info("hi"); return JSON.parse(lines[0]!).msg; })()`,
    expected: "hi",
  },
  qs: { imports: `import qs from "qs";`, use: `qs.parse("a[b]=1")`, expected: { a: { b: "1" } } },
  ramda: {
    imports: `import * as R from "ramda";`,
    use: `R.pipe(R.map((n: number) => n + 1), R.sum)([1, 2])`,
    expected: 5,
  },
  react: {
    imports: `import { createElement } from "react";`,
    use: `createElement("b", null, "x").type`,
    expected: "b",
  },
  "react-dom": {
    imports: `import { createElement as element } from "react"; import { renderToStaticMarkup } from "react-dom/server";`,
    use: `renderToStaticMarkup(element("b", null, "bold"))`,
    expected: "<b>bold</b>",
  },
  rxjs: {
    imports: `import { lastValueFrom, of, reduce } from "rxjs";`,
    use: `await lastValueFrom(of(1, 2, 3).pipe(reduce((a, b) => a + b)))`,
    expected: 6,
  },
  semver: { imports: `import semver from "semver";`, use: `semver.satisfies("1.2.3", "^1.0.0")`, expected: true },
  "simple-statistics": { imports: `import { mean } from "simple-statistics";`, use: `mean([1, 2, 3])`, expected: 2 },
  superjson: {
    imports: `import superjson from "superjson";`,
    use: `superjson.parse<Date>(superjson.stringify(new Date(5))).getTime()`,
    expected: 5,
  },
  "tar-stream": {
    imports: `import tar from "tar-stream";`,
    use: `await new Promise((resolve) => { const pack = tar.pack(), extract = tar.extract(); extract.on("entry", (header, stream, next) => { resolve(header.name); stream.resume(); next(); }); pack.pipe(extract); pack.entry({ name: "a" }, "x"); pack.finalize(); })`,
    expected: "a",
  },
  undici: {
    imports: `import { Headers as UndiciHeaders } from "undici";`,
    use: `new UndiciHeaders({ a: "1" }).get("A")`,
    expected: "1",
  },
  uuid: {
    imports: `import { v5 } from "uuid";`,
    use: `v5("a", v5.URL)`,
    expected: "e1407479-3136-56c0-9908-bb02fb0339e2",
  },
  valibot: { imports: `import * as v from "valibot";`, use: `v.safeParse(v.string(), 1).success`, expected: false },
  winston: {
    imports: `import winston from "winston";`,
    use: `winston.createLogger({ silent: true, level: "debug" }).level`,
    expected: "debug",
  },
  ws: {
    imports: `import { WebSocketServer } from "ws";`,
    use: `new WebSocketServer({ noServer: true }).clients.size`,
    expected: 0,
  },
  xml2js: {
    imports: `import { parseStringPromise } from "xml2js";`,
    use: `await parseStringPromise("<a>1</a>")`,
    expected: { a: "1" },
  },
  yaml: {
    imports: `import { parse as parseYaml } from "yaml";`,
    use: `parseYaml("- 1\\n- a: 2")`,
    expected: [1, { a: 2 }],
  },
  yargs: {
    imports: `import yargs from "yargs";`,
    use: `(yargs(["--n", "3"]).exitProcess(false).parseSync() as any).n`,
    expected: 3,
  },
  yup: {
    imports: `import { number, object } from "yup";`,
    use: `await object({ n: number().required() }).isValid({ n: 1 })`,
    expected: true,
  },
  zod: {
    imports: `import { z } from "zod";`,
    use: `z.object({ n: z.coerce.number() }).parse({ n: "7" })`,
    expected: { n: 7 },
  },
};
