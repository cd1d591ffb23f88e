import { grouped } from '../../lib/values/numbers.ts';
/** One number the city sets; with `choices` it is one of them, counted from 0. */
export type Setting = {
  /** What the default is; the same stands in settings.sql (a test compares them). */
  usual: number;
  least: number;
  most: number;
  unit: '分' | '時間' | '時' | '日' | 'か月' | '年' | '回' | '人' | '件' | '円' | '％' | '';
  choices?: readonly string[];
  /** How an administrator reads it. */
  label: string;
  means: string;
};

/** A value as it is read: 10分, or the words of a choice. */
export const amountOf = ({ choices, unit }: Setting, value: number): string => choices?.[value] ?? `${grouped(value)}${unit}`;

/** What may be set: 1〜60分, or the choices, each a line. */
export const rangeOf = (setting: Setting): readonly string[] =>
  setting.choices ?? [`${grouped(setting.least)}〜${amountOf(setting, setting.most)}`];
