import { type Language, type Texts, textsOf } from '../../languages/index.ts';
import { mailName } from '../../outbox/names.ts';
import type { WordedMail } from '../../outbox/queue.ts';
import type { Part, Wording } from './parts.ts';
import { ownText, type Said } from './said.ts';

type Letters = Texts['letters'];
/** Where a sentence stands in the catalogue of letters. */
type Place = Pick<Part, 'code' | 'label' | 'hint'> & { at: readonly string[] };

const LONGEST = 300;

const opening = (...at: string[]): Place => ({ code: 'opening', label: '書き出しの文', at });
const come = (...at: string[]): Place => ({ code: 'come', label: 'お越しいただくときのお願い', at });

/**
 * The sentences of each mail that staff may say otherwise. What was booked, how long it may be changed, links, and what keeps the reader from a mistake
 * (この時点では、予約はまだ完了していません) stand in each mail as they are.
 */
const SENTENCES: Readonly<Record<WordedMail, readonly Place[]>> = {
  link: [],
  'manage-link': [],
  booked: [
    { ...opening('booked', 'first', 'opening'), hint: 'ご案内を再送するときは、再送であることを示す文を使います。' },
    come('come'),
  ],
  changed: [opening('changed', 'opening')],
  cancelled: [
    opening('cancelled', 'opening'),
    { code: 'again', label: '予約サイトへのリンクの前の文', at: ['cancelled', 'again'] },
  ],
  reminder: [opening('reminder', 'opening'), come('come')],
  'no-show': [
    opening('noShow', 'opening'),
    { code: 'some', label: '書き出しの文（一部の方だけが来庁されなかったとき）', at: ['noShow', 'someOpening'] },
    { code: 'again', label: '予約サイトへのリンクの前の文', at: ['noShow', 'again'] },
  ],
  'closed-day': [
    opening('closedDay', 'opening'),
    { code: 'again', label: '予約サイトへのリンクの前の文', at: ['closedDay', 'choose'] },
  ],
  reopened: [opening('reopened', 'opening'), come('reopened', 'come')],
  waiting: [opening('waiting', 'opening')],
  'waiting-offer': [
    opening('waitingOffer', 'opening'),
    { code: 'pass', label: '予約サイトへのリンクの後の文', at: ['waitingOffer', 'pass'] },
  ],
  'waiting-over': [{ code: 'again', label: '予約サイトへのリンクの前の文', at: ['waitingOver', 'again'] }],
};

const BY_KIND: ReadonlyMap<string, readonly Place[]> = new Map(Object.entries(SENTENCES));

const nothing = (): string => '';
/** Every mail has room for these; nothing is built in. */
const GREETING: Part = { code: 'greeting', label: '冒頭に追加する文', longest: LONGEST, builtIn: nothing };
const CLOSING: Part = { code: 'closing', label: '末尾に追加する文', longest: LONGEST, builtIn: nothing };

function textAt(letters: unknown, at: readonly string[]): string {
  const found = at.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], letters);
  if (typeof found !== 'string') throw new Error(`no sentence of letters at ${at.join('.')}`);
  return found;
}

const withText = (node: unknown, [key, ...rest]: readonly string[], text: string): unknown =>
  key === undefined ? text : { ...(node as object), [key]: withText((node as Record<string, unknown>)[key], rest, text) };

export const nameOfMail = (kind: string): string => `mail.${kind}`;

/** Every mail to citizens whose sentences staff may say otherwise. A mailing is staff's own text already. */
export const MAIL_WORDINGS: readonly (Wording & { kind: string })[] = [...BY_KIND].map(([kind, places]) => ({
  kind,
  name: nameOfMail(kind),
  title: mailName(kind),
  parts: [
    GREETING,
    ...places.map(({ at, ...place }) => ({
      ...place,
      longest: LONGEST,
      builtIn: (language: Language) => textAt(textsOf(language).letters, at),
    })),
    CLOSING,
  ],
  hides: false,
}));

/** The catalogue of a mail in a language with the city's sentences in their places, and what it adds before and after. */
export function lettersSaid(
  language: Language,
  kind: string,
  said: Said,
): { letters: Letters; greeting: string; closing: string } {
  const own = (part: string): string | undefined => ownText(said, part, language);
  const letters = (BY_KIND.get(kind) ?? []).reduce<unknown>((texts, { code, at }) => {
    const text = own(code);
    return text === undefined ? texts : withText(texts, at, text);
  }, textsOf(language).letters);
  // A sentence took the place of a sentence: the shape is the same.
  return { letters: letters as Letters, greeting: own('greeting') ?? '', closing: own('closing') ?? '' };
}
