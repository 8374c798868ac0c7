import CopyWebpackPlugin from 'copy-webpack-plugin';
import type { Configuration, RuleSetRule } from 'webpack';
import VirtualModulesPlugin from 'webpack-virtual-modules';
import grafanaConfig, { type Env } from './.config/webpack/webpack.config.ts';

/**
 * Makes every entry load its lazy chunks from the app's folder. Grafana serves a nested plugin under its own id, and the
 * stock module would use the folder of the nested entry.
 */
const publicPath = new VirtualModulesPlugin({
  'node_modules/grafana-public-path.js': `
import amdMetaModule from 'amd-module';
__webpack_public_path__ = amdMetaModule && amdMetaModule.uri
  ? amdMetaModule.uri.replace(/\\/plugins\\/[^/]+\\/.*$/, '/plugins/tokentrail-llmusage-app/')
  : 'public/plugins/tokentrail-llmusage-app/';
`,
});

/**
 * Compiles to ES2022, which the browsers of Grafana 12.4 know. create-plugin's ES2015 is larger, and its replacement of object
 * spread makes slow objects: a row of the usage log took 2.2 kB instead of 0.9.
 */
function modern(rule: RuleSetRule): RuleSetRule {
  const { use } = rule;
  if (typeof use !== 'object' || use === null || Array.isArray(use) || use.loader !== 'swc-loader') {
    return rule;
  }
  const options = use.options as { jsc: object };
  return { ...rule, use: { ...use, options: { ...options, jsc: { ...options.jsc, target: 'es2022' } } } };
}

/**
 * The language of searches and the words of records, which the pages and the reader of the store share. They are smaller than the parts
 * that webpack shares by itself, so that a page would load them twice.
 */
const SHARED = {
  test: /[\\/](?:usage-store[\\/]src[\\/](?:search|search-condition|search-parts|search-problem|search-quotes|record-filter|fold-text)|records[\\/]src[\\/](?:vocabulary|outcome))\.ts$/,
  chunks: 'async',
  enforce: true,
} as const;

export default async (env: Env): Promise<Configuration> => {
  const base = await grafanaConfig(env);
  return {
    ...base,
    module: { ...base.module, rules: (base.module?.rules ?? []).map((rule) => modern(rule as RuleSetRule)) },
    // Lazy chunks are shared by all entries on a page, so a module must be the same in each chunk: remove only exports that
    // no entry uses.
    optimization: { ...base.optimization, usedExports: 'global', splitChunks: { cacheGroups: { shared: SHARED } } },
    plugins: [
      ...(base.plugins ?? []).filter((plugin) => plugin?.constructor.name !== 'VirtualModulesPlugin'),
      publicPath,
      // create-plugin copies only the logos of the root plugin.json
      new CopyWebpackPlugin({ patterns: [{ from: '{datasources,panels}/*/img/**', to: '.' }] }),
    ],
  };
};
