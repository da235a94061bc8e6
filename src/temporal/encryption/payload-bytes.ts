import type { Payload } from '@temporalio/common';
import protobuf from 'protobufjs/minimal.js';

/**
 * A payload as one string of bytes: Temporal's own protobuf message, as in the samples of its SDKs.
 *
 *     message Payload { map<string, bytes> metadata = 1; bytes data = 2; }
 */
export function payloadToBytes({ metadata, data }: Payload): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const [name, value] of Object.entries(metadata ?? {})) {
    writer.uint32(tag(1)).fork();
    writer.uint32(tag(1)).string(name).uint32(tag(2)).bytes(value).ldelim();
  }
  if (data && data.length > 0) writer.uint32(tag(2)).bytes(data);
  return writer.finish();
}

/** @throws Error if the bytes are not a payload */
export function payloadFromBytes(bytes: Uint8Array): Payload {
  const metadata: Record<string, Uint8Array> = {};
  let data: Uint8Array = new Uint8Array();
  forEachField(protobuf.Reader.create(bytes), (field, reader) => {
    if (field === 2) data = reader.bytes();
    else Object.assign(metadata, entryFrom(reader.bytes()));
  });
  return { metadata, data };
}

function entryFrom(bytes: Uint8Array): Record<string, Uint8Array> {
  let name = '';
  let value: Uint8Array = new Uint8Array();
  forEachField(protobuf.Reader.create(bytes), (field, reader) => {
    if (field === 1) name = reader.string();
    else value = reader.bytes();
  });
  return { [name]: value };
}

/** All fields here have the wire type 2: a length and that number of bytes. */
const LENGTH_DELIMITED = 2;
const tag = (field: number): number => (field << 3) | LENGTH_DELIMITED;

function forEachField(reader: protobuf.Reader, read: (field: number, reader: protobuf.Reader) => void): void {
  while (reader.pos < reader.len) {
    const key = reader.uint32();
    if (key === tag(1) || key === tag(2)) read(key >>> 3, reader);
    else reader.skipType(key & 7);
  }
}
