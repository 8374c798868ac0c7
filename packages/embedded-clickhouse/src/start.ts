import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ChildMessage, ChildOptions } from './child.ts';

export interface EmbeddedClickHouse {
  /** Base address of the HTTP interface, `http://127.0.0.1:<port>`. */
  url: string;
  pid: number;
  /** Resolves with why, when the process ends without being stopped; never otherwise. */
  died: Promise<string>;
  /** Ends the process after its running queries, at most 5 s. Idempotent. */
  stop(): Promise<void>;
}

/** Threads for running queries: every account's lanes, and some for files and compression. */
const THREADS = 32;

/**
 * Starts the engine in a process of its own on `dataDir`, applies the schema, and serves it on 127.0.0.1 alone.
 * `port` 0 takes a free one. An account without a password in `passwords` cannot log in. Rejects with a readable
 * message: a port in use, a folder another process has. The process ends with its parent, however that ends.
 */
export async function startEmbeddedClickHouse(options: ChildOptions): Promise<EmbeddedClickHouse> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./child.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Out of the terminal's group: Ctrl-C reaches the parent, which ends what it started in order.
    detached: true,
    // Times without a zone are UTC.
    env: { ...process.env, NODE_OPTIONS: '', TZ: 'UTC', UV_THREADPOOL_SIZE: String(THREADS) },
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const stderr = collect(child);
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify(options)}\n`);
  const message = await firstMessage(child, exited, stderr);
  if (!message.ready) {
    await exited;
    throw new Error(message.error);
  }
  let stopping = false;
  return {
    url: `http://127.0.0.1:${message.port}`,
    pid: child.pid ?? 0,
    died: new Promise((resolve) => {
      void exited.then((code) => stopping || resolve(`ended with code ${code}: ${stderr().trim()}`));
    }),
    async stop() {
      stopping = true;
      child.stdin.end();
      const late = setTimeout(() => child.kill('SIGKILL'), 8_000);
      await exited;
      clearTimeout(late);
    },
  };
}

/** The last of what the process said on stderr. */
function collect(child: ChildProcess): () => string {
  let tail = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-4_000);
  });
  return () => tail;
}

async function firstMessage(
  child: ChildProcess,
  exited: Promise<number | null>,
  stderr: () => string,
): Promise<ChildMessage> {
  if (child.stdout === null) {
    throw new Error('The engine has no output to read.');
  }
  const lines = createInterface({ input: child.stdout });
  const line = new Promise<string>((resolve) => lines.once('line', resolve));
  const early = exited.then((code) => {
    throw new Error(`The engine ended at its start with code ${code}: ${stderr().trim()}`);
  });
  early.catch(() => undefined);
  return JSON.parse(await Promise.race([line, early])) as ChildMessage;
}
