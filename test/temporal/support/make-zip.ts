import { deflateRawSync } from 'node:zlib';

/** One file of a zip; `stored` leaves it uncompressed. */
export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer;
  readonly stored?: boolean;
}

function header(bytes: number, signature: number, fields: Record<number, [number, 2 | 4]>): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUInt32LE(signature, 0);
  for (const [at, [value, size]] of Object.entries(fields)) buffer.writeUIntLE(value, Number(at), size);
  return buffer;
}

/** A zip file whose local headers carry an extra field that the directory does not have, as real writers do. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const extra = Buffer.from('extra field');
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, stored = false } of entries) {
    const data = stored ? content : deflateRawSync(content);
    const method = stored ? 0 : 8;
    const local = header(30, 0x04034b50, {
      8: [method, 2],
      18: [data.length, 4],
      22: [content.length, 4],
      26: [name.length, 2],
      28: [extra.length, 2],
    });
    const central = header(46, 0x02014b50, {
      10: [method, 2],
      20: [data.length, 4],
      24: [content.length, 4],
      28: [name.length, 2],
      42: [offset, 4],
    });
    const file = Buffer.concat([local, Buffer.from(name), extra, data]);
    files.push(file);
    directory.push(central, Buffer.from(name));
    offset += file.length;
  }
  const packed = Buffer.concat(directory);
  const end = header(22, 0x06054b50, {
    10: [entries.length, 2],
    12: [packed.length, 4],
    16: [offset, 4],
  });
  return Buffer.concat([...files, packed, end]);
}
