import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ChildMessage, ChildOptions } from './child.ts';

export interface EmbeddedClickHouse {
  /** Base URL of the HTTP interface, `http://127.0.0.1:<port>`. */
  url: string;
  pid: number;
  /** Resolves with the reason if the process ends without being stopped; otherwise never. */
  died: Promise<string>;
  /** Ends the process after its running queries, waiting at most 5 s. Idempotent. */
  stop(): Promise<void>;
}

export interface StartOptions extends ChildOptions {
  /** File to which the process's messages are appended. Default: only the last ones are kept, for `died`. */
  logFile?: string;
}

/** Threads for running queries: the lanes of all accounts, and some for files and compression. */
const THREADS = 32;

/**
 * Starts the engine on `dataDir` in a process of its own, applies the schema and serves it on 127.0.0.1 only. `port` 0
 * uses any free port. An account without a password in `passwords` cannot log in. Rejects with a readable message, for
 * example if the port is in use or another process uses the folder. The process ends with its parent, even if the
 * parent is killed.
 */
export async function startEmbeddedClickHouse({ logFile, ...options }: StartOptions): Promise<EmbeddedClickHouse> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./child.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its own process group: Ctrl-C then reaches only the parent, which ends its children in order.
    detached: true,
    // Times without a zone are UTC.
    env: { ...process.env, NODE_OPTIONS: '', TZ: 'UTC', UV_THREADPOOL_SIZE: String(THREADS) },
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const stderr = collect(child);
  if (logFile !== undefined) {
    // A full disk must not end the store's parent. The messages are also in `died`.
    child.stderr.pipe(createWriteStream(logFile, { flags: 'a', mode: 0o600 }).on('error', () => undefined));
  }
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

/** Returns a function that gives the last of the child's output on stderr. */
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
    throw new Error(`The engine ended while starting, with code ${code}: ${stderr().trim()}`);
  });
  early.catch(() => undefined);
  return JSON.parse(await Promise.race([line, early])) as ChildMessage;
}
