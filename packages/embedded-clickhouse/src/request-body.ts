import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { PassThrough, Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ClickHouseError, refusal } from './clickhouse-error.ts';

/**
 * Reads the body as text, decompressed, up to `limit` bytes. Rejects with `ClickHouseError`; the connection stays open
 * for the response.
 */
export async function readText(request: IncomingMessage, limit: number): Promise<string> {
  return readable(async () => {
    const [source, unpacked, bounded] = stages(request, limit);
    const text = await pipeline(source, unpacked, bounded, (chunks) => buffer(chunks));
    return text.toString();
  });
}

/**
 * Writes the decompressed body to a new file in `dir` and returns its path. Rejects with `ClickHouseError` and leaves
 * no file then.
 */
export async function spool(request: IncomingMessage, limit: number, dir: string): Promise<string> {
  const path = join(dir, randomUUID());
  try {
    await readable(async () => {
      const [source, unpacked, bounded] = stages(request, limit);
      await pipeline(source, unpacked, bounded, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return path;
}

/**
 * Stages for `pipeline`, which ends all of them when one fails, but not the connection: the client still gets a
 * response.
 */
function stages(request: IncomingMessage, limit: number): [AsyncIterable<Buffer>, Transform, Transform] {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'gzip' && encoding !== 'identity') {
    throw refusal(48, `Content-Encoding ${encoding} is not served here: use gzip or none`);
  }
  const source = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  return [source, encoding === 'gzip' ? createGunzip() : new PassThrough(), atMost(limit)];
}

function atMost(limit: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > limit) {
        done(refusal(223, `A body has at most ${limit} bytes here, unpacked`));
      } else {
        done(null, chunk);
      }
    },
  });
}

async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw bodyError(error);
  }
}

function bodyError(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof ClickHouseError || code === undefined) {
    return error;
  }
  if (code.startsWith('Z_') || code.startsWith('ERR_ZLIB')) {
    return refusal(354, `The body was announced as gzip and is none, or ends too early: ${message}`);
  }
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') {
    return refusal(33, 'The body ended before its announced end');
  }
  return error;
}
