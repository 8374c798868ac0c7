/** Hooks of another observability tool on the same packages, with its own list of packages. */
import { Hook } from 'import-in-the-middle';
import { register } from 'import-in-the-middle/register-hooks.mjs';

const SDKS = ['openai', '@google/genai'];
register({ include: SDKS });
new Hook(SDKS, ({ OpenAI, GoogleGenAI }) => console.log(`the other tool saw a ${typeof (OpenAI ?? GoogleGenAI)}`));
