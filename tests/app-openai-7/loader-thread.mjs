/** Registers module hooks on a loader thread, as on versions of Node without hooks in the app's thread. */
import module from 'node:module';

const patch = Symbol.for('tokentrail.instrumentation.patchExports');
globalThis[patch] = (name, { OpenAI, Models }, version) => console.log(name, typeof (OpenAI ?? Models), version);
const data = [
  { module: 'openai', esmEntry: 'index.mjs' },
  { module: '@google/genai', esmEntry: 'dist/node/index.mjs', esmBindings: ['Models'] },
];
module.register(process.env.LOADER, { parentURL: import.meta.url, data });
