import type { FormErrors } from '../html/index.ts';
import { done } from '../outcome.ts';
import { type Context, type Field, type Input, type Look, REFUSED } from './field.ts';

export type Fields<V> = { readonly [Name in keyof V]-?: Field<V[Name]> };

/** Fields that stand together under one legend. `inline`: their boxes in one row. */
export type Group<V> = { legend: string; of: (keyof V & string)[]; hint?: string; class?: string; inline?: boolean };

/** Says what is wrong between fields; at the first box of `name` or at the box `suffix` of it. */
export type SayOf<V> = (name: keyof V & string, sentence: string, suffix?: string) => void;

/** What holds between fields. Values that could not be read are missing, and their boxes have their sentence already. */
type Rules<V> = (values: Readonly<Partial<V>>, say: SayOf<V>, context: Context) => void;

type Shape<V> = {
  groups?: readonly Group<V>[];
  rules?: Rules<V>;
  /** Before the name of every box: two forms of one kind on one page. */
  prefix?: string;
};

export type FormWrong = { ok: false; errors: FormErrors };

export type Form<V> = {
  fields: Fields<V>;
  groups: readonly Group<V>[];
  boxOf: (name: keyof V & string) => string;
  /** The names of all its boxes. */
  boxNames: readonly string[];
  /** The values as typed, or what is wrong, by the name of the box and in the order the boxes stand on the page. */
  read: (input: Input, context: Context) => { ok: true; value: V } | FormWrong;
  /** What the boxes hold for values. */
  boxes: (values: Partial<V>) => Record<string, string>;
};

/** The boxes of a field: one, or one for each of several. */
function boxesIn(look: Look, box: string): string[] {
  if (look.as === 'ticks') return look.choices.map(({ value }) => `${box}-${value}`);
  return look.as === 'lines' ? look.items.map(([code]) => `${box}-${code}`) : [box];
}

/**
 * A form: its fields in the order they stand on the page. One definition reads, shows again and draws (`FormFields`).
 * The values are an object with the names of the fields.
 */
export function form<V extends object>(fields: Fields<V>, { groups = [], rules, prefix = '' }: Shape<V> = {}): Form<V> {
  const names = Object.keys(fields) as (keyof V & string)[];
  const boxOf = (name: keyof V & string): string => prefix + (fields[name].box ?? name);
  const boxNames = names.flatMap((name) => fields[name].parts ?? boxesIn(fields[name].look, boxOf(name)));
  return {
    fields,
    groups,
    boxOf,
    boxNames,
    read: (input, context) => {
      const errors: FormErrors = {};
      const say = (box: string, sentence: string): void => {
        errors[box] ??= sentence;
      };
      const values: Partial<V> = {};
      for (const name of names) {
        const value = fields[name].read({ box: boxOf(name), input, context, say });
        if (value !== REFUSED) values[name] = value;
      }
      rules?.(
        values,
        (name, sentence, suffix) => say(suffix === undefined ? boxOf(name) : `${boxOf(name)}-${suffix}`, sentence),
        context,
      );
      return Object.keys(errors).length === 0
        ? { ok: true, value: values as V }
        : { ok: false, errors: inOrder(errors, boxNames) };
    },
    boxes: (values) =>
      Object.assign(
        {},
        ...names.map((name) => {
          const value = values[name];
          return value === undefined ? {} : fields[name].show(boxOf(name), value as V[typeof name]);
        }),
      ),
  };
}

/** Errors in the order of the boxes, whoever said them: a reader goes through them from the top of the page. */
function inOrder(errors: FormErrors, boxes: readonly string[]): FormErrors {
  const place = (box: string): number => {
    const own = boxes.indexOf(box);
    const around = boxes.findLastIndex((one) => box.startsWith(`${one}-`));
    return [own, around].find((at) => at >= 0) ?? boxes.length;
  };
  return Object.fromEntries(Object.entries(errors).sort(([a], [b]) => place(a) - place(b)));
}

/** Joins what is read of two forms of one page. */
export const readBoth = <A, B>(
  a: { ok: true; value: A } | FormWrong,
  b: { ok: true; value: B } | FormWrong,
): { ok: true; value: [A, B] } | FormWrong =>
  a.ok && b.ok ? done([a.value, b.value]) : { ok: false, errors: { ...(a.ok ? {} : a.errors), ...(b.ok ? {} : b.errors) } };
