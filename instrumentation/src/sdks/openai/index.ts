import { stainlessPatch } from '../stainless/index.ts';
import { OPENAI } from './descriptor.ts';

export const openai = stainlessPatch(OPENAI);
