import CopyWebpackPlugin from 'copy-webpack-plugin';
import type { Configuration } from 'webpack';
import VirtualModulesPlugin from 'webpack-virtual-modules';
import grafanaConfig, { type Env } from '.config/webpack/webpack.config.ts';

/**
 * A nested plugin is served under its own id, but its lazy chunks lie in the app's folder: every entry asks there. The
 * stock module takes the folder of the entry itself.
 */
const publicPath = new VirtualModulesPlugin({
  'node_modules/grafana-public-path.js': `
import amdMetaModule from 'amd-module';
__webpack_public_path__ = amdMetaModule && amdMetaModule.uri
  ? amdMetaModule.uri.replace(/\\/plugins\\/[^/]+\\/.*$/, '/plugins/tokentrail-llmusage-app/')
  : 'public/plugins/tokentrail-llmusage-app/';
`,
});

export default async (env: Env): Promise<Configuration> => {
  const base = await grafanaConfig(env);
  return {
    ...base,
    // On a page with several entries each one's lazy chunks land in all of them. A module must therefore be the same
    // wherever it lies: shaken by what all entries use, not by what each does.
    optimization: { ...base.optimization, usedExports: 'global' },
    plugins: [
      ...(base.plugins ?? []).filter((plugin) => plugin?.constructor.name !== 'VirtualModulesPlugin'),
      publicPath,
      // create-plugin copies the logos of the root plugin.json alone
      new CopyWebpackPlugin({ patterns: [{ from: '{datasources,panels}/*/img/**', to: '.' }] }),
    ],
  };
};
