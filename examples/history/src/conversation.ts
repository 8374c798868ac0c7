import type { AttemptPlan } from './plan.ts';
import type { Random } from './random.ts';

const QUESTIONS = [
  'My parcel has been in Hamburg for a week. When will it arrive?',
  'The invoice of October lists a service that I cancelled.',
  'Which of these two coats is warmer, and does it come in green?',
  'I cannot sign in since I changed my phone.',
  'Do you ship to Norway, and what does it cost?',
  'Summarise this ticket in one sentence and name the department that should take it.',
];
const RESPONSES = [
  'Your parcel left our warehouse on Monday and is waiting for customs. It should arrive within three working days. ',
  'The service was cancelled on the second of October, after the invoice period had begun. We have credited the amount. ',
  'The wool coat is warmer, and it is available in green in sizes S to XL. ',
  'Please use the recovery code from your account page, or ask us for a new one by post. ',
  'We ship to Norway. A parcel up to 5 kg costs EUR 14.90 and takes four to six working days. ',
];
const BACKGROUND =
  'Order 4711 was placed on 3 November, paid by card, and handed to the carrier on 5 November. The customer has written twice. ';
const SYSTEM =
  'You help the customers of an online shop. Be brief, be kind, and never promise a date that is not in the data.';

/** Approximate characters of a token. Longer texts are shortened to keep the example small. */
const TOKEN_CHARACTERS = 4;
const MAX_CHARACTERS = 6000;

/** What a chat call says. */
export interface Conversation {
  system: string;
  prompt: string;
  response: string;
}

/** Texts at about the lengths of the tokens that the last attempt reported. */
export function conversationOf(last: AttemptPlan | undefined, random: Random): Conversation {
  const { inputTokens = 200, outputTokens = 60 } = last?.end?.usage ?? {};
  const question = random.pick(QUESTIONS);
  const sentence = random.pick(RESPONSES);
  const background = Math.floor((lengthOf(inputTokens) - question.length) / BACKGROUND.length);
  return {
    system: SYSTEM,
    prompt: BACKGROUND.repeat(Math.max(0, background)) + question,
    response: sentence.repeat(Math.max(1, Math.round(lengthOf(outputTokens) / sentence.length))).trim(),
  };
}

function lengthOf(tokens: number): number {
  return Math.min(MAX_CHARACTERS, tokens * TOKEN_CHARACTERS);
}
