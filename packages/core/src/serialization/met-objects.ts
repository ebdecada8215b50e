/** Which objects were met, each found by a value that it holds. */
export interface MetObjects {
  /**
   * Notes an object and tells whether it was met before.
   *
   * @param content a primitive that the object holds, always the same one; rows rarely share it.
   */
  meet(object: object, content: unknown): boolean;
}

/** Places for objects; a table is made only once it is needed, since most values are small. */
const placeBits = 18;

/** Up to so many objects a set is as quick. */
const fewObjects = 256;

/**
 * A set of very many objects asks the engine for an identity of each, and grows again and again, which costs as much as
 * writing them all as JSON. Here an object stands in the place that its content gives it; a set holds the first few, and
 * those whose place was taken.
 */
export function createMetObjects(): MetObjects {
  const others = new Set<object>();
  let table: (object | undefined)[] | null = null;
  return {
    meet(object, content) {
      if (table === null && others.size >= fewObjects) table = Array.from({ length: 2 ** placeBits });
      if (table !== null) {
        const place = placeOf(content);
        const there = table[place];
        if (there === object) return true;
        if (there === undefined) {
          table[place] = object;
          // It may be one of the first few.
          return others.has(object);
        }
      }
      const count = others.size;
      return others.add(object).size === count;
    },
  };
}

function placeOf(content: unknown): number {
  return (
    Math.imul(typeof content === "string" ? hashText(content) : (content as number), 0x9e3779b1) >>> (32 - placeBits)
  );
}

/** Of few characters, the last of which are most often those that differ. */
function hashText(text: string): number {
  let hash = text.length;
  for (let at = Math.max(0, text.length - 6); at < text.length; at++)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
