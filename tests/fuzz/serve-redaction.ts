/** The instrumentation's redaction in its own process, so that a text that blocks it can be detected from outside. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { contentRules } from '../../instrumentation/src/redaction/content/content-rules.ts';
import { contentText } from '../../instrumentation/src/redaction/content/content-text.ts';
import { REDACTED } from '../../instrumentation/src/redaction/mark.ts';
import { redactName, redactText } from '../../instrumentation/src/redaction/redact-text.ts';

export interface Redacted {
  /** `redactText` of the text. */
  text: string;
  /** The text as a name that every user sees. */
  name: string;
  /** The text as content of a call that knows these values. */
  content: string;
  /** CPU time of the slowest of the three, ms: the time that the app's event loop is blocked. */
  cpuMs: number;
}

const HEADERS = { redact: [], addresses: true, callers: true };
const LIMIT = 16 * 1024 * 1024;

function redacted(text: string, known: readonly string[]): Redacted {
  const rules = { ...contentRules(known.map((value) => ({ value, replacement: REDACTED }))), headers: HEADERS };
  let cpuMs = 0;
  const timed = (work: () => string): string => {
    const before = process.threadCpuUsage();
    const result = work();
    const { user, system } = process.threadCpuUsage(before);
    cpuMs = Math.max(cpuMs, (user + system) / 1000);
    return result;
  };
  return {
    text: timed(() => redactText(text)),
    name: timed(() => redactName(text)),
    content: timed(() => contentText('inputMessages', text, LIMIT, rules) ?? ''),
    get cpuMs() {
      return cpuMs;
    },
  };
}

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end('here');
    return;
  }
  json(request).then(
    (body) => {
      const { text, known } = body as { text: string; known: string[] };
      response.end(JSON.stringify(redacted(text, known)));
    },
    () => response.writeHead(400).end(),
  );
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }));
process.stdin.on('end', () => process.exit(0)).resume();
