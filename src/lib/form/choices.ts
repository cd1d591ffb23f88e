import type { Choice, Option } from '../html/index.ts';
import { rowId } from '../values/ids.ts';
import { type About, type Field, type Look, REFUSED, type TickChoice } from './field.ts';
import { ownWords } from './kinds.ts';

/** The first line of a pull-down in which nothing is chosen yet. */
export const UNCHOSEN: Option = { value: '', label: '選んでください' };

/** Codes with their words as something to choose from, in that order. */
export const optionsOf = <T extends string>(words: Readonly<Record<T, string>>): { value: T; label: string }[] =>
  (Object.entries(words) as [T, string][]).map(([value, label]) => ({ value, label }));

const oneOf = <T extends string>(
  label: string,
  values: readonly T[],
  look: Look,
  about: About,
  usual: T | undefined,
): Field<T> => ({
  ...about,
  label,
  need: about.need ?? 'must',
  look,
  read: ({ box, input, context, say }) => {
    const chosen = values.find((value) => value === input[box]) ?? usual;
    if (chosen !== undefined) return chosen;
    say(box, ownWords(about, '').empty ?? context.sentences.choice(about.called ?? label));
    return REFUSED;
  },
  show: (box, value) => ({ [box]: value }),
});

/** One of several as radios. `usual` where the form sends none: nothing is asked then. */
export const radios = <T extends string>(
  label: string,
  choices: readonly (Choice & { value: T })[],
  { usual, ...about }: About & { usual?: T } = {},
): Field<T> =>
  oneOf(
    label,
    choices.map(({ value }) => value),
    { as: 'radios', choices: [...choices] },
    about,
    usual,
  );

/** One of several in a pull-down. `usual` where the form sends none of them; `unchosen`: none is chosen at first, and one must be. */
export const select = <T extends string>(
  label: string,
  options: readonly (Option & { value: T })[],
  { usual, unchosen = false, ...about }: About & { usual?: T; unchosen?: boolean } = {},
): Field<T> =>
  oneOf(
    label,
    options.map(({ value }) => value),
    { as: 'select', options: unchosen ? [UNCHOSEN, ...options] : [...options] },
    { need: 'silent', ...about },
    usual,
  );

const TICKED = 'yes';
const tick = (on: boolean): string => (on ? TICKED : '');

/** One of several sentences as radios → its number, counted from 0. */
export const numbered = (label: string, choices: readonly string[], about: About = {}): Field<number> => {
  const one = radios(
    label,
    choices.map((words, at) => ({ value: String(at), label: words })),
    about,
  );
  return {
    ...one,
    read: (reading) => {
      const chosen = one.read(reading);
      return chosen === REFUSED ? REFUSED : Number(chosen);
    },
    show: (box, value) => one.show(box, String(value)),
  };
};

/** Something to tick or not. */
export const ticked = (label: string, { more, ...about }: About & { more?: string } = {}): Field<boolean> => ({
  ...about,
  label,
  need: 'silent',
  look: { as: 'tick', ...(more === undefined ? {} : { more }) },
  read: ({ box, input }) => input[box] === TICKED,
  show: (box, value) => ({ [box]: tick(value) }),
});

/** Several to tick → those ticked, in the order of `choices`. `atLeastOne`: none is refused. `inRow`: short words beside each other. */
export const ticks = (
  label: string,
  choices: readonly TickChoice[],
  { atLeastOne = false, inRow = false, ...about }: About & { atLeastOne?: boolean; inRow?: boolean } = {},
): Field<string[]> => ({
  ...about,
  label,
  need: about.need ?? 'silent',
  look: { as: 'ticks', choices: [...choices], inRow },
  read: ({ box, input, context, say }) => {
    const chosen = choices.filter(({ value }) => input[`${box}-${value}`] === TICKED).map(({ value }) => value);
    if (chosen.length > 0 || !atLeastOne) return chosen;
    say(`${box}-${choices[0]?.value ?? ''}`, ownWords(about, '').empty ?? context.sentences.some(about.called ?? label));
    return REFUSED;
  },
  show: (box, value) =>
    Object.fromEntries(choices.map((choice) => [`${box}-${choice.value}`, tick(value.includes(choice.value))])),
});

/** A value that is decided already: said in `words`, never asked. */
export const fixed = <T>(label: string, value: T, words: string): Field<T> => ({
  label,
  need: 'silent',
  look: { as: 'said', words },
  read: () => value,
  show: () => ({}),
});

/** A value that is decided already and not shown. */
export const carried = <T>(value: T): Field<T> => ({
  label: '',
  need: 'silent',
  look: { as: 'nothing' },
  read: () => value,
  show: () => ({}),
});

/** The number of a row, as an address names it: neither asked nor said. What is none is null. */
export const rowNamed = (label: string): Field<number | null> => ({
  label,
  need: 'silent',
  look: { as: 'nothing' },
  read: ({ box, input }) => {
    const id = rowId(input[box]);
    return id.ok ? id.value : null;
  },
  show: (box, value) => ({ [box]: value === null ? '' : String(value) }),
});
