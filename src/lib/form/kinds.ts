import { done } from '../outcome.ts';
import { mailAddress, phoneNumber, showPhone } from '../values/contact.ts';
import { urlCode } from '../values/ids.ts';
import type { Value, ValueRefusal } from '../values/read.ts';
import { freeText, lineOfText, linesOfText } from '../values/texts.ts';
import { type About, type Context, type Field, type Input, type Leavable, type Look, leavable, REFUSED } from './field.ts';

type OneBox<T> = {
  label: string;
  look: Look;
  parse: (context: Context, input: Input) => (typed: unknown) => Value<T>;
  wrong: (context: Context, called: string) => Record<ValueRefusal, string>;
  /** What is asked where the refusal carries what was meant. */
  asks?: (context: Context, called: string, meant: string) => string;
  show: (value: T) => string;
};

/** The sentences a definition brings itself. */
export const ownWords = ({ wrong = {} }: About, typed: unknown): Partial<Record<ValueRefusal, string>> =>
  typeof wrong === 'function' ? wrong(typeof typed === 'string' ? typed : '') : wrong;

/** A field of one box. */
export function oneBox<T>({ label, look, parse, wrong, asks, show }: OneBox<T>, about: About): Leavable<T> {
  return leavable({
    ...about,
    label,
    need: about.need ?? 'must',
    look,
    read: ({ box, input, context, say }) => {
      const value = parse(context, input)(input[box]);
      if (value.ok) return value.value;
      const called = about.called ?? label;
      const asked = value.detail === undefined ? undefined : asks?.(context, called, value.detail);
      say(box, asked ?? ownWords(about, input[box])[value.reason] ?? wrong(context, called)[value.reason]);
      return REFUSED;
    },
    show: (box, value) => ({ [box]: show(value) }),
  });
}

type TextAbout = About & Omit<Extract<Look, { as: 'text' }>, 'as'>;
const itself = (text: string): string => text;

/** How a box of text looks, apart from what its definition says of any field. */
function textLook({ size, type, inputMode, autoComplete, accessKey, ...about }: TextAbout): [Look, About] {
  const look: Look = {
    as: 'text',
    ...(size === undefined ? {} : { size }),
    ...(type === undefined ? {} : { type }),
    ...(inputMode === undefined ? {} : { inputMode }),
    ...(autoComplete === undefined ? {} : { autoComplete }),
    ...(accessKey === undefined ? {} : { accessKey }),
  };
  return [look, about];
}

/** A line of text, at most `most` characters. */
export const line = (label: string, most: number, more: TextAbout = {}) => {
  const [look, about] = textLook(more);
  const wrong: OneBox<string>['wrong'] = ({ sentences }, called) => sentences.line(called, most);
  return oneBox<string>({ label, look, parse: () => lineOfText(most), wrong, show: itself }, about);
};

/** A text of several lines, at most `most` characters. */
export const text = (label: string, most: number, { rows = 5, ...about }: About & { rows?: number } = {}) =>
  oneBox<string>(
    {
      label,
      look: { as: 'area', rows },
      parse: () => freeText(most),
      wrong: ({ sentences }, called) => sentences.text(called, most),
      show: itself,
    },
    about,
  );

/** One paragraph typed into a box of several lines: line ends do not count. */
export const paragraph = (label: string, most: number, { rows = 4, ...about }: About & { rows?: number } = {}) =>
  oneBox<string>(
    {
      label,
      look: { as: 'area', rows },
      parse: () => (input) => {
        const read = freeText(most)(input);
        return read.ok ? done(read.value.replaceAll('\n', '')) : read;
      },
      wrong: ({ sentences }, called) => sentences.text(called, most),
      show: itself,
    },
    about,
  );

/** A list, one thing a line; empty is an empty list. */
export const list = (
  label: string,
  { lines, each, rows }: { lines: number; each: number; rows: number },
  about: About = {},
): Field<readonly string[]> =>
  oneBox<readonly string[]>(
    {
      label,
      look: { as: 'area', rows },
      parse: () => linesOfText(lines, each),
      wrong: ({ sentences }, called) => sentences.lines(called, lines, each),
      show: (value) => value.join('\n'),
    },
    { need: 'may', ...about },
  );

/** A telephone number as one writes it: 03-1234-5678. */
export const writtenPhone = (label: string, about: About = {}) =>
  oneBox<string>(
    {
      label,
      look: { as: 'text', size: 'code', type: 'tel' },
      parse: () => (input) => {
        const read = phoneNumber(input);
        return read.ok ? done(showPhone(read.value)) : read;
      },
      wrong: ({ sentences }, called) => sentences.phone(called),
      show: itself,
    },
    about,
  );

/** A telephone number → its digits. */
export const phone = (label: string, more: TextAbout = {}) => {
  const [look, about] = textLook({ size: 'code', type: 'tel', ...more });
  const wrong: OneBox<string>['wrong'] = ({ sentences }, called) => sentences.phone(called);
  return oneBox<string>({ label, look, parse: () => phoneNumber, wrong, show: showPhone }, about);
};

/** A mail address. */
export const mail = (label: string, more: TextAbout = {}) => {
  const [look, about] = textLook({ inputMode: 'email', ...more });
  const wrong: OneBox<string>['wrong'] = ({ sentences }, called) => sentences.mail(called);
  return oneBox<string>({ label, look, parse: () => mailAddress, wrong, show: itself }, about);
};

/** A password as it was typed, its first 1,000 characters. It is never shown again. */
export const password = (label: string, autoComplete: 'current-password' | 'new-password', about: About = {}): Field<string> => ({
  ...about,
  label,
  need: about.need ?? 'must',
  look: { as: 'text', type: 'password', size: 'id', autoComplete },
  read: ({ box, input }) => (typeof input[box] === 'string' ? input[box].slice(0, 1_000) : ''),
  show: () => ({}),
});

/** The word by which addresses name a thing. */
export const code = (label: string, about: About = {}) =>
  oneBox<string>(
    {
      label,
      look: { as: 'text', size: 'code' },
      parse: () => urlCode,
      wrong: ({ sentences }, called) => sentences.code(called),
      show: itself,
    },
    about,
  );
