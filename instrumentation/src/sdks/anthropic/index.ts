import { stainlessPatch } from '../stainless/index.ts';
import { ANTHROPIC, ANTHROPIC_BEDROCK, ANTHROPIC_VERTEX } from './descriptor.ts';

export const anthropic = stainlessPatch(ANTHROPIC);
export const anthropicBedrock = stainlessPatch(ANTHROPIC_BEDROCK);
export const anthropicVertex = stainlessPatch(ANTHROPIC_VERTEX);
