import { stainlessPatch } from '../stainless/index.ts';
import { ANTHROPIC } from './descriptor.ts';

export const anthropic = stainlessPatch(ANTHROPIC);
