import { ROOT } from '../../../scripts/build.ts';
import { hasDockerCompose } from './docker.ts';
import { composeUp } from './compose.ts';
import { nativeUp } from './native.ts';

/** Brings the chain up: with a Docker engine as containers, without one natively. Resolves when it has been ended. */
export async function up(): Promise<void> {
  if (hasDockerCompose()) {
    await composeUp(ROOT);
  } else {
    await nativeUp(ROOT);
  }
}
