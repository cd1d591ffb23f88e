import { OTHER_LANGUAGES, otherLanguage } from '../../audit/facts.ts';
import { type Field, select } from '../../lib/form/index.ts';
import { lastLanguage } from '../../reservations/language.ts';
import type { SignedAsk } from '../route.ts';
import type { Who } from './who.ts';

const CHOICES = [['ja', '日本語'], ...OTHER_LANGUAGES] as const;
type Code = (typeof CHOICES)[number][0];

/** How staff call a language of the citizens' site. */
export const languageWords = (code: string): string => otherLanguage(code) ?? '日本語';

/** A code that can be chosen; Japanese for any other. */
export const chosenLanguage = (code: string | undefined): Code => CHOICES.find(([one]) => one === code)?.[0] ?? 'ja';

/** What the mails, calendar files and pages of a booking are in. */
export const languageField: Field<string> = select<string>(
  'ご案内の言語',
  CHOICES.map(([value, label]) => ({ value, label })),
  { usual: 'ja' },
);

/** What their last booking was in. */
export const languageOfWho = async (ask: SignedAsk, who: Who): Promise<Code> =>
  chosenLanguage(await lastLanguage(ask.db, who.by === 'card' ? { cardId: who.card.id } : { person: who.person }));
