/** Hooks of another observability tool on the same package, with a list of its own. */
import { Hook } from 'import-in-the-middle';
import { register } from 'import-in-the-middle/register-hooks.mjs';

register({ include: ['openai'] });
new Hook(['openai'], ({ OpenAI }) => console.log(`the other tool saw a ${typeof OpenAI}`));
