import { PassThrough } from 'node:stream';
import type { Io } from './io.ts';
import { buildProgram, runProgram } from './program.ts';

function testIo() {
  const stdout = new PassThrough({ encoding: 'utf8' });
  const stderr = new PassThrough({ encoding: 'utf8' });
  const io: Io = { stdout, stderr, env: {}, now: () => Date.parse('2026-11-22T12:00:00Z'), cwd: '/', exitCode: 0 };
  return { io, stdout, stderr };
}

async function run(...args: string[]) {
  const { io, stdout, stderr } = testIo();
  await runProgram(args, io);
  return { code: io.exitCode, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

/** The arguments that lead to each command that does something. */
function pathsOf(commands = buildProgram(testIo().io).commands): string[][] {
  return commands.flatMap((command) =>
    command.commands.length === 0
      ? [[command.name()]]
      : pathsOf([...command.commands]).map((path) => [command.name(), ...path]),
  );
}

test.each(pathsOf())('%s %s has a help with an example', async (...path) => {
  const { code, out, err } = await run(...path, '--help');
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain(`Usage: tokentrail ${path.join(' ')} [options]`);
  expect(out).toMatch(/\nExamples?:\n {2}(tokentrail|npm start)/);
});

test('without a command, the program lists its commands', async () => {
  const { code, out, err } = await run();
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('audit [options]');
});

test('prints its version', async () => {
  expect(await run('--version')).toEqual({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: '' });
});

test.each([
  [['wibble'], "unknown command 'wibble': tokentrail --help lists what you can write"],
  [['audit', '--form', '1h'], /^unknown option '--form' \(Did you mean --from\?\): tokentrail audit --help lists/],
  [['budgets', 'show', '--jso'], /^unknown option '--jso' .*: tokentrail budgets show --help lists/],
  [['audit', '--from'], /^option '--from <time>' argument missing: tokentrail audit --help lists/],
  [['export', 'x'], /^too many arguments for 'export'.*: tokentrail export --help lists/],
  [['audit', '--from', 'yesterday'], /^yesterday is no time: write /],
  [['audit', '--reason', 'x'], '--reason only works together with --reprice'],
  [['audit'], /^no ledger to read: nothing runs here/],
])('%j is refused with one sentence', async (args, sentence) => {
  const { code, out, err } = await run(...args);
  expect([code, out]).toEqual([2, '']);
  const [line = '', ...more] = err.trimEnd().split('\n');
  expect(more).toEqual([]);
  expect(line.replace(/^tokentrail: /, '')).toMatch(sentence);
});
