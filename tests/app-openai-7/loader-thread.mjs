/** The way SDKs are patched on versions of Node without hooks in the app's thread. */
import module from 'node:module';

const patch = Symbol.for('tokentrail.instrumentation.patchExports');
globalThis[patch] = (name, exports, version) => console.log(name, typeof exports.OpenAI, version);
const data = [{ module: 'openai', esmEntry: 'index.mjs' }];
module.register(process.env.LOADER, { parentURL: import.meta.url, data });
