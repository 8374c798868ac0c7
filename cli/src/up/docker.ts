import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** True if a Docker engine with Compose responds on this machine. An installed client alone is not enough. */
export function hasDockerCompose(): boolean {
  const responds = (args: readonly string[]) =>
    spawnSync('docker', args, { stdio: 'ignore', timeout: 10_000 }).status === 0;
  return responds(['compose', 'version']) && responds(['info']);
}

/** Names of the variables that a compose file requires by `${NAME:?…}`. */
export function requiredVariables(composeFile: string): string[] {
  return [...new Set([...composeFile.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name ?? ''))];
}

/**
 * Adds a generated secret to `.env` for each variable that the compose file requires. Existing secrets are kept, because the
 * volumes of the stores were created with them.
 */
export function ensureSecrets(root: string): void {
  const path = join(root, '.env');
  const present = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const has = (name: string) => new RegExp(`^${name}=.`, 'm').test(present);
  const missing = requiredVariables(readFileSync(join(root, 'docker-compose.yml'), 'utf8')).filter(
    (name) => !has(name),
  );
  if (missing.length > 0) {
    const lines = missing.map((name) => `${name}=${randomBytes(24).toString('base64url')}\n`);
    const gap = present === '' || present.endsWith('\n') ? '' : '\n';
    writeFileSync(path, `${present}${gap}${lines.join('')}`, { mode: 0o600 });
  }
}
