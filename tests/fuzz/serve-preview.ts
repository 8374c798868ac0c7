/**
 * The preview in its own process, as `npm start` runs it. It prints its endpoints on stdout and ends with its stdin.
 */
import { join } from 'node:path';
import { startPreview } from '@tokentrail/preview';

const root = join(import.meta.dirname, '../..');
const preview = await startPreview({
  pluginDir: join(root, 'grafana-plugin/dist'),
  provisioningDir: join(root, 'provisioning'),
  ports: { admin: 0, viewer: 0 },
  env: process.env,
});
console.log(JSON.stringify({ adminUrl: preview.adminUrl, viewerUrl: preview.viewerUrl }));
process.stdin.on('end', () => process.exit(0)).resume();
