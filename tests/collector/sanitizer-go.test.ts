import { execFileSync, spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { collectorConfigPath } from '../../collector-config/src/files.ts';

const hasGo = spawnSync('go', ['version']).status === 0;

test("the sanitizer's searches find the same as Go's regexp package", { skip: !hasGo && 'there is no Go' }, () => {
  execFileSync('go', ['test', './...'], { cwd: collectorConfigPath('sanitizer'), stdio: 'pipe' });
});
