import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

/** Sizes and signatures of the ZIP file format (APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16). */
const end = { signature: 0x06054b50, bytes: 22, longestComment: 0xffff };
const central = { signature: 0x02014b50, bytes: 46 };
const local = { signature: 0x04034b50, bytes: 30 };
const zip64Marker = 0xffffffff;
const encryptedFlag = 1;

interface Entry {
  readonly method: number;
  readonly flags: number;
  readonly compressedBytes: number;
  readonly localOffset: number;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new Error('the zip file is cut short');
  return buffer;
}

async function readCentralDirectory(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat();
  const length = Math.min(size, end.bytes + end.longestComment);
  const tail = await readAt(file, size - length, length);
  for (let at = length - end.bytes; at >= 0; at -= 1) {
    const isEnd = tail.readUInt32LE(at) === end.signature;
    if (isEnd && at + end.bytes + tail.readUInt16LE(at + 20) === length) {
      return readAt(file, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12));
    }
  }
  throw new Error('this is no zip file');
}

function findEntry(directory: Buffer, name: string): Entry {
  let at = 0;
  while (at + central.bytes <= directory.length && directory.readUInt32LE(at) === central.signature) {
    const nameEnd = at + central.bytes + directory.readUInt16LE(at + 28);
    if (directory.toString('utf8', at + central.bytes, nameEnd) === name) {
      return {
        flags: directory.readUInt16LE(at + 8),
        method: directory.readUInt16LE(at + 10),
        compressedBytes: directory.readUInt32LE(at + 20),
        localOffset: directory.readUInt32LE(at + 42),
      };
    }
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  throw new Error(`there is no ${name} in the zip file`);
}

/** The local header's name and extra field may differ in length from those in the directory: it must be read. */
async function dataOffset(file: FileHandle, entry: Entry): Promise<number> {
  const header = await readAt(file, entry.localOffset, local.bytes);
  if (header.readUInt32LE(0) !== local.signature) throw new Error('the zip file is damaged');
  return entry.localOffset + local.bytes + header.readUInt16LE(26) + header.readUInt16LE(28);
}

function requireSupported(entry: Entry, name: string): void {
  const stored = entry.method === 0 || entry.method === 8;
  const isZip64 = entry.compressedBytes === zip64Marker || entry.localOffset === zip64Marker;
  if (!stored || isZip64 || (entry.flags & encryptedFlag) !== 0) {
    throw new Error(`${name} is packed in a way this reader does not know`);
  }
}

/**
 * Unpacks one entry of a zip file (stored or deflated; no encryption, no zip64).
 *
 * The entry's own checksum is not looked at: the caller compares the sha256 of what comes out.
 *
 * @throws Error when the file is no zip file, is damaged, or has no such entry.
 */
export async function unzipEntry(zipPath: string, name: string, target: string): Promise<void> {
  const file = await open(zipPath, 'r');
  try {
    const entry = findEntry(await readCentralDirectory(file), name);
    requireSupported(entry, name);
    if (entry.compressedBytes === 0) throw new Error(`${name} is empty`);
    const start = await dataOffset(file, entry);
    const packed = createReadStream(zipPath, { start, end: start + entry.compressedBytes - 1 });
    const unpacked = createWriteStream(target, { flags: 'wx' });
    if (entry.method === 8) await pipeline(packed, createInflateRaw(), unpacked);
    else await pipeline(packed, unpacked);
  } finally {
    await file.close();
  }
}
