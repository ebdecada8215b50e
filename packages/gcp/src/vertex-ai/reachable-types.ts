/** A part of protos in the JSON of protobufjs. */
export interface ProtoNode {
  readonly nested?: Readonly<Record<string, ProtoNode>>;
  readonly fields?: Readonly<Record<string, { readonly type: string }>>;
  readonly values?: unknown;
  readonly methods?: Readonly<Record<string, ProtoMethod>>;
}

export interface ProtoMethod {
  readonly requestType: string;
  readonly responseType: string;
}

interface MutableNode {
  nested?: Record<string, MutableNode>;
}

const scalars = new Set(
  "double float int32 uint32 sint32 fixed32 sfixed32 int64 uint64 sint64 fixed64 sfixed64 string bytes bool".split(" "),
);

/**
 * Of all protos only one service with some of its methods, and the types that these need: a client that ships those of
 * hundreds of services is loaded in a fraction of its time. Pure.
 */
export function reachableTypes(root: ProtoNode, service: string, methods: readonly string[]): ProtoNode {
  const kept: MutableNode = {};
  const seen = new Set<string>();

  function find(name: string): ProtoNode | null {
    let node: ProtoNode | undefined = root;
    for (const part of name.split(".")) node = node?.nested?.[part];
    return node ?? null;
  }

  /** As protos look names up: in the scope, then in each around it. */
  function resolve(type: string, scope: string): string {
    const name = type.replace(/^\./, "");
    for (let parts = scope.split("."); ; parts = parts.slice(0, -1)) {
      const candidate = [...parts, name].join(".");
      const node = find(candidate);
      if (node !== null && (node.fields !== undefined || node.values !== undefined)) return candidate;
      if (parts.length === 0) throw new Error(`The protos have no type ${type}, which ${scope} needs.`);
    }
  }

  function place(name: string, node: object): void {
    let at = kept;
    for (const part of name.split(".")) {
      at.nested ??= {};
      at = at.nested[part] ??= {};
    }
    Object.assign(at, node);
  }

  function keep(name: string): void {
    if (seen.has(name)) return;
    seen.add(name);
    const { nested: _others, ...node } = find(name) ?? {};
    place(name, node);
    for (const { type } of Object.values(node.fields ?? {})) if (!scalars.has(type)) keep(resolve(type, name));
  }

  const found = find(service)?.methods ?? {};
  const wanted = Object.fromEntries(Object.entries(found).filter(([name]) => methods.includes(name)));
  for (const { requestType, responseType } of Object.values(wanted)) {
    keep(resolve(requestType, service));
    keep(resolve(responseType, service));
  }
  place(service, { methods: wanted });
  return kept as ProtoNode;
}
