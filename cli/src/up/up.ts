import { ROOT } from '../../../scripts/build.ts';
import { hasDockerCompose } from './docker.ts';
import { composeUp } from './compose.ts';
import { nativeUp } from './native.ts';

/** Runs the chain: as containers if a Docker engine responds, otherwise as native processes. Resolves when it has ended. */
export async function up(): Promise<void> {
  if (hasDockerCompose()) {
    await composeUp(ROOT);
  } else {
    await nativeUp(ROOT);
  }
}
