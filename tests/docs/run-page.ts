import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { compileCache } from '../../scripts/compile-cache.ts';
import { ROOT, type Block } from './markdown.ts';
import { DATA_SOURCE_UID, PROVISIONED_UID } from './names.ts';
import { ruleOf } from './rules.ts';
import type { Site } from './site.ts';

/** Files that pages take for granted, from the root of the repository. */
const GIVEN = ['examples/prices.yaml', 'tests/docs/files/app.mjs', 'tests/docs/files/app.cjs'];
const START = 'node --import @tokentrail/instrumentation/register';
const TOKEN = 'a-token-of-the-docs';

/**
 * Runs the commands of a page in one shell, in a folder with the files of the page.
 * @returns What failed: the line of the block and what the shell printed. Empty if all commands succeeded.
 */
export async function runPage(path: string, blocks: readonly Block[], site: Site): Promise<string> {
  const folder = join(site.folder, path.replaceAll('/', '-'));
  mkdirSync(folder);
  for (const file of GIVEN) cpSync(join(ROOT, file), join(folder, basename(file)));
  writeFileSync(join(folder, 'otlp-token'), TOKEN);
  const replace = replacements(site, folder);
  const commands: string[] = [readFileSync(join(import.meta.dirname, 'prelude.sh'), 'utf8')];
  for (const block of blocks) {
    const rule = ruleOf(block);
    const started = `echo "${path}:${block.line}" > last-block`;
    if (rule?.kind === 'file') writeFileSync(join(folder, rule.name), replace(block.text));
    if (rule?.kind === 'file' && rule.isProgram) commands.push(started, `${START} ${rule.name}`);
    if (rule?.kind === 'run') commands.push(started, replace(block.text));
  }
  const shell = spawn('bash', ['-c', commands.join('\n')], {
    cwd: folder,
    env: environment(site, folder),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => shell.on('close', resolve));
  const [out, errors, code] = await Promise.all([text(shell.stdout), text(shell.stderr), ended]);
  return code === 0
    ? ''
    : `${readFileSync(join(folder, 'last-block'), 'utf8')}exit ${String(code)}\n${out.slice(-1000)}\n${errors.slice(-2000)}`;
}

/** The pages name the ports of `npm start`. The chain of the tests has free ones. */
function replacements({ chain, preview }: Site, folder: string): (text: string) => string {
  const texts: readonly [string, string][] = [
    ['http://127.0.0.1:4318', chain.otlpUrl],
    ['http://collector:4318', chain.otlpUrl],
    ['http://127.0.0.1:3000', preview.adminUrl.replace(/\/$/, '')],
    ['/run/secrets/otlp-token', join(folder, 'otlp-token')],
    [`uid/${PROVISIONED_UID}`, `uid/${DATA_SOURCE_UID}`],
    ['=…', `=${TOKEN}`],
  ];
  return (block) => texts.reduce((changed, [from, to]) => changed.replaceAll(from, to), block);
}

function environment({ chain, grafana, provider, folder: siteFolder }: Site, folder: string): NodeJS.ProcessEnv {
  return {
    ...compileCache(),
    ...chain.operatorEnvironment(),
    PATH: process.env['PATH'],
    HOME: folder,
    NODE: process.execPath,
    REPOSITORY: ROOT,
    TOKENTRAIL_SPOOL_DIR: join(siteFolder, 'spool'),
    OTLP_URL: chain.otlpUrl,
    GRAFANA_URL: grafana.url('Admin'),
    GRAFANA_TOKEN: grafana.token('Admin'),
    TOKENTRAIL_GRAFANA_URL: grafana.url('Admin'),
    TOKENTRAIL_GRAFANA_TOKEN: grafana.token('Admin'),
    // The OpenTelemetry set-up of a page exports to nowhere.
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OPENAI_API_KEY: 'sk-docs-000000000000000000000007',
    OPENAI_BASE_URL: `${provider.url}/v1`,
    ANTHROPIC_API_KEY: 'sk-ant-docs-000000000000000000000007',
    ANTHROPIC_BASE_URL: provider.url,
    GEMINI_API_KEY: 'AIzaDocs000000000000000000000000000007',
    GOOGLE_GEMINI_BASE_URL: provider.url,
  };
}
