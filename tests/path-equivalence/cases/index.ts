import type { Case } from '../case.ts';
import { ANTHROPIC_MESSAGES } from './anthropic-messages.ts';
import { GEMINI } from './gemini.ts';
import { MEDIA } from './media.ts';
import { OPENAI_CHAT } from './openai-chat.ts';
import { OPENAI_RESPONSES } from './openai-responses.ts';

export const CASES: readonly Case[] = [...OPENAI_CHAT, ...OPENAI_RESPONSES, ...ANTHROPIC_MESSAGES, ...GEMINI, ...MEDIA];
