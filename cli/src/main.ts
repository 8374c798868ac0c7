#!/usr/bin/env node
import type { Io } from './io.ts';
import { runProgram } from './program.ts';

const { stdout, stderr, env, argv } = process;
for (const stream of [stdout, stderr]) {
  // The reader of a pipe, such as `head`, may read enough before everything is written.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      throw error;
    }
  });
}
const io: Io = { stdout, stderr, env, now: Date.now, cwd: process.cwd(), exitCode: 0 };
await runProgram(argv.slice(2), io);
process.exitCode = io.exitCode;
if (argv[2] === 'up') {
  // Every part has been stopped. Exit now, so that leftovers of an interrupted start do not keep the terminal.
  process.exit();
}
