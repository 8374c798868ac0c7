import type { IncomingMessage } from 'node:http';
import { BadRequest } from './guarded-listener.ts';
import type { JsonObject } from './json.ts';

const MAX_BYTES = 1024 * 1024;
/** Settings are a few levels deep. Writing a value of some thousand levels as JSON overflows the stack. */
const MAX_DEPTH = 64;

/**
 * The request's body, a JSON object.
 * @throws BadRequest if it is anything else, too large, too deep, or breaks off.
 */
export async function readJsonBody(request: IncomingMessage): Promise<JsonObject> {
  const value = parse(await readText(request));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadRequest('The body is no JSON object');
  }
  if (isDeeperThan(value, MAX_DEPTH)) {
    throw new BadRequest(`The body is nested deeper than ${MAX_DEPTH} levels`);
  }
  return value as JsonObject;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // The connection stays open after too large a body: the caller gets a response.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) {
        break;
      }
      chunks.push(chunk);
    }
  } catch {
    throw new BadRequest('The body ended before its announced length');
  }
  if (bytes > MAX_BYTES) {
    throw new BadRequest(`The body is larger than ${MAX_BYTES} bytes`, 413);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest('The body is no JSON');
  }
}

/** Level by level, because recursion is what a deep value breaks. */
function isDeeperThan(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth < levels; depth++) {
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return level.some((item) => typeof item === 'object' && item !== null);
}
