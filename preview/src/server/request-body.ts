import type { IncomingMessage } from 'node:http';
import { BadRequest } from './guarded-listener.ts';
import type { JsonObject } from './json.ts';

const MAX_BYTES = 1024 * 1024;
/** Maximum depth. Settings have a few levels; writing thousands of levels as JSON overflows the stack. */
const MAX_DEPTH = 64;

/**
 * Reads the request's body, which must be a JSON object.
 * @throws BadRequest if it is another value, too large, too deep, or incomplete.
 */
export async function readJsonBody(request: IncomingMessage): Promise<JsonObject> {
  const value = parse(await readText(request));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadRequest('The body is not a JSON object');
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
    // If the body is too large, keep the connection open for the response.
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
    throw new BadRequest('The body is not valid JSON');
  }
}

/** Iterates level by level, because recursion overflows on deep values. */
function isDeeperThan(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth < levels; depth++) {
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return level.some((item) => typeof item === 'object' && item !== null);
}
