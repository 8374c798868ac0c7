import { crc32 } from 'node:zlib';

/**
 * Encodes one message of an AWS event stream: lengths, headers with string values, payload, each with its checksum
 * (smithy.io/2.0/aws/amazon-eventstream.html).
 */
export function eventMessage(headers: Readonly<Record<string, string>>, payload: unknown): Buffer {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => header(name, value)));
  const body = Buffer.from(JSON.stringify(payload));
  const length = 12 + head.length + body.length + 4;
  const prelude = Buffer.concat([uint32(length), uint32(head.length)]);
  const unchecked = Buffer.concat([prelude, uint32(crc32(prelude)), head, body]);
  return Buffer.concat([unchecked, uint32(crc32(unchecked))]);
}

/** One event of a model's response, as Bedrock wraps it. */
export function chunkOf(event: unknown): Buffer {
  const bytes = Buffer.from(JSON.stringify(event)).toString('base64');
  const headers = { ':event-type': 'chunk', ':content-type': 'application/json', ':message-type': 'event' };
  return eventMessage(headers, { bytes, p: 'abcdefghijk' });
}

/** The type of a header whose value is a string. */
const STRING = 7;

function header(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([STRING]),
    length,
    Buffer.from(value),
  ]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
