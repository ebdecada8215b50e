/** Castagnoli's polynomial, reflected. */
const polynomial = 0x82f63b78;

// Eight bytes at a time: the SDK's own checksum takes one, and would be what bounds a transfer.
const [t0, t1, t2, t3, t4, t5, t6, t7] = createTables();

/** The CRC-32C of bytes that follow those that `previous` is the CRC-32C of; 0 stands for none. */
export function crc32c(bytes: Uint8Array, previous = 0): number {
  let crc = ~previous;
  let index = 0;
  for (; index + 8 <= bytes.length; index += 8) {
    crc ^= at(bytes, index) | (at(bytes, index + 1) << 8) | (at(bytes, index + 2) << 16) | (at(bytes, index + 3) << 24);
    crc =
      at(t7, crc & 255) ^
      at(t6, (crc >>> 8) & 255) ^
      at(t5, (crc >>> 16) & 255) ^
      at(t4, crc >>> 24) ^
      at(t3, at(bytes, index + 4)) ^
      at(t2, at(bytes, index + 5)) ^
      at(t1, at(bytes, index + 6)) ^
      at(t0, at(bytes, index + 7));
  }
  for (; index < bytes.length; index++) crc = at(t0, (crc ^ at(bytes, index)) & 255) ^ (crc >>> 8);
  return ~crc;
}

/** As Cloud Storage writes it: big-endian, in base64. */
export function toCrc32cText(crc: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(crc);
  return bytes.toString("base64");
}

type Tables = [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];

function createTables(): Tables {
  const tables = Array.from({ length: 8 }, () => new Int32Array(256)) as Tables;
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    tables[0][byte] = crc;
  }
  for (let byte = 0; byte < 256; byte++) {
    let crc = at(tables[0], byte);
    for (const table of tables.slice(1)) {
      crc = at(tables[0], crc & 255) ^ (crc >>> 8);
      table[byte] = crc;
    }
  }
  return tables;
}

/** An index that is always within. */
function at(values: Int32Array | Uint8Array, index: number): number {
  return values[index] as number;
}
