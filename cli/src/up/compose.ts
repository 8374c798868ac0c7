import { spawn } from 'node:child_process';
import { ensureBuilt } from '../../../scripts/build.ts';
import { UserError } from '../fail.ts';
import { ensureSecrets } from './docker.ts';
import { say } from './say.ts';

/** Runs docker-compose.yml in the foreground. Ctrl-C reaches Docker Compose, which stops the containers. */
export async function composeUp(root: string): Promise<void> {
  await ensureBuilt(['instrumentation', 'grafana-plugin'], say);
  ensureSecrets(root);
  say('starting the containers (docker compose up) …');
  const code = await new Promise<number>((resolve, reject) => {
    // Docker Compose receives the terminal's Ctrl-C itself; this process waits until it has ended.
    process.on('SIGINT', () => undefined);
    const child = spawn('docker', ['compose', 'up', '--build', '--remove-orphans'], { cwd: root, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (exitCode) => resolve(exitCode ?? 0));
  });
  if (code !== 0 && code !== 130) {
    throw new UserError(`docker compose ended with code ${code}: see its output above`);
  }
}
